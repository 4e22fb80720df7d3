"""Is the outlet credited, in the prescribed words and place? A mention in running text is no credit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from compliance.article import Block
from compliance.byline import Name
from compliance.case import Case
from compliance.finding import Evidence, Outcome
from compliance.lexicon import Lexicon
from compliance.match import Pattern
from compliance.obligation import Obligation
from compliance.policy import Outlet, Rule
from compliance.signature import HEADINGS, Known, Signature, signed
from compliance.wording import Found, WordingError, Wordings, tokens, wordings


class Credit(Rule, frozen=True, kw_only=True):
    """Is the outlet credited, in the prescribed words and place? A mention in running text is no credit."""

    check: Literal["credit"] = "credit"
    wordings: tuple[str, ...] = ()
    """Templates, any one of which will do; empty: the usual ways to credit an outlet. Slots: `{author}`, `{outlet}`
    (any of the outlet's names), `{noun}` (story, article, ...), `{published}` (published, appeared, ...), `{date}`,
    `{any}` (a few words). Case, quotes, dashes, what follows the last word, and one misspelt word do not matter."""
    position: Literal["byline", "top", "bottom", "anywhere"] = "anywhere"
    """`byline`: beside the reporter's name; `top`/`bottom`: within the first or last blocks of the body."""
    within: int = 3
    """How many paragraphs count as the top or the bottom; headlines, captions and bylines are not counted."""
    near: int = 80
    """For `byline`: how many characters may stand between the person and the outlet."""
    typos: int = 1
    """How many misspelt words of a wording are forgiven."""


RULE = Credit

_NAME = ("{outlet}",)
_MOST_TYPOS = 2
_MOST_MENTIONS = 5
Place = Literal["byline", "top", "bottom"]

_ENDS = {"top": "first", "bottom": "last"}
_MENTION = "a mention, not a credit"
_LOOKALIKE = "another outlet's name"
_LOOKALIKE_MENTION = "another outlet's name, mentioned"


def complain(rule: Credit) -> Iterable[tuple[str, str, str]]:
    """Wordings that cannot be matched, or that a mention in running text would match."""
    for template in rule.wordings:
        try:
            parts = tokens(template)
        except WordingError as error:
            yield "wordings", f"`{template}`: {error}", error.hint
        else:
            if rule.position != "byline" and set(parts) <= {"{outlet}", "{any}", "{date}"}:
                hint = "write the words around it, or leave `wordings` out for the usual ones"
                yield "wordings", f"`{template}`: a bare name takes any mention for a credit", hint
    if rule.within < 1:
        yield "within", f"`{rule.within}` paragraphs hold no credit", "take 1 or more"
    if rule.near < 0:
        yield "near", f"`{rule.near}` characters are no distance", "take 0 or more"
    if not 0 <= rule.typos <= _MOST_TYPOS:
        yield "typos", f"`{rule.typos}` misspelt words are not forgiven", f"take 0 to {_MOST_TYPOS}"


def patterns(obligation: Obligation[Credit], lexicon: Lexicon) -> Iterable[Pattern]:
    """The outlet's names and its look-alikes, to quote mentions that are no credit."""
    outlet = obligation.outlet
    return tuple(Pattern(name) for name in (*outlet.names, *outlet.lookalikes)) if outlet else ()


def judge(obligations: Sequence[Obligation[Credit]], case: Case) -> Iterator[Outcome]:
    """Find each rule's credit where it must stand; or what was taken for one, and where it should go."""
    return (_Search(obligation, case).outcome() for obligation in obligations)


class _Search:
    """One rule's search for its credit in one article."""

    def __init__(self, obligation: Obligation[Credit], case: Case) -> None:
        self.obligation = obligation
        self.rule = obligation.rule
        self.case = case
        self.article = case.article
        self.outlet = obligation.outlet or Outlet(name="")
        known = Known.of(case.article, obligation.outlet, case.desk)
        self.signatures = signed(case, known)
        self.name = f"`{self.outlet.name}`" if self.outlet.name else "the outlet"

    def outcome(self) -> Outcome:
        """What came of it."""
        if not self.outlet.name and any("{outlet}" in template for template in self.rule.wordings or _NAME):
            return self.obligation.undetermined("the policy names no outlet to be credited")
        return self._in_byline() if self.rule.position == "byline" else self._in_line()

    def _in_byline(self) -> Outcome:
        found = self._beside_names(self.rule.wordings or _NAME)
        if found:
            return self.obligation.met(f"the byline carries {self.name}", self._quoted(found))
        lookalikes = self._lookalikes()
        bylines = [(each, person.name) for each in self.signatures for person in each.byline.people]
        if not bylines and not lookalikes and not self.article.can_carry("byline"):
            return self._undetermined("byline")
        reason = f"no byline names {self.name} beside a reporter" if bylines else "there is no byline to carry a credit"
        if bylines and self.rule.wordings:
            reason = f"no byline reads {_either(self.rule.wordings)}"
        return self._missing(reason, lookalikes or self._quoted(bylines), "byline")

    def _in_line(self) -> Outcome:
        rule, lines = self.rule, self._lines()
        if not rule.wordings:
            lines += [
                (each, found) for each, found in self._beside_names(_NAME) if found not in [line for _, line in lines]
            ]
        placed = [line for line in lines if self._is_placed(*line)]
        place = "" if rule.position == "anywhere" else f" within the {_ENDS[rule.position]} {_paragraphs(rule.within)}"
        if placed:
            return self.obligation.met(f"a credit line stands{place or ' in the article'}", self._quoted(placed))
        insert: Place = "top" if rule.position == "top" else "bottom"
        if lines:
            reason = f"the credit line stands {self._whereabouts(*lines[0])}; it must stand{place}"
            return self.obligation.violated(reason, self._quoted(lines), self.article.place(insert))
        if not self.article.can_carry("body"):
            return self._undetermined(insert)
        wanted = f"reads {_either(rule.wordings)}" if rule.wordings else f"credits {self.name}"
        return self._missing(f"no line{place} {wanted}", [], insert)

    def _beside_names(self, templates: tuple[str, ...]) -> list[tuple[Signature, Found]]:
        """Where the outlet stands in a byline: with a reporter near it, or by itself.

        An outlet that is the whole byline is credited all right; that no reporter is named is another rule's.
        """
        people = tuple(person.name.text for each in self.signatures for person in each.byline.people)
        templates = tuple(template for template in templates if people or "{author}" not in template)
        matched = self._wordings(templates, people)
        return [
            (each, found)
            for each in self.signatures
            for found in matched.find(each.text.plain, each.start, each.end, anchored=False)
            if templates != _NAME or self._is_near(each, found)
        ]

    def _is_near(self, signature: Signature, found: Found) -> bool:
        byline, near = signature.byline, self.rule.near
        if not byline.people:
            return any(name.start < found.end and found.start < name.end for name in byline.others)
        return any(
            max(found.start - person.name.end, person.name.start - found.end) <= near for person in byline.people
        )

    def _lines(self) -> list[tuple[Signature | None, Found]]:
        """Every credit line in the body's paragraphs."""
        people = tuple(person.name.text for each in self.signatures for person in each.byline.people)
        matched, body = (
            self._wordings(self.rule.wordings or self.case.lexicon.credit_wordings, people),
            self.article.body,
        )
        blocks = body.blocks or (Block(0, len(body.plain), "p"),)
        return [
            (None, found)
            for block in blocks
            if block.kind not in HEADINGS
            for found in matched.find(body.plain, block.start, block.end)
        ]

    def _wordings(self, templates: tuple[str, ...], people: tuple[str, ...]) -> Wordings:
        return wordings(templates, self.case.lexicon, self.outlet, people, self.rule.typos)

    def _is_placed(self, signature: Signature | None, found: Found) -> bool:
        if self.rule.position == "anywhere":
            return True
        paragraphs = self._paragraphs()
        if signature is not None and signature.text is not self.article.body:
            return False
        if self.rule.position == "top":
            return found.start < max((block.end for block in paragraphs[: self.rule.within]), default=0)
        return found.start >= min((block.start for block in paragraphs[-self.rule.within :]), default=0)

    def _paragraphs(self) -> list[Block]:
        """The body's paragraphs, as an editor counts them."""
        body = self.article.body
        bylines = {each.start for each in self.signatures if each.text is body and not each.about}
        return [each for each in body.blocks if each.kind not in HEADINGS and each.start not in bylines]

    def _whereabouts(self, signature: Signature | None, found: Found) -> str:
        if signature is not None and signature.text is not self.article.body:
            return f"in the {signature.text.place}"
        paragraphs = self._paragraphs()
        number = sum(block.start <= found.start for block in paragraphs)
        return f"in paragraph {max(number, 1)} of {len(paragraphs)}"

    def _missing(self, reason: str, evidence: Sequence[Evidence], place: Place) -> Outcome:
        """It is not there; quote what looks like it."""
        strangers = [each.readable or each.quote for each in evidence if each.note == _LOOKALIKE]
        if strangers:
            reason = f"the byline names `{strangers[0]}`, which is not {self.name}"
        mentions = self._mentions()
        if any(each.note == _MENTION for each in mentions):
            reason += "; a mention in running text is no credit"
        return self.obligation.violated(reason, (*evidence, *mentions), self.article.place(place))

    def _undetermined(self, place: str) -> Outcome:
        reason = f"{self.article.form_name} cannot carry such a credit"
        return self.obligation.undetermined(reason, insert=self.article.place(place))

    def _lookalikes(self) -> list[Evidence]:
        """Names in a byline that are easily taken for the outlet's."""
        if not self.outlet.lookalikes:
            return []
        first, *rest = self.outlet.lookalikes
        others = Outlet(name=first, aliases=tuple(rest), lookalikes=self.outlet.names)
        strangers = wordings(_NAME, self.case.lexicon, others, typos=0)
        found = [
            (each, place)
            for each in self.signatures
            for place in strangers.find(each.text.plain, each.start, each.end, anchored=False)
        ]
        return self._quoted(found, _LOOKALIKE)

    def _mentions(self) -> list[Evidence]:
        """Where the text names the outlet, or a look-alike, without crediting it; the first few."""
        body, names = self.article.body, {Pattern(name) for name in self.outlet.names}
        hits = self.case.find(patterns(self.obligation, self.case.lexicon), body)
        taken = [(each.start, each.end) for each in self.signatures if each.text is body]
        quoted: list[Evidence] = []
        # The outlet's names first: `The Harbour` within `the Harbour News` is no look-alike.
        for hit in sorted(hits, key=lambda hit: (hit.pattern not in names, hit.start, -hit.end)):
            if len(quoted) < _MOST_MENTIONS and not any(start < hit.end and hit.start < end for start, end in taken):
                note = _MENTION if hit.pattern in names else _LOOKALIKE_MENTION
                quoted.append(self.case.quote(body, hit.start, hit.end, note))
                taken.append((hit.start, hit.end))
        return quoted

    def _quoted(self, found: Iterable[tuple[Signature | None, Found | Name]], note: str = "") -> list[Evidence]:
        """The places as they were delivered, each once."""
        quoted = [
            self.case.quote(
                each.text if each else self.article.body,
                place.start,
                place.end,
                note or (each.note if each else "credit line"),
            )
            for each, place in found
        ]
        return list({evidence.span: evidence for evidence in quoted}.values())


def _either(templates: Sequence[str]) -> str:
    return " or ".join(f"`{template}`" for template in templates)


def _paragraphs(count: int) -> str:
    return "paragraph" if count == 1 else f"{count} paragraphs"
