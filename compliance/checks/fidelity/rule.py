"""The parameters of the check `fidelity`."""

from __future__ import annotations

from typing import Literal

from compliance.difference import Edit
from compliance.policy import Rule


class Fidelity(Rule, frozen=True, kw_only=True):
    """Does the copy keep to its original, as far as the terms ask? Needs the original: `--originals`."""

    check: Literal["fidelity"] = "fidelity"
    kind: Literal[
        "unchanged",
        "quotations",
        "headline",
        "links",
        "tagline",
        "excerpt",
        "images",
        "byline",
        "changes-noted",
        "window",
        "translation",
        "withdrawn",
    ]
    """What must be faithful. `unchanged`: the text, but for the edits that `allow` lists; `quotations`: the words in
    people's mouths; `headline`: the same headline; `links`: every link of the passages taken over; `tagline`: the
    lines about the outlet at the end; `excerpt`: no more than `words` or `paragraphs`, or the `whole`; `images`: see
    `expect`; `byline`: everybody the original's byline names; `changes-noted`: a note for readers if there are edits
    that `allow` does not list; `window`: not before the original allows it, nor after; `translation`: the language
    of the original; `withdrawn`: the original was not withdrawn or corrected since, nor closed to republication."""
    allow: tuple[Edit, ...] = ()
    """For `unchanged`: the edits that are free; for `changes-noted`: those that need no note. Typographic characters,
    credit lines and page furniture are never held against a copy."""
    whole: bool = False
    """For `excerpt`: the whole text must run, or none of it."""
    words: int = 0
    """For `excerpt`: how many words of the original may run, from its beginning."""
    paragraphs: int = 0
    """For `excerpt`: how many paragraphs of the original may run, from its beginning."""
    expect: Literal["kept", "excluded", "credited"] = "kept"
    """For `images`: `kept`: the pictures of the original are all there; `excluded`: none of them is; `credited`: those
    that are there keep the credit they have in the original."""
    wait: int = 0
    """For `window`: days to wait after the original's publication."""
    within: int = 0
    """For `window`: days after the original's publication until which it may run."""
    date: Literal["published", "now"] = "published"
    """For `window`: what must lie in it: the publication of the copy, or the day of the check (gone afterwards)."""
    phrases: tuple[str, ...] = ()
    """For `changes-noted`: how the note reads, if not as such notes usually do; for `withdrawn`: what the original
    says where it may not be republished (`All Rights Reserved`)."""
