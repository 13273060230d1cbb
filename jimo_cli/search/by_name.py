"""Labels found by a whole name or by a literal part of one."""

from __future__ import annotations

from jimo_cli import text
from jimo_cli.search.fits import is_about
from jimo_cli.search.match import ANSWER, SUGGEST, Match
from jimo_cli.search.weights import PART
from jimo_cli.search.words import is_light
from jimo_cli.store.terms import name_tokens, terms

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jimo_cli.search.query import Query
    from jimo_cli.store.interface import NameIndex
    from jimo_cli.store.labels import Names

_COUNTED_PEOPLE = ("人次", "人数")
_FIELDS = ("label", "label_en", "alias")
_MOST_PARTS = 200
_WHOLE = 0.99
"""A part of a name stays below the whole name, whatever rounding does."""


def whole_name(index: NameIndex, query: Query, limit: int) -> list[Match]:
    """Return the labels with this very name, labels before other names, then those whose names continue it."""
    if query.foreign:
        return []
    for key in _keys(query):
        if found := index.exact(key):
            hits = _with_name(found, key)
            known = {hit.label_id for hit in hits}
            longer = [hit for names, hit in _with_part(index, query) if names.label_id not in known]
            return [*hits, *_ranked(longer)][:limit]
    return []


def part_of_name(index: NameIndex, query: Query, limit: int) -> list[Match]:
    """Return the labels with a name that holds the query as it was typed, where a part of it might be misread.

    So 青岛基地 is part of a name before 青岛 is a place, and 2024年行动方案 before 2024 is a year.
    """
    if not (query.places or query.outside or query.times) or query.foreign:
        return []
    hits = [hit for names, hit in _with_part(index, query) if names.concepts == query.concepts]
    return _ranked(hits)[:limit]


def counted_people(index: NameIndex, query: Query, limit: int) -> list[Match]:
    """Return the one label that counts the people of what is named, where that is asked.

    So 长护险多少人 asks for 长护险惠及人次 rather than for the insurance.
    """
    for key in () if query.foreign else query.counting_people():
        found = [
            Match(names, 100 * PART, f"{form.field}/part", ANSWER)
            for names in index.of_ids(_ids_with_all(index, name_tokens(key)))
            if not names.concepts and is_about(index, names, query.area)
            for form in names.forms
            if form.key.startswith(key) and form.key.endswith(_COUNTED_PEOPLE) and is_light(form.key[len(key) : -2])
        ]
        if len({hit.label_id for hit in found}) == 1:
            return found[: min(1, limit)]
    return []


def stripped_name(index: NameIndex, query: Query, limit: int) -> list[Match]:
    """Return the labels whose name is left when place, time and the words of a question are taken out.

    Those that have it but are about other places are suggestions: nothing that only resembles it was asked.
    """
    if query.foreign:
        return []
    tried = _keys(query)
    for key in sorted(query.stripped(), key=len, reverse=True):  # 全国财政收入 is a name before 财政收入 is one of 全国
        found = [] if key in tried else index.exact(key)
        about = [names for names in found if is_about(index, names, query.area)]
        if found:
            return _with_name(about or found, key, ANSWER if about else SUGGEST)[:limit]
    return _of_other_place(index, query)[:limit]


def _of_other_place(index: NameIndex, query: Query) -> list[Match]:
    """The labels whose whole name is left without a place that no fact is about: they are suggestions."""
    for rest in query.without_outside():
        for key in dict.fromkeys((*_keys(rest), *rest.stripped())):
            if found := index.exact(key):
                return _with_name(found, key, SUGGEST)
    return []


def ids_with_name_part(index: NameIndex, folded: str) -> list[int]:
    """Return the ids of labels whose names have all pairs of characters, numbers and words of folded text."""
    return _ids_with_all(index, name_tokens(folded))


def _keys(query: Query) -> list[str]:
    """The keys of a query as it was typed, and without the words that only ask."""
    return list(dict.fromkeys((text.key(query.folded), text.key(query.core))))


def _with_name(found: Sequence[Names], key: str, decision: str = ANSWER) -> list[Match]:
    fields = sorted(((names.field_with_key(key), names) for names in found), key=lambda pair: _FIELDS.index(pair[0]))
    return [Match(names, 100.0, f"{field}/exact", decision) for field, names in fields]


def _with_part(index: NameIndex, query: Query) -> Iterator[tuple[Names, Match]]:
    """Yield the labels with a name that holds the query as it was typed, the shorter the better."""
    key = text.key(query.core)
    for names in index.of_ids(_ids_with_all(index, name_tokens(query.core))):
        forms = [form for form in names.forms if key in form.key]
        if forms:
            form = min(forms, key=lambda form: len(form.key))
            score = min(PART + (1 - PART) * len(key) / len(form.key), _WHOLE)
            yield names, Match(names, round(100 * score, 1), f"{form.field}/part", ANSWER)


def _ranked(hits: list[Match]) -> list[Match]:
    return sorted(hits, key=lambda hit: (-hit.score, hit.label_id))


def _ids_with_all(index: NameIndex, tokens: Sequence[str]) -> list[int]:
    wanted = terms(tokens)
    index.load_counts(wanted)
    if not wanted or not all(index.count(term) for term in wanted):
        return []
    return index.ids_with([(term,) for term in wanted], len(wanted), _MOST_PARTS)
