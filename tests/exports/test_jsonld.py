"""JSON-LD: observations in the words of schema.org, with measure, place, work and citation, numbers exact."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from builders import HEAD, Run, Spawn, fact_text, make_pack

from jimo_cli import Catalog
from jimo_cli.tables.json_ld import reference


def _graph(written: str) -> list[dict[str, Any]]:
    nodes: list[dict[str, Any]] = json.loads(written, parse_float=Decimal)["@graph"]
    return nodes


def _exported(run: Run, tmp_path: Path, *facts: str, head: str = HEAD) -> str:
    pack = make_pack(tmp_path / "from", {"marine.toml": head + "".join(facts)})
    done = run("export", "--format", "jsonld", "--facts", str(pack))
    assert (done.code, done.err) == (0, "")
    return done.out


def _facts(written: str) -> list[dict[str, Any]]:
    return [node for node in _graph(written) if "jimo:kind" in node]


def test_a_figure_is_an_observation_with_all_that_is_said_of_it(run: Run, tmp_path: Path) -> None:
    text = "[fact.a]\nkind = 'statistic'\nlabel = '产值'\nvalue = 7.70\nunit = '亿元'\ntime_period = '2024-S1'\nqualifier = 'over'\nas_written = '超7.70亿元'\nlocator = { section = '一', paragraph = 2 }\n"
    written = _exported(run, tmp_path, text)
    assert '"value": 7.70}' in written
    [node] = _facts(written)
    assert node.pop("citation").startswith("王涛")
    assert node == {
        "@id": "fact:marine.a", "@type": "Observation", "identifier": "marine.a", "value": Decimal("7.70"),
        "variableMeasured": {"@type": "StatisticalVariable", "name": "产值"}, "unitText": "亿元",
        "observationDate": "2024-01", "observationPeriod": "P6M",
        "observationAbout": {"@id": "place:即墨区", "name": "即墨区"}, "subjectOf": {"@id": "work:daily"},
        "jimo:topic": "marine", "jimo:kind": "statistic", "jimo:qualifier": "over", "jimo:as_written": "超7.70亿元",
        "jimo:locator": "一 ¶2", "jimo:time_period": "2024-S1",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("period", "date", "length"),
    [
        ("2024", "2024", "P1Y"), ("2024-Q2", "2024-04", "P3M"), ("2024-06", "2024-06", "P1M"),
        ("2024-06-30", "2024-06-30", "P1D"), ("P3Y/2024", "2022", "P3Y"), ("2024-02-28/2024-03-01", "2024-02-28", "P3D"),
        ("2024-01-01/..", "2024-01-01", None), (None, None, None),
    ],
)  # fmt: skip
def test_a_period_is_a_date_and_a_length(
    run: Run, tmp_path: Path, period: str | None, date: str | None, length: str | None
) -> None:
    [node] = _facts(_exported(run, tmp_path, fact_text("a", time_period=period)))
    assert (node.get("observationDate"), node.get("observationPeriod")) == (date, length)


def test_works_and_places_are_nodes_that_stand_once(run: Run, tmp_path: Path) -> None:
    nodes = _graph(_exported(run, tmp_path, *(fact_text(name, reference_area="青岛市") for name in "abc")))
    [work] = [node for node in nodes if node.get("@id") == "work:daily"]
    [place] = [node for node in nodes if node.get("@id") == "place:青岛市"]
    assert work["author"][0] == {"@type": "Person", "familyName": "王", "givenName": "涛"}
    assert (work["isPartOf"]["name"], work["name"]) == ("日报", "一篇报道")
    assert (place["identifier"], place["containedInPlace"]["name"], place["alternateName"]) == (
        "370200",
        "山东省",
        "Qingdao",
    )
    assert nodes[-1]["@type"] == "Dataset"
    assert nodes[-1]["about"] == [
        {"@type": "DefinedTerm", "termCode": "marine", "name": "海洋", "alternateName": "Marine"}
    ]


def test_the_measure_of_a_series_is_described_once(run: Run, tmp_path: Path) -> None:
    series = "[series.a]\nlabel = '产值'\nunit = '亿元'\ncolumns = ['time_period', 'value']\nrows = [['2023', 1], ['2024', 2]]\n"
    first, second = _facts(_exported(run, tmp_path, series))
    assert first["variableMeasured"] == {"@id": "variable:marine.a", "@type": "StatisticalVariable", "name": "产值"}
    assert second["variableMeasured"] == {"@id": "variable:marine.a"}


def test_a_range_has_two_ends_and_no_value(run: Run, tmp_path: Path) -> None:
    [node] = _facts(_exported(run, tmp_path, fact_text("a", value=5, value_max=6, qualifier="range")))
    assert (node["minValue"], node["maxValue"]) == (5, 6)
    assert "value" not in node


@pytest.mark.parametrize("name", ["New York", "50% <b>", "a|b{c}^`\\\"'", "青岛/即墨", "Côte d’Ivoire", "😀 ~"])
def test_any_name_makes_a_reference_and_comes_back(run: Run, tmp_path: Path, name: str) -> None:
    written = _exported(run, tmp_path, fact_text("a", reference_area=name))
    [node] = _facts(written)
    assert node["observationAbout"]["@id"] == reference("place:", name)
    assert not set(' <>"{}|\\^`') & set(node["observationAbout"]["@id"])
    (tmp_path / "out.jsonld").write_text(written, encoding="utf-8")
    assert run("import", str(tmp_path / "out.jsonld"), "-o", str(tmp_path / "pack" / "again.toml")).code == 0
    with Catalog([tmp_path / "pack"]) as catalog:
        assert catalog.get("again.a").reference_area == name


def test_a_pretty_printed_file_is_read_as_well(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "out.jsonld"
    written = _exported(
        run, tmp_path, fact_text("a", value=345, unit="亿元"), fact_text("b", kind="policy", parts=["一", "二"])
    )
    path.write_text(json.dumps({"name": ["x", {}], **json.loads(written)}, indent=1), encoding="utf-8")
    done = run("import", str(path))
    assert done.code == 0, done.err
    assert 'parts = ["一", "二"]' in done.out
    assert "value = 345" in done.out
    assert 'label = "海洋"' in done.out


def test_a_stdout_of_ascii_gets_json_that_says_the_same(spawn: Spawn) -> None:
    argv = ("export", "--format", "jsonld", "--topic", "marine")
    plain, ascii_only = (spawn(*argv, env={"PYTHONIOENCODING": encoding}).out for encoding in ("utf-8", "ascii"))
    assert ascii_only.isascii()
    assert _graph(ascii_only) == _graph(plain)


@pytest.mark.parametrize(
    "content",
    [
        '{"@graph": [{"jimo:kind": 1, "variableMeasured": {"@id": []}, "subjectOf": 3, "observationAbout": []}]}',
        '{"@graph": [{"jimo:csl": "[", "about": [1, {}], "@id": null}, {}, {"jimo:kind": [[]], "jimo:parts": {}}]}',
        '{"@graph": [{"jimo:csl": "{}", "about": 4}]}',
        '{"@graph": [{"a": 1}, {"a": 2}]}',
        '{"@graph": []}',
        '{"@graph": {}}',
        '{"@graph": [1]}',
        '{"@context": 1, "@graph" [',
        '{"a": ' + "[" * 100_000,
        "{",
        "",
    ],
)
def test_no_graph_is_too_odd_to_be_told_from_facts(run: Run, tmp_path: Path, content: str) -> None:
    path = tmp_path / "odd.jsonld"
    path.write_text(content)
    done = run("import", str(path))
    assert done.code in {1, 2}
    assert done.code == 2 or "Facts: 0" in done.out


def test_a_store_of_triples_reads_it(run: Run, tmp_path: Path) -> None:
    rdflib = pytest.importorskip("rdflib", reason="rdflib is not here")
    written = _exported(run, tmp_path, fact_text("a", value=345, reference_area="New York"))
    graph = rdflib.Graph().parse(data=written, format="json-ld")
    rows = graph.query("""
        PREFIX s: <https://schema.org/>
        SELECT ?value ?measure ?place ?work WHERE {
            ?fact a s:Observation; s:value ?value; s:variableMeasured/s:name ?measure;
                s:observationAbout/s:name ?place; s:subjectOf/s:name ?work
        }""")
    assert [tuple(map(str, row)) for row in rows] == [("345", "a", "New York", "一篇报道")]
