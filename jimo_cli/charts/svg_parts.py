"""Parts of an SVG picture: texts that stay texts, bars, and the marks of figures that are not plain."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from xml.sax.saxutils import escape

from jimo_cli.charts.cells import folded
from jimo_cli.charts.points import AHEAD, SETTLED, UNSETTLED
from jimo_cli.model import Qualifier

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from jimo_cli.charts.points import Point

LINE = 20
"""From one line of text to the next."""

COLOURS = ("#0072b2", "#b65c11", "#4d7f54", "#7c285d", "#573100", "#1a0b11")
DARK_COLOURS = ("#56b4e9", "#dd7c26", "#74f1aa", "#bf778f", "#fde33e", "#d4f4ff")
PAPER, DARK_PAPER = "#ffffff", "#0d1117"
MARK = 12
"""The room of a mark behind a bar."""

_FONTS = (
    'system-ui, -apple-system, "Segoe UI", "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", '
    '"Noto Sans SC", "Source Han Sans SC", "WenQuanYi Micro Hei", sans-serif'
)
_WIDE, _NARROW, _BROAD = 14, 8, 12.5  # of characters: Chinese, most others, and the broadest of these
_BROADEST = set("mwMWQ@%&—…")
_STAGES = {SETTLED: "", UNSETTLED: " u", AHEAD: " a"}
_CIRCLE = "M-3.5 0a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0 -7 0Z"
_MARKS = {
    Qualifier.OVER: "M-4.5 4L0 -4.5L4.5 4Z",
    Qualifier.UNDER: "M-4.5 -4L0 4.5L4.5 -4Z",
    Qualifier.ABOUT: "M-5 0L0 -5L5 0L0 5Z",
}
"""What is behind a bar, and on a line in place of a dot: up for more, down for less."""


class Piece(NamedTuple):
    """Some elements, and the room that they take below and to the right of 0, 0."""

    width: float
    height: float
    elements: Sequence[str]


def style() -> str:
    """Return the style sheet: colours for light and dark, which plain renderers draw light."""
    dark = _colours(DARK_COLOURS, DARK_PAPER, ink="#e6edf3", dim="#9198a1", grid="#3d444d")
    return "\n".join(
        (
            f".jimo text{{font:14px {_FONTS};font-variant-numeric:tabular-nums}}",
            ".jimo text{paint-order:stroke;stroke-width:3;stroke-linejoin:round}",
            ".jimo .h{font-size:18px;font-weight:600}",
            ".jimo .g{stroke-width:1}.jimo .l{fill:none;stroke-width:2;stroke-linejoin:round}",
            ".jimo .m{fill:none;stroke-width:1.5}",
            ".jimo .u{fill-opacity:.35}.jimo .a{fill-opacity:0}.jimo rect.a,.jimo .l.a{stroke-dasharray:4 3}",
            *_colours(COLOURS, PAPER, ink="#1f2328", dim="#59636e", grid="#d1d9e0"),
            "@media (prefers-color-scheme:dark){",
            *dark,
            "}",
        )
    )


def _colours(colours: Iterable[str], paper: str, *, ink: str, dim: str, grid: str) -> list[str]:
    return [
        f".jimo .p{{fill:{paper}}}.jimo text{{fill:{ink};stroke:{paper}}}",
        f".jimo .d{{fill:{dim}}}.jimo .g{{stroke:{grid}}}",
        *(f".jimo .c{at}{{fill:{one};stroke:{one}}}.jimo .n{at}{{fill:{one}}}" for at, one in enumerate(colours)),
        ".jimo .l,.jimo .m{fill:none}",
    ]


def written(text: str) -> str:
    """Return a text as XML has it, with the codes of the characters that it may not have."""
    allowed = "".join(
        f"\\u{ord(one):04x}" if one in "\ufffe\uffff" or "\ud800" <= one <= "\udfff" else one for one in text
    )
    return escape(allowed, {'"': "&quot;"})


def label(x: float, y: float, text: str, kind: str = "", anchor: str = "") -> str:
    """Return a line of text whose base is at y; it ends at x with the anchor `end`, is around it with `middle`."""
    kind = f' class="{kind}"' if kind else ""
    anchor = f' text-anchor="{anchor}"' if anchor else ""
    return f'<text x="{x:g}" y="{y:g}"{kind}{anchor}>{written(text)}</text>'


def span(text: str) -> float:
    """Return about how long a line of text is, and hardly ever less."""
    return sum(map(_span, text))


def _span(character: str) -> float:
    if ord(character) > 0x10FF:  # noqa: PLR2004  # behind the alphabets of Europe and the Near East
        return _WIDE
    return _BROAD if character.isupper() or character in _BROADEST else _NARROW


def longest(texts: Iterable[str]) -> float:
    """Return about how long the longest of texts is, 0 where there is none."""
    return max(map(span, texts), default=0)


def paragraph(text: str, width: float, kind: str = "", *, line: float = LINE) -> Piece:
    """Return a text in lines of about that width."""
    size = line / LINE
    lines = folded(text, max(4, int(width / (_NARROW * size))))
    elements = [label(0, line * (at + 0.75), one, kind) for at, one in enumerate(lines)]
    return Piece(longest(lines) * size, line * len(lines), elements)


def rectangle(at: tuple[float, float], size: tuple[float, float], kind: str, told: str = "") -> str:
    """Return a rectangle from its upper left corner, which tells something to who points at it."""
    (x, y), (width, height) = at, size
    title = f"<title>{written(told)}</title>" if told else ""
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" class="{kind}">{title}</rect>'


def rule(x: float, y: float, x2: float, y2: float, kind: str = "g") -> str:
    """Return a straight line between two points."""
    return f'<path d="M{x:.1f} {y:.1f}L{x2:.1f} {y2:.1f}" class="{kind}"/>'


def kind_of(stage: int, colour: int) -> str:
    """Return the classes of what a figure of a stage is filled with."""
    return f"c{colour}{_STAGES[stage]}"


def stroke(places: Sequence[tuple[float, float]], kind: str) -> str:
    """Return a line through places."""
    return f'<path d="M{"L".join(f"{x:.1f} {y:.1f}" for x, y in places)}" class="{kind}"/>'


def dot(point: Point, x: float, ends: tuple[float, float], kind: str, told: str) -> str:
    """Return the mark of a point on a line: a shape for each hedge, hollow where the figure is not settled."""
    low, high = ends
    path = _MARKS.get(point.hedge, _CIRCLE)
    whisker = rule(x, low, x, high, f"m {kind}") if low != high else ""
    place = f'transform="translate({x:.1f} {(low + high) / 2:.1f})"'
    hollow = f'<path {place} d="{path}" class="p"/>' if point.stage != SETTLED else ""
    return f'{whisker}{hollow}<path {place} d="{path}" class="{kind}"><title>{written(told)}</title></path>'


def moved(piece: Piece, x: float, y: float) -> str:
    """Return the elements of a piece at a place."""
    return f'<g transform="translate({round(x, 1):g} {round(y, 1):g})">{"".join(piece.elements)}</g>'


def hedge(qualifier: Qualifier, x: float, y: float, colour: int) -> str:
    """Return the mark of a figure that is not exact, around a place; nothing for any other."""
    if qualifier is Qualifier.RANGE:
        return f'<path d="M{x - 6:.1f} {y:.1f}h12m-12 -4v8m12 -8v8" class="m c{colour}"/>'
    path = _MARKS.get(qualifier)
    return f'<path transform="translate({x:.1f} {y:.1f})" d="{path}" class="m c{colour}"/>' if path else ""
