"""The facts that come with the package, held against the article as its reader counted them."""

import re
from collections import Counter
from pathlib import Path

import pytest

from jimo_cli.figures.amount import printed_amount
from jimo_cli.model import Fact, Kind
from jimo_cli.packs import find
from jimo_cli.packs.load import Loaded, load

# id, value, value_max, qualifier, unit, time_period, as_written, in the order of the article.
STATISTICS = [
    ("marine.universities-institutes", "50", None, "over", "所", None, "50余所"),
    ("marine.innovation-platforms", "112", None, "exact", "家", None, "112家"),
    ("marine.new-projects", "20", None, "exact", "个", "2024-01-01/..", "20个"),
    ("marine.key-projects", "41", None, "exact", "个", "2024-01-01/..", "41个"),
    ("marine.gross-product", "345", None, "exact", "亿元", "2024-S1", "345亿元"),
    ("marine.gross-product-growth", "7.7", None, "exact", "%", "2024-S1", "7.7%"),
    ("marine.gross-product-gdp-share", "42.4", None, "exact", "%", "2024-S1", "42.4%"),
    ("marine.gross-product-city-share", "12.9", None, "exact", "%", "2024-S1", "12.9%"),
    ("industry.textile-city-share", "70", None, "over", "%", None, "70%以上"),
    ("industry.textile-trade-decline", "-13.5", None, "exact", "%", "P3Y/2024", "下降13.5%"),
    ("industry.textile-trade", "52.6", None, "exact", "亿元", "2024-S1", "52.6亿元"),
    ("industry.asean-export-growth", "16.8", None, "exact", "%", "2024-S1", "16.8%"),
    ("industry.digital-talent", "10000", None, "over", "人", "P3Y/2024", "超过1万人"),
    ("industry.industrial-enterprises", "650", None, "exact", "家", None, "650家"),
    ("industry.key-process-digitalization", "50", None, "over", "%", None, "超过50%"),
    ("industry.integration-pilot-projects", "1", None, "exact", "个", None, "1个"),
    ("industry.smart-manufacturing-pilots", "2", None, "exact", "个", None, "2个"),
    ("industry.integration-standard-enterprises", "81", None, "exact", "家", None, "81家"),
    ("business.chery-build-time", "17", None, "exact", "个月", None, "17个月"),
    ("business.chery-plants", "13", None, "exact", "个", None, "13个"),
    ("business.key-projects-started", "182", None, "exact", "个", "2024-01-01/..", "182个"),
    ("business.key-projects-completed", "55", None, "exact", "个", "2024-01-01/..", "55个"),
    ("business.build-time-saved", "5", "6", "range", "个月", "2024-01-01/..", "5至6个月"),
    ("business.instant-reply-topics", "190", None, "over", "个", None, "190余个"),
    ("business.window-staff", "200", None, "over", "名", None, "200余名"),
    ("business.ai-reply-hours", "24", None, "exact", "小时", None, "24小时"),
    ("business.consultations", "4500", None, "over", "次", None, "4500余次"),
    ("livelihood.village-companies", "55", None, "exact", "个", None, "55个"),
    ("livelihood.prosperity-model-count", "4", None, "exact", "共富模式", None, "4大共富模式"),
    ("livelihood.ten-thousand-villages-projects", "7", None, "exact", "个", None, "7个"),
    ("livelihood.bridging-fund-projects", "6", None, "exact", "个", None, "6个"),
    ("livelihood.contest-winning-projects", "2", None, "exact", "个", None, "2个"),
    ("livelihood.campaign-fields", "7", None, "exact", "领域", None, "七大领域"),
    ("livelihood.care-system-building-count", "3", None, "exact", "项", None, "三项"),
    ("livelihood.care-beneficiaries", "8600", None, "over", "人次", None, "8600余人次"),
    ("livelihood.new-schools", "75", None, "exact", "处", "P3Y/2024", "75处"),
]
# statistic, policy, mechanism, project, organization, recognition
COUNTS = {
    "business": (9, 1, 10, 1, 2, 7),
    "industry": (10, 11, 7, 0, 2, 1),
    "livelihood": (9, 7, 10, 4, 1, 4),
    "marine": (8, 8, 1, 5, 7, 4),
}
BELONGING = {
    "marine.gross-product-growth": ("marine.gross-product", "growth"),
    "marine.gross-product-gdp-share": ("marine.gross-product", "share"),
    "marine.gross-product-city-share": ("marine.gross-product", "share"),
    "industry.textile-trade-decline": ("industry.textile-trade", "growth"),
}
ELSEWHERE = {
    "business.chery-plants": "中国",
    "marine.universities-institutes": "蓝谷",
    "marine.innovation-platforms": "蓝谷",
}
NAMED = [
    "1+7+3",
    "3+3+2",
    "725所",
    "一汽解放青岛汽车有限公司",
    "万村共富",
    "乡村公共资源",
    "争先赛",
    "二十八中东部分校",
    "互联网+中小企业",
    "以赛引才",
    "企业微信政务版",
    "党建+社会救助",
    "全代办",
    "全省首创",
    "共富产业园",
    "共富微车间",
    "共富示范田",
    "共富金平台",
    "医养结合",
    "即墨区促进企业高质量发展若干措施",
    "即墨区支持工业互联网发展的意见",
    "即墨路径",
    "口袋公园",
    "四化",
    "国家海洋设备质检中心",
    "国家深海基地",
    "地铁7号线",
    "基层检察服务标准化",
    "天然气水合物钻采船北部码头",
    "奇瑞汽车青岛基地项目",
    "山东大学",
    "崂山实验室",
    "引领型现代海洋城市",
    "强校提质",
    "强镇筑基",
    "微服务",
    "承诺制",
    "揭榜挂帅",
    "新兴市场出口",
    "梁之磊",
    "王涛",
    "窦衍凤",
    "数字即墨2024年行动方案",
    "智能+人工",
    "机场快速路",
    "标准地",
    "森科特",
    "活性乳酸菌项目",
    "海洋生物产业园",
    "海洋腐蚀与防护国家重点实验室",
    "综合监管一件事",
    "营流路",
    "蓝谷·纳晖新能源产业互联网生态园",
    "衔接资金",
    "跨部门综合监管",
    "轻罪治理",
    "速裁平台",
    "金牌案例",
    "长期护理保险",
    "陆海统筹、全域皆蓝",
    "青岛日报",
    "青岛泰睿思微电子有限公司",
    "青岛美谷生物共享工厂",
    "首创智能+人工",
]
BY_LINE = "business.qingdao-daily"
"""The one fact that stands in no paragraph."""


@pytest.fixture(scope="module")
def bundled() -> Loaded:
    return load([find.bundled()])


def _statistics(bundled: Loaded) -> list[Fact]:
    return [fact for fact in bundled.facts if fact.kind is Kind.STATISTIC]


def test_the_bundled_facts_load_without_a_problem(bundled: Loaded) -> None:
    assert bundled.problems == []


def test_every_figure_of_the_article_is_there_and_no_other(bundled: Loaded) -> None:
    found = {
        (
            fact.id,
            str(fact.value),
            None if fact.value_max is None else str(fact.value_max),
            str(fact.qualifier),
            fact.unit,
            fact.time_period,
            fact.as_written,
        )
        for fact in _statistics(bundled)
    }
    assert found == set(STATISTICS)
    assert len(_statistics(bundled)) == len(STATISTICS) == 36


@pytest.mark.parametrize("topic", COUNTS)
def test_a_topic_holds_as_many_facts_of_each_kind_as_were_counted(bundled: Loaded, topic: str) -> None:
    found = Counter(fact.kind for fact in bundled.facts if fact.topic == topic)
    assert tuple(found[kind] for kind in Kind) == COUNTS[topic]


@pytest.mark.parametrize(("at", "kind"), list(enumerate(Kind)))
def test_all_topics_together_hold_as_many_facts_of_a_kind_as_were_counted(bundled: Loaded, at: int, kind: Kind) -> None:
    found = [fact for fact in bundled.facts if fact.kind is kind]
    assert len(found) == sum(counts[at] for counts in COUNTS.values())


def test_there_is_no_topic_but_the_four(bundled: Loaded) -> None:
    assert {topic.id for topic in bundled.topics} == set(COUNTS)


def test_shares_and_growth_rates_belong_to_their_figure(bundled: Loaded) -> None:
    found = {fact.id: (fact.of, str(fact.aspect)) for fact in bundled.facts if fact.of}
    assert found == BELONGING


def test_figures_of_another_place_than_the_district_say_so(bundled: Loaded) -> None:
    places = {fact.id: fact.reference_area for fact in _statistics(bundled) if fact.reference_area != "即墨区"}
    assert places == ELSEWHERE


@pytest.mark.parametrize("row", STATISTICS, ids=lambda row: str(row[0]))
def test_a_printed_figure_reads_back_as_the_fact(row: tuple[str, str, str | None, str, str, str | None, str]) -> None:
    _, value, value_max, qualifier, unit, _, as_written = row
    read = printed_amount(as_written)
    assert read is not None
    low, high = (None if end is None else read.digits(end, read.power) for end in (read.low, read.high))
    assert (low, high, read.qualifier, read.full_unit) == (value, value_max, qualifier, unit)


@pytest.mark.parametrize("name", NAMED)
def test_a_thing_that_the_article_names_is_found_by_its_name(bundled: Loaded, name: str) -> None:
    assert any(name in " ".join((fact.label, *fact.parts, *fact.aliases)) for fact in bundled.facts)


def test_labels_tell_facts_apart(bundled: Loaded) -> None:
    for labels in ([fact.label for fact in bundled.facts], [fact.label_en for fact in bundled.facts]):
        assert [label for label, count in Counter(labels).items() if count > 1] == []


def test_an_alias_is_not_the_label_again(bundled: Loaded) -> None:
    assert [fact.id for fact in bundled.facts if {fact.label, fact.label_en} & set(fact.aliases)] == []


def test_no_fact_has_the_same_alias_twice(bundled: Loaded) -> None:
    assert [fact.id for fact in bundled.facts if len(set(fact.aliases)) != len(fact.aliases)] == []


def test_every_fact_has_an_english_label_and_english_beside_each_description(bundled: Loaded) -> None:
    assert [fact.id for fact in bundled.facts if not (fact.label_en and fact.label_en.isascii())] == []
    assert [fact.id for fact in bundled.facts if bool(fact.description) != bool(fact.description_en)] == []
    assert [topic.id for topic in bundled.topics if not topic.label_en] == []


def test_every_fact_says_where_in_the_source_it_stands(bundled: Loaded) -> None:
    sections = {
        "导语",
        "培育壮大海洋产业",
        "提质升级传统产业",
        "持续改善营商环境",
        "不断提升民生福祉",
        "图片说明",
    }
    keys = {source.key for source in bundled.sources}
    for fact in bundled.facts:
        assert fact.source in keys
        assert fact.locator
        section, _, paragraph = fact.locator.partition(" ¶")
        assert section in sections, fact.id
        assert paragraph == "" if fact.id == BY_LINE else 1 <= int(paragraph) <= 9, fact.id


def test_every_statistic_has_unit_and_printed_form(bundled: Loaded) -> None:
    assert [fact.id for fact in _statistics(bundled) if not (fact.unit and fact.as_written)] == []


def test_a_mechanism_with_named_parts_lists_them(bundled: Loaded) -> None:
    parts = {fact.id: set(fact.parts) for fact in bundled.facts}
    assert parts["business.approval-reform"] == {"标准地", "承诺制", "全代办"}
    assert parts["business.standard-land"] == {"打包评估", "约定指标", "效益评价"}
    assert parts["livelihood.prosperity-models"] == {"共富产业园", "共富示范田", "共富金平台", "共富微车间"}
    assert len(parts["industry.four-digitalizations"]) == 4


def test_parts_stand_in_the_order_of_the_article(bundled: Loaded) -> None:
    firsts = {fact.id: [part[:3] for part in fact.parts] for fact in bundled.facts}
    assert firsts["industry.four-digitalizations"] == ["产业数", "数字产", "数据要", "治理服"]
    assert firsts["livelihood.prosperity-models"] == ["共富示", "共富产", "共富微", "共富金"]
    assert firsts["business.joint-supervision"] == ["进一次", "有呼必", "联企助"]


OPEN_PERIODS = ("2024-01-01/..", "P3Y/2024")
UNDATED = {"livelihood.middle-school-28-east"}
"""Says 近三年 though it has no period."""


def test_a_fact_whose_period_the_article_leaves_open_says_so(bundled: Loaded) -> None:
    found = [fact for fact in bundled.facts if fact.time_period in OPEN_PERIODS or fact.id in UNDATED]
    assert len(found) >= 10
    for fact in found:
        assert any(said in (fact.description or "") for said in ("没有写明", "都没有给出")), fact.id
        assert "source" in (fact.description_en or ""), fact.id


def test_what_a_description_quotes_is_a_name_or_a_word_of_its_fact(bundled: Loaded) -> None:
    named = " ".join(word for fact in bundled.facts for word in (fact.label, *fact.parts, *fact.aliases))
    known = {"全市", "全省", "以上", "近三年", "国字号", "7", "其中"}
    for fact in bundled.facts:
        for quoted in re.findall("“([^”]+)”", fact.description or ""):
            assert quoted in known or quoted in named, f"{fact.id}: {quoted}"


SUMS = {"industry.textile-trade", "marine.universities-institutes", "livelihood.new-schools", "industry.digital-talent"}


def test_no_alias_of_a_sum_names_one_of_its_terms(bundled: Loaded) -> None:
    terms = {"服装出口额", "学校数量", "幼儿园数量", "大数据人才", "云计算人才", "clothing trade", "universities"}
    assert {alias for fact in bundled.facts if fact.id in SUMS for alias in fact.aliases} & terms == set()


def test_the_source_states_no_day_of_issue_since_the_article_gives_none(bundled: Loaded) -> None:
    (source,) = bundled.sources
    assert "issued" not in source.csl
    assert source.csl["container-title"] == "青岛日报"
    assert len(source.csl["sha256"]) == 64


def test_every_fact_file_ends_with_a_line_end_and_holds_no_tab() -> None:
    for path in Path(find.bundled()).glob("*.toml"):
        text = path.read_text(encoding="utf-8")
        assert text.endswith("\n"), path.name
        assert "\t" not in text, path.name
