"""The name of a measure that stands alone as a label, of the words that a sentence has for it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from jimo_cli import measures
from jimo_cli.claims import INHERITED, Sort
from jimo_cli.claims.phrases import MOVES
from jimo_cli.claims.plain import is_chinese
from jimo_cli.figures.units import COUNTING
from jimo_cli.imports.values import is_fall

if TYPE_CHECKING:
    from jimo_cli.claims import Claim

_TAIL = re.compile(
    "(?:增加值|总产值|产值|总产量|产量|销售额|销售量|零售额|零售总额"
    "|进出口总额|进出口额|进出口|出口额|进口额|出口|进口"
    "|投资额|投资|人口|收入|消费支出|支出|税收|利润|贷款余额|存款余额|贷款|存款|余额|价格指数|价格|指数|面积|里程|吞吐量"
    "|货运量|客运量|消费|总额|总量|数量|用电量|发电量|保费|营业额|率)$"
)
"""How the name of a measure ends that is counted for each of its parts: 采矿业 of 工业增加值 is 采矿业增加值."""

_DONE = "(?:累计)?(?:实现|完成)"
"""Between who did something and what was done: 第一产业实现增加值."""

_TRADE = re.compile("[进出]口")
REMARK = re.compile("[(（](?:不含|不包括|剔除)[^()（）]{1,16}[)）]")
"""What a measure leaves out, which its label says too."""

_SAID = re.compile("(?:同比|环比|可比|名义|实际)?(?:增长率?|增速|增幅|涨幅|降幅|下降|上涨)$")
_ENDS_AS_SHARE = re.compile("比重|占比|份额|比例|率$")
_ENDS_AS_RANK = re.compile("(?:位次|排名|名次)$")
_PRICES = re.compile("(名义|实际)(?=增长|上涨|下降|增速)")
_REAL = re.compile("(?:按|以)?(?:不变|可比)价格?(?:计算|口径)?|扣除价格因素|可比增长")
_AMONG = re.compile(
    "(全[国省市区县球][\u3400-\u9fff]{0,10}?|世界[\u3400-\u9fff]{0,6}?|(?<=在)[\u3400-\u9fff]{2,12}?)(?:中|里)?"
    "(?:的?(?:排名|位次|名列|位列|位居|排在?|居|列|上升到|升[至到]|跃居))?$"
)
_BASIS_WORDS = {
    "year_on_year": "同比",
    "period_on_period": "环比",
    "since_year_end": "比上年末",
    "annual_average": "年均",
}
_OF_PRICES = re.compile("价格?(?:总?指数)?$")
_RATE = re.compile("增速|增幅|涨幅|降幅|跌幅")
_OF_RATES = {"加快", "放缓"}
"""Verbs that say of a measure that its growth changed."""

_TITLE_WORDS = re.compile("(?<!占)(?:全面|全部)|已经|基本|再创新高|再上(?:新)?台阶|迈上新台阶|稳步|持续")
_STAGE = re.compile("(?:开工|在建|竣工|投产|完工|签约)+$")
"""What was done to the things that the stage behind counts: of the projects begun 55 are in use."""

_TRAILING = re.compile("(?:连续[0-9一二三四五六七八九十]{1,2}年)?(?:稳定|保持)?(?:[由从]?每人每[年月]|[由从])?$")
"""What stands between a measure and its figure, and says how it came to it."""

_ONLY_JOINS = re.compile(r"[ (),]*(?:and|or|but|than|to|with)?[ (),]*")
"""What stands between two figures in brackets, and names nothing: (14.5 percent) and …"""

_COMPARED = re.compile("(?:[高低多少快慢]于|高出)[\u3400-\u9fff]{2,14}$")
_OF_WHOLE = re.compile("占(?:到|了|据)?([\u3400-\u9fff]{2,12}?)的?(?:比重|份额|总量)?(?:为|达到?|约|近|超过?)?$")
_RANKED = re.compile("大([\u3400-\u9fff]{2,10})")
"""What is ranked behind a rank: 世界第二大进口市场."""

_TIMES = re.compile("(?:是|为|相当于|达到?)([\u3400-\u9fff0-9]{2,12}?)的(?:约|近)?$")

_LATIN = re.compile("[a-z][a-z0-9]*")
_LONGEST = 60
REACH = 800
"""Characters before a figure that its measure may stand in, as it is printed."""

_VERB_REACH = 14


class Label(NamedTuple):
    """A label, what it was completed with, empty where its clause has all of it, and what the figure is among."""

    text: str
    guessed: str = ""
    among: str | None = None


def label_of(claim: Claim, written: str, plain: str, topic: str) -> Label:
    """Return the label of a claim of a paragraph; `topic` is what its section is about.

    It is the measure, with what it is a part of where it does not stand alone, and what the figure says of it.
    """
    subject, guessed = _subject(claim, topic)
    # The rate behind a figure in its sentence is that of the same measure; what else has no name beside it may not be.
    is_carried = claim.frame in INHERITED and (claim.frame != "same" or claim.sort is Sort.LEVEL)
    if not guessed and (is_carried or plain.find(claim.measure, _begin(claim), claim.end + _LONGEST) < 0):
        guessed = subject
    among = _among(claim, plain) if claim.sort is Sort.RANK else None
    if among and (ranked := _RANKED.match(plain, claim.end)):
        subject, guessed = ranked[1], ""
    subject = re.sub(rf" (?:of|in|for|at) {re.escape(claim.place)}$", "", subject)
    said = _said(claim, subject, among, plain) if is_chinese(plain) else _said_in_english(claim)
    subject = _SAID.sub("", subject) or subject if claim.sort is Sort.GROWTH else subject
    label = _as_printed(subject, claim, written, plain) + said
    if remark := REMARK.match(plain, max(0, plain.rfind(subject, _begin(claim), claim.start)) + len(subject)):
        label = label.removesuffix(said) + written[remark.start() : remark.end()] + said
    return Label(label[:_LONGEST], guessed, among)


def _subject(claim: Claim, topic: str) -> tuple[str, str]:
    """The words of the measure, and those that were taken from elsewhere in the text to complete them."""
    measure = _TRAILING.sub("", _TITLE_WORDS.sub("", claim.measure)) or claim.measure
    measure = "" if _ONLY_JOINS.fullmatch(measure) else measure.strip(" ()")
    if claim.of and claim.listed == "part":
        return _of_part(claim, measure)
    if claim.of and claim.of not in measure:
        return _STAGE.sub("", _TITLE_WORDS.sub("", claim.of)) + measure, ""
    if not measure or (measures.is_generic(measure) and not claim.of):
        return topic + measure, topic
    return measure, ""


def _of_part(claim: Claim, measure: str) -> tuple[str, str]:
    """A part of a whole: alone where it says what is measured, or counts things, else with how the whole ends."""
    tail = _TAIL.search(claim.of)
    if tail and tail[0].startswith("进出口") and _TRADE.match(measure):
        return claim.of[: tail.start()] + measure, claim.of
    if _TAIL.fullmatch(measure) and re.search(f"{re.escape(claim.of)}{_DONE}{measure}", claim.wide + claim.near):
        return claim.of + measure, ""
    is_counted = claim.sort is Sort.LEVEL and claim.amount.unit in COUNTING
    if _TAIL.search(measure) or _ENDS_AS_SHARE.search(measure) or tail is None or is_counted:
        return measure, ""
    return measure + tail[0], claim.of


def prices_of(claim: Claim) -> str:
    """Return in which prices a rate is by its words: `real`, `nominal`, empty where they do not say."""
    if claim.sort is not Sort.GROWTH:
        return ""
    word = _PRICES.search(claim.near)
    if word:
        return "nominal" if word[1] == "名义" else "real"
    return "real" if _REAL.search(claim.near) else ""


def _said(claim: Claim, subject: str, among: str | None, plain: str) -> str:
    """What a label says of its measure by what its figure is: a growth, a change, a share, a rank."""
    if claim.sort is Sort.GROWTH:
        prices = {"real": "实际", "nominal": "名义"}.get(prices_of(claim), "") if _PRICES.search(claim.near) else ""
        return _BASIS_WORDS.get(claim.basis, "") + prices + _growth(claim, subject)
    if claim.sort is Sort.CHANGE:
        return _BASIS_WORDS.get(claim.basis, "") + _verb(claim, plain)
    if claim.sort is Sort.SHARE and not _ENDS_AS_SHARE.search(subject):
        return _share(claim, subject, plain)
    if claim.sort is Sort.RANK and not _ENDS_AS_RANK.search(subject):
        return f"{among or ''}位次"
    times = _TIMES.search(plain, max(0, claim.start - _VERB_REACH), claim.start) if claim.amount.unit == "倍" else None
    return f"为{times[1]}的倍数" if times else ""


def _said_in_english(claim: Claim) -> str:
    """What a label in English says of its measure by what its figure is."""
    if claim.sort is Sort.LEVEL:
        return ""
    basis = {"year_on_year": "year-on-year ", "period_on_period": "period-on-period "}.get(claim.basis, "")
    return f" {basis if claim.sort is Sort.GROWTH else ''}{claim.sort}"


def _share(claim: Claim, subject: str, plain: str) -> str:
    """What a label says of a share: of which whole it is, where the words before the figure say that."""
    if "占" in subject:
        return "比重"
    whole = _OF_WHOLE.search(plain, max(0, claim.start - _VERB_REACH), claim.start)
    return f"占{whole[1]}比重" if whole else "占比"


def _growth(claim: Claim, subject: str) -> str:
    """The word for a growth: prices do not grow, they rise or fall."""
    if not _OF_PRICES.search(subject):
        return "增长"
    return "涨跌" if is_fall(claim) else "上涨"


def _verb(claim: Claim, plain: str) -> str:
    """The verb of a change; of one below zero a word for both ways, as its value has the sign."""
    if compared := _COMPARED.search(plain, max(0, claim.start - _VERB_REACH - 4), claim.start):
        return compared[0]  # 高于全国平均水平
    found = None
    for found in MOVES.finditer(plain, max(0, claim.start - _VERB_REACH), claim.start):  # noqa: B007
        pass
    verb = found[0] if found else ""
    rate = _RATE.search(claim.near)
    of_rate = rate[0] if rate else "增速" if verb in _OF_RATES else ""
    of_rate = "" if _SAID.search(claim.measure) else of_rate
    if is_fall(claim):
        return of_rate + "增减"
    return of_rate + (verb if len(verb) > 1 else "增加" if claim.direction > 0 else "变化")


def _among(claim: Claim, plain: str) -> str | None:
    """What a rank is among, as the text has it before the figure: 全省, 全国沿海港口."""
    clause = plain[max(0, claim.start - 24) : claim.start]
    found = _AMONG.search(re.split("[,;。、:]", clause)[-1])
    return found[1] if found else None


def _begin(claim: Claim) -> int:
    """Where the text begins that is looked at for a claim, so that the work stays linear in a paragraph."""
    return max(0, claim.start - REACH)


def _as_printed(subject: str, claim: Claim, written: str, plain: str) -> str:
    """The subject as the text prints it: GDP for gdp."""
    begin, end = _begin(claim), min(len(plain), claim.end + _LONGEST)
    at = plain.rfind(subject, begin, end)
    if at >= 0:
        return written[at : at + len(subject)]

    def printed(word: re.Match[str]) -> str:
        found = re.compile(rf"(?<![a-z]){re.escape(word[0])}(?![a-z])").search(plain, begin, end)
        return written[found.start() : found.end()] if found else word[0].upper()

    return _LATIN.sub(printed, subject)
