"""What a copy must keep of its original besides the words: links, pictures, the byline, the lines about the outlet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from posixpath import basename

from compliance import notices
from compliance.address import Address, parse
from compliance.article import Article, Image, Link
from compliance.case import Case
from compliance.checks.fidelity.rule import Fidelity
from compliance.fidelity import Pair
from compliance.finding import Evidence, Outcome
from compliance.obligation import Obligation
from compliance.passage import phrase
from compliance.picture import credits_of
from compliance.sample import count, names, sample, unshown
from compliance.signature import Known, signatures, signed

_SIZE = re.compile(r"(?:[-_@](?:\d{2,4}x\d{2,4}|\d{2,4}w|\dx|scaled|large|medium|small|thumb(?:nail)?|original))+$")
_FORMAT = re.compile(r"(?:\.(?:jpe?g|png|gif|webp|avif|svg|bmp|tiff?))+$")
_TELLING = 3
"""How many words an alt text or a caption must have to tell one picture from another."""


def links(obligation: Obligation[Fidelity], case: Case, pair: Pair) -> Outcome:
    """Every link of the passages that were taken over is still there."""
    for each, whose in ((case.article, ""), (pair.original, ", as the original was given,")):
        if not each.can_carry("links"):
            return obligation.undetermined(f"{each.form_name}{whose} cannot carry links")
    wanted = [(link, address) for link, address in _links(pair.original) if pair.runs(link.at)]
    here = {address: link for link, address in _links(case.article)}
    if not wanted:
        return obligation.not_applicable("the passages that were taken over have no links in the original")
    missing = [link for link, address in wanted if address not in here]
    if not missing:
        kept = list(dict.fromkeys(here[address] for _, address in wanted))
        evidence = [case.quote_span(link.span, link.text) for link in sample(kept)]
        return obligation.met(f"all of {count(len(wanted), 'link')} are kept{unshown(kept)}", evidence)
    reason = f"{len(missing)} of {count(len(wanted), 'link')} are missing: {names(link.href for link in missing)}"
    evidence = [each for link in sample(missing) for each in _unlinked(link, case, pair)]
    return obligation.violated(reason + unshown(missing), evidence, case.article.place("bottom"))


def _links(article: Article) -> Iterator[tuple[Link, Address]]:
    for link in article.links:
        address = parse(link.href)
        if link.in_body and not link.hidden and address is not None:
            yield link, address


def _unlinked(link: Link, case: Case, pair: Pair) -> Iterator[Evidence]:
    """The words of the copy that the link stood on."""
    place = pair.place(link.at, link.at + len(link.text))
    if place is not None:
        yield case.quote(pair.now.text, *place, f"the original links to {link.href}")


def tagline(obligation: Obligation[Fidelity], case: Case, pair: Pair) -> Outcome:
    """The lines about the outlet at the end of the original are there."""
    wanted = notices.taglines(pair)
    if not wanted:
        return obligation.not_applicable("the original as given has no lines about its outlet at the end")
    evidence = []
    for said, start, end in wanted:
        place = notices.repeated(pair, start, end)
        if place is None:
            reason = f"the original ends with “{said}”, which is missing"
            return obligation.violated(reason, insert=case.article.place("bottom"))
        evidence.append(case.quote(pair.now.text, *place, "tagline"))
    return obligation.met(f"it has {count(len(wanted), 'line')} about the outlet as the original has", evidence)


def images(obligation: Obligation[Fidelity], case: Case, pair: Pair) -> Outcome:
    """The pictures of the original are kept, left out, or keep their credit."""
    for each, whose in ((case.article, ""), (pair.original, ", as the original was given,")):
        if not each.can_carry("images"):
            return obligation.undetermined(f"{each.form_name}{whose} cannot carry pictures")
    wanted = [image for image in pair.original.images if not image.hidden and image.in_body]
    if not wanted:
        return obligation.not_applicable("the original as given has no pictures")
    found = [(image, _twin(image, case.article)) for image in wanted]
    here = [twin for _, twin in found if twin is not None]
    if obligation.rule.expect == "excluded":
        return _excluded(obligation, case, here)
    if obligation.rule.expect == "credited":
        return _credited(obligation, case, [(image, twin) for image, twin in found if twin is not None])
    return _kept(obligation, case, here, [image for image, twin in found if twin is None])


def _kept(obligation: Obligation[Fidelity], case: Case, here: list[Image], missing: list[Image]) -> Outcome:
    evidence = [case.quote_span(image.span, image.alt) for image in sample(here)]
    wanted = count(len(here) + len(missing), "picture")
    if not missing:
        return obligation.met(f"all of {wanted} are kept", evidence)
    reason = f"{len(missing)} of {wanted} are missing: {names(image.src for image in missing)}"
    if sum(not image.hidden for image in case.article.images) >= len(here) + len(missing):
        return obligation.undetermined(f"{reason}, or run under other names", evidence)
    return obligation.violated(reason, evidence, case.article.place("bottom"))


def _excluded(obligation: Obligation[Fidelity], case: Case, here: list[Image]) -> Outcome:
    if here:
        evidence = [case.quote_span(image.span, image.alt) for image in sample(here)]
        return obligation.violated(f"{count(len(here), 'picture')} of the original's run with it", evidence)
    shown = sum(not image.hidden for image in case.article.images)
    return obligation.met(f"none of its {count(shown, 'picture')} is the original's, by file, alt text and caption")


def _credited(obligation: Obligation[Fidelity], case: Case, found: list[tuple[Image, Image]]) -> Outcome:
    credited = [(image, twin, credit.name) for image, twin in found for credit in credits_of(image, case.lexicon)]
    if not credited:
        return obligation.not_applicable("no picture that has a credit in the original was taken over")
    missing = [(twin, name) for _, twin, name in credited if not _says(twin, phrase(name))]
    if missing:
        lacking = [
            case.quote_span(twin.span, twin.alt, f"the original credits {name}") for twin, name in sample(missing)
        ]
        return obligation.violated(f"the credit is missing: {names(name for _, name in missing)}", lacking)
    evidence = []
    for _, twin, name in credited:
        for text in filter(None, (twin.credit, twin.caption)):
            at = text.plain.lower().find(name.lower())
            if at >= 0:
                evidence.append(case.quote(text, at, at + len(name), "picture credit"))
    return obligation.met(f"{count(len(credited), 'credit')} kept", dict.fromkeys(evidence))


def _says(image: Image, wanted: tuple[str, ...]) -> bool:
    """Whether a picture's caption or credit holds these words."""
    said = [phrase(text.plain) for text in (image.credit, image.caption) if text is not None]
    size = len(wanted)
    return any(words[at : at + size] == wanted for words in said for at in range(len(words) - size + 1))


def _twin(image: Image, article: Article) -> Image | None:
    """The same picture in another article: by its file, its alt text or its caption."""
    marks = _marks(image)
    return next((each for each in article.images if not each.hidden and marks & _marks(each)), None)


def _marks(image: Image) -> set[tuple[str, str]]:
    texts = {"alt": image.alt, "caption": image.caption.plain if image.caption else ""}
    found = {(kind, " ".join(phrase(text))) for kind, text in texts.items() if len(phrase(text)) >= _TELLING}
    address = parse(image.src)
    path = address.path if address is not None else image.src.partition("?")[0]
    name = _SIZE.sub("", _FORMAT.sub("", basename(path).lower()))
    return found | ({("file", name)} if name else set())


def byline(obligation: Obligation[Fidelity], case: Case, pair: Pair) -> Outcome:
    """Everybody whom the byline of the original names is named."""
    known = Known.of(pair.original, obligation.outlet, case.desk)
    wanted = {
        phrase(person.name.text): person.name.text
        for each in signatures(pair.original, case.lexicon, known)
        for person in each.byline.people
        if person.certain
    }
    if not wanted:
        return obligation.undetermined("the original as given names no reporter")
    found = [
        (each, person)
        for each in signed(case, Known.of(case.article, obligation.outlet, case.desk))
        for person in each.byline.people
    ]
    here = {phrase(person.name.text) for _, person in found}
    missing = [name for words, name in wanted.items() if words not in here]
    evidence = dict.fromkeys(
        case.quote(each.text, person.name.start, person.name.end, each.note)
        for each, person in found
        if missing or phrase(person.name.text) in wanted
    )
    if not missing:
        return obligation.met(f"the byline names {names(wanted.values())}, as the original does", evidence)
    if not found and not case.article.can_carry("byline"):
        return obligation.undetermined(f"{case.article.form_name} cannot carry a byline")
    named = f", but {names(person.name.text for _, person in found)}" if found else ""
    reason = f"the byline does not name {names(missing)}{named}"
    return obligation.violated(reason, evidence, case.article.place("byline"))
