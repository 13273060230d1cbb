"""`jimo import --review`: in a terminal it asks about each guess, and what was decided is never lost."""

import os
import pty
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from builders import Run

REPORT = """\
# 港口工作报告

2023年，青岛市货物吞吐量6.80亿吨。全面实施《港口发展规划》，建成“蓝色粮仓”示范园区。
"""
ASKED = "[q]uit? "
LONGEST = 60  # seconds until a question is asked


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory, with a report."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "report.md").write_text(REPORT, encoding="utf-8")
    return tmp_path


class Terminal:
    """A terminal in which a command runs."""

    def __init__(self, process: subprocess.Popen[bytes], ours: int) -> None:
        self.process = process
        self.ours = ours

    def until(self, end: str) -> str:
        """Return what is shown until a text, or until the command ends."""
        shown = b""
        while end.encode() not in shown:
            ready, _, _ = select.select([self.ours], [], [], LONGEST)
            assert ready, f"nothing more came behind {shown.decode()!r}"
            try:
                piece = os.read(self.ours, 65536)
            except OSError:  # the other end is closed
                break
            if not piece:
                break
            shown += piece
        return shown.decode().replace("\r\n", "\n")

    def answer(self, line: str) -> str:
        """Type a line, and return what is shown until the next question."""
        os.write(self.ours, f"{line}\n".encode())
        return self.until(ASKED)

    def end(self) -> int:
        """Wait until the command has ended, and return its exit code."""
        self.until("\0")
        return self.process.wait(LONGEST)


@contextmanager
def terminal(*argv: str) -> Iterator[Terminal]:
    """A command in a terminal of its own, which is closed in the end."""
    ours, theirs = pty.openpty()
    env = {**os.environ, "LC_ALL": "C.UTF-8", "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "jimo_cli", *argv]
    with subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, env=env, start_new_session=True
    ) as process:
        os.close(theirs)
        try:
            yield Terminal(process, ours)
        finally:
            process.kill()
            with suppress(OSError):
                os.close(ours)


FRESH = ("import", "report.md", "--things", "-o", "port.toml", "--review")
AGAIN = ("import", "-o", "port.toml", "--review")


def marks(here: Path) -> int:
    return (here / "port.toml").read_text(encoding="utf-8").count("# check:")


def test_a_person_accepts_edits_and_skips(here: Path) -> None:
    with terminal(*FRESH) as shell:
        first = shell.until(ASKED)
        assert "port.gang-kou-fa-zhan-gui-hua (4 left)\n" in first
        assert "  source: 全面实施《>>港口发展规划<<》，建成“蓝色粮仓”示范园区。\n" in first
        assert '  guessed: kind = "policy", from: 《港口发展规划》\n' in first
        assert "(3 left)" in shell.answer("a")
        assert "(3 left)" not in shell.answer("what?")  # the same is asked again
        os.write(shell.ours, b"e\n")
        shell.until("label = ")
        assert "(2 left)" in shell.answer("港口“十五五”规划")
        os.write(shell.ours, b"e\n")
        shell.until("kind = ")
        assert "use one of statistic" in shell.answer("thing")
        assert "(1 left)" in shell.answer("s")
        shell.answer("a")
        assert shell.end() == 1
    written = (here / "port.toml").read_text(encoding="utf-8")
    assert 'kind = "policy"\nlabel = "港口“十五五”规划"\n' in written
    assert 'kind = "project"  # check: “蓝色粮仓”\nlabel = "蓝色粮仓"\n' in written


def test_one_answer_decides_all_guesses_that_are_alike(here: Path) -> None:
    (here / "report.md").write_text("# 青岛市港口\n\n货物吞吐量6.80亿吨，集装箱吞吐量3000万标箱。\n", encoding="utf-8")
    with terminal(*FRESH) as shell:
        while " like it" not in (shown := shell.until(ASKED)):
            os.write(shell.ours, b"a\n")
        assert "[a]ccept, a[l]l 2 like it, [e]dit" in shown
        before = marks(here)
        os.write(shell.ours, b"l\n")
        shell.until("left")
        assert marks(here) == before - 2


def test_a_review_is_taken_up_again_until_no_guess_is_left(here: Path) -> None:
    with terminal(*FRESH) as shell:
        shell.until(ASKED)
        shell.answer("a")
        os.write(shell.ours, b"q\n")
        assert "3 guesses are left to check" in shell.until("check\n")
        assert shell.end() == 1
    assert marks(here) == 3
    with terminal(*AGAIN) as shell:
        assert "(3 left)" in shell.until(ASKED)
        shell.answer("a")
        shell.answer("a")
        os.write(shell.ours, b"a\n")
        assert "no guess is left to check" in shell.until("check\n")
        assert shell.end() == 0
    assert marks(here) == 0


def test_no_text_of_a_source_acts_on_the_terminal(here: Path) -> None:
    (here / "report.md").write_text(REPORT.replace("规划》，", "规划》\x1b[31m\u202e，"), encoding="utf-8")
    with terminal(*FRESH) as shell:
        shown = shell.until(ASKED)
        assert "》\\u001b[31m\\u202e，" in shown
        assert not {*"\x1b\u202e"} & {*shown}


def interrupted(shell: Terminal) -> int:
    """Interrupt the command until it has ended, and return its exit code.

    A signal between the question and the reading of its answer is only noticed by Python at the next one.
    """
    deadline = time.monotonic() + LONGEST
    while time.monotonic() < deadline:
        shell.process.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            return shell.process.wait(1)
    return shell.process.wait(0)


@pytest.mark.parametrize("how", ["interrupted", "hung up", "no more is typed"])
def test_what_was_decided_outlasts_an_end_of_any_kind(here: Path, how: str) -> None:
    with terminal(*FRESH) as shell:
        shell.until(ASKED)
        shell.answer("a")
        shell.answer("a")
        if how == "interrupted":
            assert interrupted(shell) == 130
        elif how == "no more is typed":
            os.write(shell.ours, b"\x04")
            assert shell.end() == 1
        else:
            os.close(shell.ours)
            deadline = time.monotonic() + LONGEST
            while shell.process.poll() is None and time.monotonic() < deadline:
                time.sleep(0.05)
            assert shell.process.poll() is not None
    assert marks(here) == 2
    assert sorted(each.name for each in here.iterdir()) == ["port.toml", "report.md", "sources.toml"]


@pytest.mark.parametrize(
    ("argv", "told"),
    [
        (FRESH, "--review asks in a terminal, and there is none"),
        (AGAIN, "--review asks in a terminal, and there is none"),
        (("import", "report.md", "--review"), "name the fact file: jimo import -o PATH.toml --review"),
        ((*FRESH, "--format", "json"), "leave --format json out"),
        (("import", "-o", "port.toml"), "missing argument 'FILE'"),
    ],
)
def test_without_a_terminal_nothing_is_written(run: Run, here: Path, argv: tuple[str, ...], told: str) -> None:
    ran = run(*argv)
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err
    assert [each.name for each in here.iterdir()] == ["report.md"]


@pytest.mark.usefixtures("here")
def test_a_review_without_a_file_imports_nothing() -> None:
    with terminal(*AGAIN) as shell:
        assert "there is no fact file" in shell.until("\0")
        assert shell.end() == 2
    with terminal(*AGAIN, "--force") as shell:
        assert "missing argument 'FILE'" in shell.until("\0")
        assert shell.end() == 2
