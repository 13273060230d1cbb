"""What an assistant is answered, as data and as text, without any protocol."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from builders import HEAD, fact_text, make_pack
from hypothesis import given
from hypothesis import strategies as st

from jimo_cli import Catalog
from jimo_cli.errors import StoreDamagedError
from jimo_cli.serve import answers
from jimo_cli.serve.told import Reply
from jimo_cli.serve.tools import INSTRUCTIONS, TOOLS, Desk

ROWS = ", ".join(
    f'["{place}", "{year}", {year - 1900}.50]' for place in ("青岛市", "烟台市") for year in range(2000, 2024)
)
SERIES = f"""\
[series.cargo]
label = "港口货物吞吐量"
unit = "万吨"
columns = ["reference_area", "time_period", "value"]
rows = [{ROWS}]
"""


@pytest.fixture
def desk(pack: Path) -> Iterator[Desk]:
    make_pack(pack, {"port.toml": HEAD + SERIES})
    made = Desk([str(pack)], "zh")
    yield made
    made.close()


def call(desk: Desk, name: str, **given: Any) -> Reply:
    return desk.call(name, given)


def leaves(value: object) -> Iterator[str]:
    """Every text and number in data."""
    if isinstance(value, dict):
        for each in value.values():
            yield from leaves(each)
    elif isinstance(value, list):
        for each in value:
            yield from leaves(each)
    elif not isinstance(value, bool):
        yield str(value)


ASKED: list[tuple[str, dict[str, Any]]] = [
    ("search", {"query": "海洋产值"}),
    ("search", {"query": "青岛2019年海洋产值"}),
    ("search", {"query": "从业人员"}),
    ("get", {"ids": ["output", "port.cargo", "nothing"]}),
    ("series", {"measure": "港口货物吞吐量"}),
    ("check", {"text": "2024年上半年，即墨区海洋产值354亿元，同比下降7.75%。人口900万人。"}),
    ("cite", {"ids": ["output", "months-saved"]}),
    ("topics", {}),
]


@pytest.mark.parametrize(("name", "given"), ASKED)
def test_an_answer_is_complete_as_text_alone_and_as_data_alone(desk: Desk, name: str, given: dict[str, Any]) -> None:
    reply = call(desk, name, **given)
    assert not reply.is_error
    assert json.loads(json.dumps(reply.data)) == reply.data
    missing = [leaf for leaf in leaves(reply.data) if leaf not in reply.text]
    assert missing in ([], ["1"], ["1", "1", "1"])  # the counts of a check are in words


def test_a_fact_comes_with_figure_hedge_place_period_source_and_a_sentence(desk: Desk) -> None:
    [fact] = call(desk, "search", query="从业人员").data["facts"]
    assert {key: fact[key] for key in ("id", "value", "unit", "qualifier", "status", "reference_area", "time_period", "fit")} == {
        "id": "marine.staff", "value": "1200", "unit": "人", "qualifier": "over", "status": "final", "reference_area": "蓝谷",
        "time_period": "P3Y/2024", "fit": "exact",
    }  # fmt: skip
    assert fact["quote"].startswith("至2024年的3年，蓝谷从业人员1200余人（《一篇报道》，日报）")
    assert fact["as_written"] == "1200余人"


def test_a_range_and_a_negative_figure_keep_their_digits(desk: Desk) -> None:
    facts = call(desk, "get", ids=["months-saved", "output-growth"]).data["facts"]
    assert [(fact["value"], fact.get("value_max")) for fact in facts] == [("5", "6"), ("-7.75", None)]
    figures = call(desk, "series", measure="青岛港口货物吞吐量").data["figures"]
    assert figures[-1]["value"] == "123.50"


def test_what_is_near_is_no_answer_and_has_nothing_to_quote(desk: Desk) -> None:
    reply = call(desk, "search", query="青岛2019年海洋产值")
    assert (reply.data["found"], reply.data["facts"]) == (False, [])
    near = reply.data["near"][0]
    assert near["not_the_answer"] == "it is about 即墨区, not 青岛市; it is of 2024-S1, not 2019"
    assert "quote" not in near
    assert reply.text.startswith("Nothing found for '青岛2019年海洋产值'. No fact states this.")
    assert reply.text.index("Near, but not the answer") < reply.text.index("345")


def test_nothing_near_is_said_as_well(desk: Desk) -> None:
    reply = call(desk, "search", query="北京失业率")
    assert reply.data["near"] == []
    assert "no fact is about 北京" in reply.text
    assert "Nothing is near either." in reply.text


def test_a_part_of_the_year_is_told_apart_from_the_year(desk: Desk) -> None:
    reply = call(desk, "search", query="2024年海洋产值")
    assert reply.data["facts"][0]["fit"] == "within"
    assert "not stated for the whole year" in reply.text


def test_what_a_limit_leaves_out_is_counted_and_can_be_asked_for(desk: Desk) -> None:
    reply = call(desk, "series", measure="港口货物吞吐量", limit=10)
    assert len(reply.data["figures"]) == 10
    assert reply.data["left_out"] == {"count": 38, "how": "name a place and a period as well, or raise limit"}
    assert reply.text.endswith("38 more are left out; to see them, name a place and a period as well, or raise limit.")
    assert {row["time_period"] for row in reply.data["figures"]} == {str(year) for year in range(2019, 2024)}
    narrower = call(desk, "series", measure="青岛市2005到2010年港口货物吞吐量")
    assert [row["time_period"] for row in narrower.data["figures"]] == [str(year) for year in range(2005, 2011)]
    assert "left_out" not in narrower.data
    assert call(desk, "search", query="港口货物吞吐量", limit=2).data["left_out"]["count"] > 40


def test_no_answer_is_longer_than_an_assistant_reads(desk: Desk, pack: Path) -> None:
    long = fact_text("wordy", label="冗长" * 100, description="长" * 50_000, aliases=["名" * 400] * 40, unit="个")
    make_pack(pack, {"long.toml": HEAD + long})
    text = "".join(f"第{at}句：2024年上半年，即墨区海洋产值{at + 400}亿元。" for at in range(1000))
    replies = [
        call(desk, "get", ids=["wordy"] * 20),
        call(desk, "series", measure="港口货物吞吐量", limit=200),
        call(desk, "search", query="港口货物吞吐量", limit=50),
        call(desk, "check", text=text),
    ]
    assert max(len(reply.text) for reply in replies) < 60_000
    assert replies[-1].data["left_out"]["count"] == 950


def test_a_check_is_a_gate_for_a_text(desk: Desk) -> None:
    wrong = call(desk, "check", text="2024年上半年，即墨区海洋产值**354亿元**，从业人员1200余人。人口900万人。")
    assert (wrong.data["passes"], wrong.data["figures"]["differs"]) == (False, 1)
    [difference] = wrong.data["differs"]
    assert (difference["as_written"], difference["write"], difference["id"]) == ("354亿元", "345亿元", "marine.output")
    assert wrong.text.startswith("Does not pass. 3 figures: 1 differs")
    assert any("900万人" in each for each in wrong.data["unknown"])
    right = call(desk, "check", text="2024年上半年，即墨区海洋产值345亿元。")
    assert right.data["passes"] is True
    assert right.text.startswith("Passes. 1 figure: 0 differ, 1 agree")
    assert call(desk, "check", text="没有数字。").data["passes"] is True


def test_a_wrong_id_costs_no_other_fact_and_names_the_nearest(desk: Desk) -> None:
    reply = call(desk, "get", ids=["marine.outputs", "output"])
    assert [fact["id"] for fact in reply.data["facts"]] == ["marine.output"]
    assert "marine.output" in reply.data["errors"][0]
    assert call(desk, "get", ids=["marine.outputs"]).is_error
    assert call(desk, "cite", ids=["marine.outputs"]).is_error


def test_the_figures_of_a_series_come_in_order_of_time_and_the_latest_of_many(desk: Desk) -> None:
    [shown] = call(desk, "get", ids=["port.cargo"]).data["series"]
    assert [(row["time_period"], row["reference_area"]) for row in shown["figures"]] == [
        (str(year), place) for year in range(2000, 2024) for place in ("青岛市", "烟台市")
    ]
    assert shown["quote"].startswith("2023年，烟台市港口货物吞吐量123.50万吨")
    assert shown["sources"] == {"daily": "王涛，Lee A. 一篇报道[Z]. 日报，[出版日期不详]."}


def test_a_reference_comes_in_the_style_that_is_asked_for(desk: Desk) -> None:
    [cited] = call(desk, "cite", ids=["output"]).data["cited"]
    assert cited["reference"].startswith("王涛，Lee A. 一篇报道[Z]. 日报，[出版日期不详]")
    [cited] = call(desk, "cite", ids=["output"], style="bibtex").data["cited"]
    assert "title = {一篇报道}" in cited["reference"]
    [cited] = call(desk, "cite", ids=["port.cargo"]).data["cited"]
    assert cited["quote"].startswith("2023年，")
    assert "123.5" in cited["figure"]
    assert "give one of gb-t-7714, gb-t-7714-2015, apa" in call(desk, "cite", ids=["output"], style="mla").text


def test_an_ambiguous_measure_names_what_it_may_be(desk: Desk, pack: Path) -> None:
    make_pack(pack, {"two.toml": HEAD + fact_text("a", label="苹果产量") + fact_text("b", label="苹果产量（红）")})
    reply = call(desk, "series", measure="苹果产")
    assert reply.is_error is ("error" in reply.data)
    assert call(desk, "series", measure="收入").is_error


@pytest.mark.parametrize(
    ("name", "given", "said"),
    [
        ("search", {}, "query is missing; give query"),
        ("search", {"query": 5}, "query is no text"),
        ("search", {"query": " "}, "query is empty"),
        ("search", {"query": None}, "query is missing"),
        ("search", {"query": "x" * 1001}, "query has 1001 characters; give at most 1000"),
        ("search", {"query": "x", "limit": 0}, "limit is 0; give a whole number from 1 to 50"),
        ("search", {"query": "x", "limit": True}, "limit is True"),
        ("search", {"query": "x", "limit": "5"}, "limit is '5'"),
        ("search", {"query": "x", "area": "y"}, "no argument 'area'; it takes query, limit"),
        ("get", {"ids": "output"}, "ids is no list of 1 to 20 texts"),
        ("get", {"ids": []}, "ids is no list of 1 to 20 texts"),
        ("get", {"ids": ["x"] * 21}, "ids is no list of 1 to 20 texts"),
        ("get", {"ids": [["x"]]}, "ids is no text"),
        ("check", {"text": "1" * 200_001}, "text has 200001 characters"),
        ("topics", {"x": 1}, "no argument 'x'; it takes nothing"),
        ("nothing", {}, "no tool 'nothing'; the tools are search, get, series, check, cite, topics"),
    ],
)
def test_a_call_that_is_wrong_is_told_what_to_give(desk: Desk, name: str, given: dict[str, Any], said: str) -> None:
    reply = desk.call(name, given)
    assert reply.is_error
    assert said in reply.text
    assert "Traceback" not in reply.text


ARGUMENTS = st.sampled_from(["query", "limit", "ids", "measure", "text", "style", ""])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30) | st.sampled_from(["output", "海洋产值", "port.cargo", "2024年"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip


@given(name=st.sampled_from([*TOOLS, "nothing"]), given_=st.dictionaries(ARGUMENTS, VALUES, max_size=3))
def test_whatever_is_called_there_is_an_answer_that_can_be_sent(desk: Desk, name: str, given_: dict[str, Any]) -> None:
    reply = desk.call(name, given_)
    assert reply.text
    reply.text.encode()
    json.dumps(reply.data, ensure_ascii=False, allow_nan=False).encode()


def test_half_a_character_and_controls_are_answered(desk: Desk) -> None:
    for query in ("\ud800", "a\x00b\x1b[31m", "\u202e海洋"):
        reply = call(desk, "search", query=query)
        reply.text.encode()
        json.dumps(reply.data, ensure_ascii=False).encode()
        assert all(char.isprintable() or char == "\n" for char in reply.text)


def test_each_call_answers_from_the_files_as_they_are(desk: Desk, pack: Path) -> None:
    assert call(desk, "get", ids=["port.new"]).is_error
    make_pack(pack, {"port.toml": HEAD + SERIES + fact_text("new", value=7)})
    assert call(desk, "get", ids=["port.new"]).data["facts"][0]["value"] == "7"
    make_pack(pack, {"port.toml": HEAD + SERIES + fact_text("new", value=8)})
    assert call(desk, "get", ids=["port.new"]).data["facts"][0]["value"] == "8"


def test_broken_fact_files_are_told_beside_what_is_answered(desk: Desk, pack: Path) -> None:
    make_pack(pack, {"broken.toml": "[fact"})
    reply = call(desk, "search", query="海洋产值")
    assert reply.data["facts"][0]["value"] == "345"
    assert "broken.toml" in reply.data["problems"]
    assert reply.data["problems"] in reply.text
    (pack / "broken.toml").unlink()
    assert "problems" not in call(desk, "search", query="海洋产值").data


def test_without_facts_there_is_an_answer_too(tmp_path: Path) -> None:
    desk = Desk([str(tmp_path / "nowhere")], "zh")
    replies = [desk.call(name, given) for name, given in ASKED]
    assert all("nowhere" in reply.text or "no figures of" in reply.text for reply in replies)


@pytest.mark.parametrize("damage", ["zeroed", "cut", "removed"])
def test_what_becomes_of_the_index_meanwhile_changes_no_answer(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: str
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    before = [desk.call(name, given) for name, given in ASKED]
    [index] = (tmp_path / "cache").rglob("*.sqlite")
    size = index.stat().st_size
    if damage == "removed":
        index.unlink()
    else:
        with index.open("r+b") as file:
            file.write(bytes(size) if damage == "zeroed" else b"")
            file.truncate(size if damage == "zeroed" else 100)
    assert [desk.call(name, given) for name, given in ASKED] == before


def test_a_corrupt_index_is_rebuilt_once_and_then_told(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    damages = [StoreDamagedError("a page"), None]

    def topics(_: Catalog) -> list[Any]:
        if damages and (damage := damages.pop(0)):
            raise damage
        return []

    monkeypatch.setattr(Catalog, "topics", topics)
    assert call(desk, "topics").data["topics"] == []
    damages[:] = [StoreDamagedError("a page"), StoreDamagedError("a page")]
    reply = call(desk, "topics")
    assert (reply.is_error, reply.data["error"]) == (True, "the index is corrupt: a page")


def test_english_is_answered_in_english(pack: Path) -> None:
    reply = Desk([str(pack)], "en").call("search", {"query": "marine output"})
    assert reply.data["facts"][0]["quote"].startswith(
        "Marine output in Jimo stood at CNY 34.5 billion in the first half of 2024 ("
    )


def test_a_catalog_is_all_that_an_answer_needs(pack: Path, tmp_path: Path) -> None:
    with Catalog([pack], cache=tmp_path / "cache") as catalog:
        assert answers.topics(catalog, "en").data["topics"][0]["label"] == "Marine"


def test_the_tools_are_few_and_take_little_of_a_context() -> None:
    told = json.dumps([[name, tool.description, tool.schema] for name, tool in TOOLS.items()], ensure_ascii=False)
    assert len(TOOLS) == 6
    assert len(told) + len(INSTRUCTIONS) < 3500
