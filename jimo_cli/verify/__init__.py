"""Comparing facts with the texts that they cite.

Pure functions over facts and texts: `jimo_cli.verify.texts.read` reads a text from a file, and
`jimo_cli.verify.coverage` finds the figures of a text that no fact states.

>>> from jimo_cli import Catalog
>>> from jimo_cli.verify import source_hashes, texts, verify
>>> with Catalog(["facts"]) as catalog:
...     facts = catalog.facts()
...     hashes = source_hashes(facts, catalog.source)
>>> text = texts.read("article.txt")
>>> verify(facts, hashes, [text])[0].result
'found'
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from jimo_cli.fields import RESULTS
from jimo_cli.figures.agreement import disagreement, is_without_direction
from jimo_cli.figures.decimals import plain
from jimo_cli.model import Fact, Locator, Source
from jimo_cli.verify import presence
from jimo_cli.verify.binding import Finding, Statements
from jimo_cli.verify.passages import Passages
from jimo_cli.verify.tables import Tables
from jimo_cli.verify.texts import Text

FOUND, FOUND_BUT, NOT_FOUND, NOT_CITED = RESULTS

SourceHashes = Mapping[str, str | None]
"""The SHA-256 of the text of each source by its key, None where `sources.toml` has none."""


class Verdict(NamedTuple):
    """The result for a fact, one of `RESULTS`.

    `detail` says what is missing, what differs or what the text leaves open, None if nothing is. `guessed` is what
    differs from what the text seems to be about without stating it.
    """

    id: str
    result: str
    as_written: str | None
    source: str
    locator: str | None
    detail: str | None
    guessed: tuple[str, ...] = ()


def source_hashes(facts: Sequence[Fact], source: Callable[[str], Source | None]) -> SourceHashes:
    """Return the SHA-256 of each source that the facts cite; `source` looks a source up by its key."""
    found = {key: source(key) for key in dict.fromkeys(fact.source for fact in facts)}
    return {key: cited.csl.get("sha256") if cited else None for key, cited in found.items()}


def verify(
    facts: Sequence[Fact], hashes: SourceHashes, texts: Sequence[Text], *, among: Sequence[Fact] = ()
) -> list[Verdict]:
    """Return the verdict on each fact, in their order.

    A fact is found if one of the texts has the SHA-256 of its source, has the section and the paragraph
    of its locator, and there contains the figure as written and mentions the fact (see
    `presence.mentioning`). A value needs an `as_written` that states the same. Where the facts are some of
    many, `among` are all: a section ends at a heading that any of them names.
    """
    citing = by_text(among or facts, hashes)
    by_hash: dict[str, _Read] = {}
    for text in texts:
        passages = passages_of(text, citing.get(text.sha256, ()))
        by_hash[text.sha256] = passages, Statements(passages, citing.get(text.sha256, ())), Tables(passages)
    return [_verdict(fact, hashes[fact.source], by_hash) for fact in facts]


def by_text(facts: Sequence[Fact], hashes: SourceHashes) -> Mapping[str, Sequence[Fact]]:
    """Return the facts by the SHA-256 of the text that they cite, without those that cite none."""
    found: dict[str, list[Fact]] = {}
    for fact in facts:
        if sha256 := hashes[fact.source]:
            found.setdefault(sha256, []).append(fact)
    return found


def passages_of(text: Text, citing: Sequence[Fact]) -> Passages:
    """Return the passages of a text, with the sections that the facts which cite it name."""
    locators = dict.fromkeys(fact.locator for fact in citing)
    sections = (Locator.parse(locator).section for locator in locators if locator)
    return Passages(text.content, set(filter(None, sections)))


_Read = tuple[Passages, Statements, Tables]


def _verdict(fact: Fact, expected: str | None, by_hash: Mapping[str, _Read]) -> Verdict:
    if expected is None or expected not in by_hash:
        detail = _how_to_cite(fact.source, expected, by_hash)
        return Verdict(fact.id, NOT_CITED, fact.as_written, fact.source, fact.locator, detail)
    passages, statements, tables = by_hash[expected]
    if missing := _missing(fact, passages, statements, tables):
        return Verdict(fact.id, NOT_FOUND, fact.as_written, fact.source, fact.locator, missing)
    finding = statements.of(fact, passages.cited(fact.locator)) if fact.value is not None else Finding()
    differs = (*dict.fromkeys((*finding.differs, *_of_cell(fact, passages, tables))), *_nowhere(fact, passages))
    result, said = (FOUND_BUT, differs) if differs else (FOUND, finding.open)
    told = "; ".join(said) or None
    return Verdict(fact.id, result, fact.as_written, fact.source, fact.locator, told, finding.guessed)


def _nowhere(fact: Fact, passages: Passages) -> Iterator[str]:
    """Yield the parts of a fact that stand nowhere in the text."""
    for part in fact.parts:
        if len(part) > 1 and not passages.index.with_pattern(presence.name_pattern(part)):
            yield f"the part {part} is nowhere in the text"


def _of_cell(fact: Fact, passages: Passages, tables: Tables) -> Iterator[str]:
    """Yield how the heads and the names of rows of a table differ from a fact that cites it."""
    if fact.as_written and fact.value is not None:
        yield from tables.others(fact, presence.containing(passages.index, fact) & passages.cited(fact.locator))


def _how_to_cite(source: str, expected: str | None, by_hash: Mapping[str, _Read]) -> str:
    if expected:
        return f"the text of {source} has the sha256 {expected}"
    sha256 = next(iter(by_hash)) if len(by_hash) == 1 else "…"
    return f'sources.toml has no sha256 for {source}; if this is its text, add sha256 = "{sha256}" under [{source}]'


def _missing(fact: Fact, passages: Passages, statements: Statements, tables: Tables) -> str:
    """The parts of a fact that are not where it says, and where they are instead; "" if nothing is missing."""
    try:
        cited = passages.cited(fact.locator)
    except LookupError as error:
        return "; ".join([str(error.args[0]), *_elsewhere(fact, passages, 0)])
    if fact.as_written is None and fact.value is not None:
        return f"no as_written to compare the value {plain(fact.value)} with; add the figure as the source prints it"
    missing = []
    containing = presence.containing(passages.index, fact) & cited
    mentioning = presence.mentioning(passages.index, fact, cited)
    if fact.as_written and not containing & mentioning:
        mentioning |= tables.naming(fact, containing) or (containing if statements.names(fact, cited) else 0)
    if not containing:
        missing.append(f"{fact.as_written} does not occur there")
    if not mentioning:
        none = "no word of its label or an alias" if fact.as_written else "neither its label nor an alias"
        missing.append(f"{none} occurs there")
    # A locator may take in more than one paragraph, and one of them has to state it all.
    if not missing and not containing & mentioning:
        missing.append("no single paragraph has both its figure and its name")
    if missing:
        return "; ".join([*missing, *_elsewhere(fact, passages, cited)])
    return _disagreeing(fact, cited, statements)


def _disagreeing(fact: Fact, cited: int, statements: Statements) -> str:
    """How the fields that a look-up answers with differ from the printed figure; "" where they agree.

    A hedge and a fall may stand in the sentence instead of beside the figure.
    """
    differs = disagreement(fact)
    if differs is None and is_without_direction(fact) and not statements.falls(fact, cited):
        return f"as_written {fact.as_written!r} does not say that the figure is below zero; add the words that do"
    is_hedge = differs and all(line.startswith("qualifier") for line in differs.paste.splitlines())
    return differs.message if differs and not (is_hedge and statements.names(fact, cited)) else ""


def _elsewhere(fact: Fact, passages: Passages, cited: int) -> Iterator[str]:
    """Yield where a fact is instead, or else where its figure is."""
    containing = presence.containing(passages.index, fact)
    others = containing & ~cited
    if found := presence.mentioning(passages.index, fact, others):
        yield f"it is in {passages.listed(found)}"
    elif fact.as_written and not containing & cited:
        yield f"the figure is in {passages.listed(others)}" if others else "the figure is nowhere in the text"
