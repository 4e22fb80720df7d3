"""`compliance serve`."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from compliance.cli.door import door, refuse
from compliance.cli.excusing import BaselinePath, NoBaseline, NoWaivers, WaiversPath
from compliance.cli.options import (
    AsOf,
    Debug,
    DeskPath,
    Mapping,
    OriginalPaths,
    Policies,
    chosen,
    day,
    given,
    mapping_of,
    refuse_mapping,
)
from compliance.settled import SettingError, settle, today

if TYPE_CHECKING:
    from compliance.config import Config
    from compliance.service.keeper import Standing

TOKENS = "COMPLIANCE_TOKENS"
_NEEDED = ("starlette", "uvicorn", "httptools", "prometheus_client")

Host = Annotated[str, typer.Option("--host", metavar="ADDRESS", help="Where to listen; needs tokens unless loopback.")]
Port = Annotated[int, typer.Option("--port", metavar="N", min=0, max=65535, help="The port; 0 for any that is free.")]
TokensPath = Annotated[
    str, typer.Option("--tokens", metavar="FILE", help=f"Bearer tokens, one a line; {TOKENS} may hold some, too.")
]
OnFault = Annotated[
    str, typer.Option("--on-fault", metavar="block|warn", help="The decision at best where something was not checked.")
]
MaxBytes = Annotated[int, typer.Option("--max-bytes", metavar="N", min=1, help="The largest body of a request.")]
Arrival = Annotated[
    float, typer.Option("--arrival-limit", metavar="SECONDS", min=0.1, help="How long a request may take to arrive.")
]
Answering = Annotated[
    float, typer.Option("--time-limit", metavar="SECONDS", min=0.1, help="How long an article may wait and take.")
]
AtOnce = Annotated[int, typer.Option("--at-once", metavar="N", min=1, help="Requests under way before 503.")]
Watch = Annotated[bool, typer.Option("--watch", help="Reload when a file changes, as on SIGHUP.")]


def serve(  # noqa: PLR0917 - each is an option
    host: Host = "127.0.0.1",
    port: Port = 8470,
    tokens: TokensPath = "",
    policy: Policies = None,
    desk: DeskPath = None,
    originals: OriginalPaths = None,
    waivers: WaiversPath = None,
    baseline: BaselinePath = None,
    no_waivers: NoWaivers = False,
    no_baseline: NoBaseline = False,
    as_of: AsOf = None,
    map: Mapping = None,
    on_fault: OnFault = "block",
    max_bytes: MaxBytes = 4 * 1024 * 1024,
    arrival_limit: Arrival = 10.0,
    time_limit: Answering = 10.0,
    at_once: AtOnce = 64,
    watch: Watch = False,
    debug: Debug = False,
) -> None:
    """Answer a CMS over HTTP, before it publishes, whether an article may be."""

    def settled() -> Config:
        return settle(
            policy=given(policy),
            desk=desk,
            originals=given(originals),
            waivers="" if no_waivers else waivers,
            baseline="" if no_baseline else baseline,
            as_of=day(as_of),
            map=mapping_of(map),
        ).config

    def load() -> Standing:
        import datetime as dt

        from compliance.checker import Checker
        from compliance.service.auth import tokens_of
        from compliance.service.keeper import Standing

        known = tokens_of(tokens, os.environ.get(TOKENS, ""))
        if not known and not _is_loopback(host):
            reason = f"`{host}` can be reached from elsewhere, and no token is set"
            raise SettingError(reason, f"give --tokens, or set {TOKENS}")
        return Standing(Checker(settled(), today()), known, dt.datetime.now(dt.UTC))

    with door(debug):
        chosen("--on-fault", on_fault, ["block", "warn"])
        if missing := [each for each in _NEEDED if find_spec(each) is None]:
            refuse(f"`serve` needs {', '.join(missing)}", "pip install 'newsroom-compliance[service]'")
        refuse_mapping(settled().map)

        from compliance.service.limits import Limits
        from compliance.service.server import serve as served

        limits = Limits(max_bytes=max_bytes, arrival=arrival_limit, answer=time_limit, at_once=at_once)
        served(
            load,
            host=host,
            port=port,
            limits=limits,
            on_fault="warn" if on_fault == "warn" else "block",
            stream=sys.stderr,
            watched=(lambda: _files(settled(), tokens)) if watch else None,
        )


def _files(config: Config, tokens: str) -> Iterator[Path]:
    """The files that what is in force was read from."""
    from compliance.config import find
    from compliance.watched import files_of

    if tokens:
        yield Path(tokens)
    if (found := find(Path.cwd())) is not None:
        yield found
    yield from files_of(config)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
