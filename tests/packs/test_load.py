"""Fact files as users write them, right and wrong: each problem names its place and what to do."""

import os
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
import tomli
from builders import HEAD, SOURCES, Run, fact_text, make_pack
from hypothesis import example, given
from hypothesis import strategies as st

from jimo_cli import Catalog
from jimo_cli.model import Aspect, Kind, Qualifier
from jimo_cli.packs.load import Loaded, load

HEAD_LINES = HEAD.count("\n")


def _load(tmp_path: Path, body: str, **more: str | bytes | None) -> Loaded:
    files: dict[str, str | bytes | None] = {f"{name}.toml": content for name, content in more.items()}
    return load([str(make_pack(tmp_path / "pack", {"marine.toml": HEAD + body} | files))])


def _problems(loaded: Loaded, tmp_path: Path) -> list[str]:
    """The problems, each with its path from the pack."""
    return [str(problem).removeprefix(f"{tmp_path / 'pack'}/") for problem in loaded.problems]


def _only_problem(loaded: Loaded, tmp_path: Path) -> str:
    (problem,) = _problems(loaded, tmp_path)
    return problem


def test_a_fact_is_read_with_every_field(tmp_path: Path) -> None:
    body = fact_text(
        "output",
        label="产值",
        label_en="Output",
        value=5,
        value_max=6,
        qualifier="range",
        unit="亿元",
        time_period="2024-S1",
        reference_area="青岛市",
        aspect="share",
        of="whole",
        parts=["一", "二"],
        aliases=["GDP"],
        description="一行\n又一行",
        description_en="Two",
        as_written="5至6亿元",
        locator={"section": "正文", "paragraph": 5},
    )
    loaded = _load(tmp_path, body + fact_text("whole", value=Decimal("52.60")))
    assert loaded.problems == []
    fact, whole = loaded.facts
    assert fact == fact._replace(
        id="marine.output",
        label="产值",
        label_en="Output",
        value=Decimal(5),
        value_max=Decimal(6),
        qualifier=Qualifier.RANGE,
        unit="亿元",
        time_period="2024-S1",
        reference_area="青岛市",
        topic="marine",
        kind=Kind.STATISTIC,
        aspect=Aspect.SHARE,
        of="marine.whole",
        parts=("一", "二"),
        aliases=("GDP",),
        description="一行\n又一行",
        description_en="Two",
        as_written="5至6亿元",
        source="daily",
        locator="正文 ¶5",
    )
    assert (whole.reference_area, whole.source, str(whole.value)) == ("即墨区", "daily", "52.60")
    assert (whole.qualifier, whole.locator, whole.parts) == (Qualifier.EXACT, None, ())


def test_a_fact_that_is_no_statistic_has_neither_value_nor_qualifier(tmp_path: Path) -> None:
    (fact,) = _load(tmp_path, fact_text("plan", kind="policy")).facts
    assert (fact.value, fact.qualifier, fact.kind) == (None, None, Kind.POLICY)


def test_topics_come_with_their_counts_in_the_order_of_their_files(tmp_path: Path) -> None:
    loaded = _load(
        tmp_path,
        fact_text("a") + fact_text("b", kind="policy"),
        air='[topic]\nlabel = "空气"\naliases = ["air"]\n',
    )
    air, marine = loaded.topics
    assert (air.id, air.label, air.label_en, air.aliases, air.facts) == ("air", "空气", None, ("air",), 0)
    assert (marine.id, marine.label_en, marine.facts) == ("marine", "Marine", 2)
    assert marine.counts == dict.fromkeys(Kind, 0) | {Kind.STATISTIC: 1, Kind.POLICY: 1}


def test_a_source_is_kept_as_it_is_cited(tmp_path: Path) -> None:
    (source,) = _load(tmp_path, "").sources
    assert source.key == "daily"
    assert source.csl["author"] == [{"family": "王", "given": "涛"}, {"family": "Lee", "given": "Ann"}]


@pytest.mark.parametrize("digits", ["52.6", "52.60", "0.1", "12345678901234567890.123456789", "1e3", "-13.5"])
def test_a_figure_is_exact_from_the_file_on(tmp_path: Path, digits: str) -> None:
    (fact,) = _load(tmp_path, fact_text("a", value=Decimal(digits)).replace("E+", "e")).facts
    assert fact.value is not None
    assert fact.value == Decimal(digits)
    assert fact.value.as_tuple() == Decimal(digits).as_tuple()


@pytest.mark.parametrize("text", ["\ufeff" + HEAD + fact_text("a"), (HEAD + fact_text("a")).replace("\n", "\r\n")])
def test_a_file_saved_on_windows_reads_like_any_other(tmp_path: Path, text: str) -> None:
    loaded = load([str(make_pack(tmp_path / "pack", {"marine.toml": text}))])
    assert loaded.problems == []
    assert [fact.id for fact in loaded.facts] == ["marine.a"]


def test_problems_of_a_file_with_windows_line_ends_have_the_right_line(tmp_path: Path) -> None:
    text = (HEAD + fact_text("a", unti="个")).replace("\n", "\r\n")
    loaded = load([str(make_pack(tmp_path / "pack", {"marine.toml": text}))])
    assert loaded.problems[0].line == HEAD_LINES + 5


RETURNS = {
    "after a comment": "# was 345\rvalue = 999\n",
    "between two keys": "value = 345\runit = 1\n",
    "in a text": 'description = "a\rb"\n',
    "in a literal text": "description = 'a\rb'\n",
    "in a text of several lines": 'description = """a\rb"""\n',
    "in a list": 'aliases = ["a",\r"b"]\n',
    "before a line end of Windows": "value = 345\r\r\n",
    "at the end of the file": "value = 345\r",
}


@pytest.mark.parametrize("line", RETURNS.values(), ids=RETURNS)
def test_a_carriage_return_alone_ends_no_line(tmp_path: Path, line: str) -> None:
    text = HEAD + fact_text("a", value=None) + line
    loaded = load([str(make_pack(tmp_path / "pack", {"marine.toml": text}))])
    (problem,) = loaded.problems
    assert loaded.facts == []
    assert problem.line == text.count("\n", 0, text.index("\r")) + 1
    assert problem.message == "not TOML: a carriage return without a line feed"
    assert problem.hint == "end each line with a line feed: save the file with Unix or Windows line ends"


WRONG = [
    ({"kind": None}, 1, "[fact.a] has no kind", 'add kind = "statistic"'),
    ({"label": None}, 1, "[fact.a] has no label", 'add label = "…"'),
    ({"label": 5}, 3, "[fact.a] label is 5, not text", "put it in double quotes"),
    ({"label": "@0x" + "f" * 5000}, 3, "[fact.a] label is too large a number, not text", "put it in double quotes"),
    ({"label": "@1.50"}, 3, "[fact.a] label is 1.50, not text", "put it in double quotes"),
    ({"label": " "}, 3, "[fact.a] label is empty", "add text, or remove the key"),
    ({"label": "a\u0007b"}, 3, "[fact.a] label contains the control character U+0007", "remove it"),
    ({"label": "a\u202eb"}, 3, "[fact.a] label contains the control character U+202E", "remove it"),
    ({"label": "a\u0085b"}, 3, "[fact.a] label contains the control character U+0085", "remove it"),
    ({"kind": "number"}, 2, "[fact.a] kind is 'number'", "use one of statistic, policy, mechanism"),
    ({"kind": 7}, 2, "[fact.a] kind is 7", "use one of statistic"),
    ({"value": "345"}, 4, "[fact.a] value is '345', not a number", "write only the number, without quotes or unit"),
    ({"value": True}, 4, "[fact.a] value is True, not a number", "write only the number"),
    ({"value": [1]}, 4, "[fact.a] value is [1], not a number", "write only the number"),
    ({"value": Decimal("NaN")}, 4, "[fact.a] value is NaN", "write the figure that the source prints"),
    ({"value": "@inf"}, 4, "[fact.a] value is Infinity", "write the figure that the source prints"),
    ({"value": "@-inf"}, 4, "[fact.a] value is -Infinity", "write the figure that the source prints"),
    ({"value": "@1e5000"}, 4, "[fact.a] value has too many digits", "write the figure as the source prints it"),
    ({"value": "@1e-999999999"}, 4, "[fact.a] value has too many digits", "write the figure as the source prints it"),
    ({"value": "@2024-01-01"}, 4, "[fact.a] value is 2024-01-01, not a number", "write only the number"),
    ({"value": None}, 1, "[fact.a] a statistic without a value", "add value = …, or choose another kind"),
    ({"kind": "policy", "unit": "个"}, 4, "[fact.a] unit without a value", "add value = …, or remove unit"),
    ({"kind": "policy", "as_written": "1个"}, 4, "[fact.a] as_written without a value", "or remove as_written"),
    ({"kind": "policy", "value": 1}, 4, "[fact.a] a value in a fact of kind policy", 'set kind = "statistic"'),
    ({"value_max": 2}, 4, "[fact.a] a range needs value, value_max and qualifier", 'with qualifier = "range"'),
    ({"qualifier": "range"}, 4, "[fact.a] a range needs value, value_max and qualifier", "give all three"),
    (
        {"value_max": 1, "qualifier": "range"},
        5,
        "[fact.a] value_max is not above value",
        "write the lower end as value",
    ),
    ({"qualifier": "roughly"}, 5, "[fact.a] qualifier is 'roughly'", "use one of exact, over, under, about, range"),
    ({"aspect": "half"}, 5, "[fact.a] aspect is 'half'", "use one of growth, share, rank"),
    ({"basis": "yearly"}, 5, "[fact.a] basis is 'yearly'", "use one of year_on_year, period_on_period, since_year_end"),
    ({"basis": []}, 5, "[fact.a] basis is []", "use one of year_on_year, "),
    ({"basis": 1}, 5, "[fact.a] basis is 1", "use one of year_on_year, "),
    ({"basis": ["real", 1]}, 5, "[fact.a] basis is ['real', 1]", "or two in a list"),
    ({"basis": ["year_on_year", "period_on_period"]}, 5, "[fact.a] basis is ['year_on", "one is of real, nominal"),
    ({"basis": ["real", "nominal"]}, 5, "[fact.a] basis is ['real', 'nominal']", "one is of real, nominal"),
    ({"basis": ["real", "real"]}, 5, "[fact.a] basis is ['real', 'real']", "one is of real, nominal"),
    ({"basis": ["year_on_year", "real", "real"]}, 5, "[fact.a] basis is ['year_on", "one is of real, nominal"),
    ({"kind": "policy", "basis": "real"}, 4, "[fact.a] basis without a value", "add value = …, or remove basis"),
    ({"among": ""}, 5, "[fact.a] among is empty", "add text, or remove the key"),
    ({"kind": "policy", "among": "全省"}, 4, "[fact.a] among without a value", "add value = …, or remove among"),
    (
        {"status": "provisional"},
        5,
        "[fact.a] status is 'provisional'",
        "use one of target, forecast, estimated, prelim",
    ),
    ({"status": "Final"}, 5, "[fact.a] status is 'Final'", "preliminary, revised, final"),
    ({"status": ""}, 5, "[fact.a] status is ''", "use one of target, "),
    ({"status": 1}, 5, "[fact.a] status is 1", "use one of target, "),
    ({"status": ["final"]}, 5, "[fact.a] status is ['final']", "use one of target, "),
    ({"obs_status": "final"}, 5, "[fact.a] unknown key 'obs_status'", "did you mean status?"),
    (
        {"kind": "policy", "status": "target"},
        4,
        "[fact.a] status without a value",
        "add value = …, or remove status",
    ),
    ({"of": "a"}, 5, "[fact.a] `of` without aspect", 'add aspect = "growth", aspect = "share" or'),
    ({"time_period": "soon"}, 5, "[fact.a] time_period cannot be read ('soon' is not a time period)", "2024-S1"),
    ({"time_period": "2024-02-30"}, 5, "[fact.a] time_period cannot be read (", "write it like 2024, 2024-06"),
    ({"time_period": 2024}, 5, "[fact.a] time_period is 2024, not text", "put it in double quotes"),
    ({"aliases": "GDP"}, 5, "[fact.a] aliases is 'GDP', not a list", 'write ["…", "…"]'),
    ({"parts": [1]}, 5, "[fact.a] parts is 1, not text", "put it in double quotes"),
    ({"locator": "正文"}, 5, "[fact.a] locator is '正文'", 'write { section = "…", paragraph = 1 }'),
    ({"locator": {}}, 5, "[fact.a] locator is {}", "write { section"),
    ({"locator": {"page": 3}}, 5, "[fact.a] locator has an unknown key 'page'", "write { section"),
    ({"locator": {"paragraph": 0}}, 5, "[fact.a] locator has an invalid paragraph 0", "write { section"),
    ({"locator": {"paragraph": "5"}}, 5, "[fact.a] locator has an invalid paragraph '5'", "write { section"),
    ({"source": "weekly"}, 5, "[fact.a] unknown source 'weekly'", "use a known one (daily)"),
    (
        {"of": "all-there-is-in-it", "aspect": "growth"},
        5,
        "[fact.a] `of` refers to an unknown fact: marine.all-there-is-in-it",
        "use a slug of this file",
    ),
    ({"of": "a", "aspect": "growth"}, 5, "[fact.a] `of` forms a cycle", "remove one of the links"),
    ({"unti": "个"}, 5, "[fact.a] unknown key 'unti'", "did you mean unit?"),
    ({"zzzzzz": 1}, 5, "[fact.a] unknown key 'zzzzzz'", "the keys here are kind, of, aspect, basis, among, label"),
]


@pytest.mark.parametrize(("keys", "line", "message", "hint"), WRONG, ids=[f"{row[2]}" for row in WRONG])
def test_what_is_wrong_in_a_fact_is_reported_with_its_line_and_what_to_do(
    tmp_path: Path, keys: dict[str, object], line: int, message: str, hint: str
) -> None:
    raw = {key: str(value)[1:] for key, value in keys.items() if str(value).startswith("@")}
    body = fact_text("a", **(keys | dict.fromkeys(raw, "@")))
    for key, text in raw.items():
        body = body.replace(f'{key} = "@"', f"{key} = {text}")
    loaded = _load(tmp_path, body.replace("NaN", "nan"))
    problem = _only_problem(loaded, tmp_path)
    assert problem.startswith(f"marine.toml:{HEAD_LINES + line}: {message}")
    assert hint in problem.partition("; ")[2]


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"marine.toml": "[topic\n"}, "marine.toml:1: not TOML: "),
        ({"marine.toml": HEAD + "[fact.a]\nlabel = x\n"}, f"marine.toml:{HEAD_LINES + 2}: not TOML: "),
        ({"marine.toml": HEAD + fact_text("a") + fact_text("a")}, "not TOML: "),
        (
            {"marine.toml": "label = \u4e2d\n".encode("gb18030")},
            "marine.toml: not UTF-8 (byte 8); save the file as UTF-8",
        ),
        ({"marine.toml": HEAD.encode("utf-16")}, "marine.toml: not UTF-8 (byte 0); save the file as UTF-8"),
        (
            {"marine.toml": HEAD + "x = " + "[" * 100_000},
            "marine.toml: nested too deeply, or too many tables; two levels",
        ),
        (
            {"marine.toml": HEAD + "[fact.a]\nvalue = " + "9" * 5000},
            f"marine.toml:{HEAD_LINES + 2}: contains a number of too many digits; write the figure as the source",
        ),
        (
            {"marine.toml": HEAD + f"[fact.a]\n# {'9' * 5000}\nlocator = {{ paragraph = {'9' * 5000} }}"},
            f"marine.toml:{HEAD_LINES + 3}: contains a number of too many digits; write the figure as the source",
        ),
        (
            {"marine.toml": HEAD + "[fact.a]\nvalue = 1\nvalue_max = 1e9" + "9" * 30},
            f"marine.toml:{HEAD_LINES + 3}: contains a number of too many digits; write the figure as the source",
        ),
        (
            {"Marine Life.toml": HEAD},
            "Marine Life.toml: 'Marine Life' is not a valid topic id; in the name of the file, use",
        ),
        ({"海洋.toml": HEAD}, "海洋.toml: '海洋' is not a valid topic id"),
        (
            {"marine.toml": HEAD + fact_text('"Big One"')},
            f"marine.toml:{HEAD_LINES + 1}: [fact.Big One] 'Big One' is not a valid slug",
        ),
        ({"marine.toml": ""}, "marine.toml: [topic] the topic has no label; under [topic], add label"),
        (
            {"marine.toml": '[topic]\nlabel_en = "x"\n'},
            "marine.toml:1: [topic] the topic has no label; under [topic], add",
        ),
        (
            {"marine.toml": HEAD.replace("label_en", "labelen")},
            "marine.toml:3: [topic] unknown key 'labelen'; did you mean",
        ),
        (
            {"marine.toml": HEAD + "[facts.a]\n"},
            f"marine.toml:{HEAD_LINES + 1}: unknown key 'facts'; did you mean fact?",
        ),
        ({"marine.toml": "topic = 5\n"}, "marine.toml:1: topic is not a table; write [topic] on a line of its own"),
        ({"marine.toml": "fact = 5\n" + HEAD}, "marine.toml:1: fact is not a table; write [fact] on a line of its own"),
        ({"marine.toml": HEAD + "[fact]\na = 5\n"}, "fact.a is not a table; write [fact.a] on a line of its own"),
        ({"sources.toml": "daily = 5\n"}, "sources.toml:1: daily is not a table; write [daily] on a line of its own"),
        ({"sources.toml": '[daily]\ntype = "book"\n'}, 'sources.toml:1: [daily] has no title; add title = "…"'),
        (
            {"sources.toml": SOURCES + 'sha256 = "abc"\n'},
            "sources.toml:5: [daily] sha256 is 'abc'; use the 64 lower-case hexadecimal",
        ),
        (
            {"sources.toml": SOURCES + 'titel = "x"\n'},
            "sources.toml:5: [daily] unknown key 'titel'; did you mean title?",
        ),
    ],
    ids=lambda given: given[:60] if isinstance(given, str) else "",
)
def test_what_is_wrong_with_a_file_is_reported_with_its_place(
    tmp_path: Path, files: dict[str, str | bytes], expected: str
) -> None:
    loaded = load([str(make_pack(tmp_path / "pack", dict(files)))])
    assert any(expected in problem for problem in _problems(loaded, tmp_path)), _problems(loaded, tmp_path)
    assert len(loaded.problems) == 1


def test_no_sources_file_means_that_no_source_is_known(tmp_path: Path) -> None:
    loaded = load([str(make_pack(tmp_path / "pack", {"marine.toml": HEAD + fact_text("a"), "sources.toml": None}))])
    assert "unknown source 'daily'; add it to sources.toml, or use a known one (none yet)" in str(loaded.problems[0])


def test_a_fact_without_a_source_is_reported_that_the_topic_may_state_it(tmp_path: Path) -> None:
    files = {"marine.toml": HEAD.replace('source = "daily"\n', "") + fact_text("a")}
    loaded = load([str(make_pack(tmp_path / "pack", files))])
    assert _only_problem(loaded, tmp_path).endswith('[fact.a] has no source; add source = "…" here or under [topic]')


def test_all_problems_of_all_files_are_reported_at_once_and_the_rest_is_read(tmp_path: Path) -> None:
    loaded = _load(
        tmp_path,
        fact_text("a", label=5, unti="个") + fact_text("b", value="x") + fact_text("good"),
        air="not toml",
        land=HEAD + fact_text("good", kind="policy") + fact_text("bad", kind="none"),
        sources='[daily]\ntitle = "x"\n[other]\n',
    )
    assert [problem.partition(":")[0] for problem in _problems(loaded, tmp_path)] == [
        "sources.toml",
        "air.toml",
        "land.toml",
        "marine.toml",
        "marine.toml",
        "marine.toml",
    ]
    assert [fact.id for fact in loaded.facts] == ["land.good", "marine.good"]


def test_a_broken_fact_is_not_reported_again_at_those_that_belong_to_it(tmp_path: Path) -> None:
    loaded = _load(tmp_path, fact_text("a", value="x") + fact_text("b", of="a", aspect="growth"))
    assert "value is 'x'" in _only_problem(loaded, tmp_path)
    assert [fact.id for fact in loaded.facts] == ["marine.b"]


def test_a_misspelt_of_is_reported_the_nearest_fact(tmp_path: Path) -> None:
    loaded = _load(tmp_path, fact_text("gross-product") + fact_text("b", of="gros-product", aspect="growth"))
    assert "`of` refers to an unknown fact: marine.gros-product; did you mean marine.gross-product?" in _only_problem(
        loaded, tmp_path
    )


def test_an_of_may_name_a_fact_of_another_topic(tmp_path: Path) -> None:
    land = HEAD + fact_text("b", of="marine.a", aspect="share")
    loaded = _load(tmp_path, fact_text("a"), land=land)
    assert loaded.problems == []
    assert loaded.facts[0].of == "marine.a"


def test_a_circle_of_three_is_reported_at_each(tmp_path: Path) -> None:
    body = "".join(fact_text(slug, of=of, aspect="share") for slug, of in (("a", "b"), ("b", "c"), ("c", "a")))
    loaded = _load(tmp_path, body + fact_text("d", of="a", aspect="share"))
    assert [problem.split()[1] for problem in _problems(loaded, tmp_path)] == ["[fact.a]", "[fact.b]", "[fact.c]"]


def test_two_packs_with_one_id_are_a_problem_of_the_later_one(tmp_path: Path) -> None:
    first = make_pack(tmp_path / "one", {"marine.toml": HEAD + fact_text("a", value=1)})
    second = make_pack(tmp_path / "two", {"marine.toml": HEAD + fact_text("a", value=2) + fact_text("b")})
    loaded = load([str(first), str(second)])
    (problem,) = loaded.problems
    assert str(problem) == (
        f"{second}/marine.toml:{HEAD_LINES + 1}: [fact.a] marine.a is already defined at "
        f"{first}/marine.toml:{HEAD_LINES + 1}; rename one of the two"
    )
    assert [(fact.id, fact.value) for fact in loaded.facts] == [("marine.a", Decimal(1)), ("marine.b", Decimal(1))]
    assert [topic.facts for topic in loaded.topics] == [2]


def test_two_packs_may_share_a_source_but_not_its_key_for_another_work(tmp_path: Path) -> None:
    first = make_pack(tmp_path / "one", {"marine.toml": HEAD})
    same = make_pack(tmp_path / "two", {"land.toml": HEAD})
    other = make_pack(tmp_path / "three", {"air.toml": HEAD, "sources.toml": '[daily]\ntitle = "另一篇"\n'})
    assert load([str(first), str(same)]).problems == []
    (problem,) = load([str(first), str(other)]).problems
    assert str(problem) == (
        f"{other}/sources.toml:1: [daily] is a different work in another pack; rename the key of one of the two"
    )


def test_a_source_of_one_pack_may_be_cited_in_the_next(tmp_path: Path) -> None:
    first = make_pack(tmp_path / "one", {"marine.toml": HEAD})
    second = make_pack(tmp_path / "two", {"land.toml": HEAD + fact_text("a"), "sources.toml": None})
    assert load([str(first), str(second)]).problems == []


def test_a_pack_that_is_not_there_is_reported_with_what_to_name_instead(tmp_path: Path) -> None:
    (problem,) = load([str(tmp_path / "none")]).problems
    assert str(problem) == (
        f"{tmp_path}/none: cannot be read (No such file or directory); name a directory of fact files"
    )


@pytest.mark.parametrize("name", ["marine.toml", "sources.toml", "LAND.TOML"])
def test_a_fact_file_named_as_a_pack_is_reported_with_the_directory_to_name(
    run: Run, tmp_path: Path, name: str
) -> None:
    path = str(make_pack(tmp_path, {"marine.toml": HEAD, "LAND.TOML": HEAD}) / name)
    said = f"jimo: {path}: is a fact file, not a directory of them; name its directory, {tmp_path}\n"
    assert run("topics", "--facts", path) == (3, "", said)
    assert run("topics", env={"JIMO_FACTS": path}) == (3, "", said)


@pytest.mark.parametrize("name", ["notes.txt", "nosuch", "nosuch.toml", "notes.txt/a.toml"])
def test_what_is_no_directory_is_reported_so(tmp_path: Path, name: str) -> None:
    (tmp_path / "notes.txt").write_text("", encoding="utf-8")
    (problem,) = load([str(tmp_path / name)]).problems
    assert "cannot be read (No" in str(problem)
    assert str(problem).endswith("; name a directory of fact files")


def test_an_empty_pack_is_reported_so(tmp_path: Path) -> None:
    (problem,) = load([str(tmp_path)]).problems
    assert str(problem) == f"{tmp_path}: contains no fact files; add TOML fact files, or name another directory"


def test_files_that_are_no_fact_files_are_passed_over(tmp_path: Path) -> None:
    pack = make_pack(tmp_path, {"marine.toml": HEAD, "notes.txt": "x", ".hidden.toml": "x", "marine.toml~": "x"})
    assert load([str(pack)]).problems == []


@pytest.mark.parametrize("what", ["a pipe", "a dangling link", "a directory"])
def test_what_only_looks_like_a_fact_file_is_reported_and_never_waited_for(tmp_path: Path, what: str) -> None:
    pack = make_pack(tmp_path / "pack", {"marine.toml": HEAD + fact_text("a")})
    odd = pack / "odd.toml"
    if what == "a pipe":
        os.mkfifo(odd)
    elif what == "a directory":
        odd.mkdir()
    else:
        odd.symlink_to(tmp_path / "nowhere")
    loaded = load([str(pack)])
    assert _only_problem(loaded, tmp_path) == (
        "odd.toml: cannot be read (not a regular file); fix the file or remove it"
    )
    assert [fact.id for fact in loaded.facts] == ["marine.a"]


@pytest.mark.parametrize("through", ["pack", "link to the pack"])
def test_a_link_within_the_pack_is_read_like_any_other_file(tmp_path: Path, through: str) -> None:
    pack = make_pack(tmp_path / "pack", {})
    (pack / "kept").mkdir()
    (pack / "kept" / "marine.text").write_text(HEAD + fact_text("a"), encoding="utf-8")
    (pack / "marine.toml").symlink_to(Path("kept", "marine.text"))
    (tmp_path / "link to the pack").symlink_to(pack)
    assert [fact.id for fact in load([str(tmp_path / through)]).facts] == ["marine.a"]


@pytest.mark.parametrize("name", ["marine.toml", "sources.toml"])
def test_a_link_that_leads_out_of_the_pack_is_not_followed(tmp_path: Path, name: str) -> None:
    secret = tmp_path / "pack-of-another" / "secret.toml"
    make_pack(secret.parent, {"secret.toml": HEAD + fact_text("a")})
    pack = make_pack(tmp_path / "pack", {"land.toml": HEAD + fact_text("b"), "sources.toml": None})
    (pack / name).symlink_to(secret)
    loaded = load([str(pack)])
    assert "marine.a" not in {fact.id for fact in loaded.facts}
    told = f"{pack / name}: cannot be read (a symlink that points outside the pack); fix the file or remove it"
    assert told in [str(problem) for problem in loaded.problems]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_reported_with_the_reason(tmp_path: Path) -> None:
    pack = make_pack(tmp_path / "pack", {"marine.toml": HEAD + fact_text("a")})
    (pack / "marine.toml").chmod(0)
    loaded = load([str(pack)])
    assert _only_problem(loaded, tmp_path) == (
        "marine.toml: cannot be read (Permission denied); fix the file or remove it"
    )


def test_a_key_is_found_in_quotes_and_in_its_own_table_only(tmp_path: Path) -> None:
    body = fact_text("a") + '[ "fact" . b ]\nkind = "statistic"\n"label" = 7\nvalue = 1\n'
    assert _only_problem(_load(tmp_path, body), tmp_path).startswith(
        f"marine.toml:{HEAD_LINES + 8}: [fact.b] label is 7"
    )


def test_a_line_within_a_long_text_is_not_taken_for_a_key(tmp_path: Path) -> None:
    body = (
        '[fact.a]\nkind = "statistic"\ndescription = """\nunit = 5\n[fact.b]\n"""\nlabel = "x"\nvalue = 1\nunit = 5\n'
    )
    assert _only_problem(_load(tmp_path, body), tmp_path).startswith(
        f"marine.toml:{HEAD_LINES + 9}: [fact.a] unit is 5"
    )


def test_a_file_that_is_gone_before_its_line_is_looked_for_has_the_line_that_was_read_or_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = make_pack(tmp_path / "pack", {"marine.toml": HEAD + fact_text("a", of="a", aspect="share")})
    real = tomli.loads

    def loads(text: str, **how: Callable[[str], object]) -> dict[str, object]:
        if "[fact.a]" in text:
            (pack / "marine.toml").unlink()
        return real(text, **how)

    monkeypatch.setattr(tomli, "loads", loads)
    loaded = load([str(pack)])
    assert _only_problem(loaded, tmp_path).startswith(f"marine.toml:{HEAD_LINES + 5}: [fact.a] `of` forms a cycle")
    make_pack(pack, {"marine.toml": HEAD + fact_text("a", of="a", aspect="share")})
    with Catalog([pack], cache=None) as catalog:
        (problem,) = catalog.problems
    assert str(problem).startswith(f"{pack}/marine.toml: [fact.a] `of` forms a cycle")


@given(st.binary(max_size=80))
@example(b"a = 1e999999999999999999999")
@example(b"[fact.a]\nvalue = 0x" + b"f" * 5000)
@example(b"a = 9999-99-99")
def test_no_bytes_whatever_end_in_a_traceback(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    pack = make_pack(tmp_path_factory.mktemp("pack"), {"marine.toml": content})
    loaded = load([str(pack)])
    assert loaded.facts == []
    assert loaded.problems


SCALARS = st.one_of(st.integers(-9, 9).map(str), st.booleans().map(str).map(str.lower), st.just('"x"'), st.just("nan"))
VALUES = st.one_of(SCALARS, st.just("[]"), st.just("[1]"), st.just("{}"), st.just("{ a = 1 }"), st.just("1979-05-27"))


@given(
    st.dictionaries(
        st.sampled_from(
            ["kind", "label", "value", "value_max", "qualifier", "of", "aspect", "basis", "parts", "locator"]
        ),
        VALUES,
    )
)
def test_no_type_in_any_field_ends_in_a_traceback(
    tmp_path_factory: pytest.TempPathFactory, keys: dict[str, str]
) -> None:
    body = "[fact.a]\n" + "".join(f"{key} = {value}\n" for key, value in keys.items())
    pack = make_pack(tmp_path_factory.mktemp("pack"), {"marine.toml": HEAD + body})
    loaded = load([str(pack)])
    assert loaded.problems
    assert all(problem.line for problem in loaded.problems)


def test_a_source_of_the_topic_that_is_not_there_is_reported_once(tmp_path: Path) -> None:
    text = HEAD.replace("daily", "weekly") + fact_text("a") + fact_text("b") + fact_text("c", source="daily")
    loaded = load([str(make_pack(tmp_path / "pack", {"marine.toml": text}))])
    assert _problems(loaded, tmp_path) == [
        "marine.toml:5: [topic] unknown source 'weekly'; add it to sources.toml, or use a known one (daily)"
    ]
    assert [fact.id for fact in loaded.facts] == ["marine.c"]


def test_a_source_may_have_any_name(tmp_path: Path) -> None:
    pack = make_pack(tmp_path / "pack", {"sources.toml": '[misread]\ntitle = "书"\n'})
    (pack / "marine.toml").write_text(HEAD.replace("daily", "misread") + fact_text("a"), encoding="utf-8")
    assert [fact.source for fact in load([str(pack)]).facts] == ["misread"]
