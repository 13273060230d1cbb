"""Whether a figure or a name stands in a passage."""

import pytest
from builders import make_fact
from hypothesis import given
from hypothesis import strategies as st

from jimo_cli.verify import presence
from jimo_cli.verify.index import Index
from jimo_cli.verify.passages import Line, Passage


def _index(said: str) -> Index:
    return Index([Passage("街", 1, [Line(1, said)])])


def _stands(figure: str, said: str) -> bool:
    return bool(_index(said).with_pattern(presence.figure_pattern(figure)))


@pytest.mark.parametrize(
    ("figure", "said"),
    [
        ("5个", "有5个。"), ("5个", "有５个。"), ("5个", "有 5 个。"), ("345亿元", "达345 亿元"), ("8600余人", "8,600余人"),
        ("8,600余人", "8600余人"), ("8600余人", "8\u2009600余人"), ("7.7%", "增长7.7%，"), ("7.7%", "GDP7.7%"),
        ("7.7%", "——7.7%"), ("50%", "超过50%以上"), ("三项", "这三项"), ("三项", "统一三项"), ("三项", "这一年三项"), ("5至6个月", "缩短5至6个月"),
        ("下降2.5%", "下降 2.5%"), ("1+7+3", "“1+7+3”"), ("百分之五", "占百分之五。"), ("$5 million", "US$5 million"), ("5 million", "5million"),
        ("５個", "5个"), ("一、三等奖", "获一、三等奖"), ("6%", "从5%到6%"), ("5个", "2024年，5个"),
    ],
)  # fmt: skip
def test_a_figure_stands_however_it_is_set(figure: str, said: str) -> None:
    assert _stands(figure, said)


@pytest.mark.parametrize(
    ("figure", "said"),
    [
        ("5个", "55个"), ("5个", "2,005个"), ("5个", "5个月"), ("5个", "0.5个"), ("5个", "第5个"), ("5个", "3/5个"), ("3.5", "13.5"),
        ("3.5", "3.57"), ("13.5", "3.5"), ("5%", "3.5%"), ("5%", "-5%"), ("6个月", "5至6个月"), ("6%", "5%-6%"), ("6个月", "5-6个月"),
        ("5个", "5个-6个"), ("三项", "十三项"), ("三项", "第三项"), ("三项", "三四项"), ("十", "十三"), ("一", "百分之一"), ("5千瓦", "5千瓦时"), ("8600余人", "8600余人次"),
        ("50所", "50余所"), ("345", "345亿"), ("345", "345.5"), ("345", "3,456"), ("345", "1,345"), ("345", "345%"), ("1万", "1万亿元"), ("1万", "1万余人"),
        ("1+7", "1+7+3"), ("7+3", "1+7+3"), ("GDP5", "XGDP5"), ("5 mill", "5 million"), ("24小时", "124小时"), ("\u200b", "5个"), ("12", "1 2"), ("8600余人", "8 600余人"),
    ],
)  # fmt: skip
def test_a_figure_does_not_stand_in_another(figure: str, said: str) -> None:
    assert not _stands(figure, said)


@given(st.integers(1, 10**6), st.integers(1, 10**6), st.sampled_from(["个", "%", "亿元", "人", ""]))
def test_one_number_stands_in_another_only_if_it_is_the_same(one: int, other: int, unit: str) -> None:
    assert _stands(f"{one}{unit}", f"计{other}{unit}。") == (one == other)


@pytest.mark.parametrize(
    ("figure", "said"),
    [
        ("5.2%", "出口负5.2%"), ("5.2%", "出口负增长5.2%"), ("5.2%", "出口为负 5.2%"), ("7.7℃", "零下7.7℃"), ("3.1%", "增速- 3.1%"),
        ("3.1%", "增速 - 3.1%"), ("3.1%", "| 出口 | - 3.1% |"), ("3.1", "| 出口 | - 3.1 |"), ("3.1", "| 出口 | ▲3.1 |"),
        ("3.1", "| 出口 | △ 3.1 |"), ("3.1%", "出口−3.1%"), ("3.1%", "出口− 3.1%"), ("3.1%", "出口‐3.1%"),
        ("3.1%", "出口‑ 3.1%"), ("$5 million", "-$5 million"), ("增长5.2%", "负增长5.2%"), ("-5.2%", "出口5.2%"),
        ("-5.2%", "增长3%-5.2%"), ("-5.2%", "增长——5.2%"), ("-6万元", "5万元-6万元"), ("三成", "负三成"), ("3000万元", "10亿3000万元"),
        ("5000万", "3亿5000万"), ("3000万元", "10亿零3000万元"), ("2千户", "3万2千户"), ("6千人", "25万6千人"), ("3000万元", "10 亿 3000 万元"), ("10亿", "10 亿 3000 万元"), ("10亿", "10亿3000万元"),
        ("3万", "3万2千户"), ("两千户", "3万两千户"), ("500", "3千500"), ("3.5万吨", "3.5万吨海里"), ("3.5万吨", "3.5万吨标准煤"),
        ("3.5万吨", "3.5万吨级"), ("3.5元", "3.5元/千瓦时"), ("3.5元", "3.5元 / 吨"), ("3.5元", "3.5元每吨"), ("120公里", "120公里/小时"),
        ("120公里", "120公里每小时"), ("3.5万人", "3.5万人次"), ("3.5万人", "3.5万人（次）"), ("3.5万人", "3.5万人公里"), ("50千伏", "50千伏安"),
        ("5架", "5架次"), ("5千瓦", "5千瓦小时"), ("5 kW", "5 kWh"), ("5 km", "5 km²"), ("5 km", "5 km2"),
        ("5 tons", "5 tons per day"), ("5 tons", "5 ton-km"), ("5 yuan", "5 yuan per kWh"),
        ("5 megawatt", "5 megawatt hours"), ("5 megawatt", "5 megawatt-hours"), ("$5", "$5 million"),
        ("5", "5 million"), ("3平方", "3平方公里"), ("20", "20来个"), ("20", "20多个"), ("三", "三分之一"), ("5千", "5千瓦"),
        ("50百", "50百帕"), ("1千", "1千克"),
        ("5.2%", "同比为负的5.2%"), ("12亿元", "利润 − 12亿元"), ("12亿元", "利润负12亿元"), ("5.2%", "negative 5.2%"),
        ("5元", "5元/(千瓦时)"), ("5元", "5元/立方"), ("5元", "5元/人·次"), ("5克", "5克/升"), ("5毫克", "5毫克/升"), ("5纳克", "5纳克/升"),
        ("5 MW", "5 MW·h"), ("5 kW", "5 kW h"), ("5 km", "5 km an hour"), ("500万吨", "500万吨油当量"), ("5兆瓦", "5兆瓦·时"),
        ("5立方米", "5立方米/秒"), ("3万标箱", "3万标箱/年"), ("7度", "气温-7度"), ("7度", "零下7至10度"),
    ],
)  # fmt: skip
def test_a_figure_does_not_stand_where_its_sign_number_or_unit_goes_on(figure: str, said: str) -> None:
    assert not _stands(figure, said)


@pytest.mark.parametrize(
    ("figure", "said"),
    [
        ("5.2%", "企业减负5.2%"), ("5.2亿元", "减负5.2亿元"), ("5.2%", "税负5.2%"), ("5个", "- 5个项目开工"), ("5个", "▲5个项目开工"),
        ("5个", "海洋 - 5个项目"), ("3.1%", "——3.1%"), ("3.1%", "- 3.1%的企业"), ("-5.2%", "出口−5.2%"), ("-5.2%", "出口- 5.2%"),
        ("-5.2%", "出口‑5.2%"), ("-5.2%", "| 出口 | -5.2% |"), ("-5.2%", "一季度-5.2%"), ("负5.2%", "出口负5.2%"),
        ("▲5.2", "| 出口 | ▲5.2 |"), ("下降13.5%", "同比下降13.5%"), ("同比下降13.5%", "出口同比下降13.5%"),
        ("10亿3000万元", "完成10亿3000万元"), ("3万2千户", "培训3万2千户"), ("3.5亿", "3.5亿元"), ("3.5元", "3.5元人民币"),
        ("3.5元", "3.5元，"), ("5个", "5个人才项目"), ("5人", "有5人日前获奖"), ("50兆瓦", "50兆瓦/100兆瓦时"), ("300人", "男300人/女200人"),
        ("3万人（次）", "3万人（次）"), ("345万人", "**345**万人"), ("345万人", "*345*万人"), ("345万人", "__345__ 万人"),
        ("6.8亿元", "**6.8亿**元"), ("6.8亿元", "**投资6.8**亿元"), ("6.8亿元", "***6.8***亿元"),
        ("25.72:26.84:47.44", "比为25.72:26.84:47.44。"), ("25.72:26.84:47.44", "比为25.72∶26.84∶47.44。"),
        ("25.72:26.84:47.44", "比为25.72：26.84：47.44。"), ("12.9%", "投资345亿 12.9%"), ("2000人", "上万 2000人"),
        ("5公里", "5公里的路"), ("120 km", "120 km of road"), ("5 tons", "5 tons of steel"), ("24小时", "24小时服务"),
        ("三项", "三项工作"), ("5级", "5级"), ("3家", "3家企业"), ("4大共富模式", "4大共富模式"), ("50余所", "50余所高校"), ("5个", "增加到5个"),
        ("345亿元", "实现345亿元—"),
        ("5个", "1. - 5个"), ("10%", "正负10%"), ("5个", "5个/3个"), ("5.2亿元", "负债5.2亿元"), ("3人", "3人次年"), ("3户", "3户次年投产"),
        ("5床", "5床位于"), ("-12亿元", "利润 − 12亿元"),
    ],
)  # fmt: skip
def test_a_figure_stands_beside_what_is_neither_sign_nor_unit_of_it(figure: str, said: str) -> None:
    assert _stands(figure, said)


@pytest.mark.parametrize(
    ("figure", "said", "unit"),
    [
        ("345亿", "345亿美元", "亿元"), ("345亿", "345亿吨", "亿元"), ("345亿", "345亿千瓦时", "亿元"), ("345亿", "345亿元/年", "亿元"),
        ("345", "345亿", "亿元"), ("345", "345公里", "米"), ("5 million", "5 million people", "million yuan"),
        ("345", "345人次", "人"), ("5", "5个月", "个"), ("345亿", "345亿澳元", "亿元"), ("345亿", "345亿英镑", "亿美元"),
        ("345亿", "345亿元新台币", "亿元"),
    ],
)  # fmt: skip
def test_a_figure_printed_without_its_unit_is_none_of_another_unit(figure: str, said: str, unit: str) -> None:
    assert not bool(_index(said).with_pattern(presence.figure_pattern(figure, unit)))


@pytest.mark.parametrize(
    ("figure", "said", "unit"),
    [
        ("345亿", "345亿元", "亿元"), ("345", "| 345 | 100 |", "亿元"), ("345", "345家企业", "个"), ("345", "345人次", "人次"),
        ("345万", "345万人", "万人"),
    ],
)  # fmt: skip
def test_a_figure_printed_without_its_unit_stands_with_and_without_it(figure: str, said: str, unit: str) -> None:
    assert bool(_index(said).with_pattern(presence.figure_pattern(figure, unit)))


@given(st.integers(1, 9999), st.integers(1, 9999), st.sampled_from(["亿", "千亿"]), st.sampled_from(["元", "人", "户"]))
def test_no_end_of_a_mixed_numeral_stands_in_it(high: int, low: int, magnitude: str, unit: str) -> None:
    said = f"计{high}{magnitude}{low}万{unit}。"
    assert _stands(f"{high}{magnitude}{low}万{unit}", said)
    assert not _stands(f"{low}万{unit}", said)
    assert not _stands(f"{high}{magnitude}", said)


@given(st.integers(1, 9999), st.sampled_from(["负", "零下", "-", "- ", "−", "− ", "‐", "‑", "‒ ", "|▲", "| △ "]))
def test_a_figure_and_its_negative_never_stand_for_one_another(number: int, sign: str) -> None:
    assert not _stands(f"{number}%", f"出口{sign}{number}%。")
    assert not _stands(f"{sign.strip('| ')}{number}%", f"出口{number}%。")


def _named(said: str, label: str, *aliases: str, figure: str | None = "5个", label_en: str | None = None) -> bool:
    fact = make_fact(label=label, aliases=aliases, as_written=figure, label_en=label_en)
    return bool(presence.naming(_index(said), fact, 1))


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("望湖号", "“望湖号”游船"), ("一站式速裁平台", "“一站式”速裁平台"), ("街区", "老街 区"), ("湖岸步道修缮", "修缮了湖岸步道"),
        ("工期缩短", "工期由此缩短"), ("湖鮮", "湖鲜"), ("7号码头", "扩建7号码头"), ("湖鲜GDP", "湖鲜占GDP"), ("AI", "用AI答复"),
        ("Cargo throughput", "throughput of cargo"), ("Lake district of Yunze", "the Yunze district lakes"),
    ],
)  # fmt: skip
def test_a_name_stands_whole_or_for_the_most_part(label: str, said: str) -> None:
    assert _named(said, label)


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("湖岸步道修缮", "湖岸很长"), ("工期缩短", "工期不变"), ("湖", "湖岸"), ("7号码头", "扩建17号码头"), ("AI", "MAIN"), ("的", "的"),
        ("Cargo throughput", "throughput of people"), ("Rate", "rated"), ("“”", "“”"), ("3项", "3户"),
    ],
)  # fmt: skip
def test_a_name_does_not_stand_where_little_of_it_does(label: str, said: str) -> None:
    assert not _named(said, label)


def test_without_a_figure_more_of_a_name_must_stand() -> None:
    assert _named("工期由此缩短", "工期缩短")
    assert not _named("工期由此缩短", "工期缩短", figure=None)
    assert _named("工期缩短了", "工期缩短", figure=None)
    assert _named("沿湖岸步道种树", "湖岸步道树", figure=None)


def test_any_label_or_alias_will_do() -> None:
    assert _named("望湖号", "游船", "望湖号")
    assert _named("The ferry sails", "游船", label_en="Ferry")
    assert not _named("望湖号", "游船", "大船", label_en="Ferry")
