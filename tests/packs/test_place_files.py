"""`places.toml`: places with all their names, held against those that jimo knows."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders import HEAD, SOURCES, fact_text, make_pack

from jimo_cli import places
from jimo_cli.model import Place
from jimo_cli.packs.load import load
from jimo_cli.text import fold

BAY = '[place.bay]\nlabel = "鳌山湾"\n'


def _pack(tmp_path: Path, text: str, name: str = "pack") -> str:
    return str(make_pack(tmp_path / name, {"places.toml": text}))


def _told(tmp_path: Path, *texts: str) -> list[str]:
    packs = [_pack(tmp_path, text, f"pack{at}") for at, text in enumerate(texts)]
    return [str(problem).replace(f"{tmp_path}/", "") for problem in load(packs).problems]


def test_a_place_has_its_names_and_lies_in_one_that_jimo_knows(tmp_path: Path) -> None:
    text = BAY + 'label_en = "Aoshan Bay"\naliases = ["湾区"]\ncode = "QD-1"\nwithin = "即墨区"\n'
    loaded = load([_pack(tmp_path, text)])
    assert loaded.problems == []
    assert loaded.places == [Place("place.bay", "鳌山湾", "Aoshan Bay", ("湾区",), "QD-1", "370215")]
    assert loaded.topics == []


@pytest.mark.parametrize(
    ("within", "id_"),
    [("即墨区", "370215"), ("jimo", "370215"), ("370215", "370215"), ("CN-SD", "370000"), ("cn-f-sip", "cn-f-sip"), ("Peru", "PER"), ("pe", "PER"), ("coast", "place.coast"), ("海岸", "place.coast"), ("The Coast", "place.coast")],
)  # fmt: skip
def test_within_is_a_slug_a_name_or_a_code(tmp_path: Path, within: str, id_: str) -> None:
    coast = '[place.coast]\nlabel = "海岸"\naliases = ["the coast"]\n'
    loaded = load([_pack(tmp_path, f'{BAY}within = "{within}"\n{coast}')])
    assert [str(problem) for problem in loaded.problems] == []
    assert [place.within for place in loaded.places] == [id_, None]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('label = "即墨区"\naliases = ["即墨古城"]\n', Place("370215", "即墨区", None, ("即墨古城",), "370215", "370200")),
        ('label = "即墨古城"\naliases = ["即墨市"]\ncode = "370215"\n', Place("370215", "即墨古城", None, ("即墨市",), "370215", "370200")),
        ('label = "鼓楼区"\ncode = "320106"\n', Place("320106", "鼓楼区", None, (), "320106", "320100")),
        ('label = "山东"\ncode = "cn-sd"\nwithin = "中国"\n', Place("370000", "山东", None, (), "cn-sd", "CHN")),
        ('label = "美国"\nlabel_en = "The US of A"\n', Place("USA", "美国", "The US of A", (), "US", None)),
        ('label = "即墨区"\nwithin = "山东省"\n', Place("370215", "即墨区", None, (), "370215", "370000")),
    ],
)  # fmt: skip
def test_a_place_that_jimo_knows_gets_more_names(tmp_path: Path, text: str, place: Place) -> None:
    loaded = load([_pack(tmp_path, f"[place.a]\n{text}")])
    assert [str(problem) for problem in loaded.problems] == []
    assert loaded.places == [place]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (BAY + 'lable = "x"\n', "3: [place.bay] unknown key 'lable'; did you mean label? It is already present"),
        (BAY + 'parent = "即墨区"\n', "3: [place.bay] unknown key 'parent'; did you mean within?"),
        (BAY + "aliases = 5\n", '3: [place.bay] aliases is 5, not a list; write ["…", "…"]'),
        (BAY + "code = 370215\n", "3: [place.bay] code is 370215, not text; put it in double quotes"),
        (BAY + 'within = ""\n', "3: [place.bay] within is empty; add text, or remove the key"),
        ('[place.bay]\nlabel_en = "Bay"\n', '1: [place.bay] the place has no label; add label = "…"'),
        ("[place.Bay]\n" + BAY.partition("\n")[2], "1: [place.Bay] 'Bay' is not a valid slug; use lower-case letters"),
        ("[topic]\n" + 'label = "地"\n' + BAY, "1: unknown key 'topic'; the keys here are place"),
        ("place = 5\n", "1: place is not a table; write [place] on a line of its own"),
        ("[place]\nbay = 5\n", "2: [place] place.bay is not a table; write [place.bay] on a line of its own"),
        ("[place.bay\n", "1: "),
        (BAY + 'within = "nowhere"\n', "3: [place.bay] within refers to an unknown place 'nowhere'; use the slug"),
        (BAY + 'within = "鼓楼区"\n', "3: [place.bay] within names several places: 鼓楼区 (320106), 鼓楼区 (320302),"),
        (BAY + 'within = "bay"\n', "3: [place.bay] `within` forms a cycle; remove one of the links"),
        (BAY + 'aliases = ["湾", "湾"]\n', "3: [place.bay] '湾' is listed twice; remove one"),
        (BAY + 'aliases = ["鳌山灣"]\n', "3: [place.bay] '鳌山灣' is listed twice; remove one"),
        (BAY + '[place.b]\nlabel = "湾"\naliases = ["鳌山湾"]\n', "5: [place.b] '鳌山湾' is a name of [place.bay] too; keep it at one"),
        (BAY + 'code = "370215"\n', "3: [place.bay] code is that of 即墨区 (370215); correct the code, or add that name to aliases"),
        ('[place.a]\nlabel = "即墨区"\ncode = "370212"\n', "3: [place.a] code is that of 崂山区 (370212); correct the code"),
        ('[place.a]\nlabel = "即墨区"\ncode = "999999"\n', "3: [place.a] code is not that of 即墨区 (370215); use that code, remove it"),
        ('[place.a]\nlabel = "鼓楼区"\n', '2: [place.a] label is the name of several places: 鼓楼区 (320106), 鼓楼区 (320302), 鼓楼区 (350102), 鼓楼区 (410204); add code = "…"'),
        ('[place.a]\nlabel = "即墨区"\naliases = ["青岛"]\n', "3: [place.a] '青岛' is a name of 青岛市 (370200); remove it, or correct the code or label"),
        (BAY + 'aliases = ["崂山区"]\n', "3: [place.bay] '崂山区' is a name of 崂山区 (370212); remove it"),
        ('[place.a]\nlabel = "即墨区"\nwithin = "济南市"\n', "3: [place.a] within contradicts what jimo knows: 即墨区 (370215) lies in 青岛市 (370200); correct or remove it"),
        ('[place.a]\nlabel = "秘鲁"\nwithin = "智利"\n', "3: [place.a] within contradicts what jimo knows: 秘鲁 (PE) lies in no other place; correct"),
        ('[place.a]\nlabel = "即墨区"\n[place.b]\nlabel = "即墨"\n', "3: [place.b] is the same place as [place.a]; merge the two"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_place_is_reported_with_its_place(tmp_path: Path, text: str, told: str) -> None:
    (found,) = _told(tmp_path, text)
    assert found.startswith(f"pack0/places.toml:{told}"), found


def test_a_cycle_is_reported_at_each_of_its_places_and_not_at_what_lies_in_them(tmp_path: Path) -> None:
    text = "".join(f'[place.{a}]\nlabel = "处{a}"\nwithin = "{b}"\n' for a, b in ("ab", "bc", "ca", "da"))
    found = _told(tmp_path, text)
    assert [line.split(":")[1] for line in found] == ["3", "6", "9"]
    assert all("`within` forms a cycle" in line for line in found)


def test_a_place_with_a_problem_is_left_out_and_not_reported_again_where_others_lie_in_it(tmp_path: Path) -> None:
    text = BAY + 'within = "a"\n[place.a]\nlabel = 5\n[place.c]\nlabel = "滩"\n'
    loaded = load([_pack(tmp_path, text)])
    assert len(loaded.problems) == 1
    assert [place.label for place in loaded.places] == ["滩"]


def test_packs_share_their_places(tmp_path: Path) -> None:
    coast = '[place.coast]\nlabel = "海岸"\n'
    one, two = (
        _pack(tmp_path, coast + BAY, "one"),
        _pack(tmp_path, BAY + '[place.c]\nlabel = "滩"\nwithin = "coast"\n', "two"),
    )
    loaded = load([one, two])
    assert loaded.problems == []
    assert [place.id for place in loaded.places] == ["place.coast", "place.bay", "place.c"]
    assert loaded.places[2].within == "place.coast"


def test_a_slug_of_two_packs_is_one_place(tmp_path: Path) -> None:
    (found,) = _told(tmp_path, BAY, '[place.bay]\nlabel = "另一湾"\n')
    assert found == "pack1/places.toml:1: [place.bay] is a different place in another pack; rename one of the two"


def test_a_place_that_jimo_knows_may_get_names_of_several_packs(tmp_path: Path) -> None:
    packs = [
        _pack(tmp_path, f'[place.p{at}]\nlabel = "即墨区"\naliases = ["{name}"]\n', name)
        for at, name in enumerate(("墨城", "即墨老城"))
    ]
    loaded = load(packs)
    assert [str(problem) for problem in loaded.problems] == []
    assert [(place.id, place.aliases) for place in loaded.places] == [("370215", ("墨城",)), ("370215", ("即墨老城",))]


def test_a_file_of_places_is_no_topic_and_costs_no_fact(tmp_path: Path) -> None:
    files = {"marine.toml": HEAD + fact_text("a"), "PLACES.TOML": BAY, "sources.toml": SOURCES}
    loaded = load([str(make_pack(tmp_path / "pack", files))])
    assert loaded.problems == []
    assert [topic.id for topic in loaded.topics] == ["marine"]
    assert [fact.id for fact in loaded.facts] == ["marine.a"]
    assert {Path(path).name for path in loaded.files} == {"marine.toml", "PLACES.TOML", "sources.toml"}


def test_ten_thousand_places_in_each_other_are_read(tmp_path: Path) -> None:
    text = "".join(f'[place.p{at}]\nlabel = "地{at}"\nwithin = "p{at + 1}"\n' for at in range(10_000))
    loaded = load([_pack(tmp_path, text + '[place.p10000]\nlabel = "地"\n')])
    assert loaded.problems == []
    assert len(loaded.places) == 10_001


def test_no_id_of_a_place_that_jimo_knows_looks_like_that_of_another() -> None:
    assert places.label_of("place.bay", "zh") == ""
    assert places.ids_named(fold("鳌山湾")) == ()
