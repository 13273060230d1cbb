"""`jimo lint --fix`: mends what has one right answer, keeps every comment, and never writes half a file."""

import os
import stat
from pathlib import Path

import pytest
import tomli
from builders import HEAD, SOURCES, Run, fact_text, make_pack
from hypothesis import given, settings
from hypothesis import strategies as st

from jimo_cli import loader, schema
from jimo_cli.lint import check, fix

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
MENDED = """\
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


def _mend(pack: Path) -> int:
    return fix.mend([str(pack)], lambda _: True)[1]


def test_everything_that_has_one_right_answer_is_mended_and_comments_stay(run: Run, tmp_path: Path) -> None:
    pack = make_pack(tmp_path / "pack", {"port.toml": MESSY})
    ran = run("lint", str(pack), "--fix")
    mended = (pack / "port.toml").read_text(encoding="utf-8")
    assert mended == MENDED
    assert (ran.code, ran.out) == (0, "")
    assert ran.err.startswith("jimo: 10 places mended")
    assert run("lint", str(pack), "--strict", "--fix") == (0, "", "")


@pytest.mark.parametrize(
    "text",
    [
        HEAD + fact_text("a", value="12个"),
        HEAD + fact_text("a", value="345", lable="x").replace("label", "labels"),
        HEAD + fact_text("a", time_period="soon"),
        HEAD + fact_text("a", label="甲", Label="乙"),
        HEAD + fact_text("a", as_written="2个"),
        HEAD + "[fact.a",
    ],
)
def test_what_has_more_than_one_answer_is_left_as_it_is(tmp_path: Path, text: str) -> None:
    pack = make_pack(tmp_path / "pack", {"marine.toml": text})
    before = {each.code for each in check([str(pack)])}
    _mend(pack)
    after = tomli_or_none(pack / "marine.toml")
    if after is None:
        assert (pack / "marine.toml").read_text(encoding="utf-8") == text
    left = {each.code for each in check([str(pack)])}
    assert left & {code for code in before if code[0] != "F" or code < "F120"}


def tomli_or_none(path: Path) -> object:
    try:
        return tomli.loads(path.read_text(encoding="utf-8"))
    except tomli.TOMLDecodeError:
        return None


def test_blanks_within_a_text_are_the_texts_own(tmp_path: Path) -> None:
    text = HEAD + fact_text("a", label_en="A", time_period="2024") + 'description = """one  \ntwo\t\n"""  \n'
    pack = make_pack(tmp_path / "pack", {"marine.toml": text})
    _mend(pack)
    assert (pack / "marine.toml").read_text(encoding="utf-8").endswith('"""one  \ntwo\t\n"""\n')


@pytest.mark.parametrize("head", [b"", b"\xef\xbb\xbf"], ids=["plain", "bom"])
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["unix", "windows"])
def test_line_ends_and_byte_order_mark_stay(tmp_path: Path, head: bytes, end: str) -> None:
    text = MESSY.replace("\n", end)
    pack = make_pack(tmp_path / "pack", {"port.toml": head + text.encode()})
    assert _mend(pack) == 10
    assert (pack / "port.toml").read_bytes() == head + MENDED.replace("\n", end).encode()


def test_mode_and_link_of_a_file_stay(tmp_path: Path) -> None:
    pack = make_pack(tmp_path / "pack", {"kept": MESSY})
    (pack / "kept").chmod(0o640)
    (pack / "port.toml").symlink_to("kept")
    _mend(pack)
    assert (pack / "port.toml").is_symlink()
    assert (pack / "kept").read_text(encoding="utf-8") == MENDED
    assert stat.S_IMODE((pack / "kept").stat().st_mode) == 0o640


def test_only_the_file_that_is_named_is_mended(run: Run, tmp_path: Path) -> None:
    pack = make_pack(tmp_path / "pack", {"port.toml": MESSY, "quay.toml": MESSY.replace("港口", "码头")})
    run("lint", str(pack / "port.toml"), "--fix")
    assert (pack / "port.toml").read_text(encoding="utf-8") == MENDED
    assert (pack / "quay.toml").read_text(encoding="utf-8") == MESSY.replace("港口", "码头")


def test_a_file_that_cannot_be_written_is_as_it_was(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pack = make_pack(tmp_path / "pack", {"port.toml": MESSY})

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    ran = run("lint", str(pack), "--fix")
    assert ran.code == 2
    assert "port.toml cannot be mended (No space left on device); make room, or mend its permissions" in ran.err
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
    assert "was changed while it was being mended; run it again" in ran.err
    assert (pack / "port.toml").read_text(encoding="utf-8") == "# mine\n" + MESSY


VALUES = {
    "kind": st.sampled_from(['"statistic"', '"policy"', '"x"']),
    "label": st.sampled_from(['"甲"', '"a # b"', "'''乙'''", '""']),
    "label_en": st.sampled_from(['"A"', '"""B\nC  \n"""', "5"]),
    "value": st.sampled_from(["1", "1_000", '"12"', '"1,234.50"', '"1,2"', "1e3", '"十"']),
    "unit": st.sampled_from(['"家"', '"%"']),
    "time_period": st.sampled_from(["2024", '"2024"', "2024-06-30", '"P3Y/2024"', "20245"]),
    "aliases": st.sampled_from(['["甲", "丙", "甲"]', '"丁"', '[\n  "甲", # one\n  "B", # two\n]', "[]", "[['x']]"]),
    "locator": st.sampled_from(['{ section = "文", paragraph = 1 }', "{ }"]),
    "parts": st.sampled_from(['["一"]', "'二'"]),
    "Label-EN": st.just('"E"'),
    "nosuch": st.just("[1, 2]"),
}
COMMENTS = st.sampled_from(["", "  # so", "  ", "  # value = 3"])
LINE = st.sampled_from(sorted(VALUES)).flatmap(
    lambda key: st.tuples(st.just(key), VALUES[key], COMMENTS, st.sampled_from(["", "# above\n", "\n"]))
)


def _written(facts: list[list[tuple[str, str, str, str]]]) -> str:
    text = HEAD
    for number, lines in enumerate(facts):
        unique = {key: f"{above}{key} = {value}{comment}\n" for key, value, comment, above in lines}
        text += f"[fact.f{number}]\n{''.join(unique.values())}\n"
    return text


@settings(max_examples=150)
@given(st.lists(st.lists(LINE, max_size=6), max_size=3))
def test_mending_anything_loses_no_fact_no_value_and_no_comment(
    tmp_path_factory: pytest.TempPathFactory, facts: list[list[tuple[str, str, str, str]]]
) -> None:
    text = _written(facts)
    pack = make_pack(tmp_path_factory.mktemp("any"), {"marine.toml": text})
    before = tomli.loads(text)
    read = {fact.id: fact for fact in loader.load([str(pack)]).facts}
    _mend(pack)
    after = (pack / "marine.toml").read_text(encoding="utf-8")
    assert sorted(_comments(after)) == sorted(_comments(text))
    kept = {fact.id: fact for fact in loader.load([str(pack)]).facts}
    for fact_id, fact in read.items():
        assert kept[fact_id]._replace(aliases=()) == fact._replace(aliases=())
        assert set(kept[fact_id].aliases) <= set(fact.aliases)
    for slug, said in before.get("fact", {}).items():
        mended = tomli.loads(after)["fact"][slug]
        assert len(mended) == len(said)
        known = [key for key in mended if key in schema.FACT_KEYS]
        assert known == sorted(known, key=list(schema.FACT_KEYS).index)
    assert _mend(pack) == 0
    assert (pack / "marine.toml").read_text(encoding="utf-8") == after


def _comments(text: str) -> list[str]:
    return [line[line.index("# ") :].rstrip() for line in text.split("\n") if "# " in line]


def test_sources_are_mended_like_fact_files(tmp_path: Path) -> None:
    pack = make_pack(tmp_path / "pack", {"sources.toml": SOURCES.replace("\n", "  \n", 1).rstrip("\n")})
    assert _mend(pack) == 2
    assert (pack / "sources.toml").read_text(encoding="utf-8") == SOURCES
