"""The words of the copy beside those of its original."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from compliance import notices
from compliance.case import Case
from compliance.checks.fidelity.rule import Fidelity
from compliance.difference import FREE, Difference
from compliance.fidelity import Pair
from compliance.finding import Evidence, Outcome
from compliance.obligation import Obligation
from compliance.sample import count, sample, unshown

_HARDLY = 0.1
"""The share of the original's words below which a copy is perhaps none: a translation, or another article."""
_MOSTLY = 0.2
_FEW = 0.02
"""The share of the original's words that may be missing from the whole: what edits of words take away."""
_STRETCH = 8
"""Words in a row that a copy has in common with its original not by chance."""
_QUOTED = 80


def unchanged(obligation: Obligation[Fidelity], case: Case, pair: Pair) -> Outcome:
    """The text is the original's, but for the edits that are free."""
    if foreign := _foreign(pair):
        if "translation" in obligation.rule.allow:
            return obligation.undetermined(f"{foreign}: whether the translation is accurate is for a person")
        return obligation.violated(f"{foreign}: a translation is no free edit here")
    if strange := _strange(pair):
        return obligation.undetermined(strange)
    edits = [each for each in pair.differences if each.kind not in FREE]
    broken = [each for each in edits if not _is_free(each, obligation.rule.allow)]
    if broken:
        reason = f"{_counted(broken)}, none of them free{_in_mouths(broken)}{unshown(broken)}{_beside(pair)}"
        return obligation.violated(reason, _shown(broken), None)
    if not edits:
        return obligation.met(f"the text is the original's{_beside(pair)}", _proof(case, pair))
    reason = f"the text is the original's, but for what is free: {_counted(edits)}{_in_mouths(edits)}{_beside(pair)}"
    return obligation.met(reason, _proof(case, pair))


def quotations(obligation: Obligation[Fidelity], case: Case, pair: Pair) -> Outcome:
    """Nobody's words in quotation marks are changed."""
    if foreign := _foreign(pair) or _strange(pair):
        return obligation.undetermined(foreign)
    spoken = [each for each in pair.differences if each.spoken]
    broken = [each for each in spoken if each.kind != "style"]
    if broken:
        reason = f"words were changed in people's mouths: {_counted(broken)}{unshown(broken)}{_beside(pair)}"
        return obligation.violated(reason, _shown(broken))
    styled = f"; {count(len(spoken), 'change')} of style in them" if spoken else ""
    return obligation.met(f"the quotations that were taken over are the original's{styled}{_beside(pair)}")


def changes_noted(obligation: Obligation[Fidelity], case: Case, pair: Pair) -> Outcome:
    """Where the text was edited, a note tells readers so."""
    if strange := "" if _foreign(pair) else _strange(pair):
        return obligation.undetermined(strange)
    edits = [each for each in pair.differences if each.kind not in {*FREE, "note", *obligation.rule.allow}]
    foreign = _foreign(pair)
    if not edits and not foreign:
        return obligation.met(f"there is no change that needs a note{_beside(pair)}", _proof(case, pair))
    notes = notices.notes(pair, obligation.rule.phrases)
    if notes:
        return obligation.met("a note says that the text was changed", [case.quote(*each, "note") for each in notes])
    reason = foreign or f"{_counted(edits)}{unshown(edits)}"
    insert = case.article.place("bottom")
    return obligation.violated(f"no note tells of what was changed: {reason}{_beside(pair)}", _shown(edits), insert)


def excerpt(obligation: Obligation[Fidelity], case: Case, pair: Pair) -> Outcome:
    """No more of the original than may run; or all of it."""
    if foreign := _foreign(pair) or _strange(pair):
        return obligation.undetermined(foreign)
    rule = obligation.rule
    if rule.whole:
        cut = [each for each in pair.differences if each.kind == "length"]
        if cut or pair.lost > _FEW * pair.total:
            reason = (
                f"{pair.lost} of the original's {count(pair.total, 'word')} are left out{unshown(cut)}{_beside(pair)}"
            )
            return obligation.violated(reason, _shown(cut), case.article.place("bottom"))
        return obligation.met(f"it runs the whole of it{_beside(pair)}", _proof(case, pair))
    limit, unit = (rule.words, "word") if rule.words else (rule.paragraphs, "paragraph")
    border = pair.border(rule.words, rule.paragraphs)
    beyond = [each for each in pair.shared if each[0] + each[2] > border]
    stretches = [(max(border - was, 0), now, size) for was, now, size in beyond]
    taken = [(now + skip, now + size) for skip, now, size in stretches if pair.now.words(now + skip, now + size)]
    words = sum(pair.now.words(*each) for each in taken)
    if any(pair.now.words(*each) >= _STRETCH for each in taken):
        reason = f"it runs {count(words, 'word')} of what comes after the first {count(limit, unit)}{_beside(pair)}"
        evidence = [case.quote(pair.now.text, *pair.now.range(*each), "beyond the limit") for each in sample(taken)]
        return obligation.violated(reason + unshown(taken), evidence)
    return obligation.met(f"it runs no more than the first {count(limit, unit)} of the original{_beside(pair)}")


def headline(obligation: Obligation[Fidelity], case: Case, pair: Pair) -> Outcome:
    """The headline is the original's, but for typographic characters and capitals."""
    was, now = pair.original.title, pair.copy.title
    if was is None:
        return obligation.undetermined(f"the original as given has no headline{_beside(pair)}")
    if now is None:
        if not case.article.can_carry("title"):
            return obligation.undetermined(f"{case.article.form_name} cannot carry a headline")
        return obligation.violated("there is no headline", insert=case.article.place("top"))
    found = [each for each in pair.differences if each.copy.note == "headline" and each.kind == "headline"]
    if found:
        return obligation.violated(f"the original's headline is “{was.plain}”{_beside(pair)}", _shown(found))
    return obligation.met("the headline is the original's", [case.quote(now, 0, len(now.plain), "headline")])


def translation(obligation: Obligation[Fidelity], case: Case, pair: Pair) -> Outcome:
    """The copy is in the language of the original."""
    if foreign := _foreign(pair):
        return obligation.violated(foreign + _beside(pair))
    if pair.share >= _MOSTLY:
        return obligation.met(f"it has the words of the original, which is no translation{_beside(pair)}")
    return obligation.undetermined(_strange(pair) or f"it shares little text with its original{_beside(pair)}")


def _foreign(pair: Pair) -> str:
    """That the two are in different languages, in words; empty if they are not, or do not say."""
    was, now = (each.main_language for each in (pair.original, pair.copy))
    differ = was and now and was != now and pair.share < _MOSTLY
    return f"it is in `{now}`, the original in `{was}`" if differ else ""


def _strange(pair: Pair) -> str:
    """That the two have hardly a word in common, in words; empty if they have."""
    if pair.total == 0:
        return f"the original as given has no text{_beside(pair)}"
    if pair.share >= _HARDLY:
        return ""
    return f"it shares hardly any text with it: a translation, a rewrite, or another article{_beside(pair)}"


def _is_free(each: Difference, allow: Sequence[str]) -> bool:
    """Whether an edit is allowed; in somebody's mouth only one of style can be."""
    return each.kind in allow and (not each.spoken or each.kind == "style")


def _counted(edits: Iterable[Difference]) -> str:
    """How many of each kind: `2 of wording, 1 of length`."""
    kinds = Counter(each.kind for each in edits)
    total = count(kinds.total(), "edit")
    return f"{total} ({', '.join(f'{number} {kind}' for kind, number in sorted(kinds.items()))})"


def _in_mouths(edits: Iterable[Difference]) -> str:
    spoken = sum(each.spoken for each in edits)
    return f"; {spoken} in people's mouths" if spoken else ""


def _beside(pair: Pair) -> str:
    """Which original it was held against, and how that was found."""
    doubt = f"; {pair.found.doubt}" if pair.found.doubt else ""
    return f" (beside `{pair.original.id}`, found {pair.found.way}{doubt})"


def _shown(edits: Iterable[Difference]) -> list[Evidence]:
    """Where the edits are in the copy, each with what the original has there; in people's mouths first."""
    ordered = sorted(edits, key=lambda each: not each.spoken)
    return [Evidence(each.copy.span, each.copy.quote, _note(each), each.copy.readable) for each in sample(ordered)]


def _note(each: Difference) -> str:
    was = each.original.readable or each.original.quote
    kind = f"{each.kind}, in somebody's mouth" if each.spoken else each.kind
    shown = was if len(was) <= _QUOTED else was[: _QUOTED - 1].rstrip() + "…"
    return f"{kind}; the original has “{shown}”" if was else f"{kind}; not in the original"


def _proof(case: Case, pair: Pair) -> list[Evidence]:
    """The longest stretch that the two have in common, as evidence that they were compared; its beginning."""
    if not pair.shared:
        return []
    _, start, size = max(pair.shared, key=lambda each: each[2])
    return [case.quote(pair.now.text, *pair.now.range(start, start + min(size, 2 * _STRETCH)), "as in the original")]
