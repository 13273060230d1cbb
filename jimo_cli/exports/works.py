"""Cited works as CSL-JSON, as other programs read it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

MEDIA_TYPE = "application/vnd.citationstyles.csl+json"
_NAMES = ("author",)
_DATES = ("issued", "accessed")
_DAY = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d\d?)(?:-(?P<day>\d\d?))?)?", re.ASCII)
_OF_OURS = ("sha256",)
"""What CSL has no variable for; it stands under `custom`."""

_TYPE = "document"
"""The type of a work that states none."""


def item(key: str, csl: Mapping[str, Any]) -> dict[str, Any]:
    """Return a work as an item of CSL-JSON: names as objects, days as parts, each only as far as it is said."""
    made: dict[str, Any] = {"id": key, "type": csl.get("type") or _TYPE}
    for name, value in csl.items():
        if name in _NAMES:
            made[name] = [*map(_name, value if isinstance(value, list) else [value])]
        elif name in _DATES:
            made[name] = _date(value)
        elif name not in _OF_OURS:
            made[name] = value
    custom = {name: csl[name] for name in _OF_OURS if csl.get(name)}
    return made | ({"custom": custom} if custom else {})


def _name(name: object) -> object:
    return name if isinstance(name, dict) else {"literal": str(name)}


def _date(value: object) -> object:
    if isinstance(value, dict):
        return value
    day = _DAY.fullmatch(str(value))
    return {"date-parts": [[int(part) for part in day.groups() if part]]} if day else {"raw": str(value)}


def day(issued: object) -> str | None:
    """Return a day of issue as text, as far as it is said: 2024, 2024-09, 2024-09-05; None where it is not."""
    date = _date(issued) if issued else None
    parts = date.get("date-parts") if isinstance(date, dict) else None
    first = parts[0] if isinstance(parts, list) and parts and isinstance(parts[0], list) else []
    return "-".join(f"{int(part):02}" for part in first if str(part).isdecimal()) or None
