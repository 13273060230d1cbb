"""Numbers of a spreadsheet as a person sees them, by the number formats of Office Open XML.

Days and times come back in ISO 8601, as precise as they are shown.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from functools import partial
from typing import NamedTuple

Show = Callable[[str], str]
"""Makes what is shown of the digits of a file."""

BUILT_IN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?",
    13: "# ??/??", 14: "yyyy-mm-dd", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm", 19: "h:mm:ss", 20: "h:mm",
    21: "h:mm:ss", 22: "yyyy-mm-dd h:mm", 27: "yyyy-m", 28: "m-d", 29: "m-d", 30: "m-d-yy", 31: "yyyy-m-d", 32: "h:mm",
    33: "h:mm:ss", 34: "h:mm", 35: "h:mm:ss", 36: "yyyy-m", 37: "#,##0;-#,##0", 38: "#,##0;-#,##0",
    39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00", 41: "#,##0;-#,##0;-", 42: "#,##0;-#,##0;-",
    43: "#,##0.00;-#,##0.00;-", 44: "#,##0.00;-#,##0.00;-", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss", 48: "##0.0E+0",
    49: "@", 50: "yyyy-m", 51: "m-d", 52: "yyyy-m", 53: "m-d", 54: "m-d", 55: "h:mm", 56: "h:mm:ss", 57: "yyyy-m",
    58: "m-d",
}  # fmt: skip
"""The formats that a file names by number alone, those of days as in China; which separators days have is not shown."""

_DIGITS = Context(prec=15, rounding=ROUND_HALF_UP)
"""What a spreadsheet keeps of a number; what a file has behind them is noise of the binary number."""

_SHORT = 16
"""A number of fewer characters has no more than fifteen digits."""

_TOKEN = re.compile(
    r'"(?P<text>[^"]*)"|\\(?P<literal>.)|_.|\*.|\[\$(?P<currency>[^\]-]*)[^\]]*\]'
    r"|\[(?P<elapsed>[hms]+)\]|\[(?P<bracket>[^\]]*)\]|(?P<general>general|G/通用格式)|(?P<half>AM/PM|A/P|上午/下午)"
    r"|(?P<exponent>E[+-]0+)|(?P<time>y+|m+|d+|h+|s+|e+|b+|g+|a{3,})|(?P<digit>[0#?.,]+)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_SIGNS = re.compile("[-－−–(（▲△负減减]")
"""What tells in the part for negative numbers that they are."""

_LAST_DAY = 2_958_466
_SECONDS = 86_400
_LEAP_1900 = 60
"""The number of 29 February 1900, a day that spreadsheets have and the calendar has not."""

_LONGEST = 255
"""The characters of a format, as spreadsheets have it."""

_MOST_DECIMALS = 30
_MOST_SHIFT = 12
_MOST_EXPONENT = 30


def shower(code: str, *, is_1904: bool = False) -> tuple[Show, bool]:
    """Return how the numbers of a format are shown, and whether the format is one that can be followed.

    Numbers in one that cannot (fractions, conditions, digits with text between) are shown as they are stored.
    """
    sections = [_section(tokens) for tokens in _split(code)] if len(code) <= _LONGEST else [None]
    if any(section is None for section in sections):
        return general, False
    known = [section for section in sections if section is not None]
    if len(known) == 1 and known[0].is_general and not known[0].before and not known[0].after:
        return general, True
    return partial(_show, known, is_1904), True


def general(digits: str) -> str:
    """Return a number without a format: the digits of the file, without the noise of binary numbers."""
    if len(digits) < _SHORT and "E" not in digits and "e" not in digits:
        return digits
    number = _number(digits)
    if number is None or not -_MOST_EXPONENT < number.adjusted() < _MOST_EXPONENT:
        return digits
    return _plain(number)


class _Section(NamedTuple):
    """One part of a format: for positive or negative numbers, zero or text."""

    before: str = ""
    after: str = ""
    is_general: bool = False
    integers: str = ""
    decimals: str = ""
    is_grouped: bool = False
    shift: int = 0
    """The power of ten that the number is multiplied by: 2 for %, -3 for thousands."""
    exponent: int = 0
    """The digits of the exponent, where the number is shown with one."""
    time: str = ""
    """The letters of a day or a time, in order."""
    is_elapsed: bool = False


def _split(code: str) -> list[list[re.Match[str]]]:
    sections: list[list[re.Match[str]]] = [[]]
    for token in _TOKEN.finditer(code):
        if token["other"] == ";":
            sections.append([])
        else:
            sections[-1].append(token)
    return sections


def _section(tokens: Sequence[re.Match[str]]) -> _Section | None:
    """A section by its tokens; None where it cannot be followed."""
    if time := _time(tokens):
        return _Section(time=time, is_elapsed=any(token["elapsed"] for token in tokens))
    digits = [index for index, token in enumerate(tokens) if _is_digit(token)]
    first, last = (digits[0], digits[-1]) if digits else (len(tokens), len(tokens))
    if any(_is_unknown(token) for token in tokens) or not _is_whole(tokens[first : last + 1]):
        return None
    before, after = _literal(tokens[:first]), _literal(tokens[last + 1 :])
    percents = sum(token["other"] == "%" for token in tokens)
    number = "".join(token["digit"] or "" for token in tokens)
    exponent = next((len(token["exponent"]) - 2 for token in tokens if token["exponent"]), 0)
    whole, _, decimals = number.partition(".")
    digits_alone = number.rstrip(",")
    shift = 2 * percents - 3 * (len(number) - len(digits_alone))
    if abs(shift) > _MOST_SHIFT:
        return None
    return _Section(
        before, after,
        is_general=any(token["general"] or token["other"] == "@" for token in tokens),
        integers=whole.replace(",", ""),
        decimals=decimals.replace(",", ""),
        is_grouped="," in digits_alone.partition(".")[0],
        shift=shift,
        exponent=exponent,
    )  # fmt: skip


def _time(tokens: Sequence[re.Match[str]]) -> str:
    """The letters of a day or a time; an m behind an hour or before a second is that of minutes, n."""
    letters = ""
    for token in tokens:
        letter = (token["elapsed"] or token["time"] or "")[:1].lower()
        if letter == "s" and letters.endswith("m"):
            letters = f"{letters[:-1]}n"
        letters += "n" if letter == "m" and letters.endswith("h") else letter
    return letters


def _is_unknown(token: re.Match[str]) -> bool:
    """Whether it is a condition or a fraction."""
    return (token["bracket"] or "")[:1] in {"<", ">", "="} or token["other"] == "/"


def _is_whole(tokens: Sequence[re.Match[str]]) -> bool:
    """Whether nothing stands between the digits of a number but the exponent, and there is one number."""
    return all(map(_is_digit, tokens)) and len(tokens) <= 2  # noqa: PLR2004  # digits and an exponent


def _is_digit(token: re.Match[str]) -> bool:
    return bool(token["digit"] or token["general"] or token["exponent"]) or token["other"] == "@"


def _literal(tokens: Sequence[re.Match[str]]) -> str:
    parts = (token["text"] or token["literal"] or token["currency"] or token["other"] or "" for token in tokens)
    return "".join(parts).strip()


def _show(sections: Sequence[_Section], is_1904: bool, digits: str) -> str:  # noqa: FBT001  # partial() hands it over
    number = _number(digits)
    if number is None or number.adjusted() > _MOST_EXPONENT:
        return digits
    section = sections[0]
    sign = "-" if number < 0 else ""
    if number < 0 and len(sections) > 1:
        section = sections[1]
        sign = "" if _SIGNS.search(section.before + section.after) else "-"
    elif number == 0 and len(sections) > 2:  # noqa: PLR2004  # the third part is that of zero
        section = sections[2]
    if section.time:
        return _moment(section, number, is_1904=is_1904) or general(digits)
    shown = _figure(section, abs(number))
    if not shown.strip("0.,") and section is sections[0]:
        sign = ""
    return f"{sign}{section.before}{shown}{section.after}"


def _figure(section: _Section, number: Decimal) -> str:
    if section.is_general:
        return _plain(number.scaleb(section.shift))
    if not section.integers and not section.decimals:
        return ""
    number = number.scaleb(section.shift)
    decimals = min(len(section.decimals), _MOST_DECIMALS)
    if section.exponent:
        return _scientific(section, number, decimals)
    text = f"{number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, Context(prec=80)):f}"
    whole, _, fraction = text.partition(".")
    whole = whole.lstrip("0").rjust(section.integers.count("0"), "0")
    if section.is_grouped:
        whole = _grouped(whole)
    optional = len(section.decimals) - len(section.decimals.rstrip("#?"))
    while optional and fraction.endswith("0"):
        fraction, optional = fraction[:-1], optional - 1
    return f"{whole}.{fraction}" if fraction else whole


def _grouped(whole: str) -> str:
    head = len(whole) % 3
    groups = [whole[:head]] * bool(head) + [whole[at : at + 3] for at in range(head, len(whole), 3)]
    return ",".join(groups)


def _scientific(section: _Section, number: Decimal, decimals: int) -> str:
    mantissa, _, exponent = f"{number:.{decimals}E}".partition("E")
    return f"{mantissa}E{exponent[0]}{exponent[1:].rjust(section.exponent, '0')}"


def _moment(section: _Section, number: Decimal, *, is_1904: bool) -> str:
    """A day and a time; empty where the number is none."""
    if not 0 <= number < _LAST_DAY:
        return ""
    letters = frozenset(section.time)
    has_day = letters & set("ymdebga") and not section.is_elapsed
    seconds = int((number * _SECONDS).quantize(Decimal(1), ROUND_HALF_UP))
    days, seconds = divmod(seconds, _SECONDS)
    clock = _clock(section, days * _SECONDS + seconds if section.is_elapsed or not has_day else seconds)
    if not has_day:
        return clock
    day = _day(days, is_1904=is_1904)
    if letters & set("hns"):
        return f"{day}T{clock}"
    if "d" in letters or "a" in letters or not letters & set("yeb"):
        return day
    return day[:7] if "m" in letters else day[:4]


def _clock(section: _Section, seconds: int) -> str:
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    hours = hours if section.is_elapsed else hours % 24
    return f"{hours:02}:{minutes:02}" + (f":{seconds:02}" if "s" in section.time else "")


def _day(number: int, *, is_1904: bool) -> str:
    if is_1904:
        return (date(1904, 1, 1) + timedelta(min(number, _LAST_DAY - 1463))).isoformat()
    if number == _LEAP_1900:
        return "1900-02-29"
    return (date(1899, 12, 30) + timedelta(number + (number < _LEAP_1900))).isoformat()


def _number(digits: str) -> Decimal | None:
    try:
        number = _DIGITS.create_decimal(digits)
    except (InvalidOperation, ValueError):
        return None
    return number if number.is_finite() else None


def _plain(number: Decimal) -> str:
    if int(number.as_tuple().exponent) < -2 * _MOST_EXPONENT:
        return str(number)
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
