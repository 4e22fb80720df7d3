"""The trend: one round of articles through the engine, by the number of rules. Ratios are `engine.py`'s."""

from __future__ import annotations

import time

import generated
import pytest
from engine import Ours
from naive import Native

PLANTED = generated.rules(1_000)
LINES = generated.articles(30, PLANTED)
BYTES = sum(map(len, LINES))


@pytest.mark.benchmark(group="engine", timer=time.process_time, disable_gc=True)
@pytest.mark.parametrize("rules", [0, 100, 1_000])
def test_judged_and_written(benchmark, rules: int) -> None:
    ours = Ours(PLANTED[:rules])
    benchmark.extra_info |= {"rules": rules, "articles": len(LINES), "bytes": BYTES}
    assert benchmark.pedantic(ours.run, [LINES], rounds=5, warmup_rounds=1) > 0


@pytest.mark.benchmark(group="engine", timer=time.process_time, disable_gc=True)
def test_native_parts_alone(benchmark) -> None:
    native = Native(PLANTED)
    benchmark.extra_info |= {"rules": len(PLANTED), "articles": len(LINES), "bytes": BYTES}
    assert benchmark.pedantic(native.run, [LINES], rounds=5, warmup_rounds=1) > 0
