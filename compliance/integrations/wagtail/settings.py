"""What the desk has settled, as `settings.COMPLIANCE` says it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import msgspec

from compliance.config import Config
from compliance.decision import Decision


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="upper"):
    """The keys of `settings.COMPLIANCE`, in capitals; all of them may be left out."""

    policy: tuple[str, ...] = ()
    """Ids of shipped policies, files or folders; all shipped ones but the partners' by default."""
    desk: str = ""
    """The desk profile."""
    originals: tuple[str, ...] = ()
    """The sources' own copies."""
    waivers: str = ""
    """What the desk excuses."""
    baseline: str = ""
    """The findings that were known when checking began."""
    on_fault: Literal["block", "warn"] = "block"
    """What becomes of an article of which something could not be checked."""
    unavailable: Literal["block", "warn"] = "block"
    """What becomes of one while nothing can be checked: the policies are broken, or it takes too long."""
    updates: Literal["block", "warn", "new"] = "block"
    """A change of a live page: judged as any other, told of only, or judged by what it adds to what is live."""
    time_limit: float = 5.0
    """How many seconds somebody waits at most."""

    @property
    def config(self) -> Config:
        """The same as a configuration of the checker."""
        return Config(
            policy=self.policy,
            desk=self.desk,
            originals=self.originals,
            waivers=self.waivers,
            baseline=self.baseline,
        )


def settings_of(written: Mapping[str, Any]) -> Settings:
    """The Settings that are written there. Raises msgspec.ValidationError that names what is wrong."""
    return msgspec.convert(dict(written), Settings)


def at_best(decision: Decision, best: Decision) -> Decision:
    """A decision, or a milder one if no worse is wanted."""
    return "warn" if decision == "block" and best == "warn" else decision
