"""`compliance serve` keeps its own OpenAPI: requests made from it, right and wrong ones, get what it says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

pytest.importorskip("schemathesis", reason="needs schemathesis")
pytest.importorskip("httptools", reason="needs the extra `service`")

import schemathesis
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from serving import TOKEN, Service, serving

from compliance.service.openapi import description

pytestmark = pytest.mark.slow

# Not among them: that every article of the right shape is taken. An empty one is of the right shape, and unreadable.
# What is wrong with one article of a batch is a Fault in its own Report, and the others are answered.
CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
)
FOR_BATCHES = tuple(each for each in CHECKS if each is not negative_data_rejection)


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with serving(tmp_path_factory.mktemp("openapi")) as found:
        yield found


OPERATIONS = [each.ok() for each in schemathesis.openapi.from_dict(description()).get_all_operations()]


@pytest.mark.parametrize("mode", GenerationMode, ids=lambda mode: mode.value)
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda each: each.label)
def test_requests_get_what_the_description_says(service: Service, operation: Any, mode: GenerationMode) -> None:
    answered = 0

    @given(operation.as_strategy(generation_mode=mode))
    @settings(max_examples=60, database=None, suppress_health_check=list(HealthCheck))
    def ask(case: Any) -> None:
        nonlocal answered
        headers = {"authorization": f"Bearer {TOKEN}"}
        response = case.call(base_url=str(service.client.base_url), headers=headers)
        case.validate_response(response, checks=FOR_BATCHES if "batch" in operation.path else CHECKS, headers=headers)
        answered += 1

    if mode is GenerationMode.NEGATIVE and not (operation.body or operation.path_parameters):
        pytest.skip("there is nothing to get wrong in it")
    ask()
    assert answered > 0


def test_the_description_is_of_its_own_kind(service: Service) -> None:
    found = service.client.get("/openapi.json").json()
    assert found["openapi"].startswith("3.1")
    answered = {path for path, operations in found["paths"].items() if operations}
    assert answered == {
        "/v1/check",
        "/v1/check/batch",
        "/v1/repairs",
        "/v1/webhook/{source}",
        "/v1/rules",
        "/v1/policies",
        "/healthz",
        "/readyz",
        "/metrics",
        "/openapi.json",
    }
    assert Path(__file__).parent.parent.joinpath("docs", "http.md").read_text(encoding="utf-8").count("/v1/") > 3
