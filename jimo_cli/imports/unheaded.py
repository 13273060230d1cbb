"""Places in a first column that no head names."""

from __future__ import annotations

import re

from jimo_cli import measures, text
from jimo_cli.imports import heads
from jimo_cli.imports.column import BLANK, BY_POSITION, SOME, Cells, Column
from jimo_cli.imports.roles import AREA, IGNORE, UNCLEAR, VALUE

_FEW = 0.2


_OF_PLACES = re.compile(
    r"\bby (?:\w+ )?(?:state|count(?:y|ry)|region|prefecture|province|district|municipality|cit(?:y|ies)|area)\b"
    "|分(?:地区|省|市|县|区县|国别)|各(?:省|市|县|区|地区|国|都道府县)|都道府[县県]|市区町村"
)
"""What a title says of a table whose rows are places."""


_OF_PARTS = re.compile(
    r"\bby (?:\w+ )*?(?:industr|sector|age|sex|gender|type|kind|product|occupation|commodit)|分行业|按"
)


_PLACE_END = re.compile(
    r"[^\s](?:\s(?:county|parish|borough|prefecture|province|district|oblast|krai|region|city|municipality|state)|-ken)$"
    "|.[都道府県县市区州郡町村省旗]$",
    re.IGNORECASE,
)


_NO_PLACE = re.compile(
    r"\b(?:male|female|men|women|urban|rural|industr|manufactur|agricultur|construction|services|mining|trade|other"
    r"|others|years|age|rate|index|number|average|persons|people|household|income|expenditure|food|goods|product)"
    "|城镇|农村|男|女|业$|其他|其中|[率数量额值]$"
)


def places_by_position(titles: str, found: list[Column], seen: list[Cells]) -> list[Column]:
    """The first column without a head names places that nobody knows, where each row has another text and figures."""
    first = found[0]
    is_alone = first.role == UNCLEAR and not first.why and not first.head
    others = [column for column in found[1:] if column.why != BLANK]
    figures = [column for column in others if column.role == VALUE]
    if not is_alone or not figures or any(column.role not in {VALUE, IGNORE} for column in others):
        return found
    one = seen[0]
    is_each = len(one.filled) == len(one.every) == len(one.different) > 1
    is_strict = not any(column.named.label and not column.named.is_partial for column in figures)
    if not is_each or any(column.area for column in figures) or not _may_be_places(one, titles, is_strict=is_strict):
        return found
    return [first._replace(role=AREA, why=BY_POSITION), *found[1:]]


def _may_be_places(one: Cells, titles: str, *, is_strict: bool) -> bool:
    """Tell whether texts may be names of places: some are known, or the title says so, or they end as such do.

    Where that is not `is_strict`, it is enough that nothing else is said of them: by their titles, or by what they are.
    """
    if _OF_PLACES.search(text.fold(titles)) or one.share(_ends_as_place) >= SOME:
        return True
    if one.share(heads.place_in) > _FEW:
        return True
    is_of_place = bool(heads.title_in(titles).area) or _OF_PARTS.search(text.fold(titles))
    return not is_strict and not is_of_place and not one.share(_is_no_place)


def _ends_as_place(cell: str) -> bool:
    return _PLACE_END.search(heads.without_lead(cell)) is not None


def _is_no_place(cell: str) -> bool:
    """Tell whether a text is no name of a place: it has digits, a unit, a measure or a word for a part of people."""
    folded = text.fold(cell)
    named = heads.named(cell)
    return bool(re.search("[0-9]", folded) or named.unit or measures.ids_of(folded) or _NO_PLACE.search(folded))
