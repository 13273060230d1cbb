"""Checking fact files: form, sense and arithmetic, and mending what has one right answer."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import chain, islice
from operator import attrgetter
from textwrap import wrap
from typing import TYPE_CHECKING

from jimo_cli.errors import UsageError, quoted
from jimo_cli.lint import arithmetic, consistency, form, suppressions
from jimo_cli.lint.findings import of_problem
from jimo_cli.packs import load, rules
from jimo_cli.packs.table import MOST_PROBLEMS, layout_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from jimo_cli.lint.findings import Finding
    from jimo_cli.packs.links import Misfit


_PATH = attrgetter("path")
_WIDTH = 76  # Chinese in an explanation takes more
_NOT_LAID_OUT = {rules.UNREADABLE, rules.NOT_TOML, rules.NO_FACTS}


def check(packs: Sequence[str]) -> list[Finding]:
    """Return what is wrong with the fact files of some packs, by file and place.

    What could not be read has findings of its form; the sense and arithmetic are those of the
    facts that could. Rules that comments set aside are not told, and of one file no more findings of
    its form, and of its facts, than `loader.MOST_PROBLEMS` each.
    """
    loaded = load.load(packs)
    misfits = defaultdict(list)
    for misfit in (*consistency.check(loaded.facts, loaded.topics), *arithmetic.check(loaded.facts)):
        misfits[loaded.paths[misfit.fact_id]].append(misfit)
    return _found(loaded, misfits, MOST_PROBLEMS)


def form_of(packs: Sequence[str]) -> list[Finding]:
    """Return what is wrong with the form of the fact files of some packs, and all of it."""
    return _found(load.load(packs), {}, None)


def _found(loaded: load.Loaded, misfits: Mapping[str, Sequence[Misfit]], most: int | None) -> list[Finding]:
    problems, facts = defaultdict(list), defaultdict(list)
    for problem in loaded.problems:
        problems[problem.path].append(problem)
    for fact in loaded.facts:
        facts[loaded.paths[fact.id]].append(fact)
    found: list[Finding] = []
    for path in dict.fromkeys((*loaded.files, *problems)):  # each is gone through once, while its layout is at hand
        layout = layout_at(path)
        told = form.mended(map(of_problem, problems[path]), layout)
        laid_out = all(each.code not in _NOT_LAID_OUT for each in told)
        aside = suppressions.aside(layout) if laid_out else {}
        told = [each for each in told if not suppressions.is_aside(aside, each.code, each.line)]
        of_facts = (of_problem(load.at_fact(path, misfit)) for misfit in misfits.get(path, ()))
        told += _first((each for each in of_facts if not suppressions.is_aside(aside, each.code, each.line)), most)
        more = chain(form.misplaced(path, layout, told), form.check(path, layout, facts[path])) if laid_out else ()
        here = (each for each in more if not suppressions.is_aside(aside, each.code, each.line))
        found += sorted({*told, *_first(here, most)})
    return sorted(found, key=_PATH)


def _first(found: Iterator[Finding], most: int | None) -> Iterator[Finding]:
    """So many findings, and one that says that there are more."""
    yield from islice(found, most)
    if more := next(found, None):
        yield more._replace(message="more of this file is not told", hint="mend what is told first", edits=())


def explained(code: str) -> Iterator[str]:
    """Yield what a rule says, how grave it is to break it, and why it is there.

    Raises UsageError where there is no such rule.
    """
    rule = rules.RULES.get(code.upper())
    if rule is None:
        raise UsageError(f"no rule {quoted(code)}", f"the rules are {', '.join(rules.RULES)}")
    yield f"{rule.code} ({rule.severity}): {rule.title}"
    for paragraph in rule.explanation.split("\n\n"):
        is_example = paragraph.startswith("  ")
        yield from ("", *(paragraph.split("\n") if is_example else wrap(paragraph.replace("\n", " "), _WIDTH)))


def summary(found: Sequence[Finding], mended: int) -> str:
    """Return in one line how much was mended and how much is left, nothing where there is neither."""
    counts = Counter(each.severity for each in found)
    said = [_many(counts[severity], severity) for severity in (rules.ERROR, rules.WARNING) if counts[severity]]
    fixable = sum(1 for each in found if each.edits)
    said += [f"--fix mends {fixable}"] if fixable else []
    return ", ".join([*([f"{_many(mended, 'place')} mended"] if mended else []), *said])


def _many(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"
