"""The heads and feet of pages: lines at the top or bottom that repeat, or that count the pages."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from jimo_cli.documents.pdf.order import Line, Page, Region

_OUTERMOST = 2
"""Lines at each end of a page that may be its head or foot."""

_MOST_NEEDED = 3
"""Pages on which a line repeats, at the most; of two pages, both."""

_NUMBER = re.compile(r"[0-9]{1,5}")
_COUNTS_PAGES = re.compile(r"(?:[-—–·•|/\s第页共]|page|of|P\.?|[0-9]{1,5})+", re.IGNORECASE)
_ROMAN = re.compile(r"[ivxl]{1,6}")
_HEIGHT = 6
"""Points by which the height of what repeats may differ."""


def leave_out(pages: Sequence[Page]) -> int:
    """Remove heads and feet from the pages, and return how many lines they were."""
    places = Counter(
        key for page in pages for key in {key for line in _outer(page) for key in _keys(line, page.number)}
    )
    needed = min(_MOST_NEEDED, max(2, len(pages)))
    left_out = 0
    for page in pages:
        dropped = {
            id(line)
            for line in _outer(page)
            if any(places[key] >= needed for key in _keys(line, page.number)) or _is_number(line, page)
        }
        left_out += len(dropped)
        page.regions[:] = [
            Region(kept, region.is_column)
            for region in page.regions
            if (kept := [line for line in region.lines if id(line) not in dropped])
        ]
    return left_out


def _outer(page: Page) -> list[Line]:
    """The lines at the top and at the bottom of a page."""
    lines = sorted((line for region in page.regions for line in region.lines), key=lambda line: line.base)
    return lines if len(lines) <= 2 * _OUTERMOST else [*lines[:_OUTERMOST], *lines[-_OUTERMOST:]]


def _keys(line: Line, page: int) -> Iterator[tuple[str, int, int]]:
    """Yield the keys that a line is counted by: as it is, and with a number as its distance from that of the page."""
    text = line.text
    for height in {round(line.base / _HEIGHT), round(line.base / _HEIGHT + 0.5)}:
        yield text, height, 0
        for number in _NUMBER.finditer(text):
            yield f"{text[: number.start()]}#{text[number.end() :]}", height, int(number[0]) - page
            if number.start() == 0 or number.end() == len(text):
                yield "#", height, int(number[0]) - page  # the head of a chapter, with the number of the page


def _is_number(line: Line, page: Page) -> bool:
    """Tell whether a line is the number of its page alone."""
    if _ROMAN.fullmatch(line.text):
        return True
    numbers = _NUMBER.findall(line.text)
    lines = [line for region in page.regions for line in region.lines]
    is_last = line.base == min(each.base for each in lines)
    return is_last and numbers[:1] == [str(page.number)] and bool(_COUNTS_PAGES.fullmatch(line.text))
