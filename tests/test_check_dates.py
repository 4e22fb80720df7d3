from __future__ import annotations

import datetime as dt

import pytest
from building import NOTHING, article, complaints, judge, quotes

from compliance.checks import dates


def at(text: str) -> tuple[str, dt.datetime | None]:
    value = dt.datetime.fromisoformat(text)
    return text, value if value.tzinfo else value.replace(tzinfo=dt.UTC)


def dated(**texts: str):
    return article(dates={name: at(text) for name, text in texts.items()})


@pytest.mark.parametrize(
    ("published", "embargoed", "status"),
    [
        ("2024-11-05T12:00:00+00:00", "2024-11-05T12:00:00+00:00", "met"),
        ("2024-11-05T11:59:59+00:00", "2024-11-05T12:00:00+00:00", "violated"),
        ("2024-11-05T12:30:00+02:00", "2024-11-05T12:00:00+00:00", "violated"),
        ("2024-11-05T00:30:00+00:00", "2024-11-05", "met"),
        ("2024-11-04", "2024-11-05", "violated"),
        ("2024-11-05", "2024-11-05", "met"),
        ("2024-11-05", "2024-11-05T12:00:00+00:00", "undetermined"),
    ],
)
def test_an_embargo(published: str, embargoed: str, status: str) -> None:
    outcome = judge(dates, dated(published=published, embargoed=embargoed), not_before="embargoed")
    assert outcome.status == status
    assert quotes(outcome) == [published, embargoed]


@pytest.mark.parametrize(("updated", "status"), [("2024-11-30", "met"), ("2024-12-02", "violated")])
def test_a_window_after_the_original(updated: str, status: str) -> None:
    page = dated(updated=updated, original="2024-11-01")
    assert judge(dates, page, date="updated", not_after="original", days=30).status == status


def test_the_last_day_of_a_window_counts_to_its_end() -> None:
    page = dated(published="2024-11-05T23:00:00+00:00", expires="2024-11-05")
    assert judge(dates, page, not_after="expires").status == "met"


def test_now_is_given_or_unknown() -> None:
    page = dated(expires="2024-11-05")
    assert judge(dates, page, date="now", not_after="expires").status == "undetermined"
    for day, status in ((4, "met"), (5, "met"), (6, "violated")):
        as_of = dt.date(2024, 11, day)
        assert judge(dates, page, as_of=as_of, date="now", not_after="expires").status == status


def test_both_limits_and_the_worse_counts() -> None:
    page = dated(published="2024-11-05", embargoed="2024-11-01", expires="2024-11-03")
    outcome = judge(dates, page, not_before="embargoed", not_after="expires")
    assert outcome.status == "violated"
    assert quotes(outcome) == ["2024-11-05", "2024-11-03"]


def test_a_date_that_cannot_be_read_is_quoted() -> None:
    page = article(dates={"published": at("2024-11-05"), "embargoed": ("next week", None)})
    outcome = judge(dates, page, not_before="embargoed")
    assert (outcome.status, quotes(outcome)) == ("undetermined", ["next week"])
    unread = article(dates={"published": ("soon", None), "embargoed": at("2024-11-05")})
    assert judge(dates, unread, not_before="embargoed").status == "undetermined"


def test_missing_dates() -> None:
    page = dated(published="2024-11-05")
    for missing in ("undetermined", "violated", "not_applicable"):
        outcome = judge(dates, page, not_before="embargoed", missing=missing)
        assert outcome.status == missing
        assert (outcome.insert is not None) == (missing == "violated")
    unpublished = judge(dates, dated(embargoed="2024-11-05"), not_before="embargoed", missing="not_applicable")
    assert unpublished.status == "undetermined"
    text = judge(dates, article(form="text", carries=NOTHING), not_before="embargoed")
    assert text.status == "undetermined"
    assert "plain text can carry no date" in text.reason


def test_the_end_of_the_calendar() -> None:
    page = dated(published="2024-11-05", original="9999-12-31")
    assert judge(dates, page, not_after="original", days=90).status == "undetermined"


def test_complaints() -> None:
    assert complaints(dates) == ["date"]
    assert complaints(dates, not_before="published") == ["not_before"]
    assert complaints(dates, not_after="expires", days=10**6) == ["days"]
