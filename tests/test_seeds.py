"""The two articles the project began with: what must be found in them, and in each way of getting them wrong."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from compliance.article import Article
from compliance.desk import NO_DESK, Desk
from compliance.finding import Outcome
from compliance.load import load, load_desk, usual
from compliance.plan import compile as compile_plan
from compliance.readers import read_text
from compliance.report import Report
from compliance.scan import Scanner

FIXTURES = Path(__file__).parent.parent / "fixtures"
RULEBOOK = load(usual())
PLAN = compile_plan(RULEBOOK.policies, RULEBOOK.lexicon)
ELIGIBLE = load_desk(FIXTURES / "desks" / "eligible.yaml")
LICENSED = load_desk(FIXTURES / "desks" / "licensed.yaml")

PAGE = (FIXTURES / "articles" / "dcnf-republished.html").read_text(encoding="utf-8")
LOGO = '<img src="/assets/partners/dcnf-logo.png" alt="Daily Caller News Foundation logo" width="240" height="60">'
NOTICE = PAGE[PAGE.index("<p><em>All content created") : PAGE.index("</em></p>") + len("</em></p>")]


def read(text: str, name: str) -> Article:
    (article,) = read_text(text, name)
    assert isinstance(article, Article), article
    return article


def fixture(name: str) -> str:
    return (FIXTURES / "articles" / name).read_text(encoding="utf-8")


def check(text: str, name: str = "article.html", desk: Desk = NO_DESK, as_of: dt.date | None = None) -> Report:
    return Scanner(PLAN, desk, as_of).scan(read(text, name))


def outcome(report: Report, rule: str) -> Outcome:
    return next(each for each in report.outcomes if each.rule == rule)


def status(report: Report, rule: str) -> str:
    return outcome(report, rule).status


def quotes(report: Report, rule: str) -> list[str]:
    return [piece.quote for piece in outcome(report, rule).evidence]


def broken(report: Report) -> set[str]:
    """What keeps the article from passing; the topics and sources that are merely noted are no such thing."""
    return {each.rule for each in report.findings if each.level != "may"}


def edited(*replacements: tuple[str, str], page: str = PAGE) -> str:
    for old, new in replacements:
        assert old in page, old
        page = page.replace(old, new)
    return page


class TestDcnfText:
    report = check(fixture("dcnf.txt"), "dcnf.txt")

    def test_it_is_blocked(self) -> None:
        assert self.report.verdict == "block"
        assert not self.report.faults

    def test_it_is_recognised_by_its_notice(self) -> None:
        (origin,) = self.report.provenance
        assert origin.policy == "dcnf"
        assert origin.recognised
        assert any("content created by the Daily Caller News Foundation" in piece.quote for piece in origin.evidence)

    def test_nobody_is_named_and_the_notice_is_no_credit(self) -> None:
        assert status(self.report, "dcnf/byline") == "violated"
        assert status(self.report, "dcnf/affiliation") == "violated"
        assert outcome(self.report, "dcnf/byline").insert is not None
        assert outcome(self.report, "dcnf/affiliation").insert is not None
        assert quotes(self.report, "dcnf/affiliation") == ["Daily Caller News Foundation", "DCNF"]

    def test_plain_text_cannot_show_a_logo_nor_a_desk_that_said_nothing_its_audience(self) -> None:
        assert status(self.report, "dcnf/logo") == "undetermined"
        assert status(self.report, "dcnf/eligibility") == "undetermined"

    def test_a_person_is_told_of_every_manual_item(self) -> None:
        manual = {each.rule for each in self.report.outcomes if each.manual}
        assert manual == {
            "dcnf/right-reporter", "dcnf/genuine-logo", "dcnf/other-owners", "dcnf/contact", "sensitive/unlisted",
        }  # fmt: skip

    def test_its_topics_are_shown_and_their_tags_asked_for(self) -> None:
        assert status(self.report, "adult-content/topic") == "violated"
        assert quotes(self.report, "adult-content/topic") == ["pornography"] * 3
        assert status(self.report, "armed-conflict/topic") == "violated"
        assert {"soldiers", "troops", "combat"} <= set(quotes(self.report, "armed-conflict/topic"))
        for rule in ("adult-content/tag", "armed-conflict/tag"):
            assert status(self.report, rule) == "undetermined"
            assert "tag" in outcome(self.report, rule).reason

    def test_its_unnamed_sources_are_shown(self) -> None:
        assert quotes(self.report, "sensitive/anonymous-source") == ["an unnamed source", "A usually reliable source"]

    def test_the_damaged_address_is_shown(self) -> None:
        assert status(self.report, "sensitive/damaged-contact") == "violated"
        assert quotes(self.report, "sensitive/damaged-contact") == ["[email protected]"]

    def test_it_shows_no_other_topic(self) -> None:
        noted = {each.rule for each in self.report.findings if not each.rule.startswith("dcnf/")}
        assert noted == {
            "adult-content/topic", "adult-content/tag", "armed-conflict/topic",
            "armed-conflict/tag", "sensitive/anonymous-source", "sensitive/damaged-contact", "sourcing/bare-source",
            "sourcing/single-source", "sourcing/headline-hearsay",
        }  # fmt: skip

    def test_the_desk_profile_settles_eligibility(self) -> None:
        report = check(fixture("dcnf.txt"), "dcnf.txt", ELIGIBLE)
        assert status(report, "dcnf/eligibility") == "met"
        assert report.verdict == "block"


class TestDcnfRepublished:
    report = check(PAGE, desk=ELIGIBLE)

    def test_it_passes(self) -> None:
        assert broken(self.report) == set()
        assert not self.report.faults
        assert self.report.verdict == "pass"

    @pytest.mark.parametrize(
        "rule",
        [
            "dcnf/provenance", "dcnf/byline", "dcnf/affiliation", "dcnf/logo", "dcnf/eligibility",
            "adult-content/tag", "armed-conflict/tag", "sensitive/damaged-contact",
        ],
    )  # fmt: skip
    def test_every_obligation_is_met_with_its_proof(self, rule: str) -> None:
        assert status(self.report, rule) == "met"
        if rule not in ("dcnf/eligibility", "sensitive/damaged-contact"):
            assert outcome(self.report, rule).evidence

    def test_the_logo_is_the_proof_of_the_logo(self) -> None:
        assert quotes(self.report, "dcnf/logo") == [LOGO]

    def test_topics_and_sources_are_noted_all_the_same(self) -> None:
        noted = {each.rule for each in self.report.findings}
        assert noted == {
            "adult-content/topic", "armed-conflict/topic", "sensitive/anonymous-source", "sourcing/bare-source",
            "sourcing/single-source",
        }  # fmt: skip

    def test_the_furniture_of_the_page_is_not_the_article(self) -> None:
        for words in ("protected]", "sources said", "By Staff"):
            assert words in PAGE
            assert not any(words in piece.quote for each in self.report.outcomes for piece in each.evidence)

    def test_without_the_desk_profile_a_person_decides(self) -> None:
        report = check(PAGE)
        assert broken(report) == {"dcnf/eligibility"}
        assert report.verdict == "review"


BYLINE = "By Mara Ellison, Daily Caller News Foundation"
AFFILIATED = '"affiliation": {"@type": "Organization", "name": "Daily Caller News Foundation"}'

MUTANTS = {
    "the outlet's name in the author field": (
        "dcnf/byline",
        edited(
            (BYLINE, "By Daily Caller News Foundation"),
            ('content="Mara Ellison"', 'content="Daily Caller News Foundation"'),
            ('"name": "Mara Ellison"', '"name": "Daily Caller News Foundation"'),
        ),
    ),
    "staff in the author field": ("dcnf/byline", edited(("Mara Ellison", "Staff"))),
    "the republisher in the author field": ("dcnf/byline", edited(("Mara Ellison", "Example Gazette"))),
    "affiliation only in the body text": (
        "dcnf/affiliation",
        edited(
            (BYLINE, "By Mara Ellison"),
            (AFFILIATED, '"jobTitle": "reporter"'),
            ("according to a Tuesday report", "a Daily Caller News Foundation review found on Tuesday"),
        ),
    ),
    "The Daily Caller instead of DCNF": (
        "dcnf/affiliation",
        edited((BYLINE, "By Mara Ellison, The Daily Caller"), (AFFILIATED, AFFILIATED.replace(" News Foundation", ""))),
    ),
    "no logo": ("dcnf/logo", edited((LOGO, ""))),
    "logo of one pixel": ("dcnf/logo", edited((LOGO, LOGO.replace('"240"', '"1"').replace('"60"', '"1"')))),
    "logo in noscript": ("dcnf/logo", edited((LOGO, f"<noscript>{LOGO}</noscript>"))),
    "logo not displayed": ("dcnf/logo", edited((LOGO, LOGO.replace("<img ", '<img style="display: none" ')))),
    "logo without a source": ("dcnf/logo", edited(('src="/assets/partners/dcnf-logo.png"', 'src=""'))),
    "logo of The Daily Caller": (
        "dcnf/logo",
        edited((LOGO, '<img src="/assets/partners/daily-caller-logo.png" alt="The Daily Caller logo">')),
    ),
    "logo only in the page's footer": ("dcnf/logo", edited((LOGO, ""), ("<p>© Example", f"{LOGO}<p>© Example"))),
}


@pytest.mark.parametrize("name", MUTANTS)
def test_faking_one_thing_breaks_exactly_that_obligation(name: str) -> None:
    rule, page = MUTANTS[name]
    report = check(page, desk=ELIGIBLE)
    assert status(report, rule) == "violated"
    assert broken(report) == {rule}
    assert report.verdict == "block"


def test_no_byline_at_all_leaves_the_affiliation_nowhere_to_stand() -> None:
    page = edited((BYLINE, ""), ('<meta name="author" content="Mara Ellison">', ""), ('"name": "Mara Ellison",', ""))
    report = check(edited((AFFILIATED, '"jobTitle": "reporter"'), page=page), desk=ELIGIBLE)
    assert broken(report) == {"dcnf/byline", "dcnf/affiliation"}


def test_without_the_notice_the_byline_still_tells_whose_copy_it_is() -> None:
    """The notice need not be republished, and taking it out does not take the copy out of its terms."""
    report = check(edited((NOTICE, ""), (LOGO, "")), desk=ELIGIBLE)
    assert status(report, "dcnf/provenance") == "met"
    assert broken(report) == {"dcnf/logo"}


def test_a_mention_is_a_hint_and_no_more() -> None:
    page = fixture("harbour-crane.html").replace(
        "It had stood there since 1935.",
        "A Daily Caller News Foundation review found that it had stood there since 1935.",
    )
    report = check(page)
    assert broken(report) == {"dcnf/provenance"}
    assert report.verdict == "review"
    assert not any(each.rule == "dcnf/byline" for each in report.outcomes)


def test_tags_taken_out_are_missed_and_hold_the_article() -> None:
    report = check(edited((", Rm3SiT, I4GWl6, medtop:20000815, medtop:20000056", "")), desk=ELIGIBLE)
    assert broken(report) == {"adult-content/tag", "armed-conflict/tag"}
    assert report.verdict == "review"
    assert "pornography" in quotes(report, "adult-content/tag")


def test_a_damaged_address_in_the_notice_is_found() -> None:
    page = edited((">licensing@dailycallernewsfoundation.org<", ">[email&#160;protected]<"))
    report = check(page, desk=ELIGIBLE)
    assert broken(report) == {"sensitive/damaged-contact"}
    assert quotes(report, "sensitive/damaged-contact") == ["[email&#160;protected]"]
    assert report.verdict == "review"


class TestMetroText:
    report = check(fixture("metro.txt"), "metro.txt")

    def test_it_is_recognised_and_blocked_without_a_licence(self) -> None:
        (origin,) = self.report.provenance
        assert origin.policy == "metro-uk"
        assert origin.recognised
        assert status(self.report, "metro-uk/licence") == "violated"
        assert self.report.verdict == "block"

    def test_both_picture_credits_are_read(self) -> None:
        assert status(self.report, "metro-uk/picture-credits") == "met"
        found = quotes(self.report, "metro-uk/picture-credits")
        assert len(found) == 2
        assert "AFP" in found[0]
        assert "North Korean Tech" in found[1]

    def test_both_house_sentences_are_shown_where_they_stand(self) -> None:
        article = read(fixture("metro.txt"), "metro.txt")
        evidence = outcome(self.report, "metro-uk/furniture").evidence
        assert [piece.quote for piece in evidence] == [
            "Get in touch with our news team by emailing us at",
            "For more stories like this, check our news page",
        ]
        assert [article.position(piece.span)[0] for piece in evidence] == [17, 18]

    def test_it_shows_the_same_topics(self) -> None:
        assert quotes(self.report, "adult-content/topic") == ["pornography", "pornography", "porn"]
        assert status(self.report, "armed-conflict/topic") == "violated"
        assert "A source at the Financial" in quotes(self.report, "sensitive/anonymous-source")
        assert status(self.report, "sensitive/damaged-contact") == "met"

    def test_it_is_neither_hate_nor_terrorism_nor_drugs(self) -> None:
        for topic in ("hate-speech", "terrorism", "drugs"):
            assert status(self.report, f"{topic}/topic") == "met"

    def test_a_licence_on_file_leaves_the_furniture_and_the_tags(self) -> None:
        report = check(fixture("metro.txt"), "metro.txt", LICENSED, dt.date(2024, 11, 6))
        assert status(report, "metro-uk/licence") == "met"
        assert broken(report) == {
            "metro-uk/furniture", "adult-content/tag", "armed-conflict/tag",
            "sourcing/headline-hearsay",  # plain text has no headline to look at
        }  # fmt: skip
        assert report.verdict == "review"

    def test_a_licence_that_has_run_out_is_none(self) -> None:
        report = check(fixture("metro.txt"), "metro.txt", LICENSED, dt.date(2027, 1, 1))
        assert status(report, "metro-uk/licence") == "violated"


class TestOrdinaryArticles:
    @pytest.mark.parametrize("name", ["harbour-crane.html", "library-roof.md"])
    def test_nobodys_copy_without_a_sensitive_word_passes(self, name: str) -> None:
        report = check(fixture(name), name)
        assert report.provenance == ()
        assert report.findings == ()
        assert report.verdict == "pass"

    def test_a_record_with_byline_affiliation_and_logo_passes(self) -> None:
        report = check(fixture("bridge-records.json"), "bridge-records.json", ELIGIBLE)
        assert broken(report) == set()
        assert status(report, "dcnf/affiliation") == "met"
        assert report.verdict == "pass"

    def test_the_three_records_of_a_wire_each_get_their_own_verdict(self) -> None:
        lines = fixture("wire.jsonl").splitlines()
        reports = [check(line, f"{json.loads(line)['id']}.json", ELIGIBLE) for line in lines]
        assert [report.verdict for report in reports] == ["pass", "block", "pass"]
        assert "dcnf/byline" in broken(reports[1])
        assert reports[2].provenance == ()

    def test_troops_battles_and_wars_that_are_none(self) -> None:
        sensitive = next(policy for policy in RULEBOOK.policies if policy.policy == "sensitive")
        good = sensitive.articles["good"]
        assert isinstance(good, str)
        for words in ("war on drugs", "troops", "Battle of the Bands", "food porn", "bombshell"):
            assert words in good
        assert check(good).findings == ()
