"""What figures say about each other: told where no rounding explains it, and where nothing is sure, nothing."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from builders import make_fact
from hypothesis import given
from hypothesis import strategies as st

from jimo_cli.figures.amount import Interval, interval
from jimo_cli.lint import arithmetic
from jimo_cli.model import Aspect, Fact, Kind, Qualifier


def _fact(slug: str, label: str, value: str, unit: str = "亿元", **fields: Any) -> Fact:
    said = {"as_written": None, "label_en": None, **fields}
    return make_fact(f"marine.{slug}", label=label, value=Decimal(value), unit=unit, **said)


def _share(slug: str, label: str, value: str, of: str = "marine.a", **fields: Any) -> Fact:
    return _fact(slug, label, value, "%", of=of, aspect=Aspect.SHARE, **fields)


def _growth(value: str, label: str = "产值同比增长", unit: str = "%", **fields: Any) -> Fact:
    return _fact("growth", label, value, unit, of="marine.a", aspect=Aspect.GROWTH, **fields)


def _codes(*facts: Fact) -> list[tuple[str, str]]:
    return [(problem.code, problem.fact_id) for problem in arithmetic.check(facts)]


OUTPUT = _fact("a", "产值", "345")


@pytest.mark.parametrize(
    ("fact", "low", "high"),
    [
        (_fact("a", "a", "7.7", "%"), "7.65", "7.75"),
        (_fact("a", "a", "345", "亿元"), "34450000000", "34550000000"),
        (_fact("a", "a", "10000", "人", as_written="1万人"), "5000", "15000"),
        (_fact("a", "a", "50", "所", qualifier=Qualifier.OVER), "50", None),
        (_fact("a", "a", "50", "所", qualifier=Qualifier.UNDER), None, "50"),
        (_fact("a", "a", "5", "个月", value_max=Decimal(6), qualifier=Qualifier.RANGE), "4.5", "6.5"),
    ],
)
def test_a_figure_stands_for_all_numbers_that_print_like_it(fact: Fact, low: str | None, high: str | None) -> None:
    ends = Interval(None if low is None else Fraction(low), None if high is None else Fraction(high))
    assert interval(fact) == ends


def test_a_figure_that_is_hedged_both_ways_stands_for_any() -> None:
    assert interval(_fact("a", "a", "50", qualifier=Qualifier.ABOUT)) is None


@pytest.mark.parametrize("value", ["-0.1", "100.1", "142.4"])
def test_a_share_that_no_part_can_have_is_reported(value: str) -> None:
    assert _codes(_share("s", "占比", value)) == [("A301", "marine.s")]


@pytest.mark.parametrize("value", ["0", "42.4", "100", "100.04"])
def test_a_share_between_nothing_and_all_is_not_reported(value: str) -> None:
    # Two decimals more than are sure: 100.0 is printed for 99.96 as well.
    assert _codes(_share("s", "占比", value, as_written=None)) == ([] if value != "100.04" else [("A301", "marine.s")])


def test_a_growth_of_more_than_all_is_no_share() -> None:
    assert _codes(_growth("142.4")) == []


def _parts(whole: str, *parts: str, **fields: Any) -> list[Fact]:
    names = [f"部{number}" for number in range(len(parts))]
    made = [_fact(f"p{number}", name, parts[number], "家") for number, name in enumerate(names)]
    return [_fact("a", "总数", whole, "家", parts=tuple(names), **fields), *made]


def test_parts_that_come_to_their_whole_are_not_reported() -> None:
    assert _codes(*_parts("300", "100", "200")) == []
    assert _codes(*_parts("10.0", "3.33", "3.33", "3.33")) == []


@pytest.mark.parametrize("whole", ["400", "290"])
def test_parts_that_do_not_come_to_their_whole_are_reported(whole: str) -> None:
    assert _codes(*_parts(whole, "100", "200")) == [("A302", "marine.a")]


def test_a_part_that_is_not_there_leaves_only_too_much_to_be_reported() -> None:
    assert _codes(*_parts("400", "100", "200")[:2]) == []
    assert _codes(*_parts("90", "100", "200")[:2]) == [("A302", "marine.a")]


def test_parts_over_a_figure_may_be_more_than_their_whole_but_not_less() -> None:
    over = _fact("p0", "部0", "100", "家", qualifier=Qualifier.OVER)
    whole, _, other = _parts("400", "100", "200")
    assert _codes(whole, over, other) == []
    assert _codes(whole._replace(value=Decimal(250)), over, other) == [("A302", "marine.a")]


def test_parts_of_another_unit_period_or_place_are_no_parts_of_it() -> None:
    whole, one, two = _parts("400", "100", "200")
    for fields in ({"unit": "个"}, {"time_period": "2023"}, {"reference_area": "青岛市"}):
        assert _codes(whole, one._replace(**fields), two._replace(**fields)) == []  # type: ignore[arg-type]


@pytest.mark.parametrize("rate", ["7.5", "7.8", "8", "8.1"])
def test_a_rate_that_the_two_figures_may_show_is_not_reported(rate: str) -> None:
    assert _codes(OUTPUT, _fact("b", "产值", "320", time_period="2023-S1"), _growth(rate)) == []


@pytest.mark.parametrize("rate", ["7.3", "8.3", "-7.8", "78"])
def test_a_rate_that_the_two_figures_rule_out_is_reported(rate: str) -> None:
    before = _fact("b", "产值", "320", time_period="2023-S1")
    assert _codes(OUTPUT, before, _growth(rate)) == [("A303", "marine.growth")]


def test_a_rate_is_reported_with_the_figures_that_rule_it_out() -> None:
    before = _fact("b", "产值", "320", time_period="2023-S1")
    (problem,) = arithmetic.check([OUTPUT, before, _growth("9.7")])
    assert problem.message == "from 320 亿元 in 2023-S1 to 345 亿元 in 2024-S1 is 7.4883 to 8.13772 %, not 9.7 %"


@pytest.mark.parametrize(
    ("now", "before", "label"),
    [
        ("2024", "2023", "产值增长"),
        ("2024-06", "2023-06", "产值同比增长"),
        ("2024-06", "2024-05", "产值环比增长"),
        ("2024-01", "2023-12", "产值环比增长"),
        ("2024-S1", "2023-S2", "产值环比增长"),
        ("2024-Q3", "2024-Q2", "产值环比增长"),
    ],
)
def test_growth_is_from_a_year_before_or_one_period_before(now: str, before: str, label: str) -> None:
    facts = [
        OUTPUT._replace(time_period=now),
        _fact("b", "产值", "100", time_period=before),
        _growth("9", label, time_period=now),
    ]
    assert _codes(*facts) == [("A303", "marine.growth")]


@pytest.mark.parametrize(
    ("label", "period"),
    [
        ("年均增长", "2024"),
        ("比2020年增长", "2024"),
        ("近三年增长", "2024"),
        ("累计增长", "2024"),
        ("增长", "P3Y/2024"),
    ],
)
def test_growth_from_another_time_is_not_reckoned(label: str, period: str) -> None:
    facts = [
        OUTPUT._replace(time_period=period),
        _fact("b", "产值", "100", time_period="2023"),
        _growth("9", label, time_period=period),
    ]
    assert _codes(*facts) == []


def test_growth_of_a_share_is_in_percentage_points_and_of_a_count_in_its_unit() -> None:
    rate = [_fact("a", "率", "42.4", "%"), _fact("b", "率", "40.1", "%", time_period="2023-S1")]
    assert _codes(*rate, _growth("2.3", "率提高", "个百分点")) == []
    assert _codes(*rate, _growth("2.6", "率提高", "个百分点")) == [("A303", "marine.growth")]
    assert _codes(*rate, _growth("5.7", "率提高")) == []  # percent of percent may be either
    count = [_fact("a", "厂", "30", "家"), _fact("b", "厂", "20", "家", time_period="2023-S1")]
    assert _codes(*count, _growth("10", "厂增加", "家")) == []
    assert _codes(*count, _growth("20", "厂增加", "家")) == [("A303", "marine.growth")]


def test_a_share_that_makes_another_whole_than_the_fact_of_it_is_reported() -> None:
    share = _share("s", "产值占全区GDP比重", "42.4")
    assert _codes(OUTPUT, share, _fact("g", "全区GDP", "813")) == []
    assert _codes(OUTPUT, share, _fact("g", "全区GDP", "900")) == [("A304", "marine.s")]
    assert _codes(OUTPUT, share, _fact("g", "区生产总值", "900", aliases=("全区GDP",))) == [("A304", "marine.s")]


def test_two_shares_of_one_whole_that_make_different_wholes_are_reported_at_the_second() -> None:
    share = _share("s", "产值占全区GDP比重", "42.4")
    other = _fact("b", "工业", "100")
    assert _codes(OUTPUT, share, other, _share("t", "工业占全区GDP的比重", "12.3", "marine.b")) == []
    assert _codes(OUTPUT, share, other, _share("t", "工业占全区GDP的比重", "20", "marine.b")) == [("A304", "marine.t")]


def test_shares_of_the_same_thing_elsewhere_are_of_different_wholes() -> None:
    shares = [_share("s", "产值占全市比重", "42.4"), _share("t", "工业占全市比重", "20", "marine.b")]
    assert _codes(OUTPUT, _fact("b", "工业", "100"), *shares) == []
    assert _codes(OUTPUT, shares[0], _fact("g", "全市产值", "900")) == [("A304", "marine.s")]


def test_a_share_in_english_is_held_against_the_fact_of_its_whole() -> None:
    share = _share("s", "占比", "42.4", label_en="Share of the district GDP")
    assert _codes(OUTPUT, share, _fact("g", "district GDP", "900")) == [("A304", "marine.s")]


def test_shares_of_another_period_place_or_of_no_name_are_not_held_together() -> None:
    other = _fact("b", "工业", "100")
    share = _share("s", "产值占全区GDP比重", "42.4")
    late = _share("t", "工业占全区GDP比重", "20", "marine.b", time_period="2023-S1")
    assert _codes(OUTPUT, share, other._replace(time_period="2023-S1"), late) == []
    of_all = [_share("s", "产值占总量比重", "42.4"), _share("t", "工业占总量比重", "20", "marine.b")]
    assert _codes(OUTPUT, other, *of_all) == []


@given(st.decimals("0.1", 10**6, places=1), st.decimals("0.1", 10**6, places=1), st.integers(1, 4))
def test_figures_that_belong_together_are_never_reported_however_they_are_rounded(
    now: Decimal, before: Decimal, places: int
) -> None:
    exact = (now / before - 1) * 100
    rounded = exact.quantize(Decimal(1).scaleb(-places))
    share = (before / (now + before) * 100).quantize(Decimal(1).scaleb(-places))
    facts = [
        _fact("a", "产值", str(now)),
        _fact("b", "产值", str(before), time_period="2023-S1"),
        _growth(str(rounded)),
        _fact("c", "全区GDP", str(now + before)),
        _fact("d", "农业", str(before)),
        _share("s", "农业占全区GDP比重", str(share), "marine.d"),
    ]
    assert _codes(*facts) == []


BEFORE = _fact("b", "产值", "320", time_period="2023-S1")


@pytest.mark.parametrize(
    ("now", "label"),
    [
        ("地区生产总值", "地区生产总值同比增长"),  # printed in constant prices
        ("工业增加值", "工业增加值增速"),
        ("社会消费品零售总额", "社会消费品零售总额增长"),
        ("产值", "产值实际增长"),
        ("产值", "产值增长目标"),
        ("产值", "新增产值"),
        ("产值", "产值利润增速"),
    ],
)
def test_a_rate_of_something_else_than_the_figure_as_printed_is_not_reckoned(now: str, label: str) -> None:
    facts = [OUTPUT._replace(label=now), BEFORE._replace(label=now), _growth("9.7", label)]
    assert _codes(*facts) == []


def test_a_rate_that_says_in_which_prices_it_is_is_not_reckoned() -> None:
    assert _codes(OUTPUT, BEFORE, _growth("9.7", description="按可比价格计算。")) == []


@pytest.mark.parametrize("label", ["产值比上年增长", "产值较上年增长", "产值增速", "产值同比增长率"])
def test_growth_over_the_year_before_is_reckoned_however_it_is_called(label: str) -> None:
    assert _codes(OUTPUT, BEFORE, _growth("9.7", label)) == [("A303", "marine.growth")]


def test_a_fall_of_more_than_a_figure_lies_below_it() -> None:
    facts = [_fact("a", "厂", "90", "家"), _fact("b", "厂", "100", "家", time_period="2023-S1")]
    assert _codes(*facts, _growth("-5", "厂减少", qualifier=Qualifier.OVER)) == []
    assert _codes(*facts, _growth("-15", "厂减少", qualifier=Qualifier.OVER)) == [("A303", "marine.growth")]
    assert _codes(*facts, _growth("-5", "厂减少", qualifier=Qualifier.UNDER)) == [("A303", "marine.growth")]


def test_what_is_counted_one_by_one_is_not_rounded() -> None:
    whole, one, two = _parts("100", "60", "39")
    assert _codes(whole, one, two) == [("A302", "marine.a")]
    in_thousands = [each._replace(as_written=None, unit="千吨") for each in (whole, one, two)]
    assert _codes(*in_thousands) == []


@pytest.mark.parametrize("whole", ["全国总量", "行业", "国内市场", "亚洲", "长三角", "同类企业"])
def test_shares_of_a_whole_that_is_another_for_each_are_not_held_together(whole: str) -> None:
    shares = [_share("s", f"产值占{whole}的比重", "42.4"), _share("t", f"工业占{whole}的比重", "20", "marine.b")]
    assert _codes(OUTPUT, _fact("b", "工业", "100"), *shares) == []


def test_shares_that_belong_to_their_whole_are_not_taken_for_shares_of_a_part() -> None:
    shares = [_share("s", "出口占产值比重", "69.5"), _share("t", "进口占产值比重", "30.5")]
    assert _codes(OUTPUT, *shares) == [("A305", "marine.s"), ("A305", "marine.t")]


def test_what_is_only_set_beside_another_figure_may_be_more_than_it() -> None:
    assert _codes(_share("s", "出口相当于产值的比例", "130")) == []


def test_figures_of_any_size_are_reported() -> None:
    whole, one, _ = _parts("1", "1e400", "1")
    (problem,) = arithmetic.check([whole, one])
    assert problem.message == "its parts sum to 5.00000e+399 to 1.50000e+400 家 (marine.p0), not 1 家"


def test_many_facts_of_one_name_take_no_longer_than_many_of_many() -> None:
    towns = [
        fact._replace(
            id=f"marine.{fact.id[7:]}{number}", reference_area=f"镇{number}", of=fact.of and f"{fact.of}{number}"
        )
        for number in range(3000)
        for fact in (OUTPUT, BEFORE, _growth("7.7"))
    ]
    assert _codes(*towns) == []


def test_what_is_no_statistic_is_passed_over() -> None:
    plan = make_fact("marine.plan", kind=Kind.POLICY, value=None, unit=None, qualifier=None, parts=("甲",))
    assert _codes(plan) == []


GDP = _fact("g", "地区生产总值", "1000", aliases=("全区经济总量",))


@pytest.mark.parametrize(
    ("label", "value", "linked"),
    [
        ("海洋生产总值占GDP比重", "34.5", "marine.g"),
        ("海洋生产总值占全区经济总量的比重", "20", "marine.g"),
        ("产值占全社会比重", "34.5", "marine.g"),
    ],
)
def test_a_share_that_is_linked_to_its_whole_is_reported(label: str, value: str, linked: str) -> None:
    assert ("A305", "marine.s") in _codes(OUTPUT, GDP, _share("s", label, value, linked))


@pytest.mark.parametrize(
    ("label", "value", "linked"),
    [
        ("产值占GDP比重", "34.5", "marine.a"),
        ("产值占全社会比重", "50", "marine.g"),
        ("GDP占全市比重", "10", "marine.g"),
        ("经济总量占比", "10", "marine.g"),
        ("全区经济总量占GDP比重", "10", "marine.g"),
        ("投资占消费比重", "10", "marine.g"),
    ],
)
def test_a_share_that_may_be_one_of_the_linked_fact_is_not_reported(label: str, value: str, linked: str) -> None:
    assert "A305" not in dict(_codes(OUTPUT, GDP, _share("s", label, value, linked)))


def test_a_growth_is_linked_to_whatever_it_is_of() -> None:
    assert _codes(OUTPUT, GDP, _share("s", "产值占GDP比重", "3", "marine.g")._replace(aspect=Aspect.GROWTH)) == []
