"""Facts that `jimo export` wrote: nothing of them is guessed, each field stands in a column of its name.

Whatever the format, its reader in `tables` hands out a sheet of facts, and where the format has room for them one of
works (key and CSL variables) and one of topics.
"""

from __future__ import annotations

import json
from array import array
from os.path import basename, splitext
from typing import TYPE_CHECKING, NamedTuple

from jimo_cli.errors import UsageError, quoted
from jimo_cli.fields import BETWEEN, FIELDS, LISTS, SEPARATOR
from jimo_cli.files.formulas import as_it_was
from jimo_cli.imports.drafts import Draft, FactDraft, Observation, SeriesDraft
from jimo_cli.imports.kept import Kept, Parts
from jimo_cli.model import Kind, Locator

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from typing import Any

    from jimo_cli.tables.sheet import Sheet, Workbook

_NEEDED = frozenset((
    "id", "label", "value", "unit", "time_period", "reference_area", "qualifier", "as_written", "source", "locator",
))  # fmt: skip
"""The columns by which a sheet of facts is known."""

_TITLE = "source_title"
"""What the work of a fact is called, in a format that has no room for works."""

_SDMX = {
    "OBS_VALUE": "value", "UNIT_MEASURE": "unit", "REF_AREA": "reference_area", "PERIOD": "time_period",
    "TIME_PERIOD": "",
}  # fmt: skip
"""What SDMX calls some fields; the others have their names, in capitals. It has no form for every period."""

_SDMX_KEY = "structure_id"
_UNSAID = "_U"
"""What stands in SDMX for a place that is not said."""

_WORKS, _TOPICS = ("key", "csl"), ("id", "label")
_OF_SERIES = ("label_en", "of", "aspect", "parts", "aliases", "description", "description_en", "among")
"""What a series says once, of which the first of its observations tells."""

_MORE = ("parts", "aliases", "description_en")
_MOST_FACTS = 40_000
"""Facts, each with a table of its own, of which no fact file holds as many."""

_TOLD_EACH = 4096

Fields = dict[str, str]
"""The fields of a fact that say something, by their names."""


class _Series(NamedTuple):
    """A series: what it says once, and its observations; with hashes of their ids, and of those that they belong to."""

    first: Fields
    kept: Kept
    ids: array[int]
    belong_to: array[int]


class _OfWork:
    """What a file has of one cited work."""

    def __init__(self) -> None:
        self.title = ""
        self.series: dict[str, _Series] = {}
        self.facts: dict[str, Fields] = {}


def drafts_of(workbook: Workbook, progress: Callable[[int], None] | None = None) -> list[Draft]:
    """Return a draft for each work that the facts of a workbook cite; none where it has no sheet of facts.

    Raises UsageError where it has more facts than a fact file holds.
    """
    sheets = {sheet: _named(_head(sheet)) for sheet in workbook.sheets}
    found = next((sheet for sheet, head in sheets.items() if {*head} >= _NEEDED), None)
    if found is None:
        return []
    by_work: dict[str, _OfWork] = {}
    topics: dict[str, None] = {}
    parts, count = Parts.none(), 0
    is_for_spreadsheets = workbook.kind.startswith("CSV") and _SDMX_KEY not in sheets[found]
    written = as_it_was if is_for_spreadsheets else str
    for done, fields in enumerate(_facts(found, sheets[found], written)):
        if progress is not None and not done % _TOLD_EACH:
            progress(done)
        topics.setdefault(fields.get("topic") or fields.get("id", "").partition(".")[0])
        of_work = by_work.setdefault(fields.get("source", ""), _OfWork())
        count += not _add(of_work, fields, parts)
        if count > _MOST_FACTS:
            hint = "export one topic at a time with --topic, and import each into a file of its own"
            raise UsageError(f"{quoted(workbook.path)} has more facts than a fact file holds", hint)
    label = _label(sheets, topics) or splitext(basename(workbook.path.rstrip("/")))[0]
    works = _works(sheets)
    return [_draft(workbook.path, label, key, works.get(key), of_work) for key, of_work in by_work.items()]


def _head(sheet: Sheet) -> list[str]:
    return next((row.cells for row in sheet.read()), [])


def _named(head: list[str]) -> list[str]:
    """A head with the names of fields; in SDMX a field has another one."""
    return [_SDMX.get(name, name.lower()) for name in head] if head[:1] == ["STRUCTURE"] else head


def _facts(sheet: Sheet, head: Sequence[str], written: Callable[[str], str]) -> Iterator[Fields]:
    """Yield the fields of each fact, of a cell as it was `written` before a spreadsheet could have run it."""
    columns = [(at, name) for at, name in enumerate(head) if name in FIELDS or name == _TITLE]
    rows = sheet.read()
    next(rows, None)
    for row in rows:
        cells = row.cells
        fields = {name: written(cells[at]) for at, name in columns if at < len(cells) and cells[at]}
        if high := fields.get("value_max"):
            fields["value"] = fields.get("value", "").removesuffix(f"..{high}")  # a line has both ends in one text
        if fields.get("reference_area") == _UNSAID:
            del fields["reference_area"]
        if fields:
            yield fields


def _add(of_work: _OfWork, fields: Fields, parts: Parts) -> bool:
    """Keep a fact; return whether it is an observation of a series, which takes a few bytes."""
    of_work.title = of_work.title or fields.pop(_TITLE, "")
    series, mark, _ = fields.get("id", "").partition("@")
    if not mark:
        of_work.facts[fields.get("id", "") or f"#{len(of_work.facts)}"] = fields
        return False
    known = of_work.series.get(series)
    if known is None:
        first = {name: fields[name] for name in ("id", "topic", "label", *_OF_SERIES) if name in fields}
        known = of_work.series[series] = _Series(first, Kept(parts), array("q"), array("q"))
    known.kept.add(_observation(fields))
    known.ids.append(hash(fields["id"]))
    if of := fields.get("of"):
        known.belong_to.append(hash(of))
    return True


def _observation(fields: Fields) -> Observation:
    get = fields.get
    written = get("locator")
    at = Locator.parse(written) if written else Locator(None)
    paragraph = None if at.paragraph is None else str(at.paragraph)
    basis = get("basis")
    return Observation(
        get("reference_area"), get("time_period"), get("value", ""), get("value_max"), get("qualifier"),
        get("status"), basis and BETWEEN.join(_entries(basis)), get("as_written"), get("unit"), at.section, paragraph,
    )  # fmt: skip


def _entries(cell: str) -> list[str]:
    """The entries of a list, in a cell of JSON, as they are kept, or between semicolons."""
    if SEPARATOR in cell:
        return cell.split(SEPARATOR)
    if cell.startswith('["'):
        try:
            return [str(entry) for entry in json.loads(cell)]
        except ValueError:
            pass
    return cell.split(BETWEEN)


def _draft(path: str, label: str, key: str, csl: Mapping[str, Any] | None, of_work: _OfWork) -> Draft:
    work = {**(csl or {}), "title": (csl or {}).get("title") or of_work.title or key}
    slugs = _slugs([*of_work.series, *of_work.facts])
    series = [_series_draft(at, known, of_work, slugs) for at, known in of_work.series.items()]
    facts = [_fact_draft(at, fields, of_work, slugs) for at, fields in of_work.facts.items()]
    return Draft(path, label, work, str(work.get("sha256") or ""), series, facts, (), [], [], key=key)


def _slugs(ids: Sequence[str]) -> dict[str, str]:
    """The slug of each id, with the topic where another one has the same; two of one pack differ in that."""
    found: dict[str, str] = {}
    taken = set()
    for one in ids:
        topic, _, slug = one.rpartition(".")
        slug = f"{topic}-{slug}" if slug in taken else slug
        found[one] = "" if slug in taken else slug
        taken.add(slug)
    return found


def _series_draft(series: str, known: _Series, of_work: _OfWork, slugs: Mapping[str, str]) -> SeriesDraft:
    first = known.first
    of = first.get("of", "").partition("@")[0]
    whole = of_work.series.get(of)
    if whole is None or not {*known.belong_to} <= {*whole.ids}:
        of = ""  # the file has not all figures that those of this series belong to
    more: dict[str, str | list[str]] = {name: first[name] for name in ("description", "among") if name in first}
    return SeriesDraft(
        first.get("label", ""), first.get("label_en"), None, known.kept, first.get("aspect"),
        slug=slugs[series], more=_more(first) | more, of=_place_of(of, of_work.series),
    )  # fmt: skip


def _fact_draft(fact: str, fields: Fields, of_work: _OfWork, slugs: Mapping[str, str]) -> FactDraft:
    written = fields.get("locator")
    at = Locator.parse(written) if written else Locator(None)
    basis = fields.get("basis")
    said: dict[str, Any] = {name: fields[name] for name in FactDraft._fields if name in fields}
    return FactDraft(
        **{
            **said,
            "kind": fields.get("kind", Kind.STATISTIC.value),
            "label": fields.get("label", ""),
            "basis": basis and BETWEEN.join(_entries(basis)),
            "of": _place_of(fields.get("of", ""), of_work.facts),
            "section": at.section,
            "paragraph": at.paragraph,
            "slug": slugs[fact],
            "more": _more(fields),
        }
    )


def _more(fields: Fields) -> dict[str, str | list[str]]:
    return {name: _entries(fields[name]) if name in LISTS else fields[name] for name in _MORE if name in fields}


def _place_of(wanted: str, ids: Mapping[str, object]) -> int | None:
    """Which of some ids is the one of the figure that another belongs to; None where it is none of them."""
    return next((at for at, one in enumerate(ids) if one == wanted), None) if wanted in ids else None


def _works(sheets: Mapping[Sheet, Sequence[str]]) -> dict[str, Mapping[str, Any]]:
    """The works by their keys, of a file that has them."""
    found: dict[str, Mapping[str, Any]] = {}
    for key, csl in _pairs(sheets, _WORKS):
        try:
            known = json.loads(csl)
        except (ValueError, RecursionError):
            continue
        if isinstance(known, dict):
            found[key] = _variables(known)
    return found


def _variables(work: dict[str, Any]) -> dict[str, Any]:
    """The variables of a work as a pack has them: without the id and a type that says nothing."""
    own = work.pop("custom", None)  # what CSL itself has no variable for
    said = {name: value for name, value in work.items() if name != "id" and (name, value) != ("type", "document")}
    return said | (own if isinstance(own, dict) else {})


def _label(sheets: Mapping[Sheet, Sequence[str]], topics: Mapping[str, None]) -> str:
    """The label of the topic, if there is one alone and it is known, else its id; empty where there are several."""
    if len(topics) != 1:
        return ""
    [topic] = topics
    return dict(_pairs(sheets, _TOPICS)).get(topic) or topic


def _pairs(sheets: Mapping[Sheet, Sequence[str]], names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield two cells of each row of the sheet that has such columns, and is no sheet of facts."""
    for sheet, head in sheets.items():
        if {*names} <= {*head} and not {*head} >= _NEEDED:
            first, second = (head.index(name) for name in names)
            yield from ((row.cells[first], row.cells[second]) for row in sheet.read() if len(row.cells) == len(head))
            return
