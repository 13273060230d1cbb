"""Every style is well formed whatever the source says, cites a work once, and says where each figure stands."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from builders import make_fact
from hypothesis import given
from hypothesis import strategies as st

from jimo_cli.cite import STYLES, apa, references
from jimo_cli.cite.cited import Figure, cited
from jimo_cli.cite.work import read_work

EVIL = 'Ports & "docks" 50% of $5 #1 a_b {c} ~x^2 \\cmd <i>t</i> --|`q\' *s* [x](y) http://z.example'
ARTICLE: dict[str, Any] = {
    "type": "article-journal",
    "title": "Ports of the North Sea",
    "author": [{"family": "Smith", "given": "John A."}, {"literal": "Port of Oslo and Bergen, Inc."}],
    "container-title": "Harbours",
    "issued": {"date-parts": [[2024, 3, 5]]},
    "volume": "12",
    "issue": "3",
    "page": "15-23",
    "DOI": "10.1/a_b",
    "language": "en",
    "sha256": "0" * 64,
}


def written(style: str, csl: dict[str, Any], lang: str = "zh", key: str = "work", **fields: Any) -> str:
    return "\n".join(references(cited([Figure(make_fact(source=key, **fields))], {key: csl}), style, lang))


@pytest.mark.parametrize("style", STYLES)
def test_a_work_is_cited_once_and_each_figure_with_its_place(style: str) -> None:
    facts = [make_fact("t.a", locator="甲 ¶1"), make_fact("t.b", locator="乙 ¶2"), make_fact("t.a", locator="甲 ¶1")]
    other = make_fact("t.c", source="other", locator="丙")
    sources = {"daily": {"title": "港口见闻"}, "other": {"title": "海洋见闻"}}
    text = "\n".join(references(cited(map(Figure, [*facts, other]), sources), style, "zh"))
    assert text.count("港口见闻") == text.count("海洋见闻") == 1
    assert text.count("甲，第1段") == text.count("乙，第2段") == 1
    assert "丙" in text


@pytest.mark.parametrize("style", STYLES)
def test_the_text_that_was_read_is_named_by_its_digest(style: str) -> None:
    assert ARTICLE["sha256"] in written(style, ARTICLE)


@pytest.mark.parametrize("style", STYLES)
def test_300_authors_are_no_trouble(style: str) -> None:
    text = written(style, {"title": "T", "author": [{"family": f"Name{n}x", "given": "A"} for n in range(300)]})
    assert "Name0x" in text or "NAME0X" in text
    assert ("Name299x" in text) == (style not in {"gb-t-7714", "gb-t-7714-2015", "markdown"})


@pytest.mark.parametrize(
    ("csl", "expected"),
    [
        (
            ARTICLE,
            "Smith, J. A., & Port of Oslo and Bergen, Inc. (2024, March 5). Ports of the North Sea. Harbours, 12(3), 15-23. https://doi.org/10.1/a_b",
        ),
        ({"title": "Who counts ports?", "issued": 2020}, "Who counts ports? (2020)."),
        ({"title": "T", "author": "Plato"}, "Plato. (n.d.). T."),
        ({"title": "T", "author": [{"family": "王", "given": "一"}] * 2}, "王一, & 王一 (n.d.). T."),
        (
            {
                "title": "T",
                "type": "dataset",
                "version": "2.1",
                "publisher": "Data Harbour",
                "URL": "https://x.example",
            },
            "T [Data set] (n.d.). Version 2.1. Data Harbour. https://x.example",
        ),
        (
            {"title": "T", "type": "webpage", "accessed": "2024-03-05", "URL": "https://x.example"},
            "T (n.d.). Retrieved March 5, 2024, from https://x.example",
        ),
    ],
)
def test_plain_english_after_apa(csl: dict[str, Any], expected: str) -> None:
    assert apa.reference(read_work(csl)) == expected


def test_the_place_comes_last_in_english() -> None:
    first, second, *_ = written("apa", ARTICLE, "en", locator="Results ¶5").splitlines()
    assert first.startswith("Smith, J. A., & Port of Oslo and Bergen, Inc. (2024, March 5). ")
    assert first.endswith("15-23. Results, para. 5. https://doi.org/10.1/a_b")
    assert second == "  Marine output: CNY 34.5 billion (first half of 2024, Jimo)"


def test_an_entry_of_bibtex_has_the_fields_of_its_type() -> None:
    assert written("bibtex", ARTICLE, locator=None).splitlines()[:-3] == [
        "@article{work,",
        "  author = {Smith, John A. and {Port of Oslo and Bergen, Inc.}},",
        "  title = {{Ports} of the {North} {Sea}},",
        "  volume = {12},",
        "  pages = {15-23},",
        "  number = {3},",
        "  journal = {Harbours},",
        "  year = {2024},",
        "  month = {mar},",
        "  day = {5},",
        "  doi = {10.1/a_b},",
    ]
    biblatex = written("biblatex", ARTICLE)
    assert "  date = {2024-03-05}," in biblatex
    assert "  journaltitle = {Harbours}," in biblatex
    assert written("biblatex", {"title": "T", "type": "webpage"}).startswith("@online{work,")


def test_a_record_of_ris_has_a_tag_a_line() -> None:
    assert written("ris", ARTICLE, locator=None).splitlines() == [
        "TY  - JOUR",
        "ID  - work",
        "AU  - Smith, John A.",
        "AU  - Port of Oslo and Bergen, Inc.",
        "TI  - Ports of the North Sea",
        "T2  - Harbours",
        "VL  - 12",
        "IS  - 3",
        "SP  - 15",
        "EP  - 23",
        "DO  - 10.1/a_b",
        "PY  - 2024",
        "DA  - 2024/03/05/",
        "LA  - en",
        "N1  - 海洋产值：345亿元（2024年上半年，即墨区）",
        f"N1  - 文本 sha256：{'0' * 64}",
        "ER  - ",
    ]


def test_csl_json_has_the_locator_of_each_figure_apart() -> None:
    [item] = json.loads(written("csl-json", ARTICLE, locator="Results ¶5"))
    assert item["author"][0] == {"family": "Smith", "given": "John A."}
    assert item["issued"] == {"date-parts": [[2024, 3, 5]]}
    assert item["custom"]["cited"][0] | {"id": ""} == {
        "id": "",
        "figure": "345亿元",
        "value": ["345"],
        "unit": "亿元",
        "time_period": "2024-S1",
        "reference_area": "即墨区",
        "label": "paragraph",
        "locator": "5",
        "section": "Results",
    }


@pytest.mark.parametrize(
    ("csl", "expected"),
    [
        ({"type": "report"}, "report"),
        ({"type": "x"}, "document"),
        ({"type": "x", "URL": "https://x.example"}, "webpage"),
    ],
)
def test_csl_json_has_only_types_of_csl(csl: dict[str, Any], expected: str) -> None:
    assert json.loads(written("csl-json", csl))[0]["type"] == expected


def test_csl_json_is_json_in_every_encoding() -> None:
    text = written("csl-json", {"title": "\U00020bb7野家"})
    assert json.loads(text.encode("ascii", "backslashreplace"))[0]["title"] == "\U00020bb7野家"


@pytest.mark.parametrize("style", ["markdown", "csl-json", "bibtex", "biblatex", "ris"])
@pytest.mark.parametrize(
    ("key", "expected"), [("a b{c},d", "a-b-c--d"), ("港口", "source"), ("2024_x-y", "2024_x-y"), ("--", "source")]
)
def test_a_key_has_only_what_every_program_takes(style: str, key: str, expected: str) -> None:
    assert re.search(rf"(?<![\w-]){re.escape(expected)}(?![\w-])", written(style, {"title": "T"}, key=key))


def test_two_keys_stay_two() -> None:
    works = cited([Figure(make_fact(source=key)) for key in ("港口", "海洋", "source")], {})
    assert [item["id"] for item in json.loads("\n".join(references(works, "csl-json", "zh")))] == [
        "source",
        "source-2",
        "source-3",
    ]


TEXT = st.text(st.sampled_from("ab Z王一.,{}\\#$%&_~^<>|`'\"*[]()!@:/-\n\r\t\x00\x1b\u202e\ud800"), max_size=12)
CSL = st.fixed_dictionaries(
    {"title": TEXT},
    optional={
        "type": st.sampled_from(["article-journal", "article-newspaper", "report", "webpage", "dataset", "x"]),
        "author": st.lists(
            st.one_of(TEXT, st.fixed_dictionaries({"family": TEXT, "given": TEXT}), st.dictionaries(TEXT, TEXT))
        ),
        "issued": st.one_of(TEXT, st.fixed_dictionaries({"date-parts": st.lists(st.lists(st.integers(-9, 3000)))})),
        **dict.fromkeys(("container-title", "publisher", "URL", "DOI", "note", "language", "volume", "page"), TEXT),
    },
)


@given(csl=CSL, label=TEXT.filter(str.strip), lang=st.sampled_from(["zh", "en"]))
def test_whatever_a_source_says_each_style_is_well_formed(csl: dict[str, Any], label: str, lang: str) -> None:
    fact = Figure(make_fact(source="work", label=label, label_en=label, locator=f"{label} ¶2"))
    for style in STYLES:
        lines = references(cited([fact], {"work": csl}), style, lang)
        assert all(line.isprintable() for line in lines), style
        text = "\n".join(lines)
        if style == "csl-json":
            assert json.loads(text)[0]["id"] == "work"
        elif style.startswith("bib"):
            _check_bibtex(text)
        elif style == "ris":
            assert all(re.match("[A-Z][A-Z0-9]  - ", line) for line in lines)
            assert (lines[0][:2], lines[-1]) == ("TY", "ER  - ")
        elif style == "markdown":
            assert len(lines) == 1
            assert not re.search(r"(?<!\\)(?:\\\\)*[*_`<>\[\]]", text.removeprefix("[^work]: "))


def _check_bibtex(text: str) -> None:
    """Braces pair up, each field is one line, and no command is one that is not meant."""
    depth = 0
    for char in re.sub(r"\\[{}]", "", text):
        depth += {"{": 1, "}": -1}.get(char, 0)
        assert depth >= 0
    assert depth == 0
    for line in text.splitlines()[1:-1]:
        assert re.fullmatch(r"  [a-z]+ = \{.*\},", line)
        if not line.startswith(("  url", "  doi")):
            bare = re.sub(r"\\[{}#$%&_`]|\\text[a-z]+\{\}", "", line)
            assert not re.search(r"[#$%&_~^<>\\`]", bare), line


@pytest.mark.parametrize("style", STYLES)
def test_a_source_that_says_nothing_is_cited_all_the_same(style: str) -> None:
    assert written(style, {})
    assert written(style, {"author": "", "issued": None, "title": "  ", "type": 3})
