"""What an export has, an import of it has again: every format, all bundled facts and observations of series."""

from collections.abc import Iterable
from pathlib import Path

import pytest
from builders import Run, make_pack

from jimo_cli import Catalog
from jimo_cli.exports.works import item
from jimo_cli.model import Fact, Source

SOURCES = """\
[yearbook-2023]
title = "某省统计年鉴"
type = "book"
author = [{ family = "王", given = "涛" }, { literal = "Office for “Figures”, 统计局" }]
issued = 2023
[yearbook-2024]
title = "某省统计年鉴"
issued = { date-parts = [[2024, 9, 5]] }
URL = "https://example.org/?a=1&b=,2"
"""
SERIES = """\
[topic]
label = "省"
label_en = "Provinces"
source = "yearbook-2024"

[series.gross-product]
label = "地区生产总值"
label_en = "Gross regional product"
unit = "亿元"
aliases = ["GDP", "=生产, \\"总值\\""]
columns = ["reference_area", "time_period", "value", "value_max", "qualifier", "status", "as_written", "section", "paragraph", "unit", "source"]
rows = [
  ["广东省", "2023", 135673.10, "", "", "preliminary", "", "综合", 3, "", ""],
  ["广东省", "2022", 129118.58, "", "", "final", "", "", "", "", "yearbook-2023"],
  ["江苏省", "2023-Q1", 0.70, "", "over", "", "超0.70", "", 7, "万亿元", ""],
  ["山东省", "P3Y/2023", 5, 6.0, "range", "", "5至6.0", "表1", "", "", ""],
  ["山东省", "2024-01-01/..", -5.80, "", "about", "target", "", "", "", "", ""],
  ["山东省", "2022", -3, 2, "range", "", "", "", "", "", ""],
  ["山东省", "2024-S1", 100000000000000000000.10, "", "under", "revised", "", "", "", "", ""],
]

[series.gross-product-growth]
label = "地区生产总值增速"
unit = "%"
of = "gross-product"
aspect = "growth"
basis = ["year_on_year", "real"]
columns = ["reference_area", "time_period", "value"]
rows = [["广东省", "2023", 4.80], ["江苏省", "2023-Q1", -6.00]]

[fact.rank]
kind = "statistic"
label = "+总量, \\"第几\\""
value = 1
unit = "位"
of = "share"
aspect = "rank"
among = "全国31个省"
description = "多行\\n第二行；=cmd"

[fact.share]
kind = "statistic"
label = "比重"
value = 10.0
unit = "%"
status = "forecast"

[fact.plan]
kind = "policy"
label = "@计划; =1+1"
parts = ["一", "二"]
"""
FORMATS = ["sqlite", "datapackage", "zip", "sdmx-csv", "jsonld", "parquet", "csv", "jsonl", "json"]
OF_FIGURES, OF_TITLES, OF_KEYS = ("sdmx-csv",), ("sdmx-csv",), ("csv", "jsonl", "json")
"""Formats that have only facts with a figure, and of works only the titles, or only the keys."""

SUFFIXES = ("zip",)
"""Formats that are known by the name of the output alone."""


def _same(fact: Fact) -> tuple[object, ...]:
    """All that a fact says, with the very digits of its figures; its topic is the file that it was written to."""
    slug = fact.id.partition(".")[2]
    of = (fact.of or "").partition(".")[2]
    figures = str(fact.value), str(fact.value_max)
    return (slug, of, figures, *fact._replace(id="", topic="", of="", value=None, value_max=None, source="")[1:])


def _told(facts: Iterable[Fact], form: str) -> list[Fact]:
    return [fact for fact in facts if fact.value is not None or form not in OF_FIGURES]


def _csl(work: Source | None, form: str) -> dict[str, object]:
    """A work as every program has it, with its days and names as CSL-JSON writes them; or as much as a format has."""
    assert work is not None
    if form in OF_KEYS:
        return {"key": work.key}
    if form in OF_TITLES:
        return {"title": work.csl["title"]}
    return item(work.key, work.csl)


def _path(tmp_path: Path, form: str) -> Path:
    return tmp_path / f"out.{form.replace('-', '.')}"


def _imported(run: Run, tmp_path: Path, pack: Iterable[str], form: str, *options: str) -> list[Fact]:
    exported, output = _path(tmp_path, form), tmp_path / "pack" / "again.toml"
    chosen = () if form in SUFFIXES else ("--format", form)
    done = run("export", *pack, *chosen, "-o", str(exported), *options)
    assert (done.code, done.out) == (0, f"{exported}\n"), done.err
    done = run("import", str(exported), "-o", str(output))
    assert done.code == 0, done.err
    with Catalog([output.parent]) as catalog:
        assert not catalog.problems
        return catalog.facts()


@pytest.mark.parametrize("form", FORMATS)
def test_bundled_facts_come_back_as_they_are(run: Run, tmp_path: Path, form: str) -> None:
    with Catalog() as catalog:
        facts, source = catalog.facts(), catalog.source("qingdao-daily-jimo-reform")
    before = _told(facts, form)
    after = _imported(run, tmp_path, (), form)
    assert sorted(map(_same, after), key=str) == sorted(map(_same, before), key=str)
    with Catalog([tmp_path / "pack"]) as catalog:
        assert {fact.source for fact in after} == {"qingdao-daily-jimo-reform"}
        assert _csl(catalog.source("qingdao-daily-jimo-reform"), form) == _csl(source, form)


@pytest.mark.parametrize("form", FORMATS)
def test_series_come_back_as_series(run: Run, tmp_path: Path, form: str) -> None:
    pack = make_pack(tmp_path / "from", {"province.toml": SERIES, "sources.toml": SOURCES})
    with Catalog([pack]) as catalog:
        assert not catalog.problems
        before = catalog.facts()
        sources = {key: _csl(catalog.source(key), form) for key in ("yearbook-2023", "yearbook-2024")}
    after = _imported(run, tmp_path, ("--facts", str(pack)), form)
    # What two works say of one series are two series, and the figure of another work is none of its own.
    once = [fact for fact in _told(before, form) if fact.source == "yearbook-2024"]
    again = [fact for fact in after if fact.source == "yearbook-2024"]
    assert sorted(map(_same, again), key=str) == sorted(map(_same, once), key=str)
    [one] = [fact for fact in after if fact.source == "yearbook-2023"]
    [other] = [fact for fact in before if fact.source == "yearbook-2023"]
    assert _same(one)[2:] == _same(other)[2:]
    with Catalog([tmp_path / "pack"]) as catalog:
        assert {key: _csl(catalog.source(key), form) for key in sources} == sources
        assert len(catalog.series("again.gross-product")) == 6


@pytest.mark.parametrize("form", FORMATS)
def test_a_second_import_changes_nothing(run: Run, tmp_path: Path, form: str) -> None:
    pack = make_pack(tmp_path / "from", {"province.toml": SERIES, "sources.toml": SOURCES})
    _imported(run, tmp_path, ("--facts", str(pack)), form)
    files = {path.name: path.read_bytes() for path in (tmp_path / "pack").iterdir()}
    done = run("import", str(_path(tmp_path, form)), "-o", str(tmp_path / "pack" / "again.toml"))
    assert "0 added" in done.err, done.err
    assert {path.name: path.read_bytes() for path in (tmp_path / "pack").iterdir()} == files


@pytest.mark.parametrize("form", FORMATS)
def test_figures_that_belong_to_others_that_were_left_out_come_back_without_them(
    run: Run, tmp_path: Path, form: str
) -> None:
    pack = make_pack(
        tmp_path / "from",
        {"province.toml": SERIES.replace('"综合", 3, "", ""', '"", "", "", "yearbook-2023"'), "sources.toml": SOURCES},
    )
    after = _imported(run, tmp_path, ("--facts", str(pack)), form)
    assert [(str(fact.value), fact.of) for fact in after if fact.aspect == "growth"] == [
        ("4.80", None),
        ("-6.00", None),
    ]
