"""SDMX-CSV: observations by key, with codes of status and what no other format carries along."""

from pathlib import Path
from typing import Any

import pytest
from builders import HEAD, Run, csv_rows, fact_text, make_pack


def _lines(run: Run, tmp_path: Path, *facts: str, head: str = HEAD) -> tuple[list[dict[str, str]], str]:
    pack = make_pack(tmp_path / "from", {"marine.toml": head + "".join(facts)})
    done = run("export", "--format", "sdmx-csv", "--facts", str(pack))
    assert done.code == 0, done.err
    names, *rows = csv_rows(done.out)
    return [dict(zip(names, row, strict=True)) for row in rows], done.err


def test_a_line_begins_with_what_it_is_and_its_key(run: Run, tmp_path: Path) -> None:
    fact = fact_text(
        "a", value=7, unit="%", time_period="2024-S1", as_written="7%", locator={"section": "一", "paragraph": 2}
    )
    [line], told = _lines(run, tmp_path, fact)
    assert [*line.items()][:8] == [
        ("STRUCTURE", "dataflow"), ("STRUCTURE_ID", "JIMO:FACTS(1.0)"), ("ACTION", "I"), ("INDICATOR", "marine.a"),
        ("REF_AREA", "即墨区"), ("TIME_PERIOD", "2024-S1"), ("OBS_VALUE", "7"), ("OBS_STATUS", "A"),
    ]  # fmt: skip
    assert (line["UNIT_MEASURE"], line["AS_WRITTEN"], line["LOCATOR"], line["SOURCE"]) == ("%", "7%", "一 ¶2", "daily")
    assert "一篇报道" in line["CITATION"]
    assert "2" in line["CITATION"].partition("一篇报道")[2]  # the paragraph
    assert told == ""


@pytest.mark.parametrize(
    ("status", "code"),
    [(None, "A"), ("final", "A"), ("preliminary", "P"), ("estimated", "E"), ("forecast", "F"), ("target", "F"), ("revised", "A")],
)  # fmt: skip
def test_a_status_has_its_code_and_its_word(run: Run, tmp_path: Path, status: str | None, code: str) -> None:
    [line], _ = _lines(run, tmp_path, fact_text("a", status=status))
    assert (line["OBS_STATUS"], line["STATUS"]) == (code, status or "")


@pytest.mark.parametrize(
    ("period", "written"),
    [
        ("2024", "2024"), ("2024-Q2", "2024-Q2"), ("2024-06-30", "2024-06-30"), ("P3Y/2024", "2022-01-01/P3Y"),
        ("2024-01/2024-06", "2024-01-01/P6M"), ("2023/2024", "2023-01-01/P2Y"), ("2024-S2/2025-S1", "2024-07-01/P1Y"),
        ("2024-02-28/2024-03-01", "2024-02-28/P3D"), ("2024-01-01/..", ""), (None, ""),
    ],
)  # fmt: skip
def test_a_period_is_written_as_sdmx_has_it_or_not_at_all(
    run: Run, tmp_path: Path, period: str | None, written: str
) -> None:
    [line], _ = _lines(run, tmp_path, fact_text("a", time_period=period))
    assert (line["TIME_PERIOD"], line["PERIOD"]) == (written, period or "")


def test_a_figure_without_a_place_says_so(run: Run, tmp_path: Path) -> None:
    [line], _ = _lines(run, tmp_path, fact_text("a"), head=HEAD.replace('reference_area = "即墨区"\n', ""))
    assert line["REF_AREA"] == "_U"


def test_cells_are_exact(run: Run, tmp_path: Path) -> None:
    facts = [
        "[fact.a]\nkind = 'statistic'\nlabel = '=1+1;@x, \"y\"'\nvalue = -7.70\nunit = '%'\naliases = ['-a', 'b']\n"
    ]
    [line], _ = _lines(run, tmp_path, *facts)
    assert (line["LABEL"], line["OBS_VALUE"], line["ALIASES"]) == ('=1+1;@x, "y"', "-7.70", "-a; b")


@pytest.mark.parametrize(
    ("count", "told"), [(1, "1 fact has no figure, and is"), (3, "3 facts have no figure, and are")]
)
def test_what_has_no_figure_is_left_out_and_told(run: Run, tmp_path: Path, count: int, told: str) -> None:
    lines, said = _lines(run, tmp_path, fact_text("a"), *(fact_text(f"p{at}", kind="policy") for at in range(count)))
    assert [line["INDICATOR"] for line in lines] == ["marine.a"]
    assert told in said


def test_a_file_has_what_stdout_has_and_other_programs_read_it_as_sdmx(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "facts.sdmx.csv"
    assert run("export", "-o", str(path)).code == 0
    written = path.read_bytes().decode()
    assert written == run("export", "--format", "sdmx-csv").out
    assert written.startswith("STRUCTURE,")


def test_sdmx_of_others_is_read_as_before(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "gdp.csv"
    rows: list[Any] = [
        "STRUCTURE,STRUCTURE_ID,ACTION,INDICATOR,REF_AREA,TIME_PERIOD,OBS_VALUE,OBS_STATUS,UNIT_MEASURE",
        "dataflow,XX:GDP(1.0),I,GDP,青岛市,2022,14920.75,P,亿元",
        "dataflow,XX:GDP(1.0),I,GDP,青岛市,2023,15760.34,A,亿元",
        "dataflow,XX:GDP(1.0),I,GDP,烟台市,2023,10162.46,A,亿元",
    ]
    path.write_text("\n".join(rows), encoding="utf-8")
    done = run("import", str(path))
    assert "preliminary" in done.out
    assert "14920.75" in done.out
