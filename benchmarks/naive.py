"""What the engine is measured against: the obvious program, and the least that any program must do.

`Naive` is what one writes first: json, BeautifulSoup, a loop of compiled patterns. `Native` is the bare sum of the
native parts (decode, parse and text, one pass of an automaton, encode), without any judgement.
"""

from __future__ import annotations

import json
import re

import ahocorasick_rs
import bs4
import msgspec
import turbohtml
from generated import Planted

_FOLD = str.maketrans("‘’“”\u00a0", "''\"\" ")
_BLOCKS = ["p", "blockquote", "figcaption"]


class Naive:
    """json, BeautifulSoup and a loop of `re`; finds what the rules' words and patterns say."""

    def __init__(self, planted: list[Planted]) -> None:
        self.rules = [
            (each.rule.id, [re.compile(pattern, re.IGNORECASE) for pattern in _patterns(each)]) for each in planted
        ]

    def findings(self, line: bytes) -> list[tuple[str, int]]:
        """Each rule that is broken, and by how many hits."""
        record = json.loads(line)
        soup = bs4.BeautifulSoup(record["body"], "html.parser")
        for block in soup.find_all(_BLOCKS):
            block.insert(0, "\0")  # a paragraph's border: one may lie within another where the markup is damaged
            block.append("\0")
        blocks = [" ".join(block.split()) for block in soup.get_text().split("\0")]
        text = "\n".join([record["title"], *blocks]).translate(_FOLD)
        found = []
        for name, patterns in self.rules:
            spans = {match.span() for pattern in patterns for match in pattern.finditer(text)}
            if spans:
                found.append((name, len(spans)))
        return found

    def run(self, lines: list[bytes]) -> int:
        """Work through all lines; gives the size of what would be written."""
        return sum(len(json.dumps(self.findings(line))) for line in lines)


class Native:
    """decode, parse and text, one automaton over all literals, encode."""

    def __init__(self, planted: list[Planted]) -> None:
        literals = sorted({word.lower() for each in planted for word in (*each.rule.terms, each.words)}) or ["\0"]
        self.automaton = ahocorasick_rs.BytesAhoCorasick([each.encode() for each in literals])

    def run(self, lines: list[bytes]) -> int:
        """Work through all lines; gives the size of what would be written."""
        written = 0
        for line in lines:
            record = msgspec.json.decode(line)
            text = turbohtml.parse(record["body"]).to_text().encode().lower()
            written += len(msgspec.json.encode(self.automaton.find_matches_as_indexes(text, overlapping=True)))
        return written


def _patterns(each: Planted) -> list[str]:
    return [*(rf"(?<!\w){re.escape(term)}(?!\w)" for term in each.rule.terms), *each.rule.regexes]
