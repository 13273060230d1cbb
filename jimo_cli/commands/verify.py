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
    from collections.abc import Sequence
    from typing import NamedTuple

    from rich.console import RenderableType

    from jimo_cli.model import Fact
    from jimo_cli.store.filters import Filters
    from jimo_cli.store.interface import Row
    from jimo_cli.verify import SourceHashes
    from jimo_cli.verify.texts import Text

SPEC = spec.Command(
    "Check facts against the text they cite.\n\n"
    "A fact is found if the paragraph it cites has its figure, equal to its value, and a word of its name.",
    ("jimo verify --source article.txt", "jimo verify --source article.txt --uncovered"),
    options=(
        spec.Parameter("source", "A text that facts cite; may be given again.", "FILE", many=True, required=True),
        spec.Parameter("uncovered", "List the figures of the text that no fact covers."),
        spec.ONLY_TOPIC,
        spec.KIND,
        *spec.OUTPUT,
    ),
    fields=RESULT_FIELDS,
    long=True,
)

_SOURCES_SHOWN = 3  # as many hashes as a message can hold


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
    found, not_found, _ = counts.values()
    summary = f"{_counted(len(facts), 'fact')}: {listed or 'nothing to verify'}"
    return _answer(verdicts, fields, summary, _not_cited(cited, hashes), found=bool(found) and not not_found)


def _uncovered(session: Session, fields: Sequence[str], cited: Sequence[Text]) -> Answer:
    from jimo_cli.verify import by_text, coverage  # noqa: PLC0415

    facts, hashes = _facts(session, EVERY_FACT)
    citing = by_text(facts, hashes)
    figures = [figure for text in cited for figure in coverage.figures(citing.get(text.sha256, ()), hashes, text)]
    bare = [figure for figure in figures if figure.covered_by is None]
    summary = f"{_counted(len(figures), 'figure')}: {f'{len(bare)} uncovered' if bare else 'all covered'}"
    return _answer(bare, fields, summary, _not_cited(cited, hashes), found=not bare)


def _facts(session: Session, filters: Filters) -> tuple[Sequence[Fact], SourceHashes]:
    """The facts that pass, and the hash of each source that they cite."""
    from jimo_cli.catalog import read_facts, read_source  # noqa: PLC0415
    from jimo_cli.verify import source_hashes  # noqa: PLC0415

    facts = read_facts(session.store.rows(FIELDS, filters))
    return facts, source_hashes(facts, lambda key: read_source(session.store, key))


def _answer(
    checked: Sequence[NamedTuple], fields: Sequence[str], summary: str, not_cited: Sequence[str], *, found: bool
) -> Answer:
    """The answer whose rows are these fields of what was checked; a text that no fact cites is a failure too."""
    cells = [[getattr(result, name) for name in fields] for result in checked]
    rows: list[Row] = [tuple(None if cell is None else str(cell) for cell in row) for row in cells]

    def table(lang: str) -> Sequence[RenderableType]:
        from jimo_cli.output import tables  # noqa: PLC0415

        return [tables.checked(rows, fields, lang)]

    return Answer(rows, found=found and not not_cited, fields=fields, table=table, notes=(summary, *not_cited))


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
