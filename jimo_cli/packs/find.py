"""The directories of packs and cache, the fact files in them, and the state of those files.

Every look-up uses this before it trusts the index, so paths are plain strings: importing `pathlib`
costs as much as starting Python.
"""

from __future__ import annotations

import os
import sys
from stat import S_ISREG

from jimo_cli.errors import UsageError, quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

    Listed = Sequence[tuple[Any, ...]]
    """The fact files of a pack, of which each begins with path, size and stamp."""

_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

NO_REGULAR_FILE = -1
LEADS_OUT = -2
"""In place of the size of a symlink that points outside its pack: such a file is not read."""

SHARED_ROLES = ("sources", "places", "terms")
"""What facts of every topic share: each in a file of that name."""

ROLES = (*SHARED_ROLES, "topic", "table")
"""What a file of a pack may hold; the observations of a series are in a table."""

STAMP = ","
"""Separates what a stamp holds: when the content of a file was written, when anything about it changed, and which
file it is.
"""
TICK_NS = 20_000_000
"""A file system stamps changes by its clock's tick; two within one tick look alike."""
HAS_DESCRIPTORS = os.open in os.supports_dir_fd and os.scandir in os.supports_fd
"""Whether a directory can be opened and read by its descriptor."""

_OF_FACTS, _OF_TABLES = ".toml", ".csv"
_EXTENSIONS = _OF_FACTS, _OF_TABLES
_OF_DIRECTORY = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0)
_FIELDS_OF_A_LINE = 3
_SECOND_NS = 1_000_000_000
_COARSE_NS = 2 * _SECOND_NS


def bundled(env: Mapping[str, str] = os.environ) -> str:
    """Return the directory of the bundled facts.

    Raises UsageError where jimo runs from a zip file and they cannot be unpacked.
    """
    installed = os.path.join(_PACKAGE, "facts")
    if os.path.isdir(installed):
        return installed
    if os.path.isdir(_PACKAGE):
        return os.path.join(os.path.dirname(_PACKAGE), "facts")
    from jimo_cli.packs.zipped import unpacked_facts  # noqa: PLC0415  # few run from a zip file

    return unpacked_facts(cache_directory(env))


def packs_and_cache(facts: Sequence[str], env: Mapping[str, str]) -> tuple[list[str], str | None]:
    """Return the directories of fact files to read, and the directory to cache their index in.

    Without `facts` these are `JIMO_FACTS`, else the bundled facts and the user's own. Without a home
    directory there is no cache, and the second is None.
    """
    return chosen(facts, env), cache_directory(env)


def chosen(given: Sequence[str], env: Mapping[str, str]) -> list[str]:
    """Return the directories of the packs: those given, else of `JIMO_FACTS`, else the bundled one and the user's.

    Raises UsageError where a relative path cannot be resolved.
    """
    listed = [*given] or [pack for pack in env.get("JIMO_FACTS", "").split(os.pathsep) if pack]
    if listed:
        return list(dict.fromkeys(_absolute(pack, env) for pack in listed))
    data = _directory(env, "XDG_DATA_HOME", "~/.local/share", "~/Library/Application Support")
    own = os.path.join(data, "jimo", "facts") if data else ""
    return [bundled(env), own] if own and os.path.isdir(own) else [bundled(env)]


def targets(given: Sequence[str], env: Mapping[str, str]) -> list[str]:
    """Return the directories and fact files given, else those of the packs.

    Raises UsageError where a path is neither a directory nor a fact file.
    """
    if not given:
        return chosen((), env)
    found = list(dict.fromkeys(_absolute(path, env) for path in given))
    for path in found:
        if not os.path.isdir(path) and not (is_fact_file(os.path.basename(path)) and os.path.lexists(path)):
            raise UsageError(f"{quoted(path)} is neither a directory nor a .toml file", "name an existing one")
    return found


def _absolute(path: str, env: Mapping[str, str]) -> str:
    try:
        os.stat(path or "\0")  # an empty path is none, not where one stands
    except ValueError:
        raise UsageError(f"invalid path {quoted(path)}", "name an existing directory or file") from None
    except OSError:  # a missing path is reported where it is read
        path = expanded(path, env)
    try:
        return os.path.abspath(path)
    except OSError:
        raise UsageError(
            f"{quoted(path)} is relative, but there is no working directory", "use an absolute path"
        ) from None


def expanded(path: str, env: Mapping[str, str]) -> str:
    """Return a path with the home for its `~` or `~user`, as it is where there is such a path or no such home.

    A shell does not do this behind `=`, and nothing does in a file of environment variables.
    """
    if not path.startswith("~") or os.path.lexists(path):
        return path
    if path[1:2] in {"", "/"} and os.name != "nt":
        return os.path.join(_home(env), path[1:].lstrip("/")) if _home(env) else path
    try:
        return os.path.expanduser(path)
    except ValueError:  # no user can have such a name
        return path


def cache_directory(env: Mapping[str, str]) -> str | None:
    """Return the directory of cached indexes, None where this user has none.

    Directories are made on the way to it, but never a home: a system user may have one that does not exist.
    """
    cache, home = _directory(env, "XDG_CACHE_HOME", "~/.cache", "~/Library/Caches"), normal(_home(env))
    if cache is None or (f"{cache}{os.sep}".startswith(f"{home}{os.sep}") and not os.path.isdir(home)):
        return None
    return os.path.join(cache, "jimo")


def _home(env: Mapping[str, str]) -> str:
    """The directory that the system made for the user, empty or relative where there is none."""
    if os.name == "nt":
        return env.get("LOCALAPPDATA", "")
    return env["HOME"] if "HOME" in env else os.path.expanduser("~")


def _directory(env: Mapping[str, str], variable: str, elsewhere: str, on_mac: str) -> str | None:
    """A directory of the user as XDG, Apple or Windows defines it, None where it is not an absolute path."""
    if os.name == "nt":
        path = _home(env)
    elif os.path.isabs(env.get(variable, "")):  # the XDG rule: a relative path is to be ignored
        path = env[variable]
    else:
        tail = on_mac if sys.platform == "darwin" else elsewhere
        path = os.path.join(_home(env), tail.removeprefix("~/"))
    return normal(path) if os.path.isabs(path) else None


def normal(path: str) -> str:
    """Return an absolute path as SQLite takes it."""
    # SQLite reads two slashes at the begin as the name of a host.
    return os.path.normpath("/" + path.lstrip("/") if path.startswith("//") else path)


def is_fact_file(name: str) -> bool:
    """Return whether a file of this name in a pack is read; FAT and Windows may write the name in capitals."""
    return name.lower().endswith(_OF_FACTS) and name[0] != "."


def is_table(name: str) -> bool:
    """Return whether a file of this name in a pack may have the observations of a series."""
    return name.lower().endswith(_OF_TABLES) and name[0] != "."


def role(path: str) -> str:
    """Return what a file of a pack holds by its name: see `ROLES`."""
    name = os.path.basename(path).lower()
    if is_table(name):
        return "table"
    stem = name.removesuffix(".toml")
    return stem if stem in SHARED_ROLES else "topic"


def is_sources(path: str) -> bool:
    """Return whether a fact file lists the cited works."""
    return role(path) == "sources"


def files(pack: str, home: str | None = None, descriptor: int | None = None) -> list[tuple[str, int, str]]:
    """Return path, size and stamp of the files of a pack, by name: fact files and tables.

    Size and stamp are those of `state_of`. `descriptor` is that of the pack where it is open, `home` its real
    path then. Raises OSError where the directory cannot be read.
    """
    lines = (line.rsplit("\t", _FIELDS_OF_A_LINE - 1) for line in _lines(pack, home, descriptor))
    return [(path, int(size), changed) for path, size, changed in lines]


def _lines(pack: str, home: str | None, descriptor: int | None) -> list[str]:
    """Path, size and stamp of the files of a pack with tabs between them, by name.

    A look-up in a large base spends most of its time here. So nothing of an entry is kept but its line, for
    memory that is used again costs less than new memory, and of most files the system is asked once.
    """
    before = os.path.join(pack, "")
    lines = []
    with os.scandir(pack if descriptor is None else descriptor) as entries:
        for entry in entries:
            name = entry.name
            # Of most files the first comparisons are all that is needed.
            if name[0] == "." or (name[-5:] != _OF_FACTS and not name.lower().endswith(_EXTENSIONS)):
                continue
            try:
                status = entry.stat(follow_symlinks=False)
            except OSError:
                status = None
            if status and S_ISREG(status.st_mode):
                # The stamp as `stamp` makes it: a call for each file takes longer.
                lines.append(
                    f"{before}{name}\t{status.st_size}\t"
                    f"{status.st_mtime_ns}{STAMP}{status.st_ctime_ns}{STAMP}{status.st_dev}:{status.st_ino}"
                )
            else:
                size, changed = _state(pack, home, descriptor, entry)
                lines.append(f"{before}{name}\t{size}\t{changed}")
    lines.sort()
    return lines


def _current_lines(pack: str) -> list[str]:
    """The lines of a pack as it is now; by the descriptor of a directory the system finds its files sooner."""
    if not HAS_DESCRIPTORS:
        return _lines(pack, None, None)
    descriptor = os.open(pack, _OF_DIRECTORY)
    try:
        return _lines(pack, None, descriptor)
    finally:
        os.close(descriptor)


def passed_over(pack: str) -> list[str]:
    """Return the paths in a pack that are not read though facts seem to be there, by name.

    These are directories of fact files, and fact files to which an editor added .txt.
    """
    try:
        with os.scandir(pack) as entries:
            return sorted(entry.path for entry in entries if _seems_to_hold_facts(entry))
    except OSError:
        return []


def _seems_to_hold_facts(entry: os.DirEntry[str]) -> bool:
    name, extension = os.path.splitext(entry.name)
    if extension.lower() == ".txt":
        return is_fact_file(name)
    try:
        return entry.name[0] != "." and entry.is_dir() and any(is_fact_file(path) for path, *_ in files(entry.path))
    except OSError:
        return False


def state_of(path: str) -> tuple[int, str]:
    """Return the size of a fact file and its stamp.

    The size is `NO_REGULAR_FILE` for anything but a file and for a broken symlink, and `LEADS_OUT` for
    a symlink that points outside its pack.
    """
    pack, name = os.path.split(path)
    return _state(pack, None, None, _Entry(name, path))


class _Entry:
    """A file by its path, as a directory that is read has it."""

    def __init__(self, name: str, path: str) -> None:
        self.name = name
        self._path = path

    def stat(self) -> os.stat_result:
        return os.stat(self._path)

    def is_symlink(self) -> bool:
        return os.path.islink(self._path)


def _state(pack: str, home: str | None, descriptor: int | None, entry: os.DirEntry[str] | _Entry) -> tuple[int, str]:
    try:
        status = entry.stat()
        size = status.st_size if S_ISREG(status.st_mode) else NO_REGULAR_FILE
        if entry.is_symlink() and size != NO_REGULAR_FILE:
            home = os.path.realpath(pack, strict=True) if home is None else home
            if target_within(home, entry.name, descriptor) is None:
                size = LEADS_OUT
    except (OSError, ValueError):
        return NO_REGULAR_FILE, "0"
    return size, stamp(status)


def target_within(home: str, name: str, descriptor: int | None) -> str | None:
    """Return the real path of what a symlink in a pack points to, None where that is outside of the pack.

    `home` is the real path of the pack, `descriptor` its own where it is open. Raises OSError where there is nothing.
    """
    link = os.readlink(os.path.join(home, name) if descriptor is None else name, dir_fd=descriptor)
    target = os.path.realpath(os.path.join(home, link), strict=True)
    return target if os.path.commonpath((target, home)) == home else None


def stamp(status: os.stat_result) -> str:
    """Return what changes whenever a file is written to or another file takes its place."""
    # A program can set the first time to anything, and back; not the second one.
    return f"{status.st_mtime_ns}{STAMP}{status.st_ctime_ns}{STAMP}{status.st_dev}:{status.st_ino}"


def which(stamp: str) -> str:
    """Return the part of a stamp that says which file it is."""
    return stamp.rpartition(STAMP)[2]


def changed_within(nanoseconds: int, now: int, times: Iterable[int]) -> bool:
    """Return whether one of the times of a file is so close to `now`; all are in nanoseconds.

    Times in whole seconds are those of a file system that does not tell apart what happens within one or two.
    """
    times = list(times)
    if not any(time % _SECOND_NS for time in times):
        nanoseconds = max(nanoseconds, _COARSE_NS)
    return any(abs(now - time) <= nanoseconds for time in times)


def state(packs: Iterable[str]) -> str:
    """Return a text that changes whenever a fact file does: path, size and stamp of each, one a line."""
    lines: list[str] = []
    for pack in packs:
        try:
            lines += _of_pack(pack, _current_lines(pack))
        except OSError as error:
            lines += _of_pack(pack, error)
    return "\n".join(lines)


def state_as_listed(listed: Iterable[tuple[str, Listed | OSError]]) -> str:
    """Return the state of packs that were listed before: each has its files, or the error that kept them from it."""
    lines: list[str] = []
    for pack, found in listed:
        if isinstance(found, OSError):
            lines += _of_pack(pack, found)
        else:
            lines += _of_pack(pack, [f"{path}\t{size}\t{changed}" for path, size, changed, *_ in found])
    return "\n".join(lines)


def _of_pack(pack: str, found: list[str] | OSError) -> list[str]:
    """The lines of a pack in a state: its path, and those of its files or why there are none."""
    first = on_a_line(pack)
    if isinstance(found, OSError):
        return [first, f"{first}\t{found.strerror}"]
    if not _are_lines(found):
        split = (line.rsplit("\t", _FIELDS_OF_A_LINE - 1) for line in found)
        found = ["\t".join((on_a_line(path), *more)) for path, *more in split]
    return [first, *found]


def _are_lines(found: Sequence[str]) -> bool:
    """Whether each is a line of text with its fields, as all are but for names that `on_a_line` changes."""
    text = "\n".join(found)
    try:
        text.isascii() or text.encode()
    except UnicodeEncodeError:
        return False
    return text.count("\t") == len(found) * (_FIELDS_OF_A_LINE - 1) and text.count("\n") + 1 == max(len(found), 1)


def on_a_line(path: str) -> str:
    """Return a path as a field of a state: a name may contain a tab, a line break, or bytes that are no text."""
    # Escaped, two names with other such bytes differ.
    return path.replace("\t", "\\t").replace("\n", "\\n").encode(errors="backslashreplace").decode()
