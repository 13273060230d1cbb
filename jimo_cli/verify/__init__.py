"""Facts held against the texts that they cite.

Pure functions over facts and texts: `jimo_cli.verify.cited.read` reads a text from a file, and
`jimo_cli.verify.coverage` goes the other way round.

>>> from jimo_cli import Catalog
>>> from jimo_cli.verify.cited import read
>>> from jimo_cli.verify import digests, verify
>>> with Catalog(["facts"]) as catalog:
...     facts = catalog.facts()
...     cited = digests(facts, catalog.source)
>>> text = read("article.txt")
>>> verify(facts, cited, [text])[0].result
'found'
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from jimo_cli.fields import RESULTS
from jimo_cli.figures.agreement import disagreement
from jimo_cli.figures.say import plain
from jimo_cli.model import Fact, Locator, Source
from jimo_cli.verify import presence
from jimo_cli.verify.passages import Passage, Passages
from jimo_cli.verify.texts import Text

FOUND, NOT_FOUND, NOT_CITED = RESULTS

_PLACES = 3

Digests = Mapping[str, str | None]
"""The SHA-256 of the text of each source by its key, None where `sources.toml` does not say it."""


class Verdict(NamedTuple):
    """What came of a fact: one of `RESULTS`, and in `detail` what is missing, None if nothing is."""

    id: str
    result: str
    as_written: str | None
    source: str
    locator: str | None
    detail: str | None


def digests(facts: Sequence[Fact], source: Callable[[str], Source | None]) -> Digests:
    """Return the SHA-256 of each source that the facts cite; `source` looks a source up by its key."""
    found = {key: source(key) for key in dict.fromkeys(fact.source for fact in facts)}
    return {key: cited.csl.get("sha256") if cited else None for key, cited in found.items()}


def verify(
    facts: Sequence[Fact], cited: Digests, texts: Sequence[Text], *, among: Sequence[Fact] = ()
) -> list[Verdict]:
    """Return what comes of each fact, in their order.

    A fact is found where one of the texts has the SHA-256 of its source, has the section and the
    paragraph that it names, and there says the figure as written and a word of its label or of an
    alias (`standing.is_meant` has the rule). A value needs an `as_written` that says the same. Where the
    facts are some of many, `among` are all: a section ends where any of them names another.
    """
    taken_apart = {text.sha256: (text, passages_of(text, among or facts, cited)) for text in texts}
    return [_verdict(fact, cited, taken_apart) for fact in facts]


def passages_of(text: Text, facts: Sequence[Fact], cited: Digests) -> Passages:
    """Return a text taken apart by the sections that the facts which cite it name."""
    own = (fact.locator for fact in facts if cited[fact.source] == text.sha256)
    sections = {Locator.parse(locator).section for locator in dict.fromkeys(own) if locator}
    return Passages(text.said, [section for section in sections if section])


def _verdict(fact: Fact, cited: Digests, taken_apart: Mapping[str, tuple[Text, Passages]]) -> Verdict:
    expected = cited[fact.source]
    if expected is None or expected not in taken_apart:
        detail = _how_to_cite(fact.source, expected, [text for text, _ in taken_apart.values()])
        result = NOT_CITED
    else:
        detail = _missing(fact, taken_apart[expected][1])
        result = NOT_FOUND if detail else FOUND
    return Verdict(fact.id, result, fact.as_written, fact.source, fact.locator, detail or None)


def _how_to_cite(source: str, expected: str | None, texts: Sequence[Text]) -> str:
    if expected:
        return f"the text of {source} has the sha256 {expected}"
    digest = texts[0].sha256 if len(texts) == 1 else "…"
    return f'sources.toml gives no sha256; if this is its text, write sha256 = "{digest}" under [{source}]'


def _missing(fact: Fact, passages: Passages) -> str:
    """What of a fact is not where it says, with where it is instead; "" if nothing is missing."""
    try:
        there = passages.cited(fact.locator)
    except LookupError as error:
        return "; ".join([str(error.args[0]), *_elsewhere(fact, passages, ())])
    if fact.as_written is None and fact.value is not None:
        return f"no as_written to hold the value {plain(fact.value)} by; write the figure as the source prints it"
    missing = []
    if not any(_stands(fact, passage) for passage in there):
        missing.append(f"{fact.as_written} does not stand there")
    if not any(presence.is_meant(fact, passage) for passage in there):
        none = "no word of its label or of an alias" if fact.as_written else "neither its label nor an alias"
        missing.append(f"{none} stands there")
    # A locator may take in more than one paragraph, and one of them has to say it all.
    if not missing and not any(_states(fact, passage) for passage in there):
        missing.append("its figure and its name stand in no paragraph together")
    if missing:
        return "; ".join([*missing, *_elsewhere(fact, passages, there)])
    # What is printed stands there; what a look-up answers has to be the same.
    differs = disagreement(fact)
    return differs.message if differs else ""


def _stands(fact: Fact, passage: Passage) -> bool:
    return fact.as_written is None or presence.as_written(fact.as_written).stands(passage)


def _states(fact: Fact, passage: Passage) -> bool:
    return _stands(fact, passage) and presence.is_meant(fact, passage)


def _elsewhere(fact: Fact, passages: Passages, there: Sequence[Passage]) -> Iterator[str]:
    """Yield where a fact stands instead, or else where its figure does."""
    others = [passage for passage in passages.all if passage not in there]
    if places := [passage.locator for passage in others if _states(fact, passage)]:
        yield f"it stands in {_listed(places)}"
    elif fact.as_written and not any(_stands(fact, passage) for passage in there):
        places = [passage.locator for passage in others if _stands(fact, passage)]
        yield f"the figure stands in {_listed(places)}" if places else "the figure stands nowhere in the text"


def _listed(places: Sequence[str]) -> str:
    listed = list(dict.fromkeys(places))
    more = f" and {len(listed) - _PLACES} more" if len(listed) > _PLACES else ""
    return ", ".join(listed[:_PLACES]) + more
