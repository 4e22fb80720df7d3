"""What the service counts, for Prometheus."""

from __future__ import annotations

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)

from compliance.decision import Decision
from compliance.report import Report

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"

_SECONDS = (0.0005, 0.001, 0.002, 0.003, 0.005, 0.0075, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


disable_created_metrics()  # type: ignore[no-untyped-call]  # a time beside every counter, which nobody asks for


class Metrics:
    """Counters of one running service."""

    def __init__(self) -> None:
        registry = self._registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        self._requests = Counter("compliance_requests", "Requests.", ["route", "status"], registry=registry)
        self._seconds = Histogram(
            "compliance_request_seconds", "From a request's head to its answer.", ["route"], registry=registry,
            buckets=_SECONDS,
        )  # fmt: skip
        self._checks = Histogram(
            "compliance_check_seconds", "What the checker takes for an article.", registry=registry, buckets=_SECONDS
        )
        self._decisions = Counter("compliance_decisions", "Articles, by decision.", ["decision"], registry=registry)
        self._findings = Counter("compliance_findings", "Findings, by rule.", ["rule"], registry=registry)
        self._faults = Counter("compliance_faults", "What could not be checked.", ["kind"], registry=registry)
        self._reloads = Counter("compliance_reloads", "Reloads of the policies.", ["result"], registry=registry)
        self._under_way = Gauge("compliance_requests_under_way", "Requests under way.", registry=registry)
        self._stale = Gauge("compliance_policies_refused", "Whether newer policies were refused.", registry=registry)
        self._plan = Gauge("compliance_plan", "1 for the digest of the Plan in force.", ["plan"], registry=registry)

    def answered(self, route: str, status: int, seconds: float) -> None:
        """A request was answered, or its client was gone (499)."""
        self._requests.labels(route, status).inc()
        self._seconds.labels(route).observe(seconds)

    def checked(self, report: Report, decision: Decision, seconds: float) -> None:
        """An article was checked."""
        self._checks.observe(seconds)
        self._decisions.labels(decision).inc()
        for outcome in report.findings:
            self._findings.labels(outcome.rule).inc()
        for fault in report.faults:
            self._faults.labels(fault.kind).inc()

    def in_force(self, plan: str, *, refused: bool) -> None:
        """What judges from here on, and whether something newer was refused."""
        self._plan.clear()
        self._plan.labels(plan).set(1)
        self._stale.set(refused)

    def reloaded(self, done: bool) -> None:
        """A reload was tried."""
        self._reloads.labels("done" if done else "refused").inc()

    def text(self, under_way: int) -> bytes:
        """All of it, in the text format."""
        self._under_way.set(under_way)
        return generate_latest(self._registry)
