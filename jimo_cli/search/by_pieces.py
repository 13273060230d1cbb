"""Labels whose names hold all pieces of a query between them."""

from __future__ import annotations

import itertools

from jimo_cli import text
from jimo_cli.search.by_name import is_about, opposed
from jimo_cli.search.match import ANSWER, Match
from jimo_cli.search.query import Query
from jimo_cli.search.weights import HALF, PIECES, WORDS_BATCH
from jimo_cli.search.words import GENERIC
from jimo_cli.store.terms import name_tokens, term

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from jimo_cli.store.interface import NameIndex
    from jimo_cli.store.labels import Names

    _Way = tuple[float, list[str]]


_NEARLY = 0.7
_LEFT_OUT = 0.6


class Cover:
    """How pieces of the names of one label make up a query.

    `pieces` counts them; `whole` tells that one of the names, or nearly, is among them;
    `together` that one name has them all; `of_name` the part of that name that they are;
    `said` the part of the tokens that they are.
    """

    __slots__ = ("of_name", "pieces", "said", "together", "whole")

    def __init__(self, pieces: int) -> None:
        """Begin with no name known to have them."""
        self.pieces = pieces
        self.whole = self.together = False
        self.of_name = self.said = 0.0


def cover(tokens: Sequence[tuple[str, bool]], names: Sequence[Sequence[str]]) -> Cover | None:
    """Return how pieces of the names make up the tokens, None if they do not.

    A piece is a number, a word, or at least two neighbouring characters. A token marked
    as free may be left out; a lone character between such ones may stand in any name.
    """
    joined = [f"|{'|'.join(name)}|" for name in names]
    pieces = _pieces(tokens, joined)
    if not pieces:
        return None
    result = Cover(len(pieces))
    result.said = sum(piece.count("|") - 1 for piece in pieces) / len(tokens)
    for name, whole in zip(names, joined, strict=True):
        held = [piece for piece in pieces if piece in whole]
        part = len({token for piece in held for token in piece.strip("|").split("|")}) / max(1, len(set(name)))
        together = len(held) == len(pieces)
        result.together, result.of_name = max((result.together, result.of_name), (together, part))
        result.whole |= part >= _NEARLY and _is_whole(held, name)
    return result


def _is_whole(held: Sequence[str], name: Sequence[str]) -> bool:
    """Tell whether pieces are a name or its greater beginning, and not its parts strewn about."""
    if all(token.isascii() for token in name):
        return True
    begun = "".join(held).replace("||", "|")
    return begun.count("|") > _NEARLY * len(name) and f"|{'|'.join(name)}|".startswith(begun)


def _pieces(tokens: Sequence[tuple[str, bool]], names: Sequence[str]) -> list[str]:
    """Return the fewest pieces of names that make up the tokens that are not free; none if nothing does."""
    best: list[_Way | None] = [None] * len(tokens) + [(0.0, [])]
    for start in range(len(tokens) - 1, -1, -1):
        after = best[start + 1]
        options = [(after[0] + _LEFT_OUT, after[1])] if tokens[start][1] and after else []
        piece = "|"
        for end in range(start, len(tokens)):
            piece += tokens[end][0] + "|"
            if not any(piece in name for name in names):
                break
            rest = best[end + 1]
            if rest is not None and (end > start or _stands_alone(tokens, start)):
                options.append((rest[0] + 1, [piece, *rest[1]]))
        best[start] = min(options, key=lambda way: way[0], default=None)
    return best[0][1] if best[0] else []


def _stands_alone(tokens: Sequence[tuple[str, bool]], at: int) -> bool:
    """Tell whether a token is a piece by itself: a word, a number, a character between free ones."""
    beside = [tokens[other] for other in (at - 1, at + 1) if 0 <= other < len(tokens)]
    if tokens[at][0][0] <= "9":
        return all(token[0] > "9" for token, _ in beside)
    if not text.is_han(tokens[at][0]):
        return True
    return all(free for _, free in beside) and len(tokens) > 1


_END = ("", True)


def by_pieces(index: NameIndex, asked: Query, limit: int) -> list[Match]:
    """Return the labels whose names have all pieces of the query between them, one of them a whole name."""
    found: list[Match] = []
    whole = asked.of_whole(index.areas)
    for one in (asked, Query(whole, index.areas)) if whole else (asked,):
        tokens = one.tokens()
        hard = [token for token, free in tokens if not free]
        if one.foreign or not hard or GENERIC.issuperset(hard):
            continue
        ids = _sharing(index, tokens)
        found += [hit for names in index.of_ids(ids) if (hit := _made_up(index, one, tokens, names))]
    found.sort(key=lambda hit: (-hit.score, hit.label_id))
    return found[:limit]


def _sharing(index: NameIndex, tokens: Sequence[tuple[str, bool]]) -> list[int]:
    """Return labels that may have all tokens that are not free in pieces; none where a token is in no piece."""
    terms = {
        place: term(*pair) for place, pair in enumerate(itertools.pairwise([token for token, _ in (*tokens, _END)]))
    }
    index.load_counts(term for term in terms.values() if term)
    for place, (_, free) in enumerate(tokens):
        beside = [terms[at] for at in (place - 1, place) if terms.get(at)]
        if not (free or (beside and any(index.count(term) for term in beside)) or _is_lone(tokens, place)):
            return []
    groups = {
        term
        for place, term in terms.items()
        if term and not any(free for _, free in tokens[place : place + 1 + text.is_han(term[0])])
    }
    known = sorted((index.count(term), term) for term in groups if index.count(term))
    return index.ids_with([(term,) for _, term in known], len(known), WORDS_BATCH) if known else []


def _is_lone(tokens: Sequence[tuple[str, bool]], at: int) -> bool:
    """Tell whether a character stands between free tokens."""
    beside = [free for _, free in (*tokens[max(0, at - 1) : at], *tokens[at + 1 : at + 2])]
    return text.is_han(tokens[at][0]) and all(beside)


def _made_up(index: NameIndex, asked: Query, tokens: Sequence[tuple[str, bool]], names: Names) -> Match | None:
    """Return the label as a hit if the query is made up of pieces of its names."""
    if asked.concepts - names.concepts or opposed(names, asked) or not is_about(index, names, asked.area):
        return None
    made = cover(tokens, [name_tokens(form.folded) for form in names.forms])
    if made is None or not _is_telling(made, asked):
        return None
    if not made.whole and names.concepts - asked.concepts:
        return None
    if made.pieces == 1 and asked.area and not made.whole:
        return None
    score = (
        PIECES
        + 0.03 * made.whole
        + 0.05 * made.together
        + 0.05 * made.of_name
        + 0.12 * made.said
        - 0.01 * (made.pieces - 1)
    )
    return Match(names, round(100 * score, 1), "label/part", ANSWER)


def _is_telling(made: Cover, asked: Query) -> bool:
    """Tell whether the pieces of a query are enough of the names that they come from."""
    if made.pieces == 1:
        return made.whole or (made.together and made.of_name > HALF)
    return made.whole or made.together or bool(asked.concepts)
