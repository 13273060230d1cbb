"""Figures in running text: the numbers that state how many or how much, and those that do not.

Arabic digits are a figure unless an exception applies; Chinese numerals are one only where a
measure word follows (三项, 七大领域) or a part is named (三分之一). The exceptions are

- years, dates, times of day and periods: 2024年上半年, 近三年, 6月30日, 前三季度, 12:30, and of
  1900 to 2099 what has no measure word; whatever counts years is a period;
- numbers that only say which: 第三, (二), ①, `1.` and 一、 at the head of a line, 第12页, [3];
- numbers within a name of Latin letters (G20, H5N1, 5G) and within an address (https://…);
- Chinese numerals that count nothing: 一 with a measure word is an article (一批, 一系列, 一项),
  二 with one is an ordinal (二次; what counts is 两), two numerals between two words are an idiom
  (五花八门), 百 千 万 alone only mean "many" unless they are hedged (万村, but 上百家, 百余家, 万人以上).

A figure is whole: 10亿3000万元 and 25.72:26.84:47.44 are one, and it ends with its unit (see `edges`).
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from jimo_cli.figures import edges
from jimo_cli.figures.numerals import DIGITS, NUMERALS, UNITS_LIKE_MAGNITUDES
from jimo_cli.figures.units import MEASURE_WORDS, NAMES, currencies

WORDS_WITH_ONE = "统唯同专逐单合之"
"""Characters that form a word with 一, which is then no part of the numeral that follows: 统一三项."""

# Nothing is given back once it is taken, and no number has more than 20 groups of thousands, so that no text of
# digits or blanks takes long.
_THOUSANDS = ",[0-9]{3}(?![0-9])"
_GROUPS = f"(?:(?:{_THOUSANDS}){{20}}|(?:{_THOUSANDS}){{0,19}}(?!{_THOUSANDS}))"
_ARABIC = rf"(?<![0-9])[0-9]++{_GROUPS}(?:\.[0-9]++|(?!\.[0-9]))"
# 百 and 千 are no part of a numeral where a unit begins with them: 五十百帕.
_UNITS_LIKE_STEPS = [unit for unit in UNITS_LIKE_MAGNITUDES if not unit.endswith("分")]
_NUMERAL = f"(?:(?!{'|'.join(_UNITS_LIKE_STEPS)})[{NUMERALS}])"
_ALL = f"{_NUMERAL}+(?!{_NUMERAL})"
_BETWEEN = f"(?!{'|'.join(_UNITS_LIKE_STEPS)})(?:[百千]万|万亿|[百千万亿])"
_MIXED = rf"{_ARABIC}(?:(?:{_BETWEEN}|\s{_BETWEEN}\s)[零〇]?{_ARABIC}){{0,4}}"
_SPELT = f"(?<![{NUMERALS}]){_ALL}"
_HAN = f"(?:(?<=[{WORDS_WITH_ONE}]一)|(?<![{NUMERALS}])(?!(?<=[{WORDS_WITH_ONE}])一)){_ALL}"
_NUMBER = f"(?:{_ARABIC}[百千万亿]?|{_SPELT})"
_SEVERAL = rf"{_NUMBER}(?:\s?[-~至到、]\s?{_NUMBER})?"

# 二十届 says which one, 三伏 is a season, and 一成不变 an idiom: 成 counts before some words only.
_MEASURES = sorted(
    {
        *map(re.escape, (NAMES.keys() | currencies().keys()) - {"届", "伏", "成", "%"}),
        *MEASURE_WORDS,
        *_UNITS_LIKE_STEPS,
        *("平方", "立方"),
        *("成(?=以上|以下|左右|多|的|[^\u3400-\u9fff]|$)", "大(?=[\u3400-\u9fff])"),
    },
    key=lambda word: (-len(word), word),
)
_MEASURE = "(?:%|" + "|".join(_MEASURES) + ")"
_HEDGED_MEASURE = re.compile(rf"{edges.MAGNITUDE}(?:\s?{_MEASURE})?")

_YEAR = r"(?<![0-9.,])(?:19|20)[0-9]{2}"
_LONE = f"(?<![{NUMERALS}])[{NUMERALS}](?![{NUMERALS}个项])"
_OTHER = "[\u3400-\u9fff]"

_ASIDE = re.compile(
    "|".join(
        (
            r"https?://\S+|www\.\S+",
            # The number of a list entry, of a note, of a page, in a row.
            rf"^[\s#>*-]*+(?:[(\[]?{_NUMBER}[)\]、]|[0-9]{{1,3}}\.(?![0-9]))",
            rf"[(\[](?:[0-9]{{1,3}}|[{NUMERALS}]{{1,3}})[)\]]",
            rf"第\s?{_NUMBER}(?:\s?[-至到]\s?{_NUMBER})?",
            r"(?<![0-9])[0-9]++(?:st|nd|rd|th)(?![a-z])",
            rf"(?<![a-z])(?:pp?\.|pages?)\s?{_SEVERAL}|{_SEVERAL}\s?页",
            # Dates, times of day, years, months and days.
            r"(?<![0-9.])[0-9]++(?:\.[0-9]++){2,}",
            rf"{_YEAR}[-/](?:0?[1-9]|1[0-2])(?:[-/][0-9]{{1,2}})?(?![0-9])",
            rf"{_YEAR}\.(?:0?[1-9]|1[0-2])\.[0-9]{{1,2}}(?![0-9])",
            r"(?<![0-9.])[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?![0-9])",
            rf"[{DIGITS}0]{{2,4}}\s?年|{_SEVERAL}\s?[多余几]?\s?(?:个\s?)?(?:周年|年|世纪|季度)",
            rf"{_SEVERAL}\s?月(?:份|底|初|末)?(?:\s?{_SEVERAL}\s?[日号])?|{_SEVERAL}\s?日",
            rf"(?:近|前|头|首|过去|未来|今后)\s?{_SEVERAL}\s?(?:个\s?)?(?:月|季度|周|天|小时)",
            rf"{_YEAR}(?![0-9]|[.,][0-9])(?!\s?(?:[余多万亿]|{_MEASURE}))",
            # Names of Latin letters.
            r"(?<![a-z0-9])(?:[a-z]{1,2}|[a-z]++-)[0-9][a-z0-9.]*|(?<![0-9.])(?:[2-6]g|[234]d)(?![a-z])",
            # Words and idioms: congresses of the Party by their numbers, 三位一体, 五花八门.
            "十八大|十九大|二十大|[二三四五六七]位一体",
            f"{_LONE}(?![余多]){_OTHER}{_LONE}{_OTHER}",
        )
    )
)
# A magnitude is enough where a number stands before it: 八千.
_SPELT_OUT = f"(?<=[{DIGITS}十][百千万亿])|(?<=[{DIGITS}十][百千万亿][万亿余多几])"
_MYRIADS = "(?:万亿|[万亿])?"
_FIGURE = re.compile(
    "|".join(
        (
            rf"(?P<parts>(?:{_SPELT}|{_ARABIC})分之(?:[{NUMERALS}]+(?:点[{NUMERALS}]+)?|{_ARABIC}))",
            rf"(?P<arabic>{_MIXED}(?:\s?%)?(?:(?:\s?[-~至到]\s?|[+:/x]){_MIXED})*)",
            rf"(?P<han>{_HAN}(?:点[{NUMERALS}]+)?(?:(?:至|到|-|~){_HAN})?)(?:[余多几来]{_MYRIADS})?(?:\s?{_MEASURE}|{_SPELT_OUT})",
        )
    )
)
_MANY = "百千万亿"
_HEDGES = frozenset("数几上近超逾破约达过")
_HEDGES_OF_TWO = frozenset({"不足", "不到", "至少", "不下", "高达"})
_HEDGES_BEHIND = frozenset("余多来")
_HEDGES_AFTER_UNITS = ("以上", "以下", "以内", "之多", "左右", "上下")


class Mention(NamedTuple):
    """A figure in a folded text: from `start` to `end` with its unit, the number itself to `number_end`."""

    start: int
    number_end: int
    end: int


def find_mentions(folded: str) -> Iterator[Mention]:
    """Yield the figures that a folded text states, in its order; `edges.has_minus` tells their signs."""
    aside = [match.span() for match in _ASIDE.finditer(folded)]
    index = stop = 0
    for match in _FIGURE.finditer(folded):
        start, number_end = match.span(match.lastgroup or 0)
        while index < len(aside) and aside[index][1] <= start:
            index += 1
        is_aside = index < len(aside) and aside[index][0] < number_end
        if start < stop or is_aside:
            continue
        if match["han"] is None or _counts(folded, start, match["han"], match.end()):
            stop = max(match.end(), _end(folded, number_end))
            yield Mention(start, number_end, stop)


def _end(folded: str, number_end: int) -> int:
    """Return where a figure ends with its hedges, its magnitude, and its unit or measure word."""
    measured = _HEDGED_MEASURE.match(folded, number_end)
    return max(edges.figure_end(folded, number_end), measured.end() if measured else 0)


def _counts(folded: str, start: int, numeral: str, end: int) -> bool:
    """Whether a Chinese numeral with a measure word states how many."""
    if numeral == "一":
        return folded[start + 1 : end] in {"倍", "成"}
    if numeral[0] in _MANY:
        behind = start + len(numeral)
        return (
            not _HEDGES.isdisjoint(folded[max(0, start - 1) : start])
            or folded[max(0, start - 2) : start] in _HEDGES_OF_TWO
            or not _HEDGES_BEHIND.isdisjoint(folded[behind : behind + 1])
            or folded.startswith(_HEDGES_AFTER_UNITS, end)
        )
    return numeral not in {"零", "二"}
