"""What differs in a draft as problems, with the line, what the fact says, and the fix where there is one right way."""

from __future__ import annotations

import re
from bisect import bisect_right
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from jimo_cli.check.judge import AGREES, DIFFERS
from jimo_cli.check.marks import marks_of
from jimo_cli.claims.figures import figures_in
from jimo_cli.claims.plain import plain_of
from jimo_cli.figures.agreement import disagreement
from jimo_cli.figures.decimals import plain
from jimo_cli.model import Edit, Excerpt, Problem, Qualifier
from jimo_cli.packs import rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from jimo_cli.check import Checked
    from jimo_cli.claims import Claim
    from jimo_cli.documents import Document
    from jimo_cli.model import Fact

_CODES = {
    "value": rules.DRAFT_VALUE,
    "unit": rules.DRAFT_UNIT,
    "magnitude": rules.DRAFT_MAGNITUDE,
    "period": rules.DRAFT_PERIOD,
    "place": rules.DRAFT_PLACE,
    "direction": rules.DRAFT_DIRECTION,
    "qualifier": rules.DRAFT_QUALIFIER,
}
_FIXED = {"value", "unit", "magnitude", "qualifier"}
"""What another figure puts right; a period, a place and a verb stand somewhere else in the sentence."""

_HAN = re.compile("[\u3400-\u9fff]")
_AROUND = 1000  # wider than any terminal; a line may be a megabyte long


class _Lines:
    """The lines of a text by offset."""

    def __init__(self, content: str) -> None:
        self._content = content
        self._starts = [0]
        at = content.find("\n")
        while at >= 0:
            self._starts.append(at + 1)
            at = content.find("\n", at + 1)

    def at(self, offset: int) -> tuple[int, int]:
        """Return line and column of an offset, from 1."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def excerpt(self, offset: int) -> Excerpt:
        """Return the part of a line around an offset."""
        line, _ = self.at(offset)
        start = self._starts[line - 1]
        end = self._content.find("\n", offset)
        first = max(start, offset - _AROUND)
        shown = self._content[first : min(len(self._content) if end < 0 else end, offset + _AROUND)]
        return Excerpt(shown.rstrip("\r"), offset - first)


class Result(NamedTuple):
    """A figure of a draft with its place, both None where the document has no lines, and the problem that it is."""

    path: str
    line: int | None
    column: int | None
    checked: Checked
    problem: Problem | None

    @property
    def as_written(self) -> str:
        """The figure as the draft has it."""
        return self.checked.judgement.claim.as_written

    @property
    def verdict(self) -> str:
        """Whether it `agrees` with a fact, `differs`, or is `unknown` since no fact speaks to it."""
        return DIFFERS if self.problem else self.checked.judgement.result

    @property
    def differs_in(self) -> str:
        """In what it differs from a fact: `value`, `unit`, `magnitude`, `period`, `place`, ...; empty elsewhere."""
        return self.checked.judgement.what

    @property
    def fact(self) -> Fact | None:
        """The fact that it agrees with or differs from."""
        stated = self.checked.judgement.stated
        return stated.fact if stated else None

    @property
    def fix(self) -> str | None:
        """What to write instead, where that is certain."""
        return self.problem.edit.text if self.problem and self.problem.edit else None


def results_of(document: Document, checked: Iterable[Checked]) -> list[Result]:
    """Return the figures of a draft with their places and what is wrong with them."""
    lines, results = _Lines(document.content), []
    for one in checked:
        line, column = lines.at(one.start) if one.start >= 0 else (None, None)
        differs = one.judgement.result == DIFFERS or (one.pin is not None and one.judgement.stated is None)
        problem = _problem(one, document, lines) if differs else None
        results.append(Result(document.path, line, column, one, problem))
    return results


def summary(results: Sequence[Result], fixed: int) -> str:
    """Return how many figures there are, and what became of them."""
    differ = sum(result.problem is not None for result in results)
    agree = sum(result.checked.judgement.result == AGREES for result in results)
    parts = [
        "1 differs" if differ == 1 else f"{differ} differ",
        f"{agree} agree",
        f"{len(results) - agree - differ} unknown",
    ]
    noun = "figure" if len(results) == 1 else "figures"
    return f"{len(results)} {noun}: {', '.join(parts)}{f'; {fixed} fixed' if fixed else ''}"


def loose_pins(document: Document, results: Iterable[Result]) -> Iterator[str]:
    """Yield a line for each comment that names a fact, and no figure before it is read or left for it."""
    used = {(id(result.checked.block), result.checked.pin) for result in results}
    marks, lines = marks_of(document), _Lines(document.content)
    for pin in marks.pins:
        block = document.blocks[pin.block] if pin.block < len(document.blocks) else None
        if (id(block), pin.fact_id) not in used and not marks.is_ignored(pin.block, pin.start):
            yield f"{lines.at(pin.start)[0]}: <!-- jimo: {pin.fact_id} --> has no figure before it that is its own"


def edits_of(results: Sequence[Result]) -> list[Edit]:
    """Return the edits that put figures right, in the order of the text."""
    return sorted(result.problem.edit for result in results if result.problem and result.problem.edit)


def _problem(checked: Checked, document: Document, lines: _Lines) -> Problem:
    """The problem that a figure is which differs, with its edit where it can be put right."""
    judgement, edit = checked.judgement, _edit(checked, document)
    if judgement.stated is None:
        code, message, hint = (
            rules.DRAFT_PIN,
            f"no fact with a figure has the id {checked.pin}",
            "correct the id in the comment, or remove it",
        )
    else:
        fact = judgement.stated.fact
        code = _CODES[judgement.what]
        message = f"{judgement.claim.as_written} differs in {judgement.what}: {told(fact)}"
        where = f"{fact.source}, {fact.locator}" if fact.locator else fact.source
        hint = f"write {edit.text}" if edit else f"compare it with {where}"
    if checked.start < 0:
        return Problem(document.path, None, f"{checked.block.locator}: {message}", hint, code)
    line, column = lines.at(checked.start)
    width, excerpt = max(1, checked.end - checked.start), lines.excerpt(checked.start)
    if edit:
        excerpt = excerpt._replace(edited=(*lines.at(edit.start), *lines.at(edit.end)))
    return Problem(document.path, line, message, hint, code, column, width, edit=edit, excerpt=excerpt)


def told(fact: Fact) -> str:
    """Return what a fact says in one line: its id, label, place, period and figure."""
    of = ", ".join(filter(None, (fact.label, fact.reference_area, fact.time_period)))
    return f"{fact.id} is {figure_of(fact)} ({of})"


def figure_of(fact: Fact) -> str:
    """Return the figure of a fact as its source prints it, else its value with its unit."""
    if fact.as_written and disagreement(fact) is None and fact.value is not None and fact.value >= 0:
        return fact.as_written
    ends = [plain(end) for end in (fact.value, fact.value_max) if isinstance(end, Decimal)]
    words = {Qualifier.OVER: "超过", Qualifier.UNDER: "不到", Qualifier.ABOUT: "约"}
    return f"{words.get(fact.qualifier, '') if fact.qualifier else ''}{'至'.join(ends)}{fact.unit or ''}"


def _edit(checked: Checked, document: Document) -> Edit | None:
    """The edit that writes what the fact says, where the fact alone may be meant and both are in one language."""
    judgement = checked.judgement
    claim, stated = judgement.claim, judgement.stated
    if not judgement.is_sure or judgement.what not in _FIXED or checked.start < 0 or stated is None:
        return None
    written, text = document.content[checked.start : checked.end], _unsigned(stated.fact)
    has_words = written.isascii() and any(char.isalpha() for char in written)
    is_other_language = not text.isascii() and (has_words or not _HAN.search(checked.block.text))
    if is_other_language or written != claim.as_written or not _is_signed_alike(stated.fact, claim):
        return None
    return Edit(checked.start, checked.end, text)


def _unsigned(fact: Fact) -> str:
    """The figure of a fact without the words of its direction, which stand elsewhere in a draft: 13.5% of 下降13.5%."""
    if fact.as_written and (disagreement(fact) is None or (fact.value or 0) < 0):
        figures = figures_in(plain_of(fact.as_written), ())
        if len(figures) == 1:
            return fact.as_written[figures[0].start : figures[0].end]
    return figure_of(fact).removeprefix("-")


def _is_signed_alike(fact: Fact, claim: Claim) -> bool:
    """Tell whether the words of a draft give a figure the sign that the fact has, the figure itself none."""
    is_fall = isinstance(fact.value, Decimal) and fact.value < 0
    return claim.amount.low >= 0 and (claim.direction < 0) is is_fall
