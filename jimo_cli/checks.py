"""What must hold across facts; each check is a pure function over who belongs to whom."""

from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from typing import NamedTuple


class Misfit(NamedTuple):
    """What is wrong with a fact beside the others, and what to do."""

    fact_id: str
    message: str
    hint: str


def across(owners: Mapping[str, str], known: Callable[[str], bool], ids: Callable[[], Iterable[str]]) -> list[Misfit]:
    """Return what is wrong between facts.

    `owners` says for each fact that belongs to one to which. `known` tells whether there is a fact
    of that id, be it a broken one: it is not reported again at each fact that belongs to it. `ids`
    returns the ids of all facts; it is called only where one is looked for that is not there.
    """
    return [*broken_references(owners, known, ids), *circles(owners)]


def broken_references(
    owners: Mapping[str, str], known: Callable[[str], bool], ids: Callable[[], Iterable[str]]
) -> list[Misfit]:
    """Return a misfit for each fact that belongs to one that is not there."""
    found = []
    for fact_id, owner in owners.items():
        if not known(owner):
            topic, _, slug = owner.partition(".")
            named = {each.removeprefix(f"{topic}."): each for each in ids() if each != fact_id}
            near = get_close_matches(slug, named, 1)
            hint = f"did you mean {named[near[0]]}?" if near else "name a slug of this file, or topic.slug"
            found.append(Misfit(fact_id, f"of names no fact: {owner}", hint))
    return found


def circles(owners: Mapping[str, str]) -> list[Misfit]:
    """Return a misfit for each fact that belongs to itself, directly or through others."""
    found = []
    for fact_id in owners:
        seen, owner = {fact_id}, owners.get(fact_id)
        while owner is not None and owner not in seen:
            seen.add(owner)
            owner = owners.get(owner)
        if owner == fact_id:
            found.append(Misfit(fact_id, "of leads back to the fact itself", "take one of the links away"))
    return found
