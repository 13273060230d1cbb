"""Where facts and cache lie on this machine, and the state that the fact files are in.

Every look-up comes through here before it trusts the index, so paths are plain strings:
importing `pathlib` costs as much as starting Python.
"""

import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from stat import S_ISREG

from jimo_cli.errors import UsageError, quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

NO_REGULAR_FILE = -1
LEADS_OUT = -2
"""Instead of the size of a link to a file that lies elsewhere than in the pack: it is not read."""

TIMES = ","
"""Between the times of a file: when it was written, and when anything about it was changed."""


def bundled() -> str:
    """Return the directory of the facts that come with the package."""
    installed = os.path.join(_PACKAGE, "facts")
    return installed if os.path.isdir(installed) else os.path.join(os.path.dirname(_PACKAGE), "facts")


def chosen(given: Sequence[str], env: Mapping[str, str]) -> list[str]:
    """Return the packs to look in, by the rule: given, else `JIMO_FACTS`, else bundled and own.

    Raises UsageError where a relative one cannot be found out.
    """
    listed = [*given] or [pack for pack in env.get("JIMO_FACTS", "").split(os.pathsep) if pack]
    if listed:
        return list(dict.fromkeys(map(_absolute, listed)))
    data = _directory(env, "XDG_DATA_HOME", "~/.local/share", "~/Library/Application Support")
    own = os.path.join(data, "jimo", "facts") if data else ""
    return [bundled(), own] if own and os.path.isdir(own) else [bundled()]


def targets(given: Sequence[str], env: Mapping[str, str]) -> list[str]:
    """Return the directories and fact files that are given, else the packs to look in.

    Raises UsageError where one is neither a directory nor a fact file.
    """
    if not given:
        return chosen((), env)
    found = list(dict.fromkeys(map(_absolute, given)))
    for path in found:
        if not os.path.isdir(path) and not (path.endswith(".toml") and os.path.lexists(path)):
            raise UsageError(f"{quoted(path)} is no directory and no fact file", "name one that is there")
    return found


def _absolute(path: str) -> str:
    try:
        os.stat(path)
    except ValueError:
        raise UsageError(f"no directory can be called {quoted(path)}", "name one that is there") from None
    except OSError:
        pass  # what is not there is told where it is read
    try:
        return os.path.abspath(path)
    except OSError:
        raise UsageError(f"{quoted(path)} is relative, and there is no working directory", "name it in full") from None


def cache_directory(env: Mapping[str, str]) -> str | None:
    """Return where the index is kept, or None where this user has no place for it."""
    cache = _directory(env, "XDG_CACHE_HOME", "~/.cache", "~/Library/Caches")
    return os.path.join(cache, "jimo") if cache else None


def _directory(env: Mapping[str, str], variable: str, elsewhere: str, on_mac: str) -> str | None:
    """A user's directory as XDG, Apple or Windows has it, where it is an absolute path."""
    if os.name == "nt":
        path = env.get("LOCALAPPDATA", "")
    elif os.path.isabs(env.get(variable, "")):  # the XDG rule: a relative path is to be ignored
        path = env[variable]
    else:
        tail = on_mac if sys.platform == "darwin" else elsewhere
        home = env.get("HOME") or os.path.expanduser("~")
        path = os.path.join(home, tail.removeprefix("~/"))
    # Two slashes in front would be a host's name to SQLite.
    return os.path.normpath("/" + path.lstrip("/") if path.startswith("//") else path) if os.path.isabs(path) else None


def files(pack: str) -> list[tuple[str, int, str]]:
    """Return path, size and times of the pack's TOML files, by name, as `state_of` has them.

    Raises OSError where the directory cannot be read.
    """
    with os.scandir(pack) as entries:
        found = [entry for entry in entries if entry.name.endswith(".toml") and entry.name[0] != "."]
    return sorted((entry.path, *_state(entry, entry.path)) for entry in found)


def state_of(path: str) -> tuple[int, str]:
    """Return size and times of a fact file; the times are those of `TIMES`.

    What is no regular file, or a link to nothing, has the size `NO_REGULAR_FILE`, a link to a file
    that lies elsewhere than in its pack `LEADS_OUT`.
    """
    from pathlib import Path  # noqa: PLC0415  # only where a file is read

    return _state(Path(path), path)


def _state(entry: "os.DirEntry[str] | Path", path: str) -> tuple[int, str]:
    try:
        state = entry.stat()
        size = state.st_size if S_ISREG(state.st_mode) else NO_REGULAR_FILE
        if entry.is_symlink() and size != NO_REGULAR_FILE and not _lies_in(path, os.path.dirname(path)):
            size = LEADS_OUT
    except (OSError, ValueError):
        return NO_REGULAR_FILE, "0"
    # The first can be set to anything, and back; the second cannot.
    return size, f"{state.st_mtime_ns}{TIMES}{state.st_ctime_ns}"


def _lies_in(link: str, pack: str) -> bool:
    """Whether a link in a pack leads to a file of it; the pack itself may be reached by a link."""
    target, home = os.path.realpath(link, strict=True), os.path.realpath(pack, strict=True)
    return os.path.commonpath((target, home)) == home


def state(packs: Iterable[str]) -> str:
    """Return a text that is another one whenever a fact file is: path, size and times of each."""
    lines = []
    for pack in packs:
        lines.append(_on_a_line(pack))
        try:
            lines += [f"{_on_a_line(path)}\t{size}\t{changed}" for path, size, changed in files(pack)]
        except OSError as error:
            lines.append(f"{_on_a_line(pack)}\t{error.strerror}")
    # A name may hold bytes that are no text; two such names may look alike, their states do not.
    return "\n".join(lines).encode(errors="backslashreplace").decode()


def _on_a_line(path: str) -> str:
    """A path as it stands between tabs on a line: a name may hold a tab or a line break itself."""
    return path.replace("\t", "\\t").replace("\n", "\\n")


SOURCES = "sources.toml"
