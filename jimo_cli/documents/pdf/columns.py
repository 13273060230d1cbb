"""The columns of a page: where the gaps between them are, and what stands in each in the order of reading."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median

from jimo_cli.documents.pdf.library import Run

_FEWEST = 3
"""Lines beside each other that make columns of them."""

_NARROWEST = 9
"""Of the size: a column of running text is wider."""

_FULL = 0.6
_MOST_FIGURES = 0.4
_NEIGHBOURS = 20
_DEEPEST = 3


def parts(pieces: Sequence[Run], depth: int = 0) -> Iterator[tuple[list[Run], bool]]:
    """Yield the parts of a page in the order of reading, and whether each is a column."""
    gutter = _gutter(pieces) if depth < _DEEPEST else None
    if gutter is None:
        yield list(pieces), depth > 0
        return
    plain: list[Run] = []
    for band, crosses in _bands(pieces, gutter):
        left, right = _sides(band, gutter)
        if crosses or not _are_columns(left, right, at_least=1):
            plain += band
            continue
        if plain:
            yield plain, depth > 0
            plain = []
        yield from parts(left, depth + 1)
        yield from parts(right, depth + 1)
    if plain:
        yield plain, depth > 0


def _gutter(pieces: Sequence[Run]) -> float | None:
    """Where the gap between two columns is, None where there are none."""
    ends: list[tuple[float, int]] = []
    for start, end in _gaps(pieces):
        ends += [(start, 1), (end, -1)]
    best = depth = 0
    gutter = None
    for (here, change), (there, _) in pairwise(sorted(ends)):
        depth += change
        if depth > best:
            best, gutter = depth, (here + there) / 2
    if gutter is None or best < _FEWEST:
        return None
    left, right = _sides(pieces, gutter)
    return gutter if _are_columns(left, right, at_least=_FEWEST) else None


def _gaps(pieces: Sequence[Run]) -> Iterator[tuple[float, float]]:
    """Yield the gaps between pieces that stand beside each other."""
    ordered = sorted(pieces, key=lambda piece: -piece.base)
    for number, piece in enumerate(ordered):
        beside = ordered[max(0, number - _NEIGHBOURS) : number + _NEIGHBOURS]
        starts = [
            other.left
            for other in beside
            if other.left >= piece.right and abs(other.base - piece.base) < max(piece.size, other.size)
        ]
        if starts:
            yield piece.right, min(starts)


def _sides(pieces: Iterable[Run], gutter: float) -> tuple[list[Run], list[Run]]:
    left, right = list[Run](), list[Run]()
    for piece in pieces:
        if piece.right <= gutter:
            left.append(piece)
        elif piece.left >= gutter:
            right.append(piece)
    return left, right


def _bands(pieces: Iterable[Run], gutter: float) -> Iterator[tuple[list[Run], bool]]:
    """Yield from the top the pieces that cross a gutter, and those between them that do not."""
    band: list[Run] = []
    crosses = False
    for piece in sorted(pieces, key=lambda piece: -piece.base):
        if band and (piece.left < gutter < piece.right) is not crosses:
            yield band, crosses
            band = []
        crosses = piece.left < gutter < piece.right
        band.append(piece)
    if band:
        yield band, crosses


def _are_columns(left: Sequence[Run], right: Sequence[Run], *, at_least: int) -> bool:
    return all(len(side) >= at_least and _is_running(side) for side in (left, right))


def _is_running(side: Sequence[Run]) -> bool:
    """Tell whether the pieces are lines of running text and not the cells of a table."""
    widths = sorted(piece.right - piece.left for piece in side)
    width = widths[len(widths) * 9 // 10]  # of a full line: the longest may be a head over several columns
    if width < _NARROWEST * median(piece.size for piece in side):
        return False
    figures = sum(not any(char.isalpha() for char in piece.text) for piece in side)
    full = sum(each >= width * _FULL for each in widths)
    return figures <= len(side) * _MOST_FIGURES and full * 2 >= len(side)
