"""What repairs of one article are made from: the names and addresses that it, its original, policy and desk give."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property
from typing import Any

from compliance.article import INPUT, Article, Span, Text
from compliance.authors import DOUBT, authors, candidates, trust
from compliance.checks.link import original_of
from compliance.claims import claims
from compliance.desk import Desk
from compliance.insertion import Markup, UnmadeError, apart, made
from compliance.lexicon import Lexicon
from compliance.obligation import Obligation
from compliance.readers.sniff import body_form
from compliance.repair import Edit

_HIDDEN = re.compile(r"data-cfemail=\"((?:[0-9a-f]{2}){6,120})\"")
_EMAIL = re.compile(r"\b[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}\b")


class Material:
    """Everything that can be put in, and how it is written in this article's format."""

    def __init__(self, article: Article, desk: Desk, lexicon: Lexicon, original: Article | None = None) -> None:
        self.article = article
        self.original = original
        self.desk = desk
        self.lexicon = lexicon

    def markup(self, field: str) -> Markup:
        """In which markup a field is written."""
        if field == INPUT:
            return {"html": "html", "markdown": "markdown"}.get(self.article.form, "text")  # type: ignore[return-value]
        return body_form(self.article.fields.get(field, ""))

    def values(self, obligation: Obligation[Any]) -> Callable[[str], str]:
        """What each slot stands for in the repair of one obligation; empty for what nobody knows."""
        outlet = obligation.outlet
        domains = outlet.domains if outlet else ()
        known: dict[str, Callable[[], str]] = {
            "author": lambda: self.author,
            "outlet": lambda: outlet.name if outlet else "",
            "domain": lambda: domains[0] if domains else "",
            "original_url": lambda: self.address(domains),
            "logo_url": lambda: self.desk.logos.get(obligation.policy, ""),
            "email": lambda: self.email,
        }
        return lambda slot: known[slot]() if slot in known else ""

    def inserted(self, template: str, at: Span, obligation: Obligation[Any]) -> tuple[str, Edit]:
        """A template as a paragraph of its own at a place, and the Edit that puts it there. Raises UnmadeError."""
        if at.field not in self.article.fields:
            raise UnmadeError("there is no place for it")
        markup = self.markup(at.field)
        piece = made(template, self.values(obligation), markup)
        return piece, Edit(at, apart(self.article.fields[at.field], at.start, piece, markup))

    @cached_property
    def author(self) -> str:
        """Who wrote it, by the original's byline, else by the article's own metadata; empty if neither says."""
        if self.original is not None and (found := authors(self.original, self.lexicon)):
            return _listed([each.name.text for each in found if each.name.kind == "person"])
        for each in candidates(claims(self.article, self.lexicon), self.lexicon):
            if each.weight <= trust(self.lexicon)[DOUBT]:
                break
            if all(author.is_declared and author.name.kind == "person" for author in each.authors):
                return _listed([author.name.text for author in each.authors])
        return ""

    @cached_property
    def email(self) -> str:
        """The one e-mail address that the page hides from robots, else the one that the original has; empty if none."""
        hidden = {_shown(code) for text in self.article.fields.values() for code in _HIDDEN.findall(text)}
        given = set(_EMAIL.findall(self.original.body.plain)) if self.original is not None else set()
        return next(({*found}.pop() for found in (hidden, given) if len(found) == 1), "")

    def address(self, domains: tuple[str, ...]) -> str:
        """The original's address, as it was delivered; empty if it is not known."""
        texts: list[Text | None] = [self.original.url, self.original.canonical] if self.original is not None else []
        given = next((text for text in texts if text is not None), None)
        if given is not None:
            return given.plain.strip()
        address, _ = original_of(self.article, domains)
        if address is None:
            return ""
        declared = self.article.original or self.article.canonical
        return declared.plain.strip() if declared is not None else ""


def _shown(code: str) -> str:
    """An address as Cloudflare hides it: in hexadecimal, each byte combined with the first."""
    key, *rest = bytes.fromhex(code)
    return bytes(each ^ key for each in rest).decode("utf-8", "replace")


def _listed(names: list[str]) -> str:
    """Names as a byline lists them."""
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))
