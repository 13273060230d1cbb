"""Figures as Chinese and English sources print them, held against what facts say of them."""

from decimal import Decimal
from fractions import Fraction
from time import process_time
from typing import Any, NamedTuple

import pytest
from builders import make_fact
from hypothesis import assume, example, given
from hypothesis import strategies as st

from jimo_cli.figures import printed, typed, units
from jimo_cli.figures.amount import printed_amount
from jimo_cli.figures.decimals import shifted
from jimo_cli.lint import consistency
from jimo_cli.model import Aspect, Fact, Qualifier

RIGHT = """
345.2 | 亿元 | 345.2
54.1 | 万人 | 54.1
345 | 亿元 | 345
34500000000 | 元 | 345
345 | 亿元 | 345亿
3.5 | 千瓦时 | 3.5千瓦时
350000000 | 千瓦时 | 3.5亿千瓦时
3.5 | 亿千瓦时 | 3.5亿度
500 | 千伏 | 500千伏
15 | 千米 | 15千米
15 | 公里 | 15千米
15000 | 米 | 15千米
12500 | 米 | 12.5公里
3 | 千克 | 3千克
3 | 公斤 | 3千克
15.6 | 千公顷 | 15.6千公顷
15600 | 公顷 | 15.6千公顷
156 | 平方公里 | 15.6千公顷
120 | 万千瓦 | 120万千瓦
1.2 | 吉瓦 | 120万千瓦
2.5 | 万亩 | 2.5万亩
35 | % | 三成五
3.5 | 成 | 三成五
15 | % | 一成半
95 over | % | 九成五以上
20 | % | 百分之二十
20 30 range | % | 百分之二十至三十
12 | ‰ | 千分之十二
1.2 | % | 千分之十二
32000 | 人 | 三万二千人
3.2 | 万人 | 三万二千人
20000 | 人 | 两万人
345.6 | 亿元 | 三百四十五点六亿元
35 | 亿元 | 三十五亿元
3.5 | 亿元 | 三亿五千万元
12 | 家 | 十二家
105 | 家 | 一百零五家
20 under | 个 | 20个以内
80 under | % | 80%以内
60 over | 岁 | 60岁及以上
60 over | 岁 | 60周岁及以上
345 | 亿元 | 345亿元（现价）
13.6 | ℃ | 13.6摄氏度
-12.3 | ℃ | -12.3℃
-12.3 | ℃ | 零下12.3℃
800 | 万标准箱 | 800万标箱
8000000 | 标箱 | 800万TEU
3.2 | 万TEU | 3.2万TEU
3.5 | t | 3.5吨
0.5 | 百分点 | 提高0.5个百分点
-0.5 | 个百分点 | 下降0.5个百分点
130 | % | 增长1.3倍 | growth
1.3 | 倍 | 增长130% | growth
20 30 range | % | 20%至30%
20 30 range | % | 20%~30%
3 5 range | 万人 | 3万至5万人
30000 50000 range | 人 | 3万—5万人
8000 10000 range | 元 | 8000元至1万元
3 5 range | 亿元 | 3亿—5亿元
3 5 range | 亿元 | 3—5亿元
-5 -3 range | % | 下降3%至5%
3 5 range | % | 下降3%至5% | 降幅
-3 | % | 比上年下降3.0%
3 | % | 较上年增长3%
3 | % | 年均增长3%
30 | % | 降至30%
5.2 | 亿元 | 人民币5.2亿元
5.2 | 亿元 | ￥5.2亿
20 under | 天 | 不超过20天
20 over | 天 | 不少于20天
20 over | 个 | 至少20个
20 under | 个 | 最多20个
30 about | 万人 | 近30万人
30 under | 万人 | 近30万人
20 about | 个 | 20来个
20 over | 个 | 20来个
1.3 over | 万人次 | 1.3万余人次
3 over | 亿元 | 3亿元多
345 | 億元 | 345億元
10000 over | 人 | 超過1萬人
6 | 个 | 6个（含在建）
8 | 家 | 8家规上企业
4 | 模式 | 4大共富模式
72 | 小时 | 3天
1.5 | 万平方米 | 15000㎡
438.5 | km² | 438.5 km²
438.5 | 平方公里 | 438.5 km²
86.5 | 100 million yuan | 8.65 billion yuan
34.5 | 10,000 tons | 345,000 tons
345 | hundred million yuan | 34.5 billion yuan
5 | USD billion | USD 5 billion
82.35 | years old | 82.35 years
82.35 | 岁 | 82.35 years
2 | 倍 | 2 times
345 | 万人次 | 3.45 million visits
12 | companies | 12 companies
12 | 家 | 12 companies
5 | 所 | five schools
25 | schools | Twenty-five schools
12.5 | 公里 | 12.5 kilometers
32000 | 标箱 | 32,000 TEU
0.5 | 个百分点 | 0.5 percentage points
-0.5 | 个百分点 | down by 0.5 percentage points
-5.2 | % | a decrease of 5.2 per cent
20 30 range | % | 20%-30%
20 30 range | 家 | between 20 and 30 companies
3 5 range | billion yuan | 3 billion to 5 billion yuan
3.2 | million dollars | US$3.2 million
3.2 | million USD | 3.2 million U.S. dollars
5 | billion dollars | $5bn
5 | trillion yuan | 5tn yuan
50 about | schools | approximately 50 schools
300 about | people | nearly 300 people
40 over | schools | more than 40 schools
30 over | % | at least 30%
30 under | % | up to 30 percent
3200000 | 人 | 3.2 million people
300000 over | people | 300,000-plus people
5 6 range | months | five to six months
105 | million tons of standard coal | 105 million tons of standard coal
14.5 | ℃ | 14.5 °C
6.5 | % | 6.5 percent year-on-year
30 over | % | 30% or more year on year
40 | 吨 | 40 tons per day
20 30 range | 家 | 20至30家之间
15 | 分钟 | 一刻钟
103000 | 万元 | 10亿3000万元
10.3 | 亿元 | 10亿3000万元
32000 | 户 | 3万2千户
12000 | 万人 | 1亿2000万人
3.5 | 亿元 | 3亿5000万
103000 | 万元 | 10 亿 3000 万元
32000 | 户 | 3 万 2 千户
345.678 | 亿元 | 345亿6780万元
34567.8 | 万元 | 3亿4567.8万元
30005 | 人 | 3万零5人
3200 over | 人 | 3千2百余人
-12000 | 万元 | 减少1亿2000万元
32000 35000 range | 人 | 3万2千至3万5千人
1.5 | 万亿元 | 一万五千亿元
15000 | 亿元 | 1万5千亿元
35000 | 亿元 | 3万亿5000亿元
3.2 | 万亿元 | 三万二千亿元
1000000 | 千瓦 | 百万千瓦
25 | 千瓦 | 二十五千瓦
50 | 百帕 | 五十百帕
2 over | 万千米 | 两万余千米
10000 about | 人 | 近万人
1 over | 亿元 | 超亿元
10000 over | 名 | 万余名
100 over | 家 | 百余家
100 about | 家 | 百来家
10000 over | 人 | 万人以上
3 | 万人次 | 3万人（次）
2 over | 台套 | 2台（套）以上
3 | 万人（次） | 3万人（次）
30000 | 人次 | 3万人(次)
3 | 万人（次） | 3万人次
50 | 兆瓦时 | 50兆瓦（时）
-5.2 | % | 负5.2%
-5.2 | % | 负增长5.2%
-5 | % | 负百分之五
-3.1 | % | - 3.1%
-3.1 | % | ‐3.1%
-3.1 | % | ‑3.1%
-3.1 | % | ‒3.1%
-3.1 | % | −3.1%
-3.1 | % | ▲3.1%
-13.5 | % | 同比下降13.5%
45 | 万吨 | 450 kt
4.5 | 万公顷 | 45 kha
1.5 | 亿立方米 | 0.15 bcm
7 | 亿元 | 700 mln yuan
7 | 亿元 | 0.7 bln yuan
"""
WRONG = """
346 | 亿元 | 345 | value = 345
54.2 | 万人 | 54.1 | value = 54.1
5.3 | 亿元 | 5.2亿 | value = 5.2
3500 | 千瓦时 | 3.5千瓦时 | value = 3.5
501 | 千伏 | 500千伏 | value = 500
16 | 公里 | 15千米 | value = 15
12600 | 米 | 12.5公里 | value = 12.5; unit = "公里"
12.6 | 公里 | 12.5 km | value = 12.5
36 | % | 三成五 | value = 35
12 | % | 百分之二十 | value = 20
13 | ‰ | 千分之十二 | value = 12
30000 | 人 | 三万二千人 | value = 32000
345 | 亿元 | 三百四十五点六亿元 | value = 345.6
20 | 个 | 20个以内 | qualifier = "under"
60 | 岁 | 60岁及以上 | qualifier = "over"
346 | 亿元 | 345亿元（现价） | value = 345
14.6 | ℃ | 13.6摄氏度 | value = 13.6
12.3 | ℃ | -12.3℃ | value = -12.3
31 | 万标箱 | 3.2万TEU | value = 3.2
131 | % | 增长1.3倍 | value = 1.3; unit = "倍"
20 31 range | % | 20%至30% | value_max = 30
3 6 range | 万人 | 3万至5万人 | value_max = 5
8000 12000 range | 元 | 8000元至1万元 | value_max = 10000
3 5 range | % | 下降3%至5% | value = -5; value_max = -3
20 | % | 20%~30% | value_max = 30; qualifier = "range"
5.3 | 亿英镑 | £5.2亿 | value = 5.2
5.2 | 亿美元 | A$5.2亿 | unit = "亿澳元"
5.2 | 亿元 | MOP 5.2亿 | unit = "亿澳门元"
5.2 | 亿元 | 5.2亿瑞士法郎 | unit = "亿瑞士法郎"
-2 | % | 比上年下降3.0% | value = -3.0
3 | % | 比上年下降3.0% | value = -3.0
-3 | % | 较上年增长3% | value = 3
-7.7 | % | 增长7.7% | value = 7.7 | growth
5.3 | 亿元 | 人民币5.2亿元 | value = 5.2
5.2 | 亿美元 | 人民币5.2亿元 | unit = "亿元"
20 over | 天 | 不超过20天 | qualifier = "under"
20 | 天 | 不少于20天 | qualifier = "over"
21 over | 个 | 至少20个 | value = 20
20 | 个 | 最多20个 | qualifier = "under"
30 | 万人 | 近30万人 | qualifier = "about"
20 | 个 | 20来个 | qualifier = "about"
50 | 家 | 50个 | unit = "个"
5 | % | 5个百分点 | unit = "个百分点"
5260000000 | 元 | 52.6亿美元 | value = 52.6; unit = "亿美元"
9 | 家 | 8家规上企业 | value = 8
438.6 | km² | 438.5 km² | value = 438.5
86.6 | 100 million yuan | 8.65 billion yuan | value = 86.5
34.6 | 10,000 tons | 345,000 tons | value = 34.5
82.34 | years old | 82.35 years | value = 82.35
13 | companies | 12 companies | value = 12
13 | 家 | 12 companies | value = 12
6 | 所 | five schools | value = 5
12.6 | 公里 | 12.5 kilometers | value = 12.5
31 | 亿元 | 三十亿元 | value = 30
3450 | 家 | 345 | value = 345
32000 | 标箱 | 33,000 TEU | value = 33000
0.5 | 个百分点 | down 0.5 percentage points | value = -0.5
20 31 range | % | 20%-30% | value_max = 30
3.3 | million dollars | US$3.2 million | value = 3.2
6 | billion dollars | $5bn | value = 5
50 | schools | approximately 50 schools | qualifier = "about"
40 | schools | more than 40 schools | qualifier = "over"
30 over | % | up to 30 percent | qualifier = "under"
3200000 | 人 | 3.3 million people | value = 3300000
5 | 公里 | 5 people | unit = "people"
3000 | 万元 | 10亿3000万元 | value = 103000
2000 | 人 | 3万2000人 | value = 32000
6000 | 人 | 25万6千人 | value = 256000
5000 | 亿元 | 一万五千亿元 | value = 15000
20000 about | 人 | 近万人 | value = 10000
3 | 万人 | 3万人（次） | value = 30000; unit = "人次"
1001000 | 千瓦 | 百万千瓦 | value = 1000000
46 | 万吨 | 450 kt | value = 450; unit = "kt"
5.2 | % | 负5.2% | value = -5.2
3.1 | % | ▲3.1% | value = -3.1
8 | 亿元 | 700 mln yuan | value = 7.00
5 6 range | 个月 | 5个月 |
5 6 range | 个月 | 超5个月 |
"""
UNDECIDED = """
6|五六个||3|两三年||4|三四家||40|三四十家||9|三分之一||9|十分之四||9|一半||9|超一半||9|过半||9|一年半||9|半年||9|一个半小时
9|十几家||9|几十家||9|20几家||9|上千人||9|数百家||9|千亿级||9|三百五||9|三万二||9|三千瓦||9|5、6个||9|由40%降至30%||9|翻一番
9|第12期||9|1:2.3||9|7×24小时||9|3+3+2||9|人均11.7立方米||9|107.2（女性=100）||9|345 (100 million yuan)||9|12家以上企业
9|超过20至30家||9|下降-3%||9|30至20家||9|人民币5亿美元||9|不超过20天左右||9|3项一等奖||9|两千零||9|5²||9|½||9|①
9|十二成半||9|下降增长5%||9|US$5 RMB||9|5——3家||9|3%至5家||9|5 kgor less||9|5m||9|a dozen||9|twice||9|two-thirds||9|No. 1||9|2nd||9|12 of 15 companies||9|3 times as many||9|one in five
9|1e5||9|1.2.3||9|12,34家||9|20 and 30 companies||9|between 20 companies||9|3% lower||9|5 MW of something else
9|3万2人||9|3亿5000||9|1.5万3千人||9|三万五亿元||9|3万5亿元||9|三万二千瓦||9|万人||9|万亿元||9|万至2万人||9|下降负3%
"""
PLACES = range(-8, 13)


class Row(NamedTuple):
    """A fact, and the lines that would mend it."""

    fact: Fact
    paste: str


def _row(line: str, *, paste: bool) -> Row:
    said, unit, as_written, *more = (part.strip() for part in line.split("|"))
    low, *others = said.split()
    *high, qualifier = others or ["exact"]
    lines = more.pop(0).replace("; ", "\n") if paste else ""
    fact = make_fact(
        value=Decimal(low),
        value_max=Decimal(high[0]) if high else None,
        qualifier=Qualifier(qualifier),
        unit=unit,
        as_written=as_written,
        aspect=Aspect.GROWTH if "growth" in more else None,
        label="降幅" if "降幅" in more else "产值",
    )
    return Row(fact, lines)


def _rows(table: str, *, paste: bool = False) -> list[Row]:
    return [_row(line, paste=paste) for line in table.strip().splitlines()]


def _named(row: Row) -> str:
    return f"{row.fact.value} {row.fact.unit}: {row.fact.as_written}"


@pytest.mark.parametrize("row", _rows(RIGHT), ids=_named)
def test_a_fact_that_says_what_its_source_prints_is_not_reported(row: Row) -> None:
    assert printed_amount(row.fact.as_written or "") is not None
    assert list(consistency.as_written(row.fact)) == []


@pytest.mark.parametrize("row", _rows(WRONG, paste=True), ids=_named)
def test_a_fact_that_says_another_thing_is_reported_with_what_its_source_prints(row: Row) -> None:
    (misfit,) = consistency.as_written(row.fact)
    assert misfit.paste == row.paste


@pytest.mark.parametrize("row", _rows(WRONG, paste=True), ids=_named)
def test_a_fact_into_which_the_lines_were_pasted_is_not_reported_again(row: Row) -> None:
    pasted = dict(line.split(" = ") for line in row.paste.splitlines())
    fields: dict[str, Any] = {key: Decimal(text) for key, text in pasted.items() if key.startswith("value")}
    if "unit" in pasted:
        fields["unit"] = pasted["unit"].strip('"')
    if "qualifier" in pasted:
        fields["qualifier"] = Qualifier(pasted["qualifier"].strip('"'))
    told = list(consistency.as_written(row.fact._replace(**fields)))
    assert bool(told) is not bool(row.paste)


@pytest.mark.parametrize("case", [case for line in UNDECIDED.strip().splitlines() for case in line.split("||")])
def test_what_cannot_be_decided_is_not_reported(case: str) -> None:
    value, as_written = case.split("|")
    assert printed_amount(as_written) is None
    assert list(consistency.as_written(make_fact(value=Decimal(value), unit="家", as_written=as_written))) == []


HEDGED = {
    Qualifier.EXACT: ["{}", "达到{}", "共{}"],
    Qualifier.OVER: ["超过{}", "逾{}", "{}以上", "至少{}"],
    Qualifier.UNDER: ["不足{}", "{}以下", "不超过{}", "{}以内"],
    Qualifier.ABOUT: ["约{}", "{}左右", "大约{}", "近{}"],
}
HEDGED_EN = {
    Qualifier.EXACT: ["{}", "a total of {}"],
    Qualifier.OVER: ["over {}", "more than {}", "at least {}", "{} or more"],
    Qualifier.UNDER: ["under {}", "up to {}", "{} or less"],
    Qualifier.ABOUT: ["about {}", "nearly {}", "approximately {}"],
}
PRINTED = {
    "元": ["元", "元人民币"],
    "家": ["家"],
    "人": ["人"],
    "公里": ["公里", "千米"],
    "千瓦时": ["千瓦时", "度"],
    "标箱": ["标箱", "TEU"],
    "%": ["%"],
}
PRINTED_EN = {
    "元": ["yuan", "RMB"],
    "家": ["companies"],
    "人": ["people", "persons"],
    "公里": ["km", "kilometers"],
    "千瓦时": ["kWh"],
    "标箱": ["TEU"],
    "%": ["%", "percent"],
}
MAGNITUDES = {"": 0, "万": 4, "亿": 8}
MAGNITUDES_EN = {"": 0, "thousand": 3, "million": 6, "billion": 9}
NUMBERS = st.decimals(min_value=1, max_value=10**6, places=2, allow_nan=False)


@st.composite
def _facts(draw: st.DrawFn) -> Fact:
    unit = draw(st.sampled_from(sorted(PRINTED)))
    magnitude = "" if unit == "%" else draw(st.sampled_from(sorted(MAGNITUDES)))
    qualifier = draw(st.sampled_from(sorted(HEDGED)))
    return make_fact(value=draw(NUMBERS), unit=magnitude + unit, qualifier=qualifier, label="产值")


def _ways(fact: Fact) -> list[str]:
    """Every way of printing a fact: magnitudes, names of the unit, hedges, in both languages."""
    power = MAGNITUDES.get((fact.unit or "")[:1], 0)
    unit = (fact.unit or "")[1 if power else 0 :]
    whole = shifted(fact.value or Decimal(0), power)
    found = []
    for magnitudes, names, hedged, gap in (
        (MAGNITUDES, PRINTED, HEDGED, ""),
        (MAGNITUDES_EN, PRINTED_EN, HEDGED_EN, " "),
    ):
        for word, size in magnitudes.items():
            if unit == "%" and word:
                continue
            number = f"{shifted(whole, -size):,f}"
            figures_ = [
                f"{number}{gap if word else ''}{word}{'' if name == '%' else gap}{name}" for name in names[unit]
            ]
            found += [
                hedge.format(figure) for figure in figures_ for hedge in hedged[fact.qualifier or Qualifier.EXACT]
            ]
    return found


@given(_facts())
def test_every_way_of_printing_a_figure_reads_as_that_figure(fact: Fact) -> None:
    for way in _ways(fact):
        assert printed_amount(way) is not None, way
        assert list(consistency.as_written(fact._replace(as_written=way))) == [], way


@given(_facts(), st.integers(0, 40), st.integers(1, 9))
def test_with_one_digit_changed_it_is_reported_and_the_line_fixes_it(fact: Fact, place: int, more: int) -> None:
    for way in _ways(fact):
        digits = [at for at, char in enumerate(way) if char in "0123456789"]
        at = digits[place % len(digits)]
        other = f"{way[:at]}{(int(way[at]) + more) % 10}{way[at + 1 :]}"
        (misfit,) = consistency.as_written(fact._replace(as_written=other))
        key, _, number = misfit.paste.partition(" = ")
        assert key == "value"
        assert list(consistency.as_written(fact._replace(as_written=other, value=Decimal(number)))) == []


@given(st.integers(1, 10**12))
@example(10500)
@example(20000000)
def test_chinese_numerals_read_as_their_number(number: int) -> None:
    assume(number % 10**8 or number == 10**8)
    read = printed_amount(f"{_in_numerals(number)}家")
    assert read is not None
    assert (read.low, read.full_unit) == (Decimal(number), "家")


def _in_numerals(number: int) -> str:
    spelt = ""
    for power, myriad in ((8, "亿"), (4, "万"), (0, "")):
        part = number // 10**power % 10000
        if not part:
            continue
        below = _below_myriad(part)
        spelt += ("零" if spelt and part < 1000 else "") + below + myriad
    return spelt


def _below_myriad(part: int) -> str:
    spelt, gap = "", False
    for digit, step in zip(f"{part:04}", "千百十 ", strict=True):
        if digit == "0":
            gap = bool(spelt)
            continue
        spelt += ("零" if gap else "") + "零一二三四五六七八九"[int(digit)] + step.strip()
        gap = False
    return spelt


@given(st.text("0123456789.,-至到万亿千百十一二三两零点成分之半几余多来约超家元人%个月 ton", max_size=14))
def test_any_words_are_read_or_refused(text: str) -> None:
    try:
        read = printed.parse(text)
    except ValueError:
        return
    assert read.low.number.is_finite()
    assert read.high is None or read.hedges == ("range",)


@given(st.sampled_from(sorted(units.meanings())), st.sampled_from(sorted(units.meanings())))
def test_units_are_as_many_of_one_another_both_ways(one: str, other: str) -> None:
    there, back = units.ratio(one, other), units.ratio(other, one)
    assert (there is None) is (back is None)
    assert there is None or back is None or there * back == 1


@pytest.mark.parametrize(
    ("one", "other", "times"),
    [("公里", "米", 1000), ("吨", "公斤", 1000), ("公顷", "平方米", 10000), ("年", "个月", 12), ("km²", "平方公里", 1),
     ("年", "岁", None), ("家", "个", None), ("years", "岁", 1), ("共富模式", "发展模式", None), ("Schools", "school", 1)],
)  # fmt: skip
def test_units_are_compared(one: str, other: str, times: int | None) -> None:
    assert units.ratio(one, other) == (None if times is None else Fraction(times))


@pytest.mark.parametrize(
    ("unit", "power", "rest"),
    [("100 million yuan", 8, "元"), ("10,000 tons", 4, "吨"), ("USD billion", 9, "usd"), ("万千瓦", 4, "千瓦"),
     ("万米", 4, "米"), ("千瓦时", 0, "千瓦时"), ("bnx", 0, "bnx"), ("12 tons", 0, "12 tons")],
)  # fmt: skip
def test_what_multiplies_a_unit_is_taken_from_it(unit: str, power: int, rest: str) -> None:
    assert units.without_magnitude(unit)[0] == units.split_unit(unit)[0] == power
    assert units.split_unit(unit)[1] in {rest, "美元"}


@pytest.mark.parametrize(
    "text", ["1" * 20000 + "\nx", "1" + " " * 20000 + "a b", "一" * 20000, "至" * 20000, "1" + "a" * 20000]
)
def test_what_is_read_takes_time_as_it_is_long(text: str) -> None:
    start = process_time()
    for read in (printed.parse, typed.parse):
        try:
            read(text)
        except ValueError:
            continue
    assert process_time() - start < 1


@pytest.mark.parametrize("unit", ["万" * 50000, "1" + "0" * 50000 + " yuan", "million " * 20000, "1," * 50000 + " x"])
def test_a_unit_multiplies_by_no_more_than_a_unit_does(unit: str) -> None:
    start = process_time()
    assert units.split_unit(unit)[0] <= 24
    assert process_time() - start < 1


def test_a_fall_keeps_every_digit() -> None:
    digits = "1234567890" * 5
    read = printed_amount(f"下降{digits}家")
    assert read is not None
    assert read.low == Decimal(f"-{digits}")
