"""`compliance serve`: what it answers, and that it is what the command line says."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

pytest.importorskip("starlette", reason="needs the extra `service`")
pytest.importorskip("httptools", reason="needs the extra `service`")

from jsonschema import Draft202012Validator
from serving import ROOT, TOKEN, Service, serving
from typer.testing import CliRunner

from compliance.cli import app
from compliance.service import examples
from compliance.service.openapi import description

BAD = {
    "id": "bad",
    "title": "A title",
    "body": "<p>By Jo Roe, Daily Caller News Foundation</p><p>The council met on Monday.</p>",
}
CLEAN = {"id": "clean", "title": "A title", "body": "<p>The council met on Monday, and said so.</p>"}

HOUSE = """\
policy: house
title: A desk's own rules
kind: house
sources: [{note: made up for this test, evidence: house}]
rules:
  - id: word
    check: terms
    terms: [officials]
    message: officials are named
    clause: officials are named
    examples:
      passes: [{article: Nobody spoke.}]
      fails: [{article: The officials spoke., at: officials}]
"""
SPOKE = {"title": "A title", "body": "<p>The officials spoke.</p>"}
SILENT = {"title": "A title", "body": "<p>Nobody spoke.</p>"}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("service")
    (folder / "house.yaml").write_text(HOUSE)
    with serving(folder, "--policy", "house.yaml", "--as-of", "2026-11-22", "--max-bytes", "300000") as found:
        yield found


def problem(response: httpx.Response, status: int, kind: str) -> dict[str, Any]:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    found = response.json()
    assert found["type"] == f"urn:newsroom-compliance:problem:{kind}"
    assert found["status"] == status
    assert found["title"]
    assert found["detail"]
    return found


def test_an_article_that_keeps_its_terms_is_allowed(service: Service) -> None:
    answer = service.check(SILENT).json()
    assert answer["decision"] == "allow"
    assert (answer["blocking"], answer["warning"]) == ([], [])
    assert {each["status"] for each in answer["report"]["outcomes"]} >= {"met"}


def test_one_that_breaks_them_is_blocked_with_the_evidence(service: Service) -> None:
    answer = service.check(SPOKE).json()
    assert answer["decision"] == "block"
    assert answer["blocking"] == ["house/word"]
    (outcome,) = [each for each in answer["report"]["outcomes"] if each["rule"] == "house/word"]
    (evidence,) = outcome["evidence"]
    assert SPOKE["body"][evidence["start"] : evidence["end"]] == evidence["quote"] == "officials"
    assert outcome["clause"] == "officials are named"


def test_one_that_a_person_must_look_at_is_warned_of(service: Service) -> None:
    answer = service.check({"title": "T", "body": "Nobody spoke.", "carries": ["body"]}).json()
    assert answer["report"]["verdict"] in ("pass", "review")
    assert answer["decision"] == {"pass": "allow", "review": "warn"}[answer["report"]["verdict"]]


@pytest.mark.parametrize("name", ["dcnf.txt", "dcnf-republished.html", "library-roof.md"])
def test_a_report_is_the_command_lines_to_the_byte(service: Service, name: str) -> None:
    path = ROOT / "fixtures" / "articles" / name
    source = {".txt": "text", ".html": "html", ".md": "markdown"}[path.suffix]
    answer = service.check(path.read_text(encoding="utf-8"), source, name=str(path))
    assert answer.content.endswith(b"}}")
    assert _report(answer.content) == _printed(service, path)


def test_so_is_that_of_a_record(service: Service, tmp_path: Path) -> None:
    path = tmp_path / "bad.json"
    path.write_text(json.dumps(BAD))
    assert _report(service.check(BAD, name=str(path)).content) == _printed(service, path)


def test_so_is_that_of_a_copy_beside_its_original_with_a_waiver(tmp_path: Path) -> None:
    fixtures = ROOT / "fixtures"
    copy = fixtures / "copies" / "river-clinic.html"
    options = ["--policy", str(fixtures / "policies" / "alder-news.yaml"), "--originals", str(fixtures / "originals")]
    options += ["--policy", "dcnf", "--as-of", "2026-11-22"]
    findings = json.loads(CliRunner().invoke(app, ["check", *options, "--format", "jsonl", str(copy)]).stdout)[
        "outcomes"
    ]
    broken = next(each for each in findings if each["status"] == "violated")
    (tmp_path / "waivers.yaml").write_text(
        f"waivers: [{{rule: {broken['rule']}, article: '{copy}', evidence: {broken['seal']}, reason: agreed, "
        "owner: Kim Doe, expires: 2099-01-31}]\ninline: []\n"
    )
    options += ["--waivers", str(tmp_path / "waivers.yaml")]
    printed = CliRunner().invoke(app, ["check", *options, "--format", "jsonl", str(copy)]).stdout.splitlines()[0]
    with serving(tmp_path, *options) as service:
        answer = service.check(copy.read_text(encoding="utf-8"), "html", name=str(copy))
    assert _report(answer.content) == printed
    assert '"status":"waived"' in printed
    assert answer.json()["report"]["comparison"]["differences"]


def _report(answer: bytes) -> str:
    return answer.decode().partition('"report":')[2][:-1]


def _printed(service: Service, path: Path) -> str:
    house = service.log.parent / "house.yaml"
    options = ["--policy", "dcnf", "--policy", str(house), "--as-of", "2026-11-22", "--format", "jsonl"]
    result = CliRunner().invoke(app, ["check", *options, str(path)])
    assert result.exit_code in (0, 1), result.output
    return result.stdout.rstrip("\n")


def test_several_articles_have_an_answer_each(service: Service) -> None:
    body = {"articles": [{"article": SILENT}, {"article": SPOKE}, {"article": {"id": "x"}}]}
    answer = service.client.post("/v1/check/batch", json=body)
    assert answer.status_code == 200
    found = answer.json()
    assert [each["decision"] for each in found["answers"]] == ["allow", "block", "block"]
    assert found["decision"] == "block"
    assert found["answers"][2]["report"]["faults"][0]["reason"] == "`$.body` is missing"
    assert found["summary"]["articles"] == 3
    assert found["answers"][1] == service.check(SPOKE).json()


def test_an_article_that_cannot_be_read_is_no_check_and_is_blocked(service: Service) -> None:
    found = problem(service.check({"title": "no text"}), 422, "unreadable")
    assert found["decision"] == "block"
    assert found["report"]["faults"][0]["kind"] == "invalid-record"
    assert found["report"]["verdict"] == "review"


def test_a_desk_may_have_faults_warn_only(tmp_path: Path) -> None:
    with serving(tmp_path, "--on-fault", "warn") as service:
        assert problem(service.check({"title": "no text"}), 422, "unreadable")["decision"] == "warn"
        assert service.check(SPOKE).json()["decision"] == "warn"


def test_an_article_that_no_policy_applies_to_was_not_checked(tmp_path: Path) -> None:
    with serving(tmp_path) as service:
        answer = service.check(SPOKE)
        assert answer.status_code == 200
        assert answer.json()["decision"] == "block"
        assert answer.json()["report"]["faults"][0]["kind"] == "no-policy"


@pytest.mark.parametrize(
    ("body", "status", "kind"),
    [
        (b"", 400, "malformed"),
        (b"{", 400, "malformed"),
        (b"\xff\xfe{}", 400, "malformed"),
        ('{"article":{}}'.encode("utf-16"), 400, "malformed"),
        (b'{"article":' + b"[" * 100_000, 400, "malformed"),
        (b"[]", 422, "invalid"),
        (b"{}", 422, "invalid"),
        (b'{"article":{},"sauce":"record"}', 422, "invalid"),
        (b'{"article":{},"source":"joomla"}', 422, "invalid"),
        (b'{"article":{"body":"\xff"}}', 422, "unreadable"),
        (b'{"article":{"body":"\\ud800"}}', 400, "malformed"),
        (b'{"article":' + b"[" * 600 + b"]" * 600 + b"}", 422, "unreadable"),
        (b'{"article":"text"}', 422, "unreadable"),
        (b'{"article":{},"source":"html"}', 422, "unreadable"),
        (b'{"article":"","source":"text"}', 422, "unreadable"),
        (b'{"article":null}', 422, "unreadable"),
    ],
)
def test_what_is_no_request_is_told_so(service: Service, body: bytes, status: int, kind: str) -> None:
    response = service.client.post("/v1/check", content=body, headers={"content-type": "application/json"})
    found = problem(response, status, kind)
    assert ("decision" in found) is (kind == "unreadable")


def test_what_is_no_json_is_not_looked_at(service: Service) -> None:
    problem(service.client.post("/v1/check", content=b"{}", headers={"content-type": "text/plain"}), 415, "media-type")
    packed = {"content-type": "application/json", "content-encoding": "gzip"}
    problem(service.client.post("/v1/check", content=b"{}", headers=packed), 415, "media-type")


@pytest.mark.parametrize("authorization", [None, "Basic YTpi", f"Bearer {TOKEN}x", "Bearer", f"bearer{TOKEN}"])
def test_a_token_is_needed(service: Service, authorization: str | None) -> None:
    headers = {"authorization": authorization} if authorization is not None else {}
    response = httpx.post(f"{service.client.base_url}/v1/check", json={"article": SILENT}, headers=headers)
    problem(response, 401, "unauthorised")
    assert response.headers["www-authenticate"].startswith("Bearer")


def test_several_tokens_are_taken_and_health_needs_none(tmp_path: Path) -> None:
    tokens = tmp_path / "tokens"
    tokens.write_text("# two\nfirst-token-0123456789\nsecond-token-0123456789\n")
    with serving(tmp_path, "--tokens", str(tokens)) as service:
        base = service.client.base_url
        for token in ("first-token-0123456789", "second-token-0123456789", TOKEN):
            assert httpx.get(f"{base}/v1/rules", headers={"authorization": f"Bearer {token}"}).status_code == 200
        assert httpx.get(f"{base}/healthz").json() == {"status": "ok"}
        assert httpx.get(f"{base}/readyz").json()["status"] == "ready"
        assert httpx.get(f"{base}/metrics").status_code == 401


def test_browsers_are_turned_away(service: Service) -> None:
    response = service.client.post("/v1/check", json={"article": SILENT}, headers={"origin": "http://127.0.0.1"})
    problem(response, 403, "browser")
    assert not [name for name in response.headers if name.startswith("access-control")]
    preflight = service.client.options("/v1/check", headers={"origin": "https://evil.example"})
    problem(preflight, 403, "browser")


def test_other_paths_and_methods_are_told_so(service: Service) -> None:
    problem(service.client.get("/v2/check"), 404, "not-found")
    wrong = service.client.get("/v1/check")
    problem(wrong, 405, "method")
    assert wrong.headers["allow"] == "POST"


def test_what_is_published_already_is_waived(service: Service) -> None:
    both = {"title": "A title", "body": "<p>The officials spoke.</p><p>Anonymous officials left.</p>"}
    same = service.check(SPOKE, before=SPOKE).json()
    assert same["decision"] == "allow"
    (outcome,) = [each for each in same["report"]["outcomes"] if each["rule"] == "house/word"]
    assert (outcome["status"], outcome["excuse"]["by"]) == ("waived", "revision")
    assert service.check(SPOKE, before=SILENT).json()["decision"] == "block"
    assert service.check(both, before=SPOKE).json()["decision"] == "block"
    assert service.check(SPOKE, before={"body": " "}).json()["decision"] == "block"
    problem(service.check(SPOKE, before={"no": "article"}), 422, "invalid")
    batch = {"articles": [{"article": SILENT}, {"article": SPOKE, "before": []}]}
    problem(service.client.post("/v1/check/batch", json=batch), 422, "invalid")


def test_rules_and_policies_are_listed(service: Service) -> None:
    policies = service.client.get("/v1/policies").json()
    assert [each["id"] for each in policies["policies"]] == ["dcnf", "house"]
    assert policies["refused"] is None
    rules = service.client.get("/v1/rules").json()
    assert rules["plan"] == policies["plan"] == service.check(SILENT).json()["report"]["plan"]
    assert sum(each["rules"] for each in policies["policies"]) == len(rules["rules"])
    (word,) = [each for each in rules["rules"] if each["id"] == "house/word"]
    assert word["clause"] == "officials are named"


def test_it_counts_what_it_does(service: Service) -> None:
    before = _metrics(service)
    service.check(SPOKE)
    service.check({"title": "no text"})
    after = _metrics(service)
    rise = {name: after.get(name, 0) - before.get(name, 0) for name in after}
    assert rise['compliance_decisions_total{decision="block"}'] == 2
    assert rise['compliance_findings_total{rule="house/word"}'] == 1
    assert rise['compliance_faults_total{kind="invalid-record"}'] == 1
    assert rise['compliance_requests_total{route="check",status="422"}'] == 1
    assert rise["compliance_check_seconds_count"] == 2


def _metrics(service: Service) -> dict[str, float]:
    lines = service.client.get("/metrics").text.splitlines()
    return {
        name: float(value) for name, _, value in (line.rpartition(" ") for line in lines if not line.startswith("#"))
    }


def test_it_logs_what_it_decided_and_none_of_the_text(service: Service) -> None:
    secret = {"title": "Unheard-of title", "body": "<p>Unspeakable officials.</p>"}
    answer = service.check(secret, name="unnamed-thing")
    service.client.get("/v1/whoever-made-this-up")
    service.client.get("/healthz", headers={"x-request-id": "from-the-cms"})
    entry = service.entry(answer.headers["x-request-id"])
    assert entry["decision"] == "block"
    assert entry["content"] == answer.json()["report"]["content"]
    assert entry["ms"] > 0
    assert service.entry("from-the-cms")["route"] == "health"
    log = service.log.read_text(encoding="utf-8")
    assert not [word for word in ("Unheard", "Unspeakable", "unnamed-thing", "made-this-up", TOKEN) if word in log]


def test_the_description_leads_nowhere_else_and_its_examples_keep_it() -> None:
    whole = description()
    references = set(re.findall(r'"\$ref": "#/components/schemas/(\w+)"', json.dumps(whole)))
    assert references <= set(whole["components"]["schemas"])
    for name, shown in (("Submission", examples.SUBMISSIONS), ("Batch", examples.BATCHES)):
        validator = Draft202012Validator({"$ref": f"#/components/schemas/{name}", "components": whole["components"]})
        for each in shown.values():
            assert list(validator.iter_errors(each["value"])) == []


@pytest.mark.parametrize("source", ["record", "wordpress", "superdesk"])
def test_the_examples_of_the_description_are_answered(service: Service, source: str) -> None:
    submission = examples.SUBMISSIONS[source]["value"]
    answer = service.client.post("/v1/check", json=submission)
    assert answer.status_code == 200, answer.text
    hooked = service.client.post(f"/v1/webhook/{source}", json=submission["article"])
    assert hooked.json() == answer.json()
    assert "dcnf/logo" in answer.json()["blocking"]


def test_a_repair_that_is_made_puts_the_finding_right(service: Service) -> None:
    mending = examples.MENDINGS["body"]["value"]
    article = mending["article"]
    assert "dcnf/affiliation" in service.check(article).json()["blocking"]
    (repair,) = service.client.post("/v1/repairs", json=mending).json()["repairs"]
    assert repair["rule"] == "dcnf/affiliation"
    (edit,) = repair["edits"]
    assert edit["field"] == "body"
    body = article["body"][: edit["start"]] + edit["text"] + article["body"][edit["end"] :]
    mended = service.check({**article, "body": body}).json()
    assert "dcnf/affiliation" not in mended["blocking"]
    (anywhere,) = service.client.post("/v1/repairs", json={"article": article}).json()["repairs"]
    assert anywhere["edits"][0]["field"] == "byline"
    problem(service.client.post("/v1/repairs", json={"article": {"title": "x"}}), 422, "invalid")


def test_a_webhook_of_nobody_is_told_so(service: Service) -> None:
    problem(service.client.post("/v1/webhook/joomla", json={}), 422, "invalid")
