"""Cells of a terminal: what a chart is drawn with, and texts that fit into so many of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len, chop_cells

from jimo_cli.model import Qualifier

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

WIDEST = 2
"""Cells of a character."""


class Pen(NamedTuple):
    """The characters of a chart.

    `fills` are of a bar by how settled its figure is, and `parts` the eighths of the first of them; `hedges` stand at
    the end of a bar, and that of a range from the lower to the higher end. `upper` and `lower` are the halves that a
    line is drawn with, `rise` what joins them. `tick` is one of an axis below bars, `mark` one beside lines.
    """

    fills: str
    parts: str
    hedges: Mapping[Qualifier, str]
    upper: str
    lower: str
    rise: str
    gap: str
    many: str
    axis: str
    floor: str
    tick: str
    mark: str
    corner: str


PENS = (
    Pen(
        fills="█▓░",
        parts="▏▎▍▌▋▊▉",
        hedges={Qualifier.OVER: ">", Qualifier.UNDER: "<", Qualifier.ABOUT: "~", Qualifier.RANGE: "▒"},
        upper="▀",
        lower="▄",
        rise="│",
        gap="–",
        many="⋮",
        axis="│",
        floor="─",
        tick="┴",
        mark="┤",
        corner="└",
    ),
    Pen(
        fills="#=:",
        parts="",
        hedges={Qualifier.OVER: ">", Qualifier.UNDER: "<", Qualifier.ABOUT: "~", Qualifier.RANGE: "."},
        upper="#",
        lower="#",
        rise="|",
        gap="-",
        many="...",
        axis="|",
        floor="-",
        tick="+",
        mark="+",
        corner="+",
    ),
)
"""Block characters, and ASCII."""


def folded(text: str, width: int) -> list[str]:
    """Return a text in lines of at most so many cells, broken at blanks where there are any; none for no text."""
    lines: list[str] = []
    for word in text.split(" "):
        if lines and cell_len(lines[-1]) + 1 + cell_len(word) <= width:
            lines[-1] += f" {word}"
        elif word:
            lines += chop_cells(word, max(width, WIDEST))
    return lines


def packed(texts: Iterable[str], width: int) -> list[str]:
    """Return texts as many in a line as have room beside each other, each folded where it is wider than a line."""
    lines: list[str] = []
    for text in texts:
        if lines and cell_len(lines[-1]) + 3 + cell_len(text) <= width:
            lines[-1] += f"   {text}"
        else:
            lines += folded(text, width)
    return lines


def left(text: str, width: int) -> str:
    """Return a text with blanks behind it that make it so many cells wide."""
    return text + " " * (width - cell_len(text))


def right(text: str, width: int) -> str:
    """Return a text with blanks before it that make it so many cells wide."""
    return " " * (width - cell_len(text)) + text


def widest(texts: Sequence[str]) -> int:
    """Return how many cells the widest of texts has, 0 where there is none."""
    return max(map(cell_len, texts), default=0)


def placed(marks: Sequence[tuple[int, str]], first: int, behind: int) -> list[tuple[int, str]] | None:
    """Return where texts begin that stand under marks, each in the middle of its own and between the two ends.

    None where they have no room beside each other.
    """
    found: list[tuple[int, str]] = []
    free = first
    for at, text in marks:
        start = max(first, min(at - (cell_len(text) - 1) // 2, behind - cell_len(text)))
        if start < free:
            return None
        found.append((start, text))
        free = start + cell_len(text) + 2
    return found


def in_a_line(texts: Sequence[tuple[int, str]]) -> str:
    """Return texts as one, each beginning in its cell."""
    line = ""
    for start, text in texts:
        line = left(line, start) + text
    return line
