"""A chart as an SVG picture, complete in itself: no script, no font and no file from elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jimo_cli.charts import svg_bars, svg_plots
from jimo_cli.charts.points import FLAGS, SETTLED, STAGES, has_line
from jimo_cli.charts.svg_parts import (
    LINE,
    Piece,
    hedge,
    kind_of,
    label,
    moved,
    paragraph,
    rectangle,
    span,
    style,
    written,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jimo_cli.charts.points import Chart, Panel

_MARGIN = 20
_GAP = 14
_LEAST = 520
_MOST_BARS = 12
"""Figures of more periods are a line, and those of several places as soon as there are some."""
_SOME = 3


def document(chart: Chart) -> str:
    """Return the text of an SVG file."""
    body = [piece for panel in chart.panels for piece in _panel(panel, chart)]
    width = max(_LEAST, *(piece.width for piece in body))
    head = paragraph(chart.title, width / 1.3, "h", line=LINE * 1.3)
    foot = [paragraph(source, width, "d") for source in chart.sources]
    elements: list[str] = []
    y = float(_MARGIN)
    for piece in (head, *body, *_legend(chart, width), *foot):
        elements.append(moved(piece, _MARGIN, y))
        y += piece.height + (0 if piece in foot else _GAP)
    return "\n".join(_framed(elements, chart, width + 2 * _MARGIN, y + _MARGIN)) + "\n"


def _framed(elements: list[str], chart: Chart, width: float, height: float) -> Iterator[str]:
    size = f'width="{width:.0f}" height="{height:.0f}" viewBox="0 0 {width:.0f} {height:.0f}"'
    yield f'<svg xmlns="http://www.w3.org/2000/svg" class="jimo" role="img" {size} lang="{chart.lang}">'
    yield f"<title>{written(chart.title)}</title>"
    yield f"<desc>{written(_described(chart))}</desc>"
    yield f"<style>{style()}</style>"
    yield '<rect width="100%" height="100%" class="p"/>'
    yield from elements
    yield "</svg>"


def _described(chart: Chart) -> str:
    """What the picture shows, for those who do not see it: units, places, periods, marks and sources."""
    said = []
    for panel in chart.panels:
        places = [place for place in panel.places if place]
        said.append(" · ".join([panel.unit, *places, f"{panel.periods[0]}–{panel.periods[-1]}"]).strip(" ·"))
    return "\n".join([*said, *chart.statuses.values(), *chart.hedges.values(), *chart.sources])


def _panel(panel: Panel, chart: Chart) -> Iterator[Piece]:
    if panel.unit:
        yield paragraph(f"{chart.unit_head}  {panel.unit}", _LEAST, "d")
    is_line = has_line(panel, _MOST_BARS if len(panel.places) == 1 else _SOME)
    yield from (svg_plots if is_line else svg_bars).pieces(panel, chart.lang)


def _legend(chart: Chart, width: float) -> list[Piece]:
    """The marks and what they mean, as many beside each other as have room; none where there are no marks."""
    entries = [
        *(
            (rectangle((0, 4), (16, 12), kind_of(STAGES.get(status, SETTLED), 0)), f"{FLAGS[status]} {what}")
            for status, what in chart.statuses.items()
        ),
        *((hedge(qualifier, 8, 10, 0), what) for qualifier, what in chart.hedges.items()),
    ]
    elements: list[str] = []
    x = y = 0.0
    for mark, what in entries:
        if x and x + 24 + span(what) > width:
            x, y = 0.0, y + LINE
        elements.append(moved(Piece(0, 0, [mark, label(24, 15, what)]), x, y))
        x += 24 + span(what) + 20
    return [Piece(width, y + LINE, elements)] if elements else []
