"""A chart as lines of text: bars for few periods, lines for many, in block characters or in ASCII."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jimo_cli.charts import bars, plots
from jimo_cli.charts.cells import PENS, folded, packed
from jimo_cli.charts.points import FLAGS, SETTLED, STAGES, has_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jimo_cli.charts.cells import Pen
    from jimo_cli.charts.points import Chart, Panel

_MOST_BARS = 24
"""Figures of more periods are drawn as a line."""


def drawn(chart: Chart, width: int, *, ascii_only: bool) -> Iterator[str]:
    """Yield the lines of a chart, none of which is wider, apart from a figure that is."""
    pen = PENS[ascii_only]
    yield from folded(chart.title, width)
    for panel in chart.panels:
        yield from ["", *folded(f"{chart.unit_head}  {panel.unit}", width)] if panel.unit else []
        for line in _panel(panel, width, pen, chart.lang):
            yield line.rstrip(" ")
    legend = packed(_legend(chart, pen), width)
    yield from ["", *legend] if legend else []
    sources = [line for source in chart.sources for line in folded(source, width)]
    yield from ["", *sources] if sources else []


def _panel(panel: Panel, width: int, pen: Pen, lang: str) -> Iterator[str]:
    draw = plots.drawn if has_line(panel, _MOST_BARS) else bars.drawn
    return draw(panel, width, pen, lang)


def _legend(chart: Chart, pen: Pen) -> Iterator[str]:
    """Yield what each mark means."""
    for status, what in chart.statuses.items():
        yield f"{pen.fills[STAGES.get(status, SETTLED)]} {FLAGS[status]} {what}"
    for hedge, what in chart.hedges.items():
        yield f"{pen.hedges[hedge]} {what}"
