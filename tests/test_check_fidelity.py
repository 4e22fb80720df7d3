"""The check `fidelity`: what it asks for, and what it says without the original."""

from __future__ import annotations

from building import article, complaints, judge

from compliance.checks import fidelity


def test_without_the_original_nothing_is_known() -> None:
    outcome = judge(fidelity, article(), kind="unchanged", allow=("style",))
    assert outcome.status == "undetermined"
    assert "--originals" in outcome.reason


def test_parameters_of_another_kind_are_complained_of() -> None:
    assert complaints(fidelity, kind="headline", allow=("style",), words=3) == ["allow", "words"]
    assert complaints(fidelity, kind="links", expect="excluded", phrases=("a",)) == ["expect", "phrases"]


def test_an_excerpt_has_one_limit() -> None:
    assert complaints(fidelity, kind="excerpt") == ["kind"]
    assert complaints(fidelity, kind="excerpt", words=250, whole=True) == ["kind"]
    assert complaints(fidelity, kind="excerpt", paragraphs=3) == []
    assert complaints(fidelity, kind="excerpt", paragraphs=-3) == ["paragraphs"]


def test_a_window_can_be_kept() -> None:
    assert complaints(fidelity, kind="window", wait=2, within=90, date="now") == []
    assert complaints(fidelity, kind="window", wait=90, within=2) == ["within"]
    assert complaints(fidelity, kind="window", wait=99_999) == ["wait"]


def test_phrases_have_letters() -> None:
    assert complaints(fidelity, kind="withdrawn", phrases=(" ",)) == ["phrases"]
