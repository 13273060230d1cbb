"""Checks of links: pure functions over which fact, place or term belongs to which."""

from collections.abc import Callable, Iterable, Mapping

from rapidfuzz import fuzz, process

from jimo_cli.model import Problem
from jimo_cli.packs import rules

_SUGGESTIONS = 20
_NEAR = 60  # percent of the characters that two ids have in common
_LONGEST = 200  # characters of an id that is compared with others: that takes as long as both together squared


def across(
    owners: Mapping[str, str], is_known: Callable[[str], bool], ids: Callable[[], Iterable[str]]
) -> list[Problem]:
    """Return the problems with `of`, without their places: unknown facts first, then cycles.

    `owners` maps the id of each fact that belongs to another to the id of that one. `is_known` returns
    whether a fact has an id, even a broken fact, which has its own problem. `ids` returns the ids of all
    facts; it is called only to suggest one for an unknown id.
    """
    return [*unknown_owners(owners, is_known, ids), *cycles(owners)]


def unknown_owners(
    owners: Mapping[str, str], is_known: Callable[[str], bool], ids: Callable[[], Iterable[str]]
) -> list[Problem]:
    """Return a problem for each fact that belongs to an unknown one."""
    found: list[Problem] = []
    all_ids: list[str] = []
    for fact_id, owner in owners.items():
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
