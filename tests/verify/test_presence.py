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
