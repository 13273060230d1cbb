"""From drafts to a pack: what is written, what a second import adds and tells, and what is never touched."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from made import SHA256, draft, fact, series

from jimo_cli import lint
from jimo_cli.errors import UsageError
from jimo_cli.imports import merge, pack
from jimo_cli.imports.drafts import Draft
from jimo_cli.imports.pack import Written
from jimo_cli.packs import load

ROWS: list[tuple[Any, ...]] = [("青岛市", "2022", "6.58"), ("青岛市", "2023", "6.80"), ("烟台市", "2023", "4.85")]
FILE = """\
[topic]
label = "港口"
source = "gang-kou-nian-bao"

[series.cargo-throughput]  # check: 表1
label = "货物吞吐量"
label_en = "Cargo throughput"
unit = "亿吨"  # check: （亿吨）
columns = ["reference_area", "time_period", "value"]
rows = [
  ["青岛市", "2022", 6.58],
  ["青岛市", "2023", 6.80],
  ["烟台市", "2023", 4.85],
]
"""
SOURCES = f"""\
[gang-kou-nian-bao]
title = "港口年报"
type = "report"
sha256 = "{SHA256}"
"""
CHECKS = {"unit": "（亿吨）", "": "表1"}


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return tmp_path / "facts" / "port.toml"


def _write(output: Path, *drafts: Draft, force: bool = False, revise: bool = False) -> Written:
    return pack.write(drafts, str(output), force=force, revise=revise)


def _values(output: Path) -> dict[str, str]:
    """The figures of a pack by id, all of which can be read."""
    loaded = load.load([str(output.parent)])
    assert loaded.problems == []
    return {found.id: str(found.value) for found in loaded.facts}


def test_a_series_is_written_as_the_readme_shows_it_with_its_source_and_checks(output: Path) -> None:
    written = _write(output, draft(series(ROWS, checks=CHECKS)))
    assert written == Written((str(output.parent / "sources.toml"), str(output)), 3, 0, (), (), ("2 guesses to check",))
    assert output.read_text(encoding="utf-8") == FILE
    assert (output.parent / "sources.toml").read_text(encoding="utf-8") == SOURCES
    assert sorted(path.name for path in output.parent.iterdir()) == ["port.toml", "sources.toml"]
    assert _values(output)["port.cargo-throughput@青岛市@2023"] == "6.80"


def test_facts_are_written_with_what_they_belong_to_and_what_all_have_in_common(output: Path) -> None:
    growth = fact(
        label="吞吐量增长", label_en=None, of=0, aspect="growth", basis="year_on_year; real", value="4.3", unit="%",
        as_written="4.3%", checks={"period": "去年"},
    )  # fmt: skip
    policy = fact(kind="policy", label="港口条例", label_en=None, value=None, unit=None, as_written=None)
    assert _write(output, draft(fact(), growth, policy)).added == 3
    text = output.read_text(encoding="utf-8")
    assert text.startswith('[topic]\nlabel = "港口"\nreference_area = "青岛市"\nsource = "gang-kou-nian-bao"\n\n[fact')
    assert 'of = "throughput"\naspect = "growth"\nbasis = ["year_on_year", "real"]\nlabel = "吞吐量增长"\n' in text
    assert (
        'time_period = "2023"  # check: 去年\nas_written = "4.3%"\nlocator = { section = "概况", paragraph = 2 }'
        in text
    )
    assert text.count("reference_area") == 1
    assert _values(output) == {
        "port.throughput": "6.80",
        "port.tun-tu-liang-zeng-chang": "4.3",
        "port.gang-kou-tiao-li": "None",
    }


def test_a_long_series_has_a_table_beside_of_the_columns_that_vary(output: Path) -> None:
    rows = [("青岛市", str(year), f"{year}.50", None, None, "preliminary") for year in range(1700, 2000)]
    written = _write(output, draft(series(rows, label_en="Cargo, total")))
    assert [Path(path).name for path in written.paths] == ["cargo-total.csv", "sources.toml", "port.toml"]
    table = (output.parent / "cargo-total.csv").read_text(encoding="utf-8")
    assert table.startswith("time_period,value\n1700,1700.50\n1701,")
    text = output.read_text(encoding="utf-8")
    assert 'status = "preliminary"\nunit = "亿吨"\nreference_area = "青岛市"\ntable = "cargo-total.csv"\n' in text
    assert len(_values(output)) == 300


def test_text_in_a_table_is_quoted_as_csv_has_it(output: Path) -> None:
    rows = [(f'港口"{at}", 甲', "2023", "1", None, None, None, None, "1,0") for at in range(300)]
    _write(output, draft(series(rows)))
    table = (output.parent / "cargo-throughput.csv").read_text(encoding="utf-8")
    assert list(csv.reader(io.StringIO(table)))[300] == ['港口"299", 甲', "1", "1,0"]
    assert len(_values(output)) == 300


@pytest.mark.parametrize("many", [0, 300])
def test_a_second_import_adds_what_is_new_and_changes_nothing_else(output: Path, many: int) -> None:
    more = [("厦门市", str(year), "1.5") for year in range(1700, 1700 + many)]
    _write(output, draft(series([*ROWS, *more])))
    edited = output.read_text(encoding="utf-8").replace('label = "货物吞吐量"', 'label = "吞吐量"  # by hand')
    output.write_text(edited, encoding="utf-8")
    before = _values(output)
    assert _write(output, draft(series([*ROWS, *more]))) == Written((), 0, 3 + many, (), ())
    assert output.read_text(encoding="utf-8") == edited
    written = _write(output, draft(series([*ROWS, ("青岛市", "2024", "7.10", None, None, "preliminary")])))
    assert (written.added, written.same, written.differing) == (1, 3, ())
    assert _values(output) == {**before, "port.cargo-throughput@青岛市@2024": "7.10"}
    assert (output.parent / "sources.toml").read_text(encoding="utf-8") == SOURCES
    if not many:
        added = '  ["烟台市", "2023", 4.85, ""],\n  ["青岛市", "2024", 7.10, "preliminary"],\n]\n'
        assert output.read_text(encoding="utf-8").endswith(added)


@pytest.mark.parametrize("order", ["new first", "backwards", "by year"])
@pytest.mark.parametrize("held", [1, 3, 1000])
@pytest.mark.parametrize("many", [0, 300])
def test_rows_in_another_order_and_between_others_are_compared_with_their_own(
    output: Path, monkeypatch: pytest.MonkeyPatch, many: int, held: int, order: str
) -> None:
    """However few rows of the file are held at once."""
    monkeypatch.setattr(merge, "_AHEAD_ROWS", held)
    monkeypatch.setattr(merge, "_CHUNK", max(held, 100))
    places, years = ("青岛市", "烟台市", "厦门市"), range(2000, 2005 + many)
    rows = [(place, str(year), f"{year}.{at}") for at, place in enumerate(places) for year in years]
    _write(output, draft(series([*rows, ("青岛市", "2004", "7.5", None, None, "revised")])))
    later = [(place, year, "3" if year == "2003" else f"{value}0") for place, year, value in rows if year > "2001"]
    new = [(place, "1999", "1.5") for place in places]
    ordered = {
        "new first": [*new, *later],
        "backwards": [*later[::-1], *new[::-1]],
        "by year": sorted([*new, *later], key=lambda row: row[1]),
    }[order]
    written = _write(output, draft(series(ordered)))
    assert (written.added, written.same) == (3, len(later) - 3)
    found = [(each.id.split("@")[1], each.old, each.new) for each in written.differing]
    assert found == [(area, f"2003.{places.index(area)}", "3") for area, year, _ in ordered if year == "2003"]


def test_more_long_series_than_files_may_be_open_are_written(output: Path) -> None:
    resource = pytest.importorskip("resource")
    rows = [("青岛市", str(year), "1.5") for year in range(1700, 1901)]
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(100, before[0]), before[1]))
    try:
        written = _write(output, draft(*(series(rows, label=f"货物{at}") for at in range(150))))
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)
    assert written.added == 150 * len(rows)


def test_a_place_that_a_series_says_once_becomes_a_column_where_another_comes(output: Path) -> None:
    _write(output, draft(series(ROWS[:2])))
    _write(output, draft(series(ROWS)))
    found = _values(output)
    assert found == {
        "port.cargo-throughput@青岛市@2022": "6.58",
        "port.cargo-throughput@青岛市@2023": "6.80",
        "port.cargo-throughput@烟台市@2023": "4.85",
    }


@pytest.mark.parametrize("many", [0, 300])
def test_what_differs_is_told_and_only_a_revision_is_written_beside_it(output: Path, many: int) -> None:
    more = [("厦门市", str(year), "1.5") for year in range(1700, 1700 + many)]
    _write(output, draft(series([*ROWS, *more])))
    before = {path.name: path.read_bytes() for path in output.parent.iterdir()}
    revised = draft(series([("青岛市", "2022", "6.58"), ("青岛市", "2023", "6.90")]))
    told = _write(output, revised)
    assert told.differing == (("port.cargo-throughput@青岛市@2023", "6.80", "6.90", False),)
    assert {path.name: path.read_bytes() for path in output.parent.iterdir()} == before
    assert _write(output, revised, revise=True).differing[0].is_written
    assert _values(output)["port.cargo-throughput@青岛市@2023"] == "6.90"
    [place] = [name for name in ("port.toml", "cargo-throughput.csv") if (output.parent / name).exists()][-1:]
    lines = (
        (output.parent / place)
        .read_text(encoding="utf-8")
        .replace('"', "")
        .replace(", ", ",")
        .replace("[", "")
        .replace("]", "")
    )
    assert "青岛市,2023,6.80,preliminary" in lines
    assert "青岛市,2023,6.90,revised" in lines
    assert _write(output, revised, revise=True) == Written((), 0, 2, (), ())
    again = draft(series([("青岛市", "2023", "7.00")]))
    assert _write(output, again, revise=True).differing == (
        ("port.cargo-throughput@青岛市@2023", "6.90", "7.00", False),
    )


def test_a_fact_is_revised_by_a_second_one_and_keeps_its_id(output: Path) -> None:
    _write(output, draft(fact()))
    edited = output.read_text(encoding="utf-8").replace('label = "吞吐量"', 'label = "港口吞吐量"')
    output.write_text(edited, encoding="utf-8")
    assert _write(output, draft(fact())).same == 1, "an edited label is of the same fact"
    revised = draft(fact(value="6.90", as_written="6.90亿吨"))
    assert _write(output, revised).differing == (("port.throughput", "6.80", "6.90", False),)
    assert _write(output, revised, revise=True).added == 1
    text = output.read_text(encoding="utf-8")
    assert 'value = 6.80\nstatus = "preliminary"\n' in text
    assert '[fact.throughput-revised]\nkind = "statistic"\nlabel = "港口吞吐量"\n' in text
    assert _values(output) == {"port.throughput": "6.80", "port.throughput-revised": "6.90"}
    assert _write(output, revised, revise=True).paths == ()


@pytest.mark.parametrize("status", ["forecast", "target"])
def test_of_what_is_ahead_no_revision_is_written(output: Path, status: str) -> None:
    _write(output, draft(series([(None, "2030", "8", None, None, status)])))
    written = _write(output, draft(series([(None, "2030", "9", None, None, status)])), revise=True)
    assert [one.is_written for one in written.differing] == [False]
    assert written.paths == ()


def test_lines_ends_marks_comments_and_other_works_stay_byte_for_byte(output: Path) -> None:
    output.parent.mkdir()
    sources = b"# ours\r\n[other]\r\ntitle = 'x'   # kept"
    (output.parent / "sources.toml").write_bytes(sources)
    _write(output, draft(series(ROWS)))
    assert (output.parent / "sources.toml").read_bytes() == sources + f"\n\n{SOURCES}".encode()
    text = b"\xef\xbb\xbf" + output.read_bytes().replace(b"\n", b"\r\n").replace(b"4.85],", b"4.85 ] # last\r\n")
    output.write_bytes(text)
    _write(output, draft(series([*ROWS, ("烟台市", "2024", "5")])))
    assert output.read_bytes() == text.replace(b"4.85 ]", '4.85 ],\r\n  ["烟台市", "2024", 5]'.encode())
    assert len(_values(output)) == 4


def test_a_known_work_is_not_added_twice(output: Path) -> None:
    output.parent.mkdir()
    (output.parent / "sources.toml").write_text('[annual]\ntitle = "港口年报"\n', encoding="utf-8")
    _write(output, draft(series(ROWS)))
    assert 'source = "annual"' in output.read_text(encoding="utf-8")
    assert (output.parent / "sources.toml").read_text(encoding="utf-8") == '[annual]\ntitle = "港口年报"\n'


def test_another_version_of_the_text_is_remarked_and_needs_no_decision(output: Path) -> None:
    _write(output, draft(fact()))
    written = _write(output, draft(fact(), sha256="f" * 64))
    assert (written.same, written.notes) == (1, ())
    assert "with another sha256" in written.remarks[0]


def test_several_files_become_one_topic_each_with_its_source(output: Path) -> None:
    other = draft(series([("青岛市", "2024", "7.2")]), source={"title": "港口快报"}, sha256="")
    assert _write(output, draft(series(ROWS)), other).added == 4
    text = output.read_text(encoding="utf-8")
    assert '[topic]\nlabel = "港口"\nunit = "亿吨"\n\n[series.cargo-throughput]\n' in text
    assert len(_values(output)) == 4


OTHERS = '[topic]\nlabel = "港口"\nsource = "other"\n\n[fact.mine]\nkind = "statistic"\nlabel = "甲"\nvalue = 1\n'


def test_a_file_with_facts_of_other_sources_is_replaced_only_by_force(output: Path) -> None:
    output.parent.mkdir()
    (output.parent / "sources.toml").write_text('[other]\ntitle = "x"\n', encoding="utf-8")
    output.write_text(OTHERS, encoding="utf-8")
    with pytest.raises(UsageError, match="has facts of another source, other; name another output"):
        _write(output, draft(series(ROWS)))
    assert output.read_text(encoding="utf-8") == OTHERS
    _write(output, draft(series(ROWS, checks=CHECKS)), force=True)
    assert output.read_text(encoding="utf-8") == FILE


@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize("text", ["not TOML", 'x = 1\n[topic]\nlabel = "a"\n', "[tool.ruff]\nselect = []\n"])
def test_what_is_no_fact_file_is_never_replaced(output: Path, text: str, *, force: bool) -> None:
    output.parent.mkdir()
    output.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match="is not a fact file"):
        _write(output, draft(series(ROWS)), force=force)
    assert output.read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    ("name", "what"),
    [("港口.toml", "the name is the id of the topic: gang-kou.toml"), ("port.csv", "name the output TOPIC.toml"), ("sources.toml", "holds no facts")],
)  # fmt: skip
def test_an_output_is_named_after_its_topic(tmp_path: Path, name: str, what: str) -> None:
    with pytest.raises(UsageError, match=what):
        _write(tmp_path / name, draft(series(ROWS)))
    assert list(tmp_path.iterdir()) == []


def test_what_a_look_up_would_refuse_is_left_out_and_told(output: Path) -> None:
    wrong = [
        ("青岛市", "2021", "6,58"),
        ("青岛市", "2022", "9"),
        ("青岛市", "去年", "1"),
        (None, "2020", "1"),
        ("甲", "2020", ""),
    ]
    bad = fact(label="坏", time_period="last year")
    written = _write(output, draft(series([*ROWS, *wrong]), bad, fact(value=None)))
    assert written.added == 3
    assert len(written.notes) == 7
    assert len(_values(output)) == 3


def test_what_lint_will_warn_of_is_told(output: Path) -> None:
    written = _write(
        output, draft(fact(label_en=None), fact(label="GDP", label_en=None, time_period=None), topic_label="Port")
    )
    assert written.warned_of == ("1 without an English label", "1 without a period")
    told = sorted(found.code for found in lint.check([str(output.parent)]))
    assert told == ["S205", "S207"]


def test_a_column_that_begins_late_and_a_second_figure_far_away_are_seen(output: Path) -> None:
    rows = [("甲", str(1000 + at // 10), "1", None, None, None, None, str(at)) for at in range(0, 90_000, 10)]
    late = [
        ("甲", "1000", "2", None, None, "estimated"),
        ("甲", "1000", "3"),
        ("甲", "1000", "4", None, None, "estimated"),
    ]
    written = _write(output, draft(series([*rows, *late])))
    assert written.added == 9001
    assert [note.partition(": ")[2] for note in written.notes] == [
        "甲, 1000, 3: a second observation of 甲, 1000",
        "甲, 1000, 4: a second observation of 甲, 1000",
    ]
    early = [(None, str(1000 + at), "1") for at in range(9000)]
    written = _write(output.with_name("b.toml"), draft(series([*early, ("甲", "1000", "5")])))
    assert written.notes == ("货物吞吐量: 甲, 1000, 5: the first figures have no reference_area",)


def test_facts_that_look_alike_are_each_found_again(output: Path) -> None:
    assert _write(output, draft(fact(), fact())).added == 2
    assert _write(output, draft(fact(), fact())) == Written((), 0, 2, (), ())


@pytest.mark.parametrize("title", [None, " ", "a\x1bb"])
def test_a_source_without_a_title_has_that_of_its_topic(output: Path, title: str | None) -> None:
    _write(output, draft(fact(of=0), source={"title": title}))
    assert 'title = "港口"' in (output.parent / "sources.toml").read_text(encoding="utf-8")
    assert _values(output) == {"port.throughput": "6.80"}


def test_nothing_that_can_be_written_leaves_no_directory(output: Path) -> None:
    with pytest.raises(UsageError, match="there is nothing to write"):
        _write(output, draft(fact(value=None)))
    assert not output.parent.exists()


def test_a_written_pack_has_no_problem_but_what_the_source_does_not_say(output: Path) -> None:
    _write(output, draft(series(ROWS)))
    assert [found.message for found in lint.check([str(output.parent)])] == ["[topic] no English label"]


def test_a_preview_is_the_file_that_would_be_written() -> None:
    text, written = pack.preview(draft(series(ROWS, checks=CHECKS)))
    assert text == FILE
    assert written.added == 3
