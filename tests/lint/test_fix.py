"""`jimo lint --fix`: fixes what has one right answer, keeps every comment, and never writes half a file."""

import os
import stat
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import tomli
from builders import HEAD, SOURCES, Run, fact_text, make_pack
from hypothesis import given, settings
from hypothesis import strategies as st

from jimo_cli import lint
from jimo_cli.errors import OutputError
from jimo_cli.lint import check, fix
from jimo_cli.model import Edit, Meant, Problem
from jimo_cli.packs import load, schema
from jimo_cli.packs.table import Layouts

MESSY = """\
# ports of the bay
[topic]
source = "daily"   # cited below
label = "港口"
label_en = "Port"
reference_area = "青岛市"

[fact.cargo]   # the largest
kind = "statistic"
# as the port says
Label-EN = "Cargo"
label = "货物"
value = "1,345.50"  # with its decimals
unit = "吨"
time_period = 2023
aliases = "吞吐量"<blanks>

[fact.ships]
kind = "statistic"
label = "船只"
label_en = "Ships"
aliases = ["船", "船只", # the label
  "Ships", "轮船"]
value = 5
time_period = "2023\"""".replace("<blanks>", "  ")
FIXED = """\
# ports of the bay
[topic]
label = "港口"
label_en = "Port"
reference_area = "青岛市"
source = "daily"   # cited below

[fact.cargo]   # the largest
kind = "statistic"
label = "货物"
# as the port says
label_en = "Cargo"
value = 1345.50  # with its decimals
unit = "吨"
time_period = "2023"
aliases = ["吞吐量"]

[fact.ships]
kind = "statistic"
label = "船只"
label_en = "Ships"
value = 5
time_period = "2023"
aliases = ["船", # the label
  "轮船"]
"""


def _fix(pack: Path) -> int:
    return fix.apply([str(pack)], lambda _: True)[1]


def test_everything_that_has_one_right_answer_is_fixed_and_comments_stay(run: Run, tmp_path: Path) -> None:
    pack = make_pack(tmp_path / "pack", {"port.toml": MESSY})
    ran = run("lint", str(pack), "--fix")
    fixed = (pack / "port.toml").read_text(encoding="utf-8")
    assert fixed == FIXED
    assert (ran.code, ran.out) == (0, "")
    assert ran.err.startswith("jimo: 10 places fixed")
    assert run("lint", str(pack), "--strict", "--fix") == (0, "", "")


@pytest.mark.parametrize(
    "text",
    [
        HEAD + fact_text("a", value="12个"),
        HEAD + fact_text("a", value="007"),
        HEAD + fact_text("a", value="1234,567"),
        HEAD + fact_text("a", value="0,123"),
        HEAD + fact_text("a", value="345", lable="x").replace("label", "labels").replace('value = "345"', "value = 3"),
        HEAD + fact_text("a", time_period="soon"),
        HEAD + fact_text("a", aliases="GDP, 生产总值、总量"),
        HEAD + fact_text("a", aliases=""),
        HEAD + fact_text("a", aliases='x", "y'),
        HEAD + fact_text("a", label="甲", Label="乙"),
        HEAD + fact_text("a", label=None) + 'Label = "甲"\nLABEL = "乙"\n',
        HEAD + fact_text("a", as_written="2个"),
        HEAD + '[fact.a]\nkind = "statistic"\nlabel = "x"\nvalue = 1\nFoo.Unit = "家"\n',
        HEAD + '[fact.a]\nkind = "statistic"\nlabel = "x"\nvalue = 1\nlocator.value = "12"\n',
        HEAD + '[fact]\nvalue = "12"\ntime_period = 2024\nLabel = "x"\n',
        HEAD + "[fact.a",
        HEAD + '[[fact.a]]\nlabel = "x"\nkind = "policy"\n[[fact.a]]\nvalue = 1\nkind = "statistic"\n',
        HEAD + '[fact.a]\nkind = "policy"\nlabel = "x"\nlocator = { Section = "x" }\n',
    ],
)
def test_what_has_more_than_one_answer_is_left_as_it_is(tmp_path: Path, text: str) -> None:
    pack = make_pack(tmp_path / "pack", {"marine.toml": text.rstrip("\n") + "\n"})
    before = check([str(pack)])
    assert before
    assert _fix(pack) == 0
    assert (pack / "marine.toml").read_text(encoding="utf-8") == text.rstrip("\n") + "\n"
    assert check([str(pack)]) == before


WELL = 'kind = "statistic"\nlabel = "产值"\nlabel_en = "O"\nvalue = 1\ntime_period = "2024"\n'
FIXED_BODIES = {
    "a dotted key keeps its slug": (
        '[fact]\na.kind = "statistic"\na.Label = "产值"\na.value = "1"\n',
        '[fact]\na.kind = "statistic"\na.label = "产值"\na.value = 1\n',
    ),
    "a dotted key keeps the quotes of its table": (
        '[fact]\n"a" . Label = "产值"\na.kind = "policy"\n',
        '[fact]\n"a" . label = "产值"\na.kind = "policy"\n',
    ),
    "a comment behind the last entry stays": (
        f'[fact.a]\n{WELL}aliases = [\n "x",\n "产值" # keep me\n]\n',
        f'[fact.a]\n{WELL}aliases = [\n "x"\n # keep me\n]\n',
    ),
    "a comment before the comma stays and the comma goes": (
        f'[fact.a]\n{WELL}aliases = ["产值" # the label, so\n  , "x"]\n',
        f'[fact.a]\n{WELL}aliases = [ # the label, so\n  "x"]\n',
    ),
    "a comma within a comment is none": (
        f'[fact.a]\n{WELL}aliases = ["x" # one, two\n  , "产值"]\n',
        f'[fact.a]\n{WELL}aliases = ["x" # one, two\n]\n',
    ),
    "blanks within texts in lists and tables stay": (
        f'[fact.a]\n{WELL}locator = {{ section = """x  \ny""" }}  \naliases = [  \n"""x  \ny""",\t\n]\n',
        f'[fact.a]\n{WELL}locator = {{ section = """x  \ny""" }}\naliases = [\n"""x  \ny""",\n]\n',
    ),
    "a table below its own table keeps its keys": (
        '[fact.a.locator]\nsection = "一"\n[fact.a]\nlabel = "x"\nkind = "policy"\n',
        '[fact.a.locator]\nsection = "一"\n[fact.a]\nkind = "policy"\nlabel = "x"\n',
    ),
    "a status stands with the figure": (
        '[fact.a]\nkind = "statistic"\nlabel = "x"\nvalue = 1\nunit = "家"\nstatus = "target"\n',
        '[fact.a]\nkind = "statistic"\nlabel = "x"\nvalue = 1\nstatus = "target"\nunit = "家"\n',
    ),
    "a figure below one is fixed": (
        '[fact.a]\nkind = "statistic"\nlabel = "x"\nvalue = "0.50"\n',
        '[fact.a]\nkind = "statistic"\nlabel = "x"\nvalue = 0.50\n',
    ),
    "beside a number with very many digits all is fixed": (
        f"[fact.a]\n{WELL}nosuch = 0x{'f' * 5000}  \n",
        f"[fact.a]\n{WELL}nosuch = 0x{'f' * 5000}\n",
    ),
    "beside lists in lists all is fixed": (
        f"[fact.a]\n{WELL}nosuch = {'[' * 400}{']' * 400}  \n",
        f"[fact.a]\n{WELL}nosuch = {'[' * 400}{']' * 400}\n",
    ),
    "two names of one list go at once": (
        f'[fact.a]\n{WELL}aliases = ["产值", "x", "y", "产值", "O"]\n',
        f'[fact.a]\n{WELL}aliases = ["x", "y"]\n',
    ),
}


@pytest.mark.parametrize("what", FIXED_BODIES)
def test_a_fixed_file_says_what_it_said(tmp_path: Path, what: str) -> None:
    body, fixed = FIXED_BODIES[what]
    pack = make_pack(tmp_path / "pack", {"marine.toml": HEAD + body})
    assert _fix(pack) > 0
    assert (pack / "marine.toml").read_text(encoding="utf-8") == HEAD + fixed


def test_a_key_of_the_topic_at_the_root_is_respelt_in_its_place(tmp_path: Path) -> None:
    pack = make_pack(tmp_path / "pack", {"marine.toml": 'topic.Label = "统计"\n'})
    assert _fix(pack) == 1
    assert (pack / "marine.toml").read_text(encoding="utf-8") == 'topic.label = "统计"\n'


def test_a_key_of_a_work_is_respelt_as_works_have_it_and_no_other_is(tmp_path: Path) -> None:
    pack = make_pack(tmp_path / "pack", {"sources.toml": '[x]\ntitle = "X"\nurl = "u"\nSource = "b"\nKind = "c"\n'})
    assert _fix(pack) == 1
    fixed = '[x]\ntitle = "X"\nURL = "u"\nSource = "b"\nKind = "c"\n'
    assert (pack / "sources.toml").read_text(encoding="utf-8") == fixed


def test_a_work_that_is_called_topic_keeps_the_order_of_its_keys(tmp_path: Path) -> None:
    work = '[topic]\nnote = "x"\ntitle = "X"\n'
    pack = make_pack(tmp_path / "pack", {"sources.toml": work})
    assert (_fix(pack), (pack / "sources.toml").read_text(encoding="utf-8")) == (0, work)


def test_each_line_ends_as_it_did_where_a_file_has_two_kinds(tmp_path: Path) -> None:
    text = (HEAD + fact_text("a")).encode()
    mixed = text.replace(b"[fact.a]\n", b"[fact.a]  \r\n# one\r\n# two\n").replace(b'label = "a"\n', b'label = "a"\t\n')
    pack = make_pack(tmp_path / "pack", {"marine.toml": mixed.rstrip()})
    assert _fix(pack) == 3
    fixed = mixed.rstrip().replace(b"  \r\n", b"\r\n").replace(b"\t\n", b"\n") + b"\r\n"
    assert (pack / "marine.toml").read_bytes() == fixed


@pytest.mark.parametrize("mode", [0o444, 0o400])
def test_a_file_that_is_read_only_is_left_so(run: Run, tmp_path: Path, mode: int) -> None:
    pack = make_pack(tmp_path / "pack", {"port.toml": MESSY})
    (pack / "port.toml").chmod(mode)
    ran = run("lint", str(pack), "--fix")
    assert ran.code == 2
    assert "port.toml cannot be fixed (it is read-only); make it writable first" in ran.err
    assert (pack / "port.toml").read_text(encoding="utf-8") == MESSY


def test_a_file_with_two_names_is_not_parted(run: Run, tmp_path: Path) -> None:
    pack = make_pack(tmp_path / "pack", {"port.toml": MESSY})
    (tmp_path / "other").hardlink_to(pack / "port.toml")
    ran = run("lint", str(pack), "--fix")
    assert ran.code == 2
    assert "port.toml cannot be fixed (it has 2 names, hard links); " in ran.err
    assert (tmp_path / "other").samefile(pack / "port.toml")
    assert (pack / "port.toml").read_text(encoding="utf-8") == MESSY


@pytest.mark.parametrize(
    "edit",
    [
        Edit(HEAD.index("label"), HEAD.index("label") + 5, "unit"),
        Edit(HEAD.index('"海洋"'), HEAD.index('"海洋"') + 4, '"海"'),
        Edit(HEAD.index('"海洋"'), HEAD.index('"海洋"') + 4, '"海'),
        Edit(HEAD.index("label"), HEAD.index("label") + 5, "lable", Meant(("topic", "label"), "label")),
        Edit(HEAD.index("label"), HEAD.index("label"), "value = 1\n", Meant(("topic", "label"), "label", "海洋")),
    ],
)
def test_an_edit_that_does_something_else_than_it_means_is_not_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, edit: Edit
) -> None:
    pack = make_pack(tmp_path / "pack", {"marine.toml": HEAD})
    found = Problem(str(pack / "marine.toml"), 1, "", "", "F122", edit=edit)
    monkeypatch.setattr(lint, "form_of", lambda _: ([found], Layouts()))
    with pytest.raises(OutputError, match="is not fixed: the fix would change its meaning; fix it by hand"):
        _fix(pack)
    assert (pack / "marine.toml").read_text(encoding="utf-8") == HEAD


def test_blanks_within_a_text_are_the_texts_own(tmp_path: Path) -> None:
    text = HEAD + fact_text("a", label_en="A", time_period="2024") + 'description = """one  \ntwo\t\n"""  \n'
    pack = make_pack(tmp_path / "pack", {"marine.toml": text})
    _fix(pack)
    assert (pack / "marine.toml").read_text(encoding="utf-8").endswith('"""one  \ntwo\t\n"""\n')


@pytest.mark.parametrize("head", [b"", b"\xef\xbb\xbf"], ids=["plain", "bom"])
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["unix", "windows"])
def test_line_ends_and_byte_order_mark_stay(tmp_path: Path, head: bytes, end: str) -> None:
    text = MESSY.replace("\n", end)
    pack = make_pack(tmp_path / "pack", {"port.toml": head + text.encode()})
    assert _fix(pack) == 10
    assert (pack / "port.toml").read_bytes() == head + FIXED.replace("\n", end).encode()


def test_mode_and_link_of_a_file_stay(tmp_path: Path) -> None:
    pack = make_pack(tmp_path / "pack", {"kept": MESSY})
    (pack / "kept").chmod(0o640)
    (pack / "port.toml").symlink_to("kept")
    _fix(pack)
    assert (pack / "port.toml").is_symlink()
    assert (pack / "kept").read_text(encoding="utf-8") == FIXED
    assert stat.S_IMODE((pack / "kept").stat().st_mode) == 0o640


def test_only_the_file_that_is_named_is_fixed(run: Run, tmp_path: Path) -> None:
    pack = make_pack(tmp_path / "pack", {"port.toml": MESSY, "quay.toml": MESSY.replace("港口", "码头")})
    run("lint", str(pack / "port.toml"), "--fix")
    assert (pack / "port.toml").read_text(encoding="utf-8") == FIXED
    assert (pack / "quay.toml").read_text(encoding="utf-8") == MESSY.replace("港口", "码头")


def test_a_file_that_cannot_be_written_is_as_it_was(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pack = make_pack(tmp_path / "pack", {"port.toml": MESSY})

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    ran = run("lint", str(pack), "--fix")
    assert ran.code == 2
    assert "port.toml cannot be fixed (No space left on device); free some space, or change its permissions" in ran.err
    assert (pack / "port.toml").read_text(encoding="utf-8") == MESSY
    assert sorted(path.name for path in pack.iterdir()) == ["port.toml", "sources.toml"]


def test_a_file_that_changes_meanwhile_is_left_to_who_changed_it(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = make_pack(tmp_path / "pack", {"port.toml": MESSY})
    flushed = os.fsync

    def edited(handle: int) -> None:
        flushed(handle)
        (pack / "port.toml").write_text("# mine\n" + MESSY, encoding="utf-8")

    monkeypatch.setattr(os, "fsync", edited)
    ran = run("lint", str(pack), "--fix")
    assert (ran.code, ran.out) == (2, "")
    assert "was changed while it was being fixed; run it again" in ran.err
    assert (pack / "port.toml").read_text(encoding="utf-8") == "# mine\n" + MESSY


VALUES = {
    "kind": ['"statistic"', '"policy"', '"x"'],
    "label": ['"甲"', '"a # b"', "'''乙'''", '""'],
    "label_en": ['"A"', '"""B\nC  \n"""', "5"],
    "value": ["1", "1_000", '"12"', '"1,234.50"', '"1,2"', '"007"', '"-0.5"', "1e3", '"十"', "nan"],
    "unit": ['"家"', '"%"'],
    "status": ['"final"', '"target"', '"Final"'],
    "time_period": ["2024", '"2024"', "2024-06-30", '"P3Y/2024"', "20245"],
    "aliases": [
        '["甲", "丙", "甲"]', '"丁"', '"丁, 戊"', '[\n  "甲", # one\n  "B", # two\n]', "[]", "[['x']]",
        '["甲" # one, so\n  , "丙" # two\n]', '["丙", # one\n "甲" # two\n , "A" # three\n ]',
        '[\n"""甲  \n丙""", \n"甲" # one\n]',
    ],
    "locator": ['{ section = "文", paragraph = 1 }', "{ }", '{ section = """x  \ny""" }  ', '{ Section = "x" }'],
    "parts": ['["一"]', "'二'", '["""一  \n# two""",  \n]'],
    "Label-EN": ['"E"'],
    "LABEL_EN": ['"F"'],
    "locator.section": ['"文"'],
    "Unit.Unit": ['"家"'],
    "nosuch": ["[1, 2]"],
}  # fmt: skip
COMMENTS = st.sampled_from(["", "  # so", "  ", "  # value = 3"])
LINE = st.sampled_from(sorted(VALUES)).flatmap(
    lambda key: st.tuples(
        st.just(key), st.sampled_from(VALUES[key]), COMMENTS, st.sampled_from(["", "# above\n", "\n"])
    )
)
LINES = st.lists(LINE, max_size=6, unique_by=lambda line: line[0].partition(".")[0])
# How a fact is written: its keys under a heading, dotted under [fact], in an array, or behind a table of its own.
WAYS = st.sampled_from(["heading", "heading", "heading", "dotted", "array", "table first"])
LINE_ENDS = st.lists(st.sampled_from(["\n", "\n", "\r\n"]), min_size=1, max_size=3)


def _written(facts: list[tuple[str, list[tuple[str, str, str, str]]]]) -> str:
    text = HEAD
    dotted = "".join(_keys_of(f"f{at}.", lines) for at, (way, lines) in enumerate(facts) if way == "dotted")
    text += f"[fact]\n{dotted}" if dotted else ""
    for number, (way, lines) in enumerate(facts):
        name, keys = f"fact.f{number}", _keys_of("", lines)
        has_table = any(line[0].startswith("locator") for line in lines)
        if way == "heading" or (way == "table first" and has_table):
            text += f"[{name}]\n{keys}\n"
        elif way == "array":
            text += f"[[{name}]]\n{keys}\n[[{name}]]\n{keys}\n"
        elif way == "table first":
            text += f'[{name}.locator]\nsection = "文"  # first\n[{name}]\n{keys}\n'
    return text


def _keys_of(before: str, lines: list[tuple[str, str, str, str]]) -> str:
    return "".join(f"{above}{before}{key} = {value}{comment}\n" for key, value, comment, above in lines)


def _meant(said: dict[str, Any]) -> dict[str, Any]:
    """What a fact says, in one spelling of its keys and values: what --fix may change is the same in it."""
    meant: dict[str, Any] = {}
    for key, value in said.items():
        name = schema.respelt(key, schema.FACT_KEYS) or key
        name = key if name in said or name in meant or {"Label-EN", "LABEL_EN"} <= said.keys() else name
        if (key == "aliases" and value == "丁") or (key == "parts" and value == "二"):
            meant[name] = [value]
        elif key == "value":
            meant[name] = str(value).replace(",", "") if value in {"12", "1,234.50", "-0.5"} else str(value)
        else:
            meant[name] = str(value) if key == "time_period" else value
    return meant


@settings(max_examples=250)
@given(st.lists(st.tuples(WAYS, LINES), max_size=3), LINE_ENDS)
def test_fixing_anything_loses_no_fact_no_value_and_no_comment(
    tmp_path_factory: pytest.TempPathFactory,
    facts: list[tuple[str, list[tuple[str, str, str, str]]]],
    line_ends: list[str],
) -> None:
    plain = _written(facts)
    text = "".join(
        line.removesuffix("\n") + line_ends[at % len(line_ends)]
        for at, line in enumerate(plain.splitlines(keepends=True))
    )
    pack = make_pack(tmp_path_factory.mktemp("any"), {"marine.toml": text})
    before = tomli.loads(plain, parse_float=Decimal)
    read = {fact.id: fact for fact in load.load([str(pack)]).facts}
    _fix(pack)
    written = (pack / "marine.toml").read_bytes().decode()
    after = written.replace("\r\n", "\n")
    assert sorted(_comments(after)) == sorted(_comments(plain))
    kept = {fact.id: fact for fact in load.load([str(pack)]).facts}
    for fact_id, fact in read.items():
        assert kept[fact_id]._replace(aliases=()) == fact._replace(aliases=())
        assert set(kept[fact_id].aliases) <= set(fact.aliases)
    for slug, said in before.get("fact", {}).items():
        fixed = tomli.loads(after, parse_float=Decimal)["fact"][slug]
        if isinstance(said, list):
            assert repr(fixed) == repr(said)
            continue
        now, then = _meant(fixed), _meant(said)
        left, were = now.pop("aliases", []), then.pop("aliases", [])
        assert left == were or (isinstance(left, list) and all(each in were for each in left))
        assert repr(sorted(now.items())) == repr(sorted(then.items()))
        assert len(fixed) == len(said)
        known = [key for key in fixed if key in schema.FACT_KEYS]
        if f"[fact.{slug}]" in after and f"[fact.{slug}.locator]" not in after:
            assert known == sorted(known, key=list(schema.FACT_KEYS).index)
    assert _fix(pack) == 0
    assert (pack / "marine.toml").read_bytes().decode() == written


def _comments(text: str) -> list[str]:
    return [line[line.index("# ") :].rstrip() for line in text.split("\n") if "# " in line]


def test_sources_are_fixed_like_fact_files(tmp_path: Path) -> None:
    pack = make_pack(tmp_path / "pack", {"sources.toml": SOURCES.replace("\n", "  \n", 1).rstrip("\n")})
    assert _fix(pack) == 2
    assert (pack / "sources.toml").read_text(encoding="utf-8") == SOURCES


def test_an_alias_that_differs_in_the_point_of_a_number_is_no_repeated_name(tmp_path: Path) -> None:
    body = fact_text("a", label="35千伏线路", label_en="A", time_period="2024", aliases=["3.5千伏线路"])
    pack = make_pack(tmp_path / "pack", {"marine.toml": HEAD + body})
    _fix(pack)
    assert "3.5千伏线路" in (pack / "marine.toml").read_text(encoding="utf-8")
