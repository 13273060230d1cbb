"""Labels whose names hold all pieces of a query between them."""

from __future__ import annotations

import itertools

from jimo_cli import text
from jimo_cli.search.by_name import ids_with_name_part
from jimo_cli.search.fits import is_about, is_other_measure
from jimo_cli.search.match import ANSWER, Match
from jimo_cli.search.query import Query
from jimo_cli.search.weights import HALF, PIECES
from jimo_cli.search.words import GENERIC
from jimo_cli.store.terms import name_tokens, term

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from jimo_cli.store.interface import NameIndex
    from jimo_cli.store.labels import Names

    _Token = tuple[str, bool]
    """A character, number or word, and whether a name need not have it."""

_MOST_LABELS = 64
_END = ("", True)


class PieceCover:
    """How pieces of the names of one label make up a query.

    `count` is how many they are, `has_whole` tells that one of the names is among them, `in_one` that one
    name has them all, and `name_coverage` is the part of that name that they are.
    """

    __slots__ = ("count", "has_whole", "in_one", "name_coverage")

    def __init__(self, count: int, *, has_whole: bool, in_one: bool, name_coverage: float) -> None:
        self.count = count
        self.has_whole = has_whole
        self.in_one = in_one
        self.name_coverage = name_coverage


def from_pieces(index: NameIndex, query: Query, limit: int) -> list[Match]:
    """Return the labels whose names have all pieces of the query between them, one of them a whole name.

    Where there are none, the growth or share that is asked for of a figure under another of its names.
    """
    found: list[Match] = []
    whole = query.of_whole(index.areas)
    for one in (query, Query(whole).placed(index)) if whole else (query,):
        tokens = one.tokens()
        hard = [token for token, free in tokens if not free]
        if one.foreign or not hard or GENERIC.issuperset(hard):
            continue
        labels = index.of_ids(_ids_sharing(index, tokens))
        found += [hit for names in labels if (hit := _from_pieces(index, one, tokens, names))]
    found.sort(key=lambda hit: (-hit.score, hit.label_id))
    return found[:limit] or _of_other_name(index, query)


def piece_cover(tokens: Sequence[_Token], names: Sequence[Sequence[str]]) -> PieceCover | None:
    """Return how pieces of the names make up the tokens, None if they do not.

    A piece is a number, a word, or at least two neighbouring characters. A token marked
    as free may be left out; a lone character between such ones may stand in any name.
    """
    joined = [f"|{'|'.join(name)}|" for name in names]
    pieces = _fewest_pieces(tokens, joined)
    if not pieces:
        return None
    best, has_whole = (False, 0.0), False
    for name, whole in zip(names, joined, strict=True):
        held = [piece for piece in pieces if piece in whole]
        part = len({token for piece in held for token in piece.strip("|").split("|")}) / max(1, len(set(name)))
        best = max(best, (len(held) == len(pieces), part))
        has_whole |= part == 1 and (all(token.isascii() for token in name) or "".join(held).replace("||", "|") == whole)
    return PieceCover(len(pieces), has_whole=has_whole, in_one=best[0], name_coverage=best[1])


def _from_pieces(index: NameIndex, query: Query, tokens: Sequence[_Token], names: Names) -> Match | None:
    """The label as a hit if the query is made up of pieces of its names."""
    if is_other_measure(index, names, query) or not is_about(index, names, query.area) or _is_unit(tokens, names):
        return None
    cover = piece_cover(tokens, [name_tokens(form.folded) for form in names.forms])
    if cover is None or not (cover.has_whole or _is_telling(cover, query)):
        return None
    if not cover.has_whole and (names.concepts - query.concepts or (cover.count == 1 and query.area)):
        return None
    score = PIECES + (1 - PIECES) * HALF * cover.name_coverage
    return Match(names, round(100 * score, 1), "label/part", ANSWER)


def _is_unit(tokens: Sequence[_Token], names: Names) -> bool:
    """Tell whether all that the query names stands in the brackets of names: hectare of arable land."""
    outside = {token for form in names.forms for token in name_tokens(text.without_brackets(form.folded))}
    return outside.isdisjoint(token for token, free in tokens if not free)


def _is_telling(cover: PieceCover, query: Query) -> bool:
    """Tell whether pieces that are no whole name are enough of the names that they come from."""
    if cover.count == 1:
        return cover.in_one and cover.name_coverage > HALF
    return cover.in_one or bool(query.concepts)


def _of_other_name(index: NameIndex, query: Query) -> list[Match]:
    """The growth or share of a figure that the query calls by another name.

    海洋产值涨了多少 asks for the growth of what is also called 海洋生产总值.
    """
    if not query.concepts:
        return []
    key = "".join(token if token.isascii() else token[0] for token, free in query.tokens() if not free)
    found: dict[int, Match] = {}
    for names in index.exact(key):
        for form in names.forms:
            for other in index.of_ids(ids_with_name_part(index, form.folded)):
                begins = any(one.key.startswith(form.key) for one in other.forms)
                if begins and other.concepts == query.concepts and not is_other_measure(index, other, query):
                    found[other.label_id] = Match(other, 100 * PIECES, "alias/part", ANSWER)
    if len(found) != 1:
        return []
    return [hit for hit in found.values() if is_about(index, index.of_ids((hit.label_id,))[0], query.area)]


def _ids_sharing(index: NameIndex, tokens: Sequence[_Token]) -> list[int]:
    """Labels that may have all tokens that are not free in pieces; none where a token is in no piece."""
    pairs = itertools.pairwise([token for token, _ in (*tokens, _END)])
    terms = {place: term(*pair) for place, pair in enumerate(pairs)}
    index.load_counts(found for found in terms.values() if found)
    for place, (_, free) in enumerate(tokens):
        beside = [terms[other] for other in (place - 1, place) if terms.get(other)]
        if not (free or any(index.count(found) for found in beside) or _is_lone(tokens, place)):
            return []
    groups = {
        found
        for place, found in terms.items()
        if found and not any(free for _, free in tokens[place : place + 1 + text.is_han(found[0])])
    }
    known = sorted((index.count(found), found) for found in groups if index.count(found))
    return index.ids_with([(found,) for _, found in known], len(known), _MOST_LABELS) if known else []


def _is_lone(tokens: Sequence[_Token], place: int) -> bool:
    """Tell whether a character stands between free tokens."""
    beside = [free for _, free in (*tokens[max(0, place - 1) : place], *tokens[place + 1 : place + 2])]
    return text.is_han(tokens[place][0]) and all(beside)


def _fewest_pieces(tokens: Sequence[_Token], names: Sequence[str]) -> list[str]:
    """The fewest pieces of names that make up the tokens that are not free; none if nothing does."""
    best: list[list[str] | None] = [None] * len(tokens) + [[]]
    for start in range(len(tokens) - 1, -1, -1):
        after = best[start + 1]
        options = [after] if tokens[start][1] and after is not None else []
        piece = "|"
        for end in range(start, len(tokens)):
            piece += tokens[end][0] + "|"
            if not any(piece in name for name in names):
                break
            rest = best[end + 1]
            if rest is not None and (end > start or _stands_alone(tokens, start)):
                options.append([piece, *rest])
        best[start] = min(options, key=len, default=None)
    return best[0] or []


def _stands_alone(tokens: Sequence[_Token], place: int) -> bool:
    """Tell whether a token is a piece by itself: a word, a number, a character between free ones."""
    beside = [tokens[other] for other in (place - 1, place + 1) if 0 <= other < len(tokens)]
    if tokens[place][0][0] <= "9":
        return all(token[0] > "9" for token, _ in beside)
    if not text.is_han(tokens[place][0]):
        return True
    return all(free for _, free in beside) and len(tokens) > 1
