"""The heads and feet of pages: lines at the top or bottom that repeat, or that count the pages."""

import re
from collections import Counter
from collections.abc import Container, Iterator, Sequence

from jimo_cli.documents.pdf.order import Line, Page, Region

_Key = tuple[str, int, int]

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
        key
        for page in pages
        for key in {key for end in _ends(page) for line in end for key in _keys(line, page.number)}
    )
    needed = min(_MOST_NEEDED, max(2, len(pages)))
    repeated = {key for key, count in places.items() if count >= needed}
    left_out = 0
    for page in pages:
        dropped = {id(line) for end in _ends(page) for line in _outermost(end, page, repeated)}
        left_out += len(dropped)
        kept = [Region([line for line in one.lines if id(line) not in dropped], one.is_column) for one in page.regions]
        page.regions[:] = [region for region in kept if region.lines]
    return left_out


def _outermost(end: Sequence[Line], page: Page, repeated: Container[_Key]) -> Iterator[Line]:
    """Yield the lines of an end of a page up to the first that is no head or foot."""
    for number, line in enumerate(end):
        is_repeated = any(key in repeated for key in _keys(line, page.number))
        if not is_repeated and (number or not _is_number(line, page)):
            return
        yield line


def _ends(page: Page) -> tuple[list[Line], list[Line]]:
    """The lines at the top of a page and those at the bottom, the outermost first."""
    lines = sorted((line for region in page.regions for line in region.lines), key=lambda line: line.base)
    return lines[-1 : -1 - _OUTERMOST : -1], lines[:_OUTERMOST]


def _keys(line: Line, page: int) -> Iterator[_Key]:
    """Yield the keys that a line is counted by: as it is, and with a number as its distance from that of the page."""
    text = line.text
    for height in {round(line.base / _HEIGHT), round(line.base / _HEIGHT + 0.5)}:
        yield text, height, 0
        for number in _NUMBER.finditer(text):
            yield f"{text[: number.start()]}#{text[number.end() :]}", height, int(number[0]) - page
            if number.start() == 0 or number.end() == len(text):
                yield "#", height, int(number[0]) - page  # the head of a chapter, with the number of the page


def _is_number(line: Line, page: Page) -> bool:
    """Tell whether a line, the last or first of a page, is its number alone."""
    if _ROMAN.fullmatch(line.text):
        return True
    return _NUMBER.findall(line.text)[:1] == [str(page.number)] and bool(_COUNTS_PAGES.fullmatch(line.text))
