"""Facts of a text, each altered in one way that makes it wrong: how many of the alterations are noticed."""

from collections import Counter
from decimal import Decimal
from typing import Any, NamedTuple

import pytest
from builders import make_fact

from jimo_cli.figures.amount import printed_amount
from jimo_cli.model import Aspect, Fact, Kind, Qualifier
from jimo_cli.verify import verify
from jimo_cli.verify.texts import Text

TEXT = """\
2024年云泽区经济运行情况

2024年，云泽区地区生产总值512.6亿元，比上年增长6.1%。其中，第一产业增加值38.4亿元，增长3.9%；第二产业增加值231.7亿元，增长7.4%；第三产业增加值242.5亿元，增长5.2%。湖泊经济增加值96.3亿元，占全区地区生产总值的18.8%，占全市湖泊经济增加值的41.5%。

全年货物进出口总额84.7亿元，下降2.6%，其中出口51.2亿元，增长4.3%；进口33.5亿元，下降11.8%。实际使用外资1.36亿美元。

年末全区常住人口63.8万人，比上年末减少0.4万人；城镇化率为71.2%。全体居民人均可支配收入43126元，城镇居民、农村居民人均可支配收入分别为51840元、27315元，分别增长4.6%和6.2%。

上半年，全区规模以上工业企业用电量9.42亿千瓦时，同比增长8.1%，环比下降1.7%。新增经营主体近7000户，建成口袋公园12处，培训技能人才超过1.5万人次。

相邻的白石县2024年地区生产总值207.9亿元，增长5.5%；2023年，云泽区地区生产总值为480.3亿元。

区里创新“湖长+河长+路长”治理模式，老城改造工期缩短4至6个月，群众满意度排全市第2位。到2025年，地区生产总值力争突破550亿元。
"""


def _facts() -> list[Fact]:
    rows: tuple[tuple[str, str, str, dict[str, Any]], ...] = (
        ("gdp", "地区生产总值", "512.6亿元", {}),
        ("gdp-growth", "地区生产总值增速", "6.1%", {"of": "lake.gdp", "aspect": Aspect.GROWTH}),
        ("primary", "第一产业增加值", "38.4亿元", {}),
        ("primary-growth", "第一产业增加值增速", "3.9%", {"of": "lake.primary", "aspect": Aspect.GROWTH}),
        ("secondary", "第二产业增加值", "231.7亿元", {}),
        ("secondary-growth", "第二产业增加值增速", "7.4%", {"of": "lake.secondary", "aspect": Aspect.GROWTH}),
        ("tertiary", "第三产业增加值", "242.5亿元", {}),
        ("lake-economy", "湖泊经济增加值", "96.3亿元", {}),
        ("lake-share", "湖泊经济增加值占全区GDP比重", "18.8%", {"of": "lake.lake-economy", "aspect": Aspect.SHARE}),
        ("lake-city-share", "湖泊经济占全市比重", "41.5%", {"of": "lake.lake-economy", "aspect": Aspect.SHARE}),
        ("trade", "货物进出口总额", "84.7亿元", {}),
        ("trade-growth", "货物进出口总额增速", "下降2.6%", {"of": "lake.trade", "aspect": Aspect.GROWTH}),
        ("exports", "货物出口额", "51.2亿元", {}),
        ("exports-growth", "出口增速", "4.3%", {"of": "lake.exports", "aspect": Aspect.GROWTH}),
        ("imports", "货物进口额", "33.5亿元", {}),
        ("imports-growth", "进口增速", "下降11.8%", {"of": "lake.imports", "aspect": Aspect.GROWTH}),
        ("fdi", "实际使用外资", "1.36亿美元", {}),
        ("population", "常住人口", "63.8万人", {"time_period": "2024-12-31"}),
        ("urbanization", "常住人口城镇化率", "71.2%", {"time_period": "2024-12-31"}),
        ("income", "居民人均可支配收入", "43126元", {}),
        ("income-urban", "城镇居民人均可支配收入", "51840元", {}),
        ("income-rural", "农村居民人均可支配收入", "27315元", {}),
        ("income-rural-growth", "农村居民收入增速", "6.2%", {"of": "lake.income-rural", "aspect": Aspect.GROWTH}),
        ("power", "规上工业用电量", "9.42亿千瓦时", {"time_period": "2024-S1"}),
        (
            "power-growth",
            "规上工业用电量同比增速",
            "8.1%",
            {"of": "lake.power", "aspect": Aspect.GROWTH, "time_period": "2024-S1"},
        ),
        ("businesses", "新增经营主体", "近7000户", {"time_period": "2024-S1"}),
        ("parks", "建成口袋公园", "12处", {"time_period": "2024-S1"}),
        ("trained", "培训技能人才", "超过1.5万人次", {"time_period": "2024-S1"}),
        ("baishi-gdp", "地区生产总值", "207.9亿元", {"reference_area": "白石县"}),
        ("gdp-2023", "地区生产总值", "480.3亿元", {"time_period": "2023"}),
        ("time-saved", "老城改造工期缩短", "4至6个月", {"time_period": None}),
    )
    return [_fact(slug, label, as_written, changes) for slug, label, as_written, changes in rows]


def _fact(slug: str, label: str, as_written: str, changes: dict[str, Any]) -> Fact:
    fields = {"label": label, "label_en": None, "reference_area": "云泽区", "time_period": "2024", "locator": None}
    return make_fact(f"lake.{slug}", **{**fields, **_figure(as_written), **changes})


def _figure(as_written: str) -> dict[str, Any]:
    """The fields of a figure as it is printed."""
    amount = printed_amount(as_written)
    assert amount is not None
    digits = [amount.digits(end, amount.power) for end in (amount.low, amount.high) if end is not None]
    return {
        "value": Decimal(digits[0]),
        "value_max": Decimal(digits[1]) if len(digits) > 1 else None,
        "unit": amount.full_unit,
        "qualifier": amount.qualifier,
        "as_written": as_written,
    }


FACTS = _facts()
BY_SLUG = {fact.id.partition(".")[2]: fact for fact in FACTS}
MECHANISM = make_fact(
    "lake.chiefs", kind=Kind.MECHANISM, label="“湖长+河长+路长”治理模式", label_en=None, value=None, unit=None, qualifier=None,
    as_written=None, time_period=None, reference_area="云泽区", locator=None, parts=("湖长", "河长", "路长"),
)  # fmt: skip


class Alteration(NamedTuple):
    """A fact made wrong in one way; `kind` is the way."""

    kind: str
    slug: str
    changes: dict[str, Any]


def _swaps() -> list[Alteration]:
    """Figures of one paragraph exchanged: each fact has that of the other."""
    pairs = (
        ("gdp", "secondary"), ("primary", "secondary"), ("secondary", "tertiary"), ("primary-growth", "secondary-growth"),
        ("lake-share", "lake-city-share"), ("trade", "exports"), ("exports", "imports"), ("exports-growth", "imports-growth"),
        ("income", "income-urban"), ("income-urban", "income-rural"), ("population", "urbanization"), ("power", "parks"),
        ("gdp", "gdp-growth"), ("baishi-gdp", "gdp-2023"), ("businesses", "trained"),
    )  # fmt: skip
    figure = ("value", "value_max", "unit", "qualifier", "as_written")
    return [
        Alteration("swap", one, {key: getattr(BY_SLUG[other], key) for key in figure})
        for pair in pairs
        for one, other in (pair, pair[::-1])
    ]


ALTERATIONS = [
    *_swaps(),
    *(Alteration("figure", slug, _figure(shown)) for slug, shown in (
        ("gdp", "516.2亿元"), ("primary", "34.8亿元"), ("income", "43162元"), ("parks", "21处"), ("urbanization", "77.2%"),
        ("fdi", "1.63亿美元"), ("power", "9.24亿千瓦时"),
    )),
    *(Alteration("magnitude", slug, _figure(shown)) for slug, shown in (
        ("gdp", "51.26亿元"), ("trade", "84.7万元"), ("population", "63.8亿人"), ("trained", "超过15万人次"),
    )),
    *(Alteration("unit", slug, changes) for slug, changes in (
        ("fdi", _figure("1.36亿元")), ("power", _figure("9.42亿千瓦")), ("time-saved", _figure("4至6天")), ("trained", _figure("超过1.5万人")),
        ("gdp", {"unit": "亿美元"}), ("parks", {"unit": "公顷"}),
    )),
    *(Alteration("qualifier", slug, changes) for slug, changes in (
        ("businesses", _figure("7000户")), ("trained", _figure("1.5万人次")), ("trained", {"qualifier": Qualifier.UNDER}),
        ("gdp", {"qualifier": Qualifier.OVER}), ("parks", {"qualifier": Qualifier.ABOUT}),
    )),
    *(Alteration("sign", slug, changes) for slug, changes in (
        ("gdp-growth", {"value": Decimal("-6.1"), "as_written": "下降6.1%"}), ("trade-growth", _figure("2.6%")),
        ("imports-growth", _figure("11.8%")), ("exports-growth", {"value": Decimal("-4.3")}),
    )),
    *(Alteration("period", slug, {"time_period": period}) for slug, period in (
        ("gdp", "2023"), ("gdp-2023", "2024"), ("power", "2024"), ("power", "2024-Q1"), ("trade", "2022"), ("secondary", "2021"),
        ("baishi-gdp", "2023"), ("population", "2022-12-31"),
    )),
    *(Alteration("area", slug, {"reference_area": area}) for slug, area in (
        ("gdp", "白石县"), ("baishi-gdp", "云泽区"), ("trade", "昆明市"), ("income", "广东省"), ("parks", "延安市"),
    )),
    *(Alteration("scope", slug, {"label": label}) for slug, label in (
        ("lake-share", "湖泊经济增加值占全市比重"), ("lake-city-share", "湖泊经济占全区GDP比重"),
    )),
    *(Alteration("label", slug, {"label": label}) for slug, label in (
        ("trade", "货物出口额"), ("exports", "货物进出口总额"), ("exports", "货物进口额"), ("income-urban", "农村居民人均可支配收入"),
        ("income-rural", "城镇居民人均可支配收入"), ("power-growth", "规上工业用电量环比增速"), ("primary", "第二产业增加值"),
    )),
    *(Alteration("aspect", slug, {"aspect": aspect}) for slug, aspect in (
        ("gdp-growth", Aspect.SHARE), ("lake-share", Aspect.GROWTH), ("lake-city-share", Aspect.GROWTH),
    )),
    Alteration("parts", "chiefs", {"parts": ("湖长", "河长", "田长")}),
    Alteration("source", "gdp", {"source": "another"}),
    Alteration("of", "gdp-growth", {"of": "lake.trade"}),
    Alteration("kind", "chiefs", {"kind": Kind.PROJECT}),
]  # fmt: skip

NOT_NOTICED = {"of", "kind"}
"""What a text does not tell: which fact a rate belongs to, and what sort of thing a fact states."""


def _result(fact: Fact) -> str:
    every = [*FACTS, MECHANISM]
    text = Text("text.txt", "0" * 64, TEXT)
    verdicts = verify([fact], {"daily": "0" * 64, "another": None}, [text], among=every)
    return verdicts[0].result


@pytest.mark.parametrize("fact", [*FACTS, MECHANISM], ids=lambda fact: fact.id)
def test_a_right_fact_is_found(fact: Fact) -> None:
    assert _result(fact) == "found"


def test_most_alterations_of_every_kind_are_noticed() -> None:
    facts = {**BY_SLUG, "chiefs": MECHANISM}
    tried, noticed = Counter[str](), Counter[str]()
    for kind, slug, changes in ALTERATIONS:
        tried[kind] += 1
        noticed[kind] += _result(facts[slug]._replace(**changes)) != "found"
    assert tried.total() >= 80
    assert noticed.total() >= 0.9 * tried.total()
    assert {kind for kind in tried if not noticed[kind]} == NOT_NOTICED
