"""Where an author works, as the byline or a line about them says."""

from __future__ import annotations

from compliance.case import Case
from compliance.finding import Evidence
from compliance.passage import names, phrase, phrases
from compliance.signature import Known, signed


def institutions(case: Case, known: Known, top: int, bottom: int) -> list[Evidence]:
    """The institutions beside the authors' names, the outlet's and the site's aside, and the lines that tell of one."""
    found = signed(case, known, top, bottom)
    beside = [
        case.quote(each.text, name.start, name.end, each.note)
        for each in found
        for person in each.byline.people
        for name in person.affiliations
        if phrase(name.text) not in names(known.organisations)
    ]
    marks = phrases(case.lexicon.organisation_words)
    about = [
        case.quote(each.text, each.start, each.end, each.note)
        for each in found
        if each.about and not marks.isdisjoint((word,) for word in phrase(each.text.plain[each.start : each.end]))
    ]
    return list({evidence.span: evidence for evidence in (*beside, *about)}.values())
