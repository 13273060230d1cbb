"""Fact files → facts and problems; nothing else in the package reads TOML."""

from __future__ import annotations

import time
from collections import Counter
from contextlib import ExitStack, contextmanager
from decimal import Decimal
from os.path import basename, dirname, isfile, splitext
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

import tomli

from jimo_cli.model import Fact, Kind, Place, Problem, Qualifier, Source, Term, Topic
from jimo_cli.packs import find, links, read, rules, schema, toml_errors
from jimo_cli.packs.layout import Layout, has_deep_name
from jimo_cli.packs.places import read_places
from jimo_cli.packs.read import FactFile
from jimo_cli.packs.series import WITHOUT_VALUES, Series, TableFile, facts_of, read_series
from jimo_cli.packs.table import MOST_PROBLEMS, SLUG, SLUG_HINT, Document, Layouts, Table, keys_of, limited
from jimo_cli.packs.terms import read_terms

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from typing import Any

    Unsaved = Mapping[str, bytes]
    """What an editor has of fact files and tables, by their paths."""

    from jimo_cli.packs.layout import Place as Position

_MOST_OPEN = 32  # packs: a process may have no more than some dozens of files open
_BAD_NAME = ("has a name that is not UTF-8", "rename it", rules.BAD_ID)


NOTHING_UNSAVED: Mapping[str, bytes] = {}

Row = TypeVar("Row", bound="tuple[Any, ...]")


class TopicFile(NamedTuple, Generic[Row]):
    """What one fact file holds: the facts and series that could be read, and the ids of the broken ones.

    Facts are tuples that begin with the id: a `Fact`, or what is written of one.
    """

    path: str
    topic: Topic | None
    facts: list[Row]
    broken: list[str]
    problems: list[Problem]
    is_settled: bool
    """As that of its `Document`."""
    series: Sequence[Series] = ()


class Loaded(NamedTuple):
    """What packs hold: everything that could be read, and every problem.

    `files` are the paths of all fact files; `paths` maps the id of each fact, series and topic to the path of
    its file, `rows` that of an observation to path and line of its row. `layouts` have the texts that were read.
    """

    topics: list[Topic]
    facts: list[Fact]
    sources: list[Source]
    problems: list[Problem]
    files: list[str]
    paths: dict[str, str]
    layouts: Layouts
    rows: dict[str, tuple[str, int]]
    places: list[Place]
    terms: list[Term]

    def path_of(self, problem: Problem) -> str:
        """Return the path of the file with a problem of a fact, a series or a topic."""
        row = self._row_of(problem)
        return row[0] if row else self.paths[problem.fact_id]

    def placed(self, problem: Problem) -> Problem:
        """Return a problem of a fact, a series or a topic with its place."""
        if row := self._row_of(problem):
            return Problem(*row, f"{problem.fact_id} {problem.message}", problem.hint, problem.code)
        return self.layouts.placed(problem, self.paths[problem.fact_id])

    def _row_of(self, problem: Problem) -> tuple[str, int] | None:
        """The path and the line of the row with a problem, None for what no row says."""
        # The only observation of a series has its id.
        is_of_row = links.series_of(problem.fact_id) != problem.fact_id or problem.key in schema.COLUMNS
        return self.rows.get(problem.fact_id) if is_of_row else None


class Shared(NamedTuple):
    """What the facts of all topics share, the cited works by key, and the problems of the files that list it."""

    sources: dict[str, Source]
    places: list[Place]
    terms: list[Term]
    problems: list[Problem]


class Files(NamedTuple):
    """The fact files of some packs by what they hold, the problems with the packs themselves, and their `find.state`.

    `tables` are the CSV files beside them by path. `listed_at` is when the state was taken, in nanoseconds of the
    clock, from just before.
    """

    sources: list[FactFile]
    places: list[FactFile]
    terms: list[FactFile]
    topics: list[FactFile]
    tables: dict[str, FactFile]
    problems: list[Problem]
    state: str
    listed_at: int


def load(packs: Iterable[str], most: int = MOST_PROBLEMS, unsaved: Unsaved = NOTHING_UNSAVED) -> Loaded:
    """Return the facts of the packs in order, and the problems of all their files, `most` of each.

    A fact with a problem of its own is left out. `unsaved` texts are read instead of the files at their paths.
    """
    layouts = Layouts()

    def documents(files: Iterable[FactFile]) -> Iterator[Document]:
        for file in files:
            document = read_document(file)._replace(most=most)
            layouts.add(document)
            yield document

    with opened_files(packs, unsaved) as found:
        shared = read_shared(documents(found.sources), documents(found.places), documents(found.terms))
        works = schema.Works(shared.sources)
        read_files = (read_topic(document, works) for document in documents(found.topics))
        topic_files = list(without_second_ids(read_files, found.topics, layouts))
        observed = {series.id: _observed(series, found, works, most) for file in topic_files for series in file.series}
    topic_files = [_with_observations(file, observed) for file in topic_files]
    paths = {file.topic.id: file.path for file in reversed(topic_files) if file.topic}
    paths |= {fact.id: file.path for file in topic_files for fact in file.facts}
    paths |= {series.id: file.path for file in topic_files for series in file.series}
    rows = {
        fact.id: place for series in observed.values() for fact, place in zip(series.facts, series.places, strict=True)
    }
    broken = [fact_id for file in topic_files for fact_id in file.broken]
    of_series = {series_id: series.facts for series_id, series in observed.items()}
    facts, across = links.linked([fact for file in topic_files for fact in file.facts], of_series, broken)
    problems = [*found.problems, *shared.problems, *(problem for file in topic_files for problem in file.problems)]
    problems += (problem for series in observed.values() for problem in series.problems)
    files = [file.path for file in (*found.sources, *found.places, *found.terms, *found.topics)]
    topics, sources = _topics(topic_files), list(shared.sources.values())
    loaded = Loaded(topics, facts, sources, problems, files, paths, layouts, rows, shared.places, shared.terms)
    problems += across_files(across, loaded.path_of, loaded.placed)
    return loaded


class _Observed(NamedTuple):
    """The observations of a series, the path and the line of the row of each, and the problems of its table."""

    facts: list[Fact]
    places: list[tuple[str, int]]
    problems: list[Problem]


def _observed(series: Series, found: Files, works: schema.Works, most: int) -> _Observed:
    if series.table is None:
        observed = [*facts_of(series)]
        return _Observed([fact for fact, _ in observed], [(series.path, series.lines[at]) for _, at in observed], [])
    table = TableFile(series, found.tables.get(series.table), works, most)
    blocks = [*table.blocks()]
    observed = [*facts_of(series._replace(blocks=blocks, varies=table.varies, superseded=table.superseded))]
    return _Observed(
        [fact for fact, _ in observed], [(table.path, line) for _, line in observed], [*table.told.problems]
    )


def _with_observations(file: TopicFile[Fact], observed: Mapping[str, _Observed]) -> TopicFile[Fact]:
    return file._replace(facts=[*file.facts, *(fact for series in file.series for fact in observed[series.id].facts)])


def _topics(topic_files: Sequence[TopicFile[Fact]]) -> list[Topic]:
    """The topics in the order of their files; one of several packs is that of the first, with the facts of all."""
    topics: dict[str, Topic] = {}
    for file in topic_files:
        if file.topic:
            topic = topics.setdefault(file.topic.id, file.topic._replace(counts=dict.fromkeys(Kind, 0)))
            for fact in file.facts:
                topic.counts[fact.kind] += 1
    return list(topics.values())


def across_files(
    problems: Iterable[Problem], path_of: Callable[[Problem], str], placed: Callable[[Problem], Problem]
) -> Iterator[Problem]:
    """Yield the problems between facts with their places, for each file the first ones.

    `path_of` returns the path of the file with a problem, `placed` a problem with its place.
    """
    by_path: dict[str, list[Problem]] = {}
    for problem in problems:
        by_path.setdefault(path_of(problem), []).append(problem)
    for here in by_path.values():
        first = [placed(problem) for problem in here[:MOST_PROBLEMS]]
        yield from limited([*first, *first[-1:] * (len(here) - len(first))])


@contextmanager
def opened_files(packs: Iterable[str], unsaved: Unsaved = NOTHING_UNSAVED) -> Iterator[Files]:
    """Open the packs and yield their fact files, in the order of the packs and by name.

    The packs stay open meanwhile: one that is exchanged is read as it was listed. `unsaved` texts are read instead
    of the files at their paths, and belong to a pack that has no such file yet.
    """
    listed_at = time.time_ns()
    with ExitStack() as stack:
        listed = [(pack, _listed(pack, stack, by_path=at >= _MOST_OPEN)) for at, pack in enumerate(packs)]
        files = [file for pack, here in listed for file in _with_unsaved(pack, here, unsaved)]
        named = [file for file in files if _is_text(basename(file.path))]
        unnamed = (Problem(file.path, None, *_BAD_NAME) for file in files if not _is_text(basename(file.path)))
        by_role: dict[str, list[FactFile]] = {role: [] for role in find.ROLES}
        for file in named:
            by_role[find.role(file.path)].append(file)
        yield Files(
            by_role["sources"],
            by_role["places"],
            by_role["terms"],
            by_role["topic"],
            {file.path: file for file in by_role["table"]},
            [*(problem for pack, here in listed for problem in _problems_of_pack(pack, here)), *unnamed],
            find.state_as_listed(listed),
            listed_at,
        )


def _listed(pack: str, stack: ExitStack, *, by_path: bool) -> list[FactFile] | OSError:
    """The files of a pack that is closed with the stack, or why it cannot be read."""
    try:
        directory = stack.enter_context(read.opened(pack, by_path=by_path))
        return [FactFile(*file, directory) for file in find.files(pack, *directory)]
    except OSError as error:
        return error


def _with_unsaved(pack: str, files: list[FactFile] | OSError, unsaved: Unsaved) -> Iterable[FactFile]:
    """The files of a pack with the texts that are not saved, by name."""
    saved = [] if isinstance(files, OSError) else files
    texts = {path: text for path, text in unsaved.items() if dirname(path) == pack}
    if not texts:
        return saved
    by_path = {file.path: file for file in saved}
    nowhere = read.Directory(pack, None)
    by_path |= {path: FactFile(path, len(text), "", nowhere, text) for path, text in texts.items()}
    return sorted(by_path.values())


def _problems_of_pack(pack: str, files: list[FactFile] | OSError) -> Iterator[Problem]:
    if isinstance(files, OSError):
        yield Problem(pack, None, *_why_no_pack(pack, files), rules.UNREADABLE)
    elif all(find.is_table(basename(file.path)) for file in files):
        hint = "add TOML fact files, or name another directory"
        yield Problem(pack, None, "contains no fact files", hint, rules.NO_FACTS)
    else:
        yield from _alike([file.path for file in files])


def _why_no_pack(path: str, error: OSError) -> tuple[str, str]:
    if isfile(path) and find.is_fact_file(basename(path)):
        return "is a fact file, not a directory of them", f"name its directory, {dirname(path)}"
    return f"cannot be read ({error.strerror})", "name a directory of fact files"


def _alike(paths: Sequence[str]) -> Iterator[Problem]:
    """The files of a pack of which some systems keep only one."""
    known: dict[str, str] = {}
    for path in paths:
        first = known.setdefault(path.lower(), path)
        if first != path:
            message = f"has a name that differs from {basename(first)} only in capitals"
            yield Problem(path, None, message, "merge the two, or rename one", rules.SECOND_ID)


def _is_text(name: str) -> bool:
    """Whether a name holds no bytes that could not be decoded."""
    return name.isascii() or not any("\ud800" <= char <= "\udfff" for char in name)


def read_document(file: FactFile) -> Document:
    """Return what a fact file holds; one that cannot be read has a problem."""
    layout, is_settled = Layout(""), True
    try:
        content, is_settled = read.read(file)
        layout = Layout(read.text_of(content))
        return Document(file.path, layout, parsed(layout.text), [], is_settled)
    except tomli.TOMLDecodeError as error:
        problem = toml_errors.problem(file.path, layout, error.pos, error.msg, parsed)
    except (OSError, ValueError, ArithmeticError, RecursionError, MemoryError) as error:
        place = _place_of_number(layout) if isinstance(error, ValueError | ArithmeticError) else None
        where = (place.column, place.width) if place else ()
        problem = Problem(file.path, place and place.line, *read.why_unreadable(error), rules.UNREADABLE, *where)
        is_settled = is_settled and _lasts(error, file, layout)
    return Document(file.path, layout, None, [problem], is_settled)


def _place_of_number(layout: Layout) -> Position | None:
    """The first key with a number that cannot be read, at which the parser stops without saying where."""
    for stated in layout.statements:
        try:
            parsed(f"x = {layout.text[stated.value : stated.end]}" if stated.kind == "key" else "")
        except tomli.TOMLDecodeError:
            continue
        except (ValueError, ArithmeticError):
            return layout.at(stated.start, stated.name_end)
    return None


def _lasts(error: Exception, file: FactFile, layout: Layout) -> bool:
    """Whether an error is one of the file, which it will have the next time too."""
    if isinstance(error, RecursionError):
        return _is_too_deep(layout.text)
    # A file that is not read was listed as such.
    return file.size < 0 if isinstance(error, OSError) else not isinstance(error, MemoryError)


def _is_too_deep(text: str) -> bool:
    """Whether a text cannot be parsed with a stack of its own either: that of the caller may have been full."""
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415  # hardly any file is so deep

    try:
        with ThreadPoolExecutor(1) as pool:
            return isinstance(pool.submit(parsed, text).exception(), RecursionError)
    except RecursionError:
        return False


def parsed(text: str) -> dict[str, Any]:
    """Return the values of a TOML text with plain line ends, its figures exact.

    Raises ValueError where it is not TOML, ArithmeticError or RecursionError where it cannot be read.
    """
    if has_deep_name(text):
        raise RecursionError
    # The parser would take the one before a line feed for a part of the line end.
    if "\r" in text:
        raise tomli.TOMLDecodeError("a carriage return without a line feed", text, text.index("\r"))
    return tomli.loads(text, parse_float=Decimal)


def read_shared(sources: Iterable[Document], places: Iterable[Document], terms: Iterable[Document]) -> Shared:
    """Return what the facts of all topics share, out of the documents that list it."""
    works, problems = read_sources(sources)
    read, problems_of_places = read_places(places)
    words, problems_of_terms = read_terms(terms)
    return Shared(works, read, words, [*problems, *problems_of_places, *problems_of_terms])


def read_sources(documents: Iterable[Document]) -> tuple[dict[str, Source], list[Problem]]:
    """Return the cited works by key, and the problems of the files that list them."""
    sources: dict[str, Source] = {}
    problems: list[Problem] = []
    for document in documents:
        whole = Table(document, document.values or {})
        for key, entry in whole.values.items():
            table = whole.under(key, entry)
            if table is None:
                continue
            csl = table.read(schema.SOURCE_KEYS)
            if "title" not in table.with_misread(csl, schema.SOURCE_KEYS):
                table.report(None, "has no title", 'add title = "…"', rules.MISSING_KEY, 'title = "…"')
            elif sources.setdefault(key, Source(key, csl)).csl != csl:
                hint = "rename the key of one of the two"
                table.report(None, "is a different work in another pack", hint, rules.SECOND_ID)
        problems += limited(document.problems, document.most)
    return sources, problems


def read_topic(document: Document, sources: schema.Works) -> TopicFile[Fact]:
    """Return what a fact file holds; `sources` are the keys of the works that it may cite."""
    file: TopicFile[Fact] = TopicFile(document.path, None, [], [], document.problems, document.is_settled)
    if document.values is None:
        return file
    whole = Table(document, document.values)
    stem = splitext(basename(document.path))[0]
    if not SLUG.fullmatch(stem):
        whole.report(None, f"{stem!r} is not a valid topic id", f"in the name of the file, {SLUG_HINT}", rules.BAD_ID)
        return file
    for key in sorted(whole.values.keys() - schema.ROOT_KEYS.keys()):
        whole.report_unknown(key, schema.ROOT_KEYS)
    topic, shared = _read_heading(stem, whole, sources)
    entries = whole.under("fact", whole.values.get("fact", {}))
    for slug, entry in entries.values.items() if entries else ():
        table = entries.under(slug, entry) if entries else None
        fact = _read_fact(stem, slug, table, shared, sources) if table else None
        if fact is None:
            file.broken.append(f"{stem}.{slug}")
        else:
            file.facts.append(fact)
    series = _figures_first(_read_all_series(stem, whole, shared, sources, file.broken))
    return file._replace(topic=topic, problems=limited(document.problems, document.most), series=series)


def _read_all_series(
    stem: str, whole: Table, shared: Mapping[str, Any], sources: schema.Works, broken: list[str]
) -> Iterator[Series]:
    """Yield the series of a file; the ids of those with a problem are added to the broken ones."""
    entries = whole.under("series", whole.values.get("series", {}))
    facts = whole.values.get("fact", {})
    for slug, entry in entries.values.items() if entries else ():
        table = entries.under(slug, entry) if entries else None
        series = None
        if table and isinstance(facts, dict) and slug in facts:
            hint = "rename one of the two"
            table.report(None, f"{stem}.{slug} is already defined as a fact", hint, rules.SECOND_ID)
        elif table and not SLUG.fullmatch(slug):
            table.report(None, f"{slug!r} is not a valid slug", SLUG_HINT, rules.BAD_ID)
        elif table:
            series = read_series(stem, slug, table, shared, sources)
        if series is None:
            broken.append(f"{stem}.{slug}")
        else:
            yield series


def _figures_first(found: Iterable[Series]) -> list[Series]:
    """The series of a file in their order, but those that belong to another behind it."""
    by_id = {series.id: series for series in found}
    ordered: dict[str, Series] = {}
    for series in by_id.values():
        chain: dict[str, Series] = {}
        here: Series | None = series
        while here is not None and here.id not in ordered and here.id not in chain:
            chain[here.id] = here
            here = by_id.get(here.shared.get("of", ""))
        ordered.update(reversed(chain.items()))
    return list(ordered.values())


def _read_heading(stem: str, whole: Table, sources: schema.Works) -> tuple[Topic, dict[str, Any]]:
    """The topic of a file, and the values that its facts share."""
    heading = whole.under("topic", whole.values.get("topic", {}))
    values = heading.read(schema.TOPIC_KEYS) if heading else {}
    if heading and "label" not in heading.with_misread(values, schema.TOPIC_KEYS):
        hint, paste = 'under [topic], add label = "…"', 'label = "…"'
        heading.report(None, "the topic has no label", hint, rules.MISSING_KEY, paste)
    shared: dict[str, Any] = {key: values[key] for key in schema.DEFAULTS if key in values}
    if heading and (problem := schema.unknown_source(shared, sources)):
        heading.add(problem)
        shared["source"] = schema.MISREAD  # reported once, not again at every fact
    return Topic(stem, values.get("label", stem), values.get("label_en"), values.get("aliases", ()), {}), shared


def _read_fact(topic: str, slug: str, table: Table, shared: Mapping[str, Any], sources: schema.Works) -> Fact | None:
    """The fact of a table, None where it has a problem."""
    before = len(table.document.problems)
    if not SLUG.fullmatch(slug):
        table.report(None, f"{slug!r} is not a valid slug", SLUG_HINT, rules.BAD_ID)
    values = {**shared, **table.read(schema.FACT_KEYS)}
    values = schema.without_foreign_defaults(values, table.values)
    for problem in schema.problems(table.with_misread(values, schema.FACT_KEYS), sources):
        table.add(problem)
    if len(table.document.problems) > before or values.get("source") == schema.MISREAD:
        return None
    of = values.get("of")
    derived = {
        "id": f"{topic}.{slug}",
        "topic": topic,
        "of": of if of is None or "." in of else f"{topic}.{of}",
        "qualifier": values.get("qualifier", Qualifier.EXACT) if "value" in values else None,
    }
    return Fact(**{**WITHOUT_VALUES, **values, **derived})


def without_second_ids(
    topic_files: Iterable[TopicFile[Row]], found: Sequence[FactFile], layouts: Layouts
) -> Iterator[TopicFile[Row]]:
    """Yield the files without the facts whose ids an earlier file of the same name has; those are problems."""
    stems = Counter(splitext(basename(listed.path))[0] for listed in found)
    first: dict[str, str] = {}
    for file in topic_files:
        stem = splitext(basename(file.path))[0]
        if stems[stem] == 1:
            yield file
            continue
        # The id; in a worker a fact is a row. In the order of the other files, so that each is laid out once.
        known = [*(fact[0] for fact in file.facts), *(series.id for series in file.series)]
        again = sorted((fact_id for fact_id in known if fact_id in first), key=first.__getitem__)
        told = again[:MOST_PROBLEMS]
        problems = [layouts.placed(_second(fact_id, first[fact_id], layouts), file.path) for fact_id in told]
        problems = limited([*problems, *problems[-1:] * (len(again) - len(told))])
        facts = [fact for fact in file.facts if fact[0] not in first]
        series = [series for series in file.series if series.id not in first]
        yield file._replace(facts=facts, series=series, problems=[*file.problems, *problems])
        first.update((fact_id, file.path) for fact_id in known if fact_id not in first)


def _second(fact_id: str, other: str, layouts: Layouts) -> Problem:
    layout = layouts.of(other)
    first = layout.place(keys_of(fact_id, layout), None)
    message = f"{fact_id} is already defined at {other}:{first.line if first else None}"
    return Problem("", None, message, "rename one of the two", rules.SECOND_ID, fact_id=fact_id)
