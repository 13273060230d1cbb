"""Whatever is deep, long or many: an answer, or an error of a few lines that says what to do; never a traceback or a flood."""

import io
import subprocess
import sys
import tracemalloc
import zipapp
from collections.abc import Callable, Mapping
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from builders import HEAD, Run, fact_text, make_pack
from conftest import process_env

from jimo_cli import Catalog, lint
from jimo_cli.errors import JimoError, listed, quoted
from jimo_cli.fields import FIELDS
from jimo_cli.lint import fix
from jimo_cli.packs import find, schema
from jimo_cli.packs.values import TABLE, Reader, WrongValueError
from jimo_cli.store.sqlite import connection

LINE = 1500
"""Characters that a message has at most."""


def _policy(slug: object, **keys: object) -> str:
    return fact_text(f"a{slug}", kind="policy", **keys)


# ---- deep and long values


def _nested(depth: int, wrap: Callable[[object], object]) -> object:
    value: object = 1
    for _ in range(depth):
        value = wrap(value)
    return value


WRAPS: dict[str, Callable[[object], object]] = {
    "lists": lambda value: [value],
    "tables": lambda value: {"a": value},
    "both": lambda value: [{"a": value}],
}
READERS = [*schema.FACT_KEYS.items(), *schema.SOURCE_KEYS.items(), *schema.ROOT_KEYS.items()]


def _refused(read: Reader, value: object) -> bool:
    """Whether a value is refused in a few words; a table is taken for what it is."""
    try:
        read.read(value)
    except WrongValueError as error:
        return len(error.message) < LINE
    return False


@pytest.mark.parametrize("wrap", WRAPS.values(), ids=WRAPS)
def test_no_nesting_that_a_parser_lets_pass_ends_in_a_traceback(wrap: Callable[[object], object]) -> None:
    deep = _nested(959, wrap)
    for depth in (*range(960, 1005), 5_000):
        deep = wrap(deep) if depth < 1005 else _nested(depth, wrap)
        for key, reader in READERS:
            assert _refused(reader, deep) != (reader is TABLE and isinstance(deep, dict)), (key, depth)


def test_a_name_and_a_date_of_a_work_may_be_nested_as_csl_has_them(tmp_path: Path) -> None:
    work = '[daily]\ntitle = "x"\nauthor = [{ family = "王" }]\nissued = { date-parts = [[2024, 11, 23]] }\n'
    pack = make_pack(tmp_path / "p", {"sources.toml": work, "t.toml": HEAD + _policy("")})
    with Catalog([pack], cache=tmp_path / "c") as catalog:
        source = catalog.source("daily")
        assert source is not None
        assert source.csl["issued"] == {"date-parts": [[2024, 11, 23]]}
        assert not catalog.problems


PLACES = [
    "{} = {}",
    "[fact.a]\n{} = {}",
    "[fact.a]\nlocator = {{ section = {1} }}",
    "[fact]\na = {1}",
    "[topic]\n{} = {}",
]
DEEP = ["[" * 300 + "]" * 300, "{a=" * 300 + "1" + "}" * 300, "[{a=" * 150 + "1" + "}]" * 150, "[1," * 300 + "]" * 300]
LONG = [
    "0x" + "f" * 9_000,
    "0o" + "7" * 9_000,
    "0b" + "1" * 30_000,
    "9" * 4_000,
    "1e" + "9" * 9_000,
    "[" + "1," * 1_000 + "]",
]


@pytest.mark.parametrize("written", [*DEEP, *LONG], ids=lambda written: written[:6])
def test_a_value_of_any_depth_and_length_is_reported_where_it_stands(tmp_path: Path, run: Run, written: str) -> None:
    keys = [*schema.FACT_KEYS, "topic", "fact", "wrong"]
    bodies = [place.format(key, written) for place in PLACES for key in keys]
    files = {f"t{at}.toml": f"{body}\n" for at, body in enumerate(bodies)}
    title = 'title = "x"\n'
    works = "".join(f"[w-{key}]\n{title if key != 'title' else ''}{key} = {written}\n" for key in schema.SOURCE_KEYS)
    good = make_pack(tmp_path / "good", {"good.toml": HEAD + _policy("")})
    pack = make_pack(tmp_path / "p", {**files, "sources.toml": works})
    found = lint.check([str(pack)])
    assert {Path(each.path).name for each in found} > files.keys()
    assert max(len(str(each)) for each in found) < LINE
    fix.apply([str(pack)], lambda _: True)
    with Catalog([good, pack], cache=tmp_path / "c") as catalog:
        assert "good.a" in catalog.ids()
    for command in (
        ["show", "good.a", "--format", "table"],
        ["export"],
        ["verify", "--source", str(good / "good.toml")],
    ):
        assert run(*command, "--facts", str(good), "--facts", str(pack)).code == 3


@pytest.mark.parametrize("depth", [101, 980, 5_000, 90_000])
@pytest.mark.parametrize(
    "name", ["[fact{}]", "[fact.a]\nlabel{} = 1", "x{} = 1", 'x."y"{} = 1', "x = {{ y{} = 1 }}", "[[x{}]]"]
)
def test_a_name_of_a_hundred_parts_is_reported(tmp_path: Path, name: str, depth: int) -> None:
    pack = make_pack(tmp_path / "p", {"t.toml": name.format(".a" * depth)})
    (found,) = lint.check([str(pack)])
    assert "nested too deeply" in found.message


def test_points_in_texts_are_no_parts_of_a_name(tmp_path: Path) -> None:
    pack = make_pack(tmp_path / "p", {"t.toml": HEAD + _policy("", description="a." * 500) + f"# {'a.' * 500}\n"})
    assert [each.code for each in lint.check([str(pack)])] == []


@pytest.mark.parametrize("key", ["reference_area", "unit", "as_written", "source"])
def test_what_many_facts_share_is_not_as_long_as_the_file(tmp_path: Path, key: str) -> None:
    pack = make_pack(
        tmp_path / "p", {"t.toml": HEAD + fact_text("a", **{key: "海" * 501}) + fact_text("b", **{key: "海" * 500})}
    )
    found = [each for each in lint.check([str(pack)]) if each.code == "F106"]
    assert [each.message for each in found] == [f"[fact.a] {key} is 501 characters long"]


def test_a_message_has_the_first_of_many_names_and_how_many_more_there_are() -> None:
    names = [f"n{at}" for at in range(12)]
    assert listed(names) == "n0, n1, n2, n3, n4, n5, n6, n7, n8, n9 and 2 more"
    assert listed(names[:10], between=" or ") == " or ".join(names[:10])
    assert listed([]) == ""
    # Versions of Python differ in the depth that they print.
    assert quoted(_nested(5_000, WRAPS["lists"])) in {"nested too deeply", f"{'[' * 60}…"}


def test_a_thousand_sections_are_not_listed_with_every_fact(run: Run, tmp_path: Path) -> None:
    text = tmp_path / "text"
    text.write_text("甲。\n" + "".join(f"第{at}节\n乙。\n" for at in range(1_000)), encoding="utf-8")
    facts = "".join(_policy(at, locator={"section": "无", "paragraph": 1}) for at in range(100))
    pack = make_pack(tmp_path / "p", {"t.toml": HEAD + facts})
    digest = run("verify", "--source", str(text), "--facts", str(pack)).rows[0][5].partition('sha256 = "')[2][:64]
    (pack / "sources.toml").write_text(f'[daily]\ntitle = "x"\nsha256 = "{digest}"\n', encoding="utf-8")
    details = {row[5] for row in run("verify", "--source", str(text), "--facts", str(pack)).rows}
    assert details == {
        "no section 无; the text has 导语, 第0节, 第1节, 第2节, 第3节, 第4节, 第5节, 第6节, 第7节, 第8节 and 991 more"
    }


# ---- many of everything, with the SQLite of an old system


@pytest.fixture
def _old_sqlite(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let statements take no more than any SQLite takes."""
    import sqlite3

    connect = connection.connect

    def limited(*args: Any, **options: Any) -> sqlite3.Connection:
        db: sqlite3.Connection = connect(*args, **options)
        db.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, 999)
        db.setlimit(sqlite3.SQLITE_LIMIT_COLUMN, 100)
        db.setlimit(sqlite3.SQLITE_LIMIT_EXPR_DEPTH, 300)
        return db

    monkeypatch.setattr(connection, "connect", limited)


@pytest.mark.usefixtures("_old_sqlite")
def test_a_thousand_topics_are_looked_up_and_named_in_a_line(run: Run, tmp_path: Path) -> None:
    many = {f"t{at}.toml": HEAD + _policy("") + _policy(at) for at in range(1_200)}
    pack = str(make_pack(tmp_path / "p", many))
    assert run("get", "t7.a", "label", "--facts", pack).out == "a\n"
    assert run("get", "a1177", "label", "--facts", pack).out == "a1177\n"
    assert len(run("list", "--facts", pack).rows) == 2_400
    for argv in (["get", "a"], ["show", "a"], ["list", "nothing"], ["stats", "海"], ["search", "a", "--topic", "海"]):
        done = run(*argv, "--facts", pack)
        assert done.code in {1, 2}
        assert " more" in done.err or "海洋" not in done.err
        assert len(done.err) < LINE


@pytest.mark.usefixtures("_old_sqlite")
def test_a_topic_may_be_in_files_of_hundreds_of_packs(run: Run, tmp_path: Path) -> None:
    packs = [
        make_pack(tmp_path / f"p{at:03}", {"t.toml": HEAD + _policy(at), "u.toml": HEAD + _policy("x")})
        for at in range(300)
    ]
    options = [word for pack in packs for word in ("--facts", str(pack))]
    rows = run("list", "t", *["--kind", "policy"] * 1_000, *options).rows
    assert [row[0] for row in rows] == [f"t.a{at}" for at in range(300)]
    assert run("search", "a250", "--topic", "t", "--limit", "1", "--fields", "id", *options).out == "t.a250\n"


@pytest.mark.usefixtures("_old_sqlite")
def test_a_bare_figure_is_found_among_more_units_than_a_statement_takes(tmp_path: Path) -> None:
    facts = "".join(fact_text(f"a{at}", value=345, unit=f"个{at:04}") for at in range(1_200))
    with Catalog([make_pack(tmp_path / "p", {"t.toml": HEAD + facts})], cache=tmp_path / "c") as catalog:
        assert len(catalog.search("345", limit=300)) == 200
        assert [hit.fact.id for hit in catalog.search("345", limit=2)] == ["t.a0", "t.a1"]


@pytest.mark.usefixtures("_old_sqlite")
@pytest.mark.parametrize(
    "command", [["list"], ["export"], ["search", "海洋"], ["topics"], ["list", "--format", "table"]]
)
def test_two_thousand_fields_are_refused_in_a_line(run: Run, command: list[str]) -> None:
    for names, said in ((["id"] * 2_000, "field id given twice"), ([f"f{at}" for at in range(2_000)], "no field 'f0'")):
        done = run(*command, "--fields", ",".join(names))
        assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
        assert said in done.err
    assert run("list", "--fields", ",".join(FIELDS)).code == 0


# ---- a terminal of any width


@pytest.mark.parametrize("columns", ["100000000", str(10**20), "-5", "0", "abc", "", "1e9", "9" * 5_000])
@pytest.mark.parametrize(
    "command",
    [
        ["stats", "marine"],
        ["show", "marine.gross-product", "approval-reform"],
        ["search", "海洋", "--explain"],
        ["stats", "marine", "--fields", ",".join(FIELDS)],
        ["lint"],
    ],
)
def test_a_terminal_that_says_it_is_of_any_width_gets_no_flood(
    run: Run, tmp_path: Path, columns: str, command: list[str]
) -> None:
    wrong = make_pack(tmp_path / "p", {"t.toml": HEAD + _policy("", wrong=1)})
    argv = [*command, str(wrong)] if command == ["lint"] else command
    tracemalloc.start()
    done = run(*argv, terminal=True, env={"COLUMNS": columns, "LINES": columns})
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert done.code in {0, 1}
    assert max(map(len, done.out.splitlines())) <= 1_100
    assert peak < 50_000_000


# ---- a line of any length


@pytest.mark.parametrize(
    "command", [["search", "--batch", "--fields", "id"], ["get", "-", "id"]], ids=["search", "get"]
)
def test_a_line_of_ten_megabytes_gets_a_row_and_the_next_its_answer(
    run: Run, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    known = "marine.gross-product"
    lines = [known, "x" * 10_000_000, known, "y" * 1_000_000, "海" * 1_000_001, known]
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n".join(lines)))
    run("get", known, "id")
    tracemalloc.start()
    done = run(*command)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [row[-1] for row in done.rows] == [known, "", known, "", "", known]
    assert all(line.startswith(row[0].removesuffix("…")) for line, row in zip(lines, done.rows, strict=True))
    assert (done.rows[1][0], done.rows[3][0]) == ("x" * 500 + "…", lines[3])
    told = [line for line in done.err.splitlines() if "longer than" in line]
    assert told == [f"jimo: line {at} of stdin is longer than 1000000 characters; shorten it" for at in (2, 5)]
    assert peak < 60_000_000


@pytest.mark.parametrize("ask", ["get", "search", "topic_id", "source"])
def test_a_word_of_ten_megabytes_is_no_name(ask: str, tmp_path: Path) -> None:
    many = {f"t{at}.toml": HEAD + _policy(at) for at in range(100)}
    with Catalog([make_pack(tmp_path / "p", many)], cache=tmp_path / "c") as catalog:
        tracemalloc.start()
        try:
            assert not getattr(catalog, ask)("x" * 10_000_000)
        except JimoError as error:
            assert len(str(error)) < LINE  # noqa: PT017  # any of these errors is an answer
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert peak < 120_000_000


def test_an_id_of_a_megabyte_is_still_found(tmp_path: Path) -> None:
    long = "a" * 1_000_000
    with Catalog([make_pack(tmp_path / "p", {"t.toml": HEAD + _policy(long)})], cache=tmp_path / "c") as catalog:
        assert catalog.get(f"t.a{long}").label == f"a{long}"


def test_a_label_of_a_megabyte_is_not_said_in_full(run: Run, tmp_path: Path) -> None:
    pack = str(
        make_pack(
            tmp_path / "p",
            {"t.toml": HEAD + _policy("", label=f"即墨{'海洋' * 100_000}"), "u.toml": HEAD + _policy("")},
        )
    )
    for argv in (["search", "青岛即墨海洋"], ["get", "a"], ["get", "a-b"]):
        done = run(*argv, "--facts", pack)
        assert done.code != 0
        assert len(done.err) < LINE


# ---- a zip file


def _zipped(directory: Path, facts: str | None) -> Path:
    """Make a program of the package in a zip file, with the facts in that folder."""
    package = Path(find.__file__).parent.parent
    copytree(package, directory / "app" / "jimo_cli")
    if facts:
        copytree(find.bundled(), directory / "app" / facts)
    zipapp.create_archive(directory / "app", directory / "jimo.pyz", main="jimo_cli.__main__:script")
    return directory / "jimo.pyz"


def _run_zipped(
    program: Path, *argv: str, env: Mapping[str, str | None] | None = None
) -> subprocess.CompletedProcess[str]:
    # Without the package beside it: Python would find that first.
    environment = process_env(program.parent, {"PYTHONUTF8": "1", **(env or {})})
    return subprocess.run(
        [sys.executable, "-P", program, *argv],
        cwd="/",
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.parametrize("facts", ["jimo_cli/facts", "facts"])
def test_jimo_runs_from_a_zip_file(tmp_path: Path, facts: str) -> None:
    program = _zipped(tmp_path, facts)
    for argv, said in (
        (["search", "hyscz", "--limit", "1"], "marine.gross-product\t"),
        (["get", "marine.gross-product"], "345\n"),
        (["stats", "marine", "--format", "table", "--lang", "zh"], "海洋产业 · 8 条统计\n"),
        (["lint", "--explain", "S201"], "S201 (error)"),
        (["lint"], ""),
    ):
        done = _run_zipped(program, *argv)
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.startswith(said)
    assert len([*(tmp_path / "cache" / "jimo").glob("facts-*")]) == 1


def test_facts_unpacked_from_a_zip_file_are_those_in_it(tmp_path: Path) -> None:
    program = _zipped(tmp_path, "facts")
    assert _run_zipped(program, "get", "marine.gross-product").stdout == "345\n"
    (unpacked,) = (tmp_path / "cache" / "jimo").glob("facts-*")
    (unpacked / "business.toml").unlink()
    (unpacked / "more.toml").write_text(HEAD, encoding="utf-8")
    assert _run_zipped(program, "topics", "--fields", "id").stdout.split() == [
        "business",
        "industry",
        "livelihood",
        "marine",
    ]


def test_a_zip_file_without_facts_or_a_place_for_them_says_so(tmp_path: Path) -> None:
    program = _zipped(tmp_path, None)
    done = _run_zipped(program, "search", "hyscz")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "jimo: this zip file has no facts; name a directory of fact files with --facts\n"
    assert _run_zipped(program, "get", "marine.gross-product", "--facts", find.bundled()).stdout == "345\n"
    with_facts = _zipped(tmp_path / "b", "facts")
    nowhere = _run_zipped(with_facts, "topics", env={"XDG_CACHE_HOME": "/proc/nowhere"})
    assert nowhere.returncode == 2
    assert nowhere.stderr.startswith("jimo: the bundled facts cannot be unpacked to /proc/nowhere/jimo (")
    shared = tmp_path / "shared" / "jimo"
    shared.mkdir(parents=True)
    shared.chmod(0o777)
    done = _run_zipped(with_facts, "topics", env={"XDG_CACHE_HOME": str(shared.parent)})
    assert "other users can write to it" in done.stderr
