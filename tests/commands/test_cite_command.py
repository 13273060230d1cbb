"""`jimo cite`: the source of facts, and a sentence to quote."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from builders import HEAD, fact_text, make_pack

from jimo_cli import Catalog
from jimo_cli.cite import STYLES
from jimo_cli.errors import NotFoundError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from builders import Run

SOURCES = """\
[daily]
title = "港口见闻"
type = "article-newspaper"
container-title = "海港日报"

[yearbook]
title = "Port yearbook"
type = "book"
publisher = "Harbour"
publisher-place = "Oslo"
edition = 2
issued = { date-parts = [[2023]] }
"""
ROWS = """\
[series.cargo]
kind = "statistic"
label = "货物吞吐量"
label_en = "Cargo"
unit = "万吨"
source = "yearbook"
columns = ["time_period", "value", "section"]
rows = [["2022", 658, "表1"], ["2023", 684, "表1"]]
"""


@pytest.fixture
def port(tmp_path: Path) -> Path:
    facts = fact_text("a", label="泊位", value=41, unit="个", locator={"section": "概况", "paragraph": 2})
    facts += fact_text("b", label="航线", value=7, unit="条", locator={"paragraph": 9})
    return make_pack(tmp_path / "p", {"marine.toml": HEAD + facts + ROWS, "sources.toml": SOURCES})


def test_one_fact_has_its_place_in_the_reference(run: Run, port: Path) -> None:
    done = run("cite", "marine.a", "--facts", str(port))
    assert done == (0, "港口见闻[N]. 海港日报，[出版日期不详]：概况，第2段.\n  泊位：41个（即墨区）\n", "")


def test_several_facts_cite_a_work_once_with_the_place_of_each(run: Run, port: Path) -> None:
    assert run("cite", "a", "cargo", "b", "a", "--facts", str(port)).out.splitlines() == [
        "港口见闻[N]. 海港日报，[出版日期不详].",
        "  泊位：41个（即墨区，概况，第2段）",
        "  航线：7条（即墨区，第9段）",
        "Port yearbook[M]. 2nd ed. Oslo：Harbour，2023：表1.",
        "  货物吞吐量（2个数值）",
    ]


def test_english_is_after_apa_and_2015_by_name(run: Run, port: Path) -> None:
    facts = ["--facts", str(port)]
    assert run("cite", "a", "--lang", "en", *facts).out.splitlines() == [
        "港口见闻 (n.d.). 海港日报. 概况, para. 2.",
        "  泊位: 41 (Jimo)",
    ]
    done = run("cite", "marine.cargo@2022", "--style", "gb-t-7714-2015", *facts)
    assert done.out.splitlines()[0] == "Port yearbook[M]. 2nd ed. Oslo: Harbour, 2023: 表1."


def test_a_quote_is_a_sentence_for_each_fact(run: Run, port: Path) -> None:
    assert run("cite", "a", "cargo", "--quote", "--facts", str(port)).out.splitlines() == [
        "即墨区泊位41个（《港口见闻》，海港日报，概况，第2段）",
        "2022年，即墨区货物吞吐量658万吨（《Port yearbook》，Harbour，2023年，表1）",
        "2023年，即墨区货物吞吐量684万吨（《Port yearbook》，Harbour，2023年，表1）",
    ]


def test_a_wrong_id_fails_and_costs_no_other_fact(run: Run, port: Path) -> None:
    done = run("cite", "nope", "a", "--facts", str(port))
    assert done.code == 1
    assert done.out.startswith("港口见闻[N]")
    assert "no fact has the id 'nope'" in done.err
    alone = run("cite", "nope", "--style", "csl-json", "--facts", str(port))
    assert (alone.code, alone.out) == (1, "")


def test_usage_errors_say_what_there_is(run: Run, port: Path) -> None:
    assert run("cite", "a", "--quote", "--style", "ris", "--facts", str(port)).code == 2
    done = run("cite", "a", "--style", "mla", "--facts", str(port))
    assert done.code == 2
    assert all(style in done.err for style in STYLES)
    assert run("cite").code == 2


def test_a_pipe_does_not_depend_on_who_reads_it(run: Run, port: Path) -> None:
    argv = ["cite", "a", "--facts", str(port)]
    assert run(*argv, env={"LANG": "en_US.UTF-8"}).out == run(*argv).out
    assert run(*argv, env={"JIMO_LANG": "en"}).out == run(*argv).out
    assert run(*argv, "--lang", "en").out.startswith("港口见闻 (n.d.)")
    assert run(*argv, env={"LANG": "en_US.UTF-8"}, terminal=True).out.startswith("港口见闻 (n.d.)")


def test_python_cites_as_the_command_does(run: Run, port: Path, tmp_path: Path) -> None:
    with Catalog([port], cache=tmp_path / "cache") as catalog:
        assert catalog.cite("a") + "\n" == run("cite", "a", "--facts", str(port)).out
        assert catalog.cite(["a", "cargo"], quote=True).count("\n") == 2
        assert catalog.cite("a", lang="en").startswith("港口见闻 (n.d.)")
        assert json.loads(catalog.cite(["a", "cargo"], style="csl-json"))[1]["edition"] == "2"
        with pytest.raises(UsageError, match="no style"):
            catalog.cite("a", style="mla")
        with pytest.raises(UsageError, match="no language"):
            catalog.cite("a", lang="fr")
        with pytest.raises(NotFoundError):
            catalog.cite("nope")
