"""The names in 《》 and in quotation marks of a text, offered as facts without a figure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from jimo_cli import text as characters
from jimo_cli.imports.drafts import FactDraft
from jimo_cli.imports.seen import ROW
from jimo_cli.model import Kind
from jimo_cli.verify.coverage import NAME

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jimo_cli.verify.passages import Passage

_HAN = re.compile("[\u3400-\u9fff]")
_KINDS = (
    (Kind.ORGANIZATION, re.compile("(?:公司|集团|实验室|研究院|研究所|大学|学院|医院|学校|中心|委员会|协会|基地|局)$")),
    (Kind.PROJECT, re.compile("(?:工程|项目|园区?|大桥|铁路|公路|枢纽|港|码头|电站|水库)$")),
    (Kind.RECOGNITION, re.compile("(?:奖|称号|城市|先进|示范[市县区]|百强|十佳|第一|案例)$")),
    (Kind.MECHANISM, re.compile("(?:机制|模式|制度|平台|体系|联盟|办法|流程)$|[+＋]")),
)
_LONGEST = 60


def things_of(passages: Sequence[Passage], facts: Sequence[FactDraft], kinds: Mapping[int, str]) -> list[FactDraft]:
    """Return the names of a text that no label of some facts has, each once, by the kind that its last word tells.

    Titles of works are policies, and so is what tells no kind: each is to be looked at.
    """
    known = {characters.key(characters.fold(fact.label)) for fact in facts}
    found = []
    for passage in passages:
        if kinds.get(passage.lines[0].number, ROW) == ROW:
            continue
        for match in NAME.finditer(passage.text):
            name = match[0][1:-1].strip()
            key = characters.key(characters.fold(name))
            if key and key not in known and _HAN.search(name) and len(name) <= _LONGEST:
                known.add(key)
                found.append(_thing(name, match[0], passage))
    return found


def _thing(name: str, quoted: str, passage: Passage) -> FactDraft:
    kind = next((kind for kind, pattern in _KINDS if pattern.search(name)), Kind.POLICY)
    kind = Kind.POLICY if quoted.startswith("《") else kind
    return FactDraft(
        str(kind), name, section=passage.section, paragraph=passage.number, checks={"kind": quoted, "label": quoted}
    )
