"""What the republishing desk says of itself: the Desk profile."""

from __future__ import annotations

import datetime as dt

from compliance.noun import Noun


class Licence(Noun, frozen=True, kw_only=True):
    """A permission that the desk holds."""

    policy: str
    """The policy whose outlet gave it: `metro-uk`."""
    reference: str = ""
    """The contract's or permission's number, or where it is filed."""
    since: dt.date | None = None
    """The first day it covers."""
    until: dt.date | None = None
    """The last day it covers."""
    note: str = ""

    def covers(self, day: dt.date | None) -> bool:
        """Whether it is valid on that day. An unknown day is only covered by an unlimited licence."""
        if day is None:
            return self.since is None and self.until is None
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


class Confirmation(Noun, frozen=True, kw_only=True):
    """A person's word that a `manual` obligation is kept."""

    rule: str
    """The manual item's full id: `dcnf/contact`."""
    by: str
    """Who confirmed it."""
    on: dt.date
    """When."""
    until: dt.date | None = None
    """The last day the confirmation holds."""


class Desk(Noun, frozen=True, kw_only=True):
    """A desk profile. A fact that is None was not stated, which is neither yes nor no."""

    name: str = ""
    """The republishing outlet's own name: never a reporter's byline."""
    names: tuple[str, ...] = ()
    """Other names it goes by."""
    domains: tuple[str, ...] = ()
    """Its own web domains."""
    news_publisher: bool | None = None
    """It is a legitimate news publisher."""
    large_audience: bool | None = None
    """It can provide a large audience."""
    nonprofit: bool | None = None
    accredited: bool | None = None
    """It is registered or accredited as a news medium."""
    noncommercial: bool | None = None
    """It uses the copy non-commercially."""
    paywall: bool | None = None
    """Its articles stand behind a paywall or a registration."""
    resells: bool | None = None
    """It sells the copy separately."""
    syndicates: bool | None = None
    """It passes the copy on to others."""
    notifies: bool | None = None
    """It tells the outlet when it republishes."""
    shares_reach: bool | None = None
    """It tells the outlet how often the copy was read."""
    automatic: bool | None = None
    """It takes copy automatically or wholesale, not piece by piece."""
    images_apart: bool | None = None
    """It uses pictures that came with copy for other articles too."""
    takes_down: bool | None = None
    """It corrects or removes copy when the outlet asks."""
    site_contact: bool | None = None
    """Its site says how to contact it."""
    channel: str | None = None
    """Where it publishes: `web`, `print`, `audio`."""
    region: str | None = None
    """Where its audience is."""
    licences: tuple[Licence, ...] = ()
    """Permissions on file."""
    confirmed: tuple[Confirmation, ...] = ()
    """Manual obligations that a person has confirmed."""
    logos: dict[str, str] = {}
    """The addresses of the logos that `compliance fix` puts in, by policy: `dcnf: /images/dcnf-logo.png`."""

    @property
    def own_names(self) -> tuple[str, ...]:
        """Every name of the republisher itself."""
        return tuple(name for name in (self.name, *self.names) if name)


NO_DESK = Desk()
"""The profile of a desk that has said nothing."""

FACTS: frozenset[str] = frozenset(Desk.__struct_fields__) - {
    "name",
    "names",
    "domains",
    "licences",
    "confirmed",
    "logos",
}
"""The facts a rule may ask a desk profile for."""
