"""A cell of a table: the figure that it shows, with the digits that it shows, or why there is none."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from jimo_cli import text
from jimo_cli.figures import printed, units
from jimo_cli.model import Qualifier, Status

if TYPE_CHECKING:
    from jimo_cli.figures.printed import End, Wording


class Cell(NamedTuple):
    """The figure of a cell; without a value, `why` says what the cell means, or why it cannot be read.

    `unit` is what the cell itself says, as %, with its magnitude; of a magnitude alone (1.2万) it has just that one.
    `mark` is a sign of a footnote that was taken off, `as_written` the cell where it is more than digits.
    """

    value: str | None = None
    value_max: str | None = None
    qualifier: str | None = None
    status: str | None = None
    unit: str | None = None
    mark: str = ""
    as_written: str | None = None
    why: str = ""
    is_missing: bool = False


BLANK, NOT_AVAILABLE, NIL, SUPPRESSED = "blank", "not available", "nil", "suppressed"
_MISSING = {
    BLANK: ("",),
    NOT_AVAILABLE: (
        *("…", "……", "...", "......", "..", ".", ":", "na", "n/a", "n.a.", "n.a", "#n/a", "nan", "null", "none", "nd"),
        *("缺", "暂缺", "无数据", "暂无", "暂无数据", "不详"),
    ),
    NIL: ("-", "--", "---", "－", "—", "——", "–", "−", "─"),
    SUPPRESSED: ("x", "c"),
}
_MEANING = {mark: meaning for meaning, marks in _MISSING.items() for mark in marks}

_STATUSES = {
    Status.PRELIMINARY: "p|prov|provisional|prelim|preliminary|初步|初步数|初步核算|初步核算数|初步统计|快报|快报数",
    Status.ESTIMATED: "e|est|estimate|estimated|i|imputed|估计|估计数|估计值|估算|估算数",
    Status.FORECAST: "f|forecast|projected|projection|预计|预计数|预测|预测数|预测值",
    Status.REVISED: "r|rev|revised|修订|修订数|修正|修正数",
    Status.FINAL: "a|normal|normal value|final|actual|最终|最终核实|最终核实数",
    Status.TARGET: "target|plan|目标|目标值|计划|计划数",
}
_STATUS_OF = {word: str(status) for status, words in _STATUSES.items() for word in words.split("|")}
_TOGETHER = re.compile("[bdefipru]{2,3}")
"""Letters that Eurostat writes together, each a flag: ep, an estimate that is preliminary."""

_WITHOUT_FIGURE = {"m": NOT_AVAILABLE, "o": NOT_AVAILABLE, "l": NOT_AVAILABLE, "c": SUPPRESSED, "q": SUPPRESSED}
"""Flags of SDMX for why there is no figure."""

_SETTLED = frozenset("abdgknostuvwxz")
"""Flags of SDMX that say nothing of how far a figure is settled: a break in the series, another definition."""

PLAIN = re.compile(r"-?(?:0|[1-9][0-9]{0,29})(?:\.[0-9]{1,30})?").fullmatch
"""Matches a figure that is written as fact files write it."""

_GROUPED = re.compile(r"([-+]?)([0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,3}(?: [0-9]{3})+|[0-9]+|(?=\.))(\.[0-9]*)?")
_SCIENTIFIC = re.compile(r"([-+]?)([0-9])(?:\.([0-9]+))?e([-+][0-9]{1,2})")
_IN_BRACKETS = re.compile(r"\(([0-9][0-9,]*(?:\.[0-9]+)?)\)(%?)")
_MARK = re.compile(r"\s*([①-⑳*†‡⁰¹²³⁴-⁹]+|\[[0-9a-z]\]|[(（](?:注|note )?[①-⑳][)）])$", re.IGNORECASE)
_BESIDE = re.compile(
    r"([-+]?[0-9][0-9,]*(?:\.[0-9]+)?%?)\s*[(\[]"
    r"(-?[0-9]{1,3}\.[0-9]+%?|-?[0-9]{1,3}%|-?[0-9.,]+\s?(?:-|to|;|–)\s?-?[0-9.,]+)[)\]]"
)
"""A figure with its error, share or range in brackets."""

_POWER = re.compile("(?:^|×|x|\\^)10$")
_FLAG = re.compile(r"\s*\(([a-z]|[^()0-9%]{2,16})\)$|(?<=[0-9.%])(?:\s+([a-fh-jln-su-z]|[bdefipru]{2,3})|([pefr]))$")
"""A flag behind a figure; of single letters not those that are units or powers as well, as in 12 k and 12 t."""

_DIGIT = re.compile("[0-9]")
_LEADING_ZERO = re.compile(r"(?<![0-9.,])0[0-9]")
_YEAR = re.compile("(?:19|20)[0-9]{2}")
_ERROR = re.compile("#[A-Z/0]+[!?]?|#+|Err:[0-9]+")
_LONGEST = 60


def status_of(word: str) -> str | None:
    """Return the status that a flag or a word says, empty for a flag that says nothing of it; None for another word."""
    folded = text.fold(word).strip()
    if _TOGETHER.fullmatch(folded):
        return next(filter(None, map(status_of, folded)), "")
    return _STATUS_OF.get(folded, "" if folded in _SETTLED or not folded else None)


def missing_by(flag: str) -> str:
    """Return why a flag says that there is no figure; empty for another one."""
    return _WITHOUT_FIGURE.get(text.fold(flag).strip(), "")


def without_mark(shown: str) -> tuple[str, str]:
    """Return a text without the sign of a footnote at its end, and that sign, empty where there is none."""
    mark = _MARK.search(shown)
    return (shown[: mark.start()], mark[1]) if mark else (shown, "")


def has_odd_digits(shown: str) -> bool:
    """Tell whether a text has digits that are more than digits, as ① and ½; behind a letter they are its power: m²."""
    return not shown.isascii() and any(
        unicodedata.category(char) == "No" and not before.isalpha() for before, char in pairwise(f" {shown}")
    )


def read(shown: str, *, in_brackets: bool = False) -> Cell:
    """Return what a cell shows; `in_brackets` says that brackets around a figure mean below zero in its table."""
    if PLAIN(shown):
        return Cell(shown)
    bare = shown.strip()
    meaning = _MEANING.get(text.fold(bare) if bare.isascii() else bare)
    if meaning is not None:
        return Cell(why=meaning, is_missing=True)
    if _ERROR.fullmatch(bare):
        return Cell(why="an error of the spreadsheet")
    if len(bare) > _LONGEST:
        return Cell(why="a text")
    return _marked(bare, in_brackets=in_brackets)


def _marked(bare: str, *, in_brackets: bool) -> Cell:
    """A figure with what may stand behind it: a sign of a footnote, a flag."""
    rest, mark = without_mark(bare)
    plain = text.fold(unicodedata.normalize("NFKC", rest)).strip()
    if has_odd_digits(rest):
        return Cell(why="a sign among the digits")
    if mark and (not _DIGIT.search(plain) or _POWER.search(plain)):
        return Cell(why="no figure")
    flag = _FLAG.search(plain)
    status = None
    if flag:
        status = status_of(next(filter(None, flag.groups())))
        if status is not None:
            plain = plain[: flag.start()]
    beside = _BESIDE.fullmatch(plain)
    found = _figure(beside[1] if beside else plain, in_brackets=in_brackets)
    if found.value is None:
        return found
    if beside:
        return found._replace(status=status or None, mark=plain[beside.end(1) :].strip(), as_written=rest)
    as_written = found.as_written and rest
    return found._replace(status=status or None, mark=mark, as_written=as_written)


def _figure(plain: str, *, in_brackets: bool) -> Cell:
    """The figure of folded text, without a word of its own or with the words that printed figures have."""
    if not _DIGIT.search(plain):
        return Cell(why="no figure")
    unit = plain[-1] if plain[-1:] in {"%", "‰"} else None
    if value := _digits(plain.rstrip("%‰ ") if unit else plain):
        return Cell(value, unit=unit)
    if brackets := _IN_BRACKETS.fullmatch(plain):
        value = _digits(brackets[1])
        if in_brackets and value:
            return Cell(f"-{value}", unit=brackets[2] or None, as_written=plain)
        return Cell(why="in brackets, which may mean below zero")
    if "," in plain and re.fullmatch(r"[-+]?[0-9.]*,[0-9]+%?", plain):
        return Cell(why="a comma that may part decimals or thousands")
    return _worded(plain)


def _digits(plain: str) -> str | None:
    """The number of digits, grouped by threes or not; None for anything else, and for a code with leading zeros."""
    if exact := _SCIENTIFIC.fullmatch(plain):
        return _written_out(*exact.groups())
    match = _GROUPED.fullmatch(plain)
    if match is None or plain[-1:] in {"", ".", "+", "-"}:
        return None
    sign, whole, decimals = match.groups()
    value = ("-" if sign == "-" else "") + (whole.replace(",", "").replace(" ", "") or "0") + (decimals or "")
    return value if PLAIN(value) else None


def _written_out(sign: str, whole: str, decimals: str | None, power: str) -> str | None:
    """A number in powers of ten in all of its digits; None where it does not show them: 1.5e+10 is rounded."""
    digits, shift = whole + (decimals or ""), int(power)
    if whole == "0" or shift >= len(digits):
        return None
    value = (
        f"0.{'0' * (-shift - 1)}{digits}" if shift < 0 else f"{digits[: shift + 1]}.{digits[shift + 1 :]}".rstrip(".")
    )
    value = ("-" if sign == "-" else "") + value
    return value if PLAIN(value) else None


def _worded(plain: str) -> Cell:
    """A figure in words that printed figures have: 50余, 3-5, 约300, 下降3.2%."""
    try:
        wording = printed.parse(plain)
    except ValueError:
        return Cell(why="no figure that can be read")
    low, high = wording.low, wording.high
    if why := _why_refused(plain, wording):
        return Cell(why=why)
    magnitude = high.magnitude if high else low.magnitude
    unit = magnitude + (" " if magnitude.isascii() and magnitude and wording.unit else "") + wording.unit
    value, value_max = _number(low), _number(high) if high else None
    if not all(PLAIN(end) and _stands_in(end, plain) for end in (value, value_max) if end is not None):
        return Cell(why="no figure that can be read")
    qualifier = Qualifier(wording.hedges[0])
    hedge = None if qualifier is Qualifier.EXACT else str(qualifier)
    return Cell(value, value_max, hedge, unit=unit or None, as_written=plain)


def _why_refused(plain: str, wording: Wording) -> str:
    """Why a figure in words is not taken: it may be a code, a year, or of a unit that is none; empty where it is."""
    ends = [plain_end for plain_end in (wording.low, wording.high) if plain_end]
    if _LEADING_ZERO.search(plain):
        return "a code: it begins with 0"
    if all(_YEAR.fullmatch(format(end.number, "f")) for end in ends) and (wording.high or wording.unit == "年"):
        return "may be years"
    if wording.high and wording.low.magnitude != wording.high.magnitude:
        return "a range of two units"
    if wording.unit and not units.is_known(wording.unit):
        return f"{wording.unit} is no known unit"
    return ""


def _number(end: End) -> str:
    return format(end.number, "f")


def _stands_in(value: str, plain: str) -> bool:
    """Tell whether a number stands in a text as it is, whatever parts its thousands."""
    return value.lstrip("-") in plain.replace(",", "")
