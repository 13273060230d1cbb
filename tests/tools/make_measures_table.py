"""Make `jimo_cli/measures/measures.tsv`, the table of measures: `python make_measures_table.py [OUT]`.

Its source is `measures.toml` beside this script. The same source gives the same bytes. Rows are sorted by the
bytes of their first column, which no two share, so a reader finds each by bisection. Columns are separated by
tabs, items of a column by `|`:

    name (`text.key` of it); id of the measure; ids of those of which it is a loose name; `generic`
    `~` and the stems of an English name (`text.in_any_order`); the same
    `=` and an id; names; loose names; broader measures; narrower ones; contrasts

`measures.txt`, written beside the table, names whose words these are.
"""

from __future__ import annotations

import collections
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jimo_cli.text import fold, in_any_order, key

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

HERE = Path(__file__).resolve().parent
SOURCE = HERE / "measures.toml"
TARGET = HERE.parents[1] / "jimo_cli" / "measures" / "measures.tsv"

SOURCES = """\
measures.tsv: a table of measures, made while developing by tests/tools/make_measures_table.py.

Which names mean the same measure: our own list (tests/tools/measures.toml). The first Chinese and the first English
name are, as far as known, those that the source of a measure uses. Only names were taken from it. The sources:

"""
"""What `measures.txt` says before the list."""

Measures = dict[str, dict[str, list[str]]]


def load(path: Path = SOURCE) -> tuple[Measures, list[str], dict[str, str]]:
    """Return the measures by id, the generic words, and the sources by their short names."""
    data: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    return data["term"], data["generic"]["words"], data["sources"]


def key_of(name: str) -> str:
    """Return what a name is compared by."""
    return key(fold(name))


def problems(measures: Measures, generic: Sequence[str]) -> Iterator[str]:
    """Yield what is wrong with the list."""
    having: dict[str, list[str]] = collections.defaultdict(list)
    for id_, measure in measures.items():
        for name in measure["words"]:
            having[key_of(name)].append(id_)
        yield from of_measure(id_, measure, measures)
    yield from (f"{name!r} is a name of {ids}" for name, ids in having.items() if len(ids) > 1 or not name)
    for id_, measure in measures.items():
        loose = [key_of(name) for name in measure.get("loose", ())]
        # The kind that is usually meant has the name of the whole as a loose one: PMI for that of manufacturing.
        others = {name: set(having.get(name, ())).difference(measure.get("broader", ())) for name in loose}
        yield from (f"{id_}: the loose {name!r} is a name of {sorted(ids)}" for name, ids in others.items() if ids)
        yield from (f"{id_}: the loose {name!r} is listed twice" for name in set(loose) if loose.count(name) > 1)
    generic_keys = [key_of(word) for word in generic]
    named = having.keys() | {key_of(name) for measure in measures.values() for name in measure.get("loose", ())}
    yield from (f"generic {word!r} is a name" for word in generic_keys if word in named)
    yield from (f"generic {word!r} is listed twice" for word in set(generic_keys) if generic_keys.count(word) > 1)
    for id_, measure in measures.items():
        higher = above(id_, measures)
        yield from (f"{id_} is broader than itself" for _ in higher & {id_})
        against = [*measure.get("contrast", ()), *(one for one in higher if id_ in measures[one].get("contrast", ()))]
        yield from (f"{id_} contrasts with {other}, a kind of which it is" for other in against if other in higher)


def of_measure(id_: str, measure: Mapping[str, Sequence[str]], measures: Measures) -> Iterator[str]:
    """Yield what is wrong with one measure by itself."""
    related = [*measure.get("broader", ()), *measure.get("contrast", ())]
    yield from (f"{id_}: no measure {other}" for other in related if other not in measures)
    yield from (f"{id_}: {other} is related twice" for other in set(related) if related.count(other) > 1)
    if id_ in related:
        yield f"{id_} is related to itself"
    if unknown := measure.keys() - {"words", "loose", "broader", "contrast", "source"}:
        yield f"{id_}: unknown keys {unknown}"
    if len(measure["words"]) == 1 and not related and not measure.get("loose"):
        yield f"{id_} says nothing: it has one name and no relation"


def above(id_: str, measures: Measures) -> set[str]:
    """Return the ids of all measures above one."""
    found: set[str] = set()
    waiting = [id_]
    while waiting:
        for other in measures.get(waiting.pop(), {}).get("broader", ()):
            if other not in found:
                found.add(other)
                waiting.append(other)
    return found


def rows(measures: Measures, generic: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Yield the rows of the table."""
    contrasts: dict[str, list[str]] = collections.defaultdict(list)
    narrower: dict[str, list[str]] = collections.defaultdict(list)
    loose: dict[str, list[str]] = collections.defaultdict(list)
    same: dict[str, str] = {}
    for id_, measure in measures.items():
        for other in measure.get("contrast", ()):
            contrasts[id_].append(other)
            contrasts[other].append(id_)
        for other in measure.get("broader", ()):
            narrower[other].append(id_)
        for name in measure.get("loose", ()):
            loose[key_of(name)].append(id_)
        same.update(dict.fromkeys(map(key_of, measure["words"]), id_))
    yield from ((name, same.get(name, ""), "|".join(loose[name])) for name in same | loose)
    yield from in_any_orders(measures)
    yield from ((key_of(word), "", "", "generic") for word in generic)
    for id_, measure in measures.items():
        lists = (measure["words"], measure.get("loose", ()), measure.get("broader", ()), narrower[id_], contrasts[id_])
        yield f"={id_}", *("|".join(dict.fromkeys(names)) for names in lists)


def in_any_orders(measures: Measures) -> Iterator[tuple[str, ...]]:
    """Yield the rows of English names whose words may stand in any order.

    Where two measures would have the same, neither has it.
    """
    found: dict[str, dict[str, set[str]]] = {}
    for id_, measure in measures.items():
        for how in ("words", "loose"):
            for name in measure.get(how, ()):
                if stems := in_any_order(fold(name)):
                    found.setdefault(stems, {"words": set(), "loose": set()})[how].add(id_)
    for stems, having in found.items():
        if len(having["words"]) <= 1:
            loose = having["loose"] - having["words"]
            yield f"~{stems}", "".join(having["words"]), "|".join(sorted(loose))


def table(path: Path = SOURCE) -> bytes:
    """Return the whole table; exit where the list is wrong."""
    measures, generic, _ = load(path)
    if wrong := list(problems(measures, generic)):
        raise SystemExit("\n".join(wrong))
    lines = sorted("\t".join(row).rstrip("\t").encode() for row in rows(measures, generic))
    names = sum(len(measure["words"]) for measure in measures.values())
    print(f"{len(measures)} measures, {names} names, {len(lines)} rows", file=sys.stderr)
    return b"\n".join(lines) + b"\n"


def notices(path: Path = SOURCE) -> str:
    """Return the text of `measures.txt`: whose words the official names are."""
    measures, _, sources = load(path)
    used = {source for measure in measures.values() for source in measure["source"]}
    if unknown := [source for source in sorted(used) if source.rstrip("0123456789").partition(":")[0] not in sources]:
        raise SystemExit(f"unknown sources: {unknown}")
    return SOURCES + "".join(f"{short}: {source}\n" for short, source in sources.items())


def main() -> None:
    """Write the table and its sources where asked, or into the package."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET
    data = table()
    target.write_bytes(data)
    target.with_suffix(".txt").write_text(notices(), encoding="utf-8")
    print(f"{target.name}: {len(data)} bytes", file=sys.stderr)


if __name__ == "__main__":
    main()
