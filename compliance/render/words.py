"""What formats for machines say of a finding in words, the same in each."""

from __future__ import annotations

from compliance.finding import Excuse, Fault, Outcome
from compliance.layout import sentence


def told(outcome: Outcome, between: str = " ") -> str:
    """Why it has its status, what is asked, and what to do."""
    words = (sentence(outcome.reason), f"Asked: {sentence(outcome.message)}", sentence(outcome.fix))
    return between.join(each for each in words if each)


def told_fault(fault: Fault, between: str = " ") -> str:
    """Why something could not be checked, and what to do."""
    return between.join(each for each in (sentence(fault.reason), sentence(fault.hint)) if each)


def told_excuse(excuse: Excuse) -> str:
    """Who excused a finding, until when, and why."""
    if excuse.by in ("baseline", "revision"):
        return f"known: {excuse.reason}"
    until = f" until {excuse.expires}" if excuse.expires else ""
    owner = f" by {excuse.owner}" if excuse.owner else " in the article itself"
    return f"waived{owner}{until}: {excuse.reason}"


def told_why(outcome: Outcome) -> str:
    """Why it has its status: who excused it, if somebody did."""
    return f"{told_excuse(outcome.excuse)}; {outcome.reason}" if outcome.excuse else outcome.reason
