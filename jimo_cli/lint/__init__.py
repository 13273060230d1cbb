"""Checking fact files: form, sense and arithmetic, and mending what has one right answer."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from jimo_cli import loader, rules
from jimo_cli.errors import UsageError, quoted
from jimo_cli.lint import arithmetic, form, sense
from jimo_cli.lint.findings import Finding, of_problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jimo_cli.loader import Loaded
    from jimo_cli.model import Fact

_NOT_LAID_OUT = {rules.UNREADABLE, rules.NOT_TOML, rules.NO_FACTS}


def check(packs: Sequence[str]) -> list[Finding]:
    """Return what is wrong with the fact files of some packs, by file and place.

    What could not be read has findings of its form; the sense and arithmetic are those of the
    facts that could. Rules that comments set aside are not told.
    """
    loaded = loader.load(packs)
    found = [*_of_form(loaded), *_of_facts(loaded)]
    aside = {path: form.set_aside(loader.layout(path)) for path in {each.path for each in found}}
    told = {each for each in found if not _is_aside(each, aside[each.path])}
    return sorted(told)


def _of_form(loaded: Loaded) -> Iterator[Finding]:
    unread = set()
    for problem in loaded.problems:
        finding = of_problem(problem)
        if finding.code in _NOT_LAID_OUT:
            unread.add(finding.path)
            yield finding
        else:
            yield form.mended(finding, loader.layout(finding.path))
    facts: dict[str, list[Fact]] = {path: [] for path in loaded.files if path not in unread}
    for fact in loaded.facts:
        facts[loaded.paths[fact.id]].append(fact)
    for path, stated in facts.items():
        yield from form.check(path, loader.layout(path), stated)


def _of_facts(loaded: Loaded) -> Iterator[Finding]:
    for misfit in (*sense.check(loaded.facts, loaded.topics), *arithmetic.check(loaded.facts)):
        yield of_problem(loader.at_fact(loaded.paths[misfit.fact_id], misfit))


def _is_aside(finding: Finding, aside: set[tuple[str, int, int]]) -> bool:
    return any(finding.code == code and first <= finding.line <= last for code, first, last in aside)


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
