"""What a fact says about itself and beside others: told where it makes no sense, and nowhere else."""

from decimal import Decimal
from typing import Any

import pytest
from builders import make_fact

from jimo_cli.figures.amount import printed_amount
from jimo_cli.lint import consistency
from jimo_cli.model import Aspect, Basis, Fact, Kind, Qualifier, Status, Topic


def _stated(value: str, unit: str | None, as_written: str, **fields: Any) -> Fact:
    return make_fact(value=Decimal(value), unit=unit, as_written=as_written, **fields)


def _range(low: str, high: str, unit: str, as_written: str) -> Fact:
    return _stated(low, unit, as_written, value_max=Decimal(high), qualifier=Qualifier.RANGE)


AGREE = [
    _stated("50", "所", "50余所", qualifier=Qualifier.OVER),
    _stated("10000", "人", "超过1万人", qualifier=Qualifier.OVER),
    _range("5", "6", "个月", "5至6个月"),
    _stated("70", "%", "70%以上", qualifier=Qualifier.OVER),
    _stated("4500", "次", "4500余次", qualifier=Qualifier.OVER),
    _stated("345", "亿元", "345亿元"),
    _stated("34500000000", "元", "345亿元"),
    _stated("6.8", "亿吨", "6.8亿吨"),
    _stated("680000000", "吨", "6.8亿吨"),
    _stated("34.5", "亿元", "3.45 billion yuan"),
    _stated("1234", "家", "1,234家"),
    _stated("50", "所", "５０所"),
    _stated("7.7", "%", "同比增长7.7%"),
    _stated("-13.5", "%", "下降13.5%"),
    _stated("-13.5", "%", "13.5%", aspect=Aspect.GROWTH),
    _stated("13.5", "%", "下降13.5%", label="产值降幅"),
    _stated("-5", "%", "下降超过5%", qualifier=Qualifier.OVER),
    _stated("20", "%", "百分之二十"),
    _stated("70", "%", "七成"),
    _stated("7", "成", "七成"),
    _stated("3", "项", "三项"),
    _stated("4", "共富模式", "4大共富模式"),
    _stated("12", None, "12"),
    _stated("12", "家", "12"),
    _stated("8", "家", "好几家"),
    _stated("25.72", "%", "25.72:26.84:47.44"),
    _stated("26.84", "%", "25.72∶26.84∶47.44"),
    _stated("47.44", "%", "结构为25.72：26.84：47.44"),
    _stated("41.5", "%", "6.1:41.5:52.5"),
    _stated("9", "%", "3:4:3"),
    _stated("9", "家", "60:40"),
    _stated("320", "万吨", "3.2 Mt"),
    _stated("9", "万吨", "3.2 xkt"),
    _stated("99", "个", "3+3+2"),
    _stated("99", "MW", "5 MW of something else entirely"),
]


@pytest.mark.parametrize("fact", AGREE, ids=lambda fact: f"{fact.value} {fact.unit} {fact.as_written}")
def test_a_figure_that_says_what_is_printed_is_not_reported(fact: Fact) -> None:
    assert list(consistency.as_written(fact)) == []


DISAGREE = [
    (_stated("60", "所", "50余所"), "value", 'value = 50\nqualifier = "over"'),
    (_stated("50", "所", "50余所"), "qualifier", 'qualifier = "over"'),
    (_stated("1000", "人", "超过1万人", qualifier=Qualifier.OVER), "value", "value = 10000"),
    (_range("5", "7", "个月", "5至6个月"), "value_max", "value_max = 6"),
    (_stated("5", "个月", "5至6个月"), "qualifier", 'value_max = 6\nqualifier = "range"'),
    (_stated("345", "万元", "345亿元"), "value", "value = 3450000"),
    (_stated("345", "家", "345亿元"), "value", 'value = 345\nunit = "亿元"'),
    (_stated("50", "家", "50所"), "unit", 'unit = "所"'),
    (_stated("52.6", "亿元", "52.60亿美元"), "unit", 'unit = "亿美元"'),
    (_stated("52.6", "亿元", "52.60万亿元"), "value", "value = 526000"),
    (_stated("34.6", "亿元", "3.45 billion yuan"), "value", "value = 34.5"),
    (_stated("13.5", "%", "下降13.5%", aspect=Aspect.GROWTH), "value", "value = -13.5"),
    (_stated("-7.7", "%", "增长7.8%", aspect=Aspect.GROWTH), "value", "value = 7.8"),
    (_stated("50", "所", "约50所"), "qualifier", 'qualifier = "about"'),
    (_stated("50", "所", "50所", qualifier=Qualifier.OVER), "qualifier", 'qualifier = "exact"'),
    (_stated("26.85", "%", "25.72:26.84:47.44"), "value", ""),
    (_range("25.72", "26.84", "%", "25.72:26.84:47.44"), "value", ""),
]


@pytest.mark.parametrize(
    ("fact", "key", "paste"), DISAGREE, ids=[f"{row[0].value} {row[0].unit} {row[0].as_written}" for row in DISAGREE]
)
def test_a_figure_that_says_another_thing_than_is_printed_is_reported_with_what_to_paste(
    fact: Fact, key: str, paste: str
) -> None:
    (problem,) = consistency.as_written(fact)
    assert (problem.code, problem.fact_id, problem.paste) == ("S201", fact.id, paste)
    assert problem.key == (key if getattr(fact, key) is not None else "as_written")


def test_both_sides_are_reported_as_they_are_said() -> None:
    (problem,) = consistency.as_written(_stated("345", "万元", "超345亿元"))
    assert problem.message == "as_written '超345亿元' reads as over 345 亿元, the fact says 345 万元"


def test_digits_are_exact_however_many_there_are() -> None:
    digits = "1234567890" * 5
    assert list(consistency.as_written(_stated(digits, "元", f"{digits}元"))) == []
    (problem,) = consistency.as_written(_stated(digits + ".1", "元", f"{digits}.2元"))
    assert problem.paste == f"value = {digits}.2"


def test_what_is_printed_without_a_figure_is_none() -> None:
    assert printed_amount("许多") is None
    assert printed_amount("") is None


@pytest.mark.parametrize(("value", "as_written"), [("-13.5", "13.5%"), ("-20", "20余%"), ("-5", "百分之五")])
def test_a_sign_that_no_word_says_is_reported(value: str, as_written: str) -> None:
    fact = _stated(value, "%", as_written, aspect=Aspect.GROWTH)
    (problem,) = consistency.without_direction(fact)
    assert (problem.code, problem.key) == ("S208", "as_written")
    assert problem.message == f"as_written {as_written!r} does not say that the figure is below zero"


@pytest.mark.parametrize(
    ("value", "as_written"),
    [("-13.5", "下降13.5%"), ("-13.5", "同比下降13.5%"), ("-13.5", "-13.5%"), ("-13.5", "负13.5%"), ("-7.7", "零下7.7%"),
     ("13.5", "13.5%"), ("13.5", "下降13.5%"), ("-9", "好几家"), ("0", "0%")],
)  # fmt: skip
def test_a_sign_that_words_say_or_that_is_not_there_is_not_reported(value: str, as_written: str) -> None:
    assert list(consistency.without_direction(_stated(value, "%", as_written, label="降幅"))) == []


def _codes(*facts: Fact) -> list[tuple[str, str]]:
    return [(problem.code, problem.fact_id) for problem in consistency.check(facts, [])]


def test_the_same_fact_under_two_ids_is_reported_at_the_second() -> None:
    assert _codes(make_fact("marine.a"), make_fact("marine.b")) == [("S202", "marine.b")]
    # The unit may be multiplied out, the label written in another way.
    other = make_fact("land.b", label="海洋 產值", value=Decimal(34500000000), unit="元", as_written=None)
    assert _codes(make_fact("marine.a"), other) == [("S202", "land.b")]


def test_two_facts_that_differ_in_nothing_but_the_figure_are_reported() -> None:
    other = make_fact("marine.b", value=Decimal(346), as_written="346亿元")
    assert _codes(make_fact("marine.a"), other) == [("S203", "marine.b")]
    (problem,) = consistency.duplicates([make_fact("marine.a"), other])
    assert problem.message == "differs from marine.a only in the figure: 346 亿元, 345 亿元 there"


@pytest.mark.parametrize(
    "fields",
    [
        {"time_period": "2023-S1"},
        {"reference_area": "青岛市"},
        {"aspect": Aspect.SHARE},
        {"kind": Kind.POLICY, "value": None, "unit": None, "as_written": None, "qualifier": None},
        {"label": "海洋产值之二"},
    ],
)
def test_facts_that_differ_in_something_else_may_differ_in_the_figure(fields: dict[str, Any]) -> None:
    other = make_fact("marine.b", value=Decimal(1), as_written=None)._replace(**fields)
    assert _codes(make_fact("marine.a"), other) == []


@pytest.mark.parametrize(
    "fields",
    [
        {"unit": "亿美元", "as_written": "12亿美元"},
        {"unit": "个", "value": Decimal(20), "as_written": "20个"},
        {"value": Decimal("344.8"), "as_written": "344.8亿元"},  # which is printed 345 as well
        {"value": Decimal(340), "qualifier": Qualifier.OVER, "as_written": "超340亿元"},
        {"value": Decimal(340), "qualifier": Qualifier.ABOUT, "as_written": "约340亿元"},
    ],
)
def test_a_figure_that_says_the_same_or_counts_something_else_is_no_contradiction(fields: dict[str, Any]) -> None:
    assert "S203" not in [code for code, _ in _codes(make_fact("marine.a"), make_fact("marine.b", **fields))]


def test_facts_of_two_topics_may_differ_but_not_be_the_same() -> None:
    other = make_fact("land.b", value=Decimal(1), as_written="1亿元")
    assert _codes(make_fact("marine.a"), other) == []
    assert _codes(make_fact("marine.a"), make_fact("land.b")) == [("S202", "land.b")]


def test_things_of_one_name_that_are_described_otherwise_are_two() -> None:
    plain: dict[str, Any] = {"kind": Kind.POLICY, "value": None, "unit": None, "as_written": None, "qualifier": None}
    one = make_fact("marine.a", **plain, label="实施方案", description="港口的方案。")
    assert _codes(one, make_fact("marine.b", **plain, label="实施方案", description="渔业的方案。")) == []
    assert _codes(one, one._replace(id="marine.b")) == [("S202", "marine.b")]


def test_names_that_differ_in_a_point_or_are_signs_alone_are_two() -> None:
    facts = [
        make_fact("marine.a", label="3.5千伏线路"),
        make_fact("marine.b", label="35千伏线路", value=Decimal(1), as_written="1亿元"),
        make_fact("marine.c", label="+", value=Decimal(2), as_written="2亿元"),
        make_fact("marine.d", label="——", value=Decimal(3), as_written="3亿元"),
    ]
    assert [code for code, _ in _codes(*facts)] == []


def test_a_label_in_latin_letters_is_its_own_english_one() -> None:
    assert _codes(make_fact("marine.a", label="Gross product", label_en=None)) == []
    topic = Topic("marine", "Sea", None, (), {})
    assert list(consistency.check([], [topic])) == []


def test_an_alias_that_leads_to_another_fact_is_reported_at_both() -> None:
    one = make_fact("marine.a", aliases=("海洋GDP", "产出"))
    two = make_fact("marine.b", label="生产总值", label_en="Product", aliases=("海洋gdp",))
    assert _codes(one, two) == [("S204", "marine.a"), ("S204", "marine.b")]


def test_an_alias_that_is_the_label_of_another_fact_is_reported() -> None:
    one = make_fact("marine.a", aliases=("生产总值",))
    two = make_fact("marine.b", label="生产总值", label_en="Product")
    assert _codes(one, two) == [("S204", "marine.a")]


def test_facts_of_one_label_may_share_their_aliases() -> None:
    one = make_fact("marine.a", aliases=("产出",))
    assert _codes(one, make_fact("marine.b", aliases=("产出",), time_period="2023-S1")) == []


def test_topics_that_share_a_name_are_reported() -> None:
    topics = [Topic("sea", "海", "Sea", ("海洋",), {}), Topic("marine", "海洋", "Marine", (), {})]
    assert [(problem.code, problem.fact_id) for problem in consistency.check([], topics)] == [("S204", "sea")]


def test_what_a_reader_would_miss_is_reported() -> None:
    bare = make_fact("marine.a", time_period=None, reference_area=None, label_en=None)
    assert _codes(bare) == [("S205", "marine.a"), ("S206", "marine.a"), ("S207", "marine.a")]
    policy = bare._replace(kind=Kind.POLICY, value=None, label_en="Plan")
    assert _codes(policy) == []
    topic = Topic("marine", "海洋", None, (), {})
    assert [(problem.code, problem.fact_id) for problem in consistency.check([], [topic])] == [("S207", "marine")]


def _rate(label: str, *basis: Basis, **fields: Any) -> Fact:
    return make_fact(**{"label": label, "label_en": None, "aspect": Aspect.GROWTH, "basis": basis, **fields})


@pytest.mark.parametrize(
    ("fact", "is_wrong"),
    [
        (_rate("产值增长", Basis.YEAR_ON_YEAR), False),
        (_rate("产值环比增长", Basis.PERIOD_ON_PERIOD), False),
        (_rate("产值环比增长", Basis.YEAR_ON_YEAR), True),
        (_rate("产值同比增长", Basis.PERIOD_ON_PERIOD), True),
        (_rate("产值比上年增长", Basis.YEAR_ON_YEAR, Basis.REAL), False),
        (_rate("贷款比上年末增长", Basis.YEAR_ON_YEAR), True),
        (_rate("贷款比上年末增长", Basis.SINCE_YEAR_END), False),
        (_rate("产值年均增长", Basis.YEAR_ON_YEAR), True),
        (_rate("产值实际增长", Basis.YEAR_ON_YEAR, Basis.NOMINAL), True),
        (_rate("产值实际增长", Basis.REAL), False),
        (_rate("产值增长", Basis.REAL, label_en="Growth at current prices"), True),
        (_rate("产值环比增长"), False),
    ],
)
def test_a_label_that_says_another_basis_is_reported(fact: Fact, *, is_wrong: bool) -> None:
    assert bool([*consistency.other_basis(fact)]) == is_wrong


@pytest.mark.parametrize(
    ("fields", "keys"),
    [
        ({"aspect": Aspect.GROWTH, "basis": (Basis.REAL,)}, []),
        ({"label": "产值增长", "basis": (Basis.REAL,)}, []),
        ({"basis": (Basis.REAL,)}, ["basis"]),
        ({"label": "产值占比增长", "aspect": Aspect.SHARE, "basis": (Basis.REAL,)}, ["basis"]),
        ({"aspect": Aspect.RANK, "among": "全省16个市"}, []),
        ({"aspect": Aspect.RANK}, [None]),
        ({"among": "全省16个市"}, ["among"]),
    ],
)
def test_a_key_that_says_nothing_of_the_aspect_is_reported(fields: dict[str, Any], keys: list[str | None]) -> None:
    assert [problem.key for problem in consistency.of_no_rate(make_fact(**fields))] == keys


@pytest.mark.parametrize(
    ("value", "unit", "key"),
    [
        ("1", None, None), ("3", "位", None), ("12", "名", None), ("0", "位", "value"), ("-1", "位", "value"),
        ("2.5", "位", "value"), ("3", "%", "unit"), ("3", "亿元", "unit"),
    ],
)  # fmt: skip
def test_a_rank_is_a_whole_number_from_one_on(value: str, unit: str | None, key: str | None) -> None:
    fact = make_fact(aspect=Aspect.RANK, value=Decimal(value), unit=unit)
    assert [problem.key for problem in consistency.impossible_rank(fact)] == ([key] if key else [])
    assert [*consistency.impossible_rank(fact._replace(aspect=None))] == []


@pytest.mark.parametrize(
    ("fields", "is_alike"),
    [
        ({"status": Status.PRELIMINARY}, False),
        ({"status": Status.FINAL}, True),
        ({"basis": (Basis.PERIOD_ON_PERIOD,)}, False),
        ({"among": "全国"}, False),
        ({}, True),
    ],
)
def test_releases_and_rates_on_another_basis_are_no_duplicates(fields: dict[str, Any], *, is_alike: bool) -> None:
    for value in (Decimal(345), Decimal(350)):
        other = make_fact("marine.other", value=value, **fields)
        assert bool([*consistency.duplicates([make_fact(), other])]) == is_alike
