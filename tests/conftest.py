"""What tests share: the command line in this process or in one of its own, never in the user's home."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from threading import get_ident
from typing import Any

import pytest
from builders import HEAD, Ran, Run, Spawn, Stream, fact_text, make_pack
from hypothesis import HealthCheck, settings
from rows import index_rows
from small_base import ROWS

from jimo_cli import messages
from jimo_cli.__main__ import main
from jimo_cli.store.sqlite import connection
from jimo_cli.store.sqlite.names import SqliteNames

settings.register_profile(
    "jimo",
    database=None,
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
settings.load_profile("jimo")

_OURS = ("JIMO_", "LC_", "XDG_")
_OTHERS = ("LANG", "LANGUAGE", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES", "COLORTERM", "PYTHONIOENCODING")


@pytest.fixture(scope="session")
def session_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(autouse=True)
def _away_from_home(monkeypatch: pytest.MonkeyPatch, session_home: Path) -> None:
    for name in list(os.environ):
        if name.startswith(_OURS) or name in _OTHERS:
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(session_home))
    monkeypatch.setenv("XDG_CACHE_HOME", str(session_home / "cache"))
    monkeypatch.setenv("XDG_DATA_HOME", str(session_home / "data"))
    monkeypatch.setenv("TERM", "xterm-256color")


@pytest.fixture(autouse=True)
def _messages_as_the_code_has_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """Messages are in English unless a test asks for Chinese by JIMO_LANG; tables in this process stay Chinese."""
    of_reader = messages.of_reader
    monkeypatch.setenv("JIMO_LANG", "en")
    monkeypatch.setattr(
        messages,
        "of_reader",
        lambda stream: of_reader(stream) if os.environ.get("JIMO_LANG") == messages.CHINESE else messages.ENGLISH,
    )


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    def run(*argv: str, terminal: bool = False, width: int = 80, env: Mapping[str, str] | None = None) -> Ran:
        out, err = Stream(terminal=terminal), Stream(terminal=terminal)
        with monkeypatch.context() as patch:
            patch.setattr(sys, "argv", ["jimo", *argv])
            patch.setattr(sys, "stdout", out)
            patch.setattr(sys, "stderr", err)
            patch.setenv("COLUMNS", str(width))
            patch.setenv("LINES", "50")
            patch.setenv("TERM", "dumb")
            patch.delenv("JIMO_LANG", raising=False)
            for name, value in (env or {}).items():
                patch.setenv(name, value)
            try:
                code = main()
            except SystemExit as end:
                code = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
        return Ran(code, out.text(), err.text())

    return run


@pytest.fixture
def spawn(tmp_path: Path) -> Spawn:
    def spawn(*argv: str, env: Mapping[str, str | None] | None = None, stdin: str | None = None) -> Ran:
        done = subprocess.run(
            [sys.executable, "-m", "jimo_cli", *argv],
            env=process_env(tmp_path, env),
            input=stdin,
            capture_output=True,
            encoding="utf-8",
            errors="surrogateescape",
            timeout=60,
            check=False,
        )
        return Ran(done.returncode, done.stdout, done.stderr)

    return spawn


def process_env(home: Path, changes: Mapping[str, str | None] | None = None) -> dict[str, str]:
    """Return an environment for a process, with a home of its own, which is made; None takes a variable away."""
    home.mkdir(parents=True, exist_ok=True)
    env = {"HOME": str(home), "XDG_CACHE_HOME": str(home / "cache"), "XDG_DATA_HOME": str(home / "data")}
    said: dict[str, str | None] = {
        **os.environ,
        **env,
        "PYTHONUTF8": "0",
        "LANG": "C.UTF-8",
        "JIMO_LANG": "en",
        **(changes or {}),
    }
    return {name: value for name, value in said.items() if value is not None}


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A small pack with something of everything that a table has to show."""
    marine = (
        HEAD
        + fact_text(
            "output",
            label="海洋产值",
            label_en="Marine output",
            value=345,
            unit="亿元",
            time_period="2024-S1",
            as_written="345亿元",
            aliases=["海洋GDP", "ocean output"],
            description="半年的数字。",
            description_en="For half a year.",
            locator={"section": "正文", "paragraph": 5},
        )
        + fact_text(
            "output-growth",
            label="海洋产值同比增长",
            label_en="Growth of marine output",
            of="output",
            aspect="growth",
            value="-7.75",
            unit="%",
            time_period="2024-S1",
            as_written="下降7.75%",
        ).replace('"-7.75"', "-7.75")
        + fact_text(
            "staff",
            label="从业人员",
            label_en="Staff",
            value=1200,
            qualifier="over",
            unit="人",
            time_period="P3Y/2024",
            reference_area="蓝谷",
            as_written="1200余人",
        )
        + fact_text(
            "months-saved",
            label="缩短的工期",
            label_en="Months saved",
            value=5,
            value_max=6,
            qualifier="range",
            unit="个月",
            time_period="2024-01-01/..",
            as_written="5至6个月",
        )
    )
    reform = HEAD.replace("海洋", "改革").replace("Marine", "Reform") + fact_text(
        "approval",
        kind="mechanism",
        label="审批制度改革",
        label_en="Approval reform",
        parts=["标准地", "承诺制"],
        time_period="2023/..",
    )
    return make_pack(tmp_path / "facts", {"marine.toml": marine, "reform.toml": reform})


@pytest.fixture(scope="session")
def database() -> sqlite3.Connection:
    """The gram index over `ROWS`, read only by the tests."""
    return index_rows(ROWS)


@pytest.fixture
def index(database: sqlite3.Connection) -> SqliteNames:
    """A fresh reader of that index."""
    return SqliteNames(database)


@pytest.fixture(autouse=True)
def _closed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Close what a test leaves open; from Python 3.13 on, a forgotten connection is a warning."""
    opened: list[sqlite3.Connection] = []
    connect, thread = sqlite3.connect, get_ident()

    def remembered(*args: Any, **options: Any) -> sqlite3.Connection:
        made: sqlite3.Connection = connect(*args, **options)
        if get_ident() == thread:
            opened.append(made)
        return made

    monkeypatch.setattr(sqlite3, "connect", remembered)
    monkeypatch.setattr(connection, "connect", remembered)
    yield
    for each in opened:
        each.close()
