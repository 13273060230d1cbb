"""`jimo export` into a file: whole or not at all, over no other one, in the format that its name says."""

import os
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from builders import HEAD, Run, make_pack, settle
from conftest import process_env

from jimo_cli import Catalog, exports
from jimo_cli.commands import listing
from jimo_cli.errors import OutputError
from jimo_cli.fields import EXPORTS

FILES = [name for name, form in exports.FORMATS.items() if not form.is_text]


def test_each_format_of_others_has_a_module() -> None:
    assert tuple(exports.FORMATS) == EXPORTS
    for name, form in exports.FORMATS.items():
        assert hasattr(exports.load(name), "lines" if form.is_text else "write")


@pytest.mark.parametrize("suffix", ["csv", "tsv", "json", "jsonl", "md"])
def test_a_file_has_what_stdout_would_have(run: Run, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"facts.{suffix}"
    done = run("export", "-o", str(path), "--topic", "marine")
    assert (done.code, done.out, done.err) == (0, f"{path}\n", "")
    assert path.read_text(encoding="utf-8") == run("export", "--format", suffix, "--topic", "marine").out


def test_no_file_is_replaced_unless_that_is_asked_for(run: Run, tmp_path: Path) -> None:
    for name in ("facts.csv", *(f"facts{exports.FORMATS[form].suffixes[0]}" for form in FILES)):
        path = tmp_path / name
        path.write_text("mine")
        done = run("export", "-o", str(path))
        assert done.code == 2
        assert "exists already" in done.err
        assert path.read_text() == "mine"
        assert run("export", "-o", str(path), "--force").code == 0
        assert path.read_bytes() != b"mine"
    assert len([*tmp_path.iterdir()]) == 1 + len(FILES)


def test_a_link_is_not_written_through(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mine.sqlite").write_text("mine")
    (tmp_path / "link.sqlite").symlink_to("mine.sqlite")
    done = run("export", "-o", str(tmp_path / "link.sqlite"), "--force")
    assert done.code == 2
    assert "is no regular file" in done.err
    assert (tmp_path / "mine.sqlite").read_text() == "mine"


@pytest.mark.parametrize("form", FILES)
def test_a_file_needs_a_name(run: Run, form: str) -> None:
    done = run("export", "--format", form)
    assert (done.code, done.out) == (2, "")
    assert "give a path: -o facts" in done.err


@pytest.mark.parametrize("form", [*EXPORTS, "csv"])
def test_without_facts_there_is_no_file(run: Run, tmp_path: Path, form: str) -> None:
    done = run("export", "--format", form, "-o", str(tmp_path / "facts"), "--period", "1066")
    assert done.code == 1
    assert not [*tmp_path.iterdir()]


@pytest.mark.parametrize(
    ("argv", "told"),
    [
        (["-o", "facts.foo"], "does not say its format"),
        (["-o", "facts", "--format", "table"], "give another --format"),
        (["--bom"], "--bom is for csv"),
        (["--force"], "--force is for a file"),
        (["--format", "sqlite", "-o", "facts", "--fields", "id"], "--fields is not for sqlite"),
        (["-o", "no/such/directory/facts.sqlite"], "there is no directory"),
        (["-o", "."], "does not say its format"),
        (["-o", "", "--format", "jsonld"], "--output is ''"),
        (["-o", "/", "--format", "datapackage", "--force"], "--output is '/'"),
        (["-o", ".", "--format", "sqlite", "--force"], "'.' is no regular file"),
        (["-o", "/dev/full", "--format", "jsonl", "--force"], "'/dev/full' is no regular file"),
    ],
)
def test_options_that_are_at_odds_are_told(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, argv: list[str], told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run("export", *argv)
    assert (done.code, done.out) == (2, "")
    assert told in done.err
    assert not [*tmp_path.iterdir()]


def test_a_byte_order_mark_begins_csv_on_a_terminal_too_where_it_is_asked_for(run: Run) -> None:
    plain, marked = (run("export", "--format", "csv", *bom, terminal=True).out for bom in ([], ["--bom"]))
    assert marked == f"\ufeff{plain}"
    assert run("export", "--format", "csv", "--bom").out == run("export", "--format", "csv").out


@pytest.mark.skipif(os.name == "nt", reason="limits are those of Unix")
@pytest.mark.parametrize("name", ["facts.jsonl", *(f"facts{exports.FORMATS[form].suffixes[0]}" for form in FILES)])
def test_a_full_disk_is_told_and_leaves_nothing(run: Run, tmp_path: Path, name: str) -> None:
    run("topics")  # the index is written before
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))
    try:
        done = run("export", "-o", str(tmp_path / name))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert done.code == 2
    assert "cannot be written" in done.err
    assert not [*tmp_path.iterdir()]


@pytest.mark.parametrize("name", ["facts.jsonl", *(f"facts{exports.FORMATS[form].suffixes[0]}" for form in FILES)])
@pytest.mark.parametrize("error", [KeyboardInterrupt(), OutputError("the output ends too early: it was changed")])
def test_an_export_that_is_broken_off_leaves_nothing(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, error: BaseException
) -> None:
    rows: Any = listing._resumed

    def broken(*args: object, **options: object) -> object:
        for at, row in enumerate(rows(*args, **options)):
            if at == 100:
                raise error
            yield row

    monkeypatch.setattr(listing, "_resumed", broken)
    (tmp_path / name).write_text("mine")
    done = run("export", "-o", str(tmp_path / name), "--force")
    assert done.code in {2, 130}
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert (tmp_path / name).read_text() == "mine"


@pytest.fixture(scope="module")
def packs(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    """Packs of a series of that many observations."""
    where = tmp_path_factory.mktemp("packs")
    made = {}
    for count in (4_000, 16_000):
        rows = "".join(f'["{1000 + at % 1000}", "第{at // 1000}县", {at}],' for at in range(count))
        columns = 'columns = ["time_period", "reference_area", "value"]'
        text = f'{HEAD}[series.s]\nlabel = "x"\n{columns}\nrows = [{rows}]\n'
        made[count] = make_pack(where / str(count), {"t.toml": text})
    settle()
    return made


@pytest.mark.parametrize("form", [*EXPORTS, "csv"])
def test_memory_does_not_grow_with_the_number_of_facts(tmp_path: Path, packs: dict[int, Path], form: str) -> None:
    script = (
        "import sys, tracemalloc; from jimo_cli.__main__ import main; tracemalloc.start(); main();"
        "print(tracemalloc.get_traced_memory()[1], file=sys.stderr)"
    )
    peaks = []
    for count, pack in packs.items():
        with Catalog([pack], cache=tmp_path / "cache" / "jimo"):  # it builds the index
            command = [sys.executable, "-c", script, "export", "--format", form, "--facts", str(pack)]
            command += ["-o", str(tmp_path / f"{count}.out")]
        done = subprocess.run(command, env=process_env(tmp_path), capture_output=True, encoding="utf-8", check=True)
        peaks.append(int(done.stderr))
    assert peaks[1] < 1.5 * peaks[0]
