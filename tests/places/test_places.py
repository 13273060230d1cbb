"""Places: names, ids, what they lie in, and the table itself."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tarfile
import zipfile
from itertools import pairwise
from pathlib import Path

import pytest

from jimo_cli import places
from jimo_cli.text import fold

ROOT = Path(__file__).parents[2]
TABLE = ROOT / "jimo_cli" / "places" / "places.tsv"
LINES = TABLE.read_bytes().split(b"\n")
ROWS = [line.decode().split("\t") for line in LINES if line]
NAMES = {row[0]: tuple(row[1].split("|")) for row in ROWS if row[0][0] not in "=#"}
ALONE = {row[0] for row in ROWS if row[0] in NAMES and len(row) == 2}
IDS = [row[0][1:] for row in ROWS if row[0].startswith("=")]
CODES = {row[0][1:]: row[1] for row in ROWS if row[0].startswith("#")}


def _above(place_id: str) -> list[str]:
    found = [place_id]
    while at := places.within(found[-1]):
        assert at not in found, place_id
        found.append(at)
    return found[1:]


@pytest.mark.parametrize(
    ("written", "ids"),
    [
        ("吉林", "220000 220200"), ("吉林省", "220000"), ("吉林市", "220200"), ("Jilin", "220000 220200"),
        ("Niger", "NER"), ("Nigeria", "NGA"), ("尼日尔", "NER"), ("尼日利亚", "NGA"),
        ("Korea", "KOR PRK"), ("Korea, Rep.", "KOR"), ("South Korea", "KOR"), ("Korea, Dem. People's Rep.", "PRK"), ("朝鲜", "PRK"), ("韩国", "KOR"),
        ("Congo", "COD COG"), ("刚果", "COD COG"), ("Congo, Dem. Rep.", "COD"), ("刚果（布）", "COG"),
        ("Georgia", "GEO US-GA"), ("格鲁吉亚", "GEO"), ("佐治亚州", "US-GA"), ("Jordan", "JOR"), ("New Mexico", "US-NM"), ("Mexico", "MEX"),
        ("海南", "460000 632500 150303"), ("海南省", "460000"), ("海南州", "632500"), ("海南藏族自治州", "632500"), ("海南区", "150303"),
        ("朝阳", "211300 110105 211321 220104"), ("朝阳市", "211300"), ("朝阳区", "110105 220104"), ("朝阳县", "211321"),
        ("鼓楼区", "320106 320302 350102 410204"), ("通州区", "110112 320612"),
        ("内蒙古", "150000"), ("内蒙古自治区", "150000"), ("Inner Mongolia", "150000"), ("蒙古", "MNG"), ("内蒙", "150000"),
        ("北京", "110000"), ("北京市", "110000"), ("beijing", "110000"), ("Peking", "110000"), ("重庆市", "500000"),
        ("即墨", "370215"), ("即墨区", "370215"), ("即墨市", "370215"), ("Jimo", "370215"), ("即墨縣", ""),
        ("US", "USA"), ("U.S.", "USA"), ("USA", "USA"), ("United States", "USA"), ("the States", "USA"), ("美国", "USA"), ("美國", "USA"),
        ("Viet Nam", "VNM"), ("Vietnam", "VNM"), ("越南", "VNM"), ("Türkiye", "TUR"), ("Turkiye", "TUR"), ("Côte d'Ivoire", "CIV"), ("Cote dIvoire", "CIV"),
        ("宜宾", "511500"), ("宜宾市", "511500"), ("哈密市", "650500"), ("西安", "610100 220403 231005"),
        ("World", "WLD"), ("世界", "WLD"), ("European Union", "EUU"), ("欧盟", "EUU"), ("欧元区", "EMU"),
        ("Sub-Saharan Africa", "SSF"), ("sub saharan africa", "SSF"), ("撒哈拉以南非洲", "SSF"), ("Africa", "un-002"), ("Middle East", "g-MIDEAST"), ("Scotland", "GB-SCT"), ("苏格兰", "GB-SCT"), ("East Asia", "un-030"),
        ("East Asia & Pacific", "EAS"), ("East Asia and Pacific", "EAS"), ("East Asia & Pacific (excluding high income)", "EAP"),
        ("Peru", "PER"), ("秘鲁", "PER"), ("Taiwan, China", "TWN"), ("香港", "HKG"), ("Hong Kong SAR, China", "HKG"),
        ("Shaanxi", "610000"), ("Shanxi", "140000"), ("Xi'an", "610100"), ("Xi’an", "610100"), ("Xian", "610100"), ("Suzhou", "320500 341300"), ("Fuzhou", "350100 361000"),
        ("襄樊市", "420600"), ("襄樊", "420600"), ("思茅市", "530800"), ("莱芜市", "371200"), ("莱芜区", "370116"), ("崇文区", "110103"), ("柳州地区", "452200"), ("南宁地区", "452100"), ("杏林区", ""),
        ("东乡县", "361003 622926"), ("乾县", "610424"), ("神农架", "429021"), ("万柏林", "140109"), ("延边", "222400"), ("延边州", "222400"),
        ("和平", "120101 210102 441624"), ("东方", "469007"), ("turkey", "TUR"), ("粤", "440000"),
        ("长三角", "cn-r-csj"), ("雄安新区", "cn-f-xiongan"), ("苏州工业园区", "cn-f-sip"), ("金砖国家", "g-BRICS"),
        ("", ""), ("海洋", ""), ("青岛啤酒", ""), ("in", ""), ("ai", ""), ("cn-sd", ""), ("370215", ""), ("市中", ""), ("=USA", ""), ("=cn-r-csj", ""), ("#us", ""),
        ("中国\tCHN", ""), ("\ud800", ""), ("\U0010ffff", ""),
    ],
)  # fmt: skip
def test_a_name_gives_every_place_that_has_it_the_widest_first(written: str, ids: str) -> None:
    assert places.ids_named(fold(written)) == tuple(ids.split())


@pytest.mark.parametrize(
    ("place_id", "above"),
    [
        ("370215", "370200 370000 CHN"), ("110105", "110000 CHN"), ("469007", "460000 CHN"), ("429021", "420000 CHN"), ("659001", "650000 CHN"),
        ("441900", "440000 CHN"), ("460302", "460300 460000 CHN"), ("371200", "370000 CHN"), ("TWN", "CHN"), ("HKG", "CHN"), ("US-GA", "USA"), ("GB-SCT", "GBR"),
        ("cn-f-sip", "320500 320000 CHN"), ("cn-r-csj", "CHN"), ("PER", ""), ("CHN", ""), ("WLD", ""), ("g-G7", ""), ("nowhere", ""),
    ],
)  # fmt: skip
def test_a_place_lies_in_the_next_wider_one(place_id: str, above: str) -> None:
    assert _above(place_id) == above.split()


@pytest.mark.parametrize(
    ("place_id", "chinese", "english"),
    [
        ("370215", "即墨区", "Jimo"), ("370200", "青岛市", "Qingdao"), ("610424", "乾县", "乾县"), ("610100", "西安市", "Xi'an"), ("141100", "吕梁市", "Lüliang"),
        ("430800", "张家界市", "Zhangjiajie"), ("460400", "儋州市", "Danzhou"), ("500000", "重庆市", "Chongqing"), ("540000", "西藏自治区", "Xizang"), ("150000", "内蒙古自治区", "Inner Mongolia"),
        ("USA", "美国", "United States"), ("CIV", "科特迪瓦", "Côte d'Ivoire"), ("COD", "刚果（金）", "DR Congo"), ("WLD", "世界", "World"), ("SSF", "撒哈拉以南非洲地区", "Sub-Saharan Africa"),
        ("US-GA", "佐治亚州", "Georgia"), ("nowhere", "", ""),
    ],
)  # fmt: skip
def test_a_place_is_called_by_its_usual_name(place_id: str, chinese: str, english: str) -> None:
    assert places.label_of(place_id, "zh") == chinese
    assert places.label_of(place_id, "en") == english


def test_the_names_of_a_place_are_all_there_the_longest_first_and_no_codes() -> None:
    assert places.names_of("370215") == ("jimo district", "jimo", "即墨区", "即墨市", "即墨")
    assert places.names_of("PER") == ("peru", "秘鲁")
    assert places.names_of("nowhere") == ()
    usa = places.names_of("USA")
    assert {"united states", "united states of america", "usa", "us", "u.s.", "美国", "美利坚合众国"} <= set(usa)
    assert list(map(len, usa)) == sorted(map(len, usa), reverse=True)
    assert "cn" not in places.names_of("CHN")


@pytest.mark.parametrize(
    ("code", "place_id"),
    [
        ("us", "USA"), ("US", "USA"), ("USA", "USA"), ("usa", "USA"), ("in", "IND"), ("AI", "AIA"), ("NA", "NAM"), ("XKX", "XKX"), ("XK", "XKX"),
        ("CN-SD", "370000"), ("cn-nm", "150000"), ("370215", "370215"), ("710000", "TWN"), ("810000", "HKG"), ("US-GA", "US-GA"), ("us-ga", "US-GA"),
        ("ssf", "SSF"), ("WLD", "WLD"), ("", None), ("xx", None), ("peru", None), ("999999", None), ("\ud800", None), ("=USA", None),
    ],
)  # fmt: skip
def test_a_code_is_found_in_either_case(code: str, place_id: str | None) -> None:
    assert places.id_of_code(code) == place_id


@pytest.mark.parametrize(
    ("place_id", "code"),
    [("USA", "US"), ("370000", "CN-SD"), ("370215", "370215"), ("SSF", "SSF"), ("US-GA", "US-GA"), ("nowhere", "")],
)
def test_a_place_has_one_code(place_id: str, code: str) -> None:
    assert places.code_of(place_id) == code


@pytest.mark.parametrize(
    ("written", "prefix"),
    [
        ("Peru GDP 2020", "Peru"), ("Nigeria GDP", "Nigeria"), ("Niger GDP", "Niger"), ("nigerian oil", ""), ("peruvian gdp", ""), ("Perugia", ""),
        ("Guinea-Bissau population", "Guinea-Bissau"), ("South Sudan GDP", "South Sudan"), ("Korea, Rep. exports", "Korea, Rep."), ("Korean exports", ""),
        ("Georgia GDP", "Georgia"), ("China's GDP", "China"), ("USA2020", "USA"), ("G77 countries", ""), ("G7 GDP", "G7"), ("g20 gdp", "g20"),
        ("East Asia & Pacific (excluding high income) GDP", "East Asia & Pacific (excluding high income)"), ("European Union exports", "European Union"),
        ("Sub-Saharan Africa GDP", "Sub-Saharan Africa"), ("World GDP", "World"), ("New Mexico GDP", "New Mexico"), ("Viet Nam GDP", "Viet Nam"),
        ("吉林市GDP", "吉林市"), ("吉林GDP", "吉林"), ("内蒙古粮食产量", "内蒙古"), ("蒙古GDP", "蒙古"), ("美国失业率", "美国"), ("朝阳区GDP", "朝阳区"),
        ("海南藏族自治州GDP", "海南藏族自治州"), ("苏州工业园区GDP", "苏州工业园区"), ("新疆生产建设兵团GDP", "新疆生产建设兵团"), ("北京市海洋生产总值", "北京市"),
        ("即墨区常住人口", "即墨区"), ("即墨常住人口", "即墨"), ("京津冀GDP", "京津冀"), ("粤港澳大湾区GDP", "粤港澳大湾区"), ("中华人民共和国", "中华人民共和国"),
        ("和平发展", ""), ("东方GDP", ""), ("朝阳产业", ""), ("中山装", ""), ("turkey price", ""), ("us gdp", ""), ("Jordan shoes", ""), ("in 2020", ""), ("粤GDP", ""),
        ("港口吞吐量", ""), ("新增贷款", ""), ("海洋经济", ""), ("", ""), (" Peru", ""), ("=usa", ""), ("=cn-r-csj", ""), ("#us", ""), ("\ud800", ""),
    ],
)  # fmt: skip
def test_the_longest_name_at_the_begin_of_a_text_is_found(written: str, prefix: str) -> None:
    assert places.longest_prefix(fold(written)) == len(prefix)


@pytest.mark.parametrize(
    ("written", "suffix"),
    [
        ("GDP of Peru", "Peru"), ("population of South Sudan", "South Sudan"), ("GDP of Guinea-Bissau", "Guinea-Bissau"), ("imports of Papua New Guinea", "Papua New Guinea"),
        ("gdp of united states of america", "united states of america"), ("2020USA", "USA"), ("xperu", ""), ("GDP in the European Union", "European Union"),
        ("2020年吉林市", "吉林市"), ("2020年吉林", "吉林"), ("粮食产量内蒙古", "内蒙古"), ("常住人口 即墨区", "即墨区"), ("山东省青岛市即墨区", "即墨区"), ("GDP 苏州工业园区", "苏州工业园区"),
        ("世界和平", ""), ("price of turkey", ""), ("tell us", ""), ("海洋经济", ""), ("", ""), ("peru ", ""), ("=usa", "usa"), ("x" * 200 + " peru", "peru"), ("海" * 200 + "秘鲁", "秘鲁"),
    ],
)  # fmt: skip
def test_the_longest_name_at_the_end_of_a_text_is_found(written: str, suffix: str) -> None:
    assert places.longest_suffix(fold(written)) == len(suffix)


@pytest.mark.parametrize(
    ("written", "begins", "ends"), [("Chad GDP", 4, 0), ("price of turkey", 0, 6), ("朝阳产业", 2, 0), ("G", 0, 0)]
)
def test_names_that_are_everyday_words_count_where_that_is_asked(written: str, begins: int, ends: int) -> None:
    assert places.longest_prefix(fold(written)) == places.longest_suffix(fold(written)) == 0
    assert places.longest_prefix(fold(written), everyday=True) == begins
    assert places.longest_suffix(fold(written), everyday=True) == ends


def _crosses_no_word(folded: str, at: int) -> bool:
    around = folded[max(at - 1, 0) : at + 1]
    return not 0 < at < len(folded) or not (around.isascii() and (around.isalpha() or around.isdigit()))


def test_prefixes_and_suffixes_are_those_that_trying_every_length_finds() -> None:
    some = random.Random(1).sample(sorted(NAMES), 600)
    for text in [*some, *map("".join, pairwise(some)), *(f"{name[:-1]} {name}" for name in some)]:
        lengths = range(len(text) + 1)
        begins = [n for n in lengths if text[:n] in ALONE and _crosses_no_word(text, n)]
        ends = [n for n in lengths if text[len(text) - n :] in ALONE and _crosses_no_word(text, len(text) - n)]
        assert places.longest_prefix(text) == max(begins, default=0), text
        assert places.longest_suffix(text) == max(ends, default=0), text


def test_rows_are_sorted_and_no_two_have_one_key() -> None:
    assert LINES[-1] == b""
    assert LINES[:-1] == sorted(LINES[:-1])
    keys = [row[0] for row in ROWS]
    assert places.keys() == set(keys)
    assert len(set(keys)) == len(keys)
    assert all(keys)


def test_every_name_is_as_a_query_is_folded_and_leads_to_its_places_and_back() -> None:
    for name, ids in NAMES.items():
        assert fold(name) == name
        assert name == name.strip()
        assert places.ids_named(name) == ids
        assert len(set(ids)) == len(ids)
        assert all(name in places.names_of(place_id) for place_id in ids), name
    for place_id in IDS:
        names = places.names_of(place_id)
        assert names
        assert all(place_id in NAMES[name] for name in names), place_id


def test_every_place_has_a_label_and_lies_in_places_that_there_are() -> None:
    known = set(IDS)
    for place_id in IDS:
        assert places.label_of(place_id, "zh")
        assert places.label_of(place_id, "en")
        above = _above(place_id)
        assert known.issuperset(above)
        assert above[-1:] == ["CHN"] or not place_id.isdigit()


def test_every_code_leads_to_a_place_and_back() -> None:
    for code, place_id in CODES.items():
        assert places.id_of_code(code) == place_id
        assert fold(places.code_of(place_id)) == code or code.isdigit()
    for place_id in IDS:
        assert places.id_of_code(places.code_of(place_id)) == place_id or not place_id.isupper()


def test_no_name_is_longer_than_a_search_looks() -> None:
    assert max(map(len, NAMES)) <= places._LONGEST
    assert max(len(name) for name in NAMES if not name.isascii()) <= places._LONGEST_HAN


def test_what_is_listed_by_hand_is_in_the_table() -> None:
    for line in (ROOT / "tests" / "tools" / "place_names.txt").read_text(encoding="utf-8").splitlines():
        place_id, *items = (item.strip() for item in line.split("|"))
        if not line or line.startswith("#"):
            continue
        names = items if place_id == "weak" else items[1:]
        for name in filter(None, map(fold, names)):
            assert place_id in NAMES[name] if place_id != "weak" else name not in ALONE, line


def test_a_look_up_of_places_imports_nothing_and_reads_nothing_before_it() -> None:
    code = (
        "import sys, jimo_cli.text; before = set(sys.modules); from jimo_cli import places; "
        "assert not places._table._content; places.ids_named('秘鲁'); places.longest_prefix('peru gdp'); places.names_of('PER'); "
        "print(sorted(set(sys.modules) - before))"
    )
    done = subprocess.run([sys.executable, "-S", "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "['jimo_cli.places', 'jimo_cli.text.table']"


def test_what_is_installed_has_the_tables_and_their_notices(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    run = [sys.executable, "-m", "hatchling", "build", "-d", str(tmp_path)]
    subprocess.run(run, check=True, capture_output=True, cwd=ROOT, env=environment)
    data = {
        "places/places.tsv",
        "places/places.txt",
        "measures/measures.tsv",
        "measures/measures.txt",
        "text/han.bin",
        "text/han.txt",
    }
    (wheel,) = tmp_path.glob("*.whl")
    assert {f"jimo_cli/{name}" for name in data} <= set(zipfile.ZipFile(wheel).namelist())
    (sdist,) = tmp_path.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {f"jimo_cli/{name}" for name in data} <= names


def test_the_notice_that_the_licence_of_cldr_asks_for_goes_with_the_table() -> None:
    notices = TABLE.with_suffix(".txt").read_text(encoding="utf-8")
    for part in (
        "UNICODE LICENSE V3",
        "Copyright © 2004-2026 Unicode, Inc.",
        "THE DATA FILES AND SOFTWARE ARE PROVIDED",
        "MIT License",
    ):
        assert part in notices
