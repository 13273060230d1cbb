"""Charts on a terminal and in a pipe: every figure is there, nothing is drawn that is not known."""

from decimal import Decimal
from pathlib import Path

import pytest
from builders import HEAD, Run, make_fact, make_pack
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from jimo_cli.charts.scale import Scale, bar_scale, line_scale
from jimo_cli.figures.say import amount, number
from jimo_cli.model import Fact, Qualifier, Status
from jimo_cli.output import charted

SERIES = '[series.output]\nlabel = "产值"\nlabel_en = "Output"\nunit = "亿元"\n'
WIDTHS = (40, 80, 120, 200)


def _pack(directory: Path, table: str) -> str:
    files = {"marine.toml": HEAD + SERIES + 'table = "output.csv"\n', "output.csv": table}
    return str(make_pack(directory / "facts", files))


def _drawn(facts: list[Fact], width: int, lang: str = "zh") -> list[str]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COLUMNS", str(width))
        patch.setenv("TERM", "dumb")
        return [*charted.text(facts, [], lang)]


def test_a_bar_ends_where_its_figure_does_and_a_missing_period_is_a_gap(run: Run, tmp_path: Path) -> None:
    table = "time_period,value\n2020,10\n2022,5\n2023,2.5\n"
    ran = run("series", "产值", "--chart", "--facts", _pack(tmp_path, table), width=40, env={"TERM": "xterm"})
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines() == [
        "产值 · 即墨区",
        "",
        "单位  亿元",
        "",
        "2020年   10 │███████████████████████████",
        "2021年    – │",
        "2022年    5 │█████████████▌",
        "2023年  2.5 │██████▊",
        "            ┴────┴─────┴────┴─────┴────┴",
        "            0    2     4    6     8   10",
        "",
        "来源：王涛，Lee A. 一篇报道[Z].",
        "日报，[出版日期不详].",
    ]


def test_places_stand_beside_each_other_on_one_scale(run: Run, tmp_path: Path) -> None:
    table = "reference_area,time_period,value\n甲市,2022,10\n甲市,2023,20\n乙市,2023,5\n"
    ran = run("series", "产值", "--chart", "--facts", _pack(tmp_path, table), width=60)
    assert [line.split() for line in ran.out.splitlines()[4:7]] == [
        ["甲市", "乙市"],
        ["2022年", "10", "|##########", "-", "|"],
        ["2023年", "20", "|#####################", "5", "|#####"],
    ]


HEDGED = """\
time_period,value,value_max,qualifier,status
2019,10,,over,
2020,10,,about,
2021,10,,under,
2022,5,10,range,
2023,10,,,preliminary
2024,10,,,forecast
2025,10,,over,target
"""


def test_what_is_not_exact_or_not_final_looks_otherwise_and_the_legend_says_how(run: Run, tmp_path: Path) -> None:
    facts = _pack(tmp_path, HEDGED)
    ran = run("series", "产值", "--chart", "--facts", facts, width=40, env={"TERM": "xterm"})
    bars = [line.partition("│")[2] for line in ran.out.splitlines() if line.startswith("20")]
    full = len(bars[4])
    assert bars == [
        "█" * full + ">",
        "█" * full + "~",
        "█" * full + "<",
        "█" * (full // 2) + "▒" * (full - full // 2),
        "▓" * full,
        "░" * full,
        "░" * full + ">",
    ]
    legend = "░ t 目标   ░ f 预测   ▓ p 初步   > 超过\n< 不足   ~ 约   ▒ 范围\n"
    assert legend in ran.out
    english = run("series", "产值", "--chart", "--facts", facts, "--lang", "en", width=120)
    assert ": t target   : f forecast   = p preliminary   > over   < under   ~ about   . range\n" in english.out


def test_a_negative_figure_goes_the_other_way_from_zero(run: Run, tmp_path: Path) -> None:
    ran = run("series", "产值", "--chart", "--facts", _pack(tmp_path, "time_period,value\n2022,-4\n2023,8\n"), width=40)
    down, up, floor, _ = ran.out.splitlines()[4:8]
    assert down.endswith("#|")
    assert up.index("|") == down.index("|")
    assert floor[cell_len(down.partition("|")[0])] == "+"
    assert (down.count("#"), up.count("#")) == (9, 19)


def test_the_smallest_figure_is_more_than_nothing_and_zero_is_nothing() -> None:
    facts = [
        make_fact(value=Decimal(value), time_period=str(year))
        for year, value in ((2020, "0.000001"), (2021, "1000000000000"), (2022, "0"), (2023, "-0.000001"))
    ]
    bars = [line for line in _drawn(facts, 80) if line.startswith("20")]
    assert [min(bar.count("#"), 40) for bar in bars] == [1, 40, 0, 1]


def test_figures_of_several_units_and_kinds_of_periods_share_no_axis() -> None:
    facts = [
        make_fact(value=Decimal(5), unit="亿元", time_period="2022"),
        make_fact(value=Decimal(7), unit="万元", time_period="2022"),
        make_fact(value=Decimal(2), unit="亿元", time_period="2022-Q1"),
    ]
    lines = _drawn(facts, 40)
    assert [line for line in lines if line.startswith("单位")] == ["单位  亿元", "单位  万元", "单位  亿元"]
    assert sum(line.lstrip().startswith("0 ") for line in lines) == 3


def test_a_long_run_of_missing_periods_is_one_row() -> None:
    facts = [make_fact(value=Decimal(5), time_period=year) for year in ("1949", "2020", "2023")]
    rows = [line.split()[0] for line in _drawn(facts, 40)[4:-2]]
    assert rows == ["1949年", "...", "2020年", "2021年", "2022年", "2023年"]


@pytest.mark.parametrize("width", WIDTHS)
def test_many_periods_are_a_line_with_gaps_and_its_axis_says_where_it_begins(width: int) -> None:
    months = [f"{year}-{month:02}" for year in range(2019, 2024) for month in range(1, 13)]
    facts = [
        make_fact(value=Decimal(1000 + at), time_period=written)
        for at, written in enumerate(months)
        if not 20 <= at < 40
    ]
    lines = _drawn(facts, width)
    assert "数值轴不从 0 开始" in lines
    assert any("每列为" in line for line in lines) == (width == 40)
    plot = [line.partition("+")[2] or line.partition("|")[2] for line in lines if "|" in line or "0+" in line]
    filled = [any(line[at : at + 1].strip() for line in plot) for at in range(max(map(len, plot)))]
    assert filled == sorted(filled[: len(filled) // 2], reverse=True) + sorted(filled[len(filled) // 2 :])
    assert 0.3 < sum(filled) / (width - 6) <= 0.75


def test_what_is_not_settled_or_not_exact_is_told_apart_in_a_line_too() -> None:
    said = {
        1995: (Qualifier.OVER, None),
        2000: (Qualifier.EXACT, Status.PRELIMINARY),
        2010: (Qualifier.EXACT, Status.FORECAST),
    }
    facts = [
        make_fact(value=Decimal(year), time_period=str(year), qualifier=qualifier, status=status)
        for year in range(1990, 2020)
        for qualifier, status in [said.get(year, (Qualifier.EXACT, None))]
    ]
    lines = _drawn(facts, 40)
    plot = "".join(line[5:] for line in lines if line[4:5] in {"|", "+"} and "--" not in line)
    assert (plot.count(">"), plot.count("="), plot.count(":"), plot.count("#")) == (1, 1, 1, 27)


def test_days_further_apart_than_can_be_filled_are_bars_and_no_line() -> None:
    facts = [make_fact(value=Decimal(year), time_period=f"{year}-01-01") for year in range(1700, 1990)]
    lines = _drawn(facts, 80)
    assert len([line for line in lines if "|" in line]) == 200
    assert any("另有 90 行未画出" in line for line in lines)


def test_a_line_beside_zero_has_zero_on_its_axis() -> None:
    facts = [make_fact(value=Decimal(at), time_period=str(1990 + at)) for at in range(30)]
    lines = _drawn(facts, 80)
    assert not any("不从 0 开始" in line for line in lines)
    assert any(line.split("+")[0].strip() == "0" for line in lines)


@pytest.mark.parametrize("width", WIDTHS)
def test_every_one_of_many_places_is_drawn_by_its_name(width: int) -> None:
    for periods in ((2023,), (2021, 2022, 2023), range(1990, 2023)):
        facts = [
            make_fact(value=Decimal(at + year), time_period=str(year), reference_area=f"第{at}区")
            for at in range(31)
            for year in periods
        ]
        text = "\n".join(_drawn(facts, width))
        assert all(f"第{at}区" in text for at in range(31))
        assert max(map(cell_len, text.split("\n"))) <= width


def test_ten_thousand_places_are_drawn_in_part_and_ten_thousand_days_in_full() -> None:
    from datetime import date, timedelta

    facts = [make_fact(value=Decimal(at), time_period="2023", reference_area=f"P{at}") for at in range(10_000)]
    lines = _drawn(facts, 80)
    assert "另有 9800 行未画出，请用 --area、--within 或 --period 缩小范围" in lines
    days = [date(1995, 1, 1) + timedelta(days=at) for at in range(10_000)]
    lines = _drawn([make_fact(value=Decimal(7), time_period=day.isoformat()) for day in days], 80)
    assert len(lines) < 30
    assert lines[-3].startswith("1995年1月1日")


def test_a_thousand_places_over_time_are_drawn_in_part_and_what_is_left_out_is_told() -> None:
    facts = [
        make_fact(value=Decimal(at), time_period=str(year), reference_area=f"P{at}")
        for at in range(1000)
        for year in range(1990, 2020)
    ]
    lines = _drawn(facts, 80)
    assert "另有 940 个地区未画出，请用 --area 或 --within 缩小范围" in lines
    assert [line for line in lines if line.startswith("P")][-1].split() == ["P59"]
    assert "另有 940 个地区未画出" in charted.picture(facts, [], "zh")


def test_two_figures_of_one_place_and_period_are_both_drawn() -> None:
    facts = [make_fact(value=Decimal(5), time_period="2022"), make_fact(value=Decimal(6), time_period="2022")]
    assert [line.split()[-2] for line in _drawn(facts, 40) if "#" in line] == ["5", "6"]


@pytest.mark.parametrize("option", [("--format", "csv"), ("--fields", "id"), ("--change",)])
def test_an_option_about_rows_is_no_option_of_a_chart(run: Run, tmp_path: Path, option: tuple[str, ...]) -> None:
    facts = _pack(tmp_path, "time_period,value\n2022,1\n2023,2\n")
    ran = run("series", "产值", "--chart", *option, "--facts", facts)
    assert (ran.code, ran.out) == (2, "")
    assert (
        ran.err
        == f"jimo: --chart and {' '.join(option[:2]).replace(' id', '')} are given; a chart has no rows; omit one of them\n"
    )


def test_a_measure_without_figures_has_no_chart(run: Run, tmp_path: Path) -> None:
    facts = _pack(tmp_path, "time_period,value\n2022,1\n")
    ran = run("series", "产值", "--chart", "--period", "1999", "--facts", facts)
    assert (ran.code, ran.out) == (1, "")


def test_no_label_acts_on_a_terminal_and_a_long_one_is_folded() -> None:
    nasty = "\x1b[31m" + "长" * 300 + "\u202e[red]<b>"
    lines = _drawn([make_fact(label=nasty, reference_area=place) for place in (nasty, "مدينة")], 60)
    text = "".join(lines)
    assert text.isprintable()
    assert text.count("长") == 600
    assert "[red]<b>" in text
    assert max(map(cell_len, lines)) <= 60


def test_an_encoding_without_the_characters_still_gets_straight_columns(run: Run, tmp_path: Path) -> None:
    table = "reference_area,time_period,value\n甲,2022,10\n乙市,2022,20\n"
    ran = run("series", "产值", "--chart", "--facts", _pack(tmp_path, table), width=80)
    rows = [line for line in ran.out.splitlines() if "|" in line]
    assert len({cell_len(row.partition("|")[0]) for row in rows}) == 1


VALUES = st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**13), max_value=10**13)
FACTS = st.lists(
    st.builds(
        lambda value, span, period, place, qualifier, status: make_fact(
            value=value,
            value_max=value + abs(span) + 1 if qualifier is Qualifier.RANGE else None,
            time_period=period,
            reference_area=place,
            qualifier=qualifier,
            status=status,
        ),
        VALUES,
        VALUES,
        st.sampled_from(
            ["2019", "2020", "2023", "2023-Q1", "2023-S2", "2022-05", "2022-05-06", "2020/2021", "2022/..", None]
        ),
        st.sampled_from(["即墨区", "蓝谷", "A", None]),
        st.sampled_from(Qualifier),
        st.sampled_from([None, *Status]),
    ),
    min_size=1,
    max_size=12,
)


@given(FACTS, st.sampled_from(WIDTHS), st.sampled_from(["zh", "en"]))
@settings(deadline=None)
def test_whatever_a_series_holds_each_figure_is_drawn_within_the_width(
    facts: list[Fact], width: int, lang: str
) -> None:
    lines = _drawn(facts, width, lang)
    flagged = max(cell_len(amount(fact, lang)) for fact in facts) + 2
    assert max(map(cell_len, lines)) <= max(width, flagged)
    if lang == "zh":
        text = " ".join(lines)
        assert all(number(fact) in text for fact in facts)


@given(st.lists(VALUES, min_size=1, max_size=20), st.integers(1, 10))
def test_an_axis_has_round_ticks_around_all_values_and_bars_begin_at_zero(values: list[Decimal], most: int) -> None:
    for scale in (bar_scale(values, most), line_scale(values, most)):
        assert scale.low <= min(values)
        assert scale.high >= max(values)
        assert 2 <= len(scale.ticks) <= most + 2
        steps = {scale.ticks[at + 1] - scale.ticks[at] for at in range(len(scale.ticks) - 1)}
        assert len(steps) == 1
        assert steps.pop().normalize().as_tuple().digits in {(1,), (2,), (5,)}
    assert Decimal(0) in bar_scale(values, most).ticks


def test_a_figure_of_five_hundred_digits_has_a_place_on_its_axis() -> None:
    scale = bar_scale([Decimal("9" * 500), Decimal("1e-500")], 5)
    assert scale.part(Decimal("5e499")) == pytest.approx(0.5)
    assert Scale((Decimal(0), Decimal(2))).part(Decimal(1)) == 0.5


@pytest.mark.parametrize("width", [1, 2, 3, 9])
def test_no_width_is_too_narrow_for_a_line(width: int) -> None:
    facts = [make_fact(value=Decimal(year), time_period=str(year)) for year in range(1980, 2020)]
    assert _drawn(facts, width)
