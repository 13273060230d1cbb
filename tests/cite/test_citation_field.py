"""`citation` is a field like any other: of one fact and in every JSON, the last of all."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from builders import HEAD, make_pack

from jimo_cli.store.citations import Citing

if TYPE_CHECKING:
    from pathlib import Path

    from builders import Run

WORK = "王涛，Lee A. 一篇报道[Z]. 日报，[出版日期不详]"


def test_one_field_of_a_fact_is_its_citation(run: Run, pack: Path) -> None:
    assert run("get", "marine.output", "citation", "--facts", str(pack)) == (0, f"{WORK}：正文，第5段.\n", "")
    assert run("get", "marine.staff", "citation", "--facts", str(pack)).out == f"{WORK}.\n"


@pytest.mark.parametrize(
    "argv",
    [
        ["show", "marine.output"],
        ["list"],
        ["stats"],
        ["series", "海洋产值"],
        ["search", "海洋产值"],
        ["export"],
    ],
)
def test_every_json_carries_it_as_the_last_field(run: Run, pack: Path, argv: list[str]) -> None:
    fact = json.loads(run(*argv, "--format", "jsonl", "--facts", str(pack)).out.splitlines()[0])
    assert [*fact][-1] == "citation"
    assert fact["citation"] == f"{WORK}：正文，第5段."


def test_it_does_not_depend_on_the_language_of_the_reader(run: Run, pack: Path) -> None:
    argv = ["stats", "--format", "json", "--facts", str(pack)]
    assert run(*argv, "--lang", "en").out == run(*argv, "--lang", "zh").out


def test_lines_have_it_where_it_is_asked_for(run: Run, pack: Path) -> None:
    facts = ["--facts", str(pack)]
    assert run("stats", "--fields", "citation,id", *facts).rows[0] == [f"{WORK}：正文，第5段.", "marine.output"]
    assert "日报" not in run("stats", *facts).out + run("show", "marine.output", *facts).out


def test_an_observation_that_is_superseded_has_one_too(run: Run, tmp_path: Path) -> None:
    series = (
        '[series.s]\nkind = "statistic"\nlabel = "产量"\nunit = "吨"\ncolumns = ["time_period", "value", "status", '
        '"section", "paragraph"]\nrows = [["2023", 1, "preliminary", "甲", 1], ["2023", 2, "final", "乙", 2]]\n'
    )
    pack = make_pack(tmp_path / "p", {"marine.toml": HEAD + series})
    rows = run("series", "产量", "--all", "--fields", "value,citation", "--facts", str(pack)).rows
    assert rows == [["2", f"{WORK}：乙，第2段."], ["1", f"{WORK}：甲，第1段."]]


def test_a_batch_answers_with_citations(run: Run, pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import io
    import sys

    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"marine.output\nmarine.staff\n"), "utf-8"))
    done = run("get", "-", "citation", "--facts", str(pack))
    assert done.rows == [["marine.output", f"{WORK}：正文，第5段."], ["marine.staff", f"{WORK}."]]


def test_a_work_is_read_once_for_all_its_facts() -> None:
    read = []

    def source(key: str) -> str | None:
        read.append(key)
        return None if key == "lost" else json.dumps({"title": key})

    citing = Citing(("id", "citation"), source)
    assert citing.needed == ("id", "source", "locator")
    rows = [("1", "work", "¶1"), ("2", "work", "¶2"), ("3", "lost", None), ("4", "work", None)]
    assert [*citing.rows(rows)] == [
        ("1", "work[Z]. [n.d.]：para. 1."),
        ("2", "work[Z]. [n.d.]：para. 2."),
        ("3", None),
        ("4", "work[Z]. [n.d.]."),
    ]
    assert read == ["work", "lost"]


def test_the_fields_keep_their_order_around_it() -> None:
    citing = Citing(("citation", "source", "id", "locator"), lambda key: json.dumps({"title": key}))
    assert [*citing.rows([("work", "1", "甲")])] == [("work[Z]. [n.d.]：甲.", "work", "1", "甲")]
