"""Words that the checks need and editors may argue about; they live in `rules/lexicon/*.yaml`."""

from __future__ import annotations

from compliance.noun import Noun


class Trust(Noun, frozen=True, kw_only=True):
    """How much a sign speaks for somebody's being the author, or against it."""

    sign: str
    """How a place of the article says so, as in `compliance.claims`: `json-ld`, `byline`, `far`."""
    weight: float
    """What it adds; below 0, what it takes off."""


class Lexicon(Noun, frozen=True, kw_only=True, cache_hash=True):
    """Editors' words, gathered from every file of the lexicon; compared after folding."""

    byline_openers: tuple[str, ...] = ()
    """Words that open a byline: `By`, `Von`, `Par`, `Por`."""
    byline_labels: tuple[str, ...] = ()
    """Words that open one only where a colon follows: `Redaktion:`."""
    author_openers: tuple[str, ...] = ()
    """Those of them that say of nothing else than the text who made it: `Written by`, `Author`."""
    other_credits: tuple[str, ...] = ()
    """Openers of names that did not write the piece: `Photos by`, `Edited by`, `Translated by`."""
    affiliation_openers: tuple[str, ...] = ()
    """Words between a person and an outlet: `of`, `for`, `special to`."""
    name_joiners: tuple[str, ...] = ()
    """Words between two names: `and`, `und`, `et`."""
    name_particles: tuple[str, ...] = ()
    """Lower-case words within a name: `de`, `van`, `bin`."""
    name_titles: tuple[str, ...] = ()
    """Titles before a name, which are no part of it: `Dr`, `Prof`, `Sir`."""
    given_names: tuple[str, ...] = ()
    """Names that people are given, to tell somebody's name from a heading: lines of names in lower case."""
    role_words: tuple[str, ...] = ()
    """Words before a role that belong to it: `senior`, `politics`, `contributing`."""
    roles: tuple[str, ...] = ()
    """What a byline says a person is: `reporter`, `staff writer`, `correspondent`."""
    not_reporters: tuple[str, ...] = ()
    """Bylines that name no person: `Staff`, `Newsroom`, `Agency`, `admin`."""
    page_words: tuple[str, ...] = ()
    """What pages put beside a byline, and what names nobody: `Follow`, `Share`, `Comments`."""
    byline_trust: tuple[Trust, ...] = ()
    """How much each sign of a byline speaks for it; of two weights for one sign, the later one holds."""
    agencies: tuple[str, ...] = ()
    """Wire agencies and picture agencies, which are organisations: `AP`, `Reuters`, `Getty Images`."""
    agency_spellings: tuple[str, ...] = ()
    """What one agency is called: ` = ` between its names, the one it is known by first."""
    organisation_words: tuple[str, ...] = ()
    """Words that mark a name as an organisation's: `News`, `Foundation`, `Tribune`."""
    bio_verbs: tuple[str, ...] = ()
    """How a line about the author goes on after the name, where a role follows: `is`, `works as`, `ist`."""
    author_verbs: tuple[str, ...] = ()
    """The same, where the verb alone tells: `covers`, `reports on`, `can be reached`."""
    speech_verbs: tuple[str, ...] = ()
    """Words that show somebody being quoted, so that a line is no line about the author: `said`, `told`."""
    date_words: tuple[str, ...] = ()
    """What a written date or the line around it is made of: `March`, `Tuesday`, `a.m.`, `updated`."""
    credit_nouns: tuple[str, ...] = ()
    """What a credit line calls the piece: `story`, `article`, `essay`, `column`."""
    credit_verbs: tuple[str, ...] = ()
    """What was done with it: `published`, `appeared`, `reported`."""
    credit_openers: tuple[str, ...] = ()
    """What stands before such a noun in a credit line: `this`, `dieser`, `cet`."""
    credit_adverbs: tuple[str, ...] = ()
    """What may stand before such a verb: `was`, `originally`, `first`."""
    credit_prepositions: tuple[str, ...] = ()
    """What may stand between such a verb and the outlet: `by`, `in`, `on`."""
    credit_wordings: tuple[str, ...] = ()
    """Templates of a credit line, where the terms prescribe none; slots as in the check `credit`."""
    origin_wordings: tuple[str, ...] = ()
    """Templates of a credit line that tell whose copy an article is: of those above, the ones that speak of the whole
    article. A source of data, of a picture, or of the news itself is none."""
    origin_verbs: tuple[str, ...] = ()
    """What was done with a piece, of the verbs above, that is not also said of news: `published`, not `reported`."""
    picture_credits: tuple[str, ...] = ()
    """Linear-time patterns whose first group is a picture's credit, on folded captions."""
    picture_words: tuple[str, ...] = ()
    """Words that show a licence to be that of a picture or a recording: `photo`, `via Wikimedia`."""
    licence_conditions: tuple[str, ...] = ()
    """What the conditions of Creative Commons licences are called: ` = ` between the names of one, its code first."""
    licence_words: tuple[str, ...] = ()
    """Words that show a licence to be given: `licensed`, `content`, `Lizenz`."""
    equivalents: tuple[str, ...] = ()
    """Wordings that style books interchange, with ` = ` between them: `per cent = percent = %`."""
    spelling_endings: tuple[str, ...] = ()
    """Endings that spellings of one word differ in, with ` = ` between them: `our = or`."""
    inflections: tuple[str, ...] = ()
    """Endings of the forms of one word: `s`, `ed`, `ing`."""
    grammar_groups: tuple[str, ...] = ()
    """Small words that stand for each other, with ` = ` between them: `is = are = was`."""
    particles: tuple[str, ...] = ()
    """Words whose dropping or adding changes the grammar alone: `the`, `that`."""
    relative_times: tuple[str, ...] = ()
    """Words for time as seen from the day of publication: `yesterday`, `last`, `ago`."""
    weekdays: tuple[str, ...] = ()
    """The days of the week."""
    time_units: tuple[str, ...] = ()
    """What time is counted in: `week`, `morning`."""
    time_fillers: tuple[str, ...] = ()
    """What stands between words for time: `on`, `early`."""
    place_names: tuple[str, ...] = ()
    """Names of states and countries, with ` = ` between those of one: `Texas = TX`."""
    relative_places: tuple[str, ...] = ()
    """Words for a place as seen from the writer: `here`, `statewide`."""
    place_nouns: tuple[str, ...] = ()
    """What stands for a place that was named: `city`, `state`."""
    place_fillers: tuple[str, ...] = ()
    """What stands between words for places: `in`, `near`."""
    note_openers: tuple[str, ...] = ()
    """How a note opens that is set apart from the text: `Editor's note`."""
    change_notes: tuple[str, ...] = ()
    """What a note says where the text was changed: `edited for length`."""
    withdrawal_notes: tuple[str, ...] = ()
    """What an original says of itself that was taken back: `has been retracted`."""
    kill_notes: tuple[str, ...] = ()
    """How a headline reads that takes a story back: `WITHDRAWN`, `Kill`."""
    correction_notes: tuple[str, ...] = ()
    """How a note opens that puts something right: `Correction`."""
    credit_phrases: tuple[str, ...] = ()
    """What lines say that tell where a text comes from: `originally published`, `Creative Commons`."""
    furniture_openers: tuple[str, ...] = ()
    """How lines begin that pages put around an article and between its paragraphs: `Read more`, `Share`."""
    furniture_phrases: tuple[str, ...] = ()
    """What shows such a line wherever it stands in it: `to your inbox`."""
    letter_lookalikes: tuple[str, ...] = ()
    """A letter, followed by the characters that are written for it where a word is to be missed: `a4@а`."""
    no_slips: tuple[str, ...] = ()
    """Words that are others with two letters in the wrong order, and meant: `lairs`, which is no `liars`."""
