"""Streams that another program left in a state that loses data."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import process_env

pytestmark = pytest.mark.skipif(os.name == "nt", reason="pipes of Unix")


def _jimo(home: Path, *argv: str) -> tuple[list[str], dict[str, str]]:
    return [sys.executable, "-m", "jimo_cli", *argv], process_env(home)


@pytest.mark.parametrize("argv", [["export"], ["list", "--format", "json"], ["list"], ["lint", "--schema"]])
def test_a_pipe_that_does_not_wait_gets_every_byte(tmp_path: Path, argv: list[str]) -> None:
    command, env = _jimo(tmp_path, *argv)
    whole = subprocess.run(command, env=env, capture_output=True, check=True).stdout
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    with subprocess.Popen(command, env=env, stdout=writer, stderr=subprocess.PIPE) as process:
        os.close(writer)
        got = b""
        while chunk := os.read(reader, 1000):
            got += chunk
            time.sleep(0.0005)
        os.close(reader)
    assert (process.returncode, got) == (0, whole)


def test_an_input_that_does_not_wait_is_read_to_its_end(tmp_path: Path) -> None:
    command, env = _jimo(tmp_path, "get", "-")
    reader, writer = os.pipe()
    os.set_blocking(reader, False)
    with subprocess.Popen(command, env=env, stdin=reader, stdout=subprocess.PIPE) as process:
        os.close(reader)
        for line in (b"marine.gross-product\n", b"business.window-staff\n"):
            time.sleep(0.2)
            os.write(writer, line)
        os.close(writer)
        assert process.stdout
        out = process.stdout.read().decode()
    assert [line.split("\t")[0] for line in out.splitlines()] == ["marine.gross-product", "business.window-staff"]
