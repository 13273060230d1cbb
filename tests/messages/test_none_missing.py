import json
import re
from collections.abc import Mapping
from importlib import import_module
from string import Formatter

import pytest
from sentences import Sentence, counted, said, written

from jimo_cli.documents import builder, html, word
from jimo_cli.messages import told, zh
from jimo_cli.messages.zh.rules import RULES as RULES_IN_CHINESE
from jimo_cli.packs.rules import RULES

SAID: Mapping[str, Sentence] = said()
WRITTEN: Mapping[str, Sentence] = written()
CHINESE = zh.sentences()
_HAN = re.compile(r"[\u4e00-\u9fff]")


def test_every_sentence_has_its_chinese() -> None:
    missing = {text: one for text, one in SAID.items() if text not in CHINESE}
    entries = "\n".join(
        f"    # jimo_cli/{one.where}, filled by {', '.join(one.holes) or 'nothing'}\n"
        f'    {json.dumps(text, ensure_ascii=False)}: "",'
        for text, one in missing.items()
    )
    if missing:
        pytest.fail(f"no Chinese in jimo_cli/messages/zh/ROOM.py (zh/__init__.py says how to write it):\n{entries}")


def test_nothing_is_translated_that_nobody_says() -> None:
    rooms = {room: import_module(f"jimo_cli.messages.zh.{room}").SENTENCES for room in zh.ROOMS}
    stale = [f"{room}.py: {text!r}" for room, sentences in rooms.items() for text in sentences if text not in WRITTEN]
    assert not stale, "no code says this any more; remove it, or write what the code says now"
    words = [word for word in (*zh.COUNTED, *zh.WORDS) if word not in WRITTEN]
    assert not words, "no code has these words any more"


def test_no_sentence_is_translated_twice() -> None:
    rooms = [import_module(f"jimo_cli.messages.zh.{room}").SENTENCES for room in zh.ROOMS]
    assert sum(map(len, rooms)) == len({text for sentences in rooms for text in sentences})


def test_the_chinese_is_filled_by_what_fills_the_english() -> None:
    assert not [english for english in CHINESE if not _is_filled(english, CHINESE[english])]


def _is_filled(english: str, chinese: str) -> bool:
    """Whether each hole of the English is one of the Chinese; all numbered, or none."""
    holes = _holes(english)
    filled = _holes(chinese)
    numbers = [int(number or at) for at, (number, _) in enumerate(filled)]
    return (
        {*numbers} == {*range(len(holes))}
        and {marked for _, marked in filled} <= {"", "-", "o", "s", "w"}
        and len({bool(number) for number, _ in filled}) <= 1
    )


def _holes(template: str) -> list[tuple[str, str]]:
    return [(number, marked or "") for _, number, marked, _ in Formatter().parse(template) if number is not None]


def test_the_chinese_is_chinese_with_full_width_marks() -> None:
    narrow = re.compile(r"[\u4e00-\u9fff][,;:?!(]")
    assert not [chinese for chinese in CHINESE.values() if narrow.search(chinese)]
    untold = [chinese for chinese in CHINESE.values() if not _HAN.search(chinese) and re.search("[a-z]{2} ", chinese)]
    assert untold == []


_NAMES = re.compile(
    r"--[a-z-]+|JIMO_[A-Z]+|XDG_[A-Z_]+|[a-z_]+\.toml|`[a-z_]+`|\b[FSAC]\d{3}\b|\b[a-z]+_[a-z_]+\b|<!--"
)


def test_codes_options_and_names_of_fields_are_the_same() -> None:
    differing = [
        english for english, chinese in CHINESE.items() if {*_NAMES.findall(chinese)} != {*_NAMES.findall(english)}
    ]
    assert differing == []


def test_what_is_counted_has_its_chinese() -> None:
    nouns = counted()
    assert "fact" in nouns
    assert nouns <= {*zh.COUNTED}, "say in COUNTED of jimo_cli/messages/zh/__init__.py how many there are of it"


def test_what_is_left_out_of_a_document_has_its_chinese() -> None:
    nouns = {noun for nouns in (html.LEFT_OUT, word._NOUNS) for noun in nouns.values() if noun} | {*builder._PLURALS}
    for noun in nouns:
        several = builder._PLURALS.get(noun, f"{noun}s")
        assert _HAN.search(told(f"1 {noun}", "zh"))
        assert not re.search("[a-z]", told(f"2 {several}", "zh"))


def test_every_rule_has_its_chinese() -> None:
    assert [*RULES_IN_CHINESE] == [*RULES]


@pytest.mark.parametrize("code", RULES)
def test_a_rule_names_the_same_keys_options_and_examples_in_both(code: str) -> None:
    english, chinese = f"{RULES[code].title}\n{RULES[code].explanation}", "\n".join(RULES_IN_CHINESE[code])
    assert {*_NAMES.findall(chinese)} - {"time_period"} == {*_NAMES.findall(english)} - {"time_period"}
    assert re.findall(r"^  \S.*\]$", chinese, re.MULTILINE) == re.findall(r"^  \S.*\]$", english, re.MULTILINE)
