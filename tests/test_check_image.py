from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from building import NOTHING, article, complaints, judge, notes, quotes

from compliance.article import Text
from compliance.checks import image
from compliance.lexicon import Lexicon
from compliance.picture import credits_in

PICTURES = Path(__file__).parent.parent / "rules" / "lexicon" / "pictures.yaml"
LEXICON = Lexicon(picture_credits=tuple(yaml.safe_load(PICTURES.read_text(encoding="utf-8"))["picture_credits"]))
LOGO = {"src": "/files/tde-logo.png", "alt": "The Daily Example"}
IDENTITY = ("tde[-_]logo", "the daily example")


def found(line: str) -> list[str]:
    from compliance.article import Block

    text = Text(line, "body", blocks=(Block(0, len(line), "p"),))
    return [credit.name for credit in credits_in(text, LEXICON)]


@pytest.mark.parametrize(
    ("caption", "credit"),
    [
        ("Troops on the march (Picture: AFP)", "AFP"),
        ("(Pictures: Anna Lee / Rex)", "Anna Lee / Rex"),
        ("A dog (Credits: Getty Images)", "Getty Images"),
        ("A vote (Photo by Ann Lee/Town Advocate)", "Ann Lee/Town Advocate"),
        ("A vote (Photo by Ann Lee for the Town Journal.)", "Ann Lee for the Town Journal"),
        ("A bog in the north. Ann Lee / Getty Images", "Ann Lee / Getty Images"),
        ("A bog in the north. Ann Lee / Reuters", "Ann Lee / Reuters"),
        ("Photo: Jane Doe", "Jane Doe"),
        ("A harbour. Photo: Jane Doe.", "Jane Doe"),
        ("Image © Reuters", "Reuters"),
        ("The moon. Courtesy of NASA", "NASA"),
        ("The moon (Photo courtesy of NASA)", "NASA"),
        ("A field (Ann Lee/AFP via Getty Images)", "Ann Lee/AFP via Getty Images"),
        ("A field. Ann Lee via Getty Images", "Ann Lee via Getty Images"),
        ("A field (AP Photo/Ann Lee)", "AP Photo/Ann Lee"),
        ("Foto: dpa", "dpa"),
        ("Ein Feld (Foto: Ann Lee/dpa)", "Ann Lee/dpa"),
        ("Un champ. Crédit photo : AFP", "AFP"),
    ],
)
def test_credits_as_newspapers_write_them(caption: str, credit: str) -> None:
    assert found(caption) == [credit]


@pytest.mark.parametrize(
    "line",
    [
        "The tour was arranged courtesy of the mayor.",
        "He showed a photo by the roadside and wept (the picture was old).",
        "She said: the image: of a town lost, of streets gone, remained with her for years.",
        "JANE DOE / AP",
        "Readers may call and/or write",
        "Picture a town without a council",
        "The bank sold shares to Getty Images, it said.",
        "Source: the ministry.",
    ],
)
def test_prose_is_no_credit(line: str) -> None:
    assert found(line) == []


def test_two_credits_of_one_caption() -> None:
    assert found("Left (Picture: AFP) and right (Picture: EPA)") == ["AFP", "EPA"]


def test_a_visible_logo_is_met() -> None:
    outcome = judge(image, article(images=[{"src": "cat.jpg"}, LOGO]), identity=IDENTITY)
    assert outcome.status == "met"
    assert quotes(outcome) == ['<img src="/files/tde-logo.png" alt="The Daily Example">']


@pytest.mark.parametrize("hidden", ["1x1", "display:none", "noscript"])
def test_a_logo_that_nobody_sees(hidden: str) -> None:
    outcome = judge(image, article(images=[{**LOGO, "hidden": hidden}]), identity=IDENTITY)
    assert outcome.status == "violated"
    assert notes(outcome) == hidden
    assert hidden in outcome.reason
    assert outcome.insert is not None


def test_a_logo_without_a_source_or_outside_the_article() -> None:
    empty = judge(image, article(images=[{**LOGO, "src": " "}]), identity=IDENTITY)
    assert (empty.status, notes(empty)) == ("violated", "no src")
    outside = judge(image, article(images=[{**LOGO, "in_body": False}]), identity=IDENTITY)
    assert (outside.status, notes(outside)) == ("violated", "outside the article")


def test_a_logo_is_known_by_address_alt_text_or_caption() -> None:
    for picture in (
        {"src": "TDE%2Dlogo.svg"},
        {"alt": "the daily\u00a0Example"},
        {"caption": "Logo: The Daily Example"},
    ):
        assert judge(image, article(images=[picture]), identity=IDENTITY).status == "met"
    outcome = judge(image, article(images=[{"alt": "The Daily Caller"}]), identity=IDENTITY)
    assert outcome.status == "violated"
    assert outcome.insert is not None


def test_plain_text_cannot_show_a_logo_or_its_absence() -> None:
    outcome = judge(image, article(form="text", carries=NOTHING), identity=IDENTITY)
    assert outcome.status == "undetermined"
    assert outcome.insert is not None


def credits(article_, **parameters):
    return judge(image, article_, lexicon=LEXICON, expect="credits", **parameters)


def test_every_picture_keeps_a_credit() -> None:
    outcome = credits(article(images=[{"caption": "A dog (Picture: AFP)"}, {"credit": "Jane Doe"}]))
    assert outcome.status == "met"
    assert quotes(outcome) == ["AFP", "Jane Doe"]
    assert notes(outcome) == "picture credit; picture credit"


@pytest.mark.parametrize(
    ("picture", "note"),
    [({}, "no caption and no credit"), ({"caption": "A dog"}, "no credit"), ({"credit": " "}, "no caption")],
)
def test_a_picture_without_a_credit(picture, note: str) -> None:
    outcome = credits(article(images=[{"caption": "A dog (Picture: AFP)"}, picture]))
    assert outcome.status == "violated"
    assert note in notes(outcome)
    assert outcome.insert is not None
    assert len(outcome.evidence) == 1


def test_pixels_furniture_and_logos_need_no_credit() -> None:
    pictures = [{"hidden": "1x1"}, {"in_body": False}, LOGO, {"credit": "AFP"}]
    assert quotes(credits(article(images=pictures), identity=IDENTITY)) == ["AFP"]


def test_denied_and_allowed_credits() -> None:
    getty = article(images=[{"caption": "A field. Ann Lee / Getty Images"}])
    assert credits(getty).status == "met"
    outcome = credits(getty, deny=("getty",))
    assert outcome.status == "violated"
    assert quotes(outcome) == ["Ann Lee / Getty Images"]
    assert credits(getty, allow=("{outlet}",)).status == "violated"
    assert credits(article(images=[{"credit": "Ann Lee/TDE"}]), allow=("{outlet}",)).status == "met"
    assert credits(article(images=[{"caption": "Image © Reuters"}]), deny=("image ©",)).status == "violated"
    assert credits(article(images=[{"caption": "Stock from Getty"}]), deny=("getty",)).status == "violated"


def test_the_reporters_own_pictures() -> None:
    picture = {"credit": "Jane Doe"}
    named = article(images=[picture], bylines=["By Jane Doe"])
    lexicon = Lexicon(picture_credits=LEXICON.picture_credits, byline_openers=("By",))
    assert judge(image, named, lexicon=lexicon, expect="credits", allow=("^{author}$",)).status == "met"
    other = article(images=[picture], bylines=["By Ann Lee"])
    assert judge(image, other, lexicon=lexicon, expect="credits", allow=("^{author}$",)).status == "violated"
    unnamed = judge(image, article(images=[picture]), lexicon=lexicon, expect="credits", allow=("^{author}$",))
    assert unnamed.status == "undetermined"


def test_credits_in_plain_text() -> None:
    body = "Troops on the march (Picture: AFP)\nThe army moved on Monday.\nA screen (Picture: North Tech)"
    text = article(body, form="text", carries=NOTHING)
    outcome = credits(text)
    assert outcome.status == "met"
    assert quotes(outcome) == ["AFP", "North Tech"]
    assert [evidence.span.start for evidence in outcome.evidence] == [body.index("AFP"), body.index("North")]
    assert credits(text, deny=("^afp$",)).status == "violated"
    assert credits(article(form="text", carries=NOTHING)).status == "undetermined"


def test_no_pictures_at_all() -> None:
    assert credits(article()).status == "not_applicable"
    assert judge(image, article(), expect="none").status == "met"
    assert judge(image, article(images=[{"credit": "AFP"}]), expect="none").status == "violated"
    assert judge(image, article(images=[{"credit": "AFP"}]), expect="none", allow=("afp",)).status == "met"
    text = article("A dog (Picture: AFP)", form="text", carries=NOTHING)
    outcome = judge(image, text, lexicon=LEXICON, expect="none")
    assert (outcome.status, quotes(outcome)) == ("undetermined", ["AFP"])


def test_complaints() -> None:
    assert complaints(image) == ["identity"]
    assert complaints(image, identity=("(",)) == ["identity"]
    assert complaints(image, identity=("a*",)) == ["identity"]
    assert complaints(image, identity=("the daily’s",)) == ["identity"]
    assert complaints(image, identity=("x",), deny=("y",)) == ["deny"]
    assert complaints(image, expect="none", deny=("y",)) == ["deny"]
    assert complaints(image, expect="credits", deny=("{author}",)) == ["deny"]
