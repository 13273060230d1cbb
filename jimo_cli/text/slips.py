"""How far apart two spellings of a word are."""

from __future__ import annotations


def slips(typed: str, meant: str, most: int) -> int:
    """Return how many letters were dropped, added, replaced or swapped with a neighbour; one more than `most` for more.

    This is the optimal string alignment distance. It looks no further than a slip or two, so that no import of a
    library, which takes as long as Python itself to start, is worth its speed.
    """
    if abs(len(typed) - len(meant)) > most or len({*typed}.symmetric_difference(meant)) > 2 * most:
        return most + 1
    at = 0
    while typed[at : at + 1] == meant[at : at + 1] != "":
        at += 1
    typed, meant = typed[at:], meant[at:]
    if not (typed and meant):
        return len(typed) or len(meant)
    if not most:
        return 1
    rest = [(typed[1:], meant[1:]), (typed[1:], meant), (typed, meant[1:])]
    if typed[:2] == meant[1::-1]:
        rest.append((typed[2:], meant[2:]))
    return 1 + min(slips(*pair, most - 1) for pair in rest)
