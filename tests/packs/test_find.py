"""Which facts are looked in, and where the index is kept."""

import os
import sys
import tracemalloc
from collections import Counter
from pathlib import Path

import pytest
from builders import HEAD, SOURCES, Run, Spawn, fact_text, make_pack

from jimo_cli.errors import UsageError
from jimo_cli.packs import find


def test_facts_that_are_named_replace_everything_else(tmp_path: Path) -> None:
    env = {"JIMO_FACTS": "/other", "HOME": str(tmp_path)}
    assert find.chosen(["/one", "/two"], env) == ["/one", "/two"]


def test_a_relative_directory_is_taken_from_where_one_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert find.chosen(["facts"], {}) == [str(tmp_path / "facts")]
    assert find.chosen([], {"JIMO_FACTS": "facts"}) == [str(tmp_path / "facts")]


def test_the_variable_lists_directories_as_a_path_does() -> None:
    assert find.chosen([], {"JIMO_FACTS": f"/one{os.pathsep}{os.pathsep}/two"}) == ["/one", "/two"]


def test_an_empty_variable_is_as_good_as_none() -> None:
    assert find.chosen([], {"JIMO_FACTS": "", "HOME": "/nowhere"}) == [find.bundled()]


def test_ones_own_facts_come_after_the_bundled_ones(tmp_path: Path) -> None:
    own = tmp_path / "jimo" / "facts"
    own.mkdir(parents=True)
    assert find.chosen([], {"XDG_DATA_HOME": str(tmp_path)}) == [find.bundled(), str(own)]


def test_without_facts_of_ones_own_the_bundled_ones_are_all(tmp_path: Path) -> None:
    assert find.chosen([], {"XDG_DATA_HOME": str(tmp_path)}) == [find.bundled()]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems keep it elsewhere")
def test_the_directories_are_those_of_xdg(tmp_path: Path) -> None:
    own = tmp_path / ".local" / "share" / "jimo" / "facts"
    own.mkdir(parents=True)
    env = {"HOME": str(tmp_path)}
    assert find.chosen([], env)[1:] == [str(own)]
    assert find.cache_directory(env) == str(tmp_path / ".cache" / "jimo")
    assert find.cache_directory(env | {"XDG_CACHE_HOME": "/tmp/c"}) == "/tmp/c/jimo"  # noqa: S108  # is not used


@pytest.mark.skipif(sys.platform != "linux", reason="other systems keep it elsewhere")
def test_a_relative_xdg_directory_is_ignored(tmp_path: Path) -> None:
    env = {"HOME": str(tmp_path), "XDG_CACHE_HOME": "cache", "XDG_DATA_HOME": "data"}
    assert find.cache_directory(env) == str(tmp_path / ".cache" / "jimo")
    assert find.chosen([], env) == [find.bundled()]


def test_apple_and_windows_have_directories_of_their_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    home = str(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(sys, "platform", "darwin")
        assert find.cache_directory({"HOME": home}) == f"{home}/Library/Caches/jimo"
    with monkeypatch.context() as patch:
        patch.setattr(os, "name", "nt")
        found = find.cache_directory({"LOCALAPPDATA": home})
    assert found == f"{home}/jimo"


@pytest.mark.skipif(sys.platform != "linux", reason="other systems keep it elsewhere")
@pytest.mark.parametrize("home", ["none", "none/deeper", "file", "link", ""])
@pytest.mark.parametrize("cache", [None, "{home}/.cache", "{home}//x/../deep/er"])
def test_a_home_that_does_not_exist_does_not_come_to_be(
    spawn: Spawn, tmp_path: Path, home: str, cache: str | None
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    before = sorted(tmp_path.iterdir())
    path = f"{tmp_path}/{home}" if home else ""
    env = {"HOME": path, "XDG_CACHE_HOME": cache and path and cache.format(home=path), "XDG_DATA_HOME": None}
    done = spawn("get", "marine.gross-product", env=env)
    assert done[:2] == (0, "345\n")
    assert done.err.startswith("jimo: the index cannot be cached")
    assert done.err.count("\n") == 1
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.skipif(sys.platform != "linux", reason="other systems keep it elsewhere")
def test_a_cache_that_is_named_is_made_with_all_above_it(spawn: Spawn, tmp_path: Path) -> None:
    named = tmp_path / "var" / "cache" / "x"
    done = spawn("get", "marine.gross-product", env={"HOME": f"{tmp_path}/none", "XDG_CACHE_HOME": str(named)})
    assert done == (0, "345\n", "")
    assert named.stat().st_mode & 0o777 == 0o700
    assert not (tmp_path / "none").exists()


def test_a_user_without_a_home_has_no_place_for_the_index(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os.path, "expanduser", lambda path: path)
    assert find.cache_directory({}) is None
    assert find.chosen([], {}) == [find.bundled()]


def test_the_bundled_facts_are_there() -> None:
    assert {Path(path).name for path, _, _ in find.files(find.bundled())} >= {"marine.toml", "sources.toml"}


def test_an_installed_package_reads_the_facts_within_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "facts").mkdir()
    monkeypatch.setattr(find, "_PACKAGE", str(tmp_path))
    assert find.bundled() == str(tmp_path / "facts")


def test_files_are_listed_by_name_with_what_tells_a_change(tmp_path: Path) -> None:
    make_pack(tmp_path, {"b.toml": "x", "a.toml": "xyz", "c.txt": "", ".d.toml": ""})
    found = find.files(str(tmp_path))
    assert [Path(path).name for path, _, _ in found] == ["a.toml", "b.toml", "sources.toml"]
    stands = (tmp_path / "a.toml").stat()
    which = f"{stands.st_dev}:{stands.st_ino}"
    assert found[0][1:] == (3, f"{stands.st_mtime_ns},{stands.st_ctime_ns},{which}")


@pytest.mark.parametrize("name", ["port.TOML", "port.Toml", "port.tOmL"])
def test_a_fact_file_whose_extension_is_in_capitals_is_read(run: Run, tmp_path: Path, name: str) -> None:
    works = {"sources.toml": None, "SOURCES.TOML": SOURCES}
    pack = str(make_pack(tmp_path / "p", {name: HEAD + fact_text("a", value=7), **works}))
    assert run("get", "port.a", "--facts", pack) == (0, "7\n", "")
    assert run("lint", f"{pack}/{name}", "--strict").code == 1  # its fact has no period
    assert "F107" not in run("lint", pack).out


@pytest.mark.parametrize("name", ["PORT.TOML", "Port.toml", "Port.Toml"])
def test_a_fact_file_whose_name_is_in_capitals_is_reported_and_not_passed_over(
    run: Run, tmp_path: Path, name: str
) -> None:
    pack = str(make_pack(tmp_path / "p", {name: HEAD + fact_text("a")}))
    assert "'{}' is not a valid topic id".format(name.partition(".")[0]) in run("topics", "--facts", pack).err
    assert run("lint", pack).code == 1


def test_two_files_of_which_some_systems_keep_only_one_are_reported(run: Run, tmp_path: Path) -> None:
    files: dict[str, str | bytes | None] = {"port.TOML": HEAD + fact_text("a"), "port.toml": HEAD + fact_text("b")}
    pack = str(make_pack(tmp_path / "p", files))
    shown = run("list", "--facts", pack)
    assert [row[0] for row in shown.rows] == ["port.a", "port.b"]
    assert (shown.code, shown.err.count("\n")) == (3, 1)
    assert f"{pack}/port.toml: has a name that differs from port.TOML only in capitals" in shown.err


def test_a_change_of_any_file_changes_the_state(tmp_path: Path) -> None:
    pack = make_pack(tmp_path / "pack", {"a.toml": "x"})
    seen = [find.state([str(pack)])]
    os.utime(pack / "a.toml", ns=(0, 5_000_000_000))
    seen.append(find.state([str(pack)]))
    (pack / "b.toml").write_text("", encoding="utf-8")
    seen.append(find.state([str(pack)]))
    (pack / "b.toml").unlink()
    (pack / "b.toml").symlink_to(tmp_path / "nowhere")
    seen.append(find.state([str(pack)]))
    seen.append(find.state([str(pack), str(tmp_path)]))
    seen.append(find.state([str(tmp_path / "none")]))
    assert len(set(seen)) == len(seen)


ODD_NAMES = ["a\tb.toml", "a\nb.toml", "a\\tb.toml", "a\udcff.toml", "x.csv\x01.toml"]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
@pytest.mark.parametrize("name", ODD_NAMES)
def test_a_state_has_a_line_for_each_file_whatever_its_name(tmp_path: Path, name: str) -> None:
    pack = make_pack(tmp_path / "pack", {name: "x", "plain.toml": "y"})
    (pack / "link.toml").symlink_to("plain.toml")
    (pack / "out.toml").symlink_to("/etc/hostname")
    (pack / "none.toml").symlink_to("nowhere")
    listed = find.files(str(pack))
    assert listed == sorted((str(path), *find.state_of(str(path))) for path in pack.iterdir())
    assert [size for path, size, _ in listed if not path.endswith("sources.toml")].count(find.NO_REGULAR_FILE) == 1
    state = find.state([str(pack)])
    assert state == find.state_as_listed([(str(pack), listed)])
    assert state.split("\n")[1:] == [f"{find.on_a_line(path)}\t{size}\t{stamp}" for path, size, stamp in listed]


def _many(pack: Path, count: int) -> str:
    make_pack(pack, {f"table-{number:04}.toml": "x" for number in range(count)})
    (pack / "sources.toml").unlink()
    return str(pack)


def test_the_system_is_asked_once_about_each_file(tmp_path: Path) -> None:
    asked: Counter[str] = Counter()
    pack = _many(tmp_path, 200)

    def note(_: object, event: str, called: object) -> None:
        if event == "c_call":
            asked[getattr(called, "__name__", "")] += 1

    sys.setprofile(note)
    try:
        find.state([pack])
    finally:
        sys.setprofile(None)
    assert asked["stat"] == 200
    assert [asked[name] for name in ("is_symlink", "lstat", "readlink", "is_file")] == [0] * 4
    assert asked.total() < 7 * 200  # what is called for each file beside it adds up too


def test_of_the_files_that_were_listed_nothing_is_kept_but_their_lines(tmp_path: Path) -> None:
    pack, lines = _many(tmp_path, 2_000), 2_000 * (len(str(tmp_path)) + 150)
    find.state([pack])
    tracemalloc.start()
    try:
        find.state([pack])
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 3 * lines  # the lines, all of them as one text, and that with others


def test_the_option_beats_the_variable_on_the_command_line(run: Run, tmp_path: Path) -> None:
    one = make_pack(tmp_path / "one", {"one.toml": HEAD})
    two = make_pack(tmp_path / "two", {"two.toml": HEAD})
    assert [row[0] for row in run("topics", env={"JIMO_FACTS": str(two)}).rows] == ["two"]
    assert [row[0] for row in run("topics", "--facts", str(one), env={"JIMO_FACTS": str(two)}).rows] == ["one"]
    both = run("topics", "--facts", str(one), "--facts", str(two))
    assert [row[0] for row in both.rows] == ["one", "two"]


def test_ones_own_facts_are_answered_with_the_bundled_ones(run: Run, tmp_path: Path) -> None:
    make_pack(tmp_path / "jimo" / "facts", {"harbour.toml": HEAD, "sources.toml": '[daily]\ntitle = "x"\n'})
    found = run("topics", env={"XDG_DATA_HOME": str(tmp_path)})
    assert [row[0] for row in found.rows] == ["business", "industry", "livelihood", "marine", "harbour"]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with a pack in it, and a directory elsewhere to work in."""
    make_pack(tmp_path / "home" / "facts", {"port.toml": HEAD + fact_text("a", value=7)})
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("argv", [["--facts=~/facts"], ["--facts", "~/none", "--facts=~/facts"], ["--facts=~//facts/"]])
def test_a_home_that_no_shell_has_put_in_is_put_in(run: Run, argv: list[str]) -> None:
    assert run("get", "port.a", *argv).out == "7\n"


def test_a_home_is_put_in_wherever_a_path_is_given(run: Run, home: Path) -> None:
    assert run("get", "port.a", env={"JIMO_FACTS": "~/none:~/facts"}).out == "7\n"
    assert run("lint", "~/facts/port.toml").out == run("lint", f"{home}/facts/port.toml").out != ""
    assert run("lint", "--facts=~/facts").out == run("lint", f"{home}/facts").out != ""
    (home / "text").write_text("海洋", encoding="utf-8")
    assert "not the cited text" in run("verify", "--source=~/text", "--facts=~/facts").out
    assert _completed_ids(run, "jimo get --facts ~/facts po") == ["port.a"]


def _completed_ids(run: Run, line: str) -> list[str]:
    env = {"_JIMO_COMPLETE": "complete_bash", "COMP_WORDS": line, "COMP_CWORD": str(line.count(" "))}
    return run(env=env).out.split()


def test_the_home_of_another_user_is_put_in_too(home: Path) -> None:
    pwd = pytest.importorskip("pwd")
    someone = pwd.getpwuid(os.getuid())
    assert find.chosen([f"~{someone.pw_name}/facts"], {}) == [os.path.join(someone.pw_dir, "facts")]
    assert find.chosen([], {"HOME": "/h", "JIMO_FACTS": "~:~/a"}) == ["/h", "/h/a"]
    nobody = f"{home.parent}/elsewhere/~no such user/facts"
    assert find.chosen(["~no such user/facts"], {}) == [nobody]
    assert find.expanded("~\0", {}) == "~\0"


@pytest.mark.usefixtures("home")
def test_a_directory_that_begins_with_a_tilde_is_taken_as_it_is(run: Run) -> None:
    make_pack(Path("~") / "facts", {"land.toml": HEAD + fact_text("b", value=8)})
    make_pack(Path("~x"), {"land.toml": HEAD + fact_text("b", value=9)})
    assert run("get", "land.b", "--facts=~/facts").out == "8\n"
    assert run("get", "land.b", "--facts=~x").out == "9\n"


def test_a_home_in_a_variable_of_xdg_is_not_put_in_since_that_is_no_absolute_path(tmp_path: Path) -> None:
    env = {"HOME": str(tmp_path), "XDG_CACHE_HOME": "~/c", "XDG_DATA_HOME": "~/d"}
    assert find.cache_directory(env) == find.cache_directory({"HOME": str(tmp_path)})


@pytest.mark.parametrize("argv", [["topics", "--facts="], ["topics", "--facts", ""], ["lint", ""]])
def test_an_empty_path_is_refused_and_not_taken_for_where_one_stands(run: Run, argv: list[str]) -> None:
    assert run(*argv) == (2, "", "jimo: invalid path ''; name an existing directory or file\n")


@pytest.mark.parametrize("name", ["\ud800", "a\0b"])
def test_a_name_that_no_directory_can_have_is_refused(name: str) -> None:
    with pytest.raises(UsageError, match="invalid path"):
        find.chosen([name], {})
