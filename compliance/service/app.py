"""The routes, and what each answers."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from time import perf_counter
from typing import Any, TypeVar

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route, Router

from compliance.checker import Checker
from compliance.decision import Decision
from compliance.finding import Fault
from compliance.service import inforce, metrics, payload
from compliance.service.answer import Judged, batch, judged
from compliance.service.keeper import Keeper
from compliance.service.limits import Limits, Turns, body_of
from compliance.service.log import Log
from compliance.service.openapi import description
from compliance.service.payload import Submission
from compliance.service.problem import Problem
from compliance.service.repairs import repairs

T = TypeVar("T")

JSON = "application/json"

SMALL = 64 * 1024
"""Up to so many bytes an article is checked at once; a larger one in a thread of its own, so that others need not wait
for it."""


class App:
    """Answers requests with what the Keeper keeps in force."""

    def __init__(self, keeper: Keeper, limits: Limits, on_fault: Decision, log: Log) -> None:
        self.keeper = keeper
        self.metrics = metrics.Metrics()
        self.log = log
        self._limits = limits
        self._on_fault = on_fault
        self._turns = Turns(limits)
        self._thread = ThreadPoolExecutor(1, "large-articles")
        self._description = msgspec.json.encode(description())
        self._in_force()
        post, get = ["POST"], ["GET"]
        self.router = Router(
            [
                Route("/v1/check", self.check, methods=post),
                Route("/v1/check/batch", self.check_batch, methods=post),
                Route("/v1/webhook/{source}", self.webhook, methods=post),
                Route("/v1/repairs", self.repairs, methods=post),
                Route("/v1/rules", self.rules, methods=get),
                Route("/v1/policies", self.policies, methods=get),
                Route("/healthz", self.health, methods=get),
                Route("/readyz", self.ready, methods=get),
                Route("/metrics", self.measurements, methods=get),
                Route("/openapi.json", self.openapi, methods=get),
            ],
            redirect_slashes=False,
        )

    async def check(self, request: Request) -> Response:
        """One article."""
        return await self._one(request, payload.submission_of)

    async def webhook(self, request: Request) -> Response:
        """One article, as a system sends it that cannot put it into a Submission."""
        source = payload.named(request.path_params["source"])
        return await self._one(request, lambda body: Submission(article=msgspec.Raw(body), source=source))

    async def check_batch(self, request: Request) -> Response:
        """Several articles."""
        async with self._turns.admitted():
            submissions = payload.batch_of(await self._body(request)).articles
            sources = [payload.named(each.source) for each in submissions]
            answers = [await self._in_time(each) for each in submissions]
        request.state.about = {"articles": len(sources)}
        return Response(batch(answers), media_type=JSON)

    async def repairs(self, request: Request) -> Response:
        """What would put one article right: each repair is tried, which takes a check of its own."""
        async with self._turns.admitted():
            mending = payload.mending_of(await self._body(request))
            return Response(await self._apart(lambda: repairs(self.keeper.apart(), mending)), media_type=JSON)

    async def rules(self, request: Request) -> Response:
        """Every rule in force."""
        return _json(inforce.rules(self.keeper.checker().plan))

    async def policies(self, request: Request) -> Response:
        """Every policy in force."""
        return _json(inforce.policies(self.keeper))

    async def health(self, request: Request) -> Response:
        """That the process runs."""
        return _json({"status": "ok"})

    async def ready(self, request: Request) -> Response:
        """That articles are checked."""
        return _json(inforce.ready(self.keeper))

    async def measurements(self, request: Request) -> Response:
        """What was counted."""
        return Response(self.metrics.text(self._turns.under_way), media_type=metrics.MEDIA_TYPE)

    async def openapi(self, request: Request) -> Response:
        """The description of all this."""
        return Response(self._description, media_type=JSON)

    async def reload(self) -> None:
        """Put in force what the configuration says now, if it is right."""
        done = await self.keeper.reload()
        self.metrics.reloaded(done)
        self._in_force()
        if self.keeper.refusal is not None:
            self.log.write("reload refused", "error", reasons=self.keeper.refusal.reasons)
        else:
            self.log.write("reloaded", plan=self.keeper.standing.checker.plan.digest)

    def close(self) -> None:
        """No more articles come."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    async def _one(self, request: Request, read: Callable[[bytes], Submission]) -> Response:
        async with self._turns.admitted():
            submission = read(await self._body(request))
            payload.named(submission.source)
            answer = await self._judged(submission)
        report = answer.checked.report
        request.state.about = {"decision": answer.decision, "content": report.content, "plan": report.plan}
        if answer.took == "place":
            return Response(answer.json, media_type=JSON)
        reason = "; ".join(fault.reason for fault in report.faults)
        more = {"decision": answer.decision, "report": msgspec.Raw(_report_of(answer.json))}
        raise Problem("unreadable" if answer.took == "unreadable" else "crashed", reason, more=more)

    async def _body(self, request: Request) -> bytes:
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind != JSON and not kind.endswith("+json"):
            raise Problem("media-type", f"send `Content-Type: {JSON}`", headers={"accept": JSON})
        if request.headers.get("content-encoding", "identity").strip().lower() != "identity":
            raise Problem(
                "media-type", "send it as it is, without a Content-Encoding", headers={"accept-encoding": "identity"}
            )
        return await body_of(request, self._limits)

    async def _judged(self, submission: Submission) -> Judged:
        """The Answer to a Submission. Raises Problem if it takes too long."""
        if len(bytes(submission.article)) + len(bytes(submission.before)) <= SMALL:
            async with self._turns.turn():
                return self._judge(self.keeper.checker, submission)
        return await self._apart(lambda: self._judge(self.keeper.apart, submission))

    async def _apart(self, work: Callable[[], T]) -> T:
        """What comes of something done in the thread for what takes long. Raises Problem if it takes too long."""
        working = asyncio.get_running_loop().run_in_executor(self._thread, work)
        try:
            async with asyncio.timeout(self._limits.answer):
                return await working
        except TimeoutError:
            raise Problem("timeout", f"it took longer than {self._limits.answer:g} seconds") from None

    async def _in_time(self, submission: Submission) -> Judged:
        """The Answer to a Submission; that it took too long, if it did, is a Fault in it. Raises Problem."""
        try:
            return await self._judged(submission)
        except Problem as problem:
            if problem.kind == "invalid":
                raise
            fault = Fault(
                kind="timeout",
                input=submission.name or payload.NAMELESS,
                reason=problem.detail,
                hint="send it again by itself",
            )
            return judged(self.keeper.checker(), [fault], (), self._on_fault)

    def _judge(self, checker: Callable[[], Checker], submission: Submission) -> Judged:
        started = perf_counter()
        engine = checker()
        source, mapping = submission.source, engine.config.map
        found = payload.delivered(bytes(submission.article), source, submission.name, mapping)
        answer = judged(engine, found, payload.published(submission, mapping), self._on_fault)
        self.metrics.checked(answer.checked.report, answer.decision, perf_counter() - started)
        return answer

    def _in_force(self) -> None:
        plan = self.keeper.standing.checker.plan.digest
        self.metrics.in_force(plan, refused=self.keeper.refusal is not None)


def _json(value: Any) -> Response:
    return Response(msgspec.json.encode(value, order="deterministic"), media_type=JSON)


def _report_of(answer: bytes) -> bytes:
    """The Report within an Answer."""
    return bytes(msgspec.json.decode(answer, type=dict[str, msgspec.Raw])["report"])
