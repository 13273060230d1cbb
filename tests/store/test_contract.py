"""What every store must do, whatever it is kept in: the tests of `store.interface`.

A new store is one more entry of `STORES`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from builders import HEAD, fact_text, make_pack, settle

from jimo_cli.errors import StoreDamagedError, UsageError
from jimo_cli.fields import FIELDS, KINDS, PLACE_FIELDS, SEPARATOR, TERM_FIELDS, TOPIC_FIELDS
from jimo_cli.packs import load
from jimo_cli.store import open_store
from jimo_cli.store.filters import MOST_VALUES, Filters
from jimo_cli.store.sqlite.facts import SqliteStore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from jimo_cli.store.interface import NameIndex, Row, Store


class Kind(NamedTuple):
    """How a store of some packs is opened with a directory of its own, and how it is damaged while it is open."""

    open: Callable[[Sequence[str], Path], Store]
    damage: Callable[[Store, Path], None]


def _overwrite(_: Store, directory: Path) -> None:
    """Fill the file with noise, but for its first page, which is read."""
    (index,) = directory.glob("*.sqlite")
    with index.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * (index.stat().st_size - 4096))


def _misplace(store: Store, _: Path) -> None:
    """Let all tables begin where there is nothing."""
    assert isinstance(store, SqliteStore)
    begin = "UPDATE sqlite_schema SET rootpage = 1000000 WHERE rootpage > 0"
    store._db.executescript(f"PRAGMA writable_schema = ON; {begin}; PRAGMA writable_schema = RESET")


STORES = {
    "SQLite, in a file": Kind(lambda packs, directory: open_store(packs, str(directory)), _overwrite),
    "SQLite, in memory": Kind(lambda packs, _: open_store(packs, None), _misplace),
}


@pytest.fixture(params=STORES)
def kind(request: pytest.FixtureRequest) -> Kind:
    return STORES[request.param]


@pytest.fixture
def store(kind: Kind, pack: Path, tmp_path: Path) -> Iterator[Store]:
    opened = kind.open([str(pack)], tmp_path / "store")
    yield opened
    opened.close()


@pytest.fixture
def names(store: Store) -> NameIndex:
    return store.names()


def _slugs(rows: Sequence[Row]) -> list[str]:
    return [str(row[0]).partition(".")[2] for row in rows]


def _labels(names: NameIndex, ids: Sequence[int]) -> list[str]:
    """Labels by their names: ids are another store's own affair, but for their order."""
    return [found.label for found in names.of_ids(ids)]


# ---- places and terms of the packs

PLACES_TOML = """\
[place.bay]
label = "鳌山湾"
label_en = "Aoshan Bay"
aliases = ["湾区", "Bay"]
within = "即墨区"

[place.old-town]
label = "即墨区"
aliases = ["墨城"]
"""
TERMS_TOML = """\
[term.berths]
words = ["泊位数", "Berths"]
loose = ["港口"]
contrast = ["在建泊位"]

[term.whole]
words = ["全区 GDP", "GDP"]
broader = ["泊位数"]

[term.quay]
words = ["岸线"]
loose = ["港口"]
"""


@pytest.fixture
def naming(kind: Kind, tmp_path: Path) -> Iterator[Store]:
    """A store of places and terms."""
    pack = make_pack(tmp_path / "naming", {"places.toml": PLACES_TOML, "terms.toml": TERMS_TOML})
    opened = kind.open([str(pack)], tmp_path / "store")
    yield opened
    opened.close()


def test_the_places_of_the_packs_are_those_of_their_files(naming: Store) -> None:
    bay = ("place.bay", "鳌山湾", "Aoshan Bay", SEPARATOR.join(("湾区", "Bay")), None, "370215")
    jimo = ("370215", "即墨区", None, "墨城", "370215", "370200")
    assert len(PLACE_FIELDS) == len(bay)
    assert sorted(naming.names().places) == sorted((bay, jimo))
    assert naming.problems() == []
    assert naming.topics() == []


def test_terms_are_found_by_each_word(naming: Store) -> None:
    berths = ("term.berths", SEPARATOR.join(("泊位数", "Berths")), "港口", None, "在建泊位")
    whole = ("gdp", SEPARATOR.join(("全区 GDP", "GDP")), None, "泊位数", None)
    names = naming.names()
    assert len(TERM_FIELDS) == len(berths)
    assert names.terms_named("泊位数") == names.terms_named("berths") == [berths]
    assert names.terms_named("全区gdp") == [whole]
    assert [row[0] for row in names.terms_named("港口")] == ["term.berths", "term.quay"]
    for unknown in ("", "Berths", "泊位", "在建泊位", "gop", "\ud800"):
        assert names.terms_named(unknown) == []


def test_packs_without_places_and_terms_have_none(store: Store) -> None:
    assert store.names().places == []
    assert store.names().terms_named("gdp") == []


# ---- facts


def test_facts_are_as_the_files_have_them(store: Store, pack: Path) -> None:
    facts = load.load([str(pack)]).facts
    assert [row[0] for row in store.rows(["id"])] == [fact.id for fact in facts]
    for row, fact in zip(store.rows(FIELDS), facts, strict=True):
        assert row[:2] == fact[:2]
        assert row[2] == (None if fact.value is None else str(fact.value))
        assert row[15:21] == tuple(fact[15:21])
        assert row[21:] == (SEPARATOR.join(fact.basis) or None, fact.among)


def test_filters_let_pass_what_meets_them(store: Store) -> None:
    def passing(filters: Filters) -> list[str]:
        return _slugs(store.rows(["id"], filters))

    assert passing(Filters(topic=("reform",))) == ["approval"]
    assert passing(Filters(kinds=("mechanism", "policy"))) == ["approval"]
    assert passing(Filters(area=("蓝谷",))) == ["staff"]
    assert passing(Filters(area=("蓝",))) == []
    assert passing(Filters(within=("蓝谷", "火星"))) == ["staff"]
    assert passing(Filters(within=tuple(f"地{at}" for at in range(40_000)))) == passing(Filters(within=())) == []
    assert passing(Filters(area=("蓝谷",), within=("即墨区",))) == []
    assert passing(Filters(area=("%",))) == []
    assert passing(Filters(days=(("2024-01-01", "2024-06-30"),))) == ["output", "output-growth"]
    assert passing(Filters(days=(("2024-01-01", "2024-12-31"),))) == ["output", "output-growth", "months-saved"]
    assert len(passing(Filters(days=(("2022-01-01", None),), topic=("marine",)))) == 4
    assert passing(Filters(topic=("marine",), kinds=("statistic",), area=("蓝谷",), days=(("2022-01-01", None),))) == [
        "staff"
    ]
    assert passing(Filters(topic=("reform' OR 1 --",))) == []
    assert passing(Filters(topic=("nosuch",))) == []
    assert passing(Filters(area=("\ud800",))) == []
    assert passing(Filters().of_topic("reform")) == ["approval"]


def test_a_fact_passes_a_filter_that_any_of_its_values_lets_pass(store: Store) -> None:
    def passing(filters: Filters) -> list[str]:
        return _slugs(store.rows(["id"], filters))

    half, since = ("2024-01-01", "2024-06-30"), ("2023-01-01", None)
    assert passing(Filters(topic=("reform", "marine", "nosuch", "reform"))) == _slugs(store.rows(["id"]))
    assert passing(Filters(area=("火星", "蓝谷", "%"))) == ["staff"]
    assert passing(Filters(days=(half, ("1999-01-01", "1999-12-31")))) == ["output", "output-growth"]
    assert passing(Filters(days=(half, since))) == ["output", "output-growth", "months-saved", "approval"]
    assert passing(Filters(topic=("reform", "nosuch"), days=(half, since))) == ["approval"]
    assert passing(Filters(days=(half, since), area=("蓝谷", "火星"))) == []
    assert passing(Filters(topic=("nosuch", "none"))) == []


def test_a_filter_takes_so_many_values_and_no_more(kind: Kind, tmp_path: Path) -> None:
    packs = [str(make_pack(tmp_path / f"p{at}", {"marine.toml": HEAD + fact_text(f"a{at}")})) for at in range(120)]
    store = kind.open(packs, tmp_path / "store")
    days = tuple((f"{year}-01-01", f"{year}-12-31") for year in range(1901, 1901 + MOST_VALUES))
    areas = tuple(f"地{at}" for at in range(MOST_VALUES - 1))
    topics = ("marine", *(f"t{at}" for at in range(MOST_VALUES - 1)))
    assert len(store.rows(["id"], Filters(topics, KINDS, area=("即墨区", *areas)))) == 120
    assert store.rows(["id"], Filters(topics, KINDS, days, areas)) == []
    assert store.names(Filters(topics, KINDS, days, areas)).exact("a1") == []
    for more in (Filters, lambda values: Filters(area=values)):
        with pytest.raises(UsageError, match="101 values; give at most 100"):
            more((*topics, "one more"))
    assert Filters(("a",) * 1000, ("policy",) * 1000).topic == ("a",)


def test_a_limit_takes_the_first(store: Store) -> None:
    assert _slugs(store.rows(["id"], limit=1)) == ["output"]
    assert store.rows(["id"], limit=0) == []
    assert len(store.rows(["id"], limit=1000)) == 5


def test_facts_have_the_order_of_their_ids_and_an_unknown_id_has_no_row(store: Store) -> None:
    ids = ("marine.staff", "nosuch", "\ud800", "marine.output", "marine.staff")
    assert _slugs(store.rows_with_ids(["id"], ids)) == ["staff", "output", "staff"]
    assert store.rows_with_ids(["value", "label"], ("marine.staff",)) == [("1200", "从业人员")]
    assert store.rows_with_ids([], ("marine.staff",)) == [()]
    assert store.rows_with_ids(["id"], ()) == []


def test_a_slug_finds_the_first_facts_of_any_topic(kind: Kind, tmp_path: Path) -> None:
    names = ("sea", "air", "land")
    packs = [
        make_pack(tmp_path / name, {f"{topic}.toml": HEAD + fact_text(slug) for topic in names})
        for name, slug in (("one", "same"), ("two", "other"), ("three", "third"))
    ]
    store = kind.open([str(pack) for pack in packs], tmp_path / "store")
    found = store.positions_with_slug("same", 9)
    assert store.rows_at(["id"], found) == [("air.same",), ("land.same",), ("sea.same",)]
    assert store.positions_with_slug("same", 2) == found[:2]
    assert [store.positions_with_slug(slug, 9) for slug in ("nosuch", "sea.same", "", "\ud800")] == [[]] * 4
    ids = [f"{topic}.{slug}" for slug in ("third", "other") for topic in names]
    assert store.rows_with_ids(["id"], ids) == [(fact_id,) for fact_id in ids]
    store.close()


def test_facts_have_the_order_of_their_positions_however_many(kind: Kind, tmp_path: Path) -> None:
    facts = "".join(fact_text(f"fact-{number}") for number in range(1100))
    pack = make_pack(tmp_path / "pack", {"marine.toml": HEAD + facts})
    store = kind.open([str(pack)], tmp_path / "store")
    positions = [position for position, *_ in store.placed(Filters())][::-1]
    assert store.rows_at(["id"], positions) == [(f"marine.fact-{number}",) for number in range(1099, -1, -1)]
    assert store.rows_at([], positions[:2]) == [(), ()]
    ids = [f"marine.fact-{number}" for number in range(1099, -1, -1)]
    assert store.rows_with_ids(["id"], ids) == [(fact_id,) for fact_id in ids]
    store.close()


def test_a_range_is_one_text_where_it_is_asked_for_so(store: Store) -> None:
    fact_id = ("marine.months-saved",)
    assert store.rows_with_ids(["value", "value_max"], fact_id) == [("5", "6")]
    assert store.rows_with_ids(["value"], fact_id, show_range=True) == [("5..6",)]
    assert store.rows_with_ids(["value"], ("marine.output",), show_range=True) == [("345",)]
    assert ("5..6",) in store.rows(["value"], show_range=True)
    [position] = [where for where, *_ in store.placed(Filters(days=(("2024-01-01", "2024-12-31"),)))][2:]
    assert store.rows_at(["value"], [position], show_range=True) == [("5..6",)]


def test_shares_and_growth_rates_belong_to_their_fact(store: Store) -> None:
    assert _slugs(store.rows_belonging_to(["id"], "marine.output")) == ["output-growth"]
    assert store.rows_belonging_to(["id"], "marine.staff") == []
    assert store.rows_belonging_to(["id"], "\ud800") == []


def test_a_series_is_one_id_and_its_observations_pass_by_it(kind: Kind, tmp_path: Path) -> None:
    series = (
        '[series.{0}]\nlabel = "{0}"\n{1}columns = ["reference_area", "time_period", "value"]\n'
        'rows = [["乙市", "2023", 1], ["甲@市", "2022", 2], ["甲@市", "2023", 3]]\n'
    )
    growth = series.format("growth", 'of = "people"\naspect = "growth"\n')
    facts = fact_text("first") + fact_text("last", of="people@甲@市@2022", aspect="share")
    pack = make_pack(tmp_path / "pack", {"marine.toml": HEAD + facts + growth + series.format("people", "")})
    store = kind.open([str(pack)], tmp_path / "store")
    assert store.problems() == []
    every = ["marine.first", "marine.last", "marine.people", "marine.growth"]
    assert [row[0] for row in store.ids()] == [row[0] for row in store.ids("marine")] == every
    assert store.ids("nosuch") == []
    assert sorted(store.some_ids(1000)) == sorted(store.some_ids(1000, "marine")) == sorted(store.ids())
    assert len(store.some_ids(1)) == len(store.some_ids(1, "marine")) == 1
    assert store.some_ids(5, "nosuch") == []
    assert store.series_named(["marine.growth", "marine.first", "nosuch", "marine.people"]) == [
        ("marine.growth", "growth"),
        ("marine.people", "people"),
    ]
    assert store.series_with_slug("people", 9) == [("marine.people", "people")]
    assert store.series_with_slug("first", 9) == store.series_with_slug("people", 0) == []
    of_series = Filters(series="marine.people")
    ids = ["marine.people@乙市@2023", "marine.people@甲@市@2022", "marine.people@甲@市@2023"]
    assert [row[0] for row in store.rows(["id"], of_series)] == ids
    assert [row[0] for row in store.rows(["id"], Filters(area=("甲@市",), series="marine.people"))] == ids[1:]
    assert store.rows(["id"], Filters(series="nosuch")) == []
    assert store.rows_with_ids(["value"], (ids[2], "marine.people@甲@市", "marine.people@丙@2023", ids[0])) == [
        ("3",),
        ("1",),
    ]
    assert store.rows_belonging_to(["id"], ids[1]) == [("marine.last",), ("marine.growth@甲@市@2022",)]
    assert store.rows(["of"], Filters(series="marine.growth"))[0] == (ids[0],)
    store.close()


def test_facts_are_placed_by_their_place(store: Store) -> None:
    every = store.placed(Filters())
    assert store.placed(Filters(), area="蓝谷") == [row for row in every if row[2] == "蓝谷"] != every
    assert store.placed(Filters(), area="nowhere") == []


def test_facts_are_placed_by_label_or_position(store: Store) -> None:
    [staff] = store.placed(Filters(area=("蓝谷",)))
    position, period, area, kind = staff
    assert (period, area, kind) == ("P3Y/2024", "蓝谷", "statistic")
    assert store.placed(Filters(), position=position) == [staff]
    [label] = store.names().exact("从业人员")
    assert store.placed(Filters(), label_id=label.label_id) == [staff]
    assert store.placed(Filters(topic=("reform",)), label_id=label.label_id) == []
    assert store.placed(Filters(), label_id=label.label_id, position=position + 1) == []
    positions = [where for where, *_ in store.placed(Filters())]
    assert positions == sorted(positions)
    assert store.rows_at(["id"], positions) == store.rows(["id"])


def test_topics_come_in_the_order_of_files_with_their_counts(store: Store) -> None:
    marine, reform = (dict(zip(TOPIC_FIELDS, row, strict=True)) for row in store.topics())
    assert (marine["id"], marine["label"], marine["label_en"], marine["aliases"]) == ("marine", "海洋", "Marine", None)
    assert (marine["facts"], marine["statistic"], marine["mechanism"]) == ("4", "4", "0")
    assert (reform["id"], reform["facts"], reform["mechanism"]) == ("reform", "1", "1")
    assert [store.topic_named(key) for key in ("marine", "海洋", "reform", "nosuch")] == [
        "marine",
        "marine",
        "reform",
        None,
    ]


def test_a_topic_is_called_by_its_id_or_its_label(store: Store) -> None:
    called = [store.topic_called(name) for name in ("marine", "海洋", "Marine", "reform", "")]
    assert called == ["marine", "marine", None, "reform", None]


def test_topics_have_names_of_their_own(store: Store) -> None:
    names = store.topic_names()
    assert names.size == 2
    assert [(found.label, found.label_en, found.aliases) for found in names.of_ids((0, 1))] == [
        ("海洋", "Marine", ["marine"]),
        ("改革", "Reform", ["reform"]),
    ]
    assert _labels(names, names.ids_with([("海洋", "改革")], 1, 10)) == ["海洋", "改革"]
    assert [found.label for found in names.exact("reform")] == ["改革"]
    assert (names.areas, names.units, names.places, names.terms_named("gdp")) == ({}, [], [], [])


def test_sources_are_found_by_key(store: Store) -> None:
    source = store.source("daily")
    assert source is not None
    assert '"title": "一篇报道"' in source
    assert store.source("weekly") is None


def test_problems_come_by_path_and_line(kind: Kind, pack: Path, tmp_path: Path) -> None:
    make_pack(pack, {"zoo.toml": HEAD + fact_text("a", value="x") + fact_text("b", kind="x"), "air.toml": "["})
    store = kind.open([str(pack)], tmp_path / "store")
    found = [(Path(path).name, line) for path, line, *_ in store.problems()]
    assert found == sorted(found)
    assert {name for name, _ in found} == {"air.toml", "zoo.toml"}
    store.close()


def test_a_warning_says_why_the_index_is_not_cached(store: Store, request: pytest.FixtureRequest) -> None:
    assert (store.warning is None) == ("file" in request.node.callspec.id)


# ---- names


def test_labels_are_found_by_any_of_their_names(names: NameIndex) -> None:
    assert names.size == 5
    for key in ("海洋产值", "marineoutput", "海洋gdp", "oceanoutput"):
        assert [found.label for found in names.exact(key)] == ["海洋产值"]
    assert [found.label for found in names.exact("标准地")] == ["审批制度改革"]
    assert names.exact("") == names.exact("海洋") == names.exact("\ud800") == []
    assert names.exact("海洋产值", limit=0) == []


def test_names_come_by_id(names: NameIndex) -> None:
    ids = [names.exact(key)[0].label_id for key in ("审批制度改革", "海洋产值")]
    found = names.of_ids(ids)
    assert [each.label_id for each in found] == sorted(ids)
    assert (found[0].label, found[0].aliases) == ("海洋产值", ["海洋GDP", "ocean output"])
    assert names.of_ids([]) == []


def test_terms_are_counted_the_same_at_once_and_one_by_one(store: Store) -> None:
    terms = ["海洋", "hai_yan", "1hyc", "2marin", "2marine", "9growth", "没有"]
    at_once, one_by_one = store.names(), store.names(Filters())
    at_once.load_counts(terms)
    assert [at_once.count(term) for term in terms] == [one_by_one.count(term) for term in terms]
    assert [at_once.count(term) for term in terms] == [2, 2, 2, 0, 2, 1, 0]
    assert at_once.count("2mar*") >= 1
    assert at_once.nonempty(("海洋", "没有", "9growth")) == (3, ("海洋", "9growth"))
    assert at_once.nonempty(("没有",)) == (0, ())


def test_labels_have_terms_of_some_groups(names: NameIndex) -> None:
    groups = [("海洋", "没有"), ("9growth",), ("从业", "审批")]
    for known in (False, True):
        if known:
            names.load_counts(term for group in groups for term in group)
        assert _labels(names, names.ids_with(groups[:1], 1, 10)) == ["海洋产值", "海洋产值同比增长"]
        assert _labels(names, names.ids_with(groups[:2], 2, 10)) == ["海洋产值同比增长"]
        assert names.ids_with(groups, 3, 10) == []
        every = names.ids_with(groups, 1, 10)
        assert every == sorted(every)
        assert len(every) == 4
        assert names.ids_with(groups, 1, 2) == every[:2]
        assert _labels(names, names.ids_with(groups, 1, 10, first=2)) == ["海洋产值", "海洋产值同比增长"]
        assert _labels(names, names.ids_with([("2outp*",)], 1, 10)) == ["海洋产值", "海洋产值同比增长"]


def test_a_misspelt_word_is_near_the_right_one(names: NameIndex) -> None:
    assert names.words_near("aproval") == ["approval"]
    assert "marine" in names.words_near("maryne")
    assert names.words_near("abc") == names.words_near("") == []


def test_places_have_numbers_and_the_one_of_most_facts_counts_for_all(names: NameIndex) -> None:
    assert list(names.areas) == ["即墨区", "蓝谷"]
    assert len(set(names.areas.values())) == 2
    assert names.home == "即墨区"
    [staff], [output] = names.exact("从业人员"), names.exact("海洋产值")
    assert names.is_about(staff.label_id, "蓝谷")
    assert not names.is_about(output.label_id, "蓝谷")
    assert names.is_about(staff.label_id, "即墨区")
    assert not names.is_about(staff.label_id, "北京市")


def test_facts_are_found_by_the_number_that_they_state(store: Store, names: NameIndex) -> None:
    assert sorted(names.units) == ["", "%", "个月", "人", "亿元"]
    [(position, label_id, unit)] = names.facts_valued(345e8, 345e8, ["亿元", "人"])
    assert (store.rows_at(["id"], [position]), unit) == ([("marine.output",)], "亿元")
    assert _labels(names, [label_id]) == ["海洋产值"]
    assert names.facts_valued(345e8, 345e8, ["人"]) == []
    assert len(names.facts_valued(5, 6, ["个月"])) == 2
    assert len(names.facts_valued(5, 6, ["个月"], limit=1)) == 1
    assert names.figure(position) == ("345", None, "exact")
    months = names.facts_valued(5, 5, ["个月"])[0][0]
    assert names.figure(months) == ("5", "6", "range")
    [(reform, *_)] = store.placed(Filters(topic=("reform",)))
    assert names.figure(reform) == (None, None, None)
    assert names.figures([reform, months]) == {reform: (None, None, None), months: ("5", "6", "range")}
    assert names.figures([]) == {}


def test_only_labels_of_facts_that_pass_are_found(store: Store) -> None:
    filters = Filters(topic=("reform",))
    names = store.names(filters)
    assert names.size == 5
    assert _labels(names, names.ids_with([("海洋", "审批")], 1, 10)) == ["审批制度改革"]
    names.load_counts(("海洋", "审批"))
    assert _labels(names, names.ids_with([("海洋", "审批")], 1, 10)) == ["审批制度改革"]
    assert names.exact("海洋产值") == []
    assert [found.label for found in names.exact("审批制度改革")] == ["审批制度改革"]
    assert len(store.names().exact("海洋产值")) == 1


# ---- damage

READS: dict[str, Callable[[Store], object]] = {
    "reopened": lambda store: store.reopened(),
    "problems": lambda store: store.problems(),
    "topics": lambda store: store.topics(),
    "topic_called": lambda store: store.topic_called("marine"),
    "topic_names": lambda store: store.topic_names(),
    "topic_named": lambda store: store.topic_named("marine"),
    "source": lambda store: store.source("daily"),
    "places": lambda store: store.names().places,
    "terms_named": lambda store: store.names().terms_named("gdp"),
    "ids": lambda store: store.ids(),
    "ids, of a topic": lambda store: store.ids("marine"),
    "some_ids": lambda store: sorted(store.some_ids(2)),
    "some_ids, of a topic": lambda store: sorted(store.some_ids(99, "marine")),
    "series_with_slug": lambda store: store.series_with_slug("output", 9),
    "series_named": lambda store: store.series_named(["marine.output"]),
    "rows": lambda store: store.rows(["id"]),
    "stream": lambda store: next(store.stream(["id"])),
    "stream, of a place": lambda store: list(store.stream(["id"], Filters(area=("蓝谷",)))),
    "stream, of a period": lambda store: list(store.stream(["id"], Filters(days=(("1000-01-01", None),)))),
    "rows, filtered": lambda store: store.rows(["id"], Filters(topic=("marine",))),
    "rows_with_ids": lambda store: store.rows_with_ids(["id"], ["marine.output"]),
    "positions_with_slug": lambda store: store.positions_with_slug("output", 9),
    "rows_at": lambda store: store.rows_at(["id"], [0]),
    "superseded_by": lambda store: store.superseded_by([0]),
    "rows_belonging_to": lambda store: store.rows_belonging_to(["id"], "marine.output"),
    "placed": lambda store: store.placed(Filters()),
    "size": lambda store: store.names().size,
    "areas": lambda store: store.names().areas,
    "has_negative": lambda store: store.names().has_negative(1),
    "rates": lambda store: store.names().rates(1),
    "rate": lambda store: store.names().rate(0),
    "has_statuses": lambda store: store.names().has_statuses,
    "depths": lambda store: store.names().depths(("即墨区",)),
    "home": lambda store: store.names().home,
    "units": lambda store: store.names().units,
    "is_about": lambda store: store.names().is_about(1, "蓝谷"),
    "exact": lambda store: store.names().exact("海洋产值"),
    "every": lambda store: store.names().every(),
    "of_ids": lambda store: store.names().of_ids([1]),
    "load_counts": lambda store: store.names().load_counts(["海洋"]),
    "load_counts, of many": lambda store: store.names().load_counts(f"3{number}" for number in range(600)),
    "count": lambda store: store.names().count("海洋"),
    "nonempty": lambda store: store.names().nonempty(("海洋",)),
    "ids_with": lambda store: store.names().ids_with([("海洋",)], 1, 10),
    "words_near": lambda store: store.names().words_near("marin"),
    "facts_valued": lambda store: store.names().facts_valued(0, 1, ["%"]),
    "figure": lambda store: store.names().figure(0),
    "figures": lambda store: store.names().figures([0]),
}


@pytest.mark.parametrize("name", READS)
def test_damage_is_reported_whatever_is_read(kind: Kind, store: Store, tmp_path: Path, name: str) -> None:
    kind.damage(store, tmp_path / "store")
    with pytest.raises(StoreDamagedError):
        READS[name](store)


def test_every_method_is_tested_with_damage() -> None:
    from jimo_cli.store.sqlite.names import SqliteNames

    methods = {name for kind in (SqliteStore, SqliteNames) for name in vars(kind) if name[0] != "_"}
    assert methods - {name.partition(",")[0] for name in READS} == {"close", "names"}


def test_the_same_facts_are_opened_again_until_others_are_there(tmp_path: Path) -> None:
    packs = [str(make_pack(tmp_path / "pack", {"marine.toml": HEAD + fact_text("a", value=1)}))]
    settle()
    store = open_store(packs, str(tmp_path / "store"))
    again = store.reopened()
    store.close()
    assert again.rows(["id", "value"]) == [("marine.a", "1")]
    make_pack(tmp_path / "pack", {"marine.toml": HEAD + fact_text("a", value=22)})
    open_store(packs, str(tmp_path / "store")).close()
    with pytest.raises(StoreDamagedError):
        again.reopened()
    again.close()


def test_text_that_is_not_utf_8_is_damage(pack: Path) -> None:
    store = open_store([str(pack)], None)
    assert isinstance(store, SqliteStore)
    store._db.execute("UPDATE label SET label = CAST(x'ff' AS TEXT)")
    with pytest.raises(StoreDamagedError):
        store.rows(["label"])
    store.close()
