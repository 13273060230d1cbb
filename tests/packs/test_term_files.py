"""`terms.toml`: words that mean the same measure, held against the measures that jimo knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from builders import HEAD, fact_text, make_pack

from jimo_cli.model import Term
from jimo_cli.packs.links import circular
from jimo_cli.packs.load import load

if TYPE_CHECKING:
    from pathlib import Path

BERTHS = '[term.berths]\nwords = ["泊位数", "berths"]\n'


def _pack(tmp_path: Path, text: str, name: str = "pack") -> str:
    return str(make_pack(tmp_path / name, {"terms.toml": text}))


def _told(tmp_path: Path, *texts: str) -> list[str]:
    packs = [_pack(tmp_path, text, f"pack{at}") for at, text in enumerate(texts)]
    return [str(problem).replace(f"{tmp_path}/", "") for problem in load(packs).problems]


def test_a_term_has_words_and_relations(tmp_path: Path) -> None:
    smart = (
        '[term.smart]\nwords = ["智慧泊位"]\nloose = ["智慧港口"]\nbroader = ["Berths"]\ncontrast = ["在建智慧泊位"]\n'
    )
    loaded = load([_pack(tmp_path, smart + BERTHS)])
    assert loaded.problems == []
    assert loaded.terms == [
        Term("term.smart", ("智慧泊位",), ("智慧港口",), ("Berths",), ("在建智慧泊位",)),
        Term("term.berths", ("泊位数", "berths"), (), (), ()),
    ]
    assert loaded.topics == []


@pytest.mark.parametrize(
    ("words", "id_"),
    [
        ('["GDP", "全区GDP"]', "gdp"), ('["全区生产总值", "Gross Domestic Product"]', "gdp"), ('["海洋GDP"]', "gop"), ('["GDP", "国内生产总值"]', "gdp"),
        ('["全区GDP"]', "term.a"), ('["经济总量"]', "term.a"), ('["汽车出口额"]', "term.a"),
    ],
)  # fmt: skip
def test_a_term_is_the_measure_that_jimo_knows_by_one_of_its_words(tmp_path: Path, words: str, id_: str) -> None:
    loaded = load([_pack(tmp_path, f"[term.a]\nwords = {words}\n")])
    assert [str(problem) for problem in loaded.problems] == []
    assert [term.id for term in loaded.terms] == [id_]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (BERTHS + 'contrasts = ["x"]\n', "3: [term.berths] unknown key 'contrasts'; did you mean contrast?"),
        (BERTHS + 'synonyms = ["x"]\n', "3: [term.berths] unknown key 'synonyms'; did you mean words? It is already present"),
        ('[term.a]\nwords = "泊位"\n', "2: [term.a] words is '泊位', not a list; write"),
        ('[term.a]\nwords = ["泊位", 5]\n', "2: [term.a] words is 5, not text; put it in double quotes"),
        ('[term.a]\nwords = ["泊位", ""]\n', "2: [term.a] words is empty; add text"),
        ('[term.a]\nwords = ["……"]\n', "2: [term.a] '……' has no letter, digit or Han character; write the name of a measure"),
        ("[term.a]\nwords = []\n", '2: [term.a] words is empty; write words = ["…"]'),
        ('[term.a]\nloose = ["泊位"]\n', '1: [term.a] the term has no words; add words = ["…"]'),
        ('[term.A_b]\nwords = ["泊位"]\n', "1: [term.A_b] 'A_b' is not a valid slug; use lower-case"),
        ('[terms.a]\nwords = ["泊位"]\n', "1: unknown key 'terms'; did you mean term?"),
        ('[fact.a]\nkind = "statistic"\n', "1: unknown key 'fact'; the keys here are term"),
        ("term = 5\n", "1: term is not a table; write [term] on a line of its own"),
        ("[term]\na = 5\n", "2: [term] term.a is not a table; write [term.a] on a line of its own"),
        (BERTHS + '[term.b]\nwords = ["码头", "Berths"]\n', "4: [term.b] 'Berths' is a word of [term.berths] too; keep it at one of the two"),
        ('[term.a]\nwords = ["泊位", "泊位"]\n', "2: [term.a] '泊位' is listed twice; remove one"),
        ('[term.a]\nwords = ["泊位"]\nloose = ["泊位"]\n', "3: [term.a] '泊位' is listed twice; remove one"),
        ('[term.a]\nwords = ["GDP"]\n[term.b]\nwords = ["国内生产总值"]\n', "3: [term.b] means the same measure as [term.a]; merge the two"),
        (BERTHS + 'contrast = ["Berths"]\n', "3: [term.berths] contrast names the term itself: 'Berths'; remove it"),
        ('[term.a]\nwords = ["GDP"]\ncontrast = ["国内生产总值"]\n', "3: [term.a] contrast names the term itself: '国内生产总值'; remove it"),
        (BERTHS + 'broader = ["泊位数"]\n', "3: [term.berths] broader names the term itself: '泊位数'; remove it"),
        (BERTHS + 'broader = ["码头"]\n', "3: [term.berths] broader refers to an unknown term '码头'; use a word of a term"),
        (BERTHS + 'broader = ["经济总量"]\n', "3: [term.berths] broader refers to an unknown term '经济总量'; use a word"),
        ('[term.a]\nwords = ["GDP", "海洋GDP"]\n', "2: [term.a] words are names of several measures: 国内生产总值 (gdp), 海洋生产总值 (gop); split them"),
        ('[term.a]\nwords = ["增速"]\n', "2: [term.a] '增速' names no measure without a subject; add the subject"),
        ('[term.a]\nwords = ["GDP"]\nbroader = ["实际GDP"]\n', "3: [term.a] `broader` forms a cycle; remove one of the links"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_term_is_reported_with_its_place(tmp_path: Path, text: str, told: str) -> None:
    (found,) = _told(tmp_path, text)
    assert found.startswith(f"pack0/terms.toml:{told}"), found


def test_a_cycle_is_reported_at_each_of_its_terms_and_not_below_them(tmp_path: Path) -> None:
    text = "".join(f'[term.{a}]\nwords = ["量{a}"]\nbroader = ["量{b}", "GDP"]\n' for a, b in ("ab", "bc", "ca", "da"))
    found = _told(tmp_path, text)
    assert [line.split(":")[1] for line in found] == ["3", "6", "9"]


def test_a_term_with_a_problem_is_left_out_and_not_reported_again_where_others_are_its_parts(tmp_path: Path) -> None:
    text = BERTHS + 'broader = ["岸线"]\n[term.a]\nwords = ["岸线"]\nlose = []\n[term.c]\nwords = ["滩"]\n'
    loaded = load([_pack(tmp_path, text)])
    assert len(loaded.problems) == 1
    assert [term.id for term in loaded.terms] == ["term.c"]


def test_packs_share_their_terms(tmp_path: Path) -> None:
    one = _pack(tmp_path, BERTHS, "one")
    two = _pack(tmp_path, BERTHS + '[term.smart]\nwords = ["智慧泊位"]\nbroader = ["泊位数"]\n', "two")
    loaded = load([one, two])
    assert loaded.problems == []
    assert [term.id for term in loaded.terms] == ["term.berths", "term.smart"]


def test_a_word_of_two_packs_is_one_term(tmp_path: Path) -> None:
    (found,) = _told(tmp_path, BERTHS, '[term.other]\nwords = ["泊位数"]\n')
    assert found.startswith("pack1/terms.toml:2: [term.other] '泊位数' is a word of [term.berths] too")
    (found,) = _told(tmp_path, BERTHS, '[term.berths]\nwords = ["岸线"]\n')
    assert found == "pack1/terms.toml:1: [term.berths] is a different term in another pack; rename one of the two"


def test_a_measure_that_jimo_knows_may_get_words_of_several_packs(tmp_path: Path) -> None:
    one = _pack(tmp_path, '[term.one]\nwords = ["GDP", "全区GDP"]\nbroader = ["总产出"]\n', "one")
    two = _pack(tmp_path, '[term.two]\nwords = ["GDP", "全市GDP"]\nbroader = ["不存在"]\n', "two")
    loaded = load([one, two])
    assert [problem.message for problem in loaded.problems] == ["[term.two] broader refers to an unknown term '不存在'"]
    assert [(term.id, term.words) for term in loaded.terms] == [("gdp", ("GDP", "全区GDP"))]


def test_a_loose_word_may_belong_to_several_terms(tmp_path: Path) -> None:
    text = BERTHS + 'loose = ["港口"]\n[term.quay]\nwords = ["岸线"]\nloose = ["港口"]\n'
    assert _told(tmp_path, text) == []


def test_a_file_of_terms_is_no_topic_and_costs_no_fact(tmp_path: Path) -> None:
    loaded = load([str(make_pack(tmp_path / "pack", {"marine.toml": HEAD + fact_text("a"), "Terms.toml": BERTHS}))])
    assert loaded.problems == []
    assert [topic.id for topic in loaded.topics] == ["marine"]
    assert [fact.id for fact in loaded.facts] == ["marine.a"]


def test_ten_thousand_terms_below_each_other_are_read(tmp_path: Path) -> None:
    text = "".join(f'[term.t{at}]\nwords = ["量{at}"]\nbroader = ["量{at + 1}"]\n' for at in range(10_000))
    loaded = load([_pack(tmp_path, text + '[term.t10000]\nwords = ["量10000"]\n')])
    assert loaded.problems == []
    assert len(loaded.terms) == 10_001


@pytest.mark.parametrize(
    ("above", "expected"),
    [({}, ""), ({"a": "b"}, ""), ({"a": "a"}, "a"), ({"a": "b", "b": "a", "c": "a"}, "ab"), ({"a": "bc", "b": "d", "c": "d"}, ""), ({"a": "bx", "b": "cy", "c": "a", "x": "y"}, "abc"), ({"a": "aa", "b": ""}, "a")],
)  # fmt: skip
def test_what_lies_above_itself_is_found(above: dict[str, str], expected: str) -> None:
    assert circular(above) == set(expected)
