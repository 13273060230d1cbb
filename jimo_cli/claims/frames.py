"""Which measure a figure belongs to: the shapes that sentences have, the first that fits."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from jimo_cli.claims.aspects import last_match
from jimo_cli.claims.claim import Sort
from jimo_cli.claims.names import sort_of_label
from jimo_cli.claims.phrases import BLANK, MOVES, PLACEHOLDER, SHARE, noun_before, noun_of_clause
from jimo_cli.claims.places import places_in
from jimo_cli.claims.sentences import clauses_before
from jimo_cli.figures import units
from jimo_cli.text import concepts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jimo_cli.claims.places import Known
    from jimo_cli.claims.sentences import Sentence, Spot

_SHARE_NOUN = re.compile("比重|占比")
_COUNTER = re.compile(
    "(?:个|家|所|处|项|件|套|台|辆|座|条|类|种|款|部|艘|架|株|只|例|宗|场|支|份|间|村|篇|批|人次|人|名|位|户|镇|乡|大)?$"
)
_TOTAL = re.compile(r"(?:达到?|为|约|总数|合计|共计)\s*$")
_BARE_NOUN = re.compile("项目|企业|单位|公司|地区|县|城市")
_PART = re.compile("其中|分[^,。]{1,8}看|按[^,。]{1,8}分")
_STAGE = re.compile("竣工(?:投产)?|开工|在建|投产|完工|签约|总产|单产|城镇|农村|男性|女性")
_RANKING = re.compile("稳?居|位居|[位排]列|排|跃升|列")
_SIZE_ALONE = re.compile("增速|增幅|总量|在|全[省市县国区]|规模|排名|位次")
_JOINT = re.compile(rf"\s?(?:([、,])|和|及|以及|与)\s?(?:同比|环比)?(?:{MOVES.pattern})?(?:了|为|约)?")
_AND = re.compile("、|(?<=[\u3400-\u9fff])[和与及](?=[\u3400-\u9fff])")
_COMMA = re.compile("、")
_AND_AT_END = re.compile("、|(?<=[\u3400-\u9fff])[和与及](?=[\u3400-\u9fff][^、和与及]*$)")
_INDUSTRIES = re.compile("第?一、第?二、第?三(?:次?产业|产(?!品|量|值))")
_TWO_INDUSTRIES = re.compile("第?([一二])、第?([二三])(?:次?产业|产(?!品|量|值))")
_HAN = re.compile('[\u3400-\u9fff"]')
_KINDS = re.compile("(.+?)(?:等?[两二三四五六七八九十0-9]+[类种项家个大条座所款](.+)|((?<![种品人分])类.*))")
"""What the last entry of a list says of all: 轴承、齿轮两类产品, 化妆品、通讯器材类商品."""

_DOING = re.compile("^(.{2,12}?)(?:实现|完成|累计完成)(.{2,})$")
_BEGUN, _REACHED = (
    re.compile("[从由][^,]{0,6}$"),
    re.compile(f"(?:到|至|为)了?约?(?:现在|目前|如今|今天)?{BLANK}*的?约?$"),
)
_MOST_NAMED = 20
_IS_MEASURE = re.compile(
    "(?:额|值|量|率|数|人口|收入|支出|投资|面积|里程|消费|价格|指数|比重|占比|利润|税收|出口|进口|床位|就业|存款|贷款|方面)$"
)
"""How the name of a measure ends, for a clause that may also be any other words: 动的是内部."""

_LONGEST_PLACE, _LONGEST_TAIL, _LONGEST_REACH = 8, 6, 12
_WORD = re.compile(r"[\w]{2}")
_RESPECTIVE = "分别"
_QUOTES = re.compile('["“”]')
_NO_NOUN = re.compile("目标|任务|水平|规模|纪录|记录|历史|新高|大关|关口|增|降|高|低|差距|区间|范围")
"""What a figure with 的 behind it says of its own measure: 突破100亿元的大关."""

_SHORT, _SHORT_REST, _LONGEST_KIND = 4, 10, 8


class Bound(NamedTuple):
    """The measure of a figure, the frame that found it, the whole that it is a part of, and what the frame tells.

    `sort` and `direction` are None where the words beside the figure tell them.
    """

    measure: str
    frame: str
    of: str = ""
    listed: str = ""
    sort: Sort | None = None
    place: str = ""
    direction: int | None = None


class Binder:
    """Finds the measures of the figures of one sentence in turn.

    `topic` is what the sentence before was about, `named` the last measures of the document, to which it adds.
    """

    def __init__(self, topic: str, group: Sequence[str], named: list[str], places: Known) -> None:
        self._places = places
        self._named_before = named
        self._is_begun = False
        self._topic = topic
        self._run: list[str] = []
        self._head = ""
        self.group = list(group)
        self._heads = _heads(group)
        """The measures of the last 分别, which one that follows may mean as well."""
        self.bound: list[Bound] = []

    def bind(self, spot: Spot) -> Bound:
        """Return the measure of the next figure; an empty one where none is found."""
        found = (
            self._respective(spot)
            or self._reached(spot)
            or _of_share(spot, self)
            or self._named(spot)
            or self._inherited(spot)
        )
        found = self._ranked(found) if spot.aspect.sort is Sort.RANK else found
        found = self._of_place_alone(spot, _with_subject(found))
        found = self._part(spot, _with_share(spot, found))
        found = found._replace(measure=_QUOTES.sub("", found.measure))
        self._is_begun = bool(_BEGUN.search(spot.gap))
        self.bound.append(found)
        return found

    @property
    def topic(self) -> str:
        """What the sentence is about, for the next one."""
        if not self.bound or (self.bound[0].listed == "part" and self._topic):
            return self._topic
        first = self.bound[0]
        return first.of if first.of and _STAGE.fullmatch(first.measure) else first.measure

    def lead(self, spot: Spot) -> str:
        """What the figure is about by the clauses without one before it, or what the figure before is about."""
        return next(filter(None, map(noun_of_clause, clauses_before(spot))), "")

    def _respective(self, spot: Spot) -> Bound | None:
        """上海、北京居民人均可支配收入分别达到…元、…元: as many measures as figures follow."""
        if _RESPECTIVE in spot.between:
            self._run = self._labels(spot)
        elif self._is_of_group(spot):
            self._run = [*self.group]
        if not self._run or (_RESPECTIVE not in spot.between and len(spot.phrase.words) >= 2):  # noqa: PLR2004
            self._run = []
            return None
        is_next = _JOINT.fullmatch(spot.between) is not None and not MOVES.search(spot.between)
        before = self.bound[-1] if is_next and self.bound else None
        sort, direction = (before.sort, before.direction) if before else spot.aspect
        return Bound(self._run.pop(0), _RESPECTIVE, listed="respective", sort=sort, direction=direction)

    def _is_of_group(self, spot: Spot) -> bool:
        """Tell whether as many figures follow as there were measures before: 分别完成3元、2元，增长7.8%和13.4%."""
        is_after = self.bound and self.bound[-1].listed == "respective" and not self._run
        return bool(is_after) and len(spot.phrase.words) < 2 and _run_length(spot) == len(self.group) > 1  # noqa: PLR2004

    def _labels(self, spot: Spot) -> list[str]:
        sentence = spot.sentence
        at = sentence.plain.rfind(_RESPECTIVE, spot.previous_end, spot.figure.start)
        start = max([cut for cut in sentence.cuts if cut <= at] + [spot.previous_end])
        said = _INDUSTRIES.sub("三次产业", sentence.blank[start:at])
        subject = noun_before(_TWO_INDUSTRIES.sub(r"第\1产业、第\2产业", said), with_examples=True).words
        subject = "" if PLACEHOLDER.fullmatch(subject) else subject
        count = _run_length(spot)
        labels = _split(subject, count) if subject else []
        if not labels and not subject:
            before = [bound.measure for bound in self.bound[-count:]] or self._named_before[-count:]
            labels = before if len(before) == count else self.group if len(self.group) == count else []
        if not labels and len(self.group) == count:  # 三类产品收入分别为…，毛利率分别为…
            return [head + subject for head in self._heads]
        labels = labels or [subject] * count
        self.group, self._heads = labels, _heads(labels)
        return [*labels]

    def _named(self, spot: Spot) -> Bound | None:
        """N个X, where the noun behind a counter is what is counted; X Y, where the one before the figure is."""
        if self._is_counted(spot) and (len(spot.phrase.words) < 2 or not _TOTAL.search(spot.gap)):  # noqa: PLR2004
            return Bound(_counted(spot), "N个X")
        words = spot.phrase.words
        if len(words) < 2 or PLACEHOLDER.fullmatch(words) or not _WORD.search(words):  # noqa: PLR2004
            return None
        return Bound(words + self._tail(spot, words), "X Y")

    def _tail(self, spot: Spot, words: str) -> str:
        """What a measure leaves out that the one before says: 民营企业进出口243亿元，外商投资企业201亿元."""
        before = self.bound[-1].measure if self.bound and not _IS_MEASURE.search(words) else ""
        at = before.rfind(words[-2:])
        tail = before[at + 2 :] if at > 0 else ""
        return tail if 2 <= len(tail) <= _LONGEST_TAIL and not _differs_in_unit(spot) else ""  # noqa: PLR2004

    @staticmethod
    def _is_counted(spot: Spot) -> bool:
        counts = _COUNTER.fullmatch(spot.figure.amount.name) and spot.aspect.sort is Sort.LEVEL
        return bool(counts and len(spot.behind) >= 2 and _HAN.match(spot.behind))  # noqa: PLR2004

    def _before(self, spot: Spot) -> Bound | None:
        """The last figure's measure; outside brackets that of the last one which stands in none."""
        if not self.bound or _is_in_brackets(spot.sentence, spot.figure.start):
            return self.bound[-1] if self.bound else None
        earlier = zip(self.bound, spot.sentence.figures, strict=False)
        free = [bound for bound, figure in earlier if not _is_in_brackets(spot.sentence, figure.start)]
        return free[-1] if free else self.bound[-1]

    def _inherited(self, spot: Spot) -> Bound:
        """No noun of its own: what the figure before is about, a clause without a figure, or the sentence before."""
        lead = self.lead(spot)
        before = self._before(spot)
        if before and _is_of_noun_behind(spot):
            return Bound(spot.behind, "N个X")
        if before and (not lead or (spot.aspect.sort is not Sort.LEVEL and ";" not in spot.between)):
            return before._replace(frame="same", sort=None, direction=None)
        if lead:
            is_rate = spot.figure.amount.unit == "%" and spot.aspect.sort is Sort.LEVEL
            return Bound(lead, "clause before", sort=sort_of_label(lead) if is_rate else None)
        if self._is_counted(spot) or (len(spot.behind) >= 2 and spot.figure.amount.unit != "%"):  # noqa: PLR2004
            return Bound(spot.behind, "N个X")
        return Bound(self._topic, "sentence before")

    def _of_place_alone(self, spot: Spot, found: Bound) -> Bound:
        """A measure that is only a place: 岳阳则超过120万标箱 is of what the figure before is of."""
        named = places_in(found.measure, self._places) if len(found.measure) <= _LONGEST_PLACE else ()
        if not named or named[0].start or named[-1].end < len(found.measure):
            return found
        before, lead = self._before(spot), self.lead(spot)
        lead = lead if _IS_MEASURE.search(lead) or not self._topic else ""
        measure = before.measure if before else lead or self._topic
        return found._replace(measure=measure, place=named[-1].name, frame="same")

    def _reached(self, spot: Spot) -> Bound | None:
        """由4218公里延伸到5264公里: both are of what the first one is."""
        before = self.bound[-1] if self.bound else None
        between = spot.sentence.blank[spot.previous_end : spot.figure.start]
        is_near = len(between.replace(BLANK, "")) <= _LONGEST_REACH
        if before is None or not self._is_begun or not is_near or not _REACHED.search(between):
            return None
        return before._replace(frame="same", sort=None, direction=None)

    def in_full(self, measure: str) -> str:
        """Return the measure that a shorter word for it means: one named before that ends like it, or its opposite's.

        收入 is 一般公共预算收入 where that was named, and 支出 then is 一般公共预算支出.
        """
        short = measure.removesuffix("方面")
        found = measure
        if 0 < len(short) < _SHORT:
            earlier = [*reversed(self._named_before)]
            found = next((one for one in earlier if _is_end(short, one)), "")
            found = found or self._of_trade(short)
            opposites = [pair for pair in concepts.contrasts_of(short) if concepts.SUMS.isdisjoint(pair)]
            for own, other in opposites if not found else ():
                whole = next((one for one in earlier if _is_end(other, one) and own == short), "")
                found = found or (whole and whole.removesuffix(other) + own)
            found = found or measure
        if found and found not in self._named_before:
            self._named_before.append(found)
            del self._named_before[:-_MOST_NAMED]
        return found

    def _of_trade(self, short: str) -> str:
        """出口 and 进口 behind 民营企业进出口 are those of the same: 民营企业出口; else empty."""
        trade = "进出口"
        before = next((bound.measure for bound in reversed(self.bound) if bound.measure.endswith(trade)), "")
        return before.removesuffix(trade) + short if before and short in {"进口", "出口"} else ""

    def _ranked(self, found: Bound) -> Bound:
        """A rank is of what stands before 居, and of the measure before where only 增速 or 总量 does."""
        ranking = _RANKING.search(found.measure)
        measure = found.measure[: ranking.start()] if ranking else found.measure
        measure = re.sub("在[^,]{0,8}$|^整个[^,]{0,8}$", "", measure)
        if self.bound and len(_SIZE_ALONE.sub("", measure)) < 2:  # noqa: PLR2004
            return self.bound[-1]._replace(frame="same", sort=None, direction=None)
        return found._replace(measure=measure, frame="rank")

    def _part(self, spot: Spot, found: Bound) -> Bound:
        """其中 and what follows it are parts of the measure before; so are 竣工 and 开工, which name none alone."""
        before = self.bound[-1] if self.bound else None
        if _PART.search(spot.between):
            wholes = [bound.measure for bound in self.bound if bound.listed != "part"]
            self._head = wholes[-1] if wholes else self._head or self._topic
            found = found._replace(listed=found.listed or "part")
        elif before and before.listed == "part" and self._head and found.frame == "X Y" and not found.listed:
            is_of_part = len(found.measure) <= _SHORT and ";" not in spot.between and _differs_in_unit(spot)
            found = found._replace(listed="part", of=before.measure if is_of_part else found.of)
        if found.listed == "part" and not found.of and found.frame != "same":
            return found._replace(of=self._head)
        if found.frame == "X Y" and _STAGE.fullmatch(found.measure):
            return found._replace(of=found.of or (before.measure if before else self.lead(spot) or self._topic))
        return found


def _is_of_noun_behind(spot: Spot) -> bool:
    """Tell whether a quantity is one of what follows it: 360万千瓦的太阳能资源, 有240万千瓦光伏发电潜力."""
    is_quantity = spot.aspect.sort is Sort.LEVEL and spot.figure.amount.unit not in {"", "%", "‰"}
    is_led = spot.sentence.plain.startswith("的", spot.figure.end) or spot.gap.rstrip().endswith("有")
    return is_quantity and is_led and len(spot.behind) >= 2 and not _NO_NOUN.match(spot.behind)  # noqa: PLR2004


def _is_end(short: str, whole: str) -> bool:
    """Tell whether a measure ends like a shorter one that it may be: 进出口 is no 出口."""
    before = whole[: -len(short)]
    return whole.endswith(short) and before != "" and not (before.endswith("进") and short.startswith("出口"))


def _is_in_brackets(sentence: Sentence, position: int) -> bool:
    opened = sentence.plain.rfind("(", sentence.start, position)
    return opened >= 0 and sentence.plain.find(")", opened, position) < 0


def _differs_in_unit(spot: Spot) -> bool:
    """Tell whether a figure counts something else than the one before it: 64个, 完成投资108亿元."""
    before = spot.sentence.figures[spot.at - 1].amount
    return units.ratio(before.name, spot.figure.amount.name) is None


def _with_subject(found: Bound) -> Bound:
    """纺织服装业实现进出口, 武汉港完成集装箱吞吐量: who did it stands before the measure, and is no part of it."""
    doing = _DOING.search(found.measure)
    if found.frame != "X Y" or doing is None or found.of:
        return found
    return found._replace(measure=doing[2], of=doing[1])


def _of_share(spot: Spot, binder: Binder) -> Bound | None:
    """全市产业的70%, 83%的农村污水, 占全区GDP的42.4%: the words of the share with what it is of."""
    phrase, aspect = spot.phrase.words, spot.aspect
    if spot.figure.amount.unit == "%" and aspect.sort is Sort.LEVEL:
        if spot.gap.rstrip().endswith("的") and len(phrase) >= 2:  # noqa: PLR2004
            words = spot.gap.rpartition(",")[2].replace(BLANK, "").strip(" 的")
            return Bound(words, "X的Q", sort=Sort.SHARE)
        if spot.sentence.plain.startswith("的", spot.figure.end) and len(spot.behind) >= 2:  # noqa: PLR2004
            return Bound(spot.behind, "Q的X", sort=Sort.SHARE)
    share = last_match(SHARE, phrase)
    if aspect.sort is not Sort.SHARE or share is None:
        return None
    subject = noun_before(phrase[: share.start()]).words
    if not subject:
        before = binder.bound[-1].measure if binder.bound else binder.lead(spot) or binder.topic
        subject = SHARE.split(before)[0]
    return Bound(subject + phrase[share.start() :].replace("所占", "占"), "占")


def _with_share(spot: Spot, found: Bound) -> Bound:
    """The measure of a share with the word for it, where its frame did not take it along."""
    if (found.sort or spot.aspect.sort) not in {Sort.SHARE, Sort.CHANGE}:
        return found
    if "占" in found.measure and "比重" not in found.measure:
        return found._replace(measure=f"{found.measure}比重")
    noun = _SHARE_NOUN.search(spot.gap)
    if found.frame == "X Y" and noun and noun[0] not in found.measure:
        return found._replace(measure=found.measure + noun[0])
    return found


def _counted(spot: Spot) -> str:
    """What a figure counts, with the short rest of the clause that says what of it: 41个项目入列重点项目."""
    plain, noun = spot.sentence.plain, spot.behind
    if _BARE_NOUN.fullmatch(noun):
        return plain[spot.figure.end : min(spot.clause_end, spot.figure.end + 24)].strip(" ,。;、的")
    behind = plain.find(noun, spot.figure.end) + len(noun)
    rest = plain[behind : spot.clause_end].strip(" ,;。、")
    if len(spot.phrase.words) < 2 and len(rest) <= _SHORT_REST and rest and all(map(_HAN.match, rest)):  # noqa: PLR2004
        return noun + rest.replace("了", "")
    return noun


def _run_length(spot: Spot) -> int:
    """How many figures follow each other with nothing but commas and 和 between them, from one on."""
    figures, count = spot.sentence.figures, 1
    while spot.at + count < len(figures):
        before, following = figures[spot.at + count - 1], figures[spot.at + count]
        joint = _JOINT.fullmatch(spot.sentence.plain, before.end, following.start)
        if not joint or (joint[1] == "," and figures[spot.at].amount.unit != following.amount.unit):
            break
        count += 1
    return count


def _split(subject: str, count: int) -> list[str]:
    """The measures that a subject lists, each with the words that stand once behind the last; none for fewer."""
    subject = re.sub("^城乡(?=居民)", "城镇、农村", subject)
    subject = re.sub("^三次产业", "第一产业、第二产业、第三产业", subject)
    parts = _listed(subject, count)
    if len(parts) < 2:  # noqa: PLR2004
        return parts
    last, before = parts[-1], parts[-2]
    common = 0
    while common < min(len(before), len(last)) and before[-1 - common] == last[-1 - common]:
        common += 1
    if common >= 2 or all(map(_IS_MEASURE.search, parts)):  # noqa: PLR2004
        return parts
    if kinds := _KINDS.fullmatch(last):
        tail = kinds[2] or kinds[3]
        return [*(part + tail for part in parts[:-1]), kinds[1] + tail]
    if len(before) >= len(last) and _IS_MEASURE.search(last):
        before = min(parts, key=len)
    tail = last[_end_of_kind(before, last) :] if len(before) < len(last) else ""
    return [*(part if _IS_MEASURE.search(part) else part + tail for part in parts[:-1]), last]


def _listed(subject: str, count: int) -> list[str]:
    """The entries of a list of as many; none where it cannot be told which they are.

    Not every 和 parts two of them: 家用电器和音像器材、通讯器材 are two.
    """
    for parting in (_AND, _AND_AT_END, _COMMA):
        parts = [part for part in parting.split(subject) if part]
        if len(parts) == count or count == 1:
            return parts[-count:]
    return []


def _end_of_kind(before: str, last: str) -> int:
    """Where the part of the last measure of a list ends that tells it from the one before: 装备制造业增加值.

    Behind what both are a kind of, 高技术制造业 and 装备制造业; else both are as long.
    """
    for length in range(min(len(before), _LONGEST_KIND), 1, -1):
        at = last.find(before[-length:])
        if at > 0:
            return at + length
    return len(before)


def _heads(labels: Sequence[str]) -> list[str]:
    """What tells measures of one kind apart: 轴承 and 齿轮 of 轴承收入 and 齿轮收入."""
    tail = 0
    while labels and all(len(label) > tail + 1 and label[-1 - tail] == labels[0][-1 - tail] for label in labels):
        tail += 1
    return [label[: len(label) - tail] for label in labels]
