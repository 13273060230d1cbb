"""What a reader in a process of its own tells of a file: one that is damaged ends that process, and no other."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

from jimo_cli.errors import UsageError, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jimo_cli.files.stable import StableFile


def told(file: StableFile, script: str, *words: str, kind: str, hint: str) -> Iterator[Any]:
    """Yield the values that a script of this folder writes of a file, each as a line of JSON.

    Raises UsageError where the file is no `kind` or is damaged, with a hint.
    """
    # -P: no module of the directory that the program is run in
    command = [
        sys.executable,
        "-P",
        os.path.join(os.path.dirname(__file__), script),
        os.path.abspath(file.path),
        *words,
    ]
    closed, pipe = subprocess.DEVNULL, subprocess.PIPE
    with (
        file.reading(),
        subprocess.Popen(command, stdin=closed, stdout=pipe, stderr=closed) as worker,  # noqa: S603  # our own
    ):
        try:
            yield from map(json.loads, worker.stdout or ())
            is_damaged = bool(worker.wait())
        except ValueError:  # a word with NUL, or a line that is cut
            is_damaged = True
        finally:
            worker.kill()
    if is_damaged:
        raise UsageError(f"{quoted(file.path)} is no {kind} or is damaged", hint)
