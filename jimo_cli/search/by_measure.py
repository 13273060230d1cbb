"""Labels found by another name of the measure that a query names: 社零 for 社会消费品零售总额."""

from __future__ import annotations

from jimo_cli import text
from jimo_cli.fields import SEPARATOR
from jimo_cli.measures import LOOSE, SAME, broader, ids_of, is_generic, names_of, narrower
from jimo_cli.search.by_name import ids_with_name_part
from jimo_cli.search.fits import has_prices, is_about, is_other_rate, is_rate_or_real
from jimo_cli.search.match import ANSWER, SUGGEST, Match
from jimo_cli.search.places import inner
from jimo_cli.search.words import ADDS_NOTHING, AMOUNTS, COUNTS, SOFT_LATIN
from jimo_cli.text.concepts import concepts_of, without_among, without_bases, without_concepts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jimo_cli.search.query import Query
    from jimo_cli.store.interface import NameIndex
    from jimo_cli.store.labels import Form, Names


def measure(index: NameIndex, query: Query, limit: int) -> list[Match]:
    """Return the labels of the measure that a query names by a name that they do not have.

    A loose name answers only where one label fits. Labels whose facts are about other places are suggestions.
    """
    for rest in query.without_outside():
        if found := measure(index, rest, limit):
            return [Match(hit.names, hit.score, hit.matched, SUGGEST) for hit in found]
    for name, concepts in () if query.foreign else named(query):
        written = _with_endings(name)
        meanings = [meaning for one in written for meaning in names_meant(index, one)]
        for way in (SAME, LOOSE):
            names = [other for how, others in meanings if how == way for other in others]
            names += (name.removesuffix(end) for name in [*names] for end in COUNTS if name.endswith(end))
            names += written[1:] if way == SAME else ()
            labels = labels_of(index, query, names, concepts)
            about = [label for label in labels if is_about(index, label, query.area)]
            if labels:
                is_clear = len(about) == 1 or (bool(about) and way == SAME)
                decision = ANSWER if is_clear else SUGGEST
                return [Match(label, 100.0, f"term/{way}", decision) for label in about or labels][:limit]
    return _wider_and_narrower(index, query)[:limit]


def _wider_and_narrower(index: NameIndex, query: Query) -> list[Match]:
    """The labels of the measures that are a part of the one that a query names, or of which it is one: suggestions."""
    for name, concepts in () if query.foreign else named(query):
        ids = [found for found, way in ids_of(name) if way == SAME]
        related = [other for found in ids for other in (*narrower(found), *broader(found))]
        labels = labels_of(index, query, [name for other in related for name in names_of(other)], concepts)
        if labels:
            return [Match(label, 100.0, "term/related", SUGGEST) for label in labels]
    return []


def bare_measure(index: NameIndex, query: Query) -> tuple[str, ...]:
    """Return the names of the measure, or the generic word, that is all that a query asks for; else none."""
    for name, _ in named(query):
        written = _with_endings(name)
        if meanings := [others for one in written for _, others in names_meant(index, one)]:
            return (*written, *(text.fold(other) for others in meanings for other in others))
        if is_generic(name):
            return (name,)
    return ()


def names_meant(index: NameIndex, name: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """How a name means a measure, and the names of that: of each that it may mean, the packs' own first."""
    key = text.key(name)
    for measure_id, words, _, _, _ in index.terms_named(key):
        own = tuple((words or "").split(SEPARATOR))
        way = SAME if key in {text.key(text.fold(word)) for word in own} else LOOSE
        yield way, (*own, *names_of(measure_id or ""))
    for measure_id, way in ids_of(name):
        yield way, names_of(measure_id)


def is_of_subject(form: Form, asked: Sequence[str]) -> bool:
    """Tell whether a name is that of another measure, or of one of something: 海洋GDP for GDP, but not 青岛GDP."""
    folded = form.folded.partition("占")[0]
    if form.folded not in asked and any(way == SAME for _, way in ids_of(form.folded)):
        return True
    rests = [rest for name in asked if (rest := rest_of(folded, name)) is not None]
    return bool(rests) and not any(adds_nothing(_placeless(rest)) for rest in rests)


def _placeless(rest: str) -> str:
    from jimo_cli import places  # noqa: PLC0415

    return " ".join(part for part in rest.split() if not places.ids_named(part))


def named(query: Query) -> Iterator[tuple[str, set[str]]]:
    """What may be the name of a measure in a query, and whether a growth or a share of it is asked for."""
    for name in dict.fromkeys(each for one in query.names() for each in (one, inner(one))):
        yield name, set()
        if (bare := inner(without_concepts(_without_rate(name, query)))) != name:
            yield bare, query.concepts


def _with_endings(name: str) -> list[str]:
    """A name, and the same with other words for how much or how many it is: 进出口额, 进出口总值."""
    for endings in (AMOUNTS, COUNTS):
        stem = next((name.removesuffix(ending) for ending in endings if name.endswith(ending)), "")
        if stem:
            return [name, *(stem + ending for ending in endings if stem + ending != name)]
    return [name]


def labels_of(index: NameIndex, query: Query, written: Sequence[str], concepts: set[str]) -> list[Names]:
    """Return the labels that are named with one of some names and say nothing more, but for a growth or share.

    They are in the order of their ids, amounts in current prices before percentages and real ones.
    """
    found = {}
    for name in map(text.fold, written):
        for label in index.of_ids(ids_with_name_part(index, name)):
            if is_other_rate(index, label, query):
                continue
            if not has_prices(index, label, query):
                continue
            rests = (rest_of(_without_rate(form.folded, query), name) for form in label.forms)
            if any(rest is not None and concepts_of(rest) == concepts and adds_nothing(rest) for rest in rests):
                found[label.label_id] = label
    return sorted(found.values(), key=lambda label: (is_rate_or_real(label), label.label_id))


def _without_rate(folded: str, query: Query) -> str:
    """A text without what the rate that a query asks for is against, or what the rank is among."""
    rest = without_bases(folded, query.bases)
    return without_among(rest) if "rank" in query.concepts else rest


def rest_of(folded: str, name: str) -> str | None:
    """Return what a folded name says beside a part of it, without what stands in brackets; None where that is no part.

    So of GDP (current US$) there is nothing left beside GDP. Brackets of the part are in the name too: what is
    per 100 people is no number.
    """
    whole = folded if "(" in name else text.without_brackets(folded)
    at = whole.find(name)
    return None if at < 0 else text.without_brackets(f"{whole[:at]} {whole[at + len(name) :]}")


def adds_nothing(rest: str) -> bool:
    """Tell whether what a name says beside that of a measure leaves it the same: a growth, a share, total."""
    for word in ADDS_NOTHING:
        rest = rest.replace(word, " ")
    return all(piece in SOFT_LATIN for piece in text.runs(without_concepts(rest)))
