"""One page that stands by itself: an Overview as HTML with its own style and script, and nothing fetched from anywhere.

What articles say reaches the page only as JSON, which its script puts in as text: no title can become markup. The
page's own policy allows exactly this style and this script, by their digests.
"""

from __future__ import annotations

import base64
from hashlib import sha256
from html import escape
from importlib import resources

import msgspec

from compliance.layout import count
from compliance.overview import OTHERS, Overview
from compliance.report import VERDICTS


def page(overview: Overview, title: str) -> str:
    """The whole page, in UTF-8 when it is written."""
    style, script = _asset("page.css"), _asset("page.js")
    totals = overview.totals
    return _asset("page.html").format(
        title=escape(title),
        facts=escape(
            f"{count(totals.summary.articles, 'article')} from {count(totals.inputs, 'input')}, "
            f"judged as of {totals.as_of}"
        ),
        totals=escape(", ".join(f"{totals.summary.verdicts.get(each, 0):,} {each}" for each in reversed(VERDICTS))),
        footer=f"compliance {escape(totals.engine)}, Plan <code>{escape(totals.plan[:16])}</code>",
        style=style,
        style_hash=_digest(style),
        script=script,
        script_hash=_digest(script),
        data=_data(overview),
    )


def _data(overview: Overview) -> str:
    """The Overview as JSON that may stand inside a page: no `<` in it can begin or end an element."""
    whole = msgspec.to_builtins(overview) | {"others": OTHERS}
    return msgspec.json.encode(whole).decode("utf-8", "backslashreplace").replace("<", "\\u003c")


def _digest(text: str) -> str:
    return base64.b64encode(sha256(text.encode()).digest()).decode()


def _asset(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text(encoding="utf-8")
