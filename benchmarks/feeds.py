"""How the feed readers fare on a folder of real feeds: expectations met, and that nothing crashes or hangs.

    python benchmarks/feeds.py --data DIR [--failures] [--floor 0.99]

DIR holds `feedparser/gold.jsonl` and `feedparser/files.tar.gz`: feeds, each with `expect`, a list of plain values at
paths such as `["entries", 0, "title"]`. Counted is every expectation that an Article has a field for. It is met if the
field's delivered string is the value, or if a reader sees the same words in both: the values were sanitised, ours are
as delivered. What a feed says of itself (`feed.title`) is looked for in its first item's article; a feed without items
is given one. Not counted, and listed: what has no field here, values that hold nothing to read, values that come from
HTTP headers, and formats that are not read. Beside the folder's own gold, every feed anywhere in DIR is read.
"""

from __future__ import annotations

import argparse
import io
import json
import re
import sys
import tarfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from compliance.article import Article, Text
from compliance.finding import Fault
from compliance.readers import html, read
from compliance.readers.dates import parse as parse_date
from compliance.readers.delivered import Delivered
from compliance.readers.limits import Refused

Fields = dict[str, tuple[str, ...]]

SLOWEST = 5.0
"""A feed that takes so many seconds hangs."""

_ITEM = rb"<\1item><\1title>A title</\1title><\1description>A text.</\1description></\1item></\1channel>"
_ENTRY = rb"<\1entry><\1title>A title</\1title><\1content>A text.</\1content></\1entry></\1feed>"
_ITEMS = re.compile(rb"<(?:\w+:)?(?:item|entry)[\s>]")

FIELDS: dict[str, str] = {
    **dict.fromkeys(["title", "title_detail.value"], "title"),
    **dict.fromkeys(["description", "summary", "summary_detail.value", "content.*.value"], "body"),
    **dict.fromkeys(["author", "author_detail.name", "authors.*.name"], "bylines"),
    **dict.fromkeys(["link"], "url"),
    **dict.fromkeys(["id", "guid"], "id"),
    **dict.fromkeys(["tags.*.term", "tags.*.label", "category"], "tags"),
    **dict.fromkeys(["rights", "rights_detail.value", "copyright", "license", "source.rights"], "rights"),
    **dict.fromkeys(["source.rights_detail.value"], "rights"),
    **dict.fromkeys(["source.author", "source.author_detail.name", "source.authors.*.name"], "bylines"),
    **dict.fromkeys(["source.title", "source.title_detail.value", "source.href"], "outlets"),
    **dict.fromkeys(["publisher", "publisher_detail.name"], "outlets"),
    **dict.fromkeys(["published", "published_parsed"], "published"),
    **dict.fromkeys(["updated", "updated_parsed"], "updated"),
    **dict.fromkeys(["expired", "expired_parsed"], "expires"),
    **dict.fromkeys(["language", "content.*.language"], "language"),
    **dict.fromkeys(["image.href", "media_thumbnail.*.url"], "images"),
}
"""Which field of an Article an entry's path is."""

OF_FEED: dict[str, str] = {
    **dict.fromkeys(["title", "title_detail.value", "publisher", "publisher_detail.name"], "outlets"),
    **dict.fromkeys(["copyright", "copyright_detail.value", "rights", "rights_detail.value"], "rights"),
    "language": "language",
}
"""Which field of its items' Articles what a feed says of itself is."""

OF_ATOM = dict.fromkeys(["author", "author_detail.name", "authors.*.name"], "bylines")
"""The same, for Atom: in RSS, who makes the channel is not who wrote its items."""


SECOND = "a second text"

ALSO = {"updated": "published"}
"""Dublin Core's `date`, which is published here, is updated there."""

MADE_BY = (b"<webMaster", b"<itunes:owner")
"""Who looks after a feed is no outlet's name."""


ON_PURPOSE = {
    **dict.fromkeys(
        [
            *["sanitize/entry_content_iframe.xml", "sanitize/entry_summary_iframe.xml"],
            *["sanitize/item_content_encoded_iframe.xml", "sanitize/item_description_iframe.xml"],
            "sanitize/item_fullitem_iframe.xml",
        ],
        "what stands in an iframe is shown by no browser",
    ),
    "bozo_linenoise.xml": "one byte is wrong, and the rest is the UTF-8 that it is declared to be",
    "rss/entity_in_doctype.xml": "entities are never expanded",
    "rss/item_description_not_a_doctype.xml": "a browser sees a comment",
    "sanitize/item_content_encoded_script_nested_cdata.xml": "a browser sees a comment",
    "sanitize/xml_declaration_unexpected_character.xml": "a browser sees a document type",
    "sanitize/xml_malicious_comment.xml": "a browser sees a comment that does not end",
}
"""Where we differ, because the values are what a sanitiser made and ours are what a reader sees. Counted as not met."""


class Given:
    """Bytes at hand, under a name."""

    def __init__(self, name: str, data: bytes) -> None:
        self.name = name
        self.data = data

    def open(self) -> BinaryIO:
        return io.BytesIO(self.data)


def field_of(path: list[Any], data: bytes) -> tuple[str, int] | None:
    """The field that an expectation is about, and the number of the article; None if there is none."""
    dotted = ".".join("*" if isinstance(step, int) else step for step in path)
    if dotted.startswith("feed."):
        known = OF_FEED | (OF_ATOM if b"</feed>" in data else {})
        field, number = known.get(dotted.removeprefix("feed.")), 0
    elif dotted.startswith("entries.*."):
        field, number = FIELDS.get(dotted.removeprefix("entries.*.")), path[1]
    else:
        return None
    return None if field is None else (field, number)


def with_item(data: bytes) -> bytes:
    """A feed with an item, if it has none."""
    if _ITEMS.search(data):
        return data
    data, count = re.subn(rb"</(\w+:)?channel>", _ITEM, data, count=1)
    return data if count else re.sub(rb"</(\w+:)?feed>", _ENTRY, data, count=1)


def given(article: Article, field: str) -> Iterator[Text | str]:
    """What an article has in a field."""
    if field == "id":
        yield article.id.partition("#")[2]
    elif field == "language":
        yield article.language
    elif field == "images":
        yield from (image.src for image in article.images)
    elif field in ("published", "updated", "expires"):
        yield from (date.text for date in article.dates if date.name in (field, ALSO.get(field)))
    else:
        value = getattr(article, field)
        yield from value if isinstance(value, tuple) else [] if value is None else [value]


def meets(article: Article, field: str, value: Any) -> bool:
    """Whether an article has that value in that field."""
    if isinstance(value, list):
        found = (parse_date(text.plain) for text in given(article, field) if isinstance(text, Text))
        return any(date is not None and list(date.utctimetuple()) == value for date in found)
    if field == "bylines":
        value = re.sub(r"\s*\([^()\s]+@[^()\s]+\)$", "", value)
    for text in given(article, field):
        if isinstance(text, str):
            if text.strip() == (value or "").strip():
                return True
        elif article.fields[text.field].strip() == value.strip() or text.plain.strip() in (value, readable(value)):
            return True
    return False


def readable(value: str) -> str:
    """What a reader sees of a value."""
    try:
        return html.parse(Delivered.with_newlines(value, "value")).body.plain
    except Refused:
        return ""


def uncounted(path: list[Any], value: Any, data: bytes) -> str:
    """Why an expectation is not counted; empty if it is."""
    made_by = "publisher" in str(path) and any(each in data for each in MADE_BY)
    reasons = {
        "another format (CDF)": b"<CHANNEL" in data,
        "no field": made_by or field_of(path, data) is None or not isinstance(value, str | list | None),
        "from HTTP headers": b"Header:" in data or "127.0.0.1" in str(value),
        "nothing to read": isinstance(value, str) and not readable(value).strip(),
        SECOND: path[-1] == "summary" and b"<content" in data,
    }
    return next((reason for reason, holds in reasons.items() if holds), "")


class Tally:
    """What was found out."""

    def __init__(self) -> None:
        self.met, self.counted, self.uncounted = Counter[str](), Counter[str](), Counter[str]()
        self.outcomes = Counter[str]()
        self.failures: list[tuple[str, str, str, Any]] = []
        self.crashes: list[Fault] = []
        self.slowest = (0.0, "")

    def read(self, name: str, data: bytes) -> None:
        """Read a feed, and note how that went."""
        begun = time.perf_counter()
        results = list(read(Given(name, data)))
        self.slowest = max(self.slowest, (time.perf_counter() - begun, name))
        self.crashes += [each for each in results if isinstance(each, Fault) and "this is a bug" in each.hint]
        self.outcomes["articles" if any(isinstance(each, Article) for each in results) else "faults only"] += 1

    def compare(self, name: str, data: bytes, expectations: list[dict[str, Any]]) -> None:
        """Compare a feed's articles with what is expected of them."""
        articles = [each for each in read(Given(name, with_item(data))) if isinstance(each, Article)]
        failed: list[tuple[str, str, str, Any]] = []
        found = Counter[str]()
        for expected in expectations:
            path, value = expected["path"], expected["value"]
            why = uncounted(path, value, data)
            field, number = field_of(path, data) or ("", 0)
            if why:
                self.uncounted[why] += 1
            elif number < len(articles) and meets(articles[number], field, value):
                found[field] += 1
            else:
                failed.append((field, name, ".".join(map(str, path)), value))
        seconds = [each for each in failed if each[0] == "body" and found["body"]]  # of two texts we keep one
        self.uncounted[SECOND] += len(seconds)
        self.failures += [each for each in failed if each not in seconds]
        self.met += found
        self.counted += found + Counter(each[0] for each in failed if each not in seconds)

    @property
    def on_purpose(self) -> int:
        """How many are not met because they should not be."""
        return sum(name.partition("/")[2] in ON_PURPOSE for _, name, *_ in self.failures)

    @property
    def share(self) -> float:
        """The share that is met of those that should be."""
        return self.met.total() / max(self.counted.total() - self.on_purpose, 1)

    def print(self) -> None:
        """Print the table."""
        for field in sorted(self.counted):
            print(f"{field:12} {self.met[field]:5} of {self.counted[field]:5}")
        met, counted = self.met.total(), self.counted.total()
        print(f"{'all':12} {met:5} of {counted:5} = {met / max(counted, 1):.2%}")
        print(f"not met on purpose: {self.on_purpose}; of the others {self.share:.2%} are met")
        print("not counted:", ", ".join(f"{why} {number}" for why, number in self.uncounted.most_common()))
        outcomes = ", ".join(f"{what} {number}" for what, number in self.outcomes.items())
        print(f"feeds read: {self.outcomes.total()} ({outcomes})")
        print(f"crashes: {len(self.crashes)}; the slowest took {self.slowest[0]:.2f} s ({self.slowest[1]})")
        for each in self.crashes:
            print("crash:", each.input, each.reason)


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--data", type=Path, required=True)
    arguments.add_argument("--failures", action="store_true", help="list what is not met")
    arguments.add_argument("--floor", type=float, default=0.99, help="the least share that must be met")
    options = arguments.parse_args()
    with (options.data / "feedparser" / "gold.jsonl").open() as lines:
        gold = {each["file"]: each["expect"] or [] for each in map(json.loads, lines)}
    tally = Tally()
    for name, data in feeds(options.data):
        tally.read(name, data)
        tally.compare(name, data, gold.get(name, []))
    tally.print()
    if options.failures:
        for failure in tally.failures:
            print("not met:", ON_PURPOSE.get(failure[1].partition("/")[2], ""), *map(repr, failure))
    return 0 if tally.share >= options.floor and not tally.crashes and tally.slowest[0] < SLOWEST else 1


def feeds(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every feed of the folder, with its name."""
    with tarfile.open(folder / "feedparser" / "files.tar.gz") as archive:
        for member in archive:
            stream = archive.extractfile(member) if member.isfile() else None
            if stream is not None:
                yield member.name, stream.read()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "feedparser" not in path.relative_to(folder).parts[:1]:
            yield str(path.relative_to(folder)), path.read_bytes()


if __name__ == "__main__":
    sys.exit(main())
