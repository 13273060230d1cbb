"""Checks of links: pure functions over which fact, place or term belongs to which."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from rapidfuzz import fuzz, process

from jimo_cli.model import Fact, Problem
from jimo_cli.packs import rules

Owned = tuple[str, str]
"""The id of a fact, and that of the one that it belongs to."""

_SUGGESTIONS = 20
_NEAR = 60  # percent of the characters that two ids have in common
_LONGEST = 200  # characters of an id that is compared with others: that takes as long as both together squared


def linked(
    facts: Sequence[Fact], series: Mapping[str, Sequence[Fact]], broken: Iterable[str]
) -> tuple[list[Fact], list[Problem]]:
    """Return the facts, and the problems with `of`, without their places.

    A fact that belongs to a series, by its id in `series`, belongs to the observation of its own place and period.
    Links of observations are those of their series. `broken` are the ids of facts that could not be read.
    """
    known = {fact.id for fact in facts}.union(broken, series)
    named = {fact.of for fact in facts if fact.of}
    at = {(owner, *_about(fact)): fact.id for owner in named for fact in series.get(owner, ())}
    found, missing = [], []
    for fact in facts:
        of = fact.of
        if of is None or of not in series:
            found.append(fact)
            continue
        owner = at.get((of, *_about(fact)))
        if owner is None:
            missing.append(without_observation(fact.id, of, *_about(fact)))
        found.append(fact._replace(of=owner))
    owners = {series_of(fact.id): fact.of for fact in facts if fact.of}
    ids = [fact_id for fact_id in known if series_of(fact_id) == fact_id]
    return found, [*across(owners.items(), owners, known.__contains__, lambda: ids), *missing]


def series_of(fact_id: str) -> str:
    """Return the id of the series of an observation, and of any other fact its own."""
    return fact_id.partition("@")[0]


def once_each(facts: Iterable[Fact]) -> list[Fact]:
    """Return the facts, of each series only the first observation, which has the id of the series then."""
    found: dict[str, Fact] = {}
    for fact in facts:
        found.setdefault(series_of(fact.id), fact)
    return [fact if fact.id == fact_id else fact._replace(id=fact_id) for fact_id, fact in found.items()]


def _about(fact: Fact) -> tuple[str | None, str | None]:
    return fact.reference_area, fact.time_period


def without_observation(fact_id: str, owner: str, area: str | None, period: str | None) -> Problem:
    """Return the problem of a fact that belongs to a series which has no observation of its place and period."""
    about = ", ".join(part for part in (area, period) if part) or "no place and no period"
    message = f"`of` names a series without an observation of {about}: {owner}"
    return _at_of(fact_id, message, "add it there, or name another fact")


def across(
    owners: Iterable[Owned],
    between: Mapping[str, str],
    is_known: Callable[[str], bool],
    ids: Callable[[], Iterable[str]],
) -> list[Problem]:
    """Return the problems with `of`, without their places: unknown facts first, then cycles.

    `owners` has the id of each fact that belongs to another with the id of that one, `between` at least those of
    facts to which others belong in turn. `is_known` returns whether a fact has an id, even a broken fact, which
    has its own problem. `ids` returns the ids of all facts; it is called only to suggest one for an unknown id.
    """
    return [*unknown_owners(owners, is_known, ids), *cycles({one: series_of(owner) for one, owner in between.items()})]


def unknown_owners(
    owners: Iterable[Owned], is_known: Callable[[str], bool], ids: Callable[[], Iterable[str]]
) -> list[Problem]:
    """Return a problem for each fact that belongs to an unknown one."""
    found: list[Problem] = []
    all_ids: list[str] = []
    for fact_id, owner in owners:
        if not is_known(owner):
            # Finding the nearest id takes longer than all other checks together: only the first few get one.
            all_ids = all_ids or (list(ids()) if len(found) < _SUGGESTIONS else [])
            near = _nearest(owner, fact_id, all_ids) if len(found) < _SUGGESTIONS else None
            hint = f"did you mean {near}?" if near else "use a slug of this file, or topic.slug"
            paste = f'of = "{near.removeprefix(_topic(fact_id))}"' if near else ""
            found.append(_at_of(fact_id, f"`of` refers to an unknown fact: {owner}", hint, paste))
    return found


def _topic(fact_id: str) -> str:
    return fact_id[: fact_id.find(".") + 1]


def _at_of(fact_id: str, message: str, hint: str, paste: str = "") -> Problem:
    return Problem("", None, message, hint, rules.BROKEN_OF, paste=paste, fact_id=fact_id, key="of")


def _nearest(owner: str, fact_id: str, ids: Iterable[str]) -> str | None:
    """The id nearest to an unknown one, of another fact; within a topic slugs are compared."""
    topic, _, slug = owner.partition(".")
    if len(slug) > _LONGEST:
        return None
    by_slug = {known.removeprefix(f"{topic}."): known for known in ids if known != fact_id}
    near = process.extract(slug, list(by_slug), scorer=fuzz.ratio, score_cutoff=_NEAR, limit=None)
    # Of several equally near ids the first by name: ids come in no certain order.
    return by_slug[min(near, key=lambda found: (-found[1], found[0]))[0]] if near else None


def cycles(owners: Mapping[str, str]) -> list[Problem]:
    """Return a problem for each fact that belongs to itself, directly or through others."""
    circular: set[str] = set()
    settled: set[str] = set()
    for fact_id in owners:
        trail: dict[str, None] = {}
        here: str | None = fact_id
        while here is not None and here not in settled and here not in trail:
            trail[here] = None
            here = owners.get(here)
        if here in trail:
            names = list(trail)
            circular.update(names[names.index(here) :])
        settled.update(trail)
    message, hint = "`of` forms a cycle", "remove one of the links"
    return [_at_of(fact_id, message, hint) for fact_id in owners if fact_id in circular]


def circular(above: Mapping[str, Iterable[str]]) -> set[str]:
    """Return what lies above itself, directly or through others, where each may have several above it.

    What lies between two cycles counts too.
    """
    below: dict[str, list[str]] = {}
    for name, higher in above.items():
        for one in set(higher):
            below.setdefault(one, []).append(name)
    return _without_ends(above, below) & _without_ends(below, above)


def _without_ends(links: Mapping[str, Iterable[str]], back: Mapping[str, Iterable[str]]) -> set[str]:
    """Return what is left when whatever links to nothing that is left is taken away; `back` are the links reversed."""
    left = {name: len(set(others)) for name, others in links.items()}
    waiting = [name for name in {*left, *back} if not left.get(name)]
    while waiting:
        name = waiting.pop()
        left.pop(name, None)
        for other in set(back.get(name, ())):
            left[other] -= 1
            if not left[other]:
                waiting.append(other)
    return set(left)
