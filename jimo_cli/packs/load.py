"""Fact files → facts and problems; nothing else in the package reads TOML."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal
from os.path import basename, splitext
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

import tomli

from jimo_cli.model import Fact, Kind, Problem, Qualifier, Source, Topic
from jimo_cli.packs import links, read, rules, schema, toml_errors
from jimo_cli.packs.find import SOURCES, files
from jimo_cli.packs.table import MOST_PROBLEMS, NOWHERE, Table, cut, layout_at, layout_of, told

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from typing import Any


_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)

_SLUG_HINT = "write lower-case letters, digits and single hyphens"


Row = TypeVar("Row", bound="tuple[Any, ...]")


class TopicFile(NamedTuple, Generic[Row]):
    """What one fact file holds: `facts` could be read, `broken` are the ids of those that could not.

    Facts are tuples that begin with the id: a `Fact`, or what is written of one.
    """

    path: str
    topic: Topic | None
    facts: list[Row]
    broken: list[str]
    problems: list[Problem]


class Loaded(NamedTuple):
    """What packs hold: everything that could be read, and every problem with the rest.

    `files` are the paths of all fact files; `paths` says for the id of each fact and topic which
    one it stands in.
    """

    topics: list[Topic]
    facts: list[Fact]
    sources: list[Source]
    problems: list[Problem]
    files: list[str]
    paths: dict[str, str]


class Files(NamedTuple):
    """The files of some packs, path and size of each; problems with the packs themselves."""

    sources: list[tuple[str, int]]
    topics: list[tuple[str, int]]
    problems: list[Problem]


def load(packs: Iterable[str]) -> Loaded:
    """Return the facts of the packs in order, and all problems of all their files.

    A fact with a problem of its own is left out; the others stand.
    """
    found = find(packs)
    sources, problems = read_sources(found.sources)
    read = (read_topic(path, size, frozenset(sources)) for path, size in found.topics)
    files = list(once_each(read, found.topics))
    facts = [fact for file in files for fact in file.facts]
    known = {fact.id for fact in facts}.union(*(file.broken for file in files))
    paths = {file.topic.id: file.path for file in reversed(files) if file.topic}
    paths |= {fact.id: file.path for file in files for fact in file.facts}
    across = links.across({fact.id: fact.of for fact in facts if fact.of}, known.__contains__, lambda: known)
    problems = [*found.problems, *problems, *(problem for file in files for problem in file.problems)]
    problems += _of_facts(across, paths)
    topics = {file.topic.id: file.topic for file in reversed(files) if file.topic}
    counts = {topic: dict.fromkeys(Kind, 0) for topic in topics}
    for fact in facts:
        counts[fact.topic][fact.kind] += 1
    counted = [topics[each]._replace(counts=counts[each]) for each in dict.fromkeys(map(_stem_of, files)) if each]
    every = [path for path, _ in (*found.sources, *found.topics)]
    return Loaded(counted, facts, list(sources.values()), problems, every, paths)


def _of_facts(misfits: Iterable[links.Misfit], paths: Mapping[str, str]) -> Iterator[Problem]:
    """The problems that misfits of facts are, of one file as far as they are told, and how many more there are."""
    by_path: dict[str, list[links.Misfit]] = {}
    for misfit in misfits:
        by_path.setdefault(paths[misfit.fact_id], []).append(misfit)
    for path, here in by_path.items():
        first = [at_fact(path, misfit) for misfit in here[:MOST_PROBLEMS]]
        yield from told([*first, *first[-1:] * (len(here) - len(first))])


def _stem_of(file: TopicFile[Fact]) -> str | None:
    return file.topic.id if file.topic else None


def find(packs: Iterable[str]) -> Files:
    """Return the fact files of the packs, in the order of the packs and by name."""
    found = Files([], [], [])
    for pack in packs:
        try:
            here = files(pack)
        except OSError as error:
            message = f"cannot be read ({error.strerror})"
            found.problems.append(Problem(pack, None, message, "name a directory of fact files", rules.UNREADABLE))
            continue
        if not here:
            hint = "put TOML fact files into it, or name another directory"
            found.problems.append(Problem(pack, None, "holds no fact files", hint, rules.NO_FACTS))
        for path, size, _ in here:
            if not _is_text(basename(path)):
                found.problems.append(Problem(path, None, "has a name that is not UTF-8", "rename it", rules.BAD_ID))
                continue
            (found.sources if basename(path) == SOURCES else found.topics).append((path, size))
    return found


def _is_text(name: str) -> bool:
    """Whether a name holds no bytes that are no text."""
    return not any("\ud800" <= char <= "\udfff" for char in name)


def read_sources(found: Iterable[tuple[str, int]]) -> tuple[dict[str, Source], list[Problem]]:
    """Return the cited works by key, and the problems of the files that name them."""
    sources: dict[str, Source] = {}
    problems: list[Problem] = []
    for path, size in found:
        here: list[Problem] = []
        table = _document(path, size, here)
        for key, entry in table.values.items() if table else ():
            checked = table.under(key, entry) if table else None
            if checked is None:
                continue
            csl = checked.take_all(schema.SOURCE_KEYS)
            if "title" not in checked.there(csl, schema.SOURCE_KEYS):
                checked.say(None, "has no title", 'add title = "…"', rules.MISSING_KEY, 'title = "…"')
            elif sources.setdefault(key, Source(key, csl)).csl != csl:
                hint = "give one of the two another key"
                checked.say(None, "is another work in another pack", hint, rules.SECOND_ID)
        problems += told(here)
    return sources, problems


def read_topic(path: str, size: int, sources: AbstractSet[str]) -> TopicFile[Fact]:
    """Return what a fact file holds; `sources` are the keys of the works that it may cite."""
    read: TopicFile[Fact] = TopicFile(path, None, [], [], [])
    table = _document(path, size, read.problems)
    if table is None:
        return read
    stem = splitext(basename(path))[0]
    if not _SLUG.fullmatch(stem):
        table.say(None, f"{stem!r} cannot be a topic id", f"in the file's name, {_SLUG_HINT}", rules.BAD_ID)
        return read
    for key in sorted(table.values.keys() - schema.ROOT_KEYS.keys()):
        table.unknown(key, schema.ROOT_KEYS)
    heading = table.under("topic", table.values.get("topic", {}))
    about = heading.take_all(schema.TOPIC_KEYS) if heading else {}
    if heading and "label" not in heading.there(about, schema.TOPIC_KEYS):
        heading.say(None, "the topic has no label", 'under [topic], add label = "…"', rules.MISSING_KEY, 'label = "…"')
    topic = Topic(stem, about.get("label", stem), about.get("label_en"), about.get("aliases", ()), {})
    given: dict[str, Any] = {key: about[key] for key in ("reference_area", "source") if key in about}
    if heading and (misfit := schema.unknown_source(given, sources)):
        heading.say("source", misfit.message, misfit.hint, misfit.code)
        given["source"] = schema.MISREAD  # said once, and not again at every fact
    entries = table.under("fact", table.values.get("fact", {}))
    for slug, entry in entries.values.items() if entries else ():
        fact = _read_fact(stem, slug, entries and entries.under(slug, entry), given, sources)
        if fact is None:
            read.broken.append(f"{stem}.{slug}")
        else:
            read.facts.append(fact)
    return read._replace(topic=topic, problems=told(read.problems))


def _read_fact(
    topic: str, slug: str, table: Table | None, given: Mapping[str, Any], sources: AbstractSet[str]
) -> Fact | None:
    """The fact of a table, None where it has a problem."""
    if table is None:
        return None
    before = len(table.problems)
    if not _SLUG.fullmatch(slug):
        table.say(None, f"{slug!r} cannot be a slug", _SLUG_HINT, rules.BAD_ID)
    said = {**given, **table.take_all(schema.FACT_KEYS)}
    for key, misfit in schema.misfits(table.there(said, schema.FACT_KEYS), sources):
        table.say(key, misfit.message, misfit.hint, misfit.code, misfit.paste)
    whole = len(table.problems) == before and said.get("source") != schema.MISREAD
    return _fact(topic, slug, said) if whole else None


def once_each(read: Iterable[TopicFile[Row]], found: Sequence[tuple[str, int]]) -> Iterator[TopicFile[Row]]:
    """Yield the files without the facts that an earlier file of the same name has; those are problems."""
    stems = Counter(splitext(basename(path))[0] for path, _ in found)
    first: dict[str, str] = {}
    for file in read:
        stem = splitext(basename(file.path))[0]
        if stems[stem] == 1:
            yield file
            continue
        again = [fact[0] for fact in file.facts if fact[0] in first]
        problems = [*file.problems, *(_second(file.path, first[fact_id], fact_id) for fact_id in again)]
        yield file._replace(facts=[fact for fact in file.facts if fact[0] not in first], problems=problems)
        first.update((fact[0], file.path) for fact in file.facts if fact[0] not in first)


def _second(path: str, other: str, fact_id: str) -> Problem:
    first = layout_at(other).place(_keys(fact_id), None)
    message = f"{fact_id} stands already at {other}:{first.line if first else None}"
    hint = "give one of the two another slug"
    return at_fact(path, links.Misfit(fact_id, message, hint, rules.SECOND_ID, None))


def at_fact(path: str, misfit: links.Misfit) -> Problem:
    """Return the problem that a misfit of a fact is, with the place where the fact says it."""
    keys = _keys(misfit.fact_id)
    line, column, width = layout_at(path).place(keys, misfit.key) or NOWHERE
    message = cut(f"[{'.'.join(keys)}] {misfit.message}")
    return Problem(path, line, message, misfit.hint, misfit.code, column, width, misfit.paste)


def _keys(fact_id: str) -> tuple[str, ...]:
    """The table of a fact, or of a topic."""
    _, dot, slug = fact_id.partition(".")
    return ("fact", slug) if dot else ("topic",)


def _document(path: str, size: int, problems: list[Problem]) -> Table | None:
    """The whole of a file, None and a problem where it cannot be read."""
    try:
        text = read.read(path, size)
        return Table(path, layout_of(text), parsed(text), problems)
    except tomli.TOMLDecodeError as error:
        (line, column, width), message, hint = toml_errors.explained(layout_of(text), error.pos, error.msg)
        problems.append(Problem(path, line, f"not TOML: {message}", hint, rules.NOT_TOML, column, width))
    except (OSError, ValueError, ArithmeticError, RecursionError) as error:
        problems.append(Problem(path, None, *read.why_unreadable(error), rules.UNREADABLE))
    return None


def parsed(text: str) -> dict[str, Any]:
    """Return the document that a text is, its figures exact.

    Raises ValueError where it is no TOML, ArithmeticError or RecursionError where it cannot be read.
    """
    return tomli.loads(text, parse_float=Decimal)


def _fact(topic: str, slug: str, said: Mapping[str, Any]) -> Fact:
    of = said.get("of")
    return Fact(
        id=f"{topic}.{slug}",
        label=said["label"],
        value=said.get("value"),
        unit=said.get("unit"),
        time_period=said.get("time_period"),
        reference_area=said.get("reference_area"),
        topic=topic,
        kind=said["kind"],
        label_en=said.get("label_en"),
        value_max=said.get("value_max"),
        qualifier=said.get("qualifier", Qualifier.EXACT) if "value" in said else None,
        of=of if of is None or "." in of else f"{topic}.{of}",
        aspect=said.get("aspect"),
        parts=said.get("parts", ()),
        aliases=said.get("aliases", ()),
        description=said.get("description"),
        description_en=said.get("description_en"),
        as_written=said.get("as_written"),
        source=said["source"],
        locator=said.get("locator"),
    )
