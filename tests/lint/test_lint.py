"""`jimo lint`: every rule where it is broken, with its place, its excerpt, its fix, in every format."""

import json
import os
import re
import time
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any
from urllib.parse import quote, unquote_to_bytes, urljoin

import jsonschema
import pytest
import tomli
from builders import HEAD, Ran, Run, fact_text, make_pack
from hypothesis import assume, given
from hypothesis import strategies as st

from jimo_cli.commands import help_topics
from jimo_cli.lint import check, fix
from jimo_cli.lint.json_schema import fact_file
from jimo_cli.output import findings
from jimo_cli.packs import find, schema
from jimo_cli.packs.rules import RULES
from jimo_cli.packs.table import MOST_PROBLEMS
from jimo_cli.packs.values import WrongValueError

WELL: dict[str, Any] = {
    "label": "产值",
    "label_en": "Output",
    "value": 345,
    "unit": "亿元",
    "time_period": "2024-S1",
    "as_written": "345亿元",
}


def _stated(slug: str = "a", **fields: Any) -> str:
    """A fact as a file has it, its keys in the usual order, unknown ones last."""
    heading, *stated = fact_text(slug, **{**WELL, **fields}).rstrip("\n").split("\n")
    order = {key: at for at, key in enumerate(schema.FACT_KEYS)}
    stated.sort(key=lambda line: order.get(line.partition(" ")[0], len(order)))
    return "\n".join([heading, *stated, "", ""])


def _pack(tmp_path: Path, body: str, **more: str | bytes | None) -> Path:
    files: dict[str, str | bytes | None] = {f"{name}.toml": text for name, text in more.items()}
    return make_pack(tmp_path / "pack", {"marine.toml": HEAD + body} | files)


def _lint(run: Run, pack: Path, *options: str, terminal: bool = False, width: int = 80) -> Ran:
    return run("lint", str(pack), *options, terminal=terminal, width=width)


def _told(pack: Path) -> list[tuple[str, int | None, int, str]]:
    return [(each.path.rpartition("/")[2], each.line, each.column, each.code) for each in check([str(pack)])]


def test_a_pack_that_is_well_is_silent(run: Run, tmp_path: Path) -> None:
    assert _lint(run, _pack(tmp_path, _stated()), "--strict") == (0, "", "")


def test_the_bundled_facts_pass_lint(run: Run) -> None:
    assert run("lint", find.bundled(), "--strict") == (0, "", "")


SHARE: dict[str, Any] = {
    "label": "产值占全区GDP比重",
    "label_en": "Share",
    "aspect": "share",
    "value": 42.4,
    "of": "a",
    "unit": "%",
}
BROKEN: dict[str, tuple[str | bytes, tuple[int, int]]] = {
    "F101": (HEAD.encode() + b"\xff", (1, 1)),
    "F102": (HEAD + '[fact.a]\nlabel = "a\n', (8, 11)),
    "F103": (HEAD + "[fact]\na = 1\n", (8, 1)),
    "F104": (HEAD + _stated(unti="家"), (15, 1)),
    "F105": (HEAD + _stated(label=None), (7, 1)),
    "F106": (HEAD + _stated(value="345"), (11, 1)),
    "F107": (HEAD + _stated("A_b"), (7, 1)),
    "F108": (HEAD + _stated(source="weekly"), (15, 1)),
    "F109": (HEAD + _stated(of="b", aspect="growth"), (9, 1)),
    "F110": (HEAD + _stated(time_period="soon"), (13, 1)),
    "F111": (HEAD + _stated(kind="policy", value=None, as_written=None), (11, 1)),
    "F112": (HEAD + _stated(qualifier="range"), (11, 1)),
    "F121": (HEAD + _stated(label_en=None) + 'label_en = "Output"\n', (15, 1)),
    "F122": (HEAD + _stated().replace("345\n", "345  \n"), (11, 12)),
    "F123": (HEAD + _stated(aliases=["产值 ", "GDP"]), (15, 12)),
    "F124": (HEAD + _stated() + "# lint: ignore S999\n", (16, 1)),
    "F125": (HEAD + _stated().replace("345\n", "345  # check: 三百四十五\n"), (11, 14)),
    "S201": (HEAD + _stated(as_written="346亿元"), (11, 1)),
    "S202": (HEAD + _stated() + _stated("b"), (16, 1)),
    "S203": (HEAD + _stated() + _stated("b", value=346, as_written="346亿元"), (20, 1)),
    "S204": (HEAD + _stated(aliases=["总数"]) + _stated("b", label="总数", label_en="Total"), (15, 1)),
    "S205": (HEAD + _stated(time_period=None), (7, 1)),
    "S206": (HEAD.replace('reference_area = "即墨区"\n', "") + _stated(), (6, 1)),
    "S207": (HEAD + _stated(label_en=None), (7, 1)),
    "S208": (HEAD + _stated(of="b", aspect="growth", value=-7.7, unit="%", as_written="7.7%") + _stated("b"), (16, 1)),
    "S209": (HEAD + _stated(basis="year_on_year"), (9, 1)),
    "S210": (
        HEAD + _stated(label="产值环比增长", aspect="growth", basis="year_on_year", value=3, unit="%", as_written=None),
        (10, 1),
    ),
    "S211": (HEAD + _stated(aspect="rank", among="全省16个市", value=1.5, unit="位", as_written=None), (13, 1)),
    "S212": (HEAD + _stated(aspect="rank", value=3, unit="位", as_written="第3位"), (7, 1)),
    "A301": (HEAD + _stated(aspect="share", value=100.6, unit="%", as_written="100.6%"), (12, 1)),
    "A302": (
        HEAD
        + _stated(parts=["甲", "乙"])
        + _stated("b", label="甲", label_en="B", value=100, as_written=None)
        + _stated("c", label="乙", label_en="C", value=200, as_written=None),
        (11, 1),
    ),
    "A303": (
        HEAD
        + _stated()
        + _stated("b", time_period="2023-S1", value=320, as_written=None)
        + _stated("c", of="a", aspect="growth", label="增长", label_en="G", value=9.7, unit="%", as_written=None),
        (30, 1),
    ),
    "A304": (
        HEAD
        + _stated()
        + _stated("s", as_written=None, **SHARE)
        + _stated("g", label="全区GDP", label_en="GDP", value=900, as_written=None),
        (22, 1),
    ),
    "A305": (
        HEAD
        + _stated(label="地区生产总值", label_en="GDP", value=900, as_written=None)
        + _stated("s", as_written=None, **{**SHARE, "label": "海洋产值占GDP比重"}),
        (17, 1),
    ),
}


@pytest.mark.parametrize("code", BROKEN)
def test_a_broken_rule_is_reported_with_its_place_and_nothing_else_is(run: Run, tmp_path: Path, code: str) -> None:
    text, (line, column) = BROKEN[code]
    pack = make_pack(tmp_path / "pack", {"marine.toml": text})
    assert _told(pack) == [("marine.toml", line, column, code)]
    grave = RULES[code].severity == "error"
    ran = _lint(run, pack)
    assert ran.out.startswith(f"{pack}/marine.toml:{line}:{column}: {code} ")
    assert (ran.code, len(ran.rows)) == (int(grave), 1)
    assert _lint(run, pack, "--strict").code == 1
    assert ran.err.startswith("jimo: 1 error" if grave else "jimo: 1 warning")


def test_packs_have_rules_of_their_own(tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    assert [each.code for each in check([str(tmp_path / "none"), str(tmp_path / "not-there")])] == ["F114", "F101"]
    one = make_pack(tmp_path / "one", {"marine.toml": HEAD + _stated()})
    two = make_pack(tmp_path / "two", {"marine.toml": HEAD + _stated()})
    assert [(each.code, each.path) for each in check([str(one), str(two)])] == [("F113", f"{two}/marine.toml")]


def test_every_rule_is_broken_somewhere_here() -> None:
    of_fact_files = {code for code in RULES if not code.startswith("C")}  # those of drafts are broken in tests/check
    assert {*BROKEN, "F113", "F114", "F115", "F116", "F117", "F118"} == of_fact_files


PLACE, TERM = '[place.bay]\nlabel = "鳌山湾"\n', '[term.berths]\nwords = ["泊位数"]\n'


@pytest.mark.parametrize(
    ("name", "text", "place"),
    [
        ("places", PLACE + 'within = "nowhere"\n', (3, 1, "F116")),
        ("places", PLACE + '[place.b]\nlabel = "湾"\naliases = ["鳌山湾"]\n', (5, 1, "F117")),
        ("places", PLACE + 'code = "370215"\n', (3, 1, "F118")),
        ("places", '[place.bay]\nlabel_en = "Bay"\nlabel = "鳌山湾"\n', (3, 1, "F121")),
        ("terms", TERM + 'broader = ["码头"]\n', (3, 1, "F116")),
        ("terms", TERM + '[term.b]\nwords = ["泊位数"]\n', (4, 1, "F117")),
        ("terms", '[term.a]\nwords = ["GDP", "CPI"]\n', (2, 1, "F118")),
        ("terms", '[term.a]\nloose = ["港"]\nwords = ["泊位数"]\n', (3, 1, "F121")),
    ],
)
def test_places_and_terms_have_rules_of_their_own(
    run: Run, tmp_path: Path, name: str, text: str, place: tuple[int, int, str]
) -> None:
    pack = _pack(tmp_path, _stated(), **{name: text})
    assert _told(pack) == [(f"{name}.toml", *place)]
    ignored = (
        text.replace("\n", f"\n# lint: ignore {place[2]}\n", 1)
        if place[0] == 2
        else f"# lint: ignore {place[2]}\n{text}"
    )
    assert _lint(run, _pack(tmp_path, _stated(), **{name: ignored}), "--strict") == (0, "", "")


def test_places_and_terms_are_fixed_like_facts(run: Run, tmp_path: Path) -> None:
    places = '[place.bay]\nlabel_en = "Bay"\nLabel = "鳌山湾"\naliases = "湾"  \n'
    pack = _pack(tmp_path, _stated(), places=places, terms='[term.a]\nLoose = ["港"]\nwords = ["泊位数"]\n')
    assert _lint(run, pack, "--fix").code == 0
    fixed = '[place.bay]\nlabel = "鳌山湾"\nlabel_en = "Bay"\naliases = ["湾"]\n'
    assert (pack / "places.toml").read_text(encoding="utf-8") == fixed
    assert (pack / "terms.toml").read_text(encoding="utf-8") == '[term.a]\nwords = ["泊位数"]\nloose = ["港"]\n'


def test_facts_that_are_passed_over_are_reported(run: Run, tmp_path: Path) -> None:
    pack = _pack(tmp_path, _stated())
    for directory in ("more", "empty", ".git"):
        make_pack(pack / directory, {"sources.toml": None if directory == "empty" else ""})
    for name in ("air.toml.txt", "LAND.TOML.TXT", "notes.txt", "air.toml~", "air.toml.bak", ".air.toml", "a.yaml"):
        (pack / name).write_text("", encoding="utf-8")
    assert [row[::3] for row in _told(pack)] == [("LAND.TOML.TXT", "F115"), ("air.toml.txt", "F115"), ("more", "F115")]
    ran = _lint(run, pack)
    assert (ran.code, ran.err) == (0, "jimo: 3 warnings\n")
    assert ran.out.splitlines()[0].endswith("is passed over; rename it to LAND.TOML")
    assert run("stats", "--facts", str(pack)).err == ""


@pytest.mark.parametrize("name", [".air.toml", "air.toml.txt"])
def test_a_file_that_no_pack_reads_is_refused_and_not_found_free_of_problems(
    run: Run, tmp_path: Path, name: str
) -> None:
    (_pack(tmp_path, _stated()) / name).write_text("no", encoding="utf-8")
    assert run("lint", str(tmp_path / "pack" / name)).code == 2


def test_a_pack_that_does_not_load_is_checked_as_far_as_it_can_be_read(tmp_path: Path) -> None:
    pack = _pack(tmp_path, _stated(value="345") + _stated("b", as_written="346亿元"), air="[topic\n", land=b"\xff\xfe")
    assert [row[::3] for row in _told(pack)] == [
        ("air.toml", "F102"),
        ("land.toml", "F101"),
        ("marine.toml", "F106"),
        ("marine.toml", "S201"),
    ]


def test_a_pipe_or_a_device_in_a_pack_is_reported_and_not_waited_for(run: Run, tmp_path: Path) -> None:
    pack = _pack(tmp_path, _stated())
    os.mkfifo(pack / "pipe.toml")
    (pack / "null.toml").symlink_to("/dev/null")
    assert [row[::3] for row in _told(pack)] == [("null.toml", "F101"), ("pipe.toml", "F101")]
    assert _lint(run, pack / "pipe.toml", "--fix", terminal=True).code == 1


def test_one_file_is_checked_beside_its_pack_and_reported_alone(run: Run, tmp_path: Path) -> None:
    elsewhere = HEAD + _stated(label_en=None, of="marine.a", aspect="growth", label="增长", unit="%", as_written=None)
    pack = _pack(tmp_path, _stated(label_en=None), air=elsewhere.replace('"海洋"', '"空气"').replace("Marine", "Air"))
    ran = _lint(run, pack / "air.toml")
    assert [line.split(": ")[1].split()[0] for line in ran.out.splitlines()] == ["S207"]
    assert "air.toml" in ran.out


@pytest.mark.parametrize("name", ["nosuch", "nosuch.toml", "README.md"])
def test_what_is_no_fact_file_is_refused(run: Run, tmp_path: Path, name: str) -> None:
    (tmp_path / "README.md").write_text("", encoding="utf-8")
    ran = run("lint", str(tmp_path / name))
    assert (ran.code, ran.out) == (2, "")
    assert "is neither a directory nor a .toml file; name an existing one" in ran.err


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (HEAD + "# lint: ignore S205\n" + _stated(time_period=None), []),
        ("# lint: ignore S205\n" + HEAD + _stated(time_period=None), []),
        ("# lint: ignore S207, S205 - the source gives none\n" + HEAD + _stated(time_period=None), []),
        ("# lint: ignore S201\n" + HEAD + _stated(time_period=None), ["S205"]),
        (HEAD + _stated(time_period=None).replace("[fact.a]", "[fact.a]  # lint: ignore S205"), []),
        (HEAD + _stated() + _stated("b", label="乙", label_en=None).replace("a]", "a] # lint: ignore S207"), ["S207"]),
        (HEAD + _stated(as_written="346亿元").replace("345", "345  # lint: ignore S201"), []),
        (HEAD + _stated(as_written="346亿元", description="# lint: ignore S201"), ["S201"]),
        ("# lint: ignore s207; S205\n" + HEAD + _stated(time_period=None, label_en=None), []),
        ("# lint: ignore S207 and s205、S206: none\n" + HEAD + _stated(time_period=None, label_en=None), []),
        ("# none is given. lint: ignore S205\n" + HEAD + _stated(time_period=None), ["S205"]),
        ("# none is given # lint: ignore S205\n" + HEAD + _stated(time_period=None), []),
        ("#LINT:Ignore S205\n" + HEAD + _stated(time_period=None), []),
        ("# lint ignore S205\n" + HEAD + _stated(time_period=None), []),
        ("# lint: ignore S205 - unlike S207\n" + HEAD + _stated(label_en=None), ["S207"]),
        ("# this is no lint, and S205 no matter\n" + HEAD + _stated(time_period=None), ["S205"]),
        (HEAD + _stated(as_written="346亿元").replace("value", "# lint: ignore S201\n# so\n\nvalue"), []),
        (HEAD + _stated(as_written="346亿元").replace("unit", "# lint: ignore S201\nunit"), ["S201"]),
        (HEAD + "# lint: ignore S207\n" + _stated(label_en=None) + _stated("b", label="乙", label_en=None), ["S207"]),
        (
            HEAD + _stated(aliases=["产值", "x"]).replace('"产值", ', '"产值", # lint: ignore F123\n'),
            [],
        ),
        (
            (HEAD + _stated()).replace(
                '[topic]\nlabel = "海洋"\nlabel_en = "Marine"\n', "[topic]\n# lint: ignore F105\n"
            ),
            ["F105", "F124"],
        ),
        (
            'topic.label = "海洋" # lint: ignore S207\ntopic.source = "daily"\ntopic.reference_area = "x"\n'
            + _stated(label_en=None),
            ["S207"],
        ),
        (
            HEAD + _stated(locator={"section": 1}).replace("[fact.a]", "[fact.a] # lint: ignore F106"),
            [],
        ),
        (
            HEAD + _stated().replace("[fact.a]", "[fact.a] # lint: ignore F106") + "[fact.a.locator]\nsection = 1\n",
            [],
        ),
    ],
)
def test_a_comment_sets_a_rule_aside_for_what_it_stands_behind(tmp_path: Path, text: str, left: list[str]) -> None:
    assert [row[3] for row in _told(make_pack(tmp_path / "pack", {"marine.toml": text}))] == left


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("# lint: ignore\n" + HEAD, 1, "this comment suppresses no rule; name one: # lint: ignore S205"),
        ("# lint: ignore the period\n" + HEAD, 1, "this comment suppresses no rule; name one: # lint: ignore S205"),
        ("# lint: disable S205\n" + HEAD, 1, "unknown lint command disable; write # lint: ignore S205"),
        ("# lint: ignore s999\n" + HEAD, 1, "unknown rule S999; jimo help codes lists them"),
        (
            HEAD + "# lint: ignore S205\n",
            7,
            "nothing follows that this comment could be for; put it after or above a key or heading",
        ),
        (
            HEAD + _stated(aliases=["x"]).replace('"x"', '"x" # lint: ignore S9\n'),
            15,
            "unknown rule S9; jimo help codes lists them",
        ),
    ],
)
def test_a_comment_for_lint_that_does_nothing_is_reported(
    run: Run, tmp_path: Path, text: str, line: int, said: str
) -> None:
    pack = make_pack(tmp_path / "pack", {"marine.toml": text})
    (told,) = _lint(run, pack).out.splitlines()
    assert told.partition(" F124 ")[2] == said
    assert f"marine.toml:{line}:" in told


def test_a_comment_at_a_key_for_what_is_reported_at_the_heading_is_reported(run: Run, tmp_path: Path) -> None:
    body = _stated(time_period=None).replace("kind", "# lint: ignore S205\nkind") + _stated(
        "b", label="乙", label_en="B"
    )
    pack = _pack(tmp_path, body)
    assert _told(pack) == [("marine.toml", 7, 1, "S205"), ("marine.toml", 8, 1, "F124")]
    said = "S205 is not suppressed here: it is reported at the heading in line 7; move this comment to the heading"
    assert said in _lint(run, pack).out


def test_a_terminal_gets_the_line_with_carets_and_what_to_paste(run: Run, tmp_path: Path) -> None:
    ran = _lint(run, _pack(tmp_path, _stated(value=60, unit="所", as_written="50余所")), terminal=True, width=200)
    assert ran.out.splitlines()[-4:] == [
        " 11 │ value = 60",
        "    │ ^^^^^",
        " 11 │ value = 50",
        '  + │ qualifier = "over"',
    ]


PASTES: dict[str, tuple[str, list[str]]] = {
    "a misspelt key": (
        HEAD + _stated(unit=None, as_written=None, unti="家"),
        [' 13 │ unti = "家"', "    │ ^^^^", ' 13 │ unit = "家"'],
    ),
    "a key that is there already": (HEAD + _stated(lable="x"), [' 15 │ lable = "x"', "    │ ^^^^^"]),
    "a dotted key": (
        HEAD + '[fact]\na.kind = "statistic"\na.label = "x"\na.valeu = 1\n',
        [" 10 │ a.valeu = 1", "    │ ^^^^^^^", " 10 │ a.value = 1"],
    ),
    "one name for a list": (
        HEAD + _stated(alias="x"),
        [' 15 │ alias = "x"', "    │ ^^^^^", ' 15 │ aliases = ["x"]'],
    ),
    "names that may be several": (HEAD + _stated(alias="x, y"), [' 15 │ alias = "x, y"', "    │ ^^^^^"]),
    "a year for a period": (
        HEAD + _stated(time_period=None, year=2024),
        [" 14 │ year = 2024", "    │ ^^^^", ' 14 │ time_period = "2024"'],
    ),
    "a value that stays wrong": (HEAD + _stated(desc=5), [" 15 │ desc = 5", "    │ ^^^^"]),
    "a figure in quotes": (
        HEAD + _stated(value="345"),
        [' 11 │ value = "345"', "    │ ^^^^^", " 11 │ value = 345"],
    ),
    "a key that has to be there": (
        HEAD + _stated(label=None),
        [" 7 │ [fact.a]", "   │ ^^^^^^^^", ' + │ label = "…"'],
    ),
    "what stands on two lines": (
        HEAD + _stated(value=60, unit="所", as_written="50余所", qualifier="under"),
        [" 11 │ value = 60", "    │ ^^^^^", " 11 │ value = 50", ' 12 │ qualifier = "over"'],
    ),
    "a list of several lines": (
        HEAD + _stated() + 'Aliases = [ # all\n  "x",\n]\n',
        [" 16 │ Aliases = [ # all", "    │ ^^^^^^^", " 16 │ aliases = [ # all", ' 17 │   "x",', " 18 │ ]"],
    ),
}


@pytest.mark.parametrize("what", PASTES)
def test_what_to_paste_says_which_line_it_replaces(run: Run, tmp_path: Path, what: str) -> None:
    text, excerpt = PASTES[what]
    ran = _lint(run, make_pack(tmp_path / "pack", {"marine.toml": text}), terminal=True, width=200)
    drawn = [line.rstrip() for line in ran.out.splitlines()]
    at = drawn.index(excerpt[0])
    end = next((end for end in range(at, len(drawn)) if "marine.toml:" in drawn[end]), len(drawn))
    assert drawn[at:end] == excerpt


@pytest.mark.parametrize("key", ["Kind", "KIND", "ki-nd"])
def test_a_key_that_is_spelt_otherwise_is_not_reported_to_be_missing_as_well(tmp_path: Path, key: str) -> None:
    pack = _pack(tmp_path, _stated(kind=None).replace("label =", f'{key} = "statistic"\nlabel ='))
    assert [row[3] for row in _told(pack)] == ["F104"]


@pytest.mark.parametrize(
    ("key", "meant"),
    [
        ("name", "label"),
        ("area", "reference_area"),
        ("Place", "reference_area"),
        ("desc", "description"),
        ("period", "time_period"),
        ("date", "time_period"),
        ("alias", "aliases"),
        ("max", "value_max"),
        ("written", "as_written"),
    ],
)
def test_what_other_formats_call_a_key_is_known(run: Run, tmp_path: Path, key: str, meant: str) -> None:
    ran = _lint(run, _pack(tmp_path, _stated(**{key: "x"})))
    assert f"F104 [fact.a] unknown key {key!r}; did you mean {meant}?" in ran.out


NO_TOML = {
    "label = “产值”": ("8:9", 'use straight double quotes: "…"'),
    'label = "产值”': ("8:13", 'use straight double quotes: "…"'),
    "aliases = [“产值”]": ("8:12", 'use straight double quotes: "…"'),
    'label ＝ "x"': ("8:7", 'retype it in ASCII: label = "x"'),
    "label ＝ 产值": ("8:7", "use = instead of ＝"),
    "value：5": ("8:6", "retype it in ASCII: value=5"),
    "value = １２３": ("8:9", "retype it in ASCII: value = 123"),
    "value = 12３ # 元，％": ("8:11", "retype it in ASCII: value = 123 # 元，％"),
    "value = 3．5": ("8:10", "retype it in ASCII: value = 3.5"),
    "value = ３。５": ("8:9", "retype it in ASCII: value = 3.5"),
    "value = ٣": ("8:9", "retype it in ASCII: value = 3"),
    "value = －5": ("8:9", "retype it in ASCII: value = -5"),
    "value = −5": ("8:9", "retype it in ASCII: value = -5"),
    "value = –5": ("8:9", "retype it in ASCII: value = -5"),
    "value = ﹣５": ("8:9", "retype it in ASCII: value = -5"),
    "value = ＋5": ("8:9", "retype it in ASCII: value = +5"),
    "ｖalue = 5": ("8:1", "retype it in ASCII: value = 5"),
    "[fact．ｂ]": ("8:6", "retype it in ASCII: [fact.b]"),
    "value\u3000= 5": ("8:6", "retype it in ASCII: value = 5"),
    "value =\u30005": ("8:8", "retype it in ASCII: value = 5"),
    'label\u00a0= "港 口，Ａ"': ("8:6", 'retype it in ASCII: label = "港 口，Ａ"'),
    "value = 5\u00a0": ("8:10", "retype it in ASCII: value = 5"),
    "\u3000value = 5": ("8:1", "retype it in ASCII: value = 5"),
    "value\x0b= 5": ("8:6", "retype it in ASCII: value = 5"),
    'la\u200bbel = "x"': ("8:3", 'retype it in ASCII: label = "x"'),
    'label = "x"\ufeff': ("8:12", 'retype it in ASCII: label = "x"'),
    'label = "x" ＃ 注': ("8:13", 'retype it in ASCII: label = "x" # 注'),
    'aliases = ["a"，"b"]': ("8:15", 'retype it in ASCII: aliases = ["a","b"]'),
    'aliases = [\n  "a"，\n  "b"]': ("9:6", "use , instead of ，"),
    'aliases = [\n\u3000"a"]': ("9:1", "use a plain blank instead of U+3000"),
    'locator = { section： "x"、 paragraph = １ }': (
        "8:20",
        'retype it in ASCII: locator = { section= "x", paragraph = 1 }',
    ),
    "label\u3000= 产值": ("8:6", "use a plain blank instead of U+3000"),
    "\u3000": ("8:1", "use a plain blank instead of U+3000"),
    "value = １２亿": ("8:9", "write only the number, and put what is counted under unit: 亿元, %, 家"),
    "value = 12％": ("8:11", "write only the number, and put what is counted under unit: 亿元, %, 家"),
    "value = ①": ("8:9", "put text in double quotes"),
    "value = 1，２34": ("8:10", "remove the commas between the digits"),
    "value = 1\u2009234": ("8:10", "remove the blanks between the digits"),
    "value = －０7": ("8:9", "remove the leading zeros"),
    "time_period = 2024－06": ("8:19", 'put a period in double quotes: "2024-06"'),
    "time_period = ２０２４": ("8:15", 'put a period in double quotes: "2024"'),
    "time_period = ２０２４–０６−３０": ("8:15", 'put a period in double quotes: "2024-06-30"'),
    "time_period = 2024-Ｓ１／..": ("8:19", 'put a period in double quotes: "2024-S1/.."'),
    "time_period = ２０２４年６月": ("8:15", 'write a period like "2024-06", in double quotes'),
    "time_period = 2024．06．30": ("8:19", 'write a period like "2024-06", in double quotes'),
    "value = 12亿": ("8:11", "write only the number, and put what is counted under unit: 亿元, %, 家"),
    "value = 5.2%": ("8:12", "write only the number, and put what is counted under unit: 亿元, %, 家"),
    "value = 50余所 # so": ("8:11", "write only the number, and put what is counted under unit: 亿元, %, 家"),
    "value = 1,234": ("8:10", "remove the commas between the digits"),
    "value = 007": ("8:10", "remove the leading zeros"),
    "time_period = 2024-06": ("8:19", 'put a period in double quotes: "2024-06"'),
    "time_period = 2024-S1": ("8:19", 'put a period in double quotes: "2024-S1"'),
    "time_period = 2023/2024": ("8:19", 'put a period in double quotes: "2023/2024"'),
    "time_period = 2024年": ("8:19", 'write a period like "2024-06", in double quotes'),
    "kind = statistic": ("8:8", "put text in double quotes"),
    "label =": ("8:8", "write a value after the ="),
    "[fact.甲]": ("8:7", "use only the letters a to z, digits and hyphens in names"),
    "[fact.b甲]": ("8:8", "use only the letters a to z, digits and hyphens in names"),
    '标签 = "x"': ("8:1", "use only the letters a to z, digits and hyphens in names"),
    "[fact": ("8:6", "write a heading like [fact.a-slug], with nothing but a comment (#) after it"),
    'label: "x"': ("8:6", 'write key = value on a line of its own, like label = "…"'),
    'label = "a': ("8:11", "close the quote that is open on this line"),
    "label = 'a\n": ("8:9", "write ' after it"),
    'description = """a\nb': ("8:15", 'write """ after it'),
    'label = "a" "b"': ("8:13", "put nothing but a comment (#) after the closing quote"),
    'label = "C:\\q"': ("8:14", "write \\\\ for a backslash, or put the text in single quotes"),
    'aliases = ["a" "b"]': ("8:16", "separate the entries by commas, and end the list with ]; it begins in line 8"),
    'aliases = ["a",\n  "b"\nunit = "x"': (
        "10:1",
        "separate the entries by commas, and end the list with ]; it begins in line 8",
    ),
    'locator = { section = "a" paragraph = 1 }': ("8:27", "separate the entries by commas, and end the table with }"),
    "locator = { paragraph = 1, paragraph = 2 }": ("8:41", "remove one of them"),
}


@pytest.mark.parametrize("body", NO_TOML)
def test_what_is_no_toml_is_reported_with_what_to_write_there(tmp_path: Path, body: str) -> None:
    place, hint = NO_TOML[body]
    (found,) = check([str(_pack(tmp_path, f"[fact.a]\n{body}\n"))])
    assert (found.code, f"{found.line}:{found.column}", found.hint) == ("F102", place, hint)


FULL_WIDTH = {char: chr(ord(char) + 0xFEE0) for char in map(chr, range(0x21, 0x7F)) if char not in "\"'"}
OTHERS = {" ": "\u3000\xa0\u2003\t\x0c", "-": "－−–—﹣‐‑", "=": "：", ",": "、﹐", ".": "。｡"}
PLAIN_LINES = [
    "value = 123", "value = -3.5", "value=+1_000", "[fact.a-b]", 'name = "港，口"', 'aliases = ["Ａ", "b"]',
    'locator = { section = "一", paragraph = 12 }', "unit.x = 1.5e-3 # 注：１", "value = 5 # it's",
]  # fmt: skip


@given(st.data())
def test_any_line_in_other_forms_of_its_characters_is_reported_as_it_is_in_ascii(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    line = data.draw(st.sampled_from(PLAIN_LINES))
    kept = [found.span() for found in re.finditer(r'"[^"]*"|#.*', line)]
    typed = "".join(
        data.draw(st.sampled_from(char + FULL_WIDTH.get(char, "") + OTHERS.get(char, "")))
        if not any(start <= at < end for start, end in kept)
        else char
        for at, char in enumerate(line)
    )
    pack = make_pack(tmp_path_factory.mktemp("any"), {"marine.toml": f"{HEAD}{typed}\n"})
    assume(typed.replace("\t", " ") != line)
    (found,) = check([str(pack)])
    assert (found.code, found.paste.replace("\t", " ")) == ("F102", line)
    assert "retype it in ASCII: " in found.hint


def test_a_line_to_retype_is_shown_as_one_to_paste_in_its_place(run: Run, tmp_path: Path) -> None:
    ran = _lint(run, _pack(tmp_path, "[fact.a]\nvalue　＝　１２３ # 元\n"), terminal=True, width=200)
    assert [line.rstrip() for line in ran.out.splitlines()[1:]] == [
        " 8 │ value　＝　１２３ # 元",
        "   │      ^^",
        " 8 │ value = 123 # 元",
    ]


def test_a_very_long_line_in_other_forms_is_reported_in_time(tmp_path: Path) -> None:
    begun = time.process_time()
    for body in ("x = " + "５" * 900_000, "\u3000" * 900_000, 'x = １ "' + '\\"' * 1_400_000, "[" * 900 + "１"):
        (found,) = check([str(_pack(tmp_path, f"[fact.a]\n{body}\n"))])
        assert (found.code, found.paste) == ("F102", "")
    assert time.process_time() - begun < 5


@pytest.mark.parametrize(
    ("body", "place", "said"),
    [
        ("[topic]\n", "7:1", "[topic] is already defined in line 1"),
        ("[fact.a]\n[fact.b]\n[fact.a] # so\nlabel = 1\n", "9:1", "[fact.a] is already defined in line 7"),
        (
            '[fact.a]\nkind = 1\nlabel = 2\nkind   =   "x"   # so\n',
            "10:1",
            "fact.a.kind is already defined in line 8",
        ),
        ("[fact.a]\nkind = 1\n[fact.a.kind]\n", "9:1", "[fact.a.kind] is already defined in line 8"),
        (
            "[fact]\na.kind = 1\na.kind.b = 2\n",
            "9:1",
            "fact.a.kind.b cannot be added here: the key or table above it is complete",
        ),
    ],
)
def test_what_stands_twice_is_reported_by_its_name_and_place(tmp_path: Path, body: str, place: str, said: str) -> None:
    (found,) = check([str(_pack(tmp_path, body))])
    assert (found.code, f"{found.line}:{found.column}") == ("F102", place)
    assert found.message == f"not TOML: {said}"


@pytest.mark.parametrize(
    ("locator", "said"),
    [
        ({"section": "一", "page": 3}, "locator has an unknown key 'page'"),
        ({"section": 5, "paragraph": 3}, "locator section is 5, not text"),
        ({"section": "一", "paragraph": 0}, "locator has an invalid paragraph 0"),
        ({"section": "一", "paragraph": 1_000_000}, "locator has an invalid paragraph 1000000"),
        ("一", "locator is '一'"),
    ],
)
def test_of_a_locator_that_is_reported_which_is_wrong(tmp_path: Path, locator: object, said: str) -> None:
    text = HEAD + _stated(locator=locator)
    (found,) = check([str(make_pack(tmp_path / "pack", {"marine.toml": text}))])
    assert found.message == f"[fact.a] {said}"
    assert not jsonschema.Draft7Validator(fact_file()).is_valid(tomli.loads(text))


@pytest.mark.parametrize(
    "period", ["2024-13", "2024-00", "2024-01-32", "2024-01-00", "2024/2024-13", "2024-S3", "２０２４"]
)
def test_the_schema_knows_months_and_days(period: str) -> None:
    assert not jsonschema.Draft7Validator(fact_file()).is_valid(tomli.loads(HEAD + _stated(time_period=period)))


@pytest.mark.parametrize(
    "period", ["2024", "2024-12", "2024-01-31", "2024-Q4", "2023/2024-06", "2024-10-09/..", "P12Y/2024"]
)
def test_the_schema_accepts_each_form_of_a_period(period: str) -> None:
    jsonschema.validate(tomli.loads(HEAD + _stated(time_period=period)), fact_file())


def test_of_very_many_findings_of_form_the_first_are_reported_and_all_are_fixed(tmp_path: Path) -> None:
    many = MOST_PROBLEMS + 5
    pack = _pack(tmp_path, "# \n" * many + _stated(aliases=["产值", "x"]))
    found = check([str(pack)])
    assert [each.code for each in found] == ["F122"] * len(found)
    assert sum(each.message == "trailing blanks" for each in found) == MOST_PROBLEMS
    assert [each.line for each in found if each.message == "further findings in this file are omitted"] == [
        7 + MOST_PROBLEMS
    ]
    left, done = fix.apply([str(pack)], lambda _: True)
    assert (left, done) == ([], many + 1)


@pytest.mark.parametrize("own_line", [True, False])
def test_very_many_findings_and_comments_for_lint_are_gone_through_in_time(tmp_path: Path, *, own_line: bool) -> None:
    ignore = "# lint: ignore S205, S207"
    fact = f"{ignore}\n[fact.f{{0}}]\n" if own_line else f"[fact.f{{0}}] {ignore}\n"
    body = "".join(
        fact.format(at) + f'kind = "statistic"\nlabel = "x{at}" {ignore}\nvalue = {at}\n' for at in range(8000)
    )
    begun = time.process_time()
    pack = _pack(tmp_path, body)
    assert check([str(pack)]) == []
    assert time.process_time() - begun < 5


def test_very_many_findings_are_drawn_in_time(tmp_path: Path) -> None:
    pack = _pack(
        tmp_path, "".join(f'[fact.f{at}]\nkind = "statistic"\nlabel = "x{at}"\nvalue = {at}\n' for at in range(4000))
    )
    found = check([str(pack)]) * 4
    assert len(found) >= 4000
    begun = time.process_time()
    for each in found:
        findings.drawn(each)
    assert time.process_time() - begun < 5


def test_carets_stand_below_what_is_meant_also_behind_wide_characters(run: Run, tmp_path: Path) -> None:
    ran = _lint(run, _pack(tmp_path, _stated(aliases=["海洋", "产值"])), terminal=True, width=200)
    excerpt, carets = ran.out.splitlines()[-2:]
    assert excerpt == ' 15 │ aliases = ["海洋", "产值"]'
    # Eleven narrow characters, and two wide ones that take two cells each, come before.
    assert carets == "    │ " + " " * (len('aliases = ["", ') + 4) + "^" * 6


@pytest.mark.parametrize("width", [20, 40, 80])
def test_a_long_line_is_cut_around_the_carets(run: Run, tmp_path: Path, width: int) -> None:
    from rich.cells import cell_len

    names = [f"别名{number}" for number in range(60)]
    ran = _lint(run, _pack(tmp_path, _stated(aliases=[*names, "产值"])), terminal=True, width=width)
    assert max(map(cell_len, ran.out.splitlines())) <= width
    excerpt, carets = ran.out.splitlines()[-2:]
    at = carets.index("^")
    (start,) = (start for start in range(len(excerpt)) if cell_len(excerpt[:start]) == at)
    assert '"产值"'.startswith(excerpt[start:].rstrip("…]"))
    assert len(excerpt[start:].rstrip("…]")) > 1
    assert carets[at:] == "^" * len(carets[at:])
    assert "…" in excerpt[:start]


def test_nothing_in_a_file_can_act_on_a_terminal(run: Run, tmp_path: Path) -> None:
    pack = _pack(tmp_path, _stated(label="a\x1b[31m[red]b\u202e"), **{"\x1b]0;x": "[topic"})
    for terminal in (True, False):
        out = _lint(run, pack, terminal=terminal, width=200).out
        assert re.sub(r"\x1b\[[0-9;]*m", "", out).isprintable() or "\x1b" not in re.sub(r"\x1b\[[0-9;]*m", "", out)
        assert "\u202e" not in out
        assert "\\u001b" in out
    assert "[red]" in _lint(run, pack, terminal=True, width=200).out


def test_json_has_every_field_of_a_finding(run: Run, tmp_path: Path) -> None:
    pack = _pack(tmp_path, _stated(value=60, unit="所", as_written="50余所"))
    assert json.loads(_lint(run, pack, "--format", "json").out) == [
        {
            "path": f"{pack}/marine.toml",
            "line": 11,
            "column": 1,
            "end_column": 6,
            "code": "S201",
            "severity": "error",
            "message": "[fact.a] as_written '50余所' reads as over 50 所, the fact says 60 所",
            "hint": "check the source",
            "paste": 'value = 50\nqualifier = "over"',
            "fixable": False,
        }
    ]


def test_a_format_for_programs_is_whole_where_nothing_is_reported(run: Run, tmp_path: Path) -> None:
    pack = _pack(tmp_path, _stated())
    assert _lint(run, pack, "--format", "json").out == "[]\n"
    assert _lint(run, pack, "--format", "github").out == ""
    (log,) = json.loads(_lint(run, pack, "--format", "sarif").out)["runs"]
    assert log["results"] == []
    assert {rule["id"] for rule in log["tool"]["driver"]["rules"]} == set(RULES)


def test_sarif_names_rule_place_and_fix(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pack = _pack(tmp_path, _stated(value="345"))
    monkeypatch.chdir(tmp_path)
    log = json.loads(_lint(run, pack, "--format", "sarif").out)
    (result,) = log["runs"][0]["results"]
    assert log["version"] == "2.1.0"
    assert (result["ruleId"], result["level"]) == ("F106", "error")
    assert log["runs"][0]["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == "F106"
    location = result["locations"][0]["physicalLocation"]
    assert location["artifactLocation"] == {"uri": "pack/marine.toml"}
    assert location["region"] == {"startLine": 11, "startColumn": 1, "endLine": 11, "endColumn": 6}
    (change,) = result["fixes"][0]["artifactChanges"]
    (replacement,) = change["replacements"]
    assert replacement["insertedContent"] == {"text": "345"}
    assert replacement["deletedRegion"] == {"startLine": 11, "startColumn": 9, "endLine": 11, "endColumn": 14}


NAMES = [
    "plain", "two words", "a#b", "a?b", "100%25", "%41", "a:b", ":a", "#a", "c:", "[x]", "海洋", "é", "-x", "..x", ".x",
    "a;b&c=d", "~", "'\"\\", "\udcff\udc80", "line\nbreak", "a+b@c",
]  # fmt: skip
REFERENCE = re.compile(r"(?:file://)?(?:[A-Za-z0-9._~!$&'()*+,;=@/-]|%[0-9A-F]{2})+")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("where", ["at", "above", "below", "beside"])
def test_sarif_has_a_reference_to_every_file_that_leads_there_from_the_working_directory(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, where: str
) -> None:
    file = "x.toml" if name.startswith(".") else f"{name}.toml"
    pack = make_pack(tmp_path / name / name, {file: "x\n", "sources.toml": None})
    (tmp_path / f"{name}{name}").mkdir()
    here = {"at": pack, "above": tmp_path, "below": pack / "below", "beside": tmp_path / f"{name}{name}"}[where]
    here.mkdir(exist_ok=True)
    monkeypatch.chdir(here)
    (result,) = json.loads(_lint(run, pack, "--format", "sarif").out)["runs"][0]["results"]
    uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert REFERENCE.fullmatch(uri)
    assert uri.startswith("file:///") == (where in {"below", "beside"})
    assert not {"", ".", ".."} & {*uri.removeprefix("file:///").split("/")}
    led = urljoin(f"file://{quote(os.fsencode(here))}/", uri)
    assert unquote_to_bytes(led.removeprefix("file://")) == os.fsencode(pack / file)


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        (r"C:\facts\a b#c.toml", "file:///C:/facts/a%20b%23c.toml"),
        (r"c:\海\x%.toml", "file:///c:/%E6%B5%B7/x%25.toml"),
        (r"\\server\share\facts\x.toml", "file://server/share/facts/x.toml"),
        (r"facts\a b.toml", "facts/a%20b.toml"),
        (r".\#x.toml", "%23x.toml"),
    ],
)
def test_sarif_has_paths_of_windows_as_uris_too(path: str, uri: str) -> None:
    assert findings._uri(PureWindowsPath(path)) == uri


@pytest.mark.parametrize(("path", "uri"), [("//facts/./x.toml", "file:///facts/x.toml"), ("/x.toml", "file:///x.toml")])
def test_sarif_has_no_empty_part_of_a_path(path: str, uri: str) -> None:
    assert findings._uri(PurePosixPath(path)) == uri


def test_github_gets_annotations_that_nothing_in_a_file_can_end(run: Run, tmp_path: Path) -> None:
    pack = _pack(tmp_path, _stated(kind="100%\n::error::x"))
    (line,) = _lint(run, pack, "--format", "github").out.splitlines()
    assert line.startswith(f"::error file={pack}/marine.toml,line=8,col=1,endColumn=5,title=F106::")
    assert "100%25" in line


def test_a_path_below_the_working_directory_is_reported_from_there(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _pack(tmp_path, _stated(label_en=None))
    monkeypatch.chdir(tmp_path)
    assert run("lint", "pack").out.startswith("pack/marine.toml:7:1: S207 ")


@pytest.mark.parametrize("name", ["::error file=x::y.toml", ":warning.toml", "##[error]z.toml"])
def test_a_file_name_is_no_command_to_what_runs_the_checks(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    pack = _pack(tmp_path, _stated(label_en=None))
    (pack / name).write_text("x", encoding="utf-8")
    monkeypatch.chdir(pack)
    lines = run("lint", ".").out.splitlines()
    assert any(line.startswith(f"./{name}:") for line in lines)
    assert not any(line.lstrip().startswith((":", "#")) for line in lines)


@pytest.mark.parametrize("code", RULES)
def test_every_rule_is_explained(run: Run, code: str) -> None:
    ran = run("lint", "--explain", code.lower())
    rule = RULES[code]
    assert ran.code == 0
    assert ran.out.splitlines()[0] == f"{code} ({rule.severity}): {rule.title}"
    assert len(ran.out.splitlines()) > 2
    assert max(map(len, ran.out.splitlines())) <= 110
    assert code in help_topics.TOPICS["codes"]


def test_a_rule_that_is_not_there_is_refused_with_those_that_are(run: Run) -> None:
    ran = run("lint", "--explain", "S999")
    assert (ran.code, ran.out) == (2, "")
    assert "no rule 'S999'; the rules are F101, F102" in ran.err


def test_the_schema_that_is_printed_accepts_the_facts_that_come_with_it(run: Run) -> None:
    printed = json.loads(run("lint", "--schema").out)
    jsonschema.Draft7Validator.check_schema(printed)
    for path in Path(find.bundled()).glob("*.toml"):
        if path.name != "sources.toml":
            jsonschema.validate(tomli.loads(path.read_text(encoding="utf-8")), printed)


@pytest.mark.parametrize("code", ["F103", "F104", "F105", "F106", "F107", "F110", "F111", "F112"])
def test_the_schema_refuses_what_the_loader_refuses(code: str) -> None:
    text = BROKEN[code][0]
    assert isinstance(text, str)
    assert not jsonschema.Draft7Validator(fact_file()).is_valid(tomli.loads(text))


@pytest.mark.parametrize("code", ["F108", "F109", *(code for code in RULES if code[0] in "SA")])
def test_what_the_schema_cannot_know_it_accepts(code: str) -> None:
    text = BROKEN[code][0]
    assert isinstance(text, str)
    jsonschema.validate(tomli.loads(text), fact_file())


@pytest.mark.parametrize(
    ("text", "is_valid"),
    [
        (PLACE, True), (PLACE + 'aliases = ["x"]\ncode = "1"\nwithin = "y"\n', True), (TERM + 'loose = []\nbroader = ["x"]\ncontrast = ["y"]\n', True),
        (PLACE + "aliases = 5\n", False), (PLACE + 'name = "x"\n', False), ('[place.a]\nlabel_en = "x"\n', False), (PLACE.replace("bay", "Bay"), False),
        (TERM + 'synonyms = ["x"]\n', False), ('[term.a]\nloose = ["x"]\n', False), (PLACE + TERM, False), (HEAD + PLACE, False), ("", False),
    ],
)  # fmt: skip
def test_the_schema_knows_places_and_terms(text: str, is_valid: bool) -> None:  # noqa: FBT001
    assert jsonschema.Draft7Validator(fact_file()).is_valid(tomli.loads(text)) == is_valid


def test_the_schema_explains_every_key() -> None:
    said = fact_file()
    tables = [said["definitions"]["fact"], said["properties"]["topic"]]
    tables += [said["properties"][kind]["additionalProperties"] for kind in ("place", "term")]
    keys = {f"{at}.{name}": key for at, table in enumerate(tables) for name, key in table["properties"].items()}
    assert len(keys) > 30
    assert all(key["description"] for key in keys.values())


def test_of_very_many_findings_the_first_thousand_are_reported_and_that_there_are_more(
    run: Run, tmp_path: Path
) -> None:
    facts = "".join(
        _stated(f"f{at}", label=f"产值{at}", label_en=f"Output {at}", time_period=None) for at in range(1200)
    )
    out = _lint(run, _pack(tmp_path, facts)).out.splitlines()
    assert len(out) == MOST_PROBLEMS + 1
    assert all(": S205 " in line for line in out)
    assert out[-1].endswith("further findings in this file are omitted; fix the findings above first")


@pytest.mark.parametrize(
    "value",
    [
        "real", "yearly", 1, [], ["real"], ["real", 1], ["year_on_year", "real"], ["real", "year_on_year"],
        ["real", "real"], ["real", "nominal"], ["year_on_year", "since_year_end"], ["year_on_year", "real", "real"],
    ],
)  # fmt: skip
def test_editors_take_the_bases_that_files_may_have(value: object) -> None:
    read, shape = schema.FACT_KEYS["basis"]
    try:
        read(value)
    except WrongValueError:
        assert not jsonschema.Draft7Validator(shape).is_valid(value)
    else:
        jsonschema.validate(value, shape)
