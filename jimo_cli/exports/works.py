"""Cited works as CSL-JSON, as other programs read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jimo_cli.cite import csl_json
from jimo_cli.cite.work import read_work

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

MEDIA_TYPE = "application/vnd.citationstyles.csl+json"
_OF_OURS = ("license", "sha256")
"""What CSL has no variable for; it stands under `custom`."""

_TYPE = "document"
"""The type of a work that states none."""


def item(key: str, csl: Mapping[str, Any]) -> dict[str, Any]:
    """Return a work as an item of CSL-JSON with all that is known of it, and nothing that its source does not say."""
    custom = {name: csl[name] for name in _OF_OURS if csl.get(name)}
    note = {"note": csl["note"]} if csl.get("note") else {}
    said = csl_json.item(key, read_work(csl)) | {"type": csl.get("type") or _TYPE}
    return said | note | ({"custom": custom} if custom else {})


def day(item: Mapping[str, Any]) -> str | None:
    """Return the day of issue of an item as text, as far as it is said: 2024, 2024-09; None where it is not."""
    issued = item.get("issued", {})
    return "-".join(f"{part:02}" for part in issued.get("date-parts", [[]])[0]) or None
