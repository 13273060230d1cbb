"""What the text of a document states, as drafts of facts."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest
import words
from hypothesis import given, settings
from hypothesis import strategies as st

from jimo_cli import documents
from jimo_cli.documents import markdown
from jimo_cli.imports import held, prose
from jimo_cli.verify import texts

if TYPE_CHECKING:
    from pathlib import Path

    from jimo_cli.imports.drafts import Draft, FactDraft

REPORT = """云泽市2023年国民经济和社会发展统计公报

一、综合
初步核算，全年全市地区生产总值2108.4亿元，比上年增长5.6%。其中，第一产业增加值201.3亿元，下降0.4%。
年末全市常住人口412.6万人，比上年末减少1.9万人。全市GDP总量居全省第4位。

二、工业
全年规模以上工业增加值增长6.2%，占全市地区生产总值的31.5%。
超过300家企业完成技术改造，项目审批时间缩短3至5天。
预计2025年新能源汽车产量将达到12万辆。
"""


def _drafted(tmp_path: Path, text: str, name: str = "report.txt") -> Draft:
    (tmp_path / name).write_text(text, encoding="utf-8")
    return prose.draft_of(documents.read(str(tmp_path / name)))


@pytest.fixture(name="report")
def _report(tmp_path: Path) -> Draft:
    return _drafted(tmp_path, REPORT)


def _of(draft: Draft, as_written: str) -> FactDraft:
    (found,) = [fact for fact in draft.facts if fact.as_written == as_written]
    return found


def _found(draft: Draft) -> set[str]:
    text = texts.of(documents.read(draft.path))
    return {verdict.result for verdict in held.verdicts(draft.facts, text)}


def test_every_figure_is_a_fact_with_its_measure_place_and_period(report: Draft) -> None:
    fact = _of(report, "2108.4亿元")
    assert (fact.label, fact.value, fact.unit, fact.qualifier) == ("地区生产总值", "2108.4", "亿元", None)
    assert (fact.reference_area, fact.time_period, fact.status) == ("云泽市", "2023", "preliminary")
    assert (fact.section, fact.paragraph) == ("一、综合", 1)
    assert len(report.facts) == 12


def test_a_rate_belongs_to_the_fact_of_its_measure(report: Draft) -> None:
    fact = _of(report, "5.6%")
    assert (fact.label, fact.aspect, fact.basis) == ("地区生产总值同比增长", "growth", "year_on_year")
    assert fact.of == report.facts.index(_of(report, "2108.4亿元"))
    assert _of(report, "6.2%").of is None  # the text does not say how much it is


def test_a_fall_has_the_sign_and_its_word_is_printed_with_it(report: Draft) -> None:
    fact = _of(report, "下降0.4%")
    assert (fact.label, fact.value, fact.aspect) == ("第一产业增加值增长", "-0.4", "growth")
    assert (_of(report, "减少1.9万人").value, _of(report, "减少1.9万人").unit) == ("-1.9", "万人")


def test_what_was_shortened_is_no_change_below_zero(report: Draft) -> None:
    fact = _of(report, "3至5天")
    assert (fact.label, fact.value, fact.value_max, fact.qualifier) == ("项目审批时间缩短", "3", "5", "range")


def test_the_unit_has_the_magnitude_that_is_printed(report: Draft) -> None:
    assert (_of(report, "412.6万人").value, _of(report, "412.6万人").unit) == ("412.6", "万人")


def test_a_hedge_is_told(report: Draft) -> None:
    fact = _of(report, "超过300家")
    assert (fact.value, fact.unit, fact.qualifier) == ("300", "家", "over")


def test_a_rank_says_what_it_is_among(report: Draft) -> None:
    fact = _of(report, "第4位")
    assert (fact.aspect, fact.among, fact.value, fact.unit) == ("rank", "全省", "4", "位")
    assert fact.label == "GDP总量全省位次"


def test_a_share_names_its_whole(report: Draft) -> None:
    fact = _of(report, "31.5%")
    assert (fact.label, fact.aspect) == ("规模以上工业增加值占全市地区生产总值比重", "share")


def test_what_is_to_come_has_a_status(report: Draft) -> None:
    fact = _of(report, "12万辆")
    assert (fact.label, fact.status, fact.time_period) == ("新能源汽车产量", "forecast", "2025")


def test_a_guess_is_marked_with_the_words_that_it_comes_from(report: Draft) -> None:
    title = "云泽市2023年国民经济和社会发展统计公报"
    assert "label" not in _of(report, "下降0.4%").checks  # the rate behind a figure in its sentence is of its measure
    assert _of(report, "超过300家").checks["time_period"] == title
    assert "time_period" not in _of(report, "12万辆").checks


def test_a_measure_that_is_carried_over_is_marked(tmp_path: Path) -> None:
    draft = _drafted(tmp_path, "云泽市公报\n2023年，云泽市海洋产业平稳增长，总量达45亿元。出口增长7%。\n")
    assert [fact.checks.get("label", "")[:4] for fact in draft.facts] == ["海洋产业", ""]


def test_all_that_is_imported_is_found_in_its_text(report: Draft) -> None:
    assert _found(report) == {"found"}


@pytest.mark.parametrize(
    ("above", "title"),
    [
        ("潮头\n滨海新貌\n蓝湾区工业产值创新高\n□ 本报记者 林海 通讯员 周帆\n\n", "蓝湾区工业产值创新高"),
        ("Port town grows\nBy Ada Lin\n\n", "Port town grows"),
        ("蓝湾区工业产值创新高\n本报讯\n\n", "蓝湾区工业产值创新高"),
    ],
)
def test_the_title_stands_above_the_line_of_the_authors(tmp_path: Path, above: str, title: str) -> None:
    assert _drafted(tmp_path, f"{above}2024年，蓝湾区工业产值120亿元。").source["title"] == title


def test_the_source_has_the_title_and_the_hash_of_the_file(report: Draft) -> None:
    assert report.source["title"] == "云泽市2023年国民经济和社会发展统计公报"
    assert report.sha256 == hashlib.sha256(REPORT.encode()).hexdigest()


def test_a_figure_that_stands_twice_is_one_fact(tmp_path: Path) -> None:
    draft = _drafted(tmp_path, "云泽市概况\n2023年，云泽市常住人口412万人。\n■2023年云泽市常住人口412万人。\n")
    assert [fact.as_written for fact in draft.facts] == ["412万人"]
    assert [(each.what, each.why) for each in draft.skipped] == [("412万人", "stated before")]


def test_a_word_document_is_found_by_its_locators(tmp_path: Path) -> None:
    heading = words.paragraph(words.run("工业"), properties='<w:pStyle w:val="1"/>')
    path = words.make_docx(tmp_path / "a.docx", heading + words.said("2023年云泽市工业产值345亿元，同比下降2%。"))
    draft = prose.draft_of(documents.read(path))
    assert [(fact.section, fact.paragraph, fact.value) for fact in draft.facts] == [
        ("工业", 1, "345"),
        ("工业", 1, "-2"),
    ]
    assert _found(draft) == {"found"}


def test_markup_and_comments_are_not_imported(tmp_path: Path) -> None:
    page = "# 云泽市公报\n\n2023年云泽市产值**345**亿元。\n\n<!-- 产值999亿元。 -->\n"
    draft = _drafted(tmp_path, page, "a.md")
    assert [fact.as_written for fact in draft.facts] == ["345亿元"]
    assert _found(draft) == {"found"}


@pytest.mark.parametrize("text", ["", "\n\n", "云泽市公报\n没有数字的一段话。\n"])
def test_a_text_without_figures_is_told(tmp_path: Path, text: str) -> None:
    draft = _drafted(tmp_path, text)
    assert (draft.facts, draft.unclear) == ([], ["no figure of a measure is in the text"])


def test_a_long_text_is_bounded_and_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prose, "MOST_FACTS", 3)
    draft = _drafted(tmp_path, REPORT)
    assert len(draft.facts) == 3
    assert draft.unclear == ["facts are made of the first 3 figures, and there are more; split the document"]


def test_names_in_quotes_are_offered_with_a_mark(tmp_path: Path) -> None:
    text = "云泽市概况\n云泽市出台《数字云泽行动方案》，建成“云泽海洋实验室”，推行“一网通办”机制，产值3亿元。\n"
    draft = prose.draft_of(documents.read(_drafted(tmp_path, text).path), things=True)
    named = [(fact.kind, fact.label, fact.checks["kind"]) for fact in draft.facts if fact.value is None]
    assert named == [
        ("policy", "数字云泽行动方案", "《数字云泽行动方案》"),
        ("organization", "云泽海洋实验室", "“云泽海洋实验室”"),
        ("mechanism", "一网通办", "“一网通办”"),
    ]
    assert all(fact.value for fact in _drafted(tmp_path, text).facts)
    assert {verdict.result for verdict in held.verdicts(draft.facts, texts.of(documents.read(draft.path)))} == {"found"}


def test_two_figures_of_one_measure_have_labels_of_their_own(tmp_path: Path) -> None:
    draft = _drafted(tmp_path, "云泽市概况\n2023年，云泽市出口首次突破25亿元，达到25.4亿元。\n")
    labels = [fact.label for fact in draft.facts]
    assert labels[0] == "出口"
    assert labels[1].startswith("出口（")
    assert _found(draft) == {"found"}


def test_english_is_read_too(tmp_path: Path) -> None:
    title = "Statistical bulletin of Heyang City 2023"
    text = f"{title}\n\nIn 2023, the GDP of Heyang City reached 210.8 billion yuan. Exports were down 5.6 percent.\n"
    draft = _drafted(tmp_path, text)
    assert [(fact.label, fact.value, fact.unit, fact.as_written) for fact in draft.facts] == [
        ("GDP", "210.8", "billion yuan", "210.8 billion yuan"),
        ("Exports growth", "-5.6", "percent", "down 5.6 percent"),
    ]
    assert {fact.reference_area for fact in draft.facts} == {"Heyang City"}
    assert _found(draft) == {"found"}


def test_a_ratio_of_the_industries_is_three_shares(tmp_path: Path) -> None:
    text = "云泽市公报\n2023年，云泽市第一产业增加值9亿元，三次产业结构为9.5:38.2:52.3，道路坡度比为1:2:3。\n"
    shares = [fact for fact in _drafted(tmp_path, text).facts if fact.aspect == "share"]
    assert [(fact.label, fact.value, fact.unit, fact.as_written) for fact in shares] == [
        (f"第{industry}产业增加值占地区生产总值比重", value, "%", "9.5:38.2:52.3")
        for industry, value in (("一", "9.5"), ("二", "38.2"), ("三", "52.3"))
    ]
    assert (shares[0].of, shares[0].time_period, shares[0].reference_area) == (0, "2023", "云泽市")
    assert _found(_drafted(tmp_path, text)) == {"found"}


@pytest.mark.parametrize(
    ("sentence", "labels"),
    [
        ("规模以上工业增加值增长7%。分门类看，采矿业增长2%，制造业增长8%。", ["规模以上工业增加值增长", "采矿业增加值增长", "制造业增加值增长"]),
        ("卫生机构51个，其中医院32个。", ["卫生机构", "医院"]),
        ("居民消费价格同比上涨0.1%，其中食品类下降0.5%。", ["居民消费价格同比上涨", "食品类价格涨跌"]),
        ("一般公共预算收入达35亿元，其中税收占比76%。", ["一般公共预算收入", "税收占比"]),
        ("出口35亿元，占全省的5.5%。", ["出口", "出口占全省比重"]),
        ("粮食总产量连续3年稳定在85亿斤以上。", ["粮食总产量"]),
        ("脱贫人口收入增长12%，高于农民收入增速4.6个百分点。", ["脱贫人口收入增长", "脱贫人口收入高于农民收入增速"]),
        ("高新技术企业达到1680家，是2020年的2.3倍。", ["高新技术企业", "高新技术企业为2020年的倍数"]),
        ("进口35亿元，连续多年保持世界第二大进口市场。", ["进口", "进口市场世界位次"]),
        ("研发强度达3.2%，高于全国平均水平0.6个百分点。", ["研发强度", "研发强度高于全国平均水平"]),
        ("出口增长4%，比一季度加快0.7个百分点。", ["出口增长", "出口增速加快"]),
        ("出口增长4%，涨幅比一季度扩大0.7个百分点。", ["出口增长", "出口涨幅扩大"]),
        ("固定资产投资（不含农户）名义增长4.2%，民间投资占全部投资的比重为48%。", ["固定资产投资（不含农户）名义增长", "民间投资占全部投资比重"]),
    ],
)  # fmt: skip
def test_a_label_stands_alone(tmp_path: Path, sentence: str, labels: list[str]) -> None:
    draft = _drafted(tmp_path, f"云泽市公报\n2023年，云泽市{sentence}\n")
    assert [fact.label for fact in draft.facts] == labels
    assert [fact.status for fact in draft.facts] == [None] * len(labels)
    assert _found(draft) == {"found"}


def test_what_it_was_before_is_of_no_period_that_the_text_says(tmp_path: Path) -> None:
    draft = _drafted(tmp_path, "云泽市2023年公报\n全市补助标准由每人每年610元提高到640元。\n")
    before, after = draft.facts
    assert (before.value, before.time_period, before.label) == ("610", None, "补助标准")
    assert "610元" in before.checks["time_period"]
    assert (after.value, after.time_period) == ("640", "2023")
    assert _found(draft) == {"found"}


@pytest.mark.parametrize(
    ("text", "as_written", "period"),
    [
        ("云泽市2023年统计公报\n年末全市常住人口412.6万人。\n", "412.6万人", "2023"),
        ("云泽市2023年3月金融统计\n3月末各项存款余额210.5亿元。\n", "210.5亿元", "2023-03"),
        ("云泽市2023年统计公报\n截至2023年12月31日，全市登记企业3120家。\n", "3120家", "2023-12-31"),
        ("2010年8月19日\n据云泽市统计局，元至7月，全市生产总值16.84亿元。\n", "16.84亿元", "2010-01/2010-07"),
        ("2010年8月19日\n元月份，云泽市生产总值1.84亿元。\n", "1.84亿元", "2010-01"),
        ("2016年8月 云泽讯\n今年上半年，云泽市经济平稳。\n全市整合资金1879.2万元。\n", "1879.2万元", "2016-S1"),
        (
            "2017年一季度，云泽市货运量96.1亿吨，增速较去年同期、去年全年分别加快7.2和3.9个百分点。\n",
            "7.2",
            "2017-Q1",
        ),
        ("2017年一季度，云泽市铁路货运量延续去年四季度以来的快速增势，公路货运量增长8.9%。\n", "8.9%", "2017-Q1"),
        (
            "2019年，云泽市产值增长6%，2019年就业75人。\n去年融资5100亿元。\n今年工作要求，2020年增长6%左右。\n",
            "5100亿元",
            "2019",
        ),
        (
            "2019年云泽市统计公报\n2019年就业75人。\n上半年产值30亿元。\n今年工作要求，2020年增长6%。\n",
            "30亿元",
            "2019-S1",
        ),
        ("云泽市要闻\n2016年8月，记者从云泽市获悉近况。\n全市整合资金1879.2万元。\n", "1879.2万元", "2016"),
        ("云泽市2010年统计\n截至2010年7月底，全市工业总产值21.78亿元。\n", "21.78亿元", "2010-07-31"),
    ],
)
def test_a_period_is_that_of_the_figure_and_not_of_a_comparison_or_a_dateline(
    tmp_path: Path, text: str, as_written: str, period: str
) -> None:
    draft = _drafted(tmp_path, text)
    assert _of(draft, as_written).time_period == period
    assert _found(draft) == {"found"}


@pytest.mark.parametrize(
    ("text", "as_written"),
    [
        ("The index averaged 124.9 in January, 22.0 percent below its peak reached in March 2022.\n", "22.0 percent"),
        ("In July 2018 the rate was 75.5%, higher than for a year earlier (75.0%).\n", "75.0%"),
    ],
)
def test_what_an_english_figure_is_compared_with_is_not_its_period(tmp_path: Path, text: str, as_written: str) -> None:
    assert _of(_drafted(tmp_path, text), as_written).time_period is None


def test_the_words_that_say_the_period_of_a_text_are_told(tmp_path: Path) -> None:
    text = "2016年8月 云泽讯\n今年上半年，云泽市经济平稳。\n全市整合资金1879.2万元。\n"
    assert _of(_drafted(tmp_path, text), "1879.2万元").checks["time_period"] == "今年上半年"


def test_a_ministry_reports_on_the_country(tmp_path: Path) -> None:
    text = "据交通运输部消息，2017年一季度全社会完成货运量96.1亿吨。\n"
    assert _of(_drafted(tmp_path, text), "96.1亿吨").reference_area == "中国"


def test_what_a_figure_is_compared_with_is_not_the_place_of_those_behind_it(tmp_path: Path) -> None:
    text = "云泽市2023年政府工作报告解读\n云泽市工业增加值增速高于全国1.7个百分点，培育规上工业企业85家。\n"
    assert _of(_drafted(tmp_path, text), "85家").reference_area == "云泽市"


def test_a_name_in_quotes_that_begins_like_a_town_is_no_place(tmp_path: Path) -> None:
    text = "青海省2023年工作综述\n培育“江源巧姑”家政服务品牌5个，实现收入20.3亿元。\n"
    assert {fact.reference_area for fact in _drafted(tmp_path, text).facts} == {"青海省"}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Employment rose by 353,000 in January, the U.S. Bureau of Labor Statistics reported.\n", "United States"),
        ("Output in the region reached 120 tonnes.\nUnemployment in Rwanda stood at 17.2 percent.\n", "Rwanda"),
    ],
)
def test_the_place_of_an_english_text_has_its_english_name(tmp_path: Path, text: str, place: str) -> None:
    assert place in {fact.reference_area for fact in _drafted(tmp_path, text).facts}


def test_the_places_of_an_english_table_have_english_names(tmp_path: Path) -> None:
    text = "Unemployment rate in 2023\n\n| Country | 2023 (%) |\n|---|---|\n| Rwanda | 17.2 |\n| Kenya | 5.6 |\n"
    (made,) = _drafted(tmp_path, text, "report.md").series
    assert [one.area for one in made.observations] == ["Rwanda", "Kenya"]


def test_figures_in_brackets_are_named_by_the_words_before_them(tmp_path: Path) -> None:
    text = "Unemployment rates for men (3.4 percent), teenagers (11.4 percent) and Asians (3.1 percent) were stable.\n"
    labels = {fact.as_written: fact.label for fact in _drafted(tmp_path, text).facts}
    assert "teenagers" in labels["11.4 percent"]
    assert "Asians" in labels["3.1 percent"]
    assert not any(label.rstrip().endswith(("(", "and")) for label in labels.values())


_PIECES = (
    "2024年|上半年|即墨区|海洋生产总值|达|345亿元|，|。|、|和|分别为|7.7%|其中|占全市的|同比|增长|下降|（|）|力争|等|50余所|高校|居全省|第3位|\n"
    "|4大|共富模式|由|增加到|12万人|5至6个月|-3.1%|近三成|百分之五|2.3倍|三次产业结构为5:38:57|“|”|单位：|３４５|高于|# | \\| |比上年末|不含|▲"
).split("|")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(_PIECES), max_size=50).map("".join))
def test_whatever_is_written_what_is_imported_is_found(text: str) -> None:
    document = markdown.read("report.md", text)._replace(sha256="0" * 64)
    draft = prose.draft_of(document, things=True)
    assert {verdict.result for verdict in held.verdicts(draft.facts, texts.of(document))} <= {"found"}
    assert all(fact.label and (fact.of is None or fact.of < len(draft.facts)) for fact in draft.facts)


@pytest.mark.parametrize(
    ("text", "words"),
    [("Average wages were $31.06 in 2022.\n", "$"), ("In the United States, wages were $31.06 in 2022.\n", None)],
)
def test_a_dollar_of_no_country_is_a_guess(tmp_path: Path, text: str, words: str | None) -> None:
    assert _of(_drafted(tmp_path, text), "$31.06").checks.get("unit") == words
