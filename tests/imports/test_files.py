"""The files of an import are written all or none, and nothing is left behind."""

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pytest

from jimo_cli.errors import OutputError, UsageError
from jimo_cli.imports.files import writing
from jimo_cli.packs import find

pytestmark = pytest.mark.skipif(os.name == "nt", reason="modes are those of Unix")


def _write(directory: Path, contents: Mapping[str, Iterable[bytes]]) -> None:
    """Write files as they are to replace what is there now."""
    with writing(str(directory)) as files:
        for name, pieces in contents.items():
            path = directory / name
            files.add(name, pieces, find.state_of(str(path)) if path.exists() else None)
        files.commit()


def _all(directory: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in directory.iterdir()}


def test_files_are_in_their_places_only_when_all_are_complete(tmp_path: Path) -> None:
    (tmp_path / "b.csv").write_bytes(b"old")
    (tmp_path / "b.csv").chmod(0o640)
    with writing(str(tmp_path)) as files:
        files.add("a.toml", [b"new", b"er"], None)
        files.add("b.csv", [b"newer"], find.state_of(str(tmp_path / "b.csv")))
        assert not (tmp_path / "a.toml").exists()
        assert (tmp_path / "b.csv").read_bytes() == b"old"
        assert files.commit() == [str(tmp_path / "a.toml"), str(tmp_path / "b.csv")]
    assert _all(tmp_path) == {"a.toml": b"newer", "b.csv": b"newer"}
    assert (tmp_path / "b.csv").stat().st_mode & 0o777 == 0o640


def _broken(error: BaseException) -> Iterator[bytes]:
    yield b"some"
    raise error


@pytest.mark.parametrize("error", [KeyboardInterrupt(), OSError(28, "No space left on device"), ValueError("x")])
def test_nothing_is_left_of_what_is_broken_off(tmp_path: Path, error: BaseException) -> None:
    made = tmp_path / "made"
    with pytest.raises((KeyboardInterrupt, OutputError, ValueError)):
        _write(made, {"a.toml": [b"whole"], "b.csv": _broken(error)})
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("error", [KeyboardInterrupt(), OSError(5, "Input/output error")])
def test_where_the_last_file_cannot_be_placed_the_others_are_as_they_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    for name in ("b.csv", "c.toml"):
        (tmp_path / name).write_bytes(b"old")
    replace = os.replace

    def failing(source: str, target: str) -> None:
        if target.endswith("c.toml"):
            monkeypatch.undo()
            raise error
        replace(source, target)

    monkeypatch.setattr(os, "replace", failing)
    with pytest.raises((KeyboardInterrupt, OutputError)):
        _write(tmp_path, {"a.csv": [b"new"], "b.csv": [b"new"], "c.toml": [b"new"]})
    assert _all(tmp_path) == {"b.csv": b"old", "c.toml": b"old"}


def test_a_file_that_was_changed_or_came_to_be_meanwhile_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "b.csv").write_bytes(b"old")

    def edited(name: str) -> Iterator[bytes]:
        (tmp_path / name).write_bytes(b"edited by hand")
        yield b"new"

    for name in ("a.toml", "b.csv"):
        with pytest.raises(OutputError, match="was changed while it was being written"):
            _write(tmp_path, {name: edited(name)})
    assert _all(tmp_path) == {"a.toml": b"edited by hand", "b.csv": b"edited by hand"}


def test_without_links_files_are_replaced_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise OSError(1, "Operation not permitted")

    (tmp_path / "b.csv").write_bytes(b"old")
    monkeypatch.setattr(os, "link", refused)
    with writing(str(tmp_path)) as files:
        files.add("a.toml", [b"new"], None)
        files.add("b.csv", [b"new"], find.state_of(str(tmp_path / "b.csv")))
        files.commit()
    assert _all(tmp_path) == {"a.toml": b"new", "b.csv": b"new"}


def test_a_directory_is_made_only_where_its_last_part_is_missing(tmp_path: Path) -> None:
    with writing(str(tmp_path / "facts")) as files:
        files.add("a.toml", [b"x"], None)
        files.commit()
    assert _all(tmp_path / "facts") == {"a.toml": b"x"}
    with pytest.raises(UsageError, match="there is no directory"), writing(str(tmp_path / "a" / "b")):
        pass
    with pytest.raises(UsageError, match="is not a directory"), writing(str(tmp_path / "facts" / "a.toml")):
        pass
    assert [path.name for path in tmp_path.iterdir()] == ["facts"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_what_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "b.csv").write_bytes(b"old")
    (tmp_path / "b.csv").chmod(0o400)
    with pytest.raises(OutputError, match="it is read-only"), writing(str(tmp_path)) as files:
        files.add("b.csv", [b"new"], find.state_of(str(tmp_path / "b.csv")))
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(OutputError, match="cannot be written"), writing(str(tmp_path)) as files:
            files.add("a.toml", [b"new"], None)
    finally:
        tmp_path.chmod(0o700)
