"""Labels found by an abbreviation of their names: 发改委 for 国家发展和改革委员会."""

from __future__ import annotations

from jimo_cli import text
from jimo_cli.measures import is_generic
from jimo_cli.search.fits import is_about
from jimo_cli.search.match import ANSWER, Match
from jimo_cli.search.weights import PART
from jimo_cli.store.terms import beginning_of, pair_terms
from jimo_cli.text.concepts import listed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from jimo_cli.search.query import Query
    from jimo_cli.store.interface import NameIndex

_LENGTHS = range(2, 7)
_LEAST_FOR_ONE, _MOST_FOR_ONE = 1.5, 4
"""Each character of an abbreviation stands for a word, of so many characters on average."""

_MOST_LABELS = 200
_BEFORE = listed("中华人民共和国|国家|中国|国务院|全国")
_BEHIND = listed("集团股份有限公司|股份有限公司|有限责任公司|集团有限公司|有限公司|集团")
"""What an abbreviation leaves out at the ends of a name."""

_HEADS = {"委员会": "委"}
"""Last words of names that are abbreviated to another character than their last."""


def abbreviated(index: NameIndex, query: Query) -> list[Match]:
    """Return the one label that a query abbreviates: a character of each word, from the first to the last.

    What is there literally is no abbreviation, and one of several labels is none that can be told.
    """
    for short in dict.fromkeys(query.stripped()):
        if len(short) not in _LENGTHS or not all(map(text.is_han, short)) or all(map(index.count, pair_terms(short))):
            continue
        groups = [(beginning_of(char),) for char in dict.fromkeys(short[:-1])]
        counted = _counted(short)
        found = {
            names.label_id: Match(names, 100 * PART, f"{form.field}/abbreviation", ANSWER)
            for names in index.of_ids(index.ids_with(groups, len(groups), _MOST_LABELS))
            if not names.concepts and is_about(index, names, query.area)
            for form in names.forms
            if counted in form.key and _abbreviates(short, form.key)
        }
        if len(found) == 1:
            return [*found.values()]
    return []


def _counted(short: str) -> str:
    """What an abbreviation ends in if that tells what is counted, which a name of the same measure has too; else empty.

    海洋产值 is no 海洋生产总值, though all its characters are there.
    """
    return short[-2:] if is_generic(short[-2:]) else ""


def _abbreviates(short: str, name: str) -> bool:
    """Tell whether characters are the first, the last and some between of a name, without its usual ends.

    Or they are the first of each of its words of two characters, as in 北汽 for 北京汽车.
    """
    cores = {name, *(name.removeprefix(word) for word in _BEFORE)}
    cores |= {core.removesuffix(word) for core in cores for word in _BEHIND}
    if any(short == core[::2] and len(core) == 2 * len(short) for core in cores):
        return True
    least, most = _LEAST_FOR_ONE * len(short), _MOST_FOR_ONE * len(short)
    return any(least <= len(core) <= most and _is_within(short, core) for core in cores)


def _is_within(short: str, core: str) -> bool:
    lasts = {core[-1], *(char for head, char in _HEADS.items() if core.endswith(head))}
    rest = iter(core)
    return short[0] == core[0] and short[-1] in lasts and all(char in rest for char in short)
