"""YAML as its authors mean it, with places: what is read, where it stands, and what is refused."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compliance.language.diagnostic import Diagnostic, Mark
from compliance.language.source import MAX_BYTES, MAX_DEPTH, Document, parse


def text_of(mark: Mark) -> str:
    return mark.source.text[mark.start : mark.end]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("true", True),
        ("false", False),
        ("null", None),
        ("0", 0),
        ("-12", -12),
        ("1.5", 1.5),
        ("-0.25", -0.25),
        ("1.0", 1.0),
        ("2024-11-05", "2024-11-05"),
        ("2024-11-05T10:00:00Z", "2024-11-05T10:00:00Z"),
        ("09:30", "09:30"),
        ("1.2.3", "1.2.3"),
        ("nowhere", "nowhere"),
        ("yes, please", "yes, please"),
        ("=", "="),
        ("0x", "0x"),
        ("5e", "5e"),
        ("'NO'", "NO"),
        ('"1.10"', "1.10"),
        ('"\\u2028"', "\u2028"),
        ("'it''s'", "it's"),
        ("&here text", "text"),
    ],
)
def test_scalars_mean_what_is_written(written: str, read: object) -> None:
    document = parse(f"a: {written}\n", "p.yaml")
    assert document.diagnostics == ()
    assert document.data == {"a": read}
    assert type(document.data["a"]) is type(read)


@pytest.mark.parametrize(
    ("written", "meaning", "plain"),
    [
        ("NO", "false", "false"),
        ("y", "true", "true"),
        ("off", "false", "false"),
        ("True", "true", "true"),
        ("~", "null", "null"),
        ("1.10", "the number 1.1", "1.1"),
        ("12:30", "the number 750", "750"),
        ("1:30:00", "the number 5400", "5400"),
        ("-1:30", "the number -90", "-90"),
        ("0777", "the number 511", "511"),
        ("08", "the number 8", "8"),
        ("0o17", "the number 15", "15"),
        ("0x1F", "the number 31", "31"),
        ("0xa0b1", "the number 41137", "41137"),
        ("0b101", "the number 5", "5"),
        ("1_000", "the number 1000", "1000"),
        ("+5", "the number 5", "5"),
        (".5", "the number 0.5", "0.5"),
        ("5.", "the number 5", "5"),
        ("1e3", "the number 1000", "1000"),
        ("-0", "the number 0", "0"),
        ("1e999", "a number", ""),
        (".inf", "a number", ""),
        (".NaN", "a number", ""),
        ("9" * 5000, "a number", ""),
    ],
)
def test_what_yaml_would_change_is_refused_at_the_scalar(written: str, meaning: str, plain: str) -> None:
    (said,) = parse(f"a:\n  b: [x, {written}]\n", "p.yaml").diagnostics
    assert said.message == f"`{written}` is read as {meaning} in YAML"
    assert (said.line, said.column, said.width) == (2, 10, len(written))
    assert f'`"{written}"`' in said.hint
    assert (f"`{plain}`" in said.hint) if plain else ("if that is meant" not in said.hint)


def test_a_key_is_the_text_that_is_written() -> None:
    document = parse("on: 2024-11-05\nNO: 1\n1.10: 2\n", "p.yaml")
    assert document.diagnostics == ()
    assert document.data == {"on": "2024-11-05", "NO": 1, "1.10": 2}


def test_every_path_has_the_marks_of_its_key_and_its_value() -> None:
    text = "é: '𝔸'\r\nrules:\r\n- id: link  # the first\r\n  names: [a, 'b c']\r\n"
    root = parse(text, "p.yaml").root
    assert root is not None
    for path, key, value in [
        (("é",), "é", "'𝔸'"),
        (("rules", 0, "id"), "id", "link"),
        (("rules", 0, "names"), "names", "[a, 'b c']"),
        (("rules", 0, "names", 1), None, "'b c'"),
    ]:
        place = root.find(path)
        assert place.rest == ()
        assert text_of(place.node.mark) == value
        assert (place.key and text_of(place.key)) == key
    assert root.find(("rules", 1, "id")).rest == (1, "id")
    link = root.find(("rules", 0, "id")).node.mark.diagnostic("here")
    assert (link.line, link.column, link.text) == (3, 7, "- id: link  # the first")


def test_an_alias_repeats_the_value_and_its_place() -> None:
    root = parse("one: &a {b: c}\ntwo: *a\n", "p.yaml").root
    assert root is not None
    assert root.data == {"one": {"b": "c"}, "two": {"b": "c"}}
    assert root.find(("two", "b")).node.mark.diagnostic("here").line == 1


@pytest.mark.parametrize("nested", ["[" * 100_000, "{a: " * 100_000, "- " * 100_000, "? " * 100_000])
def test_nesting_is_bounded(nested: str) -> None:
    document = parse(nested, "p.yaml")
    assert document.root is None
    assert f"more than {MAX_DEPTH} deep" in document.diagnostics[-1].message


def test_nesting_through_aliases_is_bounded() -> None:
    text = "a0: &a0 [x]\n" + "".join(f"a{i}: &a{i} [*a{i - 1}]\n" for i in range(1, 100))
    assert "deep" in parse(text, "p.yaml").diagnostics[-1].message


def test_aliases_do_not_multiply_without_bound() -> None:
    text = "a0: &a0 [x, x]\n" + "".join(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 30))
    document = parse(text, "p.yaml")
    assert document.root is None
    assert "counting what aliases repeat" in document.diagnostics[-1].message


def test_a_huge_file_is_not_read() -> None:
    assert "larger than" in parse(b"x" * (MAX_BYTES + 1), "p.yaml").diagnostics[0].message


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_byte_order_mark_moves_no_place(mark: str) -> None:
    (said,) = parse(f"{mark}a: NO\n".encode(), "p.yaml").diagnostics
    assert (said.line, said.column) == (1, 4)


def test_the_caret_stands_under_wide_and_combining_characters_and_tabs() -> None:
    (said,) = parse('"日本e\u0301\t": NO\n', "p.yaml").diagnostics
    _, line, under, _ = said.render().split("\n")
    assert line == '    "日本e\u0301\t": NO'
    assert under == " " * 10 + "\t" + "   ^^"


def test_a_long_line_is_shown_around_the_caret() -> None:
    (said,) = parse(f"{{a: {'x' * 500}, b: NO, c: {'y' * 500}}}", "p.yaml").diagnostics
    _, line, under, _ = said.render().split("\n")
    assert line[under.index("^") :].startswith("NO, c:")
    assert len(line) <= 104


def test_what_is_shown_cannot_command_the_terminal() -> None:
    assert "\x1b" not in parse("a: \x1b[2J NO\n", "p\x1b.yaml").diagnostics[0].render()


def test_diagnostics_sort_by_position() -> None:
    one, two, three = (Diagnostic("a", 2, 1, "z"), Diagnostic("a", 10, 1, "a"), Diagnostic("b", 1, 1, "a"))
    assert sorted([three, two, one]) == [one, two, three]


BITS = (
    r"""a|b: |- |[|]|{|}|, |: |? |&x |*x|!!int |!t |'|"|>|---|...|#c| # c|<<: |%YAML 1.1"""
    r"|NO|1_0|12:30|~|\d|é𝔸|1e5e5|0b_|._|@|`|=|-|1.0"
)
YAML = st.lists(
    st.sampled_from([*BITS.split("|"), "|", "\n", "\r\n", "\t", "  ", "\x85", "\ufeff", "\x00", "\ud800"])
).map("".join)


def check(document: Document, content: str | bytes) -> None:
    assert document.root is not None or document.diagnostics
    json.dumps(document.data)
    lines = max(1, len(content))
    for said in document.diagnostics:
        assert said.message
        assert 0 <= said.line <= lines
        assert said.column <= len(said.text) + 1
        assert said.render()


@settings(max_examples=400)
@given(st.one_of(YAML, st.text(max_size=40), st.text("0123456789_.:+-exobafnINFy~", max_size=12).map("a: {}".format)))
def test_any_text_gives_data_or_diagnostics(text: str) -> None:
    check(parse(text, "p.yaml"), text)


@settings(max_examples=100)
@given(st.binary(max_size=40))
def test_any_bytes_give_data_or_diagnostics(content: bytes) -> None:
    check(parse(content, "p.yaml"), content)


SCALARS = st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.text("abc é'\"#:{[NO10", max_size=8)


@settings(max_examples=100)
@given(
    st.recursive(
        SCALARS,
        lambda each: st.lists(each, max_size=3) | st.dictionaries(st.text("ab-", min_size=1), each),
        max_leaves=8,
    )
)
def test_json_is_read_as_it_is(value: object) -> None:
    document = parse(json.dumps({"a": value}, ensure_ascii=False), "p.yaml")
    assert document.diagnostics == ()
    assert document.data == {"a": value}
