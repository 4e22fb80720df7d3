"""The policy language as data: a Policy, its Rules, and what recognises the copy it is about.

Frozen nouns: `load.py` validates YAML into them, a Plan carries them, checks read them.
Each check module extends `Rule` with its own parameters; the docstring under a field is its
documentation in the JSON Schema and in `compliance explain`.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

from compliance.finding import Confidence, Level, Severity, Status
from compliance.noun import Noun

ID = "[a-z][a-z0-9]*(?:-[a-z0-9]+)*"
"""How policies, rules and manual items are named."""

Requirement = Literal[
    "author-byline",
    "author-institution",
    "outlet-credit",
    "credit-line-text",
    "credit-at-top",
    "link-original",
    "link-home",
    "link-home-or-original",
    "keep-links",
    "logo",
    "tracking-pixel",
    "canonical-tag",
    "end-boilerplate",
    "licence-notice",
    "changes-noted",
    "no-text-edits",
    "headline-locked",
    "full-text-required",
    "excerpt-limit",
    "images-restricted",
    "image-credit-kept",
    "images-only-with-story",
    "images-must-stay",
    "third-party-excluded",
    "no-resale",
    "no-syndication",
    "no-paywall",
    "no-ads-against",
    "noncommercial",
    "no-wholesale",
    "embargo-delay",
    "expiry-window",
    "notify",
    "share-metrics",
    "eligibility",
    "site-contact",
    "social-tagging",
    "no-fundraising-claim",
    "no-endorsement",
    "no-translation",
    "no-ai-training",
    "take-down-on-request",
    "per-article-optout",
    "format-limit",
]
"""What terms of republication ask for, by kind: all that was met in the terms of 57 newsrooms."""

ARTICLE_PARTS = Literal["title", "byline", "images", "links", "tags", "published", "canonical"]


SLOTS = {
    "author": "the author, as the original or the article's metadata name them",
    "outlet": "the outlet's full name",
    "domain": "the outlet's first domain",
    "original_url": "the address of the original",
    "logo_url": "the address of the outlet's logo, from `logos` in the desk profile",
    "email": "the e-mail address that the page hides from robots, or the original has",
}
"""The slots of what rules have inserted, and what each stands for."""


class Outlet(Noun, frozen=True, kw_only=True):
    """Whose terms these are, and the names it goes by."""

    name: str
    """The outlet's full name, as it must be credited."""
    aliases: tuple[str, ...] = ()
    """Other names that count as the outlet's (`DCNF`)."""
    lookalikes: tuple[str, ...] = ()
    """Names of others that are easily taken for it, and do not count (`The Daily Caller`)."""
    domains: tuple[str, ...] = ()
    """Its web domains, without `www.`."""

    @property
    def names(self) -> tuple[str, ...]:
        """All names that count as the outlet's."""
        return (self.name, *self.aliases)


class Source(Noun, frozen=True, kw_only=True):
    """Where the terms were read, when, and how good that evidence is."""

    url: str = ""
    """The address of the terms."""
    note: str = ""
    """What the source is, where there is no address (a notice printed under the articles)."""
    seen: dt.date | None = None
    """The day it was read."""
    evidence: Literal["official", "mirror", "code", "printed-notice", "secondary", "house"]
    """How good it is: the outlet's own page, a copy of it, its own code, a notice printed with its
    articles, somebody else's quotation, or this desk's own decision."""


class Effective(Noun, frozen=True, kw_only=True):
    """The first and last day on which the terms are in force; judged by the article's own date."""

    since: dt.date | None = None
    """The first day."""
    until: dt.date | None = None
    """The last day."""

    def covers(self, day: dt.date | None) -> bool:
        """Whether the terms are in force on that day; an unknown day is taken as covered."""
        if day is None:
            return True
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


class Signal(Noun, frozen=True, kw_only=True):
    """One thing that tells whose copy an article is; exactly one of its kinds is given.

    `{outlet}` stands for each of the outlet's names, `{domain}` for each of its domains.
    """

    phrase: tuple[str, ...] = ()
    """Sentences or phrases in the text; any of them."""
    credit_line: tuple[str, ...] = ()
    """Names that a credit line gives as the article's source, in any of the usual wordings; any of them."""
    byline_suffix: tuple[str, ...] = ()
    """Names that stand in a byline by themselves, or beside a reporter's name (`Jane Doe, DCNF`); any of them."""
    title_suffix: tuple[str, ...] = ()
    """Names at the end of the headline, after a dash or a bar (`Ferry sinks - Example News`); any of them."""
    link_domain: tuple[str, ...] = ()
    """Domains that the article links to from a credit; any of them."""
    canonical_domain: tuple[str, ...] = ()
    """Domains that its canonical address is on; any of them."""
    pixel_host: tuple[str, ...] = ()
    """Hosts (with the start of the path, if given) of a counting image or script; any of them."""
    declared: tuple[str, ...] = ()
    """Names that the input itself gives as the article's source or publisher, in whole; any of them."""
    mention: tuple[str, ...] = ()
    """Names in running text; any of them. A mention is never more than a hint."""
    weight: float | None = None
    """How much it tells, from 0 to 1; by default 1 under `strong` and 0.4 under `weak`."""


class Detect(Noun, frozen=True, kw_only=True):
    """How the copy that a policy is about is recognised."""

    strong: tuple[Signal, ...] = ()
    """Any one of these is enough."""
    weak: tuple[Signal, ...] = ()
    """These add up; alone they call for a person."""
    threshold: float = 0.8
    """The combined weight from which the copy counts as recognised."""
    doubt: float = 0.4
    """The combined weight from which a person must look; what weighs less is shown, and no more."""


class Condition(Noun, frozen=True, kw_only=True):
    """When a rule applies. Everything that is given must hold."""

    rule: str = ""
    """Another rule, of this policy (`byline`) or of any (`sensitive/adult-content`)."""
    outcome: Status = "met"
    """The outcome that the other rule must have."""
    has: tuple[ARTICLE_PARTS, ...] = ()
    """Parts that the article must have."""
    desk: dict[str, bool | str] = {}
    """Facts of the desk profile, and the value that each must have."""
    language: tuple[str, ...] = ()
    """Languages (`en`) one of which the article must be in."""


class Example(Noun, frozen=True, kw_only=True):
    """An article on which a rule must, or must not, be met."""

    name: str = ""
    """What it shows."""
    article: str | dict[str, Any] = ""
    """The article itself: text, HTML, Markdown, or a record of the JSON schema."""
    use: str = ""
    """Instead: the name of one of the policy's `articles`."""
    replace: dict[str, str] = {}
    """Passages of it to replace first; each must occur."""
    original: str = ""
    """The name of the one among the policy's `articles` that is the source's own copy, to hold this one against."""
    desk: dict[str, Any] = {}
    """The desk profile to check it with."""
    as_of: dt.date | None = None
    """The day to check it on."""
    status: Status | None = None
    """The outcome expected, where it is neither `met` (under `passes`) nor `violated` (under `fails`)."""
    at: str = ""
    """Under `fails`: the delivered words that the finding must point at."""
    insert: Literal["", "byline", "top", "bottom", "head", "tags"] = ""
    """Under `fails`: the insertion point that the finding must name."""


class Examples(Noun, frozen=True, kw_only=True):
    """The proof that a rule can be met, and can fail."""

    passes: tuple[Example, ...] = ()
    """Articles on which the rule is met."""
    fails: tuple[Example, ...] = ()
    """Articles on which it is violated, each naming where the finding must point."""


class Rule(Noun, frozen=True, kw_only=True):
    """One obligation. Each kind of check adds its own parameters to these."""

    id: str
    """Its name within the policy: words with hyphens, never reused."""
    check: str
    """The kind of check that decides it."""
    level: Level = "must"
    """`must`: a condition of the terms; `should`: a request; `may`: noted, without bearing on the verdict."""
    severity: Severity = "medium"
    """How bad a violation is."""
    confidence: Confidence = "high"
    """How sure the check can be; a violation of low confidence asks for a person instead of blocking."""
    message: str
    """What it asks for, in a sentence an editor understands."""
    clause: str = ""
    """The sentence of the terms that it enforces; where the policy lists its `clauses`, it is theirs that name it."""
    asks: Requirement | None = None
    """Which kind of requirement it sees to."""
    fix: str = ""
    """What to do when it is violated."""
    insert: tuple[str, ...] = ()
    """What `compliance fix` puts in where the thing is missing, as HTML; of several the first that leads to `met`. For
    words that must be absent: what goes in their place. Slots: `{author}` (as the original or the article's metadata
    name them), `{outlet}`, `{domain}`, `{original_url}`, `{logo_url}` (from `logos` in the desk profile), `{email}`. It
    is written in the article's own format; a link whose address is not known is left out, and its words stay."""
    remove: tuple[str, ...] = ()
    """For words that must be absent: linear-time patterns of whole paragraphs that `compliance fix` may take out."""
    shadow: bool = False
    """On trial: it is judged and counted, and decides nothing."""
    effective: Effective = Effective()
    """When it is in force, if not as long as its policy."""
    only_if: Condition | None = None
    """When it applies at all."""
    examples: Examples = Examples()
    """Articles that it must pass and must fail."""


class AnyOf(Rule, frozen=True, kw_only=True):
    """One obligation that can be kept in several ways: it is met when any of its members is."""

    check: Literal["any_of"] = "any_of"
    any_of: tuple[Rule, ...]
    """The ways, as rules without examples of their own; what they leave out is the group's."""


class Limit(Noun, frozen=True, kw_only=True):
    """What is counted over an archive, where one article tells nothing.

    In an outlet's policy its own copy is counted; in a policy that names no outlet each one's, by itself.
    """

    count: Literal["pieces", "share", "twice", "breaking"] = "pieces"
    """`pieces`: how many articles are copy of the outlet's; `share`: which share of all articles is; `twice`: how
    often one piece was published again; `breaking`: how many pieces break a rule that each one should keep."""
    most: float = 0
    """How many there may be; of a `share`, as a fraction of one."""
    per: Literal["day", "week", "month", "year"] = "month"
    """In which time of publication `pieces` and `share` are counted."""
    rules: tuple[str, ...] = ()
    """For `breaking`: the ids of rules, within their policies, one of which a piece must keep."""


class Manual(Noun, frozen=True, kw_only=True):
    """A clause that no program can decide: listed in every Report, for a person."""

    id: str
    """Its name within the policy."""
    clause: str = ""
    """The sentence of the terms; where the policy lists its `clauses`, it is theirs that name it."""
    asks: Requirement | None = None
    """Which kind of requirement it sees to."""
    why: str
    """Why no program can decide it."""
    level: Level = "must"
    """How binding it is."""
    message: str = ""
    """What a person has to see to."""
    over: Limit | None = None
    """What `compliance archive` counts of it over a scan."""


class Clause(Noun, frozen=True, kw_only=True):
    """One thing that the terms ask for, and the rules that see to it."""

    says: str
    """What it asks: in our words, or quoted where the wording itself is what is asked for."""
    rules: tuple[str, ...]
    """The rules and manual items that see to it: of this policy, of its base, or of the catalogue it builds on."""
    level: Level | None = None
    """How binding it is: the level of its rules, where they do not say it themselves."""
    source: int = 1
    """Which of the `sources` says so, counted from 1."""


class Policy(Noun, frozen=True, kw_only=True):
    """One YAML file: whose terms, since when, how to recognise the copy, and the Rules."""

    policy: str
    """Its id: words with hyphens; the file's name."""
    title: str
    """What it is, in a line."""
    kind: Literal["republication", "house", "sensitive", "topics", "partner", "original", "archive"]
    """Whose rules these are: another outlet's terms, a house's, a topic's, a partner feed's; or a house's that only
    originals, or the whole of an archive, can decide."""
    outlet: Outlet | None = None
    """Whose terms these are; rules about credit and byline read the names here."""
    sources: tuple[Source, ...]
    """Where the terms come from."""
    effective: Effective = Effective()
    """When they are in force."""
    base: bool = False
    """Only a base that others extend: never checked by itself."""
    extends: str = ""
    """The id of a policy that this one builds on: what is not said here is as it is there, save its id and title. Its
    rules and manual items hold here too, one of the same id overriding it key by key; `articles` are added to."""
    instead_of: tuple[str, ...] = ()
    """The policies in whose place it holds, for a desk that has it on file under `licences`; for no other desk."""
    without: dict[str, str] = {}
    """Rules and manual items of the base that do not hold here, each with the reason."""
    catalogue: bool = False
    """A base whose rules and manual items hold only where a policy names them: in a clause, or by an entry of the same
    id."""
    slots: dict[str, str] = {}
    """Texts by name: `{name}` stands for one in articles, examples, messages, signals and parameters. `{outlet}` and
    `{domain}` are the outlet's name and first domain there. Those of a base hold where they are not given anew."""
    clauses: tuple[Clause, ...] = ()
    """The terms, clause by clause, in their order: each names the rules that see to it."""
    detect: Detect | None = None
    """How their copy is recognised; without it the policy applies to every article."""
    rules: tuple[Rule, ...] = ()
    """Its obligations."""
    manual: tuple[Manual, ...] = ()
    """The clauses that a person has to see to."""
    articles: dict[str, str | dict[str, Any]] = {}
    """Articles that examples share, by name; `good` is one that keeps every rule."""
    good_desk: dict[str, Any] = {}
    """The desk profile with which the article `good` keeps every rule."""
    good_as_of: dt.date | None = None
    """The day on which it does, where rules look at the day of the check."""
    good_original: str = ""
    """The name of the article among `articles` that is the original of `good`, where rules compare the two."""
