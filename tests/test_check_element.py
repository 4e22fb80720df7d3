from __future__ import annotations

import pytest
from building import EVERYTHING, NOTHING, article, complaints, judge, notes, quotes

from compliance.checks import element
from compliance.policy import Outlet

PIXEL = {"src": r"https?://{domain}/.*republication-pixel=true.*"}
GOOD = "https://pixel.example.org/x?republication-pixel=true&post=1"


def pixel(src: str = GOOD, hidden: str = "1x1", **parameters):
    page = article(elements=[("img", {"src": src}, hidden)])
    return judge(element, page, tag=("img",), attributes=PIXEL, **parameters)


def test_a_pixel_is_met_though_no_reader_sees_it() -> None:
    outcome = pixel()
    assert outcome.status == "met"
    assert quotes(outcome)[0].startswith("<img")
    assert pixel(hidden="display:none").status == "met"


def test_a_pixel_that_is_loaded_lazily() -> None:
    page = article(elements=[("img", {"src": "data:,", "data-src": GOOD})])
    assert judge(element, page, tag=("img",), attributes=PIXEL).status == "met"


@pytest.mark.parametrize(
    "src",
    [
        "https://evil-example.org/?republication-pixel=true",
        "https://example.org.evil.net/?republication-pixel=true",
        "x" + GOOD,
    ],
)
def test_a_pixel_on_another_host_does_not_count(src: str) -> None:
    outcome = pixel(src)
    assert outcome.status == "violated"
    assert outcome.insert is not None


def test_a_pixel_that_browsers_do_not_load() -> None:
    outcome = pixel(hidden="noscript")
    assert outcome.status == "violated"
    assert "`noscript`" in notes(outcome)
    assert pixel(hidden="noscript", loaded=False).status == "met"


def test_a_pattern_must_match_the_whole_value() -> None:
    page = article(elements=[("meta", {"name": "robots", "content": "index"})])
    wanted = {"name": "robots", "content": "no"}
    assert judge(element, page, tag=("meta",), attributes=wanted).status == "violated"
    noindex = article(elements=[("meta", {"name": "ROBOTS", "content": " noindex "})])
    assert judge(element, noindex, tag=("meta",), attributes={"name": "robots", "content": "noindex"}).status == "met"


def test_the_element_that_went_wrong_is_quoted() -> None:
    page = article(elements=[("meta", {"name": "robots", "content": "index"}), ("meta", {"name": "x"})])
    outcome = judge(element, page, tag=("meta",), attributes={"name": "robots", "content": "noindex"})
    assert notes(outcome) == "has `index` for its `content`"


def test_a_forbidden_element() -> None:
    assert pixel("https://other.net/", expect="absent").status == "met"
    assert pixel(expect="absent").status == "violated"
    assert pixel(hidden="noscript", expect="absent").status == "violated"


@pytest.mark.parametrize("expect", ["present", "absent"])
def test_what_a_format_cannot_carry_is_undetermined(expect: str) -> None:
    text = article(form="text", carries=NOTHING)
    assert judge(element, text, tag=("img",), attributes=PIXEL, expect=expect).status == "undetermined"
    fragment = article(carries=EVERYTHING - {"canonical"})
    assert judge(element, fragment, tag=("meta",), expect=expect).status == "undetermined"
    assert judge(element, fragment, tag=("img",), attributes=PIXEL, expect=expect).status != "undetermined"
    record = article(form="json")
    assert judge(element, record, tag=("meta",), expect=expect).status == "undetermined"


def test_a_records_canonical_address_counts() -> None:
    wanted = {"rel": "canonical", "href": "https?://{domain}/.+"}
    ours = article(form="json", canonical="https://republisher.net/a")
    theirs = article(form="json", canonical="https://example.org/a")
    assert judge(element, theirs, tag=("link",), attributes=wanted).status == "met"
    outcome = judge(element, ours, tag=("link",), attributes=wanted)
    assert (outcome.status, quotes(outcome)) == ("violated", ["https://republisher.net/a"])


def test_no_domain_to_fill_in() -> None:
    page = article(elements=[("img", {"src": GOOD})])
    for outlet in (None, Outlet(name="Nobody")):
        assert judge(element, page, outlet=outlet, tag=("img",), attributes=PIXEL).status == "undetermined"


def test_complaints() -> None:
    assert complaints(element, tag=()) == ["tag"]
    assert complaints(element, tag=("img",), attributes={"src": "(?=a)"}) == ["attributes"]
    assert complaints(element, tag=("img",), attributes={"src": "{outlet}"}) == ["attributes"]
    assert complaints(element, tag=("img",), attributes={"src": ".*{domain}/x"}) == ["attributes"]
    assert complaints(element, tag=("img",), attributes={"src": "https://{domain}.*"}) == ["attributes"]
