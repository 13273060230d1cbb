"""Comments of a draft that speak to jimo: pins that name the fact of a figure, and those that set figures aside.

海洋生产总值345亿元<!-- jimo: marine.gross-product -->
<!-- jimo: ignore -->           the paragraph that it stands in, or the next one
<!-- jimo: off --> … <!-- jimo: on -->
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jimo_cli.documents import Block, Document

_MARK = re.compile(r"\s*jimo:\s*(\S+)\s*", re.ASCII)
_IGNORE, _OFF, _ON = "ignore", "off", "on"

_MOST_BETWEEN = 200
"""Characters of markup between the end of a paragraph and a comment that belongs to it."""

_ENDS_BLOCK = re.compile(
    r"\n|</(?:p|div|li|h[1-6]|t[dhr]|table|ul|ol|dd|dt|section|article|blockquote|figure|figcaption|caption)\b",
    re.IGNORECASE,
)


class Pin(NamedTuple):
    """The fact that the figure before a comment is of, by its id; `block` is the number of the block it stands in."""

    block: int
    start: int
    fact_id: str


class Marks(NamedTuple):
    """The pins of a draft in its order, and what is set aside: blocks by their numbers, and spans of the content."""

    pins: tuple[Pin, ...]
    blocks: frozenset[int]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def is_ignored(self, block: int, offset: int) -> bool:
        """Tell whether the figure at an offset in a block is set aside."""
        at = bisect_right(self.starts, offset) - 1
        return block in self.blocks or (at >= 0 and offset < self.ends[at])


def marks_of(document: Document) -> Marks:
    """Return what the comments of a draft say."""
    firsts = [block.positions[0] if block.positions else 0 for block in document.blocks]
    pins, ignored, starts, ends = list[Pin](), set[int](), list[int](), list[int]()
    for comment in document.comments:
        mark = _MARK.fullmatch(comment.text)
        if mark is None:
            continue
        if mark[1] == _OFF and len(starts) == len(ends):
            starts.append(comment.end)
        elif mark[1] == _ON and len(starts) > len(ends):
            ends.append(comment.start)
        elif mark[1] == _IGNORE:
            ignored.add(_block_at(document, firsts, comment.start))
        elif mark[1] not in {_OFF, _ON}:
            pins.append(Pin(_block_at(document, firsts, comment.start), comment.start, mark[1]))
    ends += [len(document.content)] * (len(starts) - len(ends))
    return Marks(tuple(pins), frozenset(ignored), tuple(starts), tuple(ends))


def _block_at(document: Document, firsts: Sequence[int], offset: int) -> int:
    """The number of the block that an offset lies in or right behind, else of the next one."""
    at = bisect_right(firsts, offset) - 1
    return at if at >= 0 and _holds(document.blocks[at], document.content, offset) else at + 1


def _holds(block: Block, content: str, offset: int) -> bool:
    end = block.positions[-1] + 1 if block.positions else 0
    return offset - end <= _MOST_BETWEEN and _ENDS_BLOCK.search(content, end, max(end, offset)) is None


def pinned(pins: Sequence[Pin], figures: Sequence[tuple[int, int]]) -> dict[int, Pin]:
    """Return the pins by the number of the figure before each in its block; of several behind one the first holds.

    Of each figure the block and the end are given, in ascending order.
    """
    found: dict[int, Pin] = {}
    for pin in pins:
        number = bisect_right(figures, (pin.block, pin.start)) - 1
        if number >= 0 and figures[number][0] == pin.block:
            found.setdefault(number, pin)
    return found
