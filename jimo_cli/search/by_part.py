"""Labels found by other names of the measures that a query names a part of: 万元GDP能耗, agriculture share of GDP."""

from __future__ import annotations

import itertools

from jimo_cli import text
from jimo_cli.measures import LOOSE, SAME, begins_name, ids_of, names_of
from jimo_cli.search.by_measure import labels_of, named, names_meant
from jimo_cli.search.by_name import ids_with_name_part
from jimo_cli.search.fits import is_about, is_contrast
from jimo_cli.search.match import ANSWER, SUGGEST, Match
from jimo_cli.text.concepts import without_concepts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from jimo_cli.search.query import Query
    from jimo_cli.store.interface import NameIndex
    from jimo_cli.store.labels import Names

    Found = tuple[list[Names], str]
    """Labels, and how the query means them."""

_MOST_PIECES, _LONGEST = 24, 12
"""Characters and words of a name, and of the name of a measure in it."""

_MOST_WAYS = 32
"""So many ways to write a name by other names of its parts are looked up."""

_GDP = "gdp"
_SHARES = frozenset(("share", "percent", "percentage", "proportion", "%"))
_BEFORE_SHARE = frozenset(("as", "a", "the", "in", "%", "is"))
_APART = str.maketrans({"%": " % ", "(": " ", ")": " ", ",": " "})


def measure_in_name(index: NameIndex, query: Query, limit: int) -> list[Match]:
    """Return the labels named as the query with other names for the measures in it, or with the share that it asks for.

    Loose names answer only where one label fits. Labels whose facts are about other places are suggestions.
    """
    for rest in query.without_outside():
        if found := measure_in_name(index, rest, limit):
            return [Match(hit.names, hit.score, hit.matched, SUGGEST) for hit in found]
    if query.foreign:
        return []
    for find in (_shares, _renamed):
        labels, way = find(index, query)
        fitting = [label for label in labels if not is_contrast(label, query)]
        about = [label for label in fitting if is_about(index, label, query.area)]
        if fitting:
            is_clear = len(about) == 1 or (bool(about) and way == SAME)
            decision = ANSWER if is_clear else SUGGEST
            return [Match(label, 100.0, f"term/{way}", decision) for label in about or fitting][:limit]
    return []


def _renamed(index: NameIndex, query: Query) -> Found:
    """The labels that have the name of the query, where measures that are a part of it have other names."""
    for name, concepts in named(query):
        ways = _other_ways(name)
        found = {label.label_id: label for way in ways for label in index.exact(text.key(way))} if not concepts else {}
        labels = [found[label_id] for label_id in sorted(found)]
        labels = labels or labels_of(index, query, ways, concepts) or _with_unit(index, ways)
        if labels:
            return labels, SAME
    return [], SAME


def _with_unit(index: NameIndex, ways: Sequence[str]) -> list[Names]:
    """The labels of which English names say all but words of what stands in their brackets: (BoP, current US$)."""
    found = {}
    for stems in [set(text.stems(way)) for way in ways if way.isascii()]:
        for label in index.of_ids(ids_with_name_part(index, " ".join(stems))):
            forms = ((text.stems(form.folded), text.stems(text.without_brackets(form.folded))) for form in label.forms)
            if any(stems.issuperset(outside) and stems.issubset(every) for every, outside in forms if outside):
                found[label.label_id] = label
    return [found[label_id] for label_id in sorted(found)]


def _other_ways(name: str) -> list[str]:
    """A name with other names in the place of those of measures that are a part of it, not all of it."""
    choices: list[Sequence[str]] = []
    pieces = list(_pieces(name))[:_MOST_PIECES]
    at = 0
    while at < len(pieces):
        end, others = _longest_measure(pieces, at)
        own = "".join(pieces[at:end])
        choices.append([own, *(f" {one} " if one.isascii() else one for one in others)])
        at = end
    if len(choices) == 1:
        return []
    ways = itertools.islice(itertools.product(*choices), 1, _MOST_WAYS)
    return [" ".join("".join(way).split()) for way in ways]


def _longest_measure(pieces: Sequence[str], start: int) -> tuple[int, list[str]]:
    """Where the longest name of a measure ends that begins at a piece, and its other names in the same script."""
    least = 2 if text.is_han(pieces[start][0]) else 1
    if not begins_name("".join(pieces[start : start + least])):
        return start + 1, []
    for end in range(min(len(pieces), start + _LONGEST), start + least - 1, -1):
        own = "".join(pieces[start:end]).strip()
        others = [other for measure, way in ids_of(own) if way == SAME for other in names_of(measure)]
        if others:
            is_latin = "".join(pieces).isascii()
            folded = dict.fromkeys(text.fold(other) for other in others)
            return end, [one for one in folded if one != own and (one.isascii() or not is_latin)]
    return start + 1, []


def _pieces(name: str) -> Iterator[str]:
    """The Han characters of a name one by one, and everything else word by word with the space around it."""
    for is_han, chars in itertools.groupby(name, text.is_han):
        if is_han:
            yield from chars
        else:
            words = "".join(chars).split(" ")
            yield from (f"{word} " for word in words[:-1])
            yield from filter(None, words[-1:])


def _shares(index: NameIndex, query: Query) -> Found:
    """The labels of the share of one thing in another that a query asks for, each under any of its names."""
    for name in query.names():
        part, whole = share_of(name)
        if not (part and whole):
            continue
        is_of_gdp = _GDP in {measure for measure, _ in ids_of(whole)}
        for way, names in _names_of_part(index, part, of_industry=is_of_gdp):
            candidates = {each for one in names for each in ids_with_name_part(index, one)}
            is_part = _same_as(names)
            is_whole = _same_as([whole, *(other for _, others in names_meant(index, whole) for other in others)])
            found = [
                label
                for label in index.of_ids(sorted(candidates))
                for form in label.forms
                if _is_share(form.folded, is_part, is_whole)
            ]
            if found:
                return list(dict.fromkeys(found)), way
    return [], SAME


def _names_of_part(index: NameIndex, part: str, *, of_industry: bool) -> Iterator[tuple[str, list[str]]]:
    """The names of what a share is of: its own and the same, then those that it is loose for.

    The share of an industry in GDP is that of its value added.
    """
    ways = (part, f"{part}增加值", f"{part} value added") if of_industry else (part,)
    found = [meaning for one in ways for meaning in names_meant(index, one)]
    yield SAME, [part, *(text.fold(other) for way, names in found if way == SAME for other in names)]
    yield LOOSE, [text.fold(other) for way, names in found if way == LOOSE for other in names]


def _same_as(names: Sequence[str]) -> Callable[[str], bool]:
    """What tells whether a text is one of some names, English ones in any order of words."""
    keys = {key for name in names for key in _keys(text.fold(name))}
    return lambda folded: not keys.isdisjoint(_keys(folded))


def _keys(folded: str) -> set[str]:
    return {text.key(folded), text.in_any_order(folded)} - {""}


def _is_share(folded: str, is_part: Callable[[str], bool], is_whole: Callable[[str], bool]) -> bool:
    """Tell whether a name is that of a share; where its facts are about a place, the whole may name it: 占全市GDP."""
    part, whole = share_of(folded)
    return is_part(part) and (is_whole(whole) or (whole.startswith("全") and is_whole(whole[2:])))


def share_of(folded: str) -> tuple[str, str]:
    """Return what a folded name says that a share is of, and in what; empty texts where it says neither.

    So 第三产业占GDP比重 is (第三产业, GDP), as are *exports (% of GDP)* and *share of exports in GDP* (exports, GDP).
    """
    part, share, whole = folded.partition("占")
    if share:
        return part.removesuffix("所").strip(), without_concepts(whole).strip().removesuffix("的").strip()
    words = folded.translate(_APART).split()
    at = next((at for at, word in enumerate(words[:-1]) if word in _SHARES and words[at + 1] == "of"), -1)
    if at < 0:
        return "", ""
    before, after = words[:at], words[at + 2 :]
    while before and before[-1] in _BEFORE_SHARE:
        before.pop()
    if not before and "in" in after:
        last = len(after) - 1 - after[::-1].index("in")
        before, after = after[:last], after[last + 1 :]
    return " ".join(before), " ".join(after)
