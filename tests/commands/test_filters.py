"""A filter keeps facts out; it never keeps out what it lets through."""

from pathlib import Path

import pytest
from builders import HEAD, Run, make_pack

from jimo_cli.commands import REGISTRY, load
from jimo_cli.store.sqlite.facts import SqliteStore


@pytest.fixture
def alike(tmp_path: Path) -> str:
    """Two hundred facts whose names begin alike, each of a place of its own."""
    facts = "".join(
        f'[fact.n{number}]\nkind = "statistic"\nlabel = "海洋牧场第{number}号"\nvalue = {number}\nunit = "家"\n'
        f'reference_area = "地{number}"\n'
        for number in range(1, 201)
    )
    return str(make_pack(tmp_path / "alike", {"marine.toml": HEAD + facts}))


@pytest.mark.parametrize("number", [1, 77, 190, 200])
def test_a_place_far_down_is_found_by_what_is_common_to_all(run: Run, alike: str, number: int) -> None:
    rows = run("search", "海洋牧场", "--area", f"地{number}", "--facts", alike).rows
    assert f"marine.n{number}" in [row[0] for row in rows]
    assert all(f"地{number}" in row[5] for row in rows)


def test_an_exact_name_elsewhere_is_not_found_here(run: Run, alike: str) -> None:
    done = run("search", "海洋牧场第7号", "--area", "地8", "--facts", alike)
    assert "marine.n7" not in [row[0] for row in done.rows]


@pytest.mark.parametrize(
    ("argv", "slugs"),
    [
        (["list", "--topic", "reform", "--topic", "海洋"], "output output-growth staff months-saved approval"),
        (["stats", "--period", "2024-S1", "--period=2022/2024"], "output output-growth staff months-saved"),
        (["list", "--period", "1999", "--period", "2023"], "approval"),
        (["list", "--area", "蓝谷", "--area", "火星"], "staff"),
        (["list", "--area=蓝", "--area=即墨", "--kind", "mechanism", "--kind", "policy"], "approval"),
        (["export", "--topic", "reform", "--topic", "marine", "--format=tsv", "--limit=1"], "output"),
        (["search", "海洋产值", "--topic", "reform", "--topic", "marine", "--limit", "1"], "output"),
        (
            ["search", "海洋", "--topic", "reform", "--topic", "marine", "--kind", "statistic", "--area", "蓝谷"],
            "staff",
        ),
    ],
    ids=lambda given: " ".join(given) if isinstance(given, list) else "",
)
def test_a_filter_may_be_given_again_and_any_of_its_values_passes(
    run: Run, pack: Path, argv: list[str], slugs: str
) -> None:
    done = run(*argv, "--facts", str(pack))
    assert (done.code, [row[0].partition(".")[2] for row in done.rows]) == (0, slugs.split())


@pytest.mark.parametrize("name", ["marine", "marin", "量子引力"])
def test_no_name_of_a_topic_reads_all_topics(run: Run, pack: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    run("topics", "--facts", str(pack))
    monkeypatch.setattr(SqliteStore, "topics", None)
    assert run("stats", name, "--facts", str(pack)).code == int(name == "量子引力")


def test_what_each_inexact_topic_is_interpreted_as_is_told(run: Run, pack: Path) -> None:
    done = (
        run("topics", "--facts", str(pack)),
        run("list", "--topic", "marin", "--topic", "gaige", "--facts", str(pack)),
    )
    assert done[1].err.splitlines() == [
        "jimo: 'marin' interpreted as topic marine",
        "jimo: 'gaige' interpreted as topic reform",
    ]
    assert run("list", "--topic", "marine", "--topic", "量子引力", "--facts", str(pack)).code == 1
    assert run("list", "--period", "2024", "--period", "soon", "--facts", str(pack)).code == 2


SINGLE = [
    (command, option.flag, option.choices)
    for command in REGISTRY
    for option in load(command).SPEC.options
    if option.takes_value and not option.many
]


@pytest.mark.parametrize(("command", "flag", "choices"), SINGLE, ids=str)
def test_an_option_of_one_value_that_is_given_twice_is_an_error(
    run: Run, command: str, flag: str, choices: tuple[str, ...]
) -> None:
    one, two = (choices[0], choices[-1]) if choices else ("1", "2")
    for argv in ([flag, one, flag, two], [f"{flag}={one}", "x", f"{flag}={two}"], [flag, one, f"{flag}={one}"]):
        assert run(command, *argv) == (2, "", f"jimo: {flag} is given twice; it takes one value\n")


def test_a_value_and_a_word_that_look_like_an_option_are_none(run: Run, pack: Path) -> None:
    assert run("search", "海洋产值", "--limit", "1", "--", "--limit", "2", "--facts").code == 1
    assert run("list", "--area", "--limit", "--limit", "1", "--facts", str(pack)).code == 1
    assert run("stats", "--header", "--header", "--facts", str(pack)).code == 0
