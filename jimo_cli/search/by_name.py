"""Labels found by a whole name or by a part of it."""

from __future__ import annotations

from jimo_cli import text
from jimo_cli.search.match import ANSWER, Match
from jimo_cli.search.places import spellings
from jimo_cli.search.weights import BATCH, PART_AT_LEAST, PART_AT_MOST, PIECES
from jimo_cli.search.words import is_light
from jimo_cli.store.terms import name_tokens, terms
from jimo_cli.text.concepts import directions_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jimo_cli.search.query import Query
    from jimo_cli.store.interface import NameIndex
    from jimo_cli.store.labels import Names


_OF_PEOPLE = ("人次", "人数")


def of_people(index: NameIndex, asked: Query) -> list[Match]:
    """Return the one label that counts the people of what is named, where that is asked.

    So 长护险多少人 asks for 长护险惠及人次 rather than for the insurance.
    """
    for key in () if asked.foreign else asked.of_people():
        found = [
            Match(names, 100 * PART_AT_LEAST, f"{form.field}/part", ANSWER)
            for names in index.of_ids(_holding(index, name_tokens(key)))
            if not (names.concepts or not is_about(index, names, asked.area))
            for form in names.forms
            if form.key.startswith(key) and form.key.endswith(_OF_PEOPLE) and is_light(form.key[len(key) : -2])
        ][:2]
        if len({hit.label_id for hit in found}) == 1:
            return found[:1]
    return []


def exact(index: NameIndex, asked: Query) -> list[Match]:
    """Return the labels with this very name, labels before other names."""
    for key in _keys(asked):
        found = index.exact(key)
        if found and not asked.foreign:
            return _named(found, key)
    return []


def _keys(asked: Query) -> list[str]:
    """Return the keys of a query as it was typed, and without the words that only ask."""
    return list(dict.fromkeys((text.key(asked.folded), text.key(asked.core))))


def _named(found: Sequence[Names], key: str) -> list[Match]:
    """Return labels with a name as hits."""
    fields = [(names.field_with_key(key), names) for names in found]
    order = ("label", "label_en", "alias")
    fields.sort(key=lambda pair: order.index(pair[0]))
    return [Match(names, 100.0, f"{field}/exact", ANSWER) for field, names in fields]


def literal(index: NameIndex, asked: Query, limit: int) -> list[Match]:
    """Return the labels with a name that holds the query as it was typed, where a part of it might be misread.

    So 青岛基地 is part of a name before 青岛 is a place, and 2024年行动方案 before 2024 is a year.
    """
    if not (asked.places or asked.times) or asked.foreign:
        return []
    hits = [hit for names, hit in _with_part(index, asked) if not _speaks_beyond(names, asked)]
    return sorted(hits, key=lambda hit: (-hit.score, hit.label_id))[:limit]


def continued(index: NameIndex, asked: Query, exact: Sequence[Match]) -> list[Match]:
    """Return the other labels with a name that goes on where the query, a whole name, ends."""
    known = {hit.label_id for hit in exact}
    hits = [hit for names, hit in _with_part(index, asked) if names.label_id not in known]
    return sorted(hits, key=lambda hit: (-hit.score, hit.label_id))


def _with_part(index: NameIndex, asked: Query) -> Iterator[tuple[Names, Match]]:
    """Yield the labels with a name that holds the query as it was typed, the shorter the better."""
    key = text.key(asked.core)
    for names in index.of_ids(_holding(index, name_tokens(asked.core))):
        held = [form for form in names.forms if key in form.key]
        if held:
            form = max(held, key=lambda form: len(key) / len(form.key))
            score = PART_AT_LEAST + (1 - PART_AT_LEAST) * len(key) / len(form.key)
            yield names, Match(names, round(100 * min(score, PART_AT_MOST), 1), f"{form.field}/part", ANSWER)


def _speaks_beyond(names: Names, asked: Query) -> bool:
    """Tell whether names speak of a growth or a share that was not asked for, or lack what was."""
    return names.concepts != asked.concepts


def _holding(index: NameIndex, tokens: Sequence[str]) -> list[int]:
    """Return labels that have all pairs of neighbouring characters, all numbers and words among tokens."""
    wanted = terms(tokens)
    index.load_counts(wanted)
    if not wanted or not all(index.count(term) for term in wanted):
        return []
    return index.ids_with([(term,) for term in wanted], len(wanted), BATCH)


def bared(index: NameIndex, asked: Query) -> list[Match]:
    """Return the labels whose name is left when place, time and the words of a question are taken out.

    No label has the name as it was typed: that was tried before.
    """
    if asked.foreign:
        return []
    tried = _keys(asked)
    for key in asked.bare():
        found = [] if key in tried else [names for names in index.exact(key) if is_about(index, names, asked.area)]
        if found:
            return _named(found, key)
    return []


def is_about(index: NameIndex, names: Names, area: str | None) -> bool:
    """Tell whether a label is about a place, or names it."""
    if area is None or index.is_about(names.label_id, area):
        return True
    return any(written in form.folded for form in names.forms for written in spellings(area))


def of_figure(index: NameIndex, asked: Query) -> list[Match]:
    """Return the growth or the share that is asked for of a figure under one of its other names.

    海洋产值涨了多少 asks for the growth of what is also called 海洋生产总值.
    """
    if not asked.concepts:
        return []
    cut = "".join(token if token.isascii() else token[0] for token, free in asked.tokens() if not free)
    found: dict[int, Match] = {}
    for names in index.exact(cut):
        for form in names.forms:
            for other in index.of_ids(_holding(index, name_tokens(form.folded))):
                begins = any(one.key.startswith(form.key) for one in other.forms)
                if begins and other.concepts == asked.concepts and not opposed(other, asked):
                    found[other.label_id] = Match(other, 100 * PIECES, "alias/part", ANSWER)
    return [
        hit
        for hit in found.values()
        if len(found) == 1 and is_about(index, index.of_ids((hit.label_id,))[0], asked.area)
    ]


def opposed(names: Names, asked: Query) -> bool:
    """Tell whether names speak only of the direction opposite to the one that was asked."""
    if not asked.direction:
        return False
    spoken = set().union(*(directions_of(form.folded) for form in names.forms))
    return bool(spoken) and asked.direction not in spoken
