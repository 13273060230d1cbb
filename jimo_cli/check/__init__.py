"""Checking the figures of a draft against facts: each agrees, differs, or no fact speaks to it.

>>> from jimo_cli.check import Base, check
>>> [result.what for result in check(document, base) if result.result == "differs"]
['magnitude']
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from jimo_cli.check.base import Base, Label, Stated, stated
from jimo_cli.check.judge import AGREES, DIFFERS, UNKNOWN, Judgement, judge, judge_pinned
from jimo_cli.check.marks import marks_of, pinned
from jimo_cli.claims import About, Paragraph, places, read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from jimo_cli.documents import Block, Document

__all__ = [
    "AGREES",
    "DIFFERS",
    "UNKNOWN",
    "Base",
    "Checked",
    "Judgement",
    "Label",
    "Stated",
    "check",
    "judge",
    "stated",
]

_READ = {"heading", "paragraph", "caption"}
"""Kinds of blocks whose figures are read; a cell of a table says nothing without its head."""


class Checked(NamedTuple):
    """What the facts say of one figure of a draft.

    `start` and `end` are its offsets in the content of the document, -1 where it has none; `block` is where it
    stands, and `pin` the id that a comment names for it.
    """

    judgement: Judgement
    block: Block
    start: int
    end: int
    pin: str | None = None


def check(
    document: Document, base: Base, *, areas: Iterable[str] = (), find: Callable[[str], Stated | None] | None = None
) -> Iterator[Checked]:
    """Yield what the facts of a base say of each figure of a draft, in its order.

    `areas` are the places that the base is about, by whose spellings a draft may name them. `find` returns the
    fact with an id for pins, None where there is none.
    """
    blocks = document.blocks
    marks = marks_of(document)
    paragraphs = [Paragraph(block.text, is_heading=block.kind == "heading") for block in blocks]
    claims = read(paragraphs, About(places=places.spelt(areas)))
    found = [(number, claim) for number, block in enumerate(blocks) for claim in claims[number] if block.kind in _READ]
    ends = [_offset(blocks[number], claim.end - 1) + 1 for number, claim in found]
    pins = pinned(marks.pins, [(number, end) for (number, _), end in zip(found, ends, strict=True)]) if find else {}
    for at, (number, claim) in enumerate(found):
        start = _offset(blocks[number], claim.start)
        if marks.is_ignored(number, start):
            continue
        pin = pins.get(at)
        if pin is None or find is None:
            yield Checked(judge(claim, base), blocks[number], start, ends[at])
        else:
            judgement = judge_pinned(claim, find(pin.fact_id))
            yield Checked(judgement, blocks[number], start, ends[at], pin.fact_id)


def _offset(block: Block, position: int) -> int:
    return block.positions[position] if block.positions else -1
