"""Figures in running text, and the numbers that are none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jimo_cli.documents.folded import folded
from jimo_cli.figures.mentions import find_mentions


def _found(said: str) -> list[str]:
    text = folded(said).text
    return [text[mention.start : mention.end] for mention in find_mentions(text)]


@pytest.mark.parametrize(
    "said",
    [
        "345亿元", "345 亿元", "3,456人", "50余所", "5至6个月", "5-6个月", "1万余人", "7.7%", "3.5%到4%", "100%至120%", "24小时",
        "725所", "1+7+3", "1/3", "3:1", "0.5", "1.5亿", "2024个", "4大模式"[:2] + "模", "三项", "两个", "十三项", "七大领"[:2] + "领",
        "五六百人", "一两个", "十七八个", "百分之七点七", "三分之一", "百分之7", "一亿元", "八千", "十亿", "一百万", "三千余", "一倍",
        "三成", "二十二个", "五座", "两番", "5厘米", "三海里", "12平方米", "500千伏", "3‰", "五款",
    ],
)  # fmt: skip
def test_a_figure_is_found_with_its_unit(said: str) -> None:
    found = _found(f"这里有{said}。")
    assert len(found) == 1
    assert said.startswith(found[0])
    assert len(found[0]) >= min(2, len(said))


@pytest.mark.parametrize(
    "said",
    [
        "2024年", "2024年上半年", "2023-2025年", "二〇二四年", "二〇二四年三月五日", "千年古城", "近三年", "三十年来", "三周年", "上世纪九十年代",
        "6月30日", "1-6月", "三月底", "前5个月", "近6个月", "过去三个季度", "前三季度", "第2季度", "12:30", "2024-06-30", "2024/6/30",
        "第三", "第3项", "第5至6页", "12页", "p. 12", "pp. 3-5", "3rd", "（二）", "(3)", "[12]", "①", "in 2024, too",
        "G20", "H5N1", "PM2.5", "COVID-19", "A-1", "5G基站", "3D打印", "https://a.b/345", "www.a.b/7",
        "一批船", "一系列", "一项工作", "一个", "一揽子", "这一成绩", "一成不变", "统一", "万一", "一定", "十分", "十足", "二次供水", "二级",
        "零部件", "零售", "三农", "四化", "两岸", "两级", "三等奖", "二十届", "五花八门", "千家万户", "三位一体", "万村", "千家", "百姓",
        "十四五", "二十大报告", "之一", "七号", "三伏天",
    ],
)  # fmt: skip
def test_a_number_that_counts_nothing_is_set_aside(said: str) -> None:
    assert _found(f"说到{said}，就是这样") == []


@pytest.mark.parametrize(
    "head", ["1.", "12. ", "1、", "一、", "（一）", "(1)", "二、", "③", "## 3. ", "- 2. ", "1) ", "【2】"[:0] + "[2] "]
)
def test_the_number_of_a_list_entry_is_set_aside_and_what_follows_is_not(head: str) -> None:
    assert _found(f"{head}三项工作和5个项目") == ["三项", "5个"]


@pytest.mark.parametrize(
    ("said", "figures"),
    [
        ("1.5亿元开头", ["1.5亿元"]),
        ("统一三项标准", ["三项"]),
        ("上百家企业", ["百家"]),
        ("近千亿元", ["千亿元"]),
        ("GDP42.4%", ["42.4%"]),
        ("７．７％", ["7.7%"]),
        ("2024年5个，2025年6个", ["5个", "6个"]),
        ("7×24小时", ["7x24小时"]),
        ("-2.5%", ["2.5%"]),
        ("", []),
    ],
)
def test_figures_are_found_beside_what_is_set_aside(said: str, figures: list[str]) -> None:
    assert _found(said) == figures


@pytest.mark.parametrize(
    ("said", "figures"),
    [
        ("投资10亿3000万元，培训3万2千户", ["10亿3000万元", "3万2千户"]),
        ("投资10 亿 3000 万元，345亿 12.9%", ["10 亿 3000 万元", "345亿", "12.9%"]),
        ("惠及1亿2000万人、3万零5户", ["1亿2000万人", "3万零5户"]),
        ("用电12千瓦时，装机50千瓦，气压50百帕", ["12千瓦时", "50千瓦", "50百帕"]),
        ("装机三百万千瓦，运力3千千米", ["三百万千瓦", "3千千米"]),
        ("周转量3.5万吨公里，3万人（次）", ["3.5万吨公里", "3万人(次)"]),
        ("电价3.5元/吨，时速120 km/h，5公里每小时", ["3.5元/吨", "120 km/h", "5公里每小时"]),
        ("34.5 billion yuan and 5 mln tonnes", ["34.5 billion yuan", "5 mln tonnes"]),
        ("建5万吨级码头，能耗3万吨标准煤", ["5万吨级", "3万吨标准煤"]),
        ("服务百余家，千余人，万余名，百来家", ["百余家", "千余人", "万余名", "百来家"]),
        ("惠及万人以上、百户左右、千人以下", ["万人", "百户", "千人"]),
        ("投资千余万元、百多亿元，20来个", ["千余万元", "百多亿元", "20来个"]),
        ("不足百人，不到万户，至少千名", ["百人", "万户", "千名"]),
        ("千家万户、万村、百姓、千年以上", []),
        ("出栏16.68万头、3枚、五箱", ["16.68万头", "3枚", "五箱"]),
        ("比为25.72:26.84:47.44，", ["25.72:26.84:47.44"]),
        ("游客**345**万人，*6.8亿*元", ["345万人", "6.8亿元"]),
    ],
)
def test_a_figure_is_found_whole(said: str, figures: list[str]) -> None:
    assert _found(said) == figures


@given(st.integers(0, 10**9), st.sampled_from(["个", "家", "亿元", "%", "人次", "公里", ""]))
def test_a_count_within_a_sentence_is_always_found(count: int, unit: str) -> None:
    said = f"{count}{unit}"
    expected = [] if 1900 <= count < 2100 and not unit else [said]
    assert _found(f"共有{said}，") == expected


@given(
    st.text(
        st.sampled_from("0123456789.,:/%+-~至到余多一二十百千万亿零点分之成大年月日第个项(（)）、G甲 \n"), max_size=40
    )
)
def test_mentions_lie_in_order_and_hold_a_number(said: str) -> None:
    text = folded(said).text
    end = 0
    for mention in find_mentions(text):
        assert end <= mention.start < mention.number_end <= mention.end <= len(text)
        end = mention.end
