"""What formats for machines say of a finding in words, the same in each."""

from __future__ import annotations

from compliance.finding import Fault, Outcome
from compliance.layout import sentence


def told(outcome: Outcome, between: str = " ") -> str:
    """Why it has its status, what is asked, and what to do."""
    words = (sentence(outcome.reason), f"Asked: {sentence(outcome.message)}", sentence(outcome.fix))
    return between.join(each for each in words if each)


def told_fault(fault: Fault, between: str = " ") -> str:
    """Why something could not be checked, and what to do."""
    return between.join(each for each in (sentence(fault.reason), sentence(fault.hint)) if each)
