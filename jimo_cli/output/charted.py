"""A series as a chart, with every text in it as it may be shown, and how it is drawn on a terminal."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from jimo_cli.charts import lines, svg
from jimo_cli.charts.points import FLAGS, Chart, panels
from jimo_cli.charts.words import HEDGES
from jimo_cli.output import console
from jimo_cli.output.citation import citation
from jimo_cli.output.fitting import terminal_width
from jimo_cli.output.headings import SOURCE, header, word

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from jimo_cli.model import Fact, Source

_MOST_CELLS = 200  # of a line: wider ones are hard to follow


def text(facts: Sequence[Fact], works: Iterable[Source], lang: str) -> Iterator[str]:
    """Return the lines of a chart of the facts of one measure, with the works that they are from below it."""
    chart = _chart(facts, works, lang, _on_stdout)
    ascii_only = not console.speaks_unicode() or os.environ.get("TERM") == "dumb"
    return lines.drawn(chart, min(terminal_width(), _MOST_CELLS), ascii_only=ascii_only)


def picture(facts: Sequence[Fact], works: Iterable[Source], lang: str) -> str:
    """Return the text of an SVG file with a chart of the facts of one measure, and the works that they are from."""
    return svg.document(_chart(facts, works, lang, console.printable))


def _on_stdout(written: str) -> str:
    """A text as it appears on stdout, with the codes of the characters that its encoding lacks."""
    shown = console.printable(written)
    if console.speaks_unicode() or sys.stdout is None:
        return shown
    encoding = sys.stdout.encoding or "ascii"
    return shown.encode(encoding, "backslashreplace").decode(encoding)


def _chart(facts: Sequence[Fact], works: Iterable[Source], lang: str, shown: Callable[[str], str]) -> Chart:
    first = facts[0]
    label = (first.label_en or first.label) if lang == "en" else first.label
    areas = {fact.reference_area for fact in facts}
    drawn = panels(facts, lang, shown)
    if len(areas) == 1:  # the title names it
        drawn = [panel._replace(places=[""]) for panel in drawn]
    if lang == "en":  # the figures have it
        drawn = [panel._replace(unit="") for panel in drawn]
    points = [point for panel in drawn for cell in panel.points.values() for point in cell]
    statuses, hedges = {point.status for point in points}, {point.hedge for point in points}
    return Chart(
        shown(" · ".join(filter(None, (label, first.reference_area if len(areas) == 1 else "")))),
        shown(header("unit", lang)),
        drawn,
        {status: shown(word(status.value, lang)) for status in FLAGS if status in statuses},
        {hedge: shown(what) for hedge, what in HEDGES[lang].items() if hedge in hedges},
        [shown(SOURCE[lang] + citation(work.csl, lang)) for work in works],
        lang,
    )
