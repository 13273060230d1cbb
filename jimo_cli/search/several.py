"""Queries that ask for several figures at once: of several places, or of several measures."""

from __future__ import annotations

from jimo_cli import text
from jimo_cli.search import find
from jimo_cli.search.gazetteer import gazetteer
from jimo_cli.search.match import ANSWER
from jimo_cli.search.places import inner, is_place, length_at_begin, length_at_end
from jimo_cli.search.query import Query, names_something
from jimo_cli.search.weights import SUGGESTION
from jimo_cli.text.concepts import listed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from jimo_cli.search.gazetteer import Gazetteer
    from jimo_cli.search.match import Matches
    from jimo_cli.store.interface import NameIndex

_AND = (*listed("以及|还有|和|与|及|跟|同"), " and ", " versus ", " vs. ", " vs ", " & ")
JOINTS = (*_AND, "、", ",", ";")
_COMPARING = listed(
    "哪个更高|哪个更大|哪个更多|哪个高|哪个大|哪个多|谁更高|谁更大|谁高|谁大|谁多|的对比|对比|相比|比较|差距"
)
"""What asks to compare figures, which a reader does."""

_MOST, _LONGEST = 10, 60
"""Pieces of a query, and characters of a name that others are completed with: more are no list of figures."""

_ENDS = ",。.!?;"
_NAMED = ("/exact", "/same")
"""How a clause matches that names a figure and says nothing else."""

_TIME = "\0"


class _Piece:
    """What stands between the words that join: its text without times, and the times."""

    __slots__ = ("text", "times")

    def __init__(self, text: str, times: Sequence[str] = ()) -> None:
        self.text = text
        self.times = [*times]


def of_places(index: NameIndex, query: Query) -> list[str]:
    """Return the queries for one place each that a query makes together, in its order; none where it is just one.

    What is said once is said of each: 2023年广东和江苏GDP. A time before a place is that of this place and the next:
    2019年青岛和2023年即墨出口额.
    """
    known = gazetteer(index)
    is_listed = any(word in query.core for word in _AND)
    for is_joined in (True, False):
        pieces = _pieces(query, is_joined=is_joined)
        if 1 < len(pieces) <= _MOST and (found := _of_places(pieces, known, is_joined=is_joined, is_listed=is_listed)):
            return found
    return []


def of_measures(index: NameIndex, query: Query) -> list[str]:
    """Return the queries for one measure each that a query makes together: 青岛货物进口额和出口额.

    Else the one of its clauses that names a figure; none where it is just one query. One that a label names as a
    whole lists no measures.
    """
    return _of_measures(query, lambda name: names_something(index, name)) or _of_clauses(index, query)


def _pieces(query: Query, *, is_joined: bool) -> list[_Piece]:
    """The pieces between the words that join, or between blanks; a time between them is of the next."""
    core = query.core
    for word in (*_COMPARING, *(JOINTS if is_joined else (" ",))):
        core = core.replace(word, "\n" * len(word))
    for start, end in query.times:
        core = f"{core[:start]}{_TIME * (end - start)}{core[end:]}"
    pieces: list[_Piece] = []
    left, start = sorted(query.times), 0
    for part in core.split("\n"):
        end = start + len(part)
        if written := inner(part.replace(_TIME, " ")):
            own = [span for span in left if span[0] < end]
            left = left[len(own) :]
            pieces.append(_Piece(written, [query.core[slice(*span)] for span in own]))
        start = end + 1
    if pieces:
        pieces[-1].times.extend(query.core[slice(*span)] for span in left)
    return pieces


# ---- of several places


def _of_places(pieces: Sequence[_Piece], known: Gazetteer, *, is_joined: bool, is_listed: bool) -> list[str]:
    """The measure of each place, where all pieces but the one with the measure are places.

    Between words that join, the measure may follow the last place or precede the first without a blank. Places of
    which one lies in another are an address unless they are listed, by a word for and.
    """
    *before, last = pieces
    first, *behind = pieces
    if all(is_place(piece.text, known) for piece in before) and not is_place(last.text, known):
        end = length_at_begin(last.text, known) if is_joined else 0
        measure = _Piece(last.text[end:], () if end else last.times)
        places = [*before, *([_Piece(last.text[:end], last.times)] if end else [])]
    elif all(is_place(piece.text, known) for piece in behind):
        start = len(first.text) - (length_at_end(first.text, known) if is_joined else 0)
        measure = _Piece(first.text[:start], first.times if start == len(first.text) else ())
        places = [*([_Piece(first.text[start:], first.times)] if start < len(first.text) else []), *behind]
    else:
        return []
    if len(places) < 2 or not inner(measure.text):  # noqa: PLR2004
        return []
    if not is_listed and _is_nested(places, known):
        return []
    return [
        " ".join((*times, place.text, measure.text, *measure.times))
        for times, place in zip(_times_of_each(places), places, strict=True)
    ]


def _times_of_each(places: Sequence[_Piece]) -> list[list[str]]:
    """The times of each place: its own, else those of the place before it; of all, where only one has any."""
    stated = [place.times for place in places if place.times]
    if len(stated) == 1:
        return stated * len(places)
    found: list[list[str]] = []
    for place in places:
        found.append(place.times or (found[-1] if found else []))
    return found


def _is_nested(places: Sequence[_Piece], known: Gazetteer) -> bool:
    """Tell whether one of some places lies in another, as in an address, or is the same."""
    ids = [set(known.ids_named(place.text)) for place in places]
    around = [{above for place in each for above in known.around(place)} for each in ids]
    return any(
        not ids[at].isdisjoint(around[other]) for at in range(len(ids)) for other in range(len(ids)) if at != other
    )


# ---- of several clauses


def _of_clauses(index: NameIndex, query: Query) -> list[str]:
    """The clause that names a figure, with all places and times of the sentence, whatever else that says."""
    core = query.core
    for mark in _ENDS:
        core = core.replace(mark, "\n")
    clauses = [clause for clause in map(str.strip, core.split("\n")) if len(clause) > 1]
    if not 1 < len(clauses) <= _MOST:
        return []
    named = [
        clause
        for clause in clauses
        if _is_named(found := find(index, clause, least=SUGGESTION)) and _has_all(found.query, query)
    ]
    if len(named) != 1 or any(_names_place(clause) for clause in clauses if clause not in named):
        return []
    return named


def _is_named(found: Matches) -> bool:
    return found.decision == ANSWER and found.hits[0].matched.endswith(_NAMED)


def _names_place(clause: str) -> bool:
    """Tell whether the name of a place stands anywhere in a clause."""
    from jimo_cli import places  # noqa: PLC0415

    return any(places.longest_prefix(clause[at:]) for at in range(len(clause)))


def _has_all(clause: Query, query: Query) -> bool:
    """Tell whether a clause has the place and the times that the whole sentence names."""
    is_placed = clause.area == query.area and (clause.outside is None) == (query.outside is None)
    return is_placed and len(clause.times) == len(query.times)


# ---- of several measures


def _of_measures(query: Query, is_name: Callable[[str], bool]) -> list[str]:
    """The measures that a query lists, each with its place and time."""
    core = query.core
    shared = [core[slice(*span)] for span in (*query.times, *query.places)]
    for start, end in (*query.times, *query.places):
        core = f"{core[:start]}{' ' * (end - start)}{core[end:]}"
    for joint in JOINTS:
        core = core.replace(joint, "\n")
    pieces = [piece for piece in map(inner, core.split("\n")) if piece]
    if len(pieces) == 1:
        blanks = pieces[0].split()
        pieces = blanks if all(text.is_han(piece[0]) and len(piece) > 1 for piece in blanks) else pieces
    names = _completed(pieces, is_name) if 1 < len(pieces) <= _MOST else _run_together(pieces, is_name)
    return [" ".join((*shared, name)) for name in names]


def _completed(pieces: Sequence[str], is_name: Callable[[str], bool]) -> list[str]:
    """The names that pieces are, or come to be with the end of the last one; none where one does not."""
    *before, last = pieces
    found = []
    for piece in before if len(last) <= _LONGEST and is_name(last) else ():
        ends = ("", *(last[at:] for at in range(1, len(last)) if text.is_han(last[at]) or last[at] == " "))
        name = next((piece + end for end in ends if is_name(piece + end)), None)
        if name is None:
            return []
        found.append(name)
    return [*found, last] if found else []


def _run_together(pieces: Sequence[str], is_name: Callable[[str], bool]) -> list[str]:
    """The names that Han characters are with an end in common: 猪肉牛肉羊肉产量."""
    whole = pieces[0] if pieces else ""
    if len(whole) > _LONGEST or not all(map(text.is_han, whole)):
        return []
    for start in range(2, len(whole) - 2):
        for tail in range(start + 1, len(whole)):
            size = tail - start
            heads = [whole[at : at + size] for at in range(0, start, size)]
            if (
                size > 1
                and start % size == 0
                and all(is_name(head + whole[tail:]) for head in (whole[start:tail], *heads))
            ):
                return [head + whole[tail:] for head in (*heads, whole[start:tail])]
    return []
