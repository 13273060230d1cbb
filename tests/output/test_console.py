"""Writing to whatever stdout and stderr are connected to."""

import io
import json
import os
import sys
import unicodedata
from pathlib import Path

import pytest
from builders import Stream
from hypothesis import given
from hypothesis import strategies as st

from jimo_cli.errors import OutputError
from jimo_cli.output import console, progress
from jimo_cli.output.progress import Progress


@given(st.text())
def test_what_reaches_a_terminal_can_only_be_shown(text: str) -> None:
    shown = console.printable(text)
    assert not [char for char in shown if unicodedata.category(char) in {"Cc", "Zl", "Zp"}]
    assert not [char for char in shown if unicodedata.bidirectional(char) in {"LRE", "RLE", "LRO", "RLO", "PDF"}]
    assert not [char for char in shown if unicodedata.bidirectional(char) in {"LRI", "RLI", "FSI", "PDI"}]


def test_harmless_text_is_shown_unchanged() -> None:
    assert console.printable("海洋 345亿元 🙂 [red]x[/red]") == "海洋 345亿元 🙂 [red]x[/red]"
    assert console.printable("\x1b[31m\u202e\x00") == "\\u001b[31m\\u202e\\u0000"


def test_what_hides_in_a_text_is_shown_as_json_has_it() -> None:
    hidden = "a\U000e0041\ufff9b"
    assert console.printable(hidden) == "a\\udb40\\udc41\\ufff9b"
    assert json.loads(f'"{console.printable(hidden)}"') == hidden


def test_lines_go_out_raw_to_a_pipe_and_escaped_to_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    for terminal, expected in ((False, "a\x1bb\n"), (True, "a\\u001bb\n")):
        out = Stream(terminal=terminal)
        monkeypatch.setattr(sys, "stdout", out)
        console.write(["a\x1bb"])
        assert out.text() == expected


def test_lines_with_escapes_of_our_own_are_left_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    out = Stream(terminal=True)
    monkeypatch.setattr(sys, "stdout", out)
    console.write(["\x1b[1mbold\x1b[0m"], styled=True)
    assert out.text() == "\x1b[1mbold\x1b[0m\n"


def test_a_reader_that_has_seen_enough_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as stream:
        monkeypatch.setattr(sys, "stdout", stream)
        with pytest.raises(SystemExit) as ended:
            console.write(["x" * 100_000] * 10)
        assert ended.value.code == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device here")
def test_a_full_disk_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as stream:
        monkeypatch.setattr(sys, "stdout", stream)
        with pytest.raises(OutputError) as caught:
            console.write(["x"])
    expected = "the output could not be written (No space left on device); free some space, or write elsewhere"
    assert (str(caught.value), caught.value.exit_code) == (expected, 2)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device here")
def test_a_last_flush_that_fails_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as stream:
        monkeypatch.setattr(sys, "stdout", stream)
        monkeypatch.setattr(sys, "stderr", None)
        stream.write("x")
        console.flush()
        stream.write("x")
        stream.flush()  # what is left goes nowhere


def test_without_a_stdout_the_answer_is_not_lost_in_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    with pytest.raises(OutputError, match="there is no stdout"):
        console.write(["x"])
    console.write([])  # nothing to write is nothing lost
    assert not console.is_terminal(None)


def test_without_a_stderr_there_is_nobody_to_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    closed = io.StringIO()
    closed.close()
    for stream in (None, closed):
        monkeypatch.setattr(sys, "stderr", stream)
        console.say("x")
    out = Stream()
    monkeypatch.setattr(sys, "stderr", out)
    console.say("something is wrong\x1b")
    assert out.text() == "jimo: something is wrong\\u001b\n"


def test_characters_that_an_encoding_lacks_are_written_as_their_codes(monkeypatch: pytest.MonkeyPatch) -> None:
    out, err = Stream(encoding="ascii"), io.StringIO()
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setattr(sys, "stderr", err)
    console.prepare()
    console.write(["海"])
    assert out.text() == "\\u6d77\n"


def test_a_quick_build_shows_no_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    err = Stream(terminal=True)
    monkeypatch.setattr(sys, "stderr", err)
    progress = Progress()
    progress.files(1, 2)
    progress.close()
    assert err.text() == ""


@pytest.mark.parametrize("terminal", [True, False])
def test_a_long_build_shows_how_far_it_is_to_a_person_only(
    monkeypatch: pytest.MonkeyPatch,
    terminal: bool,  # noqa: FBT001
) -> None:
    monkeypatch.setattr(progress, "_PATIENCE_S", 0.0)
    err = Stream(terminal=terminal)
    monkeypatch.setattr(sys, "stderr", err)
    bar = Progress()
    bar.files(1, 2)
    bar.files(2, 2)
    bar.close()
    assert ("reading fact files" in err.text()) is terminal
