"""Fact files → facts and problems; nothing else in the package reads TOML."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal
from difflib import get_close_matches
from errno import EINVAL
from functools import lru_cache
from os import strerror
from os.path import basename, splitext
from typing import TYPE_CHECKING, Any, NamedTuple

import tomli

from jimo_cli import checks, schema
from jimo_cli.model import Fact, Kind, Problem, Qualifier, Source, Topic
from jimo_cli.packs import LEADS_OUT, NO_REGULAR_FILE, files

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

SOURCES = "sources.toml"

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
_HEADER = re.compile(r"""\s*\[((?:"[^"]*"|'[^']*'|[^"'\[\]])+)\]""")
_ASSIGNED = re.compile(r"""\s*((?:"[^"]*"|'[^']*'|[^"'=#\[\]])+)=""")
_KEY = re.compile(r""""([^"]*)"|'([^']*)'|([^.\s]+)""")
_LONG_TEXT = re.compile(r'''"""[\s\S]*?"""''' + r"""|'''[\s\S]*?'''""")
_SLUG_HINT = "write lower-case letters, digits and single hyphens"


class TopicFile(NamedTuple):
    """What one fact file holds: `facts` could be read, `broken` are the ids of those that could not."""

    path: str
    topic: Topic | None
    facts: list[Fact]
    broken: list[str]
    problems: list[Problem]


class Loaded(NamedTuple):
    """What packs hold: everything that could be read, and every problem with the rest."""

    topics: list[Topic]
    facts: list[Fact]
    sources: list[Source]
    problems: list[Problem]


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
    places = {fact.id: file.path for file in files for fact in file.facts}
    across = checks.across({fact.id: fact.of for fact in facts if fact.of}, known.__contains__, lambda: known)
    problems = [*found.problems, *problems, *(problem for file in files for problem in file.problems)]
    problems += [at_fact(places[misfit.fact_id], misfit) for misfit in across]
    topics = {file.topic.id: file.topic for file in reversed(files) if file.topic}
    counts = {topic: dict.fromkeys(Kind, 0) for topic in topics}
    for fact in facts:
        counts[fact.topic][fact.kind] += 1
    counted = [topics[each]._replace(counts=counts[each]) for each in dict.fromkeys(map(_stem_of, files)) if each]
    return Loaded(counted, facts, list(sources.values()), problems)


def _stem_of(file: TopicFile) -> str | None:
    return file.topic.id if file.topic else None


def find(packs: Iterable[str]) -> Files:
    """Return the fact files of the packs, in the order of the packs and by name."""
    found = Files([], [], [])
    for pack in packs:
        try:
            here = files(pack)
        except OSError as error:
            message = f"cannot be read ({error.strerror})"
            found.problems.append(Problem(pack, None, message, "name a directory of fact files"))
            continue
        if not here:
            hint = "put TOML fact files into it, or name another directory"
            found.problems.append(Problem(pack, None, "holds no fact files", hint))
        for path, size, _ in here:
            (found.sources if basename(path) == SOURCES else found.topics).append((path, size))
    return found


def read_sources(found: Iterable[tuple[str, int]]) -> tuple[dict[str, Source], list[Problem]]:
    """Return the cited works by key, and the problems of the files that name them."""
    sources: dict[str, Source] = {}
    problems: list[Problem] = []
    for path, size in found:
        table = _document(path, size, problems)
        for key, entry in table.values.items() if table else ():
            checked = table.under(key, entry) if table else None
            if checked is None:
                continue
            csl = checked.take_all(schema.SOURCE_KEYS)
            if "title" not in csl:
                checked.say(None, "has no title", 'add title = "…"')
            elif sources.setdefault(key, Source(key, csl)).csl != csl:
                checked.say(None, "is another work in another pack", "give one of the two another key")
    return sources, problems


def read_topic(path: str, size: int, sources: AbstractSet[str]) -> TopicFile:
    """Return what a fact file holds; `sources` are the keys of the works that it may cite."""
    read = TopicFile(path, None, [], [], [])
    table = _document(path, size, read.problems)
    if table is None:
        return read
    stem = splitext(basename(path))[0]
    if not _SLUG.fullmatch(stem):
        table.say(None, f"{stem!r} cannot be a topic id", f"in the file's name, {_SLUG_HINT}")
        return read
    for key in table.values.keys() - {"topic", "fact"}:
        table.unknown(key, ("topic", "fact"))
    heading = table.under("topic", table.values.get("topic", {}))
    about = heading.take_all(schema.TOPIC_KEYS) if heading else {}
    if heading and "label" not in about:
        heading.say(None, "the topic has no label", 'under [topic], add label = "…"')
    topic = Topic(stem, about.get("label", stem), about.get("label_en"), about.get("aliases", ()), {})
    given: dict[str, Any] = {key: about[key] for key in ("reference_area", "source") if key in about}
    entries = table.under("fact", table.values.get("fact", {}))
    for slug, entry in entries.values.items() if entries else ():
        fact = _read_fact(stem, slug, entries and entries.under(slug, entry), given, sources)
        if fact is None:
            read.broken.append(f"{stem}.{slug}")
        else:
            read.facts.append(fact)
    return read._replace(topic=topic)


def _read_fact(
    topic: str, slug: str, table: _Table | None, given: Mapping[str, Any], sources: AbstractSet[str]
) -> Fact | None:
    """The fact of a table, None where it has a problem."""
    if table is None:
        return None
    before = len(table.problems)
    if not _SLUG.fullmatch(slug):
        table.say(None, f"{slug!r} cannot be a slug", _SLUG_HINT)
    said = {**given, **table.take_all(schema.FACT_KEYS)}
    # A key whose value is wrong is there all the same: that it is missing is not to be told as well.
    misread = {key: schema.MISREAD for key in table.values if key in schema.FACT_KEYS and key not in said}
    for key, misfit in schema.misfits({**said, **misread}, sources):
        table.say(key, misfit.message, misfit.hint)
    return _fact(topic, slug, said) if len(table.problems) == before else None


def once_each(read: Iterable[TopicFile], found: Sequence[tuple[str, int]]) -> Iterator[TopicFile]:
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
    message = f"{fact_id} stands already at {other}:{_line_in(other, fact_id)}"
    return at_fact(path, checks.Misfit(fact_id, message, "give one of the two another slug"))


def at_fact(path: str, misfit: checks.Misfit) -> Problem:
    """Return the problem that a misfit of a fact is, with the line where the fact stands."""
    slug = misfit.fact_id.partition(".")[2]
    return Problem(path, _line_in(path, misfit.fact_id), f"[fact.{slug}] {misfit.message}", misfit.hint)


def _line_in(path: str, fact_id: str) -> int | None:
    return _lines_of(path).of(("fact", fact_id.partition(".")[2]), None)


@lru_cache(maxsize=4)  # problems come file by file
def _lines_of(path: str) -> _Lines:
    try:
        with open(path, encoding="utf-8-sig") as file:
            return _Lines(file.read())
    except (OSError, ValueError):
        return _Lines("")


def _document(path: str, size: int, problems: list[Problem]) -> _Table | None:
    """The whole of a file, None and a problem where it cannot be read."""
    try:
        text = _text(path, size)
        return _Table(path, _Lines(text), tomli.loads(text, parse_float=Decimal), problems)
    except tomli.TOMLDecodeError as error:
        problems.append(Problem(path, error.lineno, f"not TOML: {error.msg}", "mend the syntax here"))
    except (OSError, ValueError, ArithmeticError, RecursionError) as error:
        problems.append(Problem(path, None, *_unreadable(error)))
    return None


def _text(path: str, size: int) -> str:
    # A pipe or a device would be waited for, for ever; it is not opened at all.
    if size == NO_REGULAR_FILE:
        raise OSError(EINVAL, "not a regular file")
    if size == LEADS_OUT:
        raise OSError(EINVAL, "a link that leads out of the pack")
    with open(path, encoding="utf-8-sig", newline=None) as file:
        return file.read()


def _unreadable(error: Exception) -> tuple[str, str]:
    if isinstance(error, UnicodeDecodeError):
        return f"not UTF-8 (byte {error.start})", "save the file as UTF-8"
    if isinstance(error, OSError):
        reason = error.strerror or strerror(error.errno or EINVAL)
        return f"cannot be read ({reason})", "mend the file or take it away"
    if isinstance(error, RecursionError):
        return "nested too deeply", "a fact file needs no more than two levels"
    return f"holds a number that cannot be read ({error})", "write the figure as the source prints it"


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


class _Table:
    """One table of a fact file, by the keys that lead to it; what is wrong in it goes to `problems`."""

    def __init__(
        self, path: str, lines: _Lines, values: Mapping[str, Any], problems: list[Problem], *keys: str
    ) -> None:
        self.path, self.lines, self.values, self.problems, self.keys = path, lines, values, problems, keys

    def under(self, key: str, values: object) -> _Table | None:
        """The table of that key, or None and a problem where it is no table."""
        if isinstance(values, dict):
            return _Table(self.path, self.lines, values, self.problems, *self.keys, key)
        name = ".".join((*self.keys, key))
        self.say(key, f"{name} is not a table", f"write [{name}] on a line of its own")
        return None

    def take_all(self, keys: Mapping[str, schema.Reader]) -> dict[str, Any]:
        """What the known keys hold, read; each key that is unknown or misused is a problem."""
        taken: dict[str, Any] = {}
        for key, value in self.values.items():
            if key not in keys:
                self.unknown(key, keys)
                continue
            try:
                taken[key] = keys[key](value)
            except schema.MisfitError as error:
                self.say(key, f"{key} {error.message}", error.hint)
        return taken

    def unknown(self, key: str, known: Iterable[str]) -> None:
        near = get_close_matches(key, list(known), 1)
        hint = f"did you mean {near[0]}?" if near else f"the keys here are {', '.join(known)}"
        self.say(key, f"unknown key {key!r}", hint)

    def say(self, key: str | None, message: str, hint: str) -> None:
        where = f"[{'.'.join(self.keys)}] " if self.keys else ""
        self.problems.append(Problem(self.path, self.line(key), where + message, hint))

    def line(self, key: str | None) -> int | None:
        """The line of the key, else of the table's heading, else None."""
        return self.lines.of(self.keys, key)


class _Lines:
    """Where the tables and keys of a text stand; the parser does not keep it.

    The text is gone through when the first problem asks for a line, and only once.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._found: dict[tuple[str, ...], int] | None = None

    def of(self, keys: tuple[str, ...], key: str | None) -> int | None:
        """The line of a key of the table to which `keys` lead, else of the table, else None."""
        if self._found is None:
            self._found = dict(self._look())
        at_key = None if key is None else self._found.get((*keys, key))
        return at_key or self._found.get(keys)

    def _look(self) -> Iterator[tuple[tuple[str, ...], int]]:
        """Yield the path of each key and heading with its line; of a path that comes twice the first."""
        # Long texts are emptied, line breaks kept: what looks like a key there is none.
        text = _LONG_TEXT.sub(lambda found: "\n" * found[0].count("\n"), self._text)
        seen: set[tuple[str, ...]] = set()
        inside: tuple[str, ...] = ()
        for number, line in enumerate(text.split("\n"), 1):
            if header := _HEADER.match(line):
                path = inside = _path(header[1])
            elif assigned := _ASSIGNED.match(line):
                path = (*inside, *_path(assigned[1])[:1])
            else:
                continue
            # A heading stands for the tables above it as well, where they have none of their own.
            for size in range(1, len(path) + 1):
                if path[:size] not in seen:
                    seen.add(path[:size])
                    yield path[:size], number


def _path(dotted: str) -> tuple[str, ...]:
    return tuple("".join(found) for found in _KEY.findall(dotted))
