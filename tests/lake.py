"""A small text of our own about a district that there is not, and the facts that cite it."""

import hashlib
from pathlib import Path
from typing import Any

from builders import SOURCES, fact_text, make_pack

TEXT = """\
云泽区的湖与桥,一年新貌

本报记者 甲乙丙

▲湖滨步道，由3段旧堤改成。

云泽区临湖而建，下辖12个镇，湖岸长86公里。这一成绩来之不易。

湖上产业

2023年以来，湖鲜养殖户增到3,200余户，一批船只更新；上半年产湖鲜４.５万 吨，同比增长8.3%。

全区拥有十三项地方标准，近三年又添了三项荷叶加工标准，工期由此缩短5至6个月。

……

■“望湖号”游船在五座码头之间往返。

老街更新

(一)老街修缮了55个院落，其中5个院落辟为“七号书屋”，带动居民

图:老街夜景。

就业1万人以上，电梯覆盖率下降2.5%。

第二，推行“2+3”巡查机制，第3页的图纸已经公开。

桥

上百座小桥编入名册，两座大桥限时通行24小时。
"""

_HEAD = """\
[topic]
label = "云泽"
label_en = "Yunze"
source = "lake-paper"

"""


def _at(section: str, paragraph: int) -> dict[str, object]:
    return {"section": section, "paragraph": paragraph}


FACTS = {
    "towns": ("下辖镇数", 12, "个", "12个", _at("导语", 1)),
    "shore": ("湖岸长", 86, "公里", "86公里", _at("导语", 1)),
    "dykes": ("旧堤改成步道", 3, "段", "3段", _at("图片说明", 1)),
    "breeders": ("湖鲜养殖户", 3200, "户", "3200余户", _at("湖上产业", 1)),
    "output": ("上半年湖鲜产量", 4.5, "万吨", "4.5万吨", _at("湖上产业", 1)),
    "output-growth": ("产湖鲜同比增长", 8.3, "%", "8.3%", _at("湖上产业", 1)),
    "standards": ("地方标准", 13, "项", "十三项", _at("湖上产业", 2)),
    "lotus-standards": ("荷叶加工标准", 3, "项", "三项", _at("湖上产业", 2)),
    "months-saved": ("工期缩短", 5, "个月", "5至6个月", _at("湖上产业", 2)),
    "piers": ("游船码头", 5, "座", "五座", _at("图片说明", 2)),
    "courtyards": ("老街修缮院落", 55, "个", "55个", _at("老街更新", 1)),
    "reading-courtyards": ("院落辟为书屋", 5, "个", "5个", {"section": "老街更新"}),
    "jobs": ("带动居民就业", 10000, "人", "1万人以上", _at("老街更新", 1)),
    "lifts": ("电梯覆盖率", -2.5, "%", "下降2.5%", {"paragraph": 5}),
    "small-bridges": ("编入名册的小桥", 100, "座", "上百座", _at("桥", 1)),
    "bridges": ("大桥", 2, "座", "两座", _at("桥", 1)),
    "hours": ("限时通行", 24, "小时", "24小时", None),
}
"""Slug: label, value, unit, as_written, locator."""
_ALIASES = {"towns": ["下辖"], "output": ["产湖鲜"]}


def topic(**changes: dict[str, object]) -> str:
    """Return the fact file; `changes` are keys of facts by slug, with _ for -."""
    said = _HEAD
    for slug, (label, value, unit, written, locator) in FACTS.items():
        keys: dict[str, object] = {
            "label": label,
            "aliases": _ALIASES.get(slug),
            "value": value,
            "unit": unit,
            "as_written": written,
            "locator": locator,
        }
        if slug == "months-saved":
            keys |= {"value_max": 6, "qualifier": "range"}
        if slug in {"breeders", "jobs"}:
            keys["qualifier"] = "over"
        said += fact_text(slug, **keys | changes.get(slug.replace("-", "_"), {}))
    others: dict[str, dict[str, object]] = {
        "patrols": {"kind": "mechanism", "label": "巡查机制", "aliases": ["2+3"], "locator": _at("老街更新", 2)},
        "book-house": {
            "kind": "project",
            "label": "七号书屋",
            "description": "望湖号停在门前。",
            "locator": _at("老街更新", 1),
        },
    }
    for slug, keys in others.items():
        said += fact_text(slug, **keys | changes.get(slug.replace("-", "_"), {}))
    return said


def sources(said: bytes | None) -> str:
    """Return the file of sources; None leaves the digest of the text out."""
    digest = f'sha256 = "{hashlib.sha256(said).hexdigest()}"\n' if said is not None else ""
    return f'{SOURCES}\n[lake-paper]\ntitle = "湖报"\ntype = "article"\n{digest}'


def make_lake(directory: Path, said: bytes | None = None, **changes: Any) -> tuple[str, str]:
    """Write the text and the pack that cites it, and return the paths of pack and text."""
    written = TEXT.encode() if said is None else said
    pack = make_pack(directory / "lake", {"yunze.toml": topic(**changes), "sources.toml": sources(written)})
    text = directory / "article.txt"
    text.write_bytes(written)
    return str(pack), str(text)
