"""Cells of csv that a spreadsheet would run as formulas: how they are written, and how they are read again."""

from __future__ import annotations

# What begins a formula in a spreadsheet, in full width too, and what it may skip before it.
_FORMULA = tuple("=+-@＝＋－＠")
_SKIPPED = " \t\n\r\v\f\x85\xa0\u3000\u200b\u200c\u200d\u2060\ufeff\"'"
_SEPARATORS = "\t\r\n"


def defused(cell: str) -> str:
    """Return a cell without formulas, of its own or behind what a spreadsheet may split it at.

    That is a semicolon or a tab, and where the cells are not taken to be between commas, a line break too.
    """
    if cell[:1].isalnum() and ";" not in cell and cell.isprintable():
        return cell
    for separator in _SEPARATORS:
        if separator in cell:
            first, *rest = cell.split(separator)
            cell = separator.join([first, *map(_prefixed, rest)])
    return ";".join(map(_prefixed, cell.split(";")))


def as_it_was(cell: str) -> str:
    """Return the cell that was defused as this one."""
    if "'" not in cell:
        return cell
    cell = ";".join(map(_unprefixed, cell.split(";")))
    for separator in reversed(_SEPARATORS):
        if separator in cell:
            first, *rest = cell.split(separator)
            cell = separator.join([first, *map(_unprefixed, rest)])
    return cell


def _prefixed(part: str) -> str:
    return f"'{part}" if _is_formula(part) else part


def _is_formula(part: str) -> bool:
    begins_one = part.lstrip(_SKIPPED).startswith(_FORMULA) or part.startswith(("\t", "\r", "\n"))
    return begins_one and not _is_negative(part)


def _is_negative(cell: str) -> bool:
    """Whether a cell is a negative number and nothing else."""
    digits = cell[1:].replace(".", "", 1)
    return cell[0] == "-" and digits.isascii() and digits.isdigit()


def _unprefixed(part: str) -> str:
    """A part without the apostrophe of `_prefixed`, which only what is a formula without it has."""
    return part[1:] if part.startswith("'") and _is_formula(part[1:]) else part
