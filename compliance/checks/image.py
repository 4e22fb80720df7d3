"""Is a picture there for readers to see, and does every picture carry a credit that is allowed?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from compliance.article import Image, Span
from compliance.case import Case
from compliance.expression import Complaint, fill
from compliance.expression import complain as complain_of
from compliance.finding import Evidence, Outcome
from compliance.lexicon import Lexicon
from compliance.match import Pattern, Regex, regex
from compliance.obligation import Obligation
from compliance.picture import PictureCredit, credits_in, credits_of
from compliance.policy import Rule
from compliance.sample import count, names, sample, unshown
from compliance.text import fold


class ImageRule(Rule, frozen=True, kw_only=True):
    """Is a picture there for readers to see, and does every picture carry a credit that is allowed?"""

    check: Literal["image"] = "image"
    expect: Literal["logo", "credits", "none"] = "logo"
    """`logo`: one visible picture that `identity` recognises; `credits`: every visible picture in the article carries a
    credit, and every credit is allowed; `none`: no pictures but those whose credit is in `allow`."""
    identity: tuple[str, ...] = ()
    """Patterns (linear-time, on folded text) one of which the logo's address, alt text or caption must contain;
    `{outlet}` stands for the outlet's names, joined in any way. With `credits` and `none`: pictures that need no
    credit, such as a logo."""
    allow: tuple[str, ...] = ()
    """Patterns of picture credits that are allowed; empty: every credit that is not denied. `{author}` stands for the
    article's reporter, `{outlet}` for the outlet's names."""
    deny: tuple[str, ...] = ()
    """Patterns of picture credits that are not allowed."""


RULE = ImageRule

_CREDIT = "picture credit"


def complain(rule: ImageRule) -> Iterable[Complaint]:
    """A logo that nothing identifies, parameters that say nothing, patterns that cannot match."""
    if rule.expect == "logo" and not rule.identity:
        yield "identity", "nothing says which picture is the logo", "give patterns of its address or alt text"
    if rule.expect == "logo" and (rule.allow or rule.deny):
        field = "allow" if rule.allow else "deny"
        yield field, f"`{field}` says nothing with `expect: logo`", "write `expect: credits`, or leave it out"
    if rule.expect == "none" and rule.deny:
        yield "deny", "`expect: none` forbids every picture that `allow` does not name", "leave `deny` out"
    yield from complain_of("identity", rule.identity, ["outlet"])
    yield from complain_of("allow", rule.allow, ["author", "outlet"])
    yield from complain_of("deny", rule.deny)


def patterns(obligation: Obligation[ImageRule], lexicon: Lexicon) -> Iterable[Pattern]:
    """Nothing: captions are short, and searched one by one."""
    return ()


def judge(obligations: Sequence[Obligation[ImageRule]], case: Case) -> Iterator[Outcome]:
    """One Outcome per rule."""
    for obligation in obligations:
        match obligation.rule.expect:
            case "logo":
                yield _judge_logo(obligation, case)
            case "credits":
                yield _judge_credits(obligation, case)
            case "none":
                yield _judge_absence(obligation, case)


def _judge_logo(obligation: Obligation[ImageRule], case: Case) -> Outcome:
    article, place = case.article, case.article.place("top")
    if not article.can_carry("images"):
        return obligation.undetermined(f"{article.form_name} cannot carry a picture", insert=place)
    logos = _recognised(obligation, article.images)
    seen = [image for image in logos if not _unseen(image)]
    if seen:
        return obligation.met("shows the logo", [case.quote_span(image.span, note="logo") for image in sample(seen)])
    if logos:
        evidence = [case.quote_span(image.span, note=_unseen(image)) for image in sample(logos)]
        faults = names(_unseen(image) for image in logos)
        return obligation.violated(f"no reader sees the logo that is there: {faults}{unshown(logos)}", evidence, place)
    return obligation.violated(f"none of its {count(len(article.images), 'picture')} is the logo", insert=place)


def _recognised(obligation: Obligation[ImageRule], images: Iterable[Image]) -> list[Image]:
    """The pictures that `identity` recognises."""
    names = obligation.outlet.names if obligation.outlet else ()
    filled = (fill(pattern, outlet=names) for pattern in obligation.rule.identity)
    # An address has no spaces: `the-texas-tribune-logo.png`, `TexasTribuneLogo`.
    wanted = [regex(pattern.replace(r"\ ", "[-_ ]?")) for pattern in filled if pattern is not None]
    return [image for image in images if wanted and any(each.search(text) for text in _texts(image) for each in wanted)]


def _texts(image: Image) -> Iterator[str]:
    from urllib.parse import unquote

    yield image.src
    yield fold(unquote(image.src)).text
    yield fold(image.alt).text
    if image.caption is not None:
        yield fold(image.caption.plain).text


def _unseen(image: Image) -> str:
    """Why no reader of the article sees a picture; empty if they do."""
    if image.hidden or not image.src.strip():
        return image.hidden or "no src"
    return "" if image.in_body else "outside the article"


class _Permission:
    """Which credits a rule allows, for the reporters and the outlet of one article."""

    def __init__(self, obligation: Obligation[ImageRule], case: Case) -> None:
        self._rule = obligation.rule
        outlet = obligation.outlet.names if obligation.outlet else ()
        authors = _authors(case) if any("{author}" in pattern for pattern in self._rule.allow) else ()
        filled = {pattern: fill(pattern, author=authors, outlet=outlet) for pattern in self._rule.allow}
        self._allow = [regex(pattern) for pattern in filled.values() if pattern is not None]
        self._deny = [regex(pattern) for pattern in self._rule.deny]
        self.unfilled = [pattern for pattern, full in filled.items() if full is None]
        """The patterns of `allow` that ask for a name which is not known."""

    def fault(self, credit: PictureCredit) -> str:
        """Why a credit is not allowed; empty if it is."""
        if self.denies(credit.phrase, credit.holder):
            return f"credited to `{credit.name}`, which is denied"
        if (self._rule.allow or self._rule.expect == "none") and not _any(self._allow, credit.holder):
            return f"credited to `{credit.name}`, which is not among those allowed"
        return ""

    def denies(self, *folded: str) -> bool:
        """Whether a denied credit stands in a caption, or in a credit with or without its opening words."""
        return any(_any(self._deny, text) for text in folded)


class _Picture(NamedTuple):
    """What one picture's credit comes to: its evidence, and what is wrong with it (empty: nothing)."""

    evidence: Evidence
    fault: str
    certain: bool = True


def _judge_credits(obligation: Obligation[ImageRule], case: Case) -> Outcome:
    article, permission = case.article, _Permission(obligation, case)
    pictures = _pictures(obligation, article.images)
    if pictures:
        judged = [each for image in pictures for each in _judge_picture(image, permission, case)]
    else:
        judged = [_judge_credit(credit, permission, case) for credit in credits_in(article.body, case.lexicon)]
    if judged:
        return _outcome(obligation, judged, len(pictures))
    if article.can_carry("images"):
        return obligation.not_applicable("the article has no pictures")
    reason = f"{article.form_name} cannot show whether there were pictures, and no picture credit stands in it"
    return obligation.undetermined(reason, insert=article.place("bottom"))


def _judge_absence(obligation: Obligation[ImageRule], case: Case) -> Outcome:
    article, permission = case.article, _Permission(obligation, case)
    pictures = _pictures(obligation, article.images)
    if pictures:
        judged = [each for image in pictures for each in _judge_picture(image, permission, case)]
        return _outcome(obligation, judged, len(pictures))
    if article.can_carry("images"):
        return obligation.met("has no pictures")
    evidence = [_quoted(credit, case) for credit in sample(credits_in(article.body, case.lexicon))]
    return obligation.undetermined(f"{article.form_name} cannot show whether there were pictures", evidence)


def _pictures(obligation: Obligation[ImageRule], images: Iterable[Image]) -> list[Image]:
    """The pictures that readers of the article see and that need a credit."""
    seen = [image for image in images if not _unseen(image)]
    exempt = {id(image) for image in _recognised(obligation, seen)}
    return [image for image in seen if id(image) not in exempt]


def _judge_picture(image: Image, permission: _Permission, case: Case) -> list[_Picture]:
    found = credits_of(image, case.lexicon)
    if found:
        return [_judge_credit(credit, permission, case) for credit in found]
    if image.caption is None or not image.caption.plain.strip():
        return [
            _Picture(case.quote_span(image.span, note="no caption and no credit"), "it has no caption and no credit")
        ]
    denied = permission.denies(case.folded(image.caption).text)
    fault = "its caption names whom the terms deny" if denied else "its caption names no credit"
    return [_Picture(case.quote(image.caption, 0, len(image.caption.plain), "no credit"), fault)]


def _judge_credit(credit: PictureCredit, permission: _Permission, case: Case) -> _Picture:
    fault = permission.fault(credit)
    certain = not permission.unfilled or permission.denies(credit.phrase, credit.holder)
    return _Picture(_quoted(credit, case), fault, certain)


def _quoted(credit: PictureCredit, case: Case) -> Evidence:
    return case.quote(credit.text, credit.start, credit.end, _CREDIT)


def _outcome(obligation: Obligation[ImageRule], judged: list[_Picture], pictures: int) -> Outcome:
    """The Outcome over all credits, at least one."""
    wrong = [each for each in judged if each.fault]
    certain = [each for each in wrong if each.certain]
    shown = certain or wrong or judged
    evidence = [each.evidence for each in sample(shown)]
    if not wrong:
        of = f" of {count(pictures, 'picture')}" if pictures else ", found in the text"
        return obligation.met(f"{count(len(judged), 'picture credit')}{of}, all allowed{unshown(judged)}", evidence)
    faults = "; ".join(dict.fromkeys(each.fault for each in shown[:3]))
    if not certain:
        return obligation.undetermined(f"{faults}, as far as known: the article does not name its reporter", evidence)
    uncredited = next((each.evidence.span for each in certain if each.evidence.note != _CREDIT), None)
    insert = uncredited and Span(uncredited.field, uncredited.end, uncredited.end)
    reason = f"{len(certain)} of {count(len(judged), 'picture credit')} will not do: {faults}{unshown(certain)}"
    return obligation.violated(reason, evidence, insert)


def _authors(case: Case) -> tuple[str, ...]:
    """The article's reporters, as its bylines name them."""
    from compliance.byline import read

    readings = (read(text.plain, case.lexicon) for text in case.article.bylines)
    return tuple(person.name.text for reading in readings for person in reading.people)


def _any(wanted: Iterable[Regex], text: str) -> bool:
    return any(pattern.search(text) for pattern in wanted)
