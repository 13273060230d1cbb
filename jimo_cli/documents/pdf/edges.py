"""The heads and feet of pages: lines at the top or bottom that repeat, or that count the pages."""

import re
from collections.abc import Container, Iterator, Sequence

from jimo_cli.documents.pdf.library import Run
from jimo_cli.documents.pdf.order import Rows

_Key = tuple[str, int, int]
_Lines = Sequence[list[Run]]

_OUTERMOST = 2
"""Lines at each end of a page that may be its head or foot."""

_MOST_NEEDED = 3
"""Pages on which a line repeats, at the most; of two pages, both."""

_EVERY_OTHER = 2.5
"""Pages to one with the head; a page that begins a chapter has none."""

_NUMBER = re.compile(r"[0-9]{1,5}")
_COUNTS_PAGES = re.compile(r"(?:[-—–·•|/\s第页共]|page|of|P\.?|[0-9]{1,5})+", re.IGNORECASE)
_ROMAN = re.compile(r"[ivxl]{1,6}")
_HEIGHT = 6
"""Points by which the height of what repeats may differ."""


def leave_out(pages: Sequence[Rows]) -> int:
    """Remove heads and feet from the pages, and return how many lines they were."""
    places: dict[_Key, list[int]] = {}
    for page in pages:
        for key in {key for end in _ends(page) for row in end for key in _keys(row, page.number)}:
            places.setdefault(key, []).append(page.number)
    needed = min(_MOST_NEEDED, max(2, len(pages)))
    repeated = {key for key, numbers in places.items() if len(numbers) >= needed and _is_dense(numbers)}
    left_out = 0
    for page in pages:
        dropped = {id(row) for end in _ends(page) for row in _outermost(end, page.number, repeated)}
        left_out += len(dropped)
        page.rows[:] = [row for row in page.rows if id(row) not in dropped]
    return left_out


def _is_dense(numbers: Sequence[int]) -> bool:
    """Tell whether what stands on some pages is on every other one of a chapter at least."""
    return len(numbers) * _EVERY_OTHER >= numbers[-1] - numbers[0] + 1


def _ends(page: Rows) -> tuple[_Lines, _Lines]:
    """The lines at the top of a page and those at the bottom, the outermost first."""
    return page.rows[:_OUTERMOST], page.rows[: -1 - _OUTERMOST : -1]


def _outermost(end: _Lines, page: int, repeated: Container[_Key]) -> Iterator[list[Run]]:
    """Yield the lines of an end of a page up to the first that is no head or foot."""
    for number, row in enumerate(end):
        is_repeated = any(key in repeated for key in _keys(row, page))
        if not is_repeated and (number or not _is_number(_text(row), page)):
            return
        yield row


def _text(row: Sequence[Run]) -> str:
    return " ".join(piece.text for piece in row)


def _keys(row: Sequence[Run], page: int) -> Iterator[_Key]:
    """Yield the keys that a line is counted by: as it is, and with a number as its distance from that of the page."""
    text = _text(row)
    for height in {round(row[0].base / _HEIGHT), round(row[0].base / _HEIGHT + 0.5)}:
        yield text, height, 0
        for number in _NUMBER.finditer(text):
            away = int(number[0]) - page
            yield f"{text[: number.start()]}#{text[number.end() :]}", height, away
            if number.start() == 0 or number.end() == len(text):
                yield "#", height, away  # the head of a chapter, with the number of the page


def _is_number(text: str, page: int) -> bool:
    """Tell whether a line, the last or first of a page, is its number alone."""
    if _ROMAN.fullmatch(text):
        return True
    return _NUMBER.findall(text)[:1] == [str(page)] and bool(_COUNTS_PAGES.fullmatch(text))
