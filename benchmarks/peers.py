"""What others take for the same articles, as far as they can express the same rules.

    python benchmarks/peers.py [--rules 100 1000] [--articles 60]

The rules are the made ones that list phrases: every peer can look for words. Ours does all that it always does (shipped
policies, ledger, evidence); YARA-X and ripgrep only find; semgrep finds and reports; proselint, alex and textlint check
what they come with; trafilatura only extracts. Processor's time, children included, without the start of the peer's own
process where that can be taken off. A peer that is not installed is not run, and not beaten.
Extras: `pip install 'newsroom-compliance[engine-peers]'`; semgrep, ripgrep, alex and textlint by their own installers.
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import generated
from engine import Ours
from generated import Planted

from compliance.article import Article
from compliance.readers import read_record


def spent() -> float:
    """The processor's time so far, children included, in seconds."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def timed(work: Callable[[], int]) -> tuple[float, int]:
    """The better of two times, and what was found."""
    times = []
    for _ in range(2):
        began = spent()
        found = work()
        times.append(spent() - began)
    return min(times), found


class Desk:
    """The articles and the rules, as the peers want them."""

    def __init__(self, planted: list[Planted], number: int, folder: Path) -> None:
        self.planted = [each for each in planted if each.rule.terms and all(map(str.isascii, each.rule.terms))]
        self.lines = generated.articles(number, self.planted)
        self.bodies = [json.loads(line)["body"] for line in self.lines]
        read = (read_record(json.loads(line), "a") for line in self.lines)
        self.texts = [each.body.plain for each in read if isinstance(each, Article)]
        self.folder = folder
        self.files = [folder / f"{at}.txt" for at in range(len(self.texts))]
        for file, text in zip(self.files, self.texts, strict=True):
            file.write_text(text, encoding="utf-8")

    @property
    def terms(self) -> list[str]:
        return [term for each in self.planted for term in each.rule.terms]


def ours(desk: Desk) -> Callable[[], int]:
    engine = Ours(desk.planted)
    return lambda: sum(map(len, engine.findings(desk.lines)))


def yara(desk: Desk) -> Callable[[], int]:
    import yara_x

    rules = []
    for at, each in enumerate(desk.planted):
        strings = " ".join(f'$t{n} = "{term}" nocase fullword' for n, term in enumerate(each.rule.terms))
        rules.append(f"rule r{at} {{ strings: {strings} condition: any of them }}")
    compiled = yara_x.compile("\n".join(rules))
    return lambda: sum(len(compiled.scan(text.encode()).matching_rules) for text in desk.texts)


def ripgrep(desk: Desk) -> Callable[[], int]:
    listed = desk.folder / "terms.list"
    listed.write_text("\n".join(desk.terms) + "\n", encoding="utf-8")
    command = ["rg", "-j1", "-F", "-i", "-w", "-o", "-b", "-f", str(listed), *map(str, desk.files)]
    return lambda: subprocess.run(command, capture_output=True, check=False).stdout.count(b"\n")


def semgrep(desk: Desk) -> Callable[[], int]:
    rules = [
        {
            "id": f"r{at}",
            "languages": ["regex"],
            "severity": "WARNING",
            "message": "m",
            "pattern-regex": "(?i)" + "|".join(rf"\b{re.escape(term)}\b" for term in each.rule.terms),
        }
        for at, each in enumerate(desk.planted)
    ]
    config = desk.folder / "rules.json"
    config.write_text(json.dumps({"rules": rules}), encoding="utf-8")
    command = ["semgrep", "scan", "--metrics=off", "--disable-version-check", "--json", "-q", "-j", "1"]
    command += ["--config", str(config), *map(str, desk.files)]
    return lambda: len(json.loads(subprocess.run(command, capture_output=True, check=True).stdout)["results"])


def proselint(desk: Desk) -> Callable[[], int]:
    from proselint.checks import __register__
    from proselint.registry import CheckRegistry
    from proselint.tools import LintFile

    registry = CheckRegistry()
    if not registry.checks:
        registry.register_many(__register__)
    return lambda: sum(len(LintFile("-", text).lint()) for text in desk.texts)


def trafilatura(desk: Desk) -> Callable[[], int]:
    from trafilatura import extract

    pages = [f"<html><body><article>{body}</article></body></html>" for body in desk.bodies]
    return lambda: sum(bool(extract(page)) for page in pages)


def linter(command: list[str]) -> Callable[[Desk], Callable[[], int]]:
    """A checker of prose that runs as a process of its own, with the rules it comes with."""

    def start(desk: Desk) -> Callable[[], int]:
        run = [*command, *map(str, desk.files)]
        return lambda: subprocess.run(run, capture_output=True, check=False).stderr.count(b"\n")

    return start


PEERS: dict[str, tuple[str, Callable[[Desk], Callable[[], int]]]] = {
    "ours, all it does": ("compliance", ours),
    "yara-x, finding only": ("yara_x", yara),
    "ripgrep, finding only": ("rg", ripgrep),
    "semgrep, with its start": ("semgrep", semgrep),
    "proselint, own checks": ("proselint", proselint),
    "trafilatura, extracting only": ("trafilatura", trafilatura),
    "alex, own checks": ("alex", linter(["alex"])),
    "textlint, own rules": ("textlint", linter(["textlint"])),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rules", type=int, nargs="+", default=[100, 1_000])
    parser.add_argument("--articles", type=int, default=60)
    given = parser.parse_args()
    for number in given.rules:
        with tempfile.TemporaryDirectory() as folder:
            desk = Desk(generated.rules(number), given.articles, Path(folder))
            print(f"\n{len(desk.planted)} of {number} rules (those of phrases), {len(desk.texts)} articles")
            for name, (what, peer) in PEERS.items():
                if shutil.which(what) is None and find_spec(what) is None:
                    print(f"  {name:<30} not run: not installed")
                    continue
                try:
                    seconds, found = timed(peer(desk))
                except (ImportError, subprocess.CalledProcessError) as error:
                    print(f"  {name:<30} not run: {error}")
                    continue
                print(f"  {name:<30} {seconds / len(desk.texts) * 1e3:9.3f} ms an article, {found} found")


if __name__ == "__main__":
    main()
