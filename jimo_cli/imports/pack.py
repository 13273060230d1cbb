"""From drafts to a pack on disk: compared with what stands there, and written whole or not at all."""

from __future__ import annotations

from itertools import chain, count, islice
from typing import TYPE_CHECKING, NamedTuple

from jimo_cli.errors import UsageError, quoted
from jimo_cli.imports import entries, merge, merge_facts, standing, toml_text, works
from jimo_cli.imports.files import writing
from jimo_cli.imports.observed import MOST_IN_FILE, Observed, gathered
from jimo_cli.lint import fix
from jimo_cli.model import Edit, Source
from jimo_cli.packs import load, read, schema
from jimo_cli.packs.layout import Layout
from jimo_cli.packs.table import Document

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from jimo_cli.imports.drafts import Draft
    from jimo_cli.imports.entries import Entry
    from jimo_cli.imports.files import Files
    from jimo_cli.imports.merge import Difference, Merged
    from jimo_cli.imports.standing import Standing

    Progress = Callable[[int], None]

_BOM = b"\xef\xbb\xbf"
_BLOCK = 8192
_WARNED_OF = {"label_en": "an English label", "time_period": "a period", "reference_area": "a place"}


class Written(NamedTuple):
    """What an import did: the files it wrote, how many facts are new and how many the file had, and what differs.

    `notes` tell what was left out, `warned_of` what `jimo lint` will say of the new facts;
    `remarks` need no decision: the source is another version of its text.
    """

    paths: tuple[str, ...]
    added: int
    same: int
    differing: tuple[Difference, ...]
    notes: tuple[str, ...]
    warned_of: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


class _Table(NamedTuple):
    """A table to be written, and the state of the one that it replaces."""

    name: str
    pieces: Iterable[bytes]
    before: standing.State


class _Import:
    """One import into one fact file, as far as it is known what it changes."""

    def __init__(self, here: Standing, *, revise: bool) -> None:
        self.here = here
        self.revise = revise
        self.edits: list[Edit] = []
        self.new: list[tuple[Entry, str]] = []
        self.works: dict[str, works.Work] = {}
        self.tables: list[_Table] = []
        self.added = 0
        self.same = 0
        self.differing: list[Difference] = []
        self.notes: list[str] = []
        self.remarks: list[str] = []
        self._matched: set[str] = set()
        self._index = merge.Index(here)

    def add(self, draft: Draft, files: Files | None, progress: Progress | None) -> None:
        """Compare a draft with what stands in the file."""
        work = works.work_of(draft, {**self.here.works, **{key: _source(one) for key, one in self.works.items()}})
        self.works.setdefault(work.key, work)
        if work.is_new:
            self.notes += work.notes
        else:
            self.remarks += work.notes
        observed = _observed(draft, files, progress)
        for series, found in zip(draft.series, observed, strict=True):
            self.notes += (f"{series.label}: {told}" for told in found.refused)
        made = [*map(entries.of_series, draft.series, observed), *map(entries.of_fact, draft.facts)]
        made = entries.with_slugs(made, ())
        of_facts = len(draft.series)
        slugs: dict[int, str] = {}
        new: list[tuple[int, Entry]] = []
        for at, entry in enumerate(made):
            problem = next(entries.problems_of(entry), None)
            if problem is not None:
                self.notes.append(f"{entry.values.get('label', entry.slug)} is left out: {problem}")
                continue
            slug = self._known_slug(entry, work.key)
            if slug is None:
                new.append((at, entry))
            else:
                slugs[at] = slug
        self._add_new(new, slugs, of_facts, work.key)

    def _add_new(self, new: Sequence[tuple[int, Entry]], slugs: dict[int, str], of_facts: int, source: str) -> None:
        taken = self.here.slugs | {entry.slug for entry, _ in self.new}
        named = entries.with_slugs([entry for _, entry in new], taken)
        slugs |= {at: entry.slug for (at, _), entry in zip(new, named, strict=True)}
        for entry in named:
            before = 0 if entry.kind == entries.SERIES else of_facts
            of = None if entry.of is None else slugs.get(before + entry.of)
            values = dict(entry.values)
            if of is not None and "aspect" in values:  # else nothing says what it is of the other
                values["of"] = of
            self.new.append((entry._replace(values=values), source))
            self.added += entry.observed.size if entry.observed else 1

    def _known_slug(self, entry: Entry, source: str) -> str | None:
        """The slug that an entry has in the file, None where it is to be written as a new one."""
        if entry.kind == entries.SERIES:
            return self._known_series(entry, source)
        found = merge_facts.found(self._index, entry, source, self._matched, revise=self.revise)
        if found.slug is None:
            return None
        self._matched.add(found.slug)
        if found.difference is None:
            self.same += 1
            return found.slug
        self.differing.append(found.difference)
        if found.revised is not None:
            self._revise(entry, found.slug, found.revised, source)
        return found.slug

    def _revise(self, entry: Entry, slug: str, status: str, source: str) -> None:
        """Write a second fact beside the one that it revises."""
        values = self.here.entries(entries.FACT)[slug]
        if self.here.document is not None:
            edit = merge_facts.edit_of_status(self.here.document.layout, slug, values, status)
            self.edits += [edit] if edit else []
        of = {"of": values["of"]} if "of" in values else {}
        revised = entry._replace(slug="", values={**entry.values, **of, "status": "revised", "label": values["label"]})
        taken = self.here.slugs | {one.slug for one, _ in self.new}
        own = f"{slug}-revised"
        [named] = entries.with_slugs([revised._replace(slug="" if own in taken else own)], taken)
        self.new.append((named._replace(of=None), source))
        self.added += 1

    def _known_series(self, entry: Entry, source: str) -> str | None:
        slug = next(iter(merge.matching(self._index, entries.SERIES, entry, source, self._matched)), None)
        if slug is None:
            return None
        self._matched.add(slug)
        found = merge.merged(self.here, slug, entry, revise=self.revise)
        self.same += found.same
        self.differing += found.differing
        if found.added or found.changed:
            self._extend(slug, found)
        return slug

    def _extend(self, slug: str, found: Merged) -> None:
        planned = merge.plan(self.here, slug, found)
        if isinstance(planned, str):
            self.notes.append(f"{self.here.stem}.{slug}: {len(found.added)} rows are left out: {planned}")
            return
        self.added += len(found.added)
        values = self.here.entries(entries.SERIES)[slug]
        if "table" in values:
            file = self.here.tables[values["table"]]
            pieces = merge.table_with(self.here, slug, found, planned)
            self.tables.append(_Table(values["table"], pieces, (file.size, file.stamp)))
        elif self.here.document is not None:
            self.edits += merge.edits_of_rows(self.here, self.here.document.layout, slug, found, planned)

    # ---- texts

    def text(self, label: str, table_of: Callable[[Entry], str | None]) -> str:
        """Return the text of the fact file; `table_of` names the table of a long series."""
        topic = dict(self.here.topic)
        head: list[str] = []
        if self.here.document is None:
            sources = {source for _, source in self.new}
            common = entries.in_common([entry for entry, _ in self.new])
            topic = {"label": label, **common, **({"source": next(iter(sources))} if len(sources) == 1 else {})}
            head = [*toml_text.table(("topic",), topic, schema.TOPIC_KEYS, {}), ""]
        blocks = [
            line for entry, source in self.new for line in entries.lines_of(entry, topic, source, table_of(entry))
        ]
        behind = "\n".join([*head, *blocks])
        if self.here.document is None:
            return behind
        text = self.here.content.removeprefix(_BOM).decode()
        end = len(self.here.document.layout.text)
        if behind:
            gap = "\n" if text.endswith("\n") else "\n\n"
            self.edits.append(Edit(end, end, gap + behind))
        mark = "\ufeff" if self.here.content.startswith(_BOM) else ""
        return mark + fix.edited(text, sorted(self.edits, key=lambda edit: edit[:2]))

    def sources_text(self) -> str | None:
        """Return the text of sources.toml, None where no work is to be added."""
        text, is_changed = self.here.sources.decode(), False
        for work in self.works.values():
            if work.is_new:
                text, is_changed = works.with_entry(text, work), True
        return text if is_changed else None


def _observed(draft: Draft, files: Files | None, progress: Progress | None) -> list[Observed]:
    """The observations of each series of a draft; `progress` is told how many of all there are so far."""
    found: list[Observed] = []
    done = 0
    for series in draft.series:
        found.append(gathered(series, files, _beyond(done, progress) if progress else None))
        done += found[-1].size
    return found


def _beyond(done: int, progress: Progress) -> Progress:
    return lambda size: progress(done + size)


def _source(work: works.Work) -> Source:
    return Source(work.key, dict(work.csl))


def preview(draft: Draft, progress: Progress | None = None) -> tuple[str, Written]:
    """Return the text of the fact file that a draft would become, of a long series the first rows, and what to tell."""
    empty = standing.Standing("", "x.toml", None, b"", None, {}, b"", None, {})
    made = _Import(empty, revise=False)
    made.add(draft, None, progress)
    return made.text(draft.topic_label, lambda _: None), _told(made, ())


def write(
    drafts: Sequence[Draft],
    output: str,
    *,
    force: bool = False,
    revise: bool = False,
    progress: Progress | None = None,
) -> Written:
    """Write drafts into the fact file of a path, and return what was done.

    What the file has stays as it is, but for rows and facts that are new; of a figure that differs both are told. With
    `revise` the new one is written beside the old one as a revised figure, with `force` the file is replaced. Raises
    UsageError where the file cannot be the output, OutputError where it cannot be written.
    """
    with standing.opened(output, force=force) as here, writing(here.directory) as files:
        _check_sources(here, drafts)
        made = _Import(here, revise=revise)
        for draft in drafts:
            made.add(draft, files, progress)
        if made.here.document is None and not made.new:
            raise UsageError("there is nothing to write", "the preview tells why: the same without --output")
        return _told(made, _put(made, drafts[0].topic_label, files))


def _check_sources(here: Standing, drafts: Sequence[Draft]) -> None:
    """Raise UsageError where a file has facts of other sources only."""
    every = [here.whole(entry) for kind in (entries.FACT, entries.SERIES) for entry in here.entries(kind).values()]
    cited = {entry.get("source") for entry in every}
    keys = {works.work_of(draft, here.works).key for draft in drafts}
    if cited and cited.isdisjoint(keys):
        hint = "name another output, or replace the file with --force"
        raise UsageError(f"{quoted(here.name)} has facts of another source, {', '.join(sorted(map(str, cited)))}", hint)


def _put(made: _Import, label: str, files: Files) -> list[str]:
    """Prepare the files and put them in their places; the fact file comes last, since it needs the others."""
    here, names = made.here, _Names(made.here)
    text = made.text(label, names.of)
    sources = made.sources_text()
    if not made.edits and not made.new and not made.tables:
        return []
    content = text.encode()
    _check_text(here, text, {*here.works, *made.works}, content)
    for table in made.tables:
        files.add(table.name, _limited(table.name, table.pieces), table.before)
    for entry, _ in made.new:
        name = names.known.get(entry.slug)
        if name is not None and entry.observed is not None:
            files.add(name, _limited(name, _table(entry)), names.before(name))
    if sources is not None:
        files.add(standing.SOURCES, [sources.encode()], here.sources_state)
    if content != here.content:
        files.add(here.name, [content], here.state)
    return files.commit()


class _Names:
    """The names of the tables of new series, none of which another series has."""

    def __init__(self, here: Standing) -> None:
        self._here = here
        self.known: dict[str, str] = {}

    def of(self, entry: Entry) -> str | None:
        """Return the name of the table of an entry, None where its rows stand in the fact file."""
        if entry.observed is None or entry.observed.size <= MOST_IN_FILE:
            return None
        stem = f"{self._here.stem}-{entry.slug}"
        names = chain((f"{entry.slug}.csv", f"{stem}.csv"), (f"{stem}-{number}.csv" for number in count(2)))
        free = (name for name in names if name not in self._here.tables or name in self._here.replaced_tables)
        return self.known.setdefault(entry.slug, next(free))

    def before(self, name: str) -> standing.State:
        """Return the state of the table that one of this name replaces."""
        file = self._here.tables.get(name)
        return None if file is None else (file.size, file.stamp)


def _check_text(here: Standing, text: str, keys: Iterable[str], content: bytes) -> None:
    """Raise UsageError where a look-up would not read a fact file without a problem."""
    if len(content) > read.LARGEST:
        hint = "import parts of it, each into a file of its own"
        raise UsageError(f"the facts would be {len(content) / 1e6:.1f} MB, a fact file has up to 3 MB", hint)
    plain = read.with_plain_line_ends(text.removeprefix("\ufeff"))
    document = Document(here.name, Layout(plain), load.parsed(plain), [])
    problems = load.read_topic(document, schema.Works(keys)).problems
    if problems:
        raise UsageError(f"nothing is written, for it would have a problem: {problems[0]}", "correct the file imported")


def _table(entry: Entry) -> Iterator[bytes]:
    """Yield the table of a series, some thousand rows at a time."""
    observed = entry.observed
    if observed is None:
        return
    yield merge.lines_of([observed.columns]).encode()
    rows = observed.rows()
    while block := [*islice(rows, _BLOCK)]:
        yield merge.lines_of(block).encode()


def _limited(name: str, pieces: Iterable[bytes]) -> Iterator[bytes]:
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > read.LARGEST_TABLE:
            hint = "import parts of it, by place or period, each into a file of its own"
            raise UsageError(f"{name} would have more than {read.LARGEST_TABLE // 10**6} MB", hint)
        yield piece


def _told(made: _Import, paths: Iterable[str]) -> Written:
    return Written(
        (*paths,), made.added, made.same, (*made.differing,), (*made.notes,), (*_warned_of(made),), (*made.remarks,)
    )


def _warned_of(made: _Import) -> Iterator[str]:
    """Yield how many of the new series and facts do not say what, and how many guesses there are in them."""
    for key, what in _WARNED_OF.items():
        lacking = [entry for entry, _ in made.new if not _says(entry, key) and key not in made.here.topic]
        if lacking:
            yield f"{len(lacking)} without {what}"
    if checks := sum(len(entry.checks) for entry, _ in made.new):
        yield f"{checks} {'guess' if checks == 1 else 'guesses'} to check"


def _says(entry: Entry, key: str) -> bool:
    if key == "label_en":
        return "label_en" in entry.values or entry.values["label"].isascii()
    is_column = entry.observed is not None and key in entry.observed.columns
    return is_column or key in entry.values or entry.values.get("kind") != "statistic"
