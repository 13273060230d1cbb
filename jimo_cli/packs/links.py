"""What must hold across facts; each check is a pure function over who belongs to whom."""

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from rapidfuzz import fuzz, process

from jimo_cli.packs import rules

_MEANT = 20
_NEAR = 60


class Misfit(NamedTuple):
    """What is wrong with a fact beside the others, and what to do; `paste` is what to write instead."""

    fact_id: str
    message: str
    hint: str
    code: str = rules.BROKEN_OF
    key: str | None = "of"
    paste: str = ""


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
    found: list[Misfit] = []
    every: list[str] = []
    for fact_id, owner in owners.items():
        if not known(owner):
            # To look for what was meant takes longer than all else; for the first few it is worth it.
            every = every or (list(ids()) if len(found) < _MEANT else [])
            near = _meant(owner, fact_id, every) if len(found) < _MEANT else None
            hint = f"did you mean {near}?" if near else "name a slug of this file, or topic.slug"
            paste = f'of = "{near.removeprefix(_topic(fact_id))}"' if near else ""
            found.append(Misfit(fact_id, f"of names no fact: {owner}", hint, paste=paste))
    return found


def _topic(fact_id: str) -> str:
    return fact_id[: fact_id.find(".") + 1]


def _meant(owner: str, fact_id: str, ids: Iterable[str]) -> str | None:
    """The id nearest to one that is not there, of another fact, by its slug where the topic is the same."""
    topic, _, slug = owner.partition(".")
    named = {each.removeprefix(f"{topic}."): each for each in ids if each != fact_id}
    near = process.extract(slug, list(named), scorer=fuzz.ratio, score_cutoff=_NEAR, limit=None)
    # Of those that are as near, the first by name: ids come in no certain order.
    return named[min(near, key=lambda found: (-found[1], found[0]))[0]] if near else None


def circles(owners: Mapping[str, str]) -> list[Misfit]:
    """Return a misfit for each fact that belongs to itself, directly or through others."""
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
    hint = "take one of the links away"
    return [Misfit(fact_id, "of leads back to the fact itself", hint) for fact_id in owners if fact_id in circular]
