"""What is to be read of a table: its parts, its columns, and what its titles and notes say of all of its figures."""

from __future__ import annotations

import re
from itertools import islice
from os.path import basename, splitext
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from jimo_cli import text
from jimo_cli.claims.periods import periods_in, says_year
from jimo_cli.figures import units
from jimo_cli.figures.numerals import MAGNITUDES
from jimo_cli.imports import cells, columns, heads, layout, mapping
from jimo_cli.imports.column import ALWAYS, BUT_ONLY, BY_POSITION, SECOND_PLACE, joined_label
from jimo_cli.imports.fiscal import spelt_out
from jimo_cli.imports.packed import dated, unpacked
from jimo_cli.imports.properties import headed
from jimo_cli.imports.roles import AREA, CODE, TIME, VALUE
from jimo_cli.imports.times import FISCAL, are_fiscal, begun, part_named, says_fiscal
from jimo_cli.model import Aspect

if TYPE_CHECKING:
    from collections.abc import Mapping as Dict
    from collections.abc import Sequence

    from jimo_cli.imports.column import Column
    from jimo_cli.imports.layout import Layout
    from jimo_cli.tables.sheet import Row, Sheet

_BETWEEN_UNITS = re.compile("[、，,;；]|和|\\band\\b")
_DECIMAL_COMMA = re.compile(
    r"[-+]?(?:[0-9]+,(?:[0-9]{1,2}|[0-9]{4,})|[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+|[0-9]{1,3}(?:\.[0-9]{3}){2,})%?"
)
_DEFAULT_NAME = re.compile("(?:sheet|tabelle|feuil|hoja|工作表|表) ?[0-9]*|data|table [0-9]+", re.IGNORECASE)
"""Names of sheets that say nothing of what is in them."""

_CODE = re.compile("[a-z0-9]+(?:[-_][a-z0-9]+)+|[A-Z][A-Z0-9]*(?:[_.][A-Z0-9]+)+")
"""A slug or a code that names something for programs."""

_MOST_ROWS = 20_000
"""Rows in which is looked for a change of a column that has the same text in the first ones."""

_NO_ROLES: Dict[str, str] = MappingProxyType({})
_YEARS = re.compile("[0-9]{4}/[0-9]{4}")
_CLAUSE = re.compile("[，,。;；.]")
_STATUS_WORDS = {
    "preliminary": re.compile("初步核算|初步统计|初步数|快报数|preliminary|provisional"),
    "final": re.compile("最终核实"),
}
_SETTLING = r"(?:preliminary|provisional)(?: (?:data|estimates?|figures|results|version))?"
_TITLE_STATUS = re.compile(
    r"\s*[(（\[【]\s*(?:初步核算|初步统计|初步|快报)(?:结果|数据|数|值)?\s*[)）\]】]"
    r"|(?:初步核算|初步统计|快报)(?:结果|数据|数|值)?(?=$|[(（])"
    rf"|\s*[(\[]\s*{_SETTLING}\s*[)\]]|\s*[,;:–—-]\s*{_SETTLING}\s*$"
    r"|\b(?:preliminary|provisional) (?:data|estimates?|figures|results)(?: (?:for|of|on))?\b\s*",
    re.IGNORECASE,
)
"""What a title says of how far all of its figures are settled: （初步核算）, (preliminary)."""

_OF_RATES = re.compile(
    "率|比重|比例|占比|指数|[增涨降跌]幅|增速|(?<![a-z])(?:rate|ratio|share|index|percentage)(?![a-z])", re.IGNORECASE
)
_COUNTS = frozenset(("number", "numbers", "units"))
"""Units that say no more than a power of ten does."""

_RATES = frozenset(("%", "‰", "个百分点"))


class Measure(NamedTuple):
    """A measure of the table: what its series says once; `of` are the words that its label was guessed from."""

    label: str
    label_en: str | None
    unit: str
    aspect: str | None
    basis: str | None
    of: str = ""
    is_unit_guessed: bool = False


class OfRow(NamedTuple):
    """What a row says of the measure of its figures: its name and parts of it, the unit, the power of ten of that."""

    label: str
    unit: str
    mult: str
    parts: tuple[str, ...] = ()


class Plan(NamedTuple):
    """How the rows of a sheet are read."""

    sheet: Sheet
    layout: Layout
    columns: Sequence[Column]
    values: Sequence[Column]
    title: heads.Title
    label: str
    is_titled: bool
    area: str
    period: str
    days: str
    line: str
    units: Sequence[str]
    statuses: Dict[str, str]
    checks: Dict[str, str]
    said: mapping.Mapping

    @property
    def is_torn(self) -> bool:
        """Whether it is not certain of which place the figures of a row are, or of which period.

        Two columns may say the place; the column of periods, and no other, may have some that cannot be read, and so
        may that of the parts of a year beside one of years: Januar.
        """
        if any(column.why == SECOND_PLACE for column in self.columns):
            return True
        unread = [column for column in self.columns if BUT_ONLY in column.why or column.why == FISCAL]
        if self.at(TIME) is not None or self.period or all(column.period for column in self.values):
            return any(part_named(column.head) and BUT_ONLY in column.why for column in unread)
        return bool(unread) or says_fiscal(self.layout.first_of("title"))

    @property
    def area_at(self) -> int | None:
        """Which column has the places, by their names or their codes; None where none has."""
        named = self.at(AREA)
        return self.at(CODE) if named is None else named

    def at(self, role: str) -> int | None:
        """Return which column has a role, counted from 0; None where none has it."""
        return next((column.at for column in self.columns if column.role == role), None)


def plan_of(sheet: Sheet, path: str, said: mapping.Mapping, roles: Dict[str, str] = _NO_ROLES) -> Plan:
    """Return how the rows of a sheet are to be read; without a head it has no columns.

    `roles` are those that the file itself says of columns, by their heads.
    """
    sheet = spelt_out(headed(unpacked(dated(sheet))))
    found = layout.layout_of(sheet, said)
    of_sheet = "" if _DEFAULT_NAME.fullmatch(sheet.name) else sheet.name
    shown = found.first_of("title") or of_sheet
    settled = _TITLE_STATUS.sub("", shown).strip()
    title, said_by = _placed(heads.title_in(settled or shown), shown, found, of_sheet, path)
    is_fiscal = says_fiscal(shown)
    period = said.period or ("" if _YEARS.fullmatch(title.period) or is_fiscal else title.period)
    year = period[:4] if period[:4].isdecimal() and len({period[:4], *re.findall("[0-9]{4}", period)}) == 1 else ""
    known = columns.columns_of(found, said, year, roles, is_dated=bool(period)) if found.head else []
    if more := _changing(sheet, found, known):
        found = found._replace(sample=[*found.sample, *more])
        known = columns.columns_of(found, said, year, roles, is_dated=bool(period))
    values = [column for column in known if column.role == VALUE]
    is_placed = any(column.role in {AREA, CODE} for column in known)
    area = "" if is_placed else said.area or title.area
    label = said.label or title.label or splitext(basename(path))[0]
    is_titled = bool(said.label or title.label)
    times = _of_time(found, known)
    days = "fiscal" if is_fiscal or are_fiscal(times) else begun(times)
    is_dated = any(column.role == TIME for column in known) or all(column.period for column in values)
    checks = {
        "reference_area": said_by if area and not said.area else _by_position(found, known),
        "time_period": shown if period and not said.period and not is_dated else "",
        "label": "" if said.label else shown or basename(path),
    }
    line = said.unit or found.first_of("unit")
    parts = [part.strip() for part in _BETWEEN_UNITS.split(line) if part.strip()] if line else []
    statuses, note = _statuses([words for _, kind, words in found.about if kind == "note"])
    of_title, said_of_status = _status_of_title([words for _, kind, words in found.about if kind == "title"] or [shown])
    statuses = {**of_title, **statuses}
    checks["status"] = note or said_of_status
    return Plan(
        sheet,
        found,
        known,
        values,
        title,
        label,
        is_titled,
        area,
        "" if is_dated else period,
        days,
        line,
        parts,
        statuses,
        checks,
        said,
    )


def _placed(title: heads.Title, shown: str, found: Layout, of_sheet: str, path: str) -> tuple[heads.Title, str]:
    """A title with the place of the table, and the words that say it.

    These are the title, else a line behind it, the name of the sheet or that of the file: the first that names one.
    """
    if title.area:
        return title, shown
    for line in [words for _, kind, words in found.about if kind == "title"][1:]:
        if area := heads.title_in(line).area:
            return title._replace(area=area), line
    lang = heads.language(found.heads)
    stem = re.sub("[_.-]+", " ", splitext(basename(path))[0])
    for name, what in ((of_sheet, "sheet"), (stem, "file")):
        if area := heads.place_of_name(name, lang):
            return title._replace(area=area), f"the name of the {what}, {basename(path) if what == 'file' else name}"
    return title, ""


def _by_position(found: Layout, known: Sequence[Column]) -> str:
    """The first names that are taken for places by their position alone; empty where the head says what they are."""
    if not any(column.why == BY_POSITION for column in known):
        return ""
    names = [heads.without_lead(row.cells[0]) for row in found.sample[:3] if row.cells]
    return f"without a head: {', '.join(names)}"


def _changing(sheet: Sheet, found: Layout, known: Sequence[Column]) -> list[Row]:
    """The first rows behind the sample in which columns of texts have another one, that have one only in the sample."""
    same = {column.at: column.why for column in known if column.why.startswith(ALWAYS)}
    if not same or len(found.sample) < layout.SAMPLE // 2:
        return []
    more: list[Row] = []
    last = found.sample[-1].number
    for row in islice(sheet.read(), _MOST_ROWS):
        if row.number <= last or len(row.cells) != len(known) or row.number > found.last:
            continue
        new = [at for at, why in same.items() if row.cells[at].strip() not in ("", why.removeprefix(ALWAYS))]
        if new:
            more.append(row)
            same = {at: why for at, why in same.items() if at not in new}
    return more


def _of_time(found: Layout, known: Sequence[Column]) -> list[str]:
    """The different cells of the sample that have periods."""
    at = next((column.at for column in known if column.role == TIME), None)
    cells_ = [row.cells[at].strip() for row in found.sample if at is not None and at < len(row.cells)]
    return [cell for cell in dict.fromkeys(cells_) if cell]


def _statuses(notes: Sequence[str]) -> tuple[dict[str, str], str]:
    """The statuses that notes say of periods, of all under an empty one, and the note that does."""
    found: dict[str, str] = {}
    told = ""
    for note in notes:
        for clause in _CLAUSE.split(text.fold(note)):
            status = next((status for status, words in _STATUS_WORDS.items() if words.search(clause)), "")
            if not status:
                continue
            told = note
            times = [mention.period for mention in periods_in(clause, None) if says_year(mention.period)]
            times = times or re.findall("(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])", clause)
            found |= dict.fromkeys(times or [""], "" if status == "final" else status)
    return found, told


def _status_of_title(titles: Sequence[str]) -> tuple[dict[str, str], str]:
    """The status of all figures that a title says, or of those of its period, and that title."""
    for title in titles:
        if not _TITLE_STATUS.search(title):
            continue
        folded = text.fold(title)
        times = [mention.period for mention in periods_in(folded, None) if says_year(mention.period)]
        times = times or re.findall("(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])", folded)
        is_one = all(len({part[:4] for part in period.split("/")}) == 1 for period in times)
        return dict.fromkeys(times if is_one and times else [""], "preliminary"), title
    return {}, ""


def power_of(scale: str) -> int | None:
    """Return the power of ten that a scale says: 6, Millions, 万, 1000000; None where it cannot be read."""
    said = text.fold(scale).strip()
    word = said.removesuffix("s") if said.isascii() else said
    if word in {"", "unit", "one", "none", "个", "一"}:
        return 0
    if re.fullmatch("-?[0-9]{1,2}", said):
        return int(said)
    if re.fullmatch("10{2,12}", said):
        return len(said) - 1
    return MAGNITUDES.get(word)


def multiplied(unit: str, power: int) -> str | None:
    """Return a unit with a power of ten in words: 亿 of 元, million USD; None where no words say that power.

    A unit that has one itself has no second one, and per cent have none.
    """
    if not power:
        return unit
    if units.without_magnitude(unit)[0] or unit in _RATES:
        return None
    word_of = {at: word for word, at in reversed(MAGNITUDES.items()) if word.isascii() == unit.isascii()}
    if not unit.isascii():
        return word_of[power] + unit if power in word_of else None
    plain = unit.lower() if unit.istitle() and unit.isalpha() else unit
    plain = "" if plain.lower() in _COUNTS else plain
    tens = ((more, before) for more, before in ((0, ""), (1, "10 "), (2, "100 ")) if power - more in word_of)
    return next((f"{before}{word_of[power - more]} {plain}".strip() for more, before in tens), None)


class Measures:
    """The measures of a table by its columns of figures and by what a row says of its measure and unit."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self.unclear: dict[str, None] = {}
        self._base = ""

    def of(self, column: Column, said: OfRow) -> Measure | None:
        """Return the measure of a column in a row; None where its unit has a power of ten that no word says."""
        of_row, of_head = heads.named(said.label) if said.label else heads.Named(""), column.named
        label, label_en, words = self._label(column, of_row)
        for part in filter(None, said.parts):
            label, label_en = joined_label(label, heads.joined(part)), None
        aspect, basis = of_head.aspect or of_row.aspect, of_head.basis or of_row.basis
        # The unit of a row is that of its figure, not of the growth beside it.
        own = of_head.unit if of_head.is_partial else said.unit.strip() or of_head.unit or of_row.unit
        known = own or self._of_table(aspect, label)
        is_guessed = not own and bool(aspect) and known not in self._plan.units
        power = 0 if of_head.is_partial else power_of(said.mult)
        whole = None if power is None else multiplied(known, power)
        return None if whole is None else Measure(label, label_en, whole, aspect, basis, words, is_guessed)

    def _label(self, column: Column, of_row: heads.Named) -> tuple[str, str | None, str]:
        """The label of a measure, its English one, and the words that it was guessed from, if it was."""
        of_head, plan = column.named, self._plan
        if of_row.label:
            before = self._before(column) if of_head.is_partial and not plan.said.label else ""  # 采矿业, 利润, 增长
            whole = joined_label(of_row.label, before) if before else of_row.label
            label = joined_label(whole, of_head.label) if of_head.label else of_row.label
            return label, None if of_head.label else of_row.label_en, ""
        words = plan.checks["label"]
        if of_head.is_partial:
            before = "" if plan.said.label else self._before(column)
            return joined_label(before or plan.label, of_head.label), None, column.head if before else words
        is_only = len(plan.values) == 1 and plan.is_titled and not _CODE.fullmatch(plan.label)
        if is_only and _CODE.fullmatch(of_head.label):
            return plan.label, None, words
        if of_head.label[:1].isdecimal() and plan.is_titled:  # 0-14岁 below 人口
            return joined_label(plan.label, of_head.label), None, words
        return (of_head.label, of_head.label_en, "") if of_head.label else (plan.label, None, words)

    def _before(self, column: Column) -> str:
        """The measure of the nearest column of figures before one that only has an aspect."""
        others = self._plan.columns[: column.at]
        of_figures = [other for other in others if other.role == VALUE or other.named.label]
        before = [other for other in of_figures if not other.named.is_partial]
        return before[-1].named.label if before else ""

    def _of_table(self, aspect: str | None, label: str) -> str:
        """The unit that the title says of its measure, or the line above the table of all; % of rates by themselves."""
        plan = self._plan
        if aspect in {Aspect.GROWTH, Aspect.SHARE}:
            return next((unit for unit in plan.units if unit in _RATES), "%")
        levels = [unit for unit in plan.units if unit not in _RATES]
        if not plan.units:
            return plan.title.unit if label == plan.label else ""
        is_rate = _OF_RATES.search(label) is not None
        if len(levels) > 1 or (is_rate and levels):
            self.unclear[f"{label}: which of the units {', '.join(plan.units)} it is in, if any"] = None
            return ""
        return (levels or plan.units)[0]


def with_magnitude(shown: str, unit: str) -> str | None:
    """Return the unit of a cell that says only a magnitude (1.2万) of what is in a unit; None where it has one."""
    if units.without_magnitude(shown) != (MAGNITUDES.get(shown.lower(), 0), "") or not unit:
        return shown
    power, _ = units.without_magnitude(unit)
    return None if power or unit in _RATES else (f"{shown} {unit}" if shown.isascii() else shown + unit)


def _shown(plan: Plan) -> list[str]:
    """The cells of the sample that have figures."""
    return [row.cells[column.at] for row in plan.layout.sample for column in plan.values if column.at < len(row.cells)]


def has_decimal_commas(plan: Plan) -> bool:
    """Tell whether commas part decimals in a table, as in 3,5, or points thousands: its figures are not certain."""
    return any(_DECIMAL_COMMA.fullmatch(cell.strip()) for cell in _shown(plan))


def uses_brackets(plan: Plan) -> bool:
    """Tell whether brackets around a figure mean below zero: some have decimals or thousands, and no figure a sign."""
    shown = _shown(plan)
    has_signs = any(cells.PLAIN(cell) and cell.startswith("-") for cell in shown)
    return not has_signs and any(re.fullmatch(r"[(（][0-9]+[,.][0-9,.]*[)）]", cell.strip()) for cell in shown)
