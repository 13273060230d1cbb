"""A large index is updated where a few files changed; nobody can tell it from a rebuilt one."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from builders import HEAD, SOURCES, settle
from hypothesis import given, settings
from hypothesis import strategies as st

from jimo_cli.catalog import Catalog
from jimo_cli.errors import NotFoundError
from jimo_cli.packs import load
from jimo_cli.packs.load import TopicFile
from jimo_cli.packs.read import FactFile
from jimo_cli.packs.schema import Works
from jimo_cli.packs.table import MOST_PROBLEMS
from jimo_cli.store import cache, integrity, states
from jimo_cli.store.sqlite import build, rows, schema, update
from jimo_cli.store.sqlite.rows import FactRow
from jimo_cli.store.sqlite.schema import BLOCK

LABELS = ["海洋产值", "海洋产值增速", "常住人口", "港口吞吐量", "Ocean output", "出口额", "第3产业", "重庆火锅"]
ALIASES = [(), ("海洋GDP",), ("人口", "people"), ("gross ocean product", "ocean GDP")]
PLACES = ["即墨区", "蓝谷", "青岛市", None]

facts = st.fixed_dictionaries({
    "label": st.sampled_from(LABELS),
    "label_en": st.sampled_from([None, "Marine output", "Growth of output"]),
    "aliases": st.sampled_from(ALIASES),
    "value": st.sampled_from(["345", "7.7", "-13.5", "0.50", None, "broken"]),
    "unit": st.sampled_from(["亿元", "%", "家"]),
    "place": st.sampled_from(PLACES),
    "period": st.sampled_from(["2024-S1", "2023/..", None]),
    "of": st.sampled_from([None, "a", "b", "t1.a", "t2.c", "t1.nowhere"]),
    "parts": st.sampled_from([(), ("标准地", "承诺制")]),
})  # fmt: skip
files = st.dictionaries(st.sampled_from("abcde"), facts, max_size=5)


def _words(words: tuple[str, ...]) -> str:
    return "[" + ", ".join(f'"{word}"' for word in words) + "]"


def _toml(entries: dict[str, dict[str, str | tuple[str, ...] | None]]) -> str:
    lines = [HEAD]
    for slug, said in entries.items():
        lines += [f"[fact.{slug}]", f'label = "{said["label"]}"']
        if said["value"] is None:
            lines += ['kind = "mechanism"', f"parts = {_words(tuple(said['parts'] or ()))}"]
        elif said["value"] == "broken":
            lines += ['kind = "statistic"', "value = true"]
        else:
            lines += ['kind = "statistic"', f"value = {said['value']}", f'unit = "{said["unit"]}"']
            if said["of"]:
                lines += [f'of = "{said["of"]}"', 'aspect = "growth"']
        lines += [f"aliases = {_words(tuple(said['aliases'] or ()))}"]
        lines += [f'label_en = "{said["label_en"]}"'] if said["label_en"] else []
        lines += [f'reference_area = "{said["place"]}"'] if said["place"] else []
        lines += [f'time_period = "{said["period"]}"'] if said["period"] else []
    return "\n".join(lines) + "\n"


SHOWN = {
    "facts": "SELECT id, label, value, unit, time_period, reference_area, topic, kind, label_en, value_max, qualifier,"
    " of, aspect, parts, aliases, as_written, source, locator, status, basis, among, first_day, last_day FROM entry ORDER BY position",
    "topics": "SELECT id, label, label_en, aliases, counts FROM topic ORDER BY first",
    "topic names": "SELECT content FROM topic_index",
    "problems": "SELECT path, line, message, hint, fact FROM problem ORDER BY 1, 2, 3, 5",
    "keys": "SELECT k.hash, e.id FROM key AS k JOIN entry AS e ON e.position = k.position ORDER BY 1, 2",
    "figures": "SELECT g.number, e.id FROM figure AS g JOIN entry AS e ON e.position = g.position ORDER BY 1, 2",
    "labels": "SELECT label, label_en, aliases FROM label ORDER BY 1, 2, 3",
    "names": "SELECT k.hash, l.label, l.label_en, l.aliases FROM name_key AS k JOIN label AS l ON l.id = k.label"
    " ORDER BY 1, 2, 3, 4",
    "counts": "SELECT term, n FROM gram_count ORDER BY term",
    "near": "SELECT shorter, word FROM word_near ORDER BY 1, 2",
    "places": "SELECT a.name, a.labels, l.label, l.aliases, l.label_en FROM area AS a JOIN label_area AS x"
    " ON x.area = a.id JOIN label AS l ON l.id = x.label ORDER BY 1, 2, 3, 4, 5",
    "size": "SELECT n FROM search_size",
    "broken": "SELECT id FROM broken ORDER BY id",
    "without a block": "SELECT count(*) FROM entry AS e WHERE NOT ("
    f"(e.area IS NULL OR (e.area, e.position / {BLOCK}) IN area_block)"
    f" AND (e.period IS NULL OR (e.period, e.position / {BLOCK}) IN period_block)"
    f" AND (e.kind, e.position / {BLOCK}) IN kind_block)",
    "orphans": "SELECT count(*) FROM detail WHERE position NOT IN (SELECT position FROM fact)",
}


def _dump(connection: sqlite3.Connection) -> dict[str, list[tuple[object, ...]]]:
    return {name: connection.execute(sql).fetchall() for name, sql in SHOWN.items()}


def _grams(connection: sqlite3.Connection) -> set[tuple[str, str, str]]:
    """Every term with the names that have it."""
    with closing(connection.cursor()) as cursor:
        cursor.execute("CREATE VIRTUAL TABLE temp.terms USING fts5vocab('main', 'gram', 'instance')")
        found = cursor.execute(
            "SELECT t.term, l.label, l.aliases FROM temp.terms AS t JOIN label AS l ON l.id = t.doc"
        ).fetchall()
        cursor.execute("DROP TABLE temp.terms")
    return set(found)


@settings(max_examples=40)
@given(
    before=st.tuples(files, files), changes=st.lists(st.tuples(st.sampled_from((0, 1)), files), min_size=1, max_size=3)
)
def test_an_updated_index_is_like_one_rebuilt(
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    before: tuple[dict[str, dict[str, str | tuple[str, ...] | None]], ...],
    changes: list[tuple[int, dict[str, dict[str, str | tuple[str, ...] | None]]]],
) -> None:
    home = tmp_path_factory.mktemp("refresh")
    pack = home / "pack"
    pack.mkdir()
    (pack / "sources.toml").write_text(SOURCES, encoding="utf-8")
    paths = [pack / "t1.toml", pack / "t2.toml"]
    for path, entries in zip(paths, before, strict=True):
        path.write_text(_toml(entries), encoding="utf-8")
    settle()
    monkeypatch.setattr(states, "WORTH_UPDATING", 0)
    kept = str(home / "index.sqlite")
    cache.refresh(kept, [str(pack)], "", None)
    for number, (at, entries) in enumerate(changes):
        paths[at].write_text(_toml(entries) + f"# change {number}\n", encoding="utf-8")
        updated = str(home / "updated.sqlite")
        with load.opened_files([str(pack)]) as files:
            assert update.update_copy(kept, updated, files, f"{schema.version()}\n{files.state}") == set()
        integrity.write_checksum(updated)
        os.replace(updated, kept)
    with closing(sqlite3.connect(kept)) as found, closing(build.in_memory([str(pack)])) as anew:
        assert _dump(found) == _dump(anew)
        assert _grams(found) == _grams(anew)


@pytest.fixture
def big(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A pack that counts as a large one."""
    monkeypatch.setattr(states, "WORTH_UPDATING", 0)
    pack = tmp_path / "pack"
    pack.mkdir()
    (pack / "sources.toml").write_text(SOURCES, encoding="utf-8")
    for name in ("one", "two"):
        text = HEAD + '[fact.a]\nkind = "statistic"\nlabel = "出口额"\nvalue = 1\nunit = "亿元"\n'
        (pack / f"{name}.toml").write_text(text, encoding="utf-8")
    settle()
    with Catalog([pack], cache=tmp_path / "cache"):
        return pack


def _edit(path: Path, old: str, new: str) -> None:
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    settle()


def test_a_changed_figure_is_seen_and_the_other_file_is_not_read_again(
    big: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _edit(big / "one.toml", "value = 1", "value = 22")
    read: list[str] = []

    def read_rows(file: FactFile, sources: Works) -> TopicFile[FactRow]:
        read.append(file.path)
        return rows.read_rows(file, sources)

    monkeypatch.setattr(update, "read_rows", read_rows)
    with Catalog([big], cache=tmp_path / "cache") as catalog:
        assert str(catalog.get("one.a").value) == "22"
        assert str(catalog.get("two.a").value) == "1"
    assert read == [str(big / "one.toml")]


def test_a_new_file_and_a_changed_source_are_seen_too(big: Path, tmp_path: Path) -> None:
    (big / "three.toml").write_text((big / "one.toml").read_text(encoding="utf-8"), encoding="utf-8")
    _edit(big / "sources.toml", "一篇报道", "另一篇报道")
    with Catalog([big], cache=tmp_path / "cache") as catalog:
        assert str(catalog.get("three.a").value) == "1"
        source = catalog.source("daily")
        assert source is not None
        assert source.csl["title"] == "另一篇报道"


def test_a_file_that_grew_beyond_its_room_is_seen_too(big: Path, tmp_path: Path) -> None:
    more = "".join(
        f'[fact.b{number}]\nkind = "statistic"\nlabel = "出口额{number}"\nvalue = {number}\nunit = "家"\n'
        for number in range(60)
    )
    with (big / "one.toml").open("a", encoding="utf-8") as file:
        file.write(more)
    settle()
    with Catalog([big], cache=tmp_path / "cache") as catalog:
        assert str(catalog.get("one.b59").value) == "59"
        assert len(catalog.ids()) == 62


def test_a_file_that_breaks_and_is_fixed_again_comes_back(big: Path, tmp_path: Path) -> None:
    _edit(big / "one.toml", "[topic]", "[topic")
    with Catalog([big], cache=tmp_path / "cache") as catalog:
        assert [topic.id for topic in catalog.topics()] == ["two"]
        assert len(catalog.problems) == 1
    _edit(big / "one.toml", "[topic", "[topic]")
    with Catalog([big], cache=tmp_path / "cache") as catalog:
        assert [topic.id for topic in catalog.topics()] == ["one", "two"]
        assert catalog.problems == []


def test_a_topic_that_is_named_anew_is_found_by_its_new_name(big: Path, tmp_path: Path) -> None:
    _edit(big / "one.toml", 'label = "海洋"', 'label = "对外贸易"')
    with Catalog([big], cache=tmp_path / "cache") as catalog:
        assert [fact.id for fact in catalog.facts(topic="外贸")] == ["one.a"]
    _edit(big / "one.toml", "[topic]", "[topic")
    with Catalog([big], cache=tmp_path / "cache") as catalog, pytest.raises(NotFoundError):
        catalog.facts(topic="外贸")


def test_a_file_that_is_changed_again_and_again_is_read_again_and_again(big: Path, tmp_path: Path) -> None:
    for number in range(2, 9):
        text = (big / "one.toml").read_text(encoding="utf-8")
        (big / "one.toml").write_text(text.replace(f"value = {number - 1}", f"value = {number}"), encoding="utf-8")
        with Catalog([big], cache=tmp_path / "cache") as catalog:
            assert str(catalog.get("one.a").value) == str(number)


def test_only_what_changed_or_was_being_changed_is_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(states, "WORTH_UPDATING", 0)
    before = "4\n0.1\n/p\n/p/a.toml\t10\t7\n/p/b.toml\t20\t-1\n/p/c.toml\t30\t9"
    assert states.changed_files(before, before) == ["/p/b.toml"]
    assert states.changed_files(before, before.replace("10\t7", "11\t8")) == ["/p/a.toml", "/p/b.toml"]
    assert states.changed_files(before, before.replace("/p/c", "/p/d")) is None
    assert states.changed_files(before.replace("-1", "8"), before.replace("-1", "8")) is None


@pytest.mark.parametrize(
    ("sizes", "changed", "is_update"),
    [
        ([300_000] * 10, 1, True),  # ten thousand facts: reading all of them takes half a second
        ([300_000] * 10, 9, True),
        ([300_000] * 10, 10, False),
        ([3_000_000], 1, False),
        ([3_000_000, 10_000], 1, False),
        ([10_000] * 6, 1, False),
        ([200_000] * 60, 21, False),
    ],
)
def test_an_update_must_save_more_than_it_costs(sizes: list[int], changed: int, *, is_update: bool) -> None:
    before = [f"/p/{at:02}.toml\t{size}\t7" for at, size in enumerate(sizes)]
    now = [f"{line}8" for line in before[:changed]] + before[changed:]
    paths = [line.split("\t")[0] for line in before[:changed]]
    found = states.changed_files("\n".join(["/p", *before]), "\n".join(["/p", *now]))
    assert found == (paths if is_update else None)


@pytest.mark.parametrize("name", ["sources.toml", "SOURCES.TOML", "Sources.toml", "places.toml", "TERMS.toml"])
def test_a_changed_list_of_works_places_or_terms_rebuilds_the_index(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(states, "WORTH_UPDATING", 0)
    before = f"/p\n/p/a.toml\t10\t7\n/p/{name}\t20\t7"
    assert states.changed_files(before, before.replace("20\t7", "21\t8")) is None


def test_facts_whose_problems_are_only_counted_are_checked_again_as_well(big: Path, tmp_path: Path) -> None:
    wrong = 'kind = "statistic"\nlabel = "x"\nvalue = 1\naspect = "share"\nof = "{}"\n'
    many = "".join(f"[fact.c{at}]\n{wrong.format('two.later')}" for at in range(MOST_PROBLEMS + 5))
    (big / "one.toml").write_text(HEAD + many, encoding="utf-8")
    settle()
    with Catalog([big], cache=tmp_path / "cache") as catalog:
        told = [str(problem) for problem in catalog.problems]
        assert len(told) == MOST_PROBLEMS + 1
        assert "5 more problems in this file" in told[-1]
        assert told == [str(problem) for problem in load.load([str(big)]).problems]
    with (big / "two.toml").open("a", encoding="utf-8") as file:
        file.write('[fact.later]\nkind = "statistic"\nlabel = "y"\nvalue = 2\n')
    settle()
    with Catalog([big], cache=tmp_path / "cache") as catalog:
        assert catalog.problems == []
