"""The examples in the description of the service."""

from __future__ import annotations

from typing import Any

_CREDIT = "<p>By Jo Roe, Daily Caller News Foundation</p><p>The council met on Monday.</p>"
_UNCREDITED = "<p>By Jo Roe</p><p>The council met on Monday.</p>"

RECORD: dict[str, Any] = {
    "id": "council",
    "title": "The council met",
    "body": _CREDIT,
    "byline": "Jo Roe, Daily Caller News Foundation",
    "published": "2026-11-22T10:00:00Z",
}
"""An article in our own schema."""

WORDPRESS: dict[str, Any] = {
    "id": 42,
    "title": "The council met",
    "content": f"<!-- wp:html -->{_CREDIT}<!-- /wp:html -->",
    "link": "https://news.example/2026/council",
    "authors": ["Jo Roe"],
    "tags": ["council"],
    "categories": ["Politics"],
    "featured_image": None,
    "site": "The Example",
    "language": "en_GB",
}
"""A post as it is stored."""

SUPERDESK: dict[str, Any] = {
    "guid": "urn:newsml:localhost:2026-11-22:1",
    "headline": "The council met",
    "byline": "Jo Roe, Daily Caller News Foundation",
    "body_html": _CREDIT,
    "source": "DCNF",
    "language": "en",
}
"""A content item."""

SUBMISSIONS: dict[str, Any] = {
    "record": {"summary": "Our own schema", "value": {"article": RECORD}},
    "wordpress": {"summary": "A WordPress post", "value": {"source": "wordpress", "article": WORDPRESS}},
    "update": {
        "summary": "A published post that is changed: only what is new counts",
        "value": {"source": "wordpress", "article": WORDPRESS, "before": WORDPRESS},
    },
    "superdesk": {"summary": "A Superdesk item", "value": {"source": "superdesk", "article": SUPERDESK}},
    "html": {"summary": "A page", "value": {"source": "html", "name": "page.html", "article": _CREDIT}},
}

MENDINGS: dict[str, Any] = {
    "body": {
        "summary": "A credit that is missing: what to add to the text for it",
        "value": {
            "article": {**RECORD, "body": _UNCREDITED, "byline": "Jo Roe", "outlet": "DCNF"},
            "writable": ["body", "tags"],
        },
    }
}

BATCHES: dict[str, Any] = {
    "two": {
        "summary": "Two articles",
        "value": {"articles": [{"article": RECORD}, {"source": "wordpress", "article": WORDPRESS}]},
    }
}

WEBHOOKS: dict[str, Any] = {
    "superdesk": {"summary": "To /v1/webhook/superdesk", "value": SUPERDESK},
    "wordpress": {"summary": "To /v1/webhook/wordpress", "value": WORDPRESS},
}
