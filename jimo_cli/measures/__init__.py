"""Measures of statistics: which names mean the same one, and which must never be taken for it.

The table `measures.tsv` (see `measures.txt` for its sources) is read the first time it is needed and
searched as it is. Names are compared by their letters, digits and Han characters (`text.key`), and by all of
them: a name answers for a measure, a longer one that contains it does not. `GDP` is a measure, and 海洋GDP is
another one; what `GDP` is asked of facts that know only the latter, is not there.
"""

from __future__ import annotations

from jimo_cli import text
from jimo_cli.text.table import Table

SAME, LOOSE = "same", "loose"
"""How a name means a measure: its names may stand for each other, loose ones are wider or have other readings."""

_MEASURE, _ANY_ORDER, _SEPARATOR = "=", "~", "|"

_SAME_AS, _LOOSE_OF, _GENERIC = range(3)
"""Columns of the row of a name after its key."""

_NAMES, _LOOSE_NAMES, _BROADER, _NARROWER, _CONTRASTS = range(5)
"""Columns of the row of a measure after its key."""

_table = Table(globals(), "measures.tsv")


def ids_of(folded: str) -> tuple[tuple[str, str], ...]:
    """Return the ids of the measures that have a folded name, each with `SAME` or `LOOSE`; none for what is no name.

    No name is the same as those of two measures; that one comes first. English names may have their words in another
    order, in the singular or plural, in British or American spelling.
    """
    columns = _table.row(text.key(folded))
    if not columns and (stems := text.in_any_order(folded)):
        columns = _table.row(_ANY_ORDER + stems)
    same, loose = _items(columns, _SAME_AS), _items(columns, _LOOSE_OF)
    return (*((measure, SAME) for measure in same), *((measure, LOOSE) for measure in loose))


def begins_name(folded: str) -> bool:
    """Return whether the name of a measure begins with a folded text."""
    return _table.begins(text.key(folded))


def keys() -> frozenset[str]:
    """Return the keys of all rows, for who looks up many.

    They are the `text.key` of names and generic words, ids with `=`, and `text.in_any_order` of names with `~`.
    """
    return _table.keys()


def is_generic(folded: str) -> bool:
    """Return whether a folded word names no measure without a subject beside it: 增速, 数量, revenue.

    A measure is not generic, however many figures its name is a part of: GDP, 出口额.
    """
    return bool(_items(_table.row(text.key(folded)), _GENERIC))


def names_of(measure: str) -> tuple[str, ...]:
    """Return the names of a measure that may stand for each other, as they are written: official, Chinese ones first.

    What is no id has none.
    """
    return _of_measure(measure, _NAMES)


def loose_names_of(measure: str) -> tuple[str, ...]:
    """Return the everyday names of a measure, as they are written, that are wider or have other readings."""
    return _of_measure(measure, _LOOSE_NAMES)


def broader(measure: str) -> tuple[str, ...]:
    """Return the ids of the measures of which this one is a part or a kind, without those above them."""
    return _of_measure(measure, _BROADER)


def narrower(measure: str) -> tuple[str, ...]:
    """Return the ids of the measures that are a part or a kind of this one, without those below them."""
    return _of_measure(measure, _NARROWER)


def contrasts(measure: str) -> tuple[str, ...]:
    """Return the ids of the opposites and look-alikes of a measure, which contrast with it too."""
    return _of_measure(measure, _CONTRASTS)


def _of_measure(measure: str, column: int) -> tuple[str, ...]:
    return _items(_table.row(_MEASURE + measure), column)


def _items(columns: list[str], column: int) -> tuple[str, ...]:
    """Return the items of a column; a row has no empty columns at its end."""
    items = columns[column] if len(columns) > column else ""
    return tuple(items.split(_SEPARATOR)) if items else ()
