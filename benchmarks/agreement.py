"""Whether the reader of HTML agrees with a second one, on BeautifulSoup and html5lib, about real pages.

    python benchmarks/agreement.py --data DIR [--sample N] [--verbose] [--floor SHARE]

Compared are, over the whole page: the text that a reader sees (white space aside), the links, and whether the second
one has all pictures that we say are shown and all that says of itself that it is a byline (`rel=author`,
`itemprop=author`). The second reader is `tests/reference.py`, which
knows little of how a page hides things; a page on which the two differ is read by it again with one more reason after
another taken into account, and counted under the one that makes them agree. What no reason explains is counted as
that; `--floor` is the share of comparisons that must be explained. About a second a page.
"""

from __future__ import annotations

import argparse
import gzip
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from bs4 import BeautifulSoup
from bs4.element import Tag

from compliance.article import INPUT
from compliance.readers import html
from compliance.readers.delivered import Delivered
from compliance.readers.limits import LIMITS, Refused
from compliance.readers.markup import Markup
from compliance.readers.places import Places
from compliance.readers.prose import Prose
from compliance.readers.sniff import decode
from compliance.readers.walk import NOTHING_AROUND, Walk
from tests.reference import read_soup, squeezed

NEARLY = 0.999
PARSER = "html5lib"


class Read(NamedTuple):
    """What one reader found on a page, for comparing."""

    text: str
    links: Counter[str]
    images: Counter[str]
    """Those that are shown, by their alternative text."""
    bylines: Counter[str]


def main(arguments: list[str] | None = None) -> int:
    """Print how often the two agree, and why they do not; 1 if less than the floor is explained."""
    options = _options(arguments)
    counts: dict[str, Counter[str]] = {part: Counter() for part in Read._fields}
    for name, data in _pages(options.data, options.sample):
        try:
            page = decode(data, errors="replace")
            ours = read_ours(page)
        except Refused as refused:
            print(f"{name}: refused ({refused.reason})")
            continue
        for part, (reason, shown) in compare(page, ours).items():
            counts[part][reason] += 1
            if options.verbose and reason not in ("agree", *(why for why, _ in REASONS)):
                print(f"{name}: {part}: {reason}: {shown}")
    explained = _print(counts)
    return 1 if explained < options.floor else 0


def read_ours(page: str) -> Read:
    """What our reader finds. Raises Refused."""
    source = Delivered.with_newlines(page, INPUT)
    parts = html.parse(source)
    markup = Markup(source, LIMITS)
    whole = Prose(Walk(markup.document, NOTHING_AROUND, markup.unseen).stretches, Places(markup))
    links = Counter(link.href.strip() for link in parts.links if not link.hidden)
    images = Counter(image.alt.strip() for image in parts.images if not image.hidden)
    marked = (hint for hint in parts.hints if hint.place.endswith(("rel=author", "itemprop=author")))
    return Read(squeezed(whole.plain), links, images, Counter(squeezed(hint.plain) for hint in marked))


def read_theirs(page: str, reasons: int) -> Read:
    """What the second reader finds, with so many reasons taken into account."""
    soup = BeautifulSoup(NOSCRIPT.sub("", page) if reasons else page, PARSER)
    for _, account in REASONS[:reasons]:
        account(soup)
    images = Counter(str(img.get("alt") or "").strip() for img in soup.find_all(["img", "amp-img"]) if _is_live(img))
    seen = read_soup(soup)
    marked = (tag for tag in soup.find_all(_is_byline) if squeezed(tag.get_text()))
    return Read(
        seen.text,
        Counter(href.strip() for href, _ in seen.links),
        images,
        Counter(squeezed(t.get_text()) for t in marked),
    )


def compare(page: str, ours: Read) -> dict[str, tuple[str, str]]:
    """For each part, why the two differ, and how."""
    found: dict[str, tuple[str, str]] = {}
    theirs = Read("", Counter(), Counter(), Counter())
    for reasons in range(len(REASONS) + 1):
        theirs = read_theirs(page, reasons)
        name = REASONS[reasons - 1][0] if reasons else "agree"
        for part in Read._fields:
            if part not in found and _agree(part, ours, theirs):
                found[part] = name, ""
        if len(found) == len(Read._fields):
            return found
    for part in Read._fields:
        found.setdefault(part, _difference(part, getattr(ours, part), getattr(theirs, part)))
    return found


def _agree(part: str, ours: Read, theirs: Read) -> bool:
    one, other = getattr(ours, part), getattr(theirs, part)
    return not one - other if part in ("bylines", "images") else bool(one == other)


def _difference(part: str, ours: str | Counter[str], theirs: str | Counter[str]) -> tuple[str, str]:
    if part == "links" and set(ours) == set(theirs):
        return "one link that the tree has in pieces", ""
    if isinstance(ours, Counter):
        assert isinstance(theirs, Counter)
        return "not explained", f"only ours {list(ours - theirs)[:3]}, only theirs {list(theirs - ours)[:3]}"
    start = next((at for at, (one, other) in enumerate(zip(ours, theirs, strict=False)) if one != other), 0)
    shown = f"ours {ours[start : start + 60]!r}, theirs {theirs[start : start + 60]!r}"
    shares = Counter(ours), Counter(theirs)
    alike = 2 * (shares[0] & shares[1]).total() / max(1, len(ours) + len(theirs))
    return ("a few characters in a thousand" if alike >= NEARLY else "not explained"), shown


def _remove(*names: str) -> Callable[[BeautifulSoup], None]:
    def account(soup: BeautifulSoup) -> None:
        for tag in soup.find_all(list(names)):
            tag.extract()

    return account


def _remove_closed(soup: BeautifulSoup) -> None:
    collapsed = soup.find_all(style=re.compile(r"visibility\s*:\s*collapse"))
    for tag in [*soup.find_all("dialog", open=False), *collapsed]:
        tag.extract()


def _show_streamed(soup: BeautifulSoup) -> None:
    for tag in soup.find_all(id=lambda name: bool(name) and "S:" in str(name)):
        del tag["hidden"]


def _show_faint(soup: BeautifulSoup) -> None:
    """What the second reader takes for hidden by a word in a longer one: `opacity: 0` of `fill-opacity: 0`."""
    for tag in soup.find_all(style=True):
        tag["style"] = str(tag["style"]).replace("-opacity", "-").replace("-visibility", "-")


NOSCRIPT = re.compile(r"<noscript\b.*?</noscript\s*>", re.IGNORECASE | re.DOTALL)
"""What html5lib reads as a browser without scripts does, which in a page's head moves all that follows."""
REASONS: tuple[tuple[str, Callable[[BeautifulSoup], None]], ...] = (
    ("what only browsers without scripts show", lambda soup: None),
    ("fallback of what is embedded", _remove("canvas", "noembed", "noframes", "datalist", "rp")),
    ("a closed dialog, or what is collapsed", _remove_closed),
    ("what a React server sends in parts", _show_streamed),
    ("a property that only ends like one that hides", _show_faint),
    ("words within a drawing", _remove("desc", "metadata", "defs")),
)
"""Why the two may differ, and what makes the second reader take it into account."""


def _is_live(tag: Tag) -> bool:
    return tag.find_parent(["noscript", "template"]) is None


def _is_byline(tag: Tag) -> bool:
    relations = tag.get("rel") or []
    said = [*(relations.split() if isinstance(relations, str) else relations), *str(tag.get("itemprop") or "").split()]
    return "author" in said or "creator" in said


def _pages(data: Path, sample: int) -> Iterator[tuple[str, bytes]]:
    paths = sorted((data / "bylines").glob("*/*.html.gz"))
    for path in paths[:: max(1, len(paths) // sample)] if sample else paths:
        yield path.name.removesuffix(".html.gz"), gzip.decompress(path.read_bytes())


def _print(counts: dict[str, Counter[str]]) -> float:
    """The counts, by part and reason; the share of comparisons that is explained."""
    for part, reasons in counts.items():
        print(f"\n{part}")
        for reason, number in reasons.most_common():
            print(f"  {reason:48}{number:6}")
    total = sum(reasons.total() for reasons in counts.values())
    explained = 1 - sum(reasons["not explained"] for reasons in counts.values()) / max(1, total)
    print(f"\nexplained: {explained:.4f} of {total:,} comparisons")
    return explained


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder with `bylines`")
    parser.add_argument("--sample", type=int, default=0, help="about so many pages, evenly chosen; without it, all")
    parser.add_argument("--verbose", action="store_true", help="show what no reason explains")
    parser.add_argument("--floor", type=float, default=0.0, help="the share that must be explained")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
