"""The Python interface: what a program that imports jimo gets."""

import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from builders import HEAD, fact_text, make_fact, make_pack

import jimo_cli
from jimo_cli import Catalog, resolve
from jimo_cli.errors import AmbiguousError, CatalogUseError, JimoError, NotFoundError, UsageError
from jimo_cli.model import Fact, Kind
from jimo_cli.packs import find
from jimo_cli.store import states


@pytest.fixture
def catalog(pack: Path, tmp_path: Path) -> Catalog:
    return Catalog([pack], cache=tmp_path / "cache")


def test_the_example_of_the_documentation_holds(tmp_path: Path) -> None:
    assert Catalog(cache=tmp_path).get("marine.gross-product").value == Decimal(345)


def test_the_package_offers_the_catalog_and_nothing_that_it_has_not() -> None:
    assert jimo_cli.Catalog is Catalog
    with pytest.raises(AttributeError, match="has no attribute 'Catalogue'"):
        _ = jimo_cli.Catalogue


def test_a_fact_is_found_by_its_id_and_by_its_slug(catalog: Catalog) -> None:
    fact = catalog.get("marine.output")
    assert (fact.label, fact.value, fact.unit, fact.kind) == ("海洋产值", Decimal(345), "亿元", Kind.STATISTIC)
    assert catalog.get("output") == catalog.get(" Marine.OUTPUT ") == fact


def test_an_unknown_id_fails_with_the_nearest_and_never_gives_another_fact(catalog: Catalog) -> None:
    with pytest.raises(NotFoundError) as caught:
        catalog.get("marine.outputs")
    assert caught.value.message == "no fact has the id 'marine.outputs'"
    assert "marine.output" in caught.value.hint
    assert caught.value.exit_code == 1


@pytest.mark.parametrize(
    ("wrong", "nearest"),
    [
        ("t5.sam", "t5.same"),  # not what is as near in other topics
        ("t9.only", "t1.only"),
        ("t9.onl", "t1.only"),
        ("onl", "t1.only"),
    ],
)
def test_the_nearest_ids_are_of_the_topic_or_have_the_slug_or_are_any(tmp_path: Path, wrong: str, nearest: str) -> None:
    files = {f"t{at}.toml": HEAD + fact_text("same") for at in range(9)}
    files["t1.toml"] += fact_text("only")
    with (
        Catalog([make_pack(tmp_path / "pack", files)], cache=tmp_path / "cache") as catalog,
        pytest.raises(NotFoundError) as caught,
    ):
        catalog.get(wrong)
    assert caught.value.hint == f"the nearest are {nearest}"


@pytest.mark.parametrize(
    ("wrong", "hint"),
    [
        ("harbour.onl", "the nearest are harbour.only"),
        ("harbor.onl", "the nearest are harbour.only"),  # of a topic like the one that was typed
        ("harbor.zzz", "jimo search finds ids by name"),
        ("onl", "jimo search finds ids by name"),
    ],
)
def test_of_very_many_ids_those_of_like_topics_are_compared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wrong: str, hint: str
) -> None:
    monkeypatch.setattr(resolve, "_MOST_COMPARED", 5)
    files = {f"t{at}.toml": HEAD + fact_text("same") for at in range(9)}
    files["harbour.toml"] = HEAD + fact_text("only")
    with (
        Catalog([make_pack(tmp_path / "pack", files)], cache=tmp_path / "cache") as catalog,
        pytest.raises(NotFoundError) as caught,
    ):
        catalog.get(wrong)
    assert caught.value.hint == hint


@pytest.mark.parametrize("name", ["", " ", "marine", "marine.", ".output", "zzz", "x" * 10_000, "\x00", "🙂"])
def test_an_error_about_an_id_like_no_other_suggests_a_search(catalog: Catalog, name: str) -> None:
    with pytest.raises(NotFoundError, match="no fact has the id"):
        catalog.get(name)


def test_a_slug_of_two_topics_is_ambiguous(tmp_path: Path) -> None:
    files: dict[str, str | bytes | None] = {"air.toml": HEAD + fact_text("same"), "sea.toml": HEAD + fact_text("same")}
    catalog = Catalog([make_pack(tmp_path / "pack", files)], cache=tmp_path / "cache")
    with pytest.raises(AmbiguousError) as caught:
        catalog.get("same")
    assert str(caught.value) == "'same' is ambiguous: air.same (same) or sea.same (same); name one of them"
    assert caught.value.exit_code == 2


def test_topics_come_with_their_counts(catalog: Catalog) -> None:
    marine, reform = catalog.topics()
    assert (marine.id, marine.label, marine.label_en, marine.facts) == ("marine", "海洋", "Marine", 4)
    assert (reform.counts[Kind.MECHANISM], reform.counts[Kind.STATISTIC]) == (1, 0)


@pytest.mark.parametrize(
    ("name", "exact"), [("marine", True), ("海洋产业", True), ("海洋", False), ("haiyang", False), ("marin", False)]
)
def test_a_topic_answers_to_its_id_its_label_and_what_is_like_them(tmp_path: Path, name: str, exact: bool) -> None:  # noqa: FBT001
    assert Catalog(cache=tmp_path).topic_id(name) == ("marine", exact)


def test_an_error_about_an_unknown_topic_lists_the_topics(catalog: Catalog) -> None:
    with pytest.raises(NotFoundError) as caught:
        catalog.topic_id("量子引力")
    assert str(caught.value) == "no topic matches '量子引力'; the topics are marine, reform"


def test_two_topics_as_likely_are_ambiguous(tmp_path: Path) -> None:
    files: dict[str, str | bytes | None] = {
        "sea-a.toml": HEAD.replace("海洋", "海洋经济一").replace("Marine", "First"),
        "sea-b.toml": HEAD.replace("海洋", "海洋经济二").replace("Marine", "Second"),
    }
    catalog = Catalog([make_pack(tmp_path / "pack", files)], cache=tmp_path / "cache")
    with pytest.raises(AmbiguousError, match=r"is ambiguous: sea-[ab] \(.*\) or sea-[ab] \(.*\); name one of them"):
        catalog.topic_id("海洋经济")


def test_without_facts_there_is_no_topic_to_name(tmp_path: Path) -> None:
    catalog = Catalog([tmp_path / "none"], cache=tmp_path / "cache")
    assert (catalog.topics(), catalog.facts(), catalog.search("海洋")) == ([], [], [])
    with pytest.raises(NotFoundError, match="the topics are none"):
        catalog.topic_id("marine")
    assert [problem.path for problem in catalog.problems] == [str(tmp_path / "none")]


def _slugs(found: list[Fact]) -> list[str]:
    return [fact.id.partition(".")[2] for fact in found]


def test_filters_narrow_what_is_given(catalog: Catalog) -> None:
    assert _slugs(catalog.facts()) == ["output", "output-growth", "staff", "months-saved", "approval"]
    assert _slugs(catalog.facts(topic="海洋", kinds=("mechanism",))) == []
    assert _slugs(catalog.facts(kinds=("mechanism", "statistic"), limit=2)) == ["output", "output-growth"]
    assert _slugs(catalog.facts(area="蓝谷")) == ["staff"]
    assert _slugs(catalog.facts(period="2024")) == ["output", "output-growth", "months-saved"]
    assert _slugs(catalog.facts(period="2024-S1")) == ["output", "output-growth"]
    assert _slugs(catalog.facts(period="2022/..")) == ["output", "output-growth", "staff", "months-saved", "approval"]
    assert _slugs(catalog.facts(period="P3Y/2024")) == [
        "output",
        "output-growth",
        "staff",
        "months-saved",
        "approval",
    ]
    assert _slugs(catalog.facts(area="火星")) == []


def test_statistics_leave_other_kinds_out(catalog: Catalog) -> None:
    assert _slugs(catalog.stats()) == ["output", "output-growth", "staff", "months-saved"]
    assert _slugs(catalog.stats(topic="reform")) == []
    assert _slugs(catalog.stats(limit=1)) == ["output"]


@pytest.mark.parametrize("ask", [Catalog.facts, Catalog.stats])
def test_an_error_about_a_period_says_how_to_write_one(catalog: Catalog, ask: Callable[..., object]) -> None:
    with pytest.raises(UsageError, match="'soon' is not a time period; write it like 2024, 2024-06"):
        ask(catalog, period="soon")


def test_related_facts_are_the_figure_and_what_belongs_to_it(catalog: Catalog) -> None:
    growth = catalog.get("output-growth")
    assert _slugs(catalog.related(growth)) == ["output"]
    assert _slugs(catalog.related(catalog.get("output"))) == ["output-growth"]
    assert _slugs(catalog.related(catalog.get("staff"))) == []


def test_brothers_are_related_and_none_is_related_twice(tmp_path: Path) -> None:
    catalog = Catalog(cache=tmp_path)
    assert {fact.id for fact in catalog.related(catalog.get("gross-product-growth"))} == {
        "marine.gross-product",
        "marine.gross-product-gdp-share",
        "marine.gross-product-city-share",
    }


def test_a_search_gives_the_best_first_with_score_and_reason(catalog: Catalog) -> None:
    first, *_ = found = catalog.search("海洋产值")
    assert (first.fact.id, first.matched) == ("marine.output", "label/exact")
    assert [hit.score for hit in found] == sorted((hit.score for hit in found), reverse=True)
    assert all(0 <= hit.score <= 100 for hit in found)


def test_a_search_keeps_to_the_filters_and_to_the_limit(catalog: Catalog) -> None:
    assert catalog.search("海洋产值", topic="reform") == []
    assert len(catalog.search("marine", limit=2)) == 2
    assert [hit.fact.id for hit in catalog.search("审批制度改革", kinds=("mechanism",))] == ["reform.approval"]


def test_a_search_for_a_topic_gives_its_facts_statistics_first(tmp_path: Path) -> None:
    found = Catalog(cache=tmp_path).search("海洋产业", limit=None)
    kinds = [hit.fact.kind for hit in found if hit.matched == "topic/exact"]
    assert kinds[0] is Kind.STATISTIC
    assert kinds == sorted(kinds, key=lambda kind: kind is not Kind.STATISTIC)
    assert len({hit.fact.id for hit in found}) == len(found)


def test_a_search_for_nothing_known_gives_nothing(catalog: Catalog) -> None:
    assert catalog.search("量子引力波探测器") == []


def test_weak_hits_are_given_on_request(tmp_path: Path) -> None:
    catalog = Catalog(cache=tmp_path)
    usual, all_of_them = (
        catalog.search("海洋经济产值", limit=None),
        catalog.search("海洋经济产值", limit=None, below=True),
    )
    assert len(all_of_them) > len(usual)


@pytest.mark.parametrize(
    "query", ["", " ", "\x00", "\x1b[31m", "🙂", "海" * 10_000, "%", "'", '"', "*", "NEAR(", "-" * 500]
)
def test_no_query_whatever_is_an_error(catalog: Catalog, query: str) -> None:
    assert isinstance(catalog.search(query), list)


def test_the_figures_of_a_measure_come_in_order_of_time(tmp_path: Path) -> None:
    rows = '["青岛市", "2023", 3.10], ["烟台市", "2022", 2], ["青岛市", "2021", 1]'
    head = '[series.cargo]\nlabel = "吞吐量"\nunit = "吨"\ncolumns = ["reference_area", "time_period", "value"]\n'
    pack = make_pack(
        tmp_path / "pack", {"port.toml": f"{HEAD}{head}rows = [{rows}]\n{fact_text('staff', label='人数')}"}
    )
    with Catalog([pack], cache=tmp_path / "cache") as catalog:
        assert [str(fact.value) for fact in catalog.over_time("吞吐量")] == ["1", "2", "3.10"]
        assert catalog.over_time("port.cargo") == catalog.over_time(" 吞吐量 ")
        assert [fact.time_period for fact in catalog.over_time("青岛吞吐量")] == ["2021", "2023"]
        assert [fact.time_period for fact in catalog.over_time("吞吐量", area="烟台")] == ["2022"]
        with pytest.raises(NotFoundError, match="no figures of '收入'"):
            catalog.over_time("收入")


def test_a_look_up_says_what_a_search_leaves_open(catalog: Catalog) -> None:
    found = catalog.look_up("2024年海洋产值")
    assert found.hits == catalog.search("2024年海洋产值")
    assert found.notes == ["海洋产值 is not stated for the whole year; 2024-S1 is a part of it"]
    assert (found.near, found.left_out) == ([], 0)
    near = catalog.look_up("2019年海洋产值").near[0]
    assert (near.fact.id, near.differs_in) == ("marine.output", ("period",))
    with pytest.raises(UsageError, match="the limit is -1"):
        catalog.look_up("海洋产值", limit=-1)


def test_a_text_is_checked_figure_by_figure(catalog: Catalog) -> None:
    text = "2024年上半年，即墨区海洋产值**354亿元**，同比下降7.75%。人口900万人。"
    found = catalog.check(text)
    assert [(one.as_written, one.verdict, one.differs_in, one.fix) for one in found] == [
        ("354亿元", "differs", "value", "345亿元"),
        ("7.75%", "agrees", "", None),
        ("900万人", "unknown", "", None),
    ]
    assert [one.fact and one.fact.id for one in found] == ["marine.output", "marine.output-growth", None]
    assert [one.as_written for one in catalog.check(text, is_markdown=False)] == [one.as_written for one in found]
    assert catalog.check("") == []


def test_problems_are_reported_and_the_rest_is_answered(tmp_path: Path) -> None:
    pack = make_pack(tmp_path / "pack", {"marine.toml": HEAD + fact_text("good") + fact_text("bad", value="x")})
    catalog = Catalog([pack], cache=tmp_path / "cache")
    assert [str(problem) for problem in catalog.problems] == [
        f"{pack}/marine.toml:15: [fact.bad] value is 'x', not a number; write only the number, without quotes or unit"
    ]
    assert catalog.ids() == ["marine.good"]


def test_the_environment_is_taken_as_given(pack: Path, tmp_path: Path) -> None:
    catalog = Catalog(env={"JIMO_FACTS": str(pack), "XDG_CACHE_HOME": str(tmp_path / "c")})
    assert catalog.packs == [str(pack)]
    assert len(list((tmp_path / "c" / "jimo").glob("*.sqlite"))) == 1


def test_without_a_cache_the_catalog_warns_and_answers(pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.path.expanduser", lambda path: path)
    catalog = Catalog([pack], env={})
    assert catalog.warning
    assert catalog.get("output").value == Decimal(345)


def test_every_error_that_a_user_can_fix_is_of_one_family() -> None:
    for error in (AmbiguousError, NotFoundError, UsageError):
        assert issubclass(error, JimoError)
    assert not issubclass(sqlite3.Error, JimoError)
    assert str(JimoError("wrong")) == "wrong"
    assert str(JimoError("wrong", "mend it")) == "wrong; mend it"


@pytest.mark.parametrize("look_up", ["facts", "stats", "search"])
def test_an_unknown_criterion_or_kind_is_an_error_and_not_everything(pack: Path, look_up: str) -> None:
    with Catalog([pack]) as catalog:
        method: Any = getattr(catalog, look_up)
        words = ("海洋",) if look_up == "search" else ()
        with pytest.raises(TypeError, match="topics"):
            method(*words, topics="marine")
        if look_up != "stats":
            with pytest.raises(UsageError, match="no kind 'statistics'"):
                method(*words, kinds=["statistics"])


def test_a_criterion_may_have_several_values(catalog: Catalog) -> None:
    assert _slugs(catalog.facts(topic=["reform", "海洋"], area=["蓝谷", "火星"])) == ["staff"]
    assert _slugs(catalog.facts(period=["2023/..", "2024-S1"], topic="reform")) == ["approval"]
    assert _slugs(catalog.stats(period=("2022/2024", "1999"))) == ["output", "output-growth", "staff", "months-saved"]
    assert catalog.facts(topic=None, kinds=None, period=None, area=None) == catalog.facts()
    assert [hit.fact.id for hit in catalog.search("审批制度改革", topic=("marine", "reform"))] == ["reform.approval"]


def test_one_kind_may_be_given_as_a_word(pack: Path) -> None:
    with Catalog([pack]) as catalog:
        assert catalog.facts(kinds="mechanism") == catalog.facts(kinds=["mechanism"]) != []


# ---- as time goes by

USES: dict[str, Callable[[Catalog], object]] = {
    "problems": lambda catalog: catalog.problems,
    "warning": lambda catalog: catalog.warning,
    "topics": lambda catalog: catalog.topics(),
    "source": lambda catalog: catalog.source("daily"),
    "topic_id": lambda catalog: catalog.topic_id("marine"),
    "fact_id": lambda catalog: catalog.fact_id("output"),
    "ids": lambda catalog: catalog.ids(),
    "get": lambda catalog: catalog.get("output"),
    "series": lambda catalog: catalog.series("output"),
    "facts": lambda catalog: catalog.facts(),
    "stats": lambda catalog: catalog.stats(topic="marine"),
    "related": lambda catalog: catalog.related(make_fact()),
    "search": lambda catalog: catalog.search("海洋产值"),
    "cite": lambda catalog: catalog.cite("output"),
    "look_up": lambda catalog: catalog.look_up("海洋产值"),
    "over_time": lambda catalog: catalog.over_time("海洋产值"),
    "check": lambda catalog: catalog.check("海洋产值345亿元"),
    "rebuild": lambda catalog: catalog.rebuild(),
    "refresh": lambda catalog: catalog.refresh(),
}


def test_every_use_of_a_catalog_is_tested() -> None:
    assert set(USES) == {name for name in vars(Catalog) if name[0] != "_"} - {"close"}


@pytest.mark.parametrize("name", USES)
def test_a_closed_catalog_says_so(catalog: Catalog, name: str) -> None:
    USES[name](catalog)
    catalog.close()
    catalog.close()
    with pytest.raises(CatalogUseError, match="the catalog is closed; make another one"):
        USES[name](catalog)


@pytest.mark.parametrize("name", [*USES, "close"])
def test_a_catalog_of_another_thread_says_so(catalog: Catalog, name: str) -> None:
    use = USES.get(name, Catalog.close)
    with ThreadPoolExecutor(1) as pool, pytest.raises(CatalogUseError, match="make one in each thread"):
        pool.submit(use, catalog).result()
    use(catalog)


def test_each_thread_may_have_a_catalog(pack: Path, tmp_path: Path) -> None:
    def look_up(_: int) -> Decimal | None:
        with Catalog([pack], cache=tmp_path / "cache") as catalog:
            return catalog.get("output").value

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(look_up, range(40))) == {Decimal(345)}


@pytest.mark.parametrize("cached", [True, False])
def test_a_catalog_answers_from_the_files_as_they_were_until_it_is_refreshed(tmp_path: Path, *, cached: bool) -> None:
    pack = make_pack(tmp_path / "pack", {"marine.toml": HEAD + fact_text("a", value=1)})
    env = {"HOME": str(tmp_path)} if cached else {}
    with Catalog([pack], env=env) as catalog:
        for value in (2, 33):
            make_pack(pack, {"marine.toml": HEAD + fact_text("a", value=value)})
            was = catalog.get("a")
            assert was.value != value
            catalog.refresh()
            assert catalog.get("a").value == value
        (pack / "marine.toml").unlink()
        catalog.refresh()
        assert catalog.facts() == []


def test_a_refresh_reads_nothing_again_where_no_file_changed(tmp_path: Path) -> None:
    pack = make_pack(
        tmp_path / "pack", {"marine.toml": HEAD + fact_text("a", label="海洋产值", value=345, unit="亿元")}
    )
    while not _is_settled(pack):
        time.sleep(0.01)
    with Catalog([pack], cache=tmp_path / "cache") as catalog:
        assert catalog.check("海洋产值345亿元")[0].verdict == "agrees"
        opened = catalog._store
        catalog.refresh()
        assert catalog._store is opened
        make_pack(pack, {"marine.toml": HEAD + fact_text("a", label="海洋产值", value=346, unit="亿元")})
        catalog.refresh()
        assert catalog.check("海洋产值345亿元")[0].verdict == "differs"


def _is_settled(pack: Path) -> bool:
    """Whether no file is so new that it may be changed once more without looking any different."""
    state = find.state([str(pack)])
    return states.without_new(state, time.time_ns()) == state


def test_a_catalog_is_rebuilt_where_its_index_is_damaged(pack: Path, tmp_path: Path) -> None:
    with Catalog([pack], cache=tmp_path / "cache") as catalog:
        [index] = (tmp_path / "cache").glob("*.sqlite")
        before = index.stat().st_ino
        catalog.rebuild()
        assert index.stat().st_ino != before
        assert catalog.get("output").value == Decimal(345)


def test_criteria_may_be_any_iterable_and_a_limit_any_number(catalog: Catalog) -> None:
    assert len(catalog.facts(kinds=(kind for kind in ["statistic"]))) == len(catalog.stats())  # type: ignore[arg-type]
    assert catalog.facts(limit=10**30) == catalog.facts()
    assert catalog.search("海洋产值", limit=10**30) == catalog.search("海洋产值", limit=None)
    for call in (catalog.facts, catalog.stats, lambda limit: catalog.search("海洋", limit=limit)):
        with pytest.raises(UsageError, match="the limit is -5"):
            call(limit=-5)


def test_a_relative_cache_stays_where_it_was(pack: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path)
    with Catalog([pack], cache="kept") as catalog:
        monkeypatch.chdir(tmp_path / "elsewhere")
        catalog.refresh()
    assert [path.name for path in (tmp_path / "elsewhere").iterdir()] == []
    with Catalog([pack], cache=f"/{tmp_path}/kept") as catalog:
        assert catalog.warning is None
