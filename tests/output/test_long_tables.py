"""A table of any size begins to show at once, takes no more memory, and cuts nothing that comes later."""

from __future__ import annotations

import re
import tracemalloc
from collections import deque
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from builders import HEAD, Run, fact_text, make_fact, make_pack
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from jimo_cli.figures.say import number
from jimo_cli.model import Aspect, Fact, Kind, Status, Topic
from jimo_cli.output import condensed, tables
from jimo_cli.output.fitting import render

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

SIZE = condensed.AT_ONCE
TOPICS = [Topic("marine", "海洋", "Marine", (), dict.fromkeys(Kind, 0))]
NOUNS = ("statistics", "facts")


def _facts(count: int, first: int = 0) -> Iterator[Fact]:
    for at in range(first, first + count):
        yield make_fact(f"marine.f{at:06}", label=f"产值{at:06}", value=Decimal(100 + at % 900), time_period="2024")


def _draw(facts: Iterable[Fact], noun: str, width: int = 100, lang: str = "zh") -> list[str]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COLUMNS", str(width))
        return [*render(tables.by_topic(facts, TOPICS, noun, lang))]


def _heads(lines: Sequence[str]) -> int:
    return sum(line.startswith("─") for line in lines)


@pytest.mark.parametrize("noun", NOUNS)
def test_the_first_line_is_there_before_the_last_fact_is_read(noun: str) -> None:
    rest = _facts(10 * SIZE)
    assert "海洋" in next(render(tables.by_topic(rest, TOPICS, noun, "zh")))
    drawn = render(tables.by_topic(rest, TOPICS, noun, "zh"))
    assert any("产值" in next(drawn) for _ in range(5))
    assert next(rest).id < f"marine.f{3 * SIZE:06}"


def test_the_first_line_of_chosen_fields_is_there_before_the_last_row_is_read() -> None:
    rows = iter([(str(at),) for at in range(10 * SIZE)])
    assert "编号" in next(render([tables.of_fields(rows, ["id"], "zh")]))
    assert int(next(rows)[0]) <= SIZE


@pytest.mark.parametrize("noun", NOUNS)
def test_memory_does_not_grow_with_the_number_of_facts(noun: str) -> None:
    peaks = []
    for count in (3 * SIZE, 12 * SIZE):
        tracemalloc.start()
        deque(render(tables.by_topic(_facts(count), TOPICS, noun, "zh")), maxlen=0)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.5 * peaks[0]


@pytest.mark.parametrize("noun", NOUNS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_long_table_has_one_heading_and_every_row_and_its_size_below(noun: str, lang: str) -> None:
    lines = _draw(_facts(3 * SIZE + 7), noun, lang=lang)
    assert _heads(lines) == 1
    assert sum("marine.f" in line for line in lines) == 3 * SIZE + 7
    assert lines[0] == ("海洋" if lang == "zh" else "Marine")
    assert lines[-1].startswith(f"{3 * SIZE + 7} ")
    assert len({line.index("marine.f") for line in lines if "marine.f" in line}) == 1


@pytest.mark.parametrize("noun", NOUNS)
def test_a_wider_figure_below_gets_a_wider_column_under_a_heading_of_its_own(noun: str) -> None:
    wide = make_fact("marine.wide", value=Decimal("123456789012.5"))
    lines = _draw([*_facts(SIZE + 5), wide, *_facts(SIZE, SIZE + 6)], noun)
    assert any("123,456,789,012.5" in line for line in lines)
    assert _heads(lines) == 2


def test_decimal_points_stay_under_each_other_in_a_chunk_of_shorter_figures() -> None:
    short = [make_fact(f"marine.s{at}", label=f"短{at}", value=Decimal("1.5")) for at in range(SIZE)]
    lines = [line for line in _draw([*_facts(SIZE), *short], "statistics") if "亿元" in line]
    ends = {cell_len(line[: figure.end()]) for line in lines if (figure := re.search(r"(?<=\s)\d+", line))}
    assert len(lines) == 2 * SIZE
    assert len(ends) == 1


@pytest.mark.parametrize("noun", NOUNS)
@pytest.mark.parametrize("width", [40, 120])
def test_each_row_says_its_place_and_status_where_others_come_later(noun: str, width: int) -> None:
    later = make_fact("marine.later", reference_area="青岛市", status=Status.PRELIMINARY)
    lines = _draw([*_facts(SIZE + 5), later], noun, width)
    text = "\n".join(lines)
    assert text.count("即墨区") == SIZE + 5
    assert text.count("青岛市") == text.count("初步") == 1


def test_what_belongs_to_a_figure_stays_right_under_it() -> None:
    share = make_fact("marine.share", label="比重", of=f"marine.f{SIZE - 1:06}", aspect=Aspect.SHARE)
    lines = _draw([*_facts(SIZE), share, *_facts(5, SIZE)], "statistics")
    at = next(at for at, line in enumerate(lines) if "比重" in line)
    assert lines[at].startswith("└ ")
    assert f"marine.f{SIZE - 1:06}" in lines[at - 1]


def test_a_measure_of_many_is_one_line_however_many() -> None:
    facts = (make_fact(f"marine.f{year}", label="产值", time_period=str(year)) for year in range(1000, 1000 + 4 * SIZE))
    lines = _draw(facts, "statistics", 120)
    assert sum("marine.f" in line for line in lines) == 1
    assert f"1000–{1000 + 4 * SIZE - 1}" in "\n".join(lines)


def test_a_topic_of_two_packs_is_one_table(run: Run, tmp_path: Path) -> None:
    packs = [
        str(
            make_pack(tmp_path / name, {file: HEAD + fact_text(f"f-{name}-{file[0]}") for file in ("a.toml", "b.toml")})
        )
        for name in ("one", "two")
    ]
    out = run("list", "--facts", packs[0], "--facts", packs[1], "--format", "table", width=120).out
    ids = [line.split()[-1] for line in out.splitlines() if "f-" in line]
    assert ids == ["a.f-one-a", "a.f-two-a", "b.f-one-b", "b.f-two-b"]


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.decimals(-(10**9), 10**9, places=2, allow_nan=False), min_size=1, max_size=12),
    st.integers(8, 120),
    st.sampled_from(NOUNS),
)
def test_no_figure_is_cut_and_no_line_too_wide_whatever_comes_later(
    values: list[Decimal], width: int, noun: str
) -> None:
    facts = [make_fact(f"marine.f{at}", label=f"产值{at}", value=value) for at, value in enumerate(values)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(condensed, "AT_ONCE", 2)
        patch.setattr(tables, "AT_ONCE", 2)
        lines = _draw(facts, noun, width)
    figures = [number(fact) for fact in facts]
    assert all(any(figure in line for line in lines) for figure in figures)
    assert not [line for line in lines if cell_len(line) > max(width, *map(len, figures))]
