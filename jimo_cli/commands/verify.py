"""`jimo verify`."""

from __future__ import annotations

import os

from jimo_cli.commands import spec
from jimo_cli.commands.session import Answer, Session
from jimo_cli.errors import UsageError, listed, quoted
from jimo_cli.fields import FIELDS, RESULT_FIELDS, RESULTS, UNCOVERED_FIELDS
from jimo_cli.packs import find
from jimo_cli.store.filters import EVERY_FACT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import NamedTuple

    from rich.console import RenderableType

    from jimo_cli.model import Fact
    from jimo_cli.store.filters import Filters
    from jimo_cli.store.interface import Row
    from jimo_cli.verify import SourceHashes, Verdict
    from jimo_cli.verify.texts import Text

SPEC = spec.Command(
    "Check facts against the text they cite.\n\n"
    "A fact is found if the paragraph it cites has its figure, equal to its value, and a word of its name, and says "
    "nothing else of its measure, place, period, direction or hedge.",
    ("jimo verify --source article.txt", "jimo verify --source article.txt --uncovered"),
    options=(
        spec.Parameter("source", "A text that facts cite; may be given again.", "FILE", many=True, required=True),
        spec.Parameter("uncovered", "List the figures and the quoted names of the text that no fact covers."),
        spec.ONLY_TOPIC,
        spec.KIND,
        *spec.OUTPUT,
    ),
    fields=RESULT_FIELDS,
    long=True,
)

_SOURCES_SHOWN = 3  # as many hashes as a message can hold
_MOST_WARNINGS = 20  # as many as are read; facts of many years may each have another


def run(session: Session, *, source: Sequence[str], uncovered: bool = False) -> Answer:
    """Return the result of each fact, or with `uncovered` the figures of the texts that no fact covers."""
    from jimo_cli.verify import texts  # noqa: PLC0415  # help and completion need only the SPEC

    if uncovered and session.has_filters:
        raise UsageError("--uncovered compares with all facts", "omit --topic and --kind")
    fields = session.fields_among(UNCOVERED_FIELDS, UNCOVERED_FIELDS) if uncovered else session.fields
    cited = [texts.read(find.expanded(path, os.environ)) for path in source]
    return _uncovered(session, fields, cited) if uncovered else _verified(session, fields, cited)


def _verified(session: Session, fields: Sequence[str], cited: Sequence[Text]) -> Answer:
    from jimo_cli.verify import verify  # noqa: PLC0415

    facts, hashes = _facts(session, session.filters())
    every, hashes_of_all = _facts(session, EVERY_FACT)
    verdicts = verify(facts, hashes_of_all, cited, among=every)
    counts = {result: sum(verdict.result == result for verdict in verdicts) for result in RESULTS}
    listed = ", ".join(f"{count} {result}" for result, count in counts.items() if count)
    is_found = bool(counts["found"]) and not counts["found, but"] and not counts["not found"]
    summary = f"{_counted(len(facts), 'fact')}: {listed or 'nothing to verify'}"
    not_cited = _not_cited(cited, hashes)
    notes = (summary, *_warnings(verdicts), *not_cited)
    return _answer(verdicts, fields, notes, found=is_found and not not_cited)


def _warnings(verdicts: Iterable[Verdict]) -> Iterator[str]:
    """Yield what facts differ in from what the text seems to be about, the most frequent first, each once."""
    from collections import Counter  # noqa: PLC0415  # help and completion need only the SPEC

    counts = Counter(warning for verdict in verdicts for warning in verdict.guessed)
    for warning, count in counts.most_common(_MOST_WARNINGS):
        yield f"{_counted(count, 'fact')}: {warning} (the text does not state it)"
    if len(counts) > _MOST_WARNINGS:
        yield f"{len(counts) - _MOST_WARNINGS} more warnings of this kind"


def _uncovered(session: Session, fields: Sequence[str], cited: Sequence[Text]) -> Answer:
    from jimo_cli.verify import by_text, coverage  # noqa: PLC0415

    facts, hashes = _facts(session, EVERY_FACT)
    citing = by_text(facts, hashes)
    figures = [figure for text in cited for figure in coverage.figures(citing.get(text.sha256, ()), hashes, text)]
    bare = [figure for figure in figures if figure.covered_by is None]
    names = [name for text in cited for name in coverage.names(citing.get(text.sha256, ()), hashes, text)]
    unnamed = [name for name in names if name.covered_by is None]
    not_cited = _not_cited(cited, hashes)
    summary = _coverage(len(figures), "figure", len(bare))
    notes = (f"{summary}; {_coverage(len(names), 'name', len(unnamed))}" if names else summary, *not_cited)
    # Of words in quotation marks many name nothing: like a warning, they do not fail.
    return _answer([*bare, *unnamed], fields, notes, found=not bare and not not_cited)


def _coverage(count: int, noun: str, uncovered: int) -> str:
    return f"{_counted(count, noun)}: {f'{uncovered} uncovered' if uncovered else 'all covered'}"


def _facts(session: Session, filters: Filters) -> tuple[Sequence[Fact], SourceHashes]:
    """The facts that pass, and the hash of each source that they cite."""
    from jimo_cli.store.objects import read_facts, read_source  # noqa: PLC0415
    from jimo_cli.verify import source_hashes  # noqa: PLC0415

    facts = read_facts(session.store.rows(FIELDS, filters))
    return facts, source_hashes(facts, lambda key: read_source(session.store, key))


def _answer(checked: Sequence[NamedTuple], fields: Sequence[str], notes: Sequence[str], *, found: bool) -> Answer:
    """The answer whose rows are these fields of what was checked."""
    cells = [[getattr(result, name) for name in fields] for result in checked]
    rows: list[Row] = [tuple(None if cell is None else str(cell) for cell in row) for row in cells]

    def table(lang: str) -> Sequence[RenderableType]:
        from jimo_cli.output import tables  # noqa: PLC0415

        return [tables.checked(rows, fields, lang)]

    return Answer(rows, found=found, fields=fields, table=table, notes=notes)


def _counted(count: int, noun: str) -> str:
    return f"1 {noun}" if count == 1 else f"{count} {noun}s"


def _not_cited(cited: Sequence[Text], hashes: SourceHashes) -> list[str]:
    """A message for each text that is not what facts cite, with the hashes that were expected."""
    known = [f"{key} has {sha256 or 'none'}" for key, sha256 in hashes.items()]
    expected, cited_texts = listed(known, most=_SOURCES_SHOWN) or "there are no facts", {*hashes.values()}
    return [
        f"{quoted(text.path)} does not match the sha256 of any cited source ({expected}); "
        f'to cite it, write sha256 = "{text.sha256}" under its source in sources.toml'
        for text in cited
        if text.sha256 not in cited_texts
    ]
