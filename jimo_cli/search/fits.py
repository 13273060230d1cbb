"""Whether a label fits the place, the growth or share that a query names."""

from __future__ import annotations

from jimo_cli.places.spellings import spellings
from jimo_cli.search.places import mentioned
from jimo_cli.search.words import NOT_SHARE
from jimo_cli.text import is_han
from jimo_cli.text.concepts import bases_of, directions_of, has_opposite, is_basis, prices_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from jimo_cli.search.query import Query
    from jimo_cli.store.interface import NameIndex
    from jimo_cli.store.labels import Form, Names

_NO_WHOLE = (*NOT_SHARE, "比", "有")
_GDP = ("地区生产总值", "国内生产总值", "生产总值")
_OWN = ("全区", "全市")
_PERCENT = frozenset(("percent", "percentage", "share"))


def is_about(index: NameIndex, names: Names, area: str | None) -> bool:
    """Tell whether a label is about a place, or names it."""
    return area is None or index.is_about(names.label_id, area) or any(names_place(form, area) for form in names.forms)


def names_place(form: Form, area: str) -> bool:
    """Tell whether a name holds a place in any of its spellings."""
    return any(mentioned(form.folded, spelling) >= 0 for spelling in spellings(area))


def is_opposite_direction(index: NameIndex, names: Names, query: Query) -> bool:
    """Tell whether names speak only of the direction opposite to that of the query.

    A growth is a fall where a figure of it is negative.
    """
    if not query.direction:
        return False
    spoken = set().union(*(directions_of(form.folded) for form in names.forms))
    if not spoken or query.direction in spoken:
        return False
    return not (query.direction == "down" and is_growth(names) and index.has_negative(names.label_id))


def is_growth(names: Names) -> bool:
    """Tell whether names speak of a growth that goes up, or down where its figure is negative."""
    return "growth" in names.concepts and not any("down" in directions_of(form.folded) for form in names.forms)


def is_of_other_basis(index: NameIndex, names: Names, query: Query) -> bool:
    """Tell whether a query asks for a rate against the period before and no fact of a label is one, or the like.

    What a fact states counts before what its names say.
    """
    if not query.bases:
        return False
    return not any(is_on_basis(query, names, stated) for _, stated, _ in index.rates(names.label_id))


def is_on_basis(query: Query, names: Names, stated: Sequence[str]) -> bool:
    """Tell whether a fact that states a basis, or none, is on that of the query."""
    return any(is_basis(query.bases, stated, bases_of(form.folded)) for form in names.forms)


def is_rank_among(query: Query, names: Names, stated: str | None) -> bool:
    """Tell whether a rank, with what it states to be among, is one among all that a query names: 全省 or 全国."""
    known = "\n".join((stated or "", *(form.folded for form in names.forms)))
    return all(word in known for word in query.among)


def has_prices(index: NameIndex, names: Names, query: Query) -> bool:
    """Tell whether a label or a fact of it states the prices that a query asks for, or it asks for none."""
    asked = prices_of(query.bases)
    spoken = set().union(*(bases_of(form.folded) for form in names.forms)) if asked else set()
    return not asked - spoken or any(not asked - {*stated} for _, stated, _ in index.rates(names.label_id))


def lacks_concept(index: NameIndex, names: Names, concepts: set[str]) -> bool:
    """Tell whether a query asks for a growth, a share or a rank of which a label says nothing.

    A rank is one too where only its facts say so.
    """
    lacking = concepts - names.concepts
    if lacking != {"rank"}:
        return bool(lacking)
    return all(aspect != "rank" for aspect, _, _ in index.rates(names.label_id))


def is_contrast(names: Names, query: Query) -> bool:
    """Tell whether names have the opposite of a word of a query, and not that: 出口 for 进口."""
    contrasts = query.contrasts
    return bool(contrasts) and has_opposite("\n".join(form.folded for form in names.forms), contrasts)


def is_percentage(names: Names) -> bool:
    """Tell whether names say in brackets that they are a percentage: (% of GDP)."""
    return any("%" in form.folded.partition("(")[2] for form in names.forms)


def is_rate_or_real(names: Names) -> bool:
    """Tell whether names say in brackets that they are a percentage, or in the prices of another year."""
    return is_percentage(names) or any("constant" in form.folded.partition("(")[2] for form in names.forms)


def is_of_other_unit(names: Names, query: Query) -> bool:
    """Tell whether a query asks for a percentage and names say in brackets that they are something else: (hectares)."""
    if "%" not in query.core and _PERCENT.isdisjoint(query.core.split()):
        return False
    return any("(" in form.folded for form in names.forms) and not is_percentage(names)


def is_other_rate(index: NameIndex, names: Names, query: Query) -> bool:
    """Tell whether names are of another direction, basis or unit than a query asks for."""
    return (
        is_opposite_direction(index, names, query)
        or is_of_other_basis(index, names, query)
        or is_of_other_unit(names, query)
    )


def is_other_measure(index: NameIndex, names: Names, query: Query) -> bool:
    """Tell whether names lack the growth or share of the query, or are of another direction, basis or whole."""
    return bool(
        lacks_concept(index, names, query.concepts)
        or is_other_rate(index, names, query)
        or is_share_of_another_whole(names, query)
        or is_contrast(names, query)
    )


def is_share_of_another_whole(names: Names, query: Query) -> bool:
    """Tell whether a query asks for a share of one whole, and the names of a label have only others.

    占全区GDP and 占GDP are the same whole: a name may leave out the place that its facts are about.
    """
    whole = _whole(query.core)
    if "share" not in query.concepts or not whole:
        return False
    begins = (whole[:2], next((whole[2:4] for own in _OWN if whole.startswith(own)), "") or whole[:2])
    named = [other for form in names.forms if (other := _whole(form.folded))]
    named += [other[2:] for other in named if other.startswith("全")]
    return bool(named) and not any(other.startswith(begins) for other in named)


def _whole(folded: str) -> str:
    """The whole that a share is of, with what follows it; empty where there is none: 占比, 占有.

    What is written in pinyin or initials may be any: only GDP is one in letters.
    """
    whole = folded.partition("占")[2].lstrip()
    for name in _GDP:
        whole = whole.replace(name, "gdp")
    is_known = is_han(whole[:1]) or whole.startswith("gdp")
    return whole if is_known and whole[0] not in _NO_WHOLE else ""
