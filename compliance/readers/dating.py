"""When a page was published, where its metadata do not plainly say: by the many names that such fields have, by the
`time` element at its headline, by its own address."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import chain

from compliance.article import Date, Text
from compliance.readers.dates import DateName, date
from compliance.readers.delivered import part
from compliance.readers.marks import words_of

_NAMES: dict[str, DateName] = {
    "date": "published",
    "dc.date": "published",
    "dc.date.created": "published",
    "dc.date.issued": "published",
    "dcterms.created": "published",
    "dcterms.date": "published",
    "dcterms.issued": "published",
    "sailthru.date": "published",
    "og:updated_time": "updated",
    "datemodified": "updated",
    "dc.date.modified": "updated",
    "dcterms.modified": "updated",
    "article:modified_time": "updated",
    "article:expiration_time": "expires",
}
_LETTERS = re.compile(r"[^a-z]+")
_PUBLISHED = re.compile(r"publish|publication|published|pubdate|pubtime|pub.?date")
_WHEN = words_of("date time")
_ABOVE, _BELOW = 4000, 20000
_IN_ADDRESS = re.compile(r"(?<![\d])((?:19|20)\d\d)[/-](0?[1-9]|1[0-2])[/-](0?[1-9]|[12]\d|3[01])(?!\d)")


@lru_cache(maxsize=1024)
def date_name(name: str) -> DateName | None:
    """Which date a `meta` element of that name carries, or an `itemprop`."""
    if name in _NAMES:
        return _NAMES[name]
    letters = _LETTERS.sub("", name)
    if _PUBLISHED.search(letters) is None or not ("date" in letters or "time" in letters):
        return None
    return None if "modif" in letters or "expir" in letters else "published"


def fallback(times: Iterable[Text], addresses: Iterable[Text], headline: int) -> list[Date]:
    """The date at the headline, else the one in the page's address: for a page that declares none."""
    near = (text for text in times if headline - _ABOVE < text.whole().start < headline + _BELOW)
    said = (date("published", text) for text in chain(near, _in_addresses(addresses)))
    return [found for found in [next((each for each in said if each.value is not None), None)] if found]


def _in_addresses(addresses: Iterable[Text]) -> Iterable[Text]:
    for text in addresses:
        found = _IN_ADDRESS.search(text.plain)
        if found is not None:
            yield part(text, found.start(1), found.end(3))
