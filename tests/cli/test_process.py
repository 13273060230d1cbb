"""A handful of real processes: what only the operating system can get wrong."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from builders import HEAD, Spawn, fact_text, make_pack
from conftest import process_env

JIMO = [sys.executable, "-m", "jimo_cli"]


def _shell(line: str, home: Path, **env: str | None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-o", "pipefail", "-c", line.replace("jimo", f"{sys.executable} -m jimo_cli")],  # noqa: S607
        env=process_env(home, env),
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def test_a_pipe_gets_lines_that_cut_can_take_apart(tmp_path: Path) -> None:
    done = _shell("jimo search 345亿 | cut -f1", tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "marine.gross-product\n", "")


def test_a_reader_that_closes_the_pipe_early_ends_it_quietly(tmp_path: Path) -> None:
    body = "".join(fact_text(f"fact-{at}", description="很长的说明" * 60) for at in range(200))
    pack = make_pack(tmp_path / "facts", {"marine.toml": HEAD + body})
    done = _shell(f"jimo export --format json --facts {pack} | head -1", tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "[\n", "")


def test_a_closed_stdout_is_reported_and_a_closed_stderr_is_not_needed(tmp_path: Path) -> None:
    closed = _shell("jimo topics >&-", tmp_path)
    assert closed.returncode == 2
    assert closed.stderr.startswith("jimo: ")
    assert "Traceback" not in closed.stderr
    assert _shell("jimo get marine.gross-product 2>&-", tmp_path).stdout == "345\n"
    assert _shell("jimo get marine.nothing 2>&-", tmp_path).returncode == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device here")
def test_a_full_disk_is_reported_once(tmp_path: Path) -> None:
    done = _shell("jimo export > /dev/full", tmp_path)
    assert done.returncode == 2
    assert done.stderr == (
        "jimo: the output could not be written (No space left on device); free some space, or write elsewhere\n"
    )


@pytest.mark.parametrize("locale", ["C", "POSIX", "C.UTF-8", "nonsense"])
def test_chinese_words_are_understood_in_any_locale(spawn: Spawn, locale: str) -> None:
    done = spawn("search", "海洋生产总值", "--fields", "id", "--limit", "1", env={"LANG": locale, "PYTHONUTF8": None})
    assert (done.code, done.out, done.err) == (0, "marine.gross-product\n", "")


def test_an_encoding_that_lacks_the_characters_is_no_obstacle(spawn: Spawn) -> None:
    done = spawn("get", "marine.gross-product", "label", env={"PYTHONIOENCODING": "ascii"})
    assert (done.code, done.err) == (0, "")
    assert done.out == "海洋生产总值".encode("ascii", "backslashreplace").decode() + "\n"
    table = spawn("stats", "marine", "--format", "table", env={"PYTHONIOENCODING": "ascii", "JIMO_LANG": None})
    assert (table.code, table.err) == (0, "")
    assert "345" in table.out


def test_words_that_are_no_utf8_are_not_found_and_do_no_harm(tmp_path: Path) -> None:
    done = subprocess.run(
        [*map(os.fsencode, JIMO), b"search", b"\xff\xfe\xba\xa3"],
        env=process_env(tmp_path),
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr


def test_without_a_home_the_answer_is_the_same(spawn: Spawn) -> None:
    done = spawn(
        "get", "marine.gross-product", env={"HOME": None, "XDG_CACHE_HOME": "/dev/null/x", "XDG_DATA_HOME": None}
    )
    assert (done.code, done.out) == (0, "345\n")
    assert done.err.count("\n") == 1
    assert done.err.startswith("jimo: the index cannot be cached")
    assert "/dev/null/x/jimo" in done.err


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_cache_costs_one_warning(spawn: Spawn, tmp_path: Path) -> None:
    (tmp_path / "cache").mkdir(mode=0o500)
    done = spawn("get", "marine.gross-product")
    assert (done.code, done.out) == (0, "345\n")
    assert done.err.count("\n") == 1


def test_an_interrupt_ends_it_with_130_and_without_noise(tmp_path: Path) -> None:
    pack = make_pack(tmp_path / "facts", {"marine.toml": HEAD})
    script = (
        "import sys, time; from jimo_cli import __main__, commands\n"
        "def wait(*_): print('waiting', flush=True); time.sleep(30)\n"
        "commands.run = wait; sys.argv = ['jimo', 'topics']; sys.exit(__main__.main())"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script],
        env=process_env(tmp_path, {"JIMO_FACTS": str(pack)}),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == b"waiting\n"
        time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (130, b"")


def test_a_look_up_writes_nothing_but_its_index(spawn: Spawn, tmp_path: Path) -> None:
    spawn("stats", "marine")
    spawn("search", "海洋")
    written = [path for path in tmp_path.rglob("*") if path.is_file() and path.stat().st_size]
    assert len(written) == 1
    assert written[0].parent == tmp_path / "cache" / "jimo"


def test_a_plain_look_up_imports_no_framework(tmp_path: Path) -> None:
    script = (
        "import sys; sys.argv = ['jimo', *sys.argv[1:]]; from jimo_cli.__main__ import main; main()\n"
        "sys.exit(sorted({'typer', 'rich', 'tomli', 'click'} & set(sys.modules)))"
    )
    for argv in (["get", "marine.gross-product"], ["stats", "marine"], ["search", "海洋生产总值"]):
        for _ in range(2):
            done = subprocess.run(
                [sys.executable, "-c", script, *argv],
                env=process_env(tmp_path),
                capture_output=True,
                encoding="utf-8",
                timeout=60,
                check=False,
            )
        assert done.stderr == "[]\n", argv


def _script(code: str, home: Path, *argv: str) -> subprocess.CompletedProcess[str]:
    """Run the entry of the installed command after some code."""
    lines = ["import atexit, gc, sys", "from jimo_cli import __main__, commands", f"sys.argv = {['jimo', *argv]!r}"]
    return subprocess.run(
        [sys.executable, "-c", "\n".join([*lines, code, "__main__.script()"])],
        env=process_env(home),
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(("argv", "code"), [(["topics"], 0), (["get", "nosuch.fact"], 1), (["serach"], 2), (["-h"], 0)])
def test_a_process_that_leaves_at_once_has_written_all_and_ends_with_its_code(
    tmp_path: Path, spawn: Spawn, argv: list[str], code: int
) -> None:
    done, usual = _script("", tmp_path, *argv), spawn(*argv)
    assert (done.returncode, done.stdout, done.stderr) == usual
    assert done.returncode == code
    late = _script("commands.run = lambda *_: sys.stdout.write('late') and 0", tmp_path, "topics")
    assert (late.returncode, late.stdout) == (0, "late")


def test_what_is_registered_to_run_at_exit_runs(tmp_path: Path) -> None:
    assert _script("atexit.register(print, 'saved')", tmp_path, "get", "gross-product").stdout == "345\nsaved\n"


def test_a_bug_ends_the_process_with_its_traceback(tmp_path: Path) -> None:
    done = _script("commands.run = lambda *_: 1 / 0", tmp_path, "topics")
    assert done.returncode == 1
    assert done.stderr.startswith("Traceback")
    assert done.stderr.endswith("ZeroDivisionError: division by zero\n")


@pytest.mark.parametrize(
    ("argv", "collects"),
    [(["get", "gross-product"], False), (["search", "海洋"], False), (["search", "--batch"], True), (["export"], True)],
)
def test_only_commands_that_run_for_long_collect_garbage(tmp_path: Path, argv: list[str], collects: bool) -> None:  # noqa: FBT001
    done = _script("atexit.register(lambda: print(gc.isenabled(), file=sys.stderr))", tmp_path, *argv)
    assert done.stderr == f"{collects}\n"
