"""The index: follows every change of the files by itself, and no answer depends on it."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from binascii import crc32
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import tomli
from builders import HEAD, SOURCES, Run, fact_text, make_pack, settle
from hypothesis import given, settings
from hypothesis import strategies as st

from jimo_cli import Catalog, resolve
from jimo_cli.errors import NotFoundError
from jimo_cli.fields import FIELDS
from jimo_cli.packs import load
from jimo_cli.store import integrity, open_store, workers
from jimo_cli.store.sqlite import schema

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def _made(tmp_path: Path, *facts: str) -> Path:
    """A pack that was written some time ago."""
    pack = make_pack(tmp_path / "pack", {"marine.toml": HEAD + "".join(facts)})
    settle()
    return pack


def _ids(pack: Path, cache: Path | None) -> list[str]:
    return [str(row[0]) for row in _everything([str(pack)], cache)[0]]


def _everything(
    packs: list[str], cache: Path | None
) -> tuple[list[tuple[str | None, ...]], list[object], list[object]]:
    """Facts, problems and topics as rows."""
    found = open_store(packs, None if cache is None else str(cache))
    try:
        return _rows(found), [*found.problems()], [*found.topics()]
    finally:
        found.close()


def _rows(found: Store) -> list[tuple[str | None, ...]]:
    return found.rows(FIELDS)


def _kept_file(cache: Path) -> Path:
    (kept,) = cache.glob("*.sqlite")
    return kept


def _built(cache: Path) -> tuple[int, int]:
    """What tells one build of the index from another."""
    state = _kept_file(cache).stat()
    return state.st_ino, state.st_mtime_ns


def test_the_index_says_what_the_fact_files_say(pack: Path, cache: Path) -> None:
    loaded = load.load([str(pack)])
    catalog = Catalog([pack], cache=cache)
    assert catalog.facts() == loaded.facts
    assert catalog.topics() == loaded.topics
    assert catalog.problems == loaded.problems == []
    assert catalog.source("daily") == loaded.sources[0]
    assert catalog.source("weekly") is None
    assert catalog.ids() == [fact.id for fact in loaded.facts]
    assert catalog.warning is None


def test_a_current_index_is_used_as_it_is(tmp_path: Path, cache: Path) -> None:
    pack = _made(tmp_path, fact_text("a"))
    assert _ids(pack, cache) == ["marine.a"]
    built = _built(cache)
    assert _ids(pack, cache) == ["marine.a"]
    assert _built(cache) == built


def test_an_edit_is_seen_at_the_next_look_up(tmp_path: Path, cache: Path) -> None:
    pack = _made(tmp_path, fact_text("a"))
    assert _ids(pack, cache) == ["marine.a"]
    make_pack(pack, {"marine.toml": HEAD + fact_text("b")})
    assert _ids(pack, cache) == ["marine.b"]


def test_an_edit_that_keeps_the_size_is_seen_however_fast_it_follows(tmp_path: Path, cache: Path) -> None:
    pack = make_pack(tmp_path / "pack", {})
    for slug in "abcdefgh" * 3:
        make_pack(pack, {"marine.toml": HEAD + fact_text(slug)})
        assert _ids(pack, cache) == [f"marine.{slug}"]


def test_a_file_put_back_with_its_old_time_is_seen_by_its_size(tmp_path: Path, cache: Path) -> None:
    pack = _made(tmp_path, fact_text("a"))
    before = (pack / "marine.toml").stat().st_mtime_ns
    assert _ids(pack, cache) == ["marine.a"]
    make_pack(pack, {"marine.toml": HEAD + fact_text("a") + fact_text("b")})
    os.utime(pack / "marine.toml", ns=(before, before))
    assert _ids(pack, cache) == ["marine.a", "marine.b"]


def test_files_that_come_and_go_are_seen(tmp_path: Path, cache: Path) -> None:
    pack = _made(tmp_path, fact_text("a"))
    assert _ids(pack, cache) == ["marine.a"]
    make_pack(pack, {"land.toml": HEAD + fact_text("b")})
    assert _ids(pack, cache) == ["land.b", "marine.a"]
    (pack / "land.toml").rename(pack / "air.toml")
    assert _ids(pack, cache) == ["air.b", "marine.a"]
    (pack / "marine.toml").unlink()
    assert _ids(pack, cache) == ["air.b"]
    (pack / "sources.toml").unlink()
    assert _ids(pack, cache) == []


def test_a_pack_that_appears_later_is_seen(tmp_path: Path, cache: Path) -> None:
    pack = tmp_path / "pack"
    assert _ids(pack, cache) == []
    _made(tmp_path, fact_text("a"))
    assert _ids(pack, cache) == ["marine.a"]
    shutil.rmtree(pack)
    assert _ids(pack, cache) == []


def test_each_list_of_packs_has_its_own_index(tmp_path: Path, cache: Path) -> None:
    one = make_pack(tmp_path / "one", {"one.toml": HEAD + fact_text("a")})
    two = make_pack(tmp_path / "two", {"two.toml": HEAD + fact_text("b")})
    assert [row[0] for row in _everything([str(one), str(two)], cache)[0]] == ["one.a", "two.b"]
    assert [row[0] for row in _everything([str(two), str(one)], cache)[0]] == ["two.b", "one.a"]
    assert _ids(two, cache) == ["two.b"]


def test_each_version_of_the_program_keeps_its_own_index(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = _made(tmp_path, fact_text("a"))
    states = []
    for module, name in [(schema, "__version__"), (schema, "SCHEMA")] * 2:
        with monkeypatch.context() as patch:
            patch.setattr(module, name, "99.0")
            assert _ids(pack, cache) == ["marine.a"]
        states.append({path.name: path.stat().st_mtime_ns for path in cache.glob("*.sqlite")})
    assert [len(each) for each in states] == [1, 2, 2, 2]
    assert states[1] == states[2] == states[3]


def test_a_file_changed_while_it_is_read_is_read_again(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = _made(tmp_path, fact_text("a"))
    real = tomli.loads

    def loads(text: str, **how: Callable[[str], object]) -> dict[str, object]:
        make_pack(pack, {"marine.toml": HEAD + fact_text("b")})
        return real(text, **how)

    with monkeypatch.context() as patch:
        patch.setattr(tomli, "loads", loads)
        _ids(pack, cache)
    assert _ids(pack, cache) == ["marine.b"]


def test_progress_hears_how_many_of_how_many_files_are_read(tmp_path: Path, cache: Path) -> None:
    pack = make_pack(tmp_path / "pack", {"marine.toml": HEAD, "land.toml": HEAD})
    heard: list[tuple[int, int]] = []
    open_store([str(pack)], str(cache), lambda done, total: heard.append((done, total))).close()
    assert heard
    assert heard == sorted(heard)
    assert heard[-1][0] == heard[-1][1]


SLUGS = st.sampled_from("abcde")
EDITS = st.lists(
    st.tuples(
        st.sampled_from(["air", "land", "sources"]),
        st.one_of(st.none(), st.just("broken ["), st.lists(SLUGS, unique=True, max_size=3)),
    ),
    max_size=6,
)


@settings(max_examples=30)
@given(EDITS)
def test_after_any_edits_the_index_is_as_if_it_were_rebuilt(
    tmp_path_factory: pytest.TempPathFactory, edits: list[tuple[str, str | list[str] | None]]
) -> None:
    tmp_path = tmp_path_factory.mktemp("edits")
    pack = make_pack(tmp_path / "pack", {})
    for name, content in edits:
        path = pack / f"{name}.toml"
        if content is None:
            path.unlink(missing_ok=True)
        elif isinstance(content, str):
            path.write_text(content, encoding="utf-8")
        elif name == "sources":
            path.write_text(SOURCES, encoding="utf-8")
        else:
            path.write_text(HEAD + "".join(map(fact_text, content)), encoding="utf-8")
        assert _everything([str(pack)], tmp_path / "cache") == _everything([str(pack)], None)


def test_without_a_place_for_it_the_answer_is_the_same_with_one_warning(pack: Path) -> None:
    found = open_store([str(pack)], None)
    assert found.warning
    assert "set XDG_CACHE_HOME" in found.warning
    assert [row[0] for row in _rows(found)] == [fact.id for fact in load.load([str(pack)]).facts]
    found.close()


@pytest.mark.parametrize("obstacle", ["a file", "a file above", "no room", "cannot be swapped in"])
def test_an_index_that_cannot_be_cached_is_built_in_memory_with_one_warning(
    tmp_path: Path, cache: Path, obstacle: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = _made(tmp_path, fact_text("a"))
    if obstacle == "a file":
        cache.write_text("", encoding="utf-8")
    elif obstacle == "a file above":
        (tmp_path / "file").write_text("", encoding="utf-8")
        cache = tmp_path / "file" / "cache"
    elif obstacle == "no room":
        monkeypatch.setattr(os, "open", _for_reading_only)
    else:
        monkeypatch.setattr(os, "replace", _full)
    found = open_store([str(pack)], str(cache))
    assert [row[0] for row in _rows(found)] == ["marine.a"]
    assert found.warning is not None
    assert "the index cannot be cached" in found.warning
    assert str(cache) in found.warning
    found.close()
    if cache.is_dir():
        assert [path for path in cache.iterdir() if path.suffix != ".lock"] == []


def _full(*_: object, **__: object) -> None:
    raise OSError(28, "No space left on device")


def _for_reading_only(path: str, flags: int, *rest: int, open_it: Callable[..., int] = os.open, **more: int) -> int:
    if flags & os.O_CREAT:
        _full()
    return open_it(path, flags, *rest, **more)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_cache_is_bypassed(tmp_path: Path, cache: Path) -> None:
    pack = _made(tmp_path, fact_text("a"))
    cache.mkdir(mode=0o500)
    found = open_store([str(pack)], str(cache))
    assert [row[0] for row in _rows(found)] == ["marine.a"]
    assert found.warning
    assert "Permission denied" in found.warning
    found.close()


@pytest.mark.parametrize(
    "content",
    [b"", b"not a database", b"SQLite format 3\x00" + b"\x00" * 84, b"\xff" * 100_000],
    ids=["empty", "text", "header only", "noise"],
)
def test_a_corrupt_index_is_rebuilt(tmp_path: Path, cache: Path, content: bytes) -> None:
    pack = _made(tmp_path, fact_text("a"))
    _ids(pack, cache)
    kept = _kept_file(cache)
    kept.write_bytes(content)
    found = open_store([str(pack)], str(cache))
    assert ([row[0] for row in _rows(found)], found.warning) == (["marine.a"], None)
    found.close()
    assert _kept_file(cache).stat().st_size > 4096


@pytest.mark.parametrize("keep", [0.25, 0.5, 0.9])
def test_an_index_cut_short_still_gives_the_right_answer(tmp_path: Path, cache: Path, keep: float) -> None:
    pack = _made(tmp_path, *(fact_text(f"fact-{at}", description="x" * 200) for at in range(200)))
    expected = _everything([str(pack)], cache)
    kept = _kept_file(cache)
    kept.write_bytes(kept.read_bytes()[: int(kept.stat().st_size * keep)])
    assert _everything([str(pack)], cache) == expected


def test_noise_within_the_index_still_gives_the_right_answer(tmp_path: Path, cache: Path) -> None:
    pack = _made(tmp_path, *(fact_text(f"fact-{at}", description="x" * 200) for at in range(200)))
    expected = _everything([str(pack)], cache)
    kept = _kept_file(cache)
    content = kept.read_bytes()
    middle = len(content) // 2
    kept.write_bytes(content[:middle] + b"\xa5" * 8192 + content[middle + 8192 :])
    assert _everything([str(pack)], cache) == expected


def test_a_database_of_another_program_in_its_place_is_replaced(tmp_path: Path, cache: Path) -> None:
    pack = _made(tmp_path, fact_text("a"))
    _ids(pack, cache)
    kept = _kept_file(cache)
    kept.unlink()
    other = sqlite3.connect(kept)
    other.execute("CREATE TABLE meta(key TEXT, value TEXT)")
    other.commit()
    other.close()
    assert _ids(pack, cache) == ["marine.a"]


def test_a_directory_in_the_place_of_the_index_is_bypassed(tmp_path: Path, cache: Path) -> None:
    pack = _made(tmp_path, fact_text("a"))
    _ids(pack, cache)
    kept = _kept_file(cache)
    kept.unlink()
    kept.mkdir()
    found = open_store([str(pack)], str(cache))
    assert [row[0] for row in _rows(found)] == ["marine.a"]
    assert found.warning
    found.close()


def test_an_index_that_cannot_be_read_back_is_bypassed(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = _made(tmp_path, fact_text("a"))

    def ruin(source: str, target: str) -> None:
        Path(source).unlink()
        Path(target).write_bytes(b"noise")

    monkeypatch.setattr(os, "replace", ruin)
    found = open_store([str(pack)], str(cache))
    assert [row[0] for row in _rows(found)] == ["marine.a"]
    assert found.warning
    assert "cannot be read back" in found.warning
    assert str(cache) in found.warning
    found.close()


@pytest.mark.parametrize("name", ["ca che", "ca#che", "ca?che", "ca%41che", "缓存"])
def test_a_cache_with_an_odd_name_is_kept_there(tmp_path: Path, name: str) -> None:
    pack = _made(tmp_path, fact_text("a"))
    cache = tmp_path / name
    assert _ids(pack, cache) == ["marine.a"]
    built = _built(cache)
    assert _ids(pack, cache) == ["marine.a"]
    assert _built(cache) == built


def test_the_index_is_for_its_user_alone(tmp_path: Path, cache: Path) -> None:
    old = os.umask(0)
    try:
        _ids(_made(tmp_path, fact_text("a")), cache)
    finally:
        os.umask(old)
    assert stat.S_IMODE(cache.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in cache.iterdir()} == {0o600}


def test_looking_up_leaves_the_index_as_it_is(tmp_path: Path, cache: Path) -> None:
    pack = _made(tmp_path, fact_text("a"))
    _ids(pack, cache)
    before = _kept_file(cache).read_bytes()
    _ids(pack, cache)
    assert _kept_file(cache).read_bytes() == before


def test_a_reader_keeps_its_answer_while_the_index_is_swapped(tmp_path: Path, cache: Path) -> None:
    pack = _made(tmp_path, fact_text("a"))
    reader = open_store([str(pack)], str(cache))
    make_pack(pack, {"marine.toml": HEAD + fact_text("b")})
    assert _ids(pack, cache) == ["marine.b"]
    assert [row[0] for row in _rows(reader)] == ["marine.a"]
    reader.close()


def test_what_an_earlier_build_left_behind_is_no_obstacle(tmp_path: Path, cache: Path) -> None:
    pack = _made(tmp_path, fact_text("a"))
    _ids(pack, cache)
    kept = _kept_file(cache)
    kept.with_name(f"{kept.name}.{os.getpid()}").write_bytes(b"half of one")
    kept.unlink()
    assert _ids(pack, cache) == ["marine.a"]
    assert _kept_file(cache) == kept


def test_a_killed_build_leaves_nothing_wrong(tmp_path: Path, cache: Path) -> None:
    pack = make_pack(tmp_path / "pack", {})
    many = "".join(fact_text(f"fact-{at}", description="x" * 100) for at in range(4000))
    make_pack(pack, {"marine.toml": HEAD + many})
    script = "import sys; from jimo_cli.store import open_store; open_store([sys.argv[1]], sys.argv[2])"
    for _ in range(3):
        build = subprocess.Popen([sys.executable, "-c", script, str(pack), str(cache)])
        deadline = time.monotonic() + 20
        while not (cache.is_dir() and any(cache.iterdir())) and build.poll() is None and time.monotonic() < deadline:
            time.sleep(0.001)
        build.send_signal(signal.SIGKILL)
        build.wait()
    make_pack(pack, {"marine.toml": HEAD + fact_text("a")})
    assert _ids(pack, cache) == ["marine.a"]


def test_many_may_build_at_once_and_all_have_the_answer(tmp_path: Path, cache: Path) -> None:
    pack = _made(tmp_path, *(fact_text(f"fact-{at}") for at in range(300)))
    opened = "open_store([sys.argv[1]], sys.argv[2])"
    script = f"import sys; from jimo_cli.store import open_store; print(len({opened}.rows(['id'])))"
    started = [
        subprocess.Popen(
            [sys.executable, "-c", script, str(pack), str(cache)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        for _ in range(4)
    ]
    assert [process.communicate() for process in started] == [(b"300\n", b"")] * 4
    assert [path.suffix for path in cache.iterdir() if path.suffix != ".lock"] == [".sqlite"]


if TYPE_CHECKING:
    from jimo_cli.store.interface import Store


def test_a_share_comes_after_its_figure_wherever_it_stands_in_the_file(tmp_path: Path, cache: Path) -> None:
    body = [
        fact_text("growth-of-share", of="share", aspect="growth"),
        fact_text("first"),
        fact_text("share", of="figure", aspect="share"),
        fact_text("figure"),
        fact_text("circle", of="circle", aspect="share"),
    ]
    ids = _ids(_made(tmp_path, *body), cache)
    assert [each.partition(".")[2] for each in ids] == ["first", "figure", "share", "growth-of-share", "circle"]


@pytest.mark.parametrize("digits", ["123456789012345678901234567890.5", "0.10", "-0.001", "1" + "0" * 60])
def test_a_figure_keeps_its_digits_through_the_index(tmp_path: Path, cache: Path, digits: str) -> None:
    pack = _made(tmp_path, fact_text("a").replace("value = 1", f"value = {digits}"))
    assert Catalog([pack], cache=cache).get("a").value == Decimal(digits)
    assert [row[2] for row in _everything([str(pack)], cache)[0]] == [digits]


def _optional(values: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    return st.one_of(st.none(), values)


WORDS = st.text(st.sampled_from("海洋ab ¶.;,'0"), min_size=1, max_size=6).filter(str.strip)
FIGURE = st.decimals(min_value=-1000, max_value=1000, places=2, allow_nan=False)
FACT = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["statistic", "policy", "project"]),
        "label": WORDS,
        "label_en": _optional(WORDS),
        "aliases": _optional(st.lists(WORDS, max_size=3)),
        "parts": _optional(st.lists(WORDS, max_size=3)),
        "description": _optional(WORDS),
        "description_en": _optional(WORDS),
        "reference_area": _optional(WORDS),
        "time_period": _optional(st.sampled_from(["2024", "2024-S1", "2024/..", "P3Y/2024"])),
        "locator": _optional(
            st.one_of(
                st.fixed_dictionaries({"section": WORDS}),
                st.fixed_dictionaries({"paragraph": st.integers(1, 99)}),
                st.fixed_dictionaries({"section": WORDS, "paragraph": st.integers(1, 99)}),
            )
        ),
    }
)
STATED = st.fixed_dictionaries(
    {
        "value": FIGURE,
        "unit": _optional(WORDS),
        "as_written": _optional(st.one_of(WORDS, st.just("@value"), st.just("@value@unit"))),
        "qualifier": _optional(st.sampled_from(["exact", "over", "about"])),
        "aspect": _optional(st.sampled_from(["growth", "share", "rank"])),
        "basis": _optional(st.sampled_from(["year_on_year", ["period_on_period", "real"]])),
        "among": _optional(WORDS),
        "status": _optional(st.sampled_from(["final", "preliminary", "target"])),
        "of": _optional(st.sampled_from(["fact-0", "fact-1", "fact-2"])),
    }
)


@settings(max_examples=100)
@given(st.lists(st.tuples(FACT, STATED), min_size=1, max_size=3))
def test_no_field_of_any_fact_is_lost_or_changed_in_the_index(
    tmp_path_factory: pytest.TempPathFactory, facts: list[tuple[dict[str, object], dict[str, object]]]
) -> None:
    body = ""
    for at, (said, stated) in enumerate(facts):
        figure = dict(stated) if said["kind"] == "statistic" else {}
        if str(figure.get("as_written") or "").startswith("@"):
            unit = figure["unit"] if figure["as_written"] == "@value@unit" else ""
            figure["as_written"] = f"{figure['value']}{unit or ''}"
        if figure and figure["aspect"] is None:
            figure["of"] = None
        body += fact_text(f"fact-{at}", **{**said, **figure})
    pack = make_pack(tmp_path_factory.mktemp("any") / "pack", {"marine.toml": HEAD + body})
    loaded = load.load([str(pack)])
    catalog = Catalog([pack], cache=pack.parent / "cache")
    assert {fact.id: fact for fact in catalog.facts()} == {fact.id: fact for fact in loaded.facts}
    assert catalog.problems == loaded.problems
    assert catalog.topics() == loaded.topics
    assert [catalog.get(fact.id) for fact in loaded.facts] == loaded.facts


def test_a_topic_that_two_packs_share_holds_the_facts_of_both(tmp_path: Path, cache: Path) -> None:
    one = make_pack(tmp_path / "one", {"marine.toml": HEAD + fact_text("a"), "land.toml": HEAD + fact_text("b")})
    two = make_pack(tmp_path / "two", {"marine.toml": HEAD + fact_text("c")})
    catalog = Catalog([one, two], cache=cache)
    assert {fact.id for fact in catalog.facts(topic="marine")} == {"marine.a", "marine.c"}
    assert {topic.id: topic.facts for topic in catalog.topics()} == {"land": 1, "marine": 2}
    assert len(catalog.ids()) == 3


def test_two_packs_with_one_id_give_the_fact_of_the_first(tmp_path: Path, cache: Path) -> None:
    one = make_pack(tmp_path / "one", {"marine.toml": HEAD + fact_text("a", value=1)})
    two = make_pack(tmp_path / "two", {"marine.toml": HEAD + fact_text("a", value=2)})
    catalog = Catalog([one, two], cache=cache)
    assert catalog.get("a").value == 1
    assert catalog.ids() == ["marine.a"]
    assert "marine.a is already defined at" in str(catalog.problems[0])


# The checksums of the two ids are the same.
ALIKE = ("l5dmvs", "pz8lbs")


def test_an_id_whose_checksum_is_that_of_another_is_still_unknown(tmp_path: Path, cache: Path) -> None:
    here, missing = ALIKE
    assert crc32(f"marine.{here}".encode()) == crc32(f"marine.{missing}".encode())
    catalog = Catalog([_made(tmp_path, fact_text(here))], cache=cache)
    with pytest.raises(NotFoundError):
        catalog.get(f"marine.{missing}")
    with pytest.raises(NotFoundError):
        catalog.get(missing)


def test_two_ids_with_one_checksum_are_two_facts(tmp_path: Path, cache: Path) -> None:
    catalog = Catalog([_made(tmp_path, *map(fact_text, ALIKE))], cache=cache)
    assert catalog.problems == []
    assert [catalog.get(slug).id for slug in ALIKE] == [f"marine.{slug}" for slug in ALIKE]


def test_a_large_pack_is_read_like_a_small_one(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files: dict[str, str | bytes | None] = {
        f"topic-{at}.toml": HEAD + fact_text("a", value=at) + fact_text("b", of="a", aspect="share") for at in range(9)
    }
    pack = make_pack(tmp_path / "pack", {**files, "broken.toml": "no"})
    small = _everything([str(pack)], None)
    monkeypatch.setattr(workers, "WORTH_PROCESSES", 0)
    assert _everything([str(pack)], cache) == small


@pytest.mark.parametrize("at", [0.01, 0.2, 0.4, 0.6, 0.8])
def test_a_large_index_that_is_damaged_is_rebuilt_while_it_is_read(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: float
) -> None:
    monkeypatch.setattr(integrity, "CHECKED_BYTES", 0)
    pack = _made(tmp_path, *(fact_text(f"fact-{each}", description="x" * 200) for each in range(200)))
    argv, env = ["export", "--facts", str(pack)], {"XDG_CACHE_HOME": str(tmp_path)}
    whole = run(*argv, env=env)
    kept = _kept_file(tmp_path / "jimo")
    content = kept.read_bytes()
    start = int(len(content) * at) // 4096 * 4096
    kept.write_bytes(content[:start] + b"\xa5" * 32768 + content[start + 32768 :])
    damaged = run(*argv, env=env)
    assert (damaged.code, damaged.out) == (0, whole.out)
    assert damaged.err.count("\n") <= 1


def test_where_sqlite_cannot_write_an_index_as_bytes_topics_are_found_all_the_same(pack: Path, cache: Path) -> None:
    open_store([str(pack)], str(cache)).close()
    with closing(sqlite3.connect(_kept_file(cache))) as db:  # as it is written there
        db.execute("DELETE FROM topic_index")
        db.commit()
    integrity.write_checksum(str(_kept_file(cache)))
    found = open_store([str(pack)], str(cache))
    assert resolve.topic_id(found, "gaige") == ("reform", False)
    found.close()


def test_a_system_without_file_locks_has_the_index_all_the_same(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "fcntl", None)
    assert _ids(_made(tmp_path, fact_text("a")), cache) == ["marine.a"]
    assert _kept_file(cache).stat().st_size


def test_of_a_cache_directory_only_files_of_our_own_are_removed(tmp_path: Path, cache: Path) -> None:
    pack = _made(tmp_path, fact_text("fact-1"))
    open_store([str(pack)], str(cache)).close()
    kept = _kept_file(cache)
    stale = kept.with_name("index-00000001.sqlite")
    shutil.copy(kept, stale)
    others = [
        cache / name
        for name in ("index-00000002.sqlite", "index-mine.sqlite", "index-3.sqlite.note", f"{kept.name}.12")
    ]
    with sqlite3.connect(others[0]) as database:
        database.execute("CREATE TABLE mine(x)")
    for path in others[1:]:
        path.write_text("not an index", encoding="utf-8")
    left_over = cache / f"{kept.name}.99"
    left_over.touch()
    for path in (stale, *others):
        os.utime(path, (0, 0))
    later = time.time() + 100 * 24 * 3600
    (pack / "marine.toml").write_text(HEAD + fact_text("fact-2"), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(time, "time", lambda: later)
        open_store([str(pack)], str(cache)).close()
    assert not stale.exists()
    assert not left_over.exists()
    assert all(path.exists() for path in others)
