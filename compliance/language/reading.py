"""The files of one load: each read once, everything that is wrong with any of them gathered."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from msgspec.structs import fields

from compliance.article import INPUT, Span
from compliance.desk import Desk
from compliance.language.citing import cite
from compliance.language.diagnostic import Diagnostic, shown
from compliance.language.draft import draft
from compliance.language.inherit import check_unextended, inherit
from compliance.language.lint import lint, lint_lexicon
from compliance.language.node import Node
from compliance.language.references import check_references
from compliance.language.shelf import shipped, sort_files
from compliance.language.slots import fill
from compliance.language.source import MAX_BYTES, parse
from compliance.language.validate import Complaints, noun, suggest
from compliance.language.waivers import lint_waivers
from compliance.lexicon import Lexicon
from compliance.policy import Policy
from compliance.waiver import WaiverFile, Waivers

T = TypeVar("T")


class Reading:
    """Reads files into nouns; `diagnostics` says what is wrong with them, `files` which they were."""

    def __init__(self) -> None:
        self._complaints = Complaints()
        self._whole: dict[str, Node] = {}
        self.files: dict[str, str] = {}
        """Each file's path, with the SHA-256 of its bytes in hex."""

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What is wrong with the files read so far, by position."""
        return self._complaints.sorted()

    def complain_of(self, path: str, message: str, hint: str) -> None:
        """Complain of a file or folder as a whole."""
        self._complaints.read([Diagnostic(path, 0, 0, message, hint)])

    def noun(self, cls: type[T], path: Path) -> T | None:
        """The noun in a file; None if it is not right."""
        node = self._read(path)
        return noun(cls, node, self._complaints) if node is not None else None

    def desk(self, path: Path, manual: Mapping[str, bool]) -> Desk | None:
        """The desk profile in a file, its confirmations held against the manual rules that are loaded."""
        node = self._read(path)
        desk = noun(Desk, node, self._complaints) if node is not None else None
        if node is None or desk is None:
            return None
        policies = {rule.partition("/")[0] for rule in manual}
        for index, confirmation in enumerate(desk.confirmed):
            rule = confirmation.rule
            if manual.get(rule, rule.partition("/")[0] not in policies):
                continue
            problem = "is decided by the program, not by a person" if rule in manual else "is no rule"
            hint = suggest(rule, [each for each, by_hand in manual.items() if by_hand])
            self._complaints.add(node.find(("confirmed", index, "rule")).mark, f"{shown(rule)} {problem}", hint)
        return desk

    def waivers(self, path: Path, rules: Iterable[str]) -> WaiverFile | None:
        """The waivers in a file, held against the rules of the policies that are loaded."""
        node = self._read(path)
        found = noun(Waivers, node, self._complaints) if node is not None else None
        if node is None or found is None:
            return None
        lint_waivers(found, node, frozenset(rules), self._complaints)
        marks = [node.find(("waivers", index, "rule")).mark for index in range(len(found.waivers))]
        spans = tuple(Span(INPUT, mark.start, mark.end) for mark in marks)
        return WaiverFile(path.as_posix(), node.mark.source.text, found, spans)

    def policies(self, files: Iterable[Path]) -> list[Policy]:
        """The policies in these files that are right, by id."""
        nodes: dict[str, Node] = {}
        unread: set[str] = set()
        for file in files:
            node = self._read(file)
            name = _id(file, node)
            if node is None:
                unread.add(name)
            elif name in nodes:
                self._complain_of_second(name, node, nodes[name])
            else:
                nodes[name] = node
        whole = {name: self._completed(name, nodes, unread, ()) for name in list(nodes)}
        drafts = [draft(fill(node), self._complaints) for node in whole.values() if node is not None]
        for each in drafts:
            lint(each, self._complaints)
        unread |= {name for name, node in whole.items() if node is None}
        check_references(drafts, self._complaints, unread)
        finished = (each.finish() for each in drafts)
        return sorted((policy for policy in finished if policy is not None), key=lambda policy: policy.policy)

    def lexicon(self, files: Iterable[Path]) -> Lexicon:
        """All words of these files together."""
        words: dict[str, dict[Any, None]] = {each.name: {} for each in fields(Lexicon)}
        for file in files:
            node = self._read(file)
            lexicon = noun(Lexicon, node, self._complaints) if node is not None else None
            if node is not None and lexicon is not None:
                lint_lexicon(lexicon, node, self._complaints)
                for name, found in words.items():
                    found.update(dict.fromkeys(getattr(lexicon, name)))
        return Lexicon(**{name: tuple(found) for name, found in words.items()})

    def _read(self, path: Path) -> Node | None:
        name = path.as_posix()
        try:
            if path.exists() and not path.is_file():
                raise OSError("it is no regular file")
            with path.open("rb") as file:
                content = file.read(MAX_BYTES + 1)
        except (OSError, ValueError) as error:
            problem = getattr(error, "strerror", None) or str(error)
            message = f"cannot be read: {problem[:1].lower()}{problem[1:]}"
            self.complain_of(name, message, "check the path, and who may read it")
            return None
        self.files[name] = hashlib.sha256(content).hexdigest()
        document = parse(content, name)
        self._complaints.read(document.diagnostics)
        return document.root

    def _complain_of_second(self, name: str, node: Node, first: Node) -> None:
        problem = f"the policy `{name}` is given twice, first in `{first.mark.source.path}`"
        self._complaints.add(node.find(("policy",)).mark, problem, "give each policy an id of its own")

    def _completed(self, name: str, nodes: dict[str, Node], unread: set[str], above: tuple[str, ...]) -> Node | None:
        """A policy with what it has from its base; None, complaining, if that cannot be had."""
        found = self._whole.get(name) or self._complete(name, nodes, unread, above)
        if found is not None:
            self._whole[name] = found
        return found

    def _complete(self, name: str, nodes: dict[str, Node], unread: set[str], above: tuple[str, ...]) -> Node | None:
        node = nodes[name]
        extends, base = node.find(("extends",)).mark, node.at("extends").text
        if not base:
            check_unextended(node, self._complaints)
            return cite(node, None, None, self._complaints)
        chain = (*above, name)
        if base in chain:
            way = " → ".join(f"`{each}`" for each in (*chain[chain.index(base) :], base))
            self._complaints.add(extends, f"the policy extends itself: {way}", "one must not extend the other")
            return None
        if base not in nodes and base not in unread:
            self._fetch(base, nodes, unread, node)
        below = self._completed(base, nodes, unread, chain) if base in nodes else None
        if below is None:
            return None
        catalogue = self._catalogue(base, nodes)
        child = cite(node, below, catalogue, self._complaints)
        return inherit(child, below, catalogue, self._complaints)

    def _catalogue(self, name: str, nodes: dict[str, Node]) -> Node | None:
        """The nearest of a policy and those it builds on that is a catalogue."""
        while name in nodes:
            if nodes[name].at("catalogue").value is True:
                return self._whole[name]
            name = nodes[name].at("extends").text
        return None

    def _fetch(self, base: str, nodes: dict[str, Node], unread: set[str], child: Node) -> None:
        """Read a base that nobody gave from among the shipped policies."""
        known = {file.stem: file for file in sort_files([shipped()])[0]}
        found = self._read(known[base]) if base in known else None
        if found is not None:
            nodes[base] = found
            return
        unread.add(base)
        if base not in known:
            hint = suggest(base, [*nodes, *known]) or "give the file that holds it too"
            mark = child.find(("extends",)).mark
            self._complaints.add(mark, f"there is no policy {shown(base)} to extend", hint)


def _id(file: Path, node: Node | None) -> str:
    """A policy's id; one whose id cannot be read goes by its file's name."""
    return (node.at("policy").text if node is not None else "") or file.stem
