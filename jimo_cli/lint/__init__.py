"""Checks of fact files: form, consistency and arithmetic."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import chain, islice
from operator import itemgetter
from os.path import basename, splitext
from typing import TYPE_CHECKING, NamedTuple

from jimo_cli import messages
from jimo_cli.errors import UsageError, quoted
from jimo_cli.lint import arithmetic, consistency, form, suppressions
from jimo_cli.lint.excerpts import with_excerpt
from jimo_cli.messages.wrapping import wrapped
from jimo_cli.model import Problem
from jimo_cli.packs import find, links, load, rules
from jimo_cli.packs.table import MOST_PROBLEMS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from jimo_cli.model import Fact
    from jimo_cli.packs.layout import Layout
    from jimo_cli.packs.table import Layouts


_WIDTH = 76  # Chinese in an explanation takes more
_MOST_AT_ONCE = 100_000  # problems of a file that are fixed in one go: all of them would take a gigabyte
_NOT_LAID_OUT = {rules.UNREADABLE, rules.NOT_TOML, rules.NO_FACTS}
_PLACE = itemgetter(1, 5, 6, 4, 2, 3, 7)  # line, column, width, code, message, hint, paste


class _File(NamedTuple):
    """A file or pack: its problems as it was loaded, those of its facts, and the facts that could be read."""

    path: str
    layout: Layout
    problems: list[Problem]
    facts: list[Fact]


def check(packs: Sequence[str], unsaved: load.Unsaved = load.NOTHING_UNSAVED) -> list[Problem]:
    """Return the problems of the fact files of some packs with their excerpts, by file and place.

    `unsaved` texts are checked instead of the files at their paths, as an editor has them.
    Consistency and arithmetic are those of the facts that could be read. Problems that comments
    suppress are left out, and of one file there are at most `MOST_PROBLEMS` of its form, and as many
    of its facts.
    """
    loaded = load.load(packs, unsaved=unsaved)
    of_facts = defaultdict(list)
    of_series = suppressions.OfSeries(loaded.layouts)
    for problem in (*consistency.check(loaded.facts, loaded.topics), *arithmetic.check(loaded.facts)):
        path, of_fact = loaded.path_of(problem), loaded.paths[problem.fact_id]
        if path == of_fact or not of_series.suppresses(problem, of_fact):
            of_facts[path].append(problem)
    found: list[Problem] = []
    for file in _files(loaded):
        placed = map(loaded.placed, of_facts[file.path])
        found += (with_excerpt(problem, file.layout) for problem in _problems(file, placed, MOST_PROBLEMS))
    return [*found, *_passed_over(packs)]


def _passed_over(packs: Iterable[str]) -> Iterator[Problem]:
    """What looks like facts in a pack, but is not read."""
    for path in chain.from_iterable(map(find.passed_over, packs)):
        name = splitext(basename(path))[0]
        hint = f"rename it to {name}" if find.is_fact_file(name) else "move its fact files up, or give it as a pack"
        yield Problem(path, 1, "is passed over", hint, rules.PASSED_OVER)


def form_of(packs: Sequence[str]) -> tuple[list[Problem], Layouts]:
    """Return the problems with the form of the fact files of some packs, and the texts in which they are.

    Of one file these are all, or so many that few rounds of fixes are needed.
    """
    loaded = load.load(packs, _MOST_AT_ONCE)
    found = [problem for file in _files(loaded) for problem in _problems(file, (), _MOST_AT_ONCE)]
    return found, loaded.layouts


def _files(loaded: load.Loaded) -> Iterator[_File]:
    """The files and packs by path, each with its problems on a line."""
    problems, facts = defaultdict(list), defaultdict(list)
    for problem in loaded.problems:
        problems[problem.path].append(problem._replace(line=problem.line or 1))
    for fact in links.once_each(loaded.facts):
        facts[loaded.paths[fact.id]].append(fact)
    for path in sorted({*loaded.files, *problems, *(path for path, _ in loaded.rows.values())}):
        yield _File(path, loaded.layouts.of(path), problems[path], facts[path])


def _problems(file: _File, of_facts: Iterable[Problem], most: int) -> list[Problem]:
    """The problems of a file that no comment suppresses, by place."""
    path, layout, problems, facts = file
    if find.is_table(basename(path)):  # the form of a table is checked as it is read, and no comment is in it
        return sorted({*problems, *_first(iter(of_facts), most)}, key=_PLACE)
    problems = form.with_edits(problems, layout)
    is_laid_out = all(problem.code not in _NOT_LAID_OUT for problem in problems)
    suppressed = suppressions.suppressed(layout) if is_laid_out else {}

    def reported(found: Iterable[Problem]) -> Iterator[Problem]:
        return (each for each in found if not suppressions.is_suppressed(suppressed, each.code, each.line or 1))

    found = [*reported(problems), *_first(reported(of_facts), most)]
    of_form = (
        chain(form.misplaced_comments(path, layout, found), form.check(path, layout, facts)) if is_laid_out else ()
    )
    return sorted({*found, *_first(reported(of_form), most)}, key=_PLACE)


def _first(found: Iterator[Problem], most: int) -> Iterator[Problem]:
    """The first problems, and one that says that there are more."""
    yield from islice(found, most)
    if more := next(found, None):
        yield more._replace(
            message="further findings in this file are omitted", hint="fix the findings above first", edit=None
        )


def explained(code: str, lang: str = messages.ENGLISH) -> Iterator[str]:
    """Yield the lines that explain a rule in a language: its severity, its title, its reason and what to do.

    Raises UsageError where there is no such rule.
    """
    rule = rules.RULES.get(code.upper())
    if rule is None:
        raise UsageError(f"no rule {quoted(code)}", f"the rules are {', '.join(rules.RULES)}")
    title, explanation = messages.rule(rule, lang)
    yield f"{rule.code} ({rule.severity}): {title}"
    for paragraph in explanation.split("\n\n"):
        is_example = paragraph.startswith("  ")
        yield from ("", *(paragraph.split("\n") if is_example else wrapped(paragraph, _WIDTH, "", "")))


def summary(found: Sequence[Problem], fixed: int) -> str:
    """Return one line that counts what was fixed and what is left, "" where there is neither."""
    counts = Counter(rules.severity(problem.code) for problem in found)
    parts = [_counted(counts[severity], severity) for severity in (rules.ERROR, rules.WARNING) if counts[severity]]
    fixable = sum(1 for problem in found if problem.edit)
    parts += [f"{fixable} fixable with --fix"] if fixable else []
    return ", ".join([*([f"{_counted(fixed, 'place')} fixed"] if fixed else []), *parts])


def _counted(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"
