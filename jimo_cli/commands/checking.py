"""The commands that check facts: fact files against the rules, and facts against the text they cite."""

from __future__ import annotations

import os
import sys

from jimo_cli.commands.session import Opened, code, tell_topic, write
from jimo_cli.errors import FOUND, NOTHING_FOUND, UsageError, quoted
from jimo_cli.fields import RESULT_FIELDS, RESULTS, UNCOVERED_FIELDS
from jimo_cli.lint import check, explained, fix, json_schema, summary
from jimo_cli.output import console, findings, tables
from jimo_cli.output.fitting import drawn
from jimo_cli.packs import find
from jimo_cli.packs.rules import is_error
from jimo_cli.verify import coverage, digests, texts
from jimo_cli.verify import verify as held

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rich.console import RenderableType

    from jimo_cli.commands.session import Request
    from jimo_cli.verify import Digests
    from jimo_cli.verify.texts import Text


_SOURCES = 3


def lint(asked: Request) -> int:
    """Write what is wrong with fact files; with `fix` mend what has one right answer first."""
    if asked.explain is not None:
        console.write(explained(asked.explain))
        return FOUND
    if asked.schema:
        console.write(json_schema.lines())
        return FOUND
    targets = find.targets((*asked.paths, *asked.facts), os.environ)

    def wanted(path: str) -> bool:
        return path in targets or os.path.dirname(path) in targets

    directories = list(dict.fromkeys(each if os.path.isdir(each) else os.path.dirname(each) for each in targets))
    left, mended = fix.apply(directories, wanted) if asked.fix else (check(directories), 0)
    found = [each for each in left if wanted(each.path)]
    if asked.format in {None, "text"} and console.is_terminal(sys.stdout) and found:
        console.write(drawn([findings.drawn(each) for each in found]), styled=True)
    else:
        console.write(findings.lines(found, asked.format or "text"))
    if said := summary(found, mended):
        console.say(said)
    return NOTHING_FOUND if any(asked.strict or is_error(each.code) for each in found) else FOUND


def verify(asked: Request) -> int:
    """Write what comes of holding facts against the texts that they cite."""
    if asked.uncovered:
        return _uncovered(asked)
    names = asked.names(RESULT_FIELDS, RESULT_FIELDS)
    given = [texts.read(path) for path in asked.source]
    with Opened(asked) as catalog:
        tell_topic(catalog, asked)
        every, facts = catalog.facts(), catalog.facts(**asked.filters)
        cited_digests = digests(every, catalog.source)
        verdicts = held(facts, cited_digests, given, among=every)
        _write_checked([verdict._asdict() for verdict in verdicts], names, asked)
        counts = {result: sum(verdict.result == result for verdict in verdicts) for result in RESULTS}
        listed = ", ".join(f"{count} {result}" for result, count in counts.items() if count)
        console.say(f"{_counted(len(facts), 'fact')}: {listed or 'nothing to hold against the text'}")
        found, not_found, _ = counts.values()
        own = {fact.source: cited_digests[fact.source] for fact in facts}
        return code(catalog, found=_all_cited(given, own) and bool(found) and not not_found)


def _uncovered(asked: Request) -> int:
    if asked.only_topic is not None or asked.kind:
        raise UsageError("--uncovered asks all facts", "leave --topic and --kind away")
    names = asked.names(UNCOVERED_FIELDS, UNCOVERED_FIELDS)
    given = [texts.read(path) for path in asked.source]
    with Opened(asked) as catalog:
        facts = catalog.facts()
        cited_digests = digests(facts, catalog.source)
        figures = [figure for text in given for figure in coverage.figures(facts, cited_digests, text)]
        bare = [figure._asdict() for figure in figures if figure.covered_by is None]
        _write_checked(bare, names, asked)
        console.say(f"{_counted(len(figures), 'figure')}: {len(bare) or 'none'} without a fact")
        return code(catalog, found=_all_cited(given, cited_digests) and not bare)


def _write_checked(checked: Sequence[Mapping[str, object]], names: Sequence[str], asked: Request) -> None:
    def table(lang: str) -> list[RenderableType]:
        return [tables.checked(rows, names, lang)]

    rows = [[None if (cell := one[name]) is None else str(cell) for name in names] for one in checked]
    write(rows, names, asked, asked.form(), table)


def _counted(count: int, what: str) -> str:
    return f"1 {what}" if count == 1 else f"{count} {what}s"


def _all_cited(given: Sequence[Text], digests: Digests) -> bool:
    """Whether each text is one that facts cite; of any other it is told whose digest was expected."""
    others = [each for each in given if each.sha256 not in digests.values()]
    known = [f"{key} has {digest or 'none'}" for key, digest in digests.items()]
    expected = ", ".join([*known[:_SOURCES], *(["…"] if known[_SOURCES:] else [])]) or "there are no facts"
    for other in others:
        hint = f'to cite it, write sha256 = "{other.sha256}" under its source in sources.toml'
        console.say(f"{quoted(other.path)} is no text that these facts cite, by its sha256 ({expected}); {hint}")
    return not others
