"""Files to begin with: a policy that is whole and proven, a configuration, a desk profile, an empty list of waivers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files

from compliance.policy import ID

KINDS = ("republication", "house")
"""The kinds of policy there is a starter of."""
_ID, _NAME, _DOMAIN = "example-news", "Example News", "example.org"
_PLAIN = re.compile(r"[^\W_][\w .&'’-]*", re.UNICODE)
_HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")


class StarterError(ValueError):
    """A name that no file can be begun with."""


def policy(kind: str, id: str, name: str, domain: str) -> str:
    """A policy to begin with, for an outlet of that name and domain. Raises StarterError."""
    if not re.fullmatch(ID, id):
        raise StarterError(f"`{id}` is no id: write words of a-z and 0-9, joined by hyphens")
    return _named(f"{kind}.yaml", id, name, domain)


def desk(name: str, domain: str) -> Iterator[tuple[str, str]]:
    """The files of a desk that begins: each one's path, and what is in it. Raises StarterError."""
    for file in ("compliance.yaml", "desk.yaml", "waivers.yaml"):
        yield file, _named(file, "house", name, domain)
    yield "rules/house.yaml", policy("house", "house", name, domain)


def _named(file: str, id: str, name: str, domain: str) -> str:
    """A starter with these names in place of its own; only such as need no quotes in YAML and no escapes in HTML."""
    if not _PLAIN.fullmatch(name) or name.strip() != name or name.lower() in ("yes", "no", "true", "false", "null"):
        raise StarterError(f"`{name}` is no name to begin with: take letters, digits, spaces and . - ' alone")
    if not _HOST.fullmatch(domain):
        raise StarterError(f"`{domain}` is no domain: write it as in example.org")
    text = (files("compliance") / "starters" / file).read_text(encoding="utf-8")
    places = {_ID: id, _NAME: name, _DOMAIN: domain}
    return re.sub("|".join(map(re.escape, places)), lambda found: places[found[0]], text)
