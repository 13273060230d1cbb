"""A table that changed is read again alone, and nobody can tell the index from a rebuilt one."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from builders import HEAD, SOURCES, settle
from hypothesis import given, settings
from hypothesis import strategies as st
from test_update import _dump, _grams

from jimo_cli import Catalog
from jimo_cli.packs import load
from jimo_cli.packs import series as of_series
from jimo_cli.store import cache, integrity, states
from jimo_cli.store.sqlite import build, schema, update

TOML = """\
[fact.other]
kind = "statistic"
label = "海洋产值"
value = 1
[series.output]
label = "地区生产总值"
unit = "亿元"
table = "output.csv"
[series.people]
label = "常住人口"
unit = "万人"
table = "people.csv"
"""
AREAS, PERIODS, VALUES = ("广东省", "江苏省", "即墨区"), ("2022", "2023", "2023-S1"), ("1", "2.50", "-3", "x")
tables = st.lists(st.tuples(*map(st.sampled_from, (AREAS, PERIODS, VALUES))), max_size=6).map(
    lambda rows: "\n".join(["reference_area,time_period,value", *map(",".join, [("上海市", "2021", "7"), *rows]), ""])
)
changes = st.lists(st.tuples(st.sampled_from(("output.csv", "people.csv")), tables), min_size=1, max_size=3)


def _made(home: Path, texts: tuple[str, str], toml: str = TOML) -> Path:
    pack = home / "pack"
    pack.mkdir()
    (pack / "sources.toml").write_text(SOURCES, encoding="utf-8")
    (pack / "province.toml").write_text(HEAD + toml, encoding="utf-8")
    (pack / "t2.toml").write_text(
        HEAD + '[fact.a]\nkind = "statistic"\nlabel = "出口额"\nvalue = 1\n', encoding="utf-8"
    )
    for name, text in zip(("output.csv", "people.csv"), texts, strict=True):
        (pack / name).write_text(text, encoding="utf-8")
    settle()
    return pack


@settings(max_examples=40)
@given(st.tuples(tables, tables), changes)
def test_an_index_with_a_changed_table_is_like_one_rebuilt(
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    before: tuple[str, str],
    edits: list[tuple[str, str]],
) -> None:
    home = tmp_path_factory.mktemp("refresh")
    pack = _made(home, before)
    monkeypatch.setattr(states, "WORTH_UPDATING", 0)
    kept = str(home / "index.sqlite")
    cache.refresh(kept, [str(pack)], "", None)
    for number, (name, text) in enumerate(edits):
        (pack / name).write_text(text + "\n" * number, encoding="utf-8")
        settle()
        with load.opened_files([str(pack)]) as files:
            updated = update.update_copy(
                kept, str(home / "updated.sqlite"), files, f"{schema.version()}\n{files.state}"
            )
        assert updated == set()
        integrity.write_checksum(str(home / "updated.sqlite"))
        os.replace(home / "updated.sqlite", kept)
    with closing(sqlite3.connect(kept)) as found, closing(build.in_memory([str(pack)])) as anew:
        assert _dump(found) == _dump(anew)
        assert _grams(found) == _grams(anew)


TABLE = "reference_area,time_period,value\n广东省,2022,1\n广东省,2023,2\n"


@pytest.fixture
def big(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A pack that counts as a large one."""
    monkeypatch.setattr(states, "WORTH_UPDATING", 0)
    pack = _made(tmp_path, (TABLE, TABLE))
    with Catalog([pack], cache=tmp_path / "cache"):
        return pack


def test_only_the_table_that_changed_is_read_again(big: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    blocks = of_series.TableFile.blocks

    def noted(table: of_series.TableFile) -> object:
        read.append(table.path)
        return blocks(table)

    monkeypatch.setattr(of_series.TableFile, "blocks", noted)
    (big / "people.csv").write_text(TABLE.replace(",2\n", ",2.70\n") + "江苏省,2023,9\n", encoding="utf-8")
    settle()
    with Catalog([big], cache=tmp_path / "cache") as catalog:
        assert str(catalog.get("people@广东省@2023").value) == "2.70"
        assert str(catalog.get("people@江苏省@2023").value) == "9"
        assert str(catalog.get("output@2023").value) == "2"
        assert [topic.facts for topic in catalog.topics()] == [6, 1]
        assert [hit.fact.id for hit in catalog.search("常住人口 江苏")] == ["province.people@江苏省@2023"]
    assert read == [str(big / "people.csv")]


def test_a_table_that_grew_beyond_its_room_or_broke_is_seen_too(big: Path, tmp_path: Path) -> None:
    many = "".join(f"江苏省,{year},{year}.5\n" for year in range(1500, 2000))
    (big / "output.csv").write_text(TABLE + many, encoding="utf-8")
    settle()
    with Catalog([big], cache=tmp_path / "cache") as catalog:
        assert len(catalog.series("output")) == 502
        assert len(catalog.series("people")) == 2
    (big / "output.csv").write_text("nothing\n", encoding="utf-8")
    settle()
    with Catalog([big], cache=tmp_path / "cache") as catalog:
        assert len(catalog.ids()) == 4
        assert "unknown column 'nothing'" in str(catalog.problems[0])
    (big / "output.csv").write_text(TABLE, encoding="utf-8")
    settle()
    with Catalog([big], cache=tmp_path / "cache") as catalog:
        assert len(catalog.ids()) == 6
        assert catalog.problems == []


def test_a_fact_that_comes_to_belong_to_an_observation_is_linked(big: Path, tmp_path: Path) -> None:
    about = 'value = 2\nof = "province.output"\naspect = "share"\nreference_area = "广东省"\ntime_period = "2023"\n'
    (big / "t2.toml").write_text(HEAD + f'[fact.a]\nkind = "statistic"\nlabel = "出口额"\n{about}', encoding="utf-8")
    settle()
    with Catalog([big], cache=tmp_path / "cache") as catalog:
        assert catalog.get("t2.a").of == "province.output@2023"
    (big / "output.csv").write_text(TABLE + "江苏省,2023,5\n", encoding="utf-8")
    settle()
    with Catalog([big], cache=tmp_path / "cache") as catalog:
        assert catalog.get("t2.a").of == "province.output@广东省@2023"
    (big / "output.csv").write_text(TABLE.replace("2023", "2021"), encoding="utf-8")
    settle()
    with Catalog([big], cache=tmp_path / "cache") as catalog:
        assert catalog.get("t2.a").of is None
        assert "without an observation of 广东省, 2023" in str(catalog.problems[0])
