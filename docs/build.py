"""Gathers the pages of the site in `.site/pages`, and builds it strictly. Whatever can be made from its source is.

    python docs/build.py            # needs the extra `docs`; pictures of pages need chromium and the extra `browser`

README and CHANGELOG are cut into pages by their headings; checks, rules, commands and schemas are asked for; what a
page shows of a terminal is run while it is built.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

from compliance.catalogue import pages, repairable
from compliance.checks import CHECKS
from compliance.explain import example_words, purpose
from compliance.language.describe import describe
from compliance.load import Rulebook, load, shipped
from compliance.policy import AnyOf, Rule
from compliance.repairs import by_hand

ROOT = Path(__file__).resolve().parent.parent
PAGES = ROOT / ".site" / "pages"
sys.path.insert(0, str(ROOT / "docs"))

FROM_README = {
    "index.md": ("Try it", "Install"),
    "words.md": ("The words",),
    "ci.md": ("At the desk",),
    "cms.md": ("Before the CMS publishes",),
    "archives.md": ("Archives",),
    "originals.md": ("The original beside the copy", "Copy that was taken without a word"),
    "policies.md": ("Write a rule",),
    "performance.md": ("Speed",),
    "accuracy.md": ("Accuracy",),
}
"""The sections of the README that make a page."""
TITLES = {"index.md": "Five minutes", "originals.md": "Originals", "ci.md": "In CI", "performance.md": "Performance"}
COPIED = {
    "docs/http.md": "http.md",
    "docs/spark.md": "spark.md",
    "docs/wagtail.md": "wagtail.md",
    "docs/wordpress.md": "wordpress.md",
    "rules/README.md": "requirements.md",
    "CHANGELOG.md": "changelog.md",
}
SHOWN = {"ci.md": (("action.yml", "yaml"), ("ci/gitlab.yml", "yaml"), (".pre-commit-hooks.yaml", "yaml"))}
"""Files that a page shows in whole."""

_HEADING = re.compile(r"^## (.+)$", re.MULTILINE)
_LINK = re.compile(r"\[([^\]]*)\]\(((?!https?:|#)[^)\s]+)\)")
_DIRECTIVE = re.compile(r"\{\{ (\w+)(?:: ([^}|]+?))?(?: \| ([^}]+?))? \}\}")
_COMMAND = [sys.executable, "-m", "compliance"]


def main() -> None:
    """Make all pages, then the site."""
    shutil.rmtree(PAGES.parent, ignore_errors=True)
    PAGES.mkdir(parents=True)
    book = load([shipped()])
    from screenshots import take

    pictures = take(PAGES)
    shutil.copytree(ROOT / "docs" / "images", PAGES / "images", dirs_exist_ok=True)
    for name, text in {**_sections(), **_copies(), **_asked(book)}.items():
        _write(name, text)
    for path in sorted((ROOT / "docs" / "pages").glob("*.md")):
        _write(path.name, _DIRECTIVE.sub(lambda match: _directed(match, book, pictures), path.read_text("utf-8")))
    quiet = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "-f", "docs/mkdocs.yml"]
    subprocess.run(command, cwd=ROOT, check=True, env=quiet)
    sys.stdout.write(f"{len(list(PAGES.glob('*.md')))} pages in {(PAGES.parent / 'html').relative_to(ROOT)}\n")


def _write(name: str, text: str) -> None:
    (PAGES / name).write_text(_LINK.sub(_linked, text), encoding="utf-8")


def _linked(match: re.Match[str]) -> str:
    """A link to a file of the checkout leads to its page, if it has one; else its words stay."""
    words, target = match[1], match[2].partition("#")[0].removeprefix("../").removeprefix("./")
    if target.removeprefix("docs/").startswith("images/"):
        return f"[{words}]({target.removeprefix('docs/')})"
    target = COPIED.get(target, COPIED.get(f"docs/{target}", target))
    there = target in _NAMES or (ROOT / "docs/pages" / target).is_file() or (PAGES / target).is_file()
    return f"[{words}]({target})" if there else words


def _sections() -> dict[str, str]:
    readme = (ROOT / "README.md").read_text("utf-8")
    parts = _HEADING.split(readme)
    said = {"": parts[0], **dict(zip(parts[1::2], parts[2::2], strict=True))}
    found = {}
    for name, headings in FROM_README.items():
        title = TITLES.get(name, headings[0])
        text = f"# {title}\n\n" + (parts[0].partition("\n")[2].strip() + "\n\n" if name == "index.md" else "")
        text += "\n".join(
            ("" if heading == title else f"## {heading}\n") + said[heading].strip() + "\n" for heading in headings
        )
        for path, language in SHOWN.get(name, ()):
            text += f"\n## `{path}`\n\n```{language}\n{(ROOT / path).read_text('utf-8').strip()}\n```\n"
        found[name] = text
    found["performance.md"] += "\n" + _below((ROOT / "benchmarks/README.md").read_text("utf-8"))
    return found


def _below(text: str) -> str:
    """A page as a part of another: its headings one level lower."""
    return re.sub(r"^(#+ )", r"#\1", text, flags=re.MULTILINE)


def _copies() -> dict[str, str]:
    return {name: (ROOT / path).read_text("utf-8") for path, name in COPIED.items()}


def _asked(book: Rulebook) -> dict[str, str]:
    """The pages that are made of what the program says of itself."""
    return {
        "catalogue.md": "".join(pages(book.policies)),
        "checks.md": "# Checks\n\n" + "\n".join(_check(name, book) for name in sorted(CHECKS) if name != "manual"),
        "commands.md": "# Commands\n\n" + "\n".join(_commands()),
        "json.md": "# JSON\n\n" + "\n".join(_schemas()),
    }


def _check(name: str, book: Rulebook) -> str:
    """A kind of check: what it looks for, its parameters, and a rule of it with its examples."""
    kind = CHECKS[name].RULE
    common = {*describe(Rule)["properties"], "check"}
    parameters = describe(kind)["properties"]
    lines = [f"## `{name}`\n", (kind.__doc__ or "").strip().replace("\n    ", "\n"), ""]
    for key, schema in parameters.items():
        if key not in common:
            lines.append(f"- `{key}`: {' '.join(schema.get('description', '').split())}")
    found = next(((policy, rule) for policy in book.policies for rule in policy.rules if rule.check == name), None)
    if found is not None:
        policy, rule = found
        lines += ["", f"As in `{policy.policy}/{rule.id}`: {rule.message}.", ""]
        for heading, examples in (("Kept by", rule.examples.passes), ("Broken by", rule.examples.fails)):
            lines += [f"- {heading}: `{example_words(each).replace('`', '')}`" for each in examples[:2]]
    return "\n".join([*lines, ""])


def _commands() -> list[str]:
    """Every command with its help."""
    from typer.main import get_command

    from compliance.cli import app

    def named(command: object, path: tuple[str, ...]) -> list[tuple[str, ...]]:
        inner = getattr(command, "commands", {})
        return [each for name, one in inner.items() for each in named(one, (*path, name))] or [path]

    return [
        f"## `compliance {' '.join(path)}`\n\n```\n{_run([*path, '--help'])}\n```\n"
        for path in named(get_command(app), ())
    ]


def _schemas() -> list[str]:
    """The contracts in JSON, each with what its fields mean."""
    parts = []
    for path in sorted((ROOT / "docs/schema").glob("*.json")):
        schema = json.loads(path.read_text("utf-8"))
        shutil.copy(path, PAGES / path.name)
        parts.append(f"## {path.stem}\n\n`compliance schema {path.stem}`, or [the schema]({path.name}).\n")
        for key, value in schema.get("properties", {}).items():
            parts.append(f"- `{key}`: {' '.join(str(value.get('description', '')).split())}")
        parts.append("")
    return parts


def _run(arguments: list[str]) -> str:
    done = subprocess.run([*_COMMAND, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1, 3):
        raise SystemExit(f"compliance {' '.join(arguments)}: {done.stderr}")
    return (done.stdout + (done.stderr if "fix" in arguments else "")).rstrip()


def _directed(match: re.Match[str], book: Rulebook, pictures: frozenset[str]) -> str:
    """What stands for a directive of a page."""
    name, value, words = match.groups()
    if name == "console":
        return f"$ compliance {value}\n{_run(value.split())}"
    if name == "screenshot":
        return f"![{words}]({value})\n\n*{words}*" if value in pictures else ""
    if name == "repairable":
        return repairable(book.policies)
    if name == "manual":
        reasons = Counter(item.why for policy in book.policies for item in policy.manual)
        return "\n".join(f"- {why} ({number})" for why, number in reasons.most_common(25))
    if name == "by_hand":
        rules = [rule for policy in book.policies for rule in policy.rules]
        kinds = {
            (rule.check, by_hand(rule)): purpose(rule)
            for rule in rules
            if not isinstance(rule, AnyOf) and by_hand(rule)
        }
        return "\n".join(f"- `{check}`: {reason}" for check, reason in sorted(kinds))
    raise SystemExit(f"there is no directive `{name}`")


_NAMES = {*FROM_README, *COPIED.values(), "catalogue.md", "checks.md", "commands.md", "json.md", *(
    path.name for path in (ROOT / "docs/schema").glob("*.json")
)}  # fmt: skip

if __name__ == "__main__":
    main()
