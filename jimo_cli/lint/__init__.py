"""Checking fact files: form, sense and arithmetic, and mending what has one right answer."""

from __future__ import annotations

from collections import Counter, defaultdict
from operator import attrgetter
from typing import TYPE_CHECKING

from jimo_cli import loader, rules
from jimo_cli.errors import UsageError, quoted
from jimo_cli.lint import arithmetic, form, sense
from jimo_cli.lint.findings import Finding, of_problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jimo_cli.checks import Misfit
    from jimo_cli.model import Fact, Problem

_PATH = attrgetter("path")
_NOT_LAID_OUT = {rules.UNREADABLE, rules.NOT_TOML, rules.NO_FACTS}


def check(packs: Sequence[str]) -> list[Finding]:
    """Return what is wrong with the fact files of some packs, by file and place.

    What could not be read has findings of its form; the sense and arithmetic are those of the
    facts that could. Rules that comments set aside are not told.
    """
    loaded = loader.load(packs)
    problems, misfits, facts = defaultdict(list), defaultdict(list), defaultdict(list)
    for problem in loaded.problems:
        problems[problem.path].append(problem)
    for misfit in (*sense.check(loaded.facts, loaded.topics), *arithmetic.check(loaded.facts)):
        misfits[loaded.paths[misfit.fact_id]].append(misfit)
    for fact in loaded.facts:
        facts[loaded.paths[fact.id]].append(fact)
    found: list[Finding] = []
    for path in dict.fromkeys((*loaded.files, *problems)):  # each is gone through once, while its layout is at hand
        found += sorted(set(_of_file(path, problems[path], misfits[path], facts[path])))
    return sorted(found, key=_PATH)


def _of_file(
    path: str, problems: Sequence[Problem], misfits: Sequence[Misfit], facts: Sequence[Fact]
) -> Iterator[Finding]:
    layout = loader.layout(path)
    told = [form.mended(of_problem(problem), layout) for problem in problems]
    if all(each.code not in _NOT_LAID_OUT for each in told):
        told += form.check(path, layout, facts)
    told += [of_problem(loader.at_fact(path, misfit)) for misfit in misfits]
    aside = form.set_aside(layout) if told else set()
    for each in told:
        if not any(each.code == code and first <= each.line <= last for code, first, last in aside):
            yield each


def explained(code: str) -> Iterator[str]:
    """Yield what a rule says, how grave it is to break it, and why it is there.

    Raises UsageError where there is no such rule.
    """
    rule = rules.RULES.get(code.upper())
    if rule is None:
        raise UsageError(f"no rule {quoted(code)}", f"the rules are {', '.join(rules.RULES)}")
    yield from (f"{rule.code} ({rule.severity}): {rule.title}", "", *rule.explanation.split("\n"))


def summary(found: Sequence[Finding], mended: int) -> str:
    """Return in one line how much was mended and how much is left, nothing where there is neither."""
    counts = Counter(each.severity for each in found)
    said = [_many(counts[severity], severity) for severity in (rules.ERROR, rules.WARNING) if counts[severity]]
    fixable = sum(1 for each in found if each.edits)
    said += [f"--fix mends {fixable}"] if fixable else []
    return ", ".join([*([f"{_many(mended, 'place')} mended"] if mended else []), *said])


def _many(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"
