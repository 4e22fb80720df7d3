"""What an element is called is told the short way and the long way alike."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.readers.authorship import character
from compliance.readers.captions import said
from compliance.readers.delivered import Delivered
from compliance.readers.labels import labels
from compliance.readers.markup import Markup, Named
from compliance.readers.words import MARKUP_WORDS

_, *LISTS = msgspec.structs.astuple(MARKUP_WORDS)
WORDS = sorted({word for lines in LISTS for line in lines for word in line.split()})
NAMES = st.lists(st.sampled_from([*WORDS, "wrapper", "col", "md", "6", "Author", "tag"]), min_size=1, max_size=3).map(
    "-".join
)
ATTRIBUTES = ["class", "id", "rel", "itemprop", "property", "data-testid", "data-qa"]


@given(
    st.sampled_from(["div", "a", "span", "address", "small", "figcaption", "main", "img"]),
    st.dictionaries(st.sampled_from(ATTRIBUTES), NAMES, min_size=1),
)
def test_an_element_says_what_all_its_attributes_say(name: str, attributes: dict[str, str]) -> None:
    written = " ".join(f'{key}="{value}"' for key, value in attributes.items())
    markup = Markup(Delivered(f"<p><{name} {written}>words</p>", "input"))
    (element,) = markup.named([name])
    found = {label.element: label for label in labels(markup)}
    called = Named(name, attributes)
    says, beside = character(called), said(called)
    if element in found:
        assert (found[element].says, found[element].beside) == (says, beside)
    else:
        assert not says.mark
        assert not says.elsewhere
        assert not any(beside)


@pytest.mark.parametrize(
    ("href", "told"), [("/author/jane-doe", True), ("/2026/11/harbour", False), ("/TAGS/sea", True)]
)
def test_a_link_without_names_is_told_by_its_address(href: str, told: bool) -> None:
    markup = Markup(Delivered(f'<p><a href="{href}">words</a></p>', "input"))
    assert [label.only_link for label in labels(markup)] == [True] * told


def test_addresses_are_told_by_small_letters() -> None:
    pages = (*MARKUP_WORDS.author_pages, *MARKUP_WORDS.person_pages, *MARKUP_WORDS.subject_pages)
    assert all(line == line.lower() for line in pages)


def test_what_nobody_sees_says_nothing_but_pictures_are_passed() -> None:
    markup = Markup(Delivered('<div hidden><p class="byline">By Jane Doe</p><img src=a.jpg></div>', "input"))
    assert [label.name for label in labels(markup)] == ["img"]
