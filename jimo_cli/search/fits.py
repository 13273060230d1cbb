"""Whether a label fits the place and the direction that a query names."""

from __future__ import annotations

from jimo_cli.search.places import spellings
from jimo_cli.text.concepts import directions_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from jimo_cli.search.query import Query
    from jimo_cli.store.interface import NameIndex
    from jimo_cli.store.labels import Form, Names


def is_about(index: NameIndex, names: Names, area: str | None) -> bool:
    """Tell whether a label is about a place, or names it."""
    return area is None or index.is_about(names.label_id, area) or any(names_place(form, area) for form in names.forms)


def names_place(form: Form, area: str) -> bool:
    """Tell whether a name holds a place in any of its spellings."""
    return any(spelling in form.folded for spelling in spellings(area))


def is_opposite_direction(names: Names, query: Query) -> bool:
    """Tell whether names speak only of the direction opposite to the one that was asked."""
    if not query.direction:
        return False
    spoken = set().union(*(directions_of(form.folded) for form in names.forms))
    return bool(spoken) and query.direction not in spoken
