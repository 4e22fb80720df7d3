"""Does every clause have its rule, and every rule its proof? And by what is each kind of requirement decided?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from compliance.examples import Trial, run
from compliance.load import Rulebook
from compliance.mutate import Mutant, mutants
from compliance.policy import AnyOf, Manual, Policy, Requirement, Rule

Decided = Literal["from the article", "with the original", "with the desk profile", "by a person"]

_DECIDED: dict[str, Decided] = {"fidelity": "with the original", "desk": "with the desk profile"}
"""What the checks look at that do not look at the article alone."""


@dataclass(frozen=True, kw_only=True)
class Clause:
    """A clause, and what sees to it."""

    says: str
    rules: tuple[str, ...]
    decided: frozenset[Decided]


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """What is proved of one policy, and what is not."""

    policy: str
    clauses: tuple[Clause, ...]
    trials: tuple[Trial, ...]
    mutants: tuple[Mutant, ...]
    problems: tuple[str, ...]
    """What is not proved; nothing, if all is well."""


def cover(book: Rulebook) -> Iterator[Coverage]:
    """Hold every policy against its clauses, run its examples, and damage what keeps its rules."""
    for policy in book.policies:
        trials = run(Rulebook((policy,), book.lexicon), book.policies)
        damage = mutants(policy, book.lexicon, book.policies)
        clauses = tuple(clauses_of(policy))
        yield Coverage(
            policy=policy.policy,
            clauses=clauses,
            trials=trials,
            mutants=damage,
            problems=tuple(_problems(policy, clauses, trials, damage)),
        )


def obligations_of(policy: Policy) -> tuple[Rule | Manual, ...]:
    """A policy's rules and manual items."""
    return (*policy.rules, *policy.manual)


def clauses_of(policy: Policy) -> Iterator[Clause]:
    """The clauses of a policy with the rules that see to them; of one that lists none, those that its rules cite."""
    held = {each.id: each for each in obligations_of(policy)}
    listed = [(clause.says, clause.rules) for clause in policy.clauses]
    if not listed:
        cited: dict[str, list[str]] = {}
        for each in held.values():
            cited.setdefault(each.clause, []).append(each.id)
        listed = [(says, tuple(names)) for says, names in cited.items()]
    for says, names in listed:
        decided = frozenset(each for name in names if name in held for each in decided_by(held[name]))
        yield Clause(says=says, rules=names, decided=decided)


def decided_by(rule: Rule | Manual) -> Iterator[Decided]:
    """What it takes to decide a rule: of a group, all that its members take."""
    if isinstance(rule, Manual):
        yield "by a person"
    elif isinstance(rule, AnyOf):
        yield from dict.fromkeys(each for member in rule.any_of for each in decided_by(member))
    else:
        yield _DECIDED.get(rule.check, "from the article")


def requirements(policies: Iterable[Policy]) -> dict[Requirement, dict[Decided, list[str]]]:
    """For each kind of requirement, and each way of deciding it, the policies that have a rule so decided."""
    found: dict[Requirement, dict[Decided, list[str]]] = {kind: {} for kind in get_args(Requirement)}
    for policy in policies:
        for rule in obligations_of(policy):
            if rule.asks is not None:
                for decided in decided_by(rule):
                    names = found[rule.asks].setdefault(decided, [])
                    names += [policy.policy] if policy.policy not in names else []
    return found


def _problems(
    policy: Policy, clauses: Iterable[Clause], trials: Iterable[Trial], damage: Iterable[Mutant]
) -> Iterator[str]:
    held = {each.id for each in obligations_of(policy)}
    clauses = list(clauses)
    for clause in clauses:
        missing = [name for name in clause.rules if name not in held]
        if missing or not clause.rules:
            yield f"{policy.policy}: nothing sees to the clause “{clause.says}”"
        if not clause.says.strip():
            yield f"{policy.policy}: {', '.join(clause.rules)} cite no clause"
    named = {name for clause in clauses for name in clause.rules}
    yield from (f"{policy.policy}/{name}: no clause asks for it" for name in sorted(held - named))
    trials = list(trials)
    for rule in policy.rules:
        reached = {trial.actual for trial in trials if trial.rule == f"{policy.policy}/{rule.id}"}
        if not {"met", "violated"} <= reached:
            yield f"{policy.policy}/{rule.id}: no example keeps it, or none breaks it"
    yield from (trial.message for trial in trials if not trial.ok)
    yield from (mutant.message for mutant in damage if not mutant.noticed)
