"""`jimo lint --fix` in a directory that another user controls as well: it writes the fact file, and nothing else."""

import codecs
import os
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from builders import HEAD, Run, Spawn, make_pack

from jimo_cli import lint
from jimo_cli.errors import OutputError
from jimo_cli.lint import fix

FIXED = HEAD + '[fact.a]\nkind = "statistic"\nlabel = "a"\nlabel_en = "A"\nvalue = 1\ntime_period = "2024"\n'
UNTIDY = FIXED.replace('label = "a"', 'label = "a"  ')
SOMEBODY, SOME_GROUP = 12345, 23456
IS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0

pytestmark = pytest.mark.skipif(os.name == "nt", reason="owners and modes are those of Unix")
as_root = pytest.mark.skipif(not IS_ROOT, reason="only root can give files away")


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return make_pack(tmp_path / "pack", {"port.toml": UNTIDY})


@pytest.fixture
def victim(tmp_path: Path) -> Path:
    """A file outside the pack, with the same text so that only its place tells it from the file in the pack."""
    made = make_pack(tmp_path / "victim", {"port.toml": UNTIDY}) / "port.toml"
    made.chmod(0o600)
    return made


def _fix(pack: Path) -> int:
    return fix.apply([str(pack)], lambda _: True)[1]


def _looks(path: Path) -> tuple[object, ...]:
    found = path.lstat()
    return found.st_mode, found.st_uid, found.st_gid, found.st_ino, path.read_bytes()


def _before(monkeypatch: pytest.MonkeyPatch, owner: object, name: str, act: Callable[[], object]) -> None:
    """Do something each time before a function is called, but not while it is being done."""
    function, idle = getattr(owner, name), [True]

    def called(*args: Any, **options: Any) -> object:
        if idle and idle.pop():
            act()
            idle.append(True)
        return function(*args, **options)

    monkeypatch.setattr(owner, name, called)


def _after_reading(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    """Do something as soon as the files of a pack were read for the first time."""
    form_of = lint.form_of

    def read(packs: Any) -> object:
        read_so_far = form_of(packs)
        monkeypatch.setattr(lint, "form_of", form_of)
        act()
        return read_so_far

    monkeypatch.setattr(lint, "form_of", read)


def _exchanged(path: Path, target: Path) -> None:
    """Put a link in the place of a file or directory."""
    path.rename(path.with_name(f"{path.name}.away"))
    path.symlink_to(target)


# ---- what another user exchanges meanwhile


@pytest.mark.parametrize("step", ["fsync", "fchown", "fchmod", "chown", "chmod", "stat", "fstat", "replace", "unlink"])
def test_a_link_in_the_place_of_the_new_file_changes_nothing_where_it_leads(
    pack: Path, victim: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    (pack / "port.toml").chmod(0o666)
    if IS_ROOT:
        os.chown(pack / "port.toml", SOMEBODY, SOME_GROUP)
    before = _looks(victim)

    def plant() -> None:
        for new in pack.glob(".*.new"):
            if not new.is_symlink():
                new.unlink()
                new.symlink_to(victim)

    _before(monkeypatch, os, step, plant)
    try:
        _fix(pack)
    except OutputError as error:
        assert "port.toml" in str(error)  # noqa: PT017  # whether it is refused depends on the step
    assert _looks(victim) == before
    assert sorted(path.name for path in pack.iterdir()) == ["port.toml", "sources.toml"]


@pytest.mark.parametrize("what", ["file", "directory", "directory above"])
@pytest.mark.parametrize("when", ["read", "written"])
def test_a_link_in_the_place_of_what_was_read_is_not_followed(
    tmp_path: Path, victim: Path, monkeypatch: pytest.MonkeyPatch, what: str, when: str
) -> None:
    pack = make_pack(tmp_path / "above" / "pack", {"port.toml": UNTIDY})
    above = make_pack(tmp_path / "victims" / "pack", {"port.toml": UNTIDY}).parent
    before = _looks(victim), _looks(above / "pack" / "port.toml")
    places = {
        "file": (pack / "port.toml", victim),
        "directory": (pack, victim.parent),
        "directory above": (pack.parent, above),
    }

    def exchange() -> None:
        path, target = places[what]
        if not path.is_symlink():
            _exchanged(path, target)

    if when == "read":
        _after_reading(monkeypatch, exchange)
    else:
        _before(monkeypatch, os, "fsync", exchange)
    try:
        _fix(pack)
    except OutputError as error:
        assert "was changed while it was being fixed" in str(error)  # noqa: PT017
    assert (_looks(victim), _looks(above / "pack" / "port.toml")) == before
    assert not [*tmp_path.rglob(".*.new")]


@pytest.mark.parametrize("when", ["read", "written"])
def test_a_link_in_the_place_of_a_folder_within_the_pack_is_not_followed(
    tmp_path: Path, victim: Path, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    pack = make_pack(tmp_path / "pack", {})
    make_pack(pack / "kept" / "here", {"port.toml": UNTIDY})
    (pack / "port.toml").symlink_to("kept/here/port.toml")
    before = _looks(victim)

    def exchange() -> None:
        if not (pack / "kept" / "here").is_symlink():
            _exchanged(pack / "kept" / "here", victim.parent)

    if when == "read":
        _after_reading(monkeypatch, exchange)
        assert _fix(pack) == 0
    else:
        _before(monkeypatch, os, "fsync", exchange)
        assert _fix(pack) == 1
    assert _looks(victim) == before
    assert not [*tmp_path.rglob(".*.new")]


def test_a_link_that_leads_out_of_the_pack_by_now_is_not_followed(
    tmp_path: Path, victim: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = make_pack(tmp_path / "pack", {"kept": UNTIDY})
    (pack / "port.toml").symlink_to("kept")
    before = _looks(victim)

    def lead_out() -> None:
        (pack / "port.toml").unlink()
        (pack / "port.toml").symlink_to("../victim/port.toml")

    _after_reading(monkeypatch, lead_out)
    assert _fix(pack) == 0
    assert _looks(victim) == before


@pytest.mark.parametrize("kind", ["pipe", "directory", "socket", "nothing"])
def test_what_is_no_file_any_more_holds_nothing_up(pack: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    import socket

    def exchange() -> None:
        (pack / "port.toml").unlink()
        if kind == "pipe":
            os.mkfifo(pack / "port.toml")
        elif kind == "directory":
            (pack / "port.toml").mkdir()
        elif kind == "socket":
            monkeypatch.chdir(pack)  # its name may not be long
            with socket.socket(socket.AF_UNIX) as listening:
                listening.bind("port.toml")

    _after_reading(monkeypatch, exchange)
    assert _fix(pack) == 0


def test_a_file_that_grows_without_end_is_not_read_to_its_end(pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _after_reading(monkeypatch, lambda: os.truncate(pack / "port.toml", 1 << 40))
    assert _fix(pack) == 0


CHANGES: dict[str, Callable[[Path], object]] = {
    "the mode": lambda path: path.chmod(0o600),
    "the text": lambda path: path.write_text("# mine\n" + UNTIDY, encoding="utf-8"),
    "a second name": lambda path: (path.parent / "other").hardlink_to(path),
    "a copy in its place": lambda path: (
        shutil.copy(path, path.with_name("copy")),
        path.with_name("copy").replace(path),
    ),
    "a link in its place": lambda path: _exchanged(path, path.with_name("port.toml.away")),
    "nothing in its place": lambda path: path.unlink(),
}


@pytest.mark.parametrize("what", CHANGES)
def test_whatever_of_a_file_is_changed_meanwhile_stays_as_it_was_made(
    pack: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    after: dict[str, object] = {}

    def change() -> None:
        CHANGES[what](pack / "port.toml")
        after.update(_contents(pack))

    _before(monkeypatch, os, "fsync", change)
    with pytest.raises(OutputError, match="was changed while it was being fixed; run it again"):
        _fix(pack)
    assert _contents(pack) == {name: looks for name, looks in after.items() if not name.endswith(".new")}


def _contents(pack: Path) -> dict[str, tuple[object, ...]]:
    return {path.name: _looks(path) for path in pack.iterdir()}


# ---- what a file keeps


@pytest.mark.parametrize("mode", [0o200 | 0o400, 0o644, 0o664, 0o1666, 0o2770, 0o4755, 0o6777])
def test_a_fixed_file_has_the_mode_that_it_had(pack: Path, mode: int) -> None:
    (pack / "port.toml").chmod(mode)
    mask = os.umask(0o777)
    try:
        assert _fix(pack) == 1
    finally:
        os.umask(mask)
    assert stat.S_IMODE((pack / "port.toml").stat().st_mode) == mode


@as_root
@pytest.mark.parametrize(("owner", "group"), [(SOMEBODY, SOME_GROUP), (0, SOME_GROUP), (SOMEBODY, 0)])
def test_a_file_that_root_fixes_stays_with_its_owner(pack: Path, owner: int, group: int) -> None:
    os.chown(pack / "port.toml", owner, group)
    (pack / "port.toml").chmod(0o6750)
    (pack).chmod(0o2777)
    assert _fix(pack) == 1
    found = (pack / "port.toml").stat()
    assert (found.st_uid, found.st_gid, stat.S_IMODE(found.st_mode)) == (owner, group, 0o6750)


def test_until_it_is_the_fixed_file_the_new_one_is_for_its_owner_alone(
    pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (pack / "port.toml").chmod(0o666)
    modes: list[int] = []
    for step in ("fchown", "fchmod"):
        _before(
            monkeypatch, os, step, lambda: modes.extend(path.stat().st_mode & 0o777 for path in pack.glob(".*.new"))
        )
    if IS_ROOT:
        os.chown(pack / "port.toml", SOMEBODY, SOME_GROUP)
    mask = os.umask(0)
    try:
        assert _fix(pack) == 1
    finally:
        os.umask(mask)
    assert set(modes) == {0o600}


def _denied(*_args: object, **_options: object) -> None:
    raise PermissionError(1, "Operation not permitted")


def _refused(pack: Path, reason: str) -> None:
    """Check that a file is not fixed, for that reason, and is as it was."""
    before = _contents(pack)
    with pytest.raises(OutputError) as refused:
        _fix(pack)
    assert refused.value.message == f"{pack / 'port.toml'} cannot be fixed ({reason})"
    assert refused.value.hint == "let its owner or root fix it, or edit it by hand"
    assert _contents(pack) == before


@as_root
@pytest.mark.parametrize(("owner", "group", "what"), [(SOMEBODY, 0, "owner"), (0, SOME_GROUP, "group")])
def test_a_file_whose_owner_or_group_cannot_be_kept_is_left_as_it_is(
    pack: Path, monkeypatch: pytest.MonkeyPatch, owner: int, group: int, what: str
) -> None:
    os.chown(pack / "port.toml", owner, group)
    (pack / "port.toml").chmod(0o666)
    monkeypatch.setattr(os, "fchown", _denied)
    monkeypatch.setattr(os, "fchmod", lambda *_: pytest.fail("rights are given to others than the file had"))
    _refused(pack, f"its {what} would change")


def test_a_file_whose_mode_cannot_be_kept_is_left_as_it_is(pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fchmod = os.fchmod
    (pack / "port.toml").chmod(0o2775)
    monkeypatch.setattr(os, "fchmod", lambda file, mode: fchmod(file, mode & 0o777))
    _refused(pack, "its mode would change")


@pytest.fixture
def common() -> Iterator[Path]:
    """A directory that every user can reach and write to."""
    made = Path(tempfile.mkdtemp())
    made.chmod(0o777)
    yield made
    shutil.rmtree(made)


def _as(user: int, group: int, groups: list[int], pack: Path) -> str:
    """Fix a pack as another user, and return what the command says, "" where it is fixed."""
    codecs.lookup("utf-8-sig")  # the child may not read the standard library, where that lies in root's home
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.setgroups(groups)
        os.setgid(group)
        os.setuid(user)
        try:
            said = "" if _fix(pack) == 1 else "not fixed"
        except BaseException as error:  # noqa: BLE001  # the process ends here
            said = str(error)
        os.write(writing, said.encode())
        os._exit(0)
    os.close(writing)
    os.waitpid(child, 0)
    with os.fdopen(reading, encoding="utf-8") as told:
        return told.read()


@as_root
@pytest.mark.parametrize(
    ("user", "group", "groups", "reason"),
    [
        (SOMEBODY, SOMEBODY, [SOME_GROUP], ""),
        (SOMEBODY, SOME_GROUP, [], ""),
        (SOMEBODY, SOMEBODY, [], "its group would change"),
        (SOMEBODY + 1, SOME_GROUP, [], "its owner would change"),
        (SOMEBODY + 1, SOMEBODY + 1, [], "its owner would change"),
    ],
    ids=["owner", "owner with its group", "owner outside its group", "member of its group", "anybody"],
)
def test_in_a_shared_directory_a_file_is_fixed_by_those_who_can_keep_its_owner_and_group(
    common: Path, user: int, group: int, groups: list[int], reason: str
) -> None:
    make_pack(common, {"port.toml": UNTIDY})
    os.chown(common / "port.toml", SOMEBODY, SOME_GROUP)
    (common / "port.toml").chmod(0o666)
    before = _contents(common)
    said = _as(user, group, groups, common)
    found = (common / "port.toml").stat()
    assert (found.st_uid, found.st_gid, stat.S_IMODE(found.st_mode)) == (SOMEBODY, SOME_GROUP, 0o666)
    if reason:
        assert f"port.toml cannot be fixed ({reason}); " in said
        assert _contents(common) == before
    else:
        assert (said, (common / "port.toml").read_text(encoding="utf-8")) == ("", FIXED)


def _has_attributes(path: Path) -> bool:
    try:
        os.setxattr(path, "user.try", b"")
        os.removexattr(path, "user.try")
    except (AttributeError, OSError):
        return False
    return True


def _acl(*entries: tuple[int, int, int]) -> bytes:
    """An access list of tags, permissions and ids, as the system keeps it."""
    import struct

    return b"".join([struct.pack("<I", 2), *(struct.pack("<HHI", *entry) for entry in entries)])


NOBODY_IN_PARTICULAR = 0xFFFFFFFF
# The owner may read and write, its group nothing, and one more user may read.
ONE_MORE_READER = _acl(
    (0x01, 6, NOBODY_IN_PARTICULAR),
    (0x02, 4, SOMEBODY + 1),
    (0x04, 0, NOBODY_IN_PARTICULAR),
    (0x10, 4, NOBODY_IN_PARTICULAR),
    (0x20, 0, NOBODY_IN_PARTICULAR),
)
EVERYTHING = ONE_MORE_READER.replace(b"\x02\x00\x04\x00", b"\x02\x00\x07\x00")
ACCESS, INHERITED = "system.posix_acl_access", "system.posix_acl_default"


@pytest.fixture
def attributed(pack: Path) -> Path:
    """The fact file of a pack on a file system with extended attributes and access lists."""
    if not _has_attributes(pack):
        pytest.skip("the file system has no extended attributes")
    return pack / "port.toml"


def _attributes(path: Path) -> dict[str, bytes]:
    return {name: os.getxattr(path, name) for name in os.listxattr(path)}


@pytest.mark.parametrize("inherited", [None, EVERYTHING], ids=["plain", "inheriting"])
@pytest.mark.parametrize(
    "attributes",
    [
        {},
        {"user.origin": "港口".encode()},
        {"user.a": b"", "user.b": bytes(range(256)), "user.long": b"x" * 1000},
        {ACCESS: ONE_MORE_READER},
        {ACCESS: ONE_MORE_READER, "user.origin": b"x"},
        pytest.param({"trusted.origin": b"x", ACCESS: EVERYTHING}, marks=as_root),
    ],
    ids=lambda given: "+".join(given) or "none",
)
def test_a_fixed_file_has_the_attributes_and_access_lists_that_it_had_and_no_others(
    attributed: Path, attributes: dict[str, bytes], inherited: bytes | None
) -> None:
    attributed.chmod(0o640)
    for name, value in attributes.items():
        os.setxattr(attributed, name, value)
    if inherited:
        os.setxattr(attributed.parent, INHERITED, inherited)
    before = _attributes(attributed)
    mode = attributed.stat().st_mode
    assert before.keys() >= attributes.keys()
    assert _fix(attributed.parent) == 1
    assert (_attributes(attributed), attributed.stat().st_mode) == (before, mode)


@pytest.mark.parametrize(
    ("attribute", "function"),
    [("user.origin", "setxattr"), (ACCESS, "setxattr"), (INHERITED, "removexattr")],
)
def test_a_file_with_an_attribute_that_cannot_be_kept_is_left_as_it_is(
    attributed: Path, monkeypatch: pytest.MonkeyPatch, attribute: str, function: str
) -> None:
    value = b"x" if attribute == "user.origin" else ONE_MORE_READER
    os.setxattr(attributed.parent if attribute == INHERITED else attributed, attribute, value)
    monkeypatch.setattr(os, function, _denied)
    monkeypatch.setattr(os, "fchmod", lambda *_: pytest.fail("rights are given to others than the file had"))
    _refused(attributed.parent, f"its attribute {ACCESS if attribute == INHERITED else attribute} would change")


def test_a_file_with_attributes_that_cannot_be_read_is_left_as_it_is(
    attributed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.setxattr(attributed, "user.origin", b"x")
    monkeypatch.setattr(os, "getxattr", _denied)
    _refused(attributed.parent, "its attributes cannot be read: Operation not permitted")


@pytest.mark.parametrize("change", [{"user.origin": b"mine"}, {ACCESS: ONE_MORE_READER}], ids=["attribute", "list"])
def test_an_attribute_that_is_set_meanwhile_stays(
    attributed: Path, monkeypatch: pytest.MonkeyPatch, change: dict[str, bytes]
) -> None:
    def change_it() -> None:
        for name, value in change.items():
            os.setxattr(attributed, name, value)

    _before(monkeypatch, os, "fsync", change_it)
    with pytest.raises(OutputError, match="was changed while it was being fixed; run it again"):
        _fix(attributed.parent)
    assert _attributes(attributed).items() >= change.items()


# ---- other systems


_WITHOUT = """\
import os, sys
for name in sys.argv.pop(1).split():
    if hasattr(os, name):
        delattr(os, name)
os.supports_dir_fd.clear()
from jimo_cli.__main__ import main
sys.exit(main())
"""


@pytest.mark.parametrize(
    "missing",
    [
        "listxattr getxattr setxattr removexattr",
        "O_PATH O_DIRECTORY O_NOFOLLOW O_NONBLOCK",
        "O_PATH O_DIRECTORY O_NOFOLLOW O_NONBLOCK fchown fchmod chown listxattr getxattr setxattr removexattr geteuid",
    ],
    ids=["no attributes", "no flags", "next to nothing"],
)
@pytest.mark.parametrize("linked", [False, True])
def test_a_file_is_fixed_on_systems_that_know_less(tmp_path: Path, missing: str, *, linked: bool) -> None:
    pack = make_pack(tmp_path / "pack", {"kept" if linked else "port.toml": UNTIDY})
    if linked:
        (pack / "port.toml").symlink_to("kept")
    argv = [sys.executable, "-P", "-c", _WITHOUT, missing, "lint", str(pack), "--fix"]
    done = subprocess.run(argv, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "jimo: 1 place fixed\n")
    assert (pack / "port.toml").read_text(encoding="utf-8") == FIXED
    assert (pack / "port.toml").is_symlink() == linked
    assert len([*pack.iterdir()]) == 2 + linked


# ---- and what stays behind


def test_no_descriptor_and_no_file_stays_behind(pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_pack(pack / "sub", {"port.toml": UNTIDY})
    (pack / "quay.toml").symlink_to("sub/port.toml")
    (pack / "pier.toml").symlink_to("sub")
    before = os.dup(0)
    os.close(before)
    assert _fix(pack) == 2
    (pack / "port.toml").write_text(UNTIDY, encoding="utf-8")
    _before(monkeypatch, os, "fsync", lambda: (pack / "port.toml").chmod(0o600))
    with pytest.raises(OutputError):
        _fix(pack)
    after = os.dup(0)
    os.close(after)
    assert after == before
    assert not [*pack.rglob(".*.new")]


def test_the_refusal_says_what_to_do(run: Run, spawn: Spawn, pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fchmod = os.fchmod
    (pack / "port.toml").chmod(0o2775)
    monkeypatch.setattr(os, "fchmod", lambda file, mode: fchmod(file, mode & 0o777))
    ran = run("lint", str(pack), "--fix")
    assert (ran.code, ran.out) == (2, "")
    assert "port.toml cannot be fixed (its mode would change); let its owner or root fix it, or edit" in ran.err
    assert spawn("lint", str(pack), "--fix").err == "jimo: 1 place fixed\n"
