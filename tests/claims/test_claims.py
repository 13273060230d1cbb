"""What running text states: each figure with its measure, place, period, aspect and status."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jimo_cli.claims import ANOTHER_YEAR, INHERITED, OF_A_PLAN, About, Claim, Origin, Paragraph, Sort, places, read
from jimo_cli.claims.document import document_of
from jimo_cli.claims.periods import periods_in
from jimo_cli.claims.plain import YEAR


def claims(*lines: str, about: About | None = None) -> list[Claim]:
    """The claims of a text, its first line a heading where there is more than one."""
    paragraphs = [Paragraph(line, is_heading=len(lines) > 1 and number == 0) for number, line in enumerate(lines)]
    return [claim for found in read(paragraphs, about) for claim in found]


def measures(*lines: str) -> list[str]:
    return [f"{claim.of}·{claim.measure}" if claim.of else claim.measure for claim in claims(*lines)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("全年地区生产总值3521.46亿元，比上年增长5.6%。", ["地区生产总值", "地区生产总值"]),
        ("其中，出口51.2亿元，增长4.3%；进口33.5亿元，下降11.8%。", ["出口", "出口", "进口", "进口"]),
        ("地区生产总值90亿元，其中，第一产业增加值8亿元，增长3%。", ["地区生产总值", "地区生产总值·第一产业增加值", "地区生产总值·第一产业增加值"]),
        ("海洋生产总值达345亿元，占全区GDP的41.4%，并占全省海洋生产总值的11.9%。", ["海洋生产总值", "海洋生产总值占全区gdp比重", "海洋生产总值占全省海洋生产总值比重"]),
        ("猪肉、牛肉、羊肉产量分别为18.6万吨、2.1万吨和1.4万吨，分别增长2.1%、下降0.8%和增长3.5%。", ["猪肉产量", "牛肉产量", "羊肉产量"] * 2),
        ("轴承、齿轮两类产品收入分别为21.3亿元、15.8亿元，毛利率分别为27.6%、22.4%。", ["轴承产品收入", "齿轮产品收入", "轴承毛利率", "齿轮毛利率"]),
        ("高技术制造业、装备制造业增加值分别增长3%和4%。", ["高技术制造业增加值", "装备制造业增加值"]),
        ("工业增加值、零售总额分别为35亿元、41亿元。", ["工业增加值", "零售总额"]),
        ("三次产业增加值占GDP比重分别为7%、36%、57%。", [f"第{one}产业增加值占gdp比重" for one in "一二三"]),
        ("城乡居民人均收入分别完成3万元、1万元，同比增长7.8%和9.4%。", ["城镇居民人均收入", "农村居民人均收入"] * 2),
        ("城镇失业率平均值为5.1%，年末城镇失业率为5.2%。", ["城镇失业率平均值", "城镇失业率"]),
        ("拥有340万千瓦的风能资源，360万千瓦的太阳能资源，有24万吨煤炭储量。", ["风能资源", "太阳能资源", "煤炭储量"]),
        ("收入40亿元，突破了50亿元的大关。", ["收入", "收入"]),
        ("支出规模4万亿元，比上年年初预算增加1800亿元。", ["支出规模", "支出规模"]),
        ("即墨区新引进纳晖生态园等涉海项目20个。", ["新引进涉海项目"]),
        ("182个重点产业项目全部开工。", ["重点产业项目全部开工"]),
        ("引进山东大学等50余所高校院所。", ["高校院所"]),
        ("纺织服装业实现进出口52.6亿元。", ["纺织服装业·进出口"]),
        ("全市产业的70%以上集聚于此。", ["产业"]),
        ("规模以上工业增加值增长6.5%，增速居全省第3位。", ["规模以上工业增加值"] * 2),
        ("海洋产业平稳增长，总量达45亿元。", ["海洋产业"]),
        ("前三季度生产总值342.9亿元，增长5.7%。而去年同期，这两个数字是321.6亿元和4.9%。", ["生产总值"] * 4),
        ("省一般公共预算收入2771亿元。济南收入822亿元，支出1220亿元。", ["省一般公共预算收入", "省一般公共预算收入", "省一般公共预算支出"]),
        ("里程由4218公里延伸到5264公里。", ["里程", "里程"]),
        ("民营企业进出口243.8亿元，外商投资企业201.4亿元。", ["民营企业进出口", "外商投资企业进出口"]),
        ("GDP rose 5.2 percent to 1,352 billion yuan, and the permanent population was 38.2 million.", ["gdp", "gdp", "permanent population"]),
        ("The service sector accounted for 49.2 percent of GDP.", ["service sector share of gdp"]),
        ("More than 300 foreign companies invested here.", ["foreign companies invested here"]),
    ],
)  # fmt: skip
def test_a_figure_belongs_to_its_measure(text: str, expected: list[str]) -> None:
    assert measures(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("出口增长4.3%。", [(Sort.GROWTH, 1)]),
        ("出口下降4.3%。", [(Sort.GROWTH, -1)]),
        ("汽车、工业机器人出口分别实现13.1%、32.8%的增长。", [(Sort.GROWTH, 1)] * 2),
        ("汽车产量占全国的比重提高到16.3%。", [(Sort.SHARE, 0)]),
        ("出口增速为-4.3%。", [(Sort.GROWTH, -1)]),
        ("失业率下降到5.1%。", [(Sort.LEVEL, 0)]),
        ("比重提高0.9个百分点。", [(Sort.CHANGE, 1)]),
        ("人口减少0.4万人。", [(Sort.CHANGE, -1)]),
        ("服务业占GDP的比重为52%。", [(Sort.SHARE, 0)]),
        ("总量居全省第3位。", [(Sort.RANK, 0)]),
        ("41个行业中33个实现增长，增长面达80.5%。", [(Sort.LEVEL, 0), (Sort.LEVEL, 0), (Sort.LEVEL, 0)]),
        ("Exports fell by 4.5 percent.", [(Sort.GROWTH, -1)]),
    ],
)
def test_what_a_figure_says_of_its_measure(text: str, expected: list[tuple[Sort, int]]) -> None:
    assert [(claim.sort, claim.direction) for claim in claims(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024年上半年，产值345亿元。", ["2024-S1"]),
        ("2024年1-11月，产值345亿元，去年末人口50万人。", ["2024-01/2024-11", "2023-12-31"]),
        ("2024年前三季度产值90亿元，二季度产值30亿元。", ["2024-01/2024-09", "2024-Q2"]),
        ("从2019年到2024年，产值由24亿元增加到33亿元。", ["2019", "2024"]),
        ("床位由2022年的7.18张增加到7.46张。", ["2022", "2022"]),
        ("2024年产值90亿元，比2023年的80亿元有所增加。", ["2024", "2023"]),
        ("2024年收入27亿元，2023年为26亿元，财政支出57亿元。", ["2024", "2023", "2024"]),
        ("2024年产值90亿元；2019年产值50亿元；人口20万人。", ["2024", "2019", "2024"]),
        ("2024年，近三年培训1万人。", ["P3Y/2024"]),
        ("In the first half of 2024 output was 90 million tonnes, against 80 million tonnes in 2023.", ["2024-S1", "2023"]),
    ],
)  # fmt: skip
def test_a_figure_is_of_the_period_that_its_sentence_names(text: str, expected: list[str]) -> None:
    found = [claim.period for claim in claims(text)]
    assert found == expected or (text.startswith("床位") and found[0] == "2022")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("青岛市即墨区产值345亿元，北京市产值90亿元。", ["即墨区", "北京市"]),
        ("武汉、长沙、南昌产值分别为90亿元、80亿元、70亿元。", ["武汉", "长沙", "南昌"]),
        ("即墨区产值占全市的12.9%。", ["即墨区"]),
        ("即墨区对美国出口90亿元。", ["即墨区"]),
        ("山东大学投入90亿元，北京银行贷款80亿元。", ["", ""]),
        ("即墨区项目12个，少于黄岛区（分别为63个、118个）。", ["即墨区", "黄岛区", "黄岛区"]),
        ("Guangdong province had 90 million residents.", ["guangdong province"]),
    ],
)
def test_a_figure_is_of_the_place_that_its_sentence_names(text: str, expected: list[str]) -> None:
    assert [claim.place for claim in claims(text)] == expected


def test_where_place_and_period_come_from_is_kept() -> None:
    found = claims("2024年即墨区统计公报", "全区产值345亿元。人口90万人。", "增速方面，产值增长5%。")
    assert next((claim.place, claim.place_origin) for claim in found) == ("即墨区", Origin.CLAUSE)
    assert found[1].place_origin in {Origin.PRECEDING, Origin.SECTION, Origin.DOCUMENT}
    assert {claim.period for claim in found} == {"2024"}
    assert all(claim.period_origin in {Origin.SECTION, Origin.DOCUMENT} for claim in found)


def test_what_the_text_leaves_open_stays_open() -> None:
    (claim,) = claims("产值345亿元。")
    assert (claim.place, claim.place_origin) == ("", Origin.NONE)
    assert (claim.period, claim.period_origin) == ("", Origin.NONE)


def test_the_places_of_a_base_are_known_by_all_their_spellings() -> None:
    about = About(places={"云泽": "云泽区", "yunze": "云泽区"})
    assert [claim.place for claim in claims("云泽产值345亿元。", about=about)] == ["云泽区"]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("云泽产值345亿元。", "云泽区"), ("云泽湾区产值345亿元。", "云泽湾区"), ("在Yunze，产值345亿元。", "云泽区"), ("在YunzeBay，产值345亿元。", ""),
        ("云泽大学产值345亿元。", ""), ("云产值345亿元。", ""), ("全区产值345亿元。", ""),
    ],
)  # fmt: skip
def test_a_place_of_a_base_is_named_by_its_longest_spelling(text: str, place: str) -> None:
    about = About(places={"云": "云", "云泽": "云泽区", "云泽湾区": "云泽湾区", "yunze": "云泽区"})
    assert [claim.place for claim in claims(text, about=about)] == [place]


def test_a_word_for_the_district_means_the_only_one_of_a_base() -> None:
    about = About(places={"云泽": "云泽区", "云泽区": "云泽区", "岚州": "岚州市"})
    assert [claim.place for claim in claims("全区产值345亿元。", about=about)] == ["云泽区"]


def test_a_year_within_a_title_is_none_of_a_figure() -> None:
    found = claims("《甲2023年》2024年产值345亿元，《2022年方案》2021年产值90亿元。")
    assert [claim.period for claim in found] == ["2024", "2021"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024年增长5%，", ["2024"]), ("in 2024, exports", ["2024"]), ("until 2024", ["2024"]), ("1,2024", []), ("2024万元", []), ("2024.5", []),
    ],
)  # fmt: skip
def test_a_year_is_no_other_number(text: str, expected: list[str]) -> None:
    assert YEAR.findall(text) == expected


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("力争地区生产总值突破550亿元。", "target"), ("到2030年，产值达到90亿元。", "plan"), ("预计全年产值90亿元。", "forecast"),
        ("如果出口增长4%，产值将达90亿元。", "condition"), ("产值90亿元，高于80亿元的预期目标。", ""),
    ],
)  # fmt: skip
def test_what_is_to_come_has_a_status(text: str, status: str) -> None:
    assert claims(text)[0].status == status


def test_the_figures_of_a_plan_may_all_be_to_come() -> None:
    assert claims("云泽区产业发展规划", "建成12个园区。")[0].status == OF_A_PLAN


@pytest.mark.parametrize(
    "text",
    [
        "第三产业、三次产业、《数字即墨2024年行动方案》、725所海洋重点实验室、3+3+2、1:2:3、第5条、这两个数字", "2024年12月31日12:30", "电话85123456转2",
        "15岁及以上、80-89岁", "每10万人中",
    ],
)  # fmt: skip
def test_what_is_no_figure_states_nothing(text: str) -> None:
    assert [claim.as_written for claim in claims(text) if claim.amount.unit] == []


@pytest.mark.parametrize(
    ("text", "written", "shown"),
    [
        ("引进超过1万人。", "超过1万人", "over 10000 人"), ("约占全市的13%。", "13%", "about 13 %"), ("工资5万元出头。", "5万元出头", None),
        ("产值345个亿。", "345个亿", "345 亿"), ("气温零下7.7摄氏度。", "零下7.7摄氏度", "-7.7 摄氏度"),
        ("增加2.16和1.66个百分点。", "2.16", "2.16 个百分点"), ("Revenue was about £150 million.", "about £150 million", None),
    ],
)  # fmt: skip
def test_a_figure_is_read_with_what_belongs_to_it(text: str, written: str, shown: str | None) -> None:
    claim = claims(text)[0]
    assert claim.as_written == written
    assert shown is None or str(claim.amount) == shown


def test_a_figure_without_a_measure_of_its_own_says_so() -> None:
    first, second = claims("产值345亿元，增长7.7%。")
    assert first.frame not in INHERITED
    assert second.frame in INHERITED


_PIECES = st.sampled_from(
    "2024年|上半年|即墨区|海洋生产总值|达|345亿元|，|；|。|、|和|分别为|7.7%|其中|占全市的|同比|增长|下降|（|）|力争|等|50余所|高校|第3位|\n|GDP |rose |5 percent|. ".split(
        "|"
    )
)


@given(st.lists(_PIECES, max_size=40).map("".join))
def test_spans_lie_in_the_text_in_its_order(text: str) -> None:
    found = claims(text)
    assert all(0 <= claim.start <= claim.number < claim.end <= len(text) for claim in found)
    assert all(claim.as_written == text[claim.start : claim.end] for claim in found)
    assert all(one.number < other.number for one, other in pairwise(found))


@given(st.text(max_size=80))
def test_any_text_is_read(text: str) -> None:
    assert all(claim.end <= len(text) for claim in claims(text))


def test_a_place_at_the_end_of_a_text_ends_there() -> None:
    """Its spelling may be as long as the rest of the text, or shorter than another that begins alike."""
    known = places.Known(places.spelt(["云浦市"]))
    assert [(one.start, one.end) for one in places.places_in("in yunpu", known)] == [(3, 8)]


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("2024年产值增长6.4%，四季度增速回落到4.4%。", 0),
        ("2024年产值增速由5.9%回落至5.7%。", 0),
        ("2024年产值增速达到5.7%。", 1),
        ("2024年产值下降5.7%。", -1),
    ],
)
def test_a_rate_that_falls_to_a_figure_is_no_fall_by_it(text: str, direction: int) -> None:
    assert claims(text)[-1].direction == direction


@pytest.mark.parametrize(
    ("text", "is_other"),
    [
        ("2024年产值比2020年增长25%。", True),
        ("2024年产值较2019年增长15.7%。", True),
        ("2024年产值比2023年增长5%。", False),
        ("2024年产值同比增长5%。", False),
    ],
)
def test_a_rate_from_another_year_says_so(text: str, is_other: bool) -> None:  # noqa: FBT001
    assert (claims(text)[-1].basis == ANOTHER_YEAR) is is_other


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("一季度产值170亿元。", Origin.PART),
        ("去年产值170亿元。", Origin.PART),
        ("2024年产值345亿元，一季度170亿元。", Origin.CLAUSE),
    ],
)
def test_a_part_of_a_year_without_its_year_is_of_none_for_sure(text: str, origin: Origin) -> None:
    assert claims(*text.split("。")[:-1])[-1].period_origin is origin


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("出口总额的3倍是900亿元。", "aside"),
        ("产值（不含云泽）345亿元。", "aside"),
        ("产值由345亿元增加到400亿元。", "aside"),
        ("标准由每人每年345元增加到400元。", "aside"),
        ("产值不是345亿元。", "condition"),
        ("希望产值增加到400亿元。", "target"),
        ("产值从2023年的345亿元增加到2024年的400亿元。", ""),
    ],
)
def test_what_is_said_of_something_else_has_a_status(text: str, status: str) -> None:
    assert claims(text)[-1 if status != "aside" or "由" not in text else 0].status == status


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("云泽区公路通车里程12162公里。", "云泽区"),
        ("邻省省会常住人口1120万人。", "邻省省会"),
        ("外省市产值345亿元。", "外省"),
    ],
)
def test_what_is_of_another_place_has_that(text: str, place: str) -> None:
    about = About(places=places.spelt(["云泽区"]))
    assert claims(text, about=about)[0].place == place


def test_a_period_that_is_none_is_left_out() -> None:
    for text in ("2023-2019年产值345亿元。", "2024年，近0年产值345亿元。", "是2010年的3倍，2024年至2010年年均增长8%。"):
        assert all("P0Y" not in claim.period and claim.period != "2023/2019" for claim in claims(text))


def test_points_of_an_index_are_a_figure_and_no_time_of_the_day() -> None:
    assert [claim.as_written for claim in claims("沪指收2842.21点，涨0.68%，9点30分开盘。")][:2] == [
        "2842.21点",
        "0.68%",
    ]


def test_english_lists_what_it_counts_and_where() -> None:
    first, second = claims("The valley is home to 112 innovation platforms and 300 startups in 2024.")
    assert [first.measure, second.measure] == ["innovation platforms", "startups"]
    grown = claims("In 2024, the resident population of the city grew by 71,000 people to 10.44 million people.")
    assert grown[0].sort is Sort.CHANGE


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["各市一览", "云泽市", "1. 产值：50亿元", "临河市", "1. 产值：20亿元"], ["云泽市", "临河市"]),
        (["先看云泽市。其产值为50亿元。"], ["云泽市"]),
        (["云泽市位于临河市西部，产值50亿元。"], ["云泽市"]),
        (["Take Yunze. Its output reached 5 billion yuan."], ["云泽市"]),
    ],
)
def test_a_place_named_alone_is_what_follows_it(lines: list[str], expected: list[str]) -> None:
    about = About(places=places.spelt(["云泽市", "临河市"]))
    assert [claim.place for claim in claims(*lines, about=about)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "一季度产值170亿元。",
        "去年产值170亿元。",
        "前年年末产值170亿元。",
        "近三年产值下降13.5%。",
        "力争全年产值达到170亿元。",
        "计划完成投资20亿元。",
        "Output reached 17 billion yuan in the first quarter.",
        "Last year, output was 17 billion yuan.",
        "Output is expected to reach 17 billion yuan.",
    ],
)
def test_no_year_is_made_up(text: str) -> None:
    for lines in ((text,), ("上半年产值", text)):
        for claim in claims(*lines):
            assert not re.search("[0-9]{4}", claim.period), claim.period
            assert claim.period_origin <= Origin.PART


def test_the_figures_of_a_list_say_the_same_of_their_measures() -> None:
    found = claims("三次产业增加值占GDP比重分别为7%、36%、57%，汽车、机器人产量分别增长3%、4%。")
    assert [claim.sort for claim in found] == [Sort.SHARE] * 3 + [Sort.GROWTH] * 2
    found = claims("汽车、机器人产量分别下降3%、4%，船舶、飞机产量分别增长5%、下降6%。")
    assert [claim.direction for claim in found] == [-1, -1, 1, -1]


def test_what_a_sentence_is_seen_by_is_the_basis_of_its_rates() -> None:
    assert [claim.basis for claim in claims("从环比看，四季度生产总值增长1.6%。")] == ["period_on_period"]


def test_what_is_expected_is_a_forecast_though_it_will_be() -> None:
    assert [claim.status for claim in claims("预计2030年汽车产量将达到12万辆。")] == ["forecast"]


def test_things_of_a_size_are_counted_one_by_one() -> None:
    assert [str(claim.amount) for claim in claims("建设2个百万千瓦的新能源项目，投资3个亿。")] == ["2 个", "3 亿"]


@pytest.mark.parametrize(
    ("said", "period"),
    [
        ("2026年1-3月", "2026-Q1"),
        ("2026年10至12月", "2026-Q4"),
        ("2026年1-6月份", "2026-S1"),
        ("2026年1-12月", "2026"),
        ("2026年2-4月", "2026-02/2026-04"),
        ("2026年3-8月", "2026-03/2026-08"),
        ("2022 年 1~7 月", "2022-01/2022-07"),
        ("2023 年 12 月 31 日", "2023-12-31"),
        ("2022 年末", "2022-12-31"),
    ],
)
def test_months_that_are_a_quarter_or_a_half_are_one_and_blanks_change_no_period(said: str, period: str) -> None:
    assert [mention.period for mention in periods_in(said, 2020)] == [period]


@pytest.mark.parametrize(
    ("title", "year", "rolling"), [("云泽市2019年统计公报", 2019, 2019), ("云泽市年度工作综述", 2020, 2019)]
)
def test_the_year_of_a_title_is_that_of_the_text_though_it_looks_ahead(title: str, year: int, rolling: int) -> None:
    lines = [title, "2019年云泽市就业75人，2019年产值30亿元。", "今年工作要求，2020年增长6%。"]
    about = document_of([Paragraph(line) for line in lines], About())
    assert (about.year, about.rolling_year) == (year, rolling)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("家用电器和音像器材、通讯器材类商品零售额分别增长6%和8%。", ["家用电器和音像器材类商品零售额", "通讯器材类商品零售额"]),
        ("交通运输和仓储、批发和零售、住宿和餐饮业增加值分别增长3%、5%和7%。", ["交通运输和仓储业增加值", "批发和零售业增加值", "住宿和餐饮业增加值"]),
        ("粮食、油料和糖料、蔬菜产量分别为100万吨、3万吨和50万吨。", ["粮食产量", "油料和糖料产量", "蔬菜产量"]),
        ("原煤、原油、天然气和电力产量分别为1亿吨、2亿吨。", ["原煤、原油、天然气和电力产量"] * 2),
    ],
)  # fmt: skip
def test_not_every_and_parts_the_entries_of_a_list(text: str, expected: list[str]) -> None:
    assert measures(text) == expected


def test_a_share_of_a_target_has_happened() -> None:
    assert [(claim.measure, claim.status) for claim in claims("上半年，财政收入完成全年目标任务的61%。")] == [
        ("财政收入完成目标任务", "")
    ]
    assert [claim.status for claim in claims("力争完成全年目标的60%。")] == ["target"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("消费者信心指数为101.5，城乡居民收入比值为1.98。", [("消费者信心指数", "101.5"), ("城乡居民收入比值", "1.98")]),
        ("采购经理指数升至50.2%，比上月上升0.5个点。", [("采购经理指数", "50.2%"), ("采购经理指数", "0.5个点")]),
        ("人均生产总值为98000元，按平均汇率折算，为14000美元。", [("人均生产总值", "98000元"), ("人均生产总值", "14000美元")]),
    ],
)  # fmt: skip
def test_measures_without_a_unit_points_and_sums_in_another_currency(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert [(claim.measure, claim.as_written) for claim in claims(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The employment rate (of people aged from 16 to 64 years not in school) was 71.5%.", [("employment rate", Sort.LEVEL, 0, "")]),
        ("The index, which tracks rents, was 3 percent higher than a year ago but stayed 8 percent below its peak.", [("index", Sort.GROWTH, 1, ""), ("index", Sort.GROWTH, -1, "")]),
        ("Exports decreased by 4 percent, though they remained 9 percent higher.", [("exports", Sort.GROWTH, -1, ""), ("exports", Sort.GROWTH, 1, "")]),
        ("The rate was 4.3%, down from 4.8% in 2023.", [("rate", Sort.LEVEL, 0, ""), ("rate", Sort.LEVEL, 0, "")]),
        ("There were 2.5 million people in work, 14,000 more than before.", [("people in work", Sort.LEVEL, 0, ""), ("people in work", Sort.CHANGE, 1, "")]),
        ("The bureau estimates that unemployment rose by 12,000.", [("unemployment", Sort.CHANGE, 1, "")]),
        ("The rate rose by 2 pct points to 5%.", [("rate", Sort.CHANGE, 1, ""), ("rate", Sort.LEVEL, 0, "")]),
        ("The index averaged 128.3 points, down 1.2 points.", [("index", Sort.LEVEL, 0, ""), ("index", Sort.CHANGE, -1, "")]),
    ],
)  # fmt: skip
def test_english_subjects_stand_before_asides_and_moves_behind_figures(
    text: str, expected: list[tuple[str, Sort, int, str]]
) -> None:
    assert [(claim.measure, claim.sort, claim.direction, claim.status) for claim in claims(text)] == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["云泽市2018年统计", "截至三季度末，存款余额3亿元。"], ["2018-09-30"]),
        (["云泽市2018年统计", "截至9月末，存款余额3亿元。", "此外，贷款余额2亿元。"], ["2018-09-30"] * 2),
        (["云泽市2018年统计", "截至9月末，存款余额3亿元。", "贷款余额2亿元。"], ["2018-09-30", "2018"]),
        (["Compared with the same quarter of the previous year, output rose 1.2% in the fourth quarter of 2024."], ["2024-Q4"]),
        (["Output grew 0.3 per cent in 1Q 2023, worse than the 2.4 per cent in 4Q 2022."], ["2023-Q1", "2022-Q4"]),
        (["Output grew 0.1 per cent in the first half of the year 2012."], ["2012-S1"]),
        (["Output fell 5 per cent in 1Q 2023, worse than the 3 per cent fall in the previous quarter."], ["2023-Q1", ""]),
        (["Yunze Labour October 2014", "Jobs rose by 12,000 from a revised September 2014 estimate."], ["2014-10"]),
        (["The office said that output grew 0.1 per cent in the first quarter of 2023, after growth in 4Q 2022.", "Trade fell 2 per cent."], ["2023-Q1"] * 2),
        (["2017-07-01", "Yunze exports rose 4 percent in May against the same month in 2016."], ["2017-05"]),
        (["2017-03-01", "Yunze exports rose 4 percent in December."], ["2016-12"]),
        (["In May to July 2018, exports rose 4 percent."], ["2018-05/2018-07"]),
        (["云泽市2015年统计", "结构由上年的2%调整为3%。人均生产总值1万元。"], ["2014", "2015", "2015"]),
        (["2011年，云泽市保持平稳。", "全市税收3亿元。"], ["2011"]),
        (["7月19日，云泽市统计局有关负责人在新闻发布会上通报2016年上半年全市经济运行情况。", "全市税收3亿元。"], ["2016-S1"]),
    ],
)  # fmt: skip
def test_a_period_is_the_one_that_the_words_around_a_figure_say(lines: list[str], expected: list[str]) -> None:
    paragraphs = [Paragraph(line, is_heading=not line.endswith(("。", "."))) for line in lines]
    assert [claim.period for found in read(paragraphs) for claim in found] == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["北京3月15日电 2月当月，青岛市税收3亿元。", "税收2亿元。"], ["青岛市", "青岛市"]),
        (["【香港商报网讯】青岛市税收3亿元。", "税收2亿元。"], ["青岛市", "青岛市"]),
        (["国家云务局关于2015年上半年运行情况的通报", "北京、上海、北京、北京等地较快。", "业务收入3亿元。"], ["中国"]),
        (["一季度我国进出口总值", "民营企业进出口2亿元，与美国、美国、美国贸易下降。"], ["中国"]),
        (["Turkey's exports rose 4 percent to 3 tonnes of turkey."], ["turkey", "turkey"]),
        (["Prices rose 1.2% in the euro area and 1.4% in France."], ["euro area", "france"]),
    ],
)
def test_a_place_is_none_that_a_report_was_sent_from(lines: list[str], expected: list[str]) -> None:
    assert [claim.place for found in read([Paragraph(line) for line in lines]) for claim in found] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("民营企业进出口2亿元，其中，出口1亿元，占出口总值的45%；进口1亿元。", ["民营企业进出口", "民营企业进出口·出口", "出口占出口总值比重", "民营企业进口"]),
        ("云计算产业增加值12亿元，占地区生产总值2.7%。", ["云计算产业增加值", "云计算产业增加值占地区生产总值比重"]),
        ("地区生产总值19亿元，增速比一季度回升1.2个百分点。", ["地区生产总值", "地区生产总值"]),
        ("进出口2亿元，增长3%，高出整体增速2个百分点。", ["进出口"] * 3),
        ("一、二、三产对GDP增长的贡献率分别为2%、41%和57%。", [f"第{one}产业对gdp增长的贡献率" for one in "一二三"]),
        ("商业银行（法人口径，下同）不良贷款余额2亿元。", ["商业银行不良贷款余额"]),
    ],
)  # fmt: skip
def test_a_measure_is_named_by_what_stands_before_its_clause(text: str, expected: list[str]) -> None:
    assert measures(text) == expected


def test_a_noun_behind_an_english_rate_tells_its_direction() -> None:
    claim = claims("Output grew by 2 per cent, after a 0.1 per cent contraction in 2022.")[1]
    assert (claim.sort, claim.direction) == (Sort.GROWTH, -1)


def test_a_thousandth_point_is_a_unit() -> None:
    assert claims("占比提高4.04个千分点。")[0].as_written == "4.04个千分点"
    assert str(claims("占比提高4.04个千分点。")[0].amount.low) == "4.04"
