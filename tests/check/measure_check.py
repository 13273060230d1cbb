"""Print how well `jimo check` tells right figures of a draft from wrong ones.

    python measure_check.py                      drafts over the bundled facts and over a made-up province
    python measure_check.py --seed 7 --size 300  others, fewer
    python measure_check.py --misses             the sentences that are judged wrongly too

Drafts are made from facts in the sentences of `SHAPES`. In some of them one figure, year, place or word is altered:
a figure that then differs is right, one that agrees is passed as right. `NEGATIVES` state what no fact speaks to.
Beside it stands an exact-number search: there a figure differs if no fact has its amount in its unit.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import time
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[2]))

from builders import make_fact

from jimo_cli import Catalog
from jimo_cli.check import AGREES, DIFFERS, Base, Label, check
from jimo_cli.documents import markdown
from jimo_cli.figures.amount import stated_amount
from jimo_cli.model import Aspect, Fact, Kind, Qualifier

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from jimo_cli.check import Checked
    from jimo_cli.figures.amount import Amount

FACTS = Path(__file__).parents[2] / "facts"
YEARS = tuple(range(2018, 2024))
PROVINCE = "云海省"
CITIES = ("临泽市", "望川市", "东岭市", "安河市", "石桥市", "新渡市")
AREAS = (PROVINCE, *CITIES)

# Label, unit, least and most value, decimals; the growth of the first ones is a fact too.
LEVELS = [
    ("地区生产总值", "亿元", 900, 9000, 2), ("一般公共预算收入", "亿元", 60, 900, 2),
    ("社会消费品零售总额", "亿元", 300, 4000, 1), ("出口总额", "亿元", 100, 3000, 1),
    ("固定资产投资", "亿元", 200, 5000, 1), ("旅游总收入", "亿元", 50, 900, 1), ("常住人口", "万人", 100, 900, 2),
    ("城镇居民人均可支配收入", "元", 30000, 70000, 0), ("农村居民人均可支配收入", "元", 15000, 35000, 0),
    ("粮食总产量", "万吨", 50, 900, 1), ("工业用电量", "亿千瓦时", 50, 900, 1), ("高新技术企业", "家", 300, 9000, 0),
    ("公路通车里程", "公里", 3000, 20000, 0), ("接待游客", "万人次", 900, 9000, 1),
    ("港口货物吞吐量", "万吨", 2000, 60000, 0), ("城镇新增就业", "万人", 3, 90, 2),
    ("森林覆盖率", "%", 20, 60, 1), ("常住人口城镇化率", "%", 50, 80, 2),
]  # fmt: skip
GROWING = tuple(label for label, *_ in LEVELS[:5])

# What stands in a sentence: a(rea), y(ear), m(easure), F(igure); 2 is another measure, area or year; G is the growth,
# and ⏎ ends a line.
ONE = """
{y}年，{a}{m}{F}。|{y}年{a}{m}达到{F}。|{a}{y}年{m}为{F}。|{y}年，{a}实现{m}{F}。|{y}年全年，{a}{m}达{F}。
{a}{m}在{y}年达到{F}。|{a}{y}年的{m}是{F}。|{y}年{m}：{a}{F}。|在{a}，{y}年{m}为{F}。|{y}年，{a}完成{m}{F}。
{y}年{a}{m}{F}，总量居全省前列。|数据显示，{a}{y}年{m}达到{F}。|据统计，{y}年{a}{m}约为{F}。
{y}年，{a}经济运行平稳。全年{m}{F}。|- {y}年{a}{m}：{F}|{y}年，{a}{m}**{F}**。|> {y}年，{a}{m}为{F}。
{y}年，{a}{m}达{F}，为近年来最好水平。|# {a}{y}年统计公报⏎⏎全年{m}{F}。|## {y}年{a}情况⏎⏎{m}{F}。
记者从{a}统计局获悉，{y}年全市{m}达到{F}。|{y}年，面对复杂形势，{a}{m}仍达到{F}。|{a}（{y}年{m}{F}）
{y}年，{a}{m}稳步提高，达到{F}。|{y}年{a}的{m}已达{F}，基础更加牢固。
""".replace("\n", "|").split("|")
TWO_MEASURES = """
{y}年，{a}{m}{F}，{m2}{F2}。|{y}年{a}{m}达{F}、{m2}达{F2}。|{y}年，{a}{m}和{m2}分别为{F}和{F2}。
{y}年，{a}{m}、{m2}分别达到{F}、{F2}。|{y}年，{a}{m}{F}；{m2}{F2}。|{y}年，{a}{m}为{F}。{m2}为{F2}。
# {a}{y}年统计公报⏎⏎全年{m}{F}，{m2}{F2}。|{y}年，{a}{m}达到{F}，同时{m2}达到{F2}。
""".replace("\n", "|").split("|")
TWO_PLACES = """
{y}年，{a}和{a2}{m}分别为{F}和{F2}。|{y}年{m}，{a}为{F}，{a2}为{F2}。|{y}年，{a}{m}{F}，{a2}{F2}。
{y}年，{a}{m}达{F}，{a2}{m}达{F2}。
""".replace("\n", "|").split("|")
TWO_YEARS = (
    "{a}{m}{y}年为{F}，{y2}年为{F2}。|{y}年{a}{m}为{F}，{y2}年为{F2}。|{a}{y}年、{y2}年{m}分别为{F}、{F2}。".split("|")
)
GROWTH = """
{y}年，{a}{m}{F}，同比{G}。|{y}年，{a}{m}{F}，比上年{G}。|{y}年{a}{m}同比{G}。|{y}年，{a}{m}比上年{G}，达到{F}。
{a}{y}年{m}{F}（同比{G}）。|{y}年，{a}实现{m}{F}、{G}。|{y}年，{a}{m}{G}。|{y}年，{a}{m}达{F}，{G}。
""".replace("\n", "|").split("|")
SHAPES = [shape for shape in (*ONE, *TWO_MEASURES, *TWO_PLACES, *TWO_YEARS, *GROWTH) if shape]

NEGATIVES = (
    """
{y}年，{a}{o}{x}亿元。|{y}年{a}{o}达到{x}万人。|{y}年，{a}{o}为{x}%。|{y}年，{z}{m}达到{x}{u}。|{y}年{z}{m}{x}{u}。
力争到{t}年，{a}{m}达到{x}{u}。|{t}年，{a}{m}目标为{x}{u}。|预计{t}年{a}{m}将达{x}{u}。|{a}计划{t}年{m}突破{x}{u}。
{a}{m}到{t}年要达到{x}{u}左右。|{y}年3月，{a}{m}{x}{u}。|{y}年前三季度，{a}{m}{x}{u}。|{y}年上半年{a}{m}为{x}{u}。
{y}年1至{n}月，{a}{m}{x}{u}。|2009年，{a}{m}仅为{x}{u}。|{y}年，{a}{m}比上年增加{x}{u}。|{y}年，{a}人均{o}{x}元。
{y}年，{a}{m}居全省第{n}位。|{y}年{n}月{n}日，{a}召开第{n}次会议，{n}人参加。|第{n}条规定，处{n}万元以上{x}万元以下罚款。
依据《{a}条例》第{n}条第二款，应当在{n}日内提交。|{y}年，{a}{m}中，民营企业占{x}%。|{y}年，{a}建成{n}个项目，投资{x}亿元。
{y}年，{a}某企业{m}{x}{u}。|如果{a}{m}达到{x}{u}，将给予奖励。|{y}年，{a}{m}拉动增长{n}个百分点。|{y}年{a}{o}{x}家。
{y}年，全国{m}{x}{u}。|联系电话：{n}{n}8{n}，地址：{a}建设路{n}号。|{y}年，{a}{m}较{b}年增长{x}%。
{y}年，{a}下辖的青山县{m}{x}{u}。|{y}年，{a}{m}的{n}倍是{x}{u}。|{y}年，{a}进口总额{x}亿元。|{y}年，{a}人均地区生产总值{x}元。
""".replace("\n", "|")
    .strip("|")
    .split("|")
)
OTHERS = (
    "专利授权量",
    "民用汽车保有量",
    "地方债务余额",
    "海洋生产总值",
    "第三产业增加值",
    "进口总额",
    "农村用电量",
    "软件业务收入",
    "研发经费",
    "住户存款",
    "毛入学率",
    "快递业务量",
    "在校学生",
)
PLACES = ("江苏省", "浙江省", "杭州市", "青山县", "西部地区", "长三角", "苏州市", "成都市")
OTHER_UNITS = {
    "亿元": "亿美元",
    "元": "美元",
    "万吨": "万立方米",
    "公里": "平方公里",
    "亿千瓦时": "亿立方米",
    "万人": "万户",
}
KINDS = ("digit", "point", "magnitude", "year", "place", "direction", "hedge", "unit")


class Slot(NamedTuple):
    """A figure of a sentence: its span, the fact that it is of, and how it was altered."""

    start: int
    end: int
    altered: str = ""


class Sentence(NamedTuple):
    """A sentence with its figures."""

    text: str
    slots: tuple[Slot, ...]


def province(seed: int) -> dict[tuple[str, str, int], Fact]:
    """Return the facts of a made-up province by label, area and year."""
    chance, facts = random.Random(seed), dict[tuple[str, str, int], Fact]()
    for number, (label, unit, least, most, decimals) in enumerate(LEVELS):
        for at, area in enumerate(AREAS):
            for year in YEARS:
                value = Decimal(chance.randint(least * 10**decimals, most * 10**decimals)).scaleb(-decimals)
                facts[label, area, year] = _fact(f"m{number}-{at}-{year}", label, (area, year), value, unit)
                if label in GROWING:
                    rate = Decimal(chance.choice([1, 1, 1, -1]) * chance.randint(11, 189)).scaleb(-1)
                    named, of = f"{label}增长", facts[label, area, year].id
                    fact = _fact(f"g{number}-{at}-{year}", named, (area, year), rate, "%")
                    facts[named, area, year] = fact._replace(aspect=Aspect.GROWTH, of=of)
    return facts


def _fact(slug: str, label: str, of: tuple[str, int], value: Decimal, unit: str) -> Fact:
    return make_fact(
        f"made.{slug}", label=label, label_en=None, value=value, unit=unit, time_period=str(of[1]), reference_area=of[0],
        as_written=written(value, unit),
    )  # fmt: skip


def written(value: Decimal, unit: str) -> str:
    """Return a figure as a source prints it, a rate with the word for its direction left out."""
    return f"{abs(value)}{unit}"


def base_of(facts: Sequence[Fact]) -> Base:
    """Return a base of facts in memory."""
    labels = [*dict.fromkeys(fact.label for fact in facts)]
    keys = {label: key for key, label in enumerate(labels)}
    by_key, by_place = dict[int, list[Fact]](), dict[tuple[str | None, str | None], list[Fact]]()
    names: dict[str, dict[str, None]] = {}
    for fact in facts:
        by_key.setdefault(keys[fact.label], []).append(fact)
        by_place.setdefault((fact.reference_area, fact.time_period), []).append(fact)
        names.setdefault(fact.label, {}).update(dict.fromkeys(filter(None, (fact.label_en, *fact.aliases))))
    every = [Label(key, label, tuple(names[label])) for label, key in keys.items()]
    return Base(every, lambda key: by_key[key], lambda area, period: by_place.get((area, period), []))


# ---- sentences


def filled(shape: str, words: dict[str, str], figures: dict[str, str], altered: dict[str, str]) -> Sentence:
    """Return a sentence with its words and figures; `altered` says how figures were."""
    text, slots = "", list[Slot]()
    shape = shape.replace("⏎", "\n")
    for literal, name in re.findall(r"([^{]*)(?:\{(\w+)\})?", shape):
        text += literal
        if name in figures:
            slots.append(Slot(len(text), len(text) + len(figures[name]), altered.get(name, "")))
            text += figures[name]
        elif name:
            text += words[name]
    return Sentence(text, tuple(slots))


def sentence(chance: random.Random, facts: dict[tuple[str, str, int], Fact], shape: str, kind: str = "") -> Sentence:
    """Return a sentence of a shape, with one thing altered where a kind is given that the shape has."""
    labels = [label for label, *_ in LEVELS]
    label = chance.choice(GROWING if "{G}" in shape else labels)
    other = chance.choice([each for each in labels if each != label])
    area, area2 = chance.sample(AREAS, 2)
    year, year2 = sorted(chance.sample(YEARS, 2))
    second = facts[
        other if "{m2}" in shape else label, area2 if "{a2}" in shape else area, year2 if "{y2}" in shape else year
    ]
    first, growth = facts[label, area, year], facts.get((f"{label}增长", area, year))
    words = {"a": area, "a2": area2, "y": str(year), "y2": str(year2), "m": label, "m2": other}
    figures = {name: fact.as_written or "" for name, fact in (("F", first), ("F2", second))}
    if growth:
        figures["G"] = _moved(growth, turned=kind == "direction")
    altered = _altered(chance, kind, _Parts(shape, words, figures, first)) if kind else {}
    return filled(shape, words, {name: each for name, each in figures.items() if f"{{{name}}}" in shape}, altered)


def _moved(growth: Fact, *, turned: bool) -> str:
    falls = (growth.value or 0) < 0
    return f"{'下降' if falls is not turned else '增长'}{growth.as_written}"


class _Parts(NamedTuple):
    """A shape with the words and figures that it is filled with, and the fact of its first figure."""

    shape: str
    words: dict[str, str]
    figures: dict[str, str]
    fact: Fact


def _altered(chance: random.Random, kind: str, parts: _Parts) -> dict[str, str]:
    """Alter words or figures in place; return the kind by the names of the figures that are wrong now."""
    if not _has(kind, parts.shape):
        return {}
    if kind == "direction":  # its words are chosen with the figure
        return {"G": kind}
    if kind in {"year", "place"}:
        name, every = ("y", map(str, YEARS)) if kind == "year" else ("a", AREAS)
        parts.words[name] = chance.choice([each for each in every if each != parts.words[name]])
        return {"F": kind}
    wrong = _wrong(chance, kind, parts.fact)
    if wrong is None:
        return {}
    parts.figures["F"] = wrong
    return {"F": kind}


def _wrong(chance: random.Random, kind: str, fact: Fact) -> str | None:
    value, unit = str(fact.value), fact.unit or ""
    if kind == "digit":
        at = chance.choice([at for at, char in enumerate(value[:3]) if char.isdigit()])
        digit = chance.choice([each for each in "123456789" if each != value[at]])
        return f"{value[:at]}{digit}{value[at + 1 :]}{unit}"
    if kind == "point":
        return f"{Decimal(value).scaleb(chance.choice([-1, 1])):f}{unit}"
    if kind == "magnitude" and unit[0] in "亿万":
        return f"{value}{'万亿'['万亿'.index(unit[0]) - 1]}{unit[1:]}"
    if kind == "unit" and unit in OTHER_UNITS:
        return f"{value}{OTHER_UNITS[unit]}"
    if kind == "hedge":
        return f"{chance.choice(['超过', '不到'])}{value}{unit}"
    return None


def rounded(fact: Fact) -> str:
    """Return a figure with a digit fewer, rounded."""
    value = fact.value or Decimal(0)
    exponent = value.as_tuple().exponent
    step = Decimal(1).scaleb(int(exponent) + 1)
    return f"约{value.quantize(step):f}{fact.unit}"


def negative(chance: random.Random) -> Sentence:
    """Return a sentence whose figures no fact speaks to."""
    label, unit, least, most, _ = chance.choice(LEVELS)
    year = chance.choice(YEARS)
    words = {
        "a": chance.choice(AREAS), "y": str(year), "b": str(year - 2), "m": label, "u": unit, "o": chance.choice(OTHERS),
        "z": chance.choice(PLACES), "t": str(chance.randint(2026, 2035)), "n": str(chance.randint(2, 11)),
        "x": f"{chance.uniform(least, most):.1f}",
    }  # fmt: skip
    return Sentence(chance.choice(NEGATIVES).format(**words), ())


_PERIODS = {"2024-S1": "2024年上半年", "2024-01-01/..": "2024年以来"}
_BUNDLED = ("{p}，{a}{m}{F}。", "{p}{a}{m}达到{F}。", "{a}{p}{m}为{F}。", "{p}，{a}的{m}共{F}。")


def bundled(chance: random.Random, facts: Sequence[Fact], kind: str = "") -> Iterator[Sentence]:
    """Yield sentences of the bundled statistics in each shape, with the figure altered where that can be."""
    for fact in facts:
        period = _PERIODS.get(fact.time_period or "", f"{fact.time_period}年")
        if fact.kind is not Kind.STATISTIC or not fact.as_written or not re.fullmatch(r"20\d\d年\S*", period):
            continue
        figure = _wrong(chance, kind, fact) if kind else fact.as_written
        if kind and (fact.value is None or fact.value < 0 or fact.qualifier is not Qualifier.EXACT or fact.value < 3):
            continue
        for shape in _BUNDLED if figure else ():
            words = {"p": period, "a": fact.reference_area or "", "m": fact.label}
            yield filled(shape, words, {"F": figure or ""}, {"F": kind} if kind else {})


# ---- what comes of it


class Outcome(NamedTuple):
    """How a figure was judged: `right`, `negative` or how it was altered, and both results."""

    kind: str
    result: str
    exact: str
    text: str


def outcomes(sentences: Iterable[Sentence], facts: Sequence[Fact]) -> Iterator[Outcome]:
    """Yield what is said of each figure over facts; one that is not read has no result."""
    base, amounts = base_of(facts), frozenset(_key(amount) for fact in facts if (amount := stated_amount(fact)))
    areas = [*dict.fromkeys(fact.reference_area for fact in facts if fact.reference_area)]
    for each in sentences:
        results = [*check(markdown.read("draft.md", each.text), base, areas=areas)]
        for slot in each.slots:
            found = [one for one in results if one.start < slot.end and one.end > slot.start]
            result = found[0].judgement.result if found else ""
            exact = _exact(found[0], amounts) if found else ""
            yield Outcome(slot.altered or "right", result, exact, each.text)
        if not each.slots:
            for one in results:
                yield Outcome("negative", one.judgement.result, _exact(one, amounts), each.text)


def _key(amount: Amount) -> object:
    return abs(amount.low).normalize(), amount.unit


def _exact(one: Checked, amounts: frozenset[object]) -> str:
    return AGREES if _key(one.judgement.claim.amount) in amounts else DIFFERS


class Measured(NamedTuple):
    """What came of drafts: counts by kind and result of jimo and of the exact search, and the misses."""

    jimo: Counter[tuple[str, str]]
    exact: Counter[tuple[str, str]]
    misses: list[str]

    def share(self, kind: str, result: str, *, of_exact: bool = False) -> float:
        """Return the share of the figures of a kind with a result."""
        counts = self.exact if of_exact else self.jimo
        total = sum(count for (each, _), count in counts.items() if each == kind)
        return counts[kind, result] / total if total else 0.0

    def total(self, kind: str) -> int:
        """Return how many figures of a kind there are."""
        return sum(count for (each, _), count in self.jimo.items() if each == kind)

    def precision(self, *, of_exact: bool = False) -> float:
        """Return the share of the figures said to differ that do."""
        counts = self.exact if of_exact else self.jimo
        said = {kind: count for (kind, result), count in counts.items() if result == DIFFERS}
        return sum(said.get(kind, 0) for kind in KINDS) / max(1, sum(said.values()))

    def over_kinds(self, result: str, *, of_exact: bool = False) -> float:
        """Return the share of all wrong figures with a result."""
        counts = self.exact if of_exact else self.jimo
        return sum(counts[kind, result] for kind in KINDS) / max(1, sum(self.total(kind) for kind in KINDS))


def measured(seed: int, size: int) -> Measured:
    """Return what comes of drafts: right ones in every shape, `size` of each way to alter one, and negatives."""
    chance, facts = random.Random(seed), province(seed)
    with Catalog([FACTS]) as catalog:
        own = [fact for fact in catalog.facts() if fact.kind is Kind.STATISTIC]
    right = [sentence(chance, facts, shape) for shape in SHAPES for _ in range(max(1, size // 10))]
    shapes = {kind: [shape for shape in SHAPES if _has(kind, shape)] for kind in KINDS}
    wrong = [_wrong_sentence(chance, facts, shapes[kind], kind) for kind in KINDS for _ in range(size)]
    right += [_rounded_sentence(chance, facts) for _ in range(size)]
    negatives = [negative(chance) for _ in range(size * 25)]
    over = {
        "made": ([*right, *wrong, *negatives], [*facts.values()]),
        "own": ([*bundled(chance, own), *bundled(chance, own, "digit"), *bundled(chance, own, "point")], own),
    }
    jimo, exact, misses = Counter[tuple[str, str]](), Counter[tuple[str, str]](), list[str]()
    for sentences, known in over.values():
        for one in outcomes(sentences, known):
            jimo[one.kind, one.result or "unread"] += 1
            exact[one.kind, one.exact or "unread"] += 1
            if (one.result == DIFFERS) is not (one.kind in KINDS):
                misses.append(f"{one.kind}: {one.result or 'unread'}: {one.text}".replace("\n", "⏎"))
    return Measured(jimo, exact, misses)


def _has(kind: str, shape: str) -> bool:
    if kind == "direction":
        return "{G}" in shape
    return shape in ONE if kind in {"year", "place"} else "{F}" in shape and not (kind == "hedge" and "约为" in shape)


def _wrong_sentence(
    chance: random.Random, facts: dict[tuple[str, str, int], Fact], shapes: Sequence[str], kind: str
) -> Sentence:
    while True:  # not every unit can be exchanged
        found = sentence(chance, facts, chance.choice(shapes), kind)
        if any(slot.altered for slot in found.slots):
            return found


def _rounded_sentence(chance: random.Random, facts: dict[tuple[str, str, int], Fact]) -> Sentence:
    fact = chance.choice([*facts.values()])
    while fact.aspect or "." not in str(fact.value):
        fact = chance.choice([*facts.values()])
    words = {"a": fact.reference_area or "", "y": fact.time_period or "", "m": fact.label}
    return filled("{y}年，{a}{m}{F}。", words, {"F": rounded(fact)}, {})


def speed(seed: int, megabytes: float = 0.5) -> float:
    """Return how many MB of prose are checked in a second, as one draft."""
    chance, facts = random.Random(seed), province(seed)
    filler = "全市上下坚持稳中求进工作总基调，扎实推动高质量发展，各项事业取得新进步。" * 4
    parts, size = list[str](), 0
    while size < megabytes * 1e6:
        parts.append(f"{filler}{sentence(chance, facts, chance.choice(ONE[1:10])).text}")
        size += len(parts[-1].encode())
    document, base = markdown.read("draft.md", "\n\n".join(parts)), base_of([*facts.values()])
    begun = time.perf_counter()
    for _ in check(document, base, areas=AREAS):
        pass
    return size / 1e6 / (time.perf_counter() - begun)


def table(found: Measured) -> Iterator[str]:
    """Yield the lines of a table."""
    yield "| figures | number | differs | agrees | unknown | exact search: differs |"
    yield "|---|---|---|---|---|---|"
    for kind in ("right", *KINDS, "negative"):
        shares = [found.share(kind, result) for result in (DIFFERS, AGREES)]
        exact = found.share(kind, DIFFERS, of_exact=True)
        yield f"| {kind} | {found.total(kind)} | {shares[0]:.3f} | {shares[1]:.3f} | {1 - sum(shares):.3f} | {exact:.3f} |"
    yield ""
    for name, of_exact in (("jimo", False), ("exact search", True)):
        yield (
            f"{name}: precision {found.precision(of_exact=of_exact):.3f}, recall {found.over_kinds(DIFFERS, of_exact=of_exact):.3f}, "
            f"wrong passed as right {found.over_kinds(AGREES, of_exact=of_exact):.3f}"
        )


def main(say: Callable[[str], object] = print) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--size", type=int, default=200, help="wrong figures of each kind; 25 times as many negatives")
    parser.add_argument("--misses", action="store_true")
    args = parser.parse_args()
    found = measured(args.seed, args.size)
    for line in table(found):
        say(line)
    say(f"speed: {speed(args.seed):.2f} MB/s of prose in one draft, {len(SHAPES)} shapes of sentences")
    for line in found.misses if args.misses else ():
        say(line)


if __name__ == "__main__":
    main()
