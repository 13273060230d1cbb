"""An import that is broken off, whenever that is, has written everything or nothing."""

import os
import resource
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from made import draft, series

from jimo_cli.errors import JimoError, OutputError
from jimo_cli.imports import pack

LONG = [("青岛市", str(year), f"{year}.5") for year in range(1000, 1500)]
STEPS = ("open", "fsync", "link", "replace", "mkdir")

pytestmark = pytest.mark.skipif(os.name == "nt", reason="limits are those of Unix")


def _all(directory: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in directory.iterdir()} if directory.exists() else {}


def _interrupt(patch: pytest.MonkeyPatch, name: str, at: int, error: BaseException) -> Callable[[], bool]:
    """Raise an error in place of the nth call of a function of the system; return whether that was reached."""
    function, calls = getattr(os, name), iter(range(10_000))
    reached: list[int] = []

    def called(*args: Any, **options: Any) -> Any:
        if next(calls) == at:
            reached.append(at)
            raise error
        return function(*args, **options)

    patch.setattr(os, name, called)
    return lambda: bool(reached)


@pytest.mark.parametrize("name", STEPS)
@pytest.mark.parametrize("error", [KeyboardInterrupt(), OSError(28, "No space left on device")])
def test_an_import_that_is_broken_off_at_any_step_is_whole_or_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, error: BaseException
) -> None:
    first, second = (
        draft(series(LONG)),
        draft(series([*LONG, ("青岛市", "2024", "1")]), source={"title": "另"}, sha256=""),
    )
    for at in range(12):
        output = tmp_path / str(at) / "port.toml"
        with monkeypatch.context() as patch:
            was_reached = _interrupt(patch, name, at, error)
            with suppress(KeyboardInterrupt, JimoError):
                pack.write([first], str(output))
        assert sorted(_all(output.parent)) in ([], ["cargo-throughput.csv", "port.toml", "sources.toml"])
        if not was_reached():
            break
    pack.write([first], str(output))
    before = _all(output.parent)
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", lambda _: None)
        for at in range(12):
            with monkeypatch.context() as inner:
                was_reached = _interrupt(inner, name, at, error)
                with suppress(KeyboardInterrupt, JimoError):
                    pack.write([second], str(output), force=True)
            if not was_reached():
                break
            after = _all(output.parent)
            assert after == before or "另" in after["sources.toml"].decode()
            assert sorted(after) == sorted(before)
            pack.write([first], str(output), force=True)


def test_a_disk_that_is_full_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    output = tmp_path / "facts" / "port.toml"
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))
    try:
        with pytest.raises(OutputError, match="cannot be written"):
            pack.write([draft(series(LONG))], str(output))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert list(tmp_path.iterdir()) == []
