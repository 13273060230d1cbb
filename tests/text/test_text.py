"""Folding, runs and pinyin."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jimo_cli import text
from jimo_cli.text.concepts import contrasts_of, has_opposite
from jimo_cli.text.han import Han, han
from jimo_cli.text.pinyin import split_loosely, split_pinyin, without_tone_numbers


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("海洋生產總值", "海洋生产总值"),
        ("ＡＢＣ１２３％", "abc123%"),
        ("Lǜsè HǍIyáng", "lvse haiyang"),
        ("lu\u0308se\u0300", "luse"),
        ("“引号”—线", '"引号"-线'),
        ("a\u200bb\ufeffc", "abc"),
        ("一\x00二\t三", "一 二 三"),
        ("café ÉCOLE", "cafe ecole"),
    ],
)
def test_folding_takes_away_what_typing_adds(typed: str, folded: str) -> None:
    assert text.fold(typed) == folded


@given(st.text(max_size=60))
def test_folding_what_is_folded_changes_nothing(typed: str) -> None:
    once = text.fold(typed)
    assert text.fold(once) == once


@given(st.text(max_size=60))
def test_runs_hold_only_han_letters_and_numbers_in_their_order(typed: str) -> None:
    folded = text.fold(typed)
    runs = text.runs(folded)
    assert text.key("".join(runs)) == text.key(folded)
    assert all(run.isascii() or all(map(text.is_han, run)) for run in runs)


def test_runs_part_scripts_and_keep_decimal_points() -> None:
    assert text.runs("海洋gdp占比42.4%,1+7. r&d") == ["海洋", "gdp", "占比", "42.4", "1", "7", "r", "d"]


@pytest.mark.parametrize(
    ("word", "stem"),
    [("platforms", "platform"), ("companies", "company"), ("branches", "branch"), ("business", "business"),
     ("status", "status"), ("gas", "gas"), ("analysis", "analysis"), ("taxes", "tax")],
)  # fmt: skip
def test_plural_endings_are_dropped(word: str, stem: str) -> None:
    assert text.stem(word) == stem


def test_joined_pinyin_is_read_as_the_fewest_syllables_first() -> None:
    assert split_pinyin("haiyangshengchan")[0] == ["hai", "yang", "sheng", "chan"]
    assert split_pinyin("xian") == [["xian"], ["xi", "an"]]


def test_letters_that_are_no_syllables_have_no_reading() -> None:
    assert split_pinyin("hysczz") == []


@given(st.lists(st.sampled_from(["hai", "yang", "zhong", "guo", "xi", "an", "lv", "e"]), min_size=1, max_size=8))
def test_syllables_joined_can_be_read_again(syllables: list[str]) -> None:
    joined = "".join(syllables)
    splits = split_pinyin(joined)
    assert splits
    assert all("".join(split) == joined for split in splits)


@pytest.mark.parametrize("typed", ["haiyangshengchn", "haiyangshegnchan", "haiyangshengcchan", "haiyangshwngchan"])
def test_a_wrong_letter_leaves_the_other_syllables_readable(typed: str) -> None:
    splits = split_loosely(typed)
    assert any(split[:2] == ["hai", "yang"] for split in splits)
    assert all("".join(split) == typed for split in splits)


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=24))
def test_loose_splits_lose_no_letter(typed: str) -> None:
    assert all("".join(split) == typed for split in split_loosely(typed))


def test_near_syllables_are_one_letter_away() -> None:
    near = han().near("shegn")
    assert "sheng" in near
    assert "sha" not in near
    assert "zhi" in han().near("zh")


def test_readings_come_with_the_usual_one_first_and_rare_ones_apart() -> None:
    table = han()
    assert table.readings("行")[0] == "xing"
    assert "hang" in table.frequent("行")
    assert "yin" in table.readings("潭")
    assert "yin" not in table.frequent("潭")
    assert table.readings("a") == ()


@pytest.mark.parametrize("pair", ["冶治", "坏环", "管菅", "末未", "士土", "己已", "人入"])
def test_look_alikes_know_each_other(pair: str) -> None:
    one, two = pair[0], pair[1]
    assert two in han().alike(one)
    assert one in han().alike(two)


def test_accents_share_a_class() -> None:
    sound = han().sound_of
    assert sound["zhang"] == sound["zan"]
    assert sound["niu"] == sound["liu"]
    assert sound["huang"] == sound["fan"]
    assert sound["din"] == sound["ding"]
    assert sound["ba"] != sound["da"]


def test_what_is_no_table_is_refused() -> None:
    with pytest.raises(ValueError, match="not a table"):
        Han(b"something else")


def test_loading_imports_nothing_heavy() -> None:
    heavy = {
        "re",
        "typing",
        "dataclasses",
        "inspect",
        "unicodedata",
        "pypinyin",
        "opencc",
        "rapidfuzz",
        "decimal",
    }
    code = (
        "import sys; before = set(sys.modules); from jimo_cli import search, text; from jimo_cli.store.sqlite import names; "
        "text.fold('總值'); "
        f"print(sorted({heavy!r} & (set(sys.modules) - before)))"
    )
    run = [sys.executable, "-S", "-c", code]
    done = subprocess.run(run, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2])
    assert done.stdout.strip() == "[]"


def test_the_table_is_what_its_script_makes(tmp_path: Path) -> None:
    pytest.importorskip("pypinyin")
    pytest.importorskip("opencc")
    root = Path(__file__).parents[2]
    made = tmp_path / "han.bin"
    run = [sys.executable, str(root / "tests" / "tools" / "make_han_table.py"), str(made)]
    subprocess.run(run, check=True, capture_output=True)
    assert made.read_bytes() == (root / "jimo_cli" / "text" / "han.bin").read_bytes()


def test_numbered_tones_are_read_as_pinyin() -> None:
    assert without_tone_numbers("hu4 li3 bao3xian3") == "hu li bao xian"
    for other in ("ban4", "725 suo", "pm2 5", "3+3+2", "hu4 li3 345", "km2 he2", "haiyang"):
        assert without_tone_numbers(other) == other


def test_what_is_kept_of_pinyin_and_characters_is_bounded() -> None:
    table = han()
    for number in range(30_000):
        table.near(f"x{number}")
    assert len(table._nearest) <= 20_000
    assert "hai" in table.near("hain")
    text.fold("".join(map(chr, range(0xE000, 0x1F000))))
    assert len(text._fold_map) <= 40_000
    assert text.fold("\U0001d400Ａ") == "\U0001d400a"


@pytest.mark.parametrize(
    ("written", "stem"),
    [("labour", "labor"), ("tonnes", "ton"), ("kilometres", "kilometer"), ("immunisation", "immunization"), ("indices", "index"), ("children", "child"), ("km", "kilometer"), ("hour", "hour"), ("advise", "advise")],
)  # fmt: skip
def test_british_spelling_irregular_plurals_and_short_units_are_read_as_one_form(written: str, stem: str) -> None:
    assert text.stem(written) == stem


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("output of integrated circuits", "integrated circuit production", True), ("labour force, total", "total labor force", True),
        ("doctors per thousand people", "doctors per 1,000 people", True), ("arable land (% of land area)", "arable land percent of land area", True),
        ("exports of goods", "imports of goods", False), ("arable land (% of land area)", "arable land", False), ("debt to GDP", "debt of GDP", False),
    ],
)  # fmt: skip
def test_english_names_are_compared_whatever_the_order_of_their_words(one: str, other: str, is_same: bool) -> None:  # noqa: FBT001
    first, second = text.in_any_order(text.fold(one)), text.in_any_order(text.fold(other))
    assert (first == second) is is_same


@pytest.mark.parametrize("name", ["GDP", "the exports", "", "出口额", "M2 余额"])
def test_a_name_of_one_word_or_with_characters_has_no_other_order(name: str) -> None:
    assert text.in_any_order(text.fold(name)) == ""


def test_a_word_that_stands_in_its_opposite_is_not_said_there() -> None:
    assert ("出口", "进出口") in contrasts_of("货物出口额")
    assert has_opposite("货物进出口总额", contrasts_of("货物出口额"))
    assert has_opposite("货物出口额", contrasts_of("货物进出口总额"))
    assert not has_opposite("货物净出口", contrasts_of("货物出口额"))
    assert contrasts_of("进出口和出口") == [("出口", "进口"), ("进出口", "进口")]
