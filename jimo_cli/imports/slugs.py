"""Slugs by rule: of the English name, else of the pinyin of the Chinese one, and told apart by what differs."""

from __future__ import annotations

import re
from collections import defaultdict
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from jimo_cli.text import fold, is_han
from jimo_cli.text.han import han

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

_LONGEST = 60
"""Characters of the slug of a name: what a person still reads and types."""

_PERCENT = "percent"
_WORD = re.compile("[a-z0-9]+")


class Named(NamedTuple):
    """What is to have a slug: its names, and what tells it from another of the same name."""

    label: str
    label_en: str | None = None
    aspect: str | None = None
    unit: str | None = None
    area: str | None = None
    period: str | None = None


def slug_of(label: str, label_en: str | None = None) -> str:
    """Return the slug of a name, by rule: the same for the same name, and never empty.

    Of the English name where it has a Latin letter, else of the label, of which a Han character becomes its most
    frequent reading. It is cut behind a word. A name in any other script is told by its hash.
    """
    words = _words(label_en or "")
    if not any(char.isalpha() for word in words for char in word):
        words = _words(label)
    slug = ""
    for word in words:
        longer = f"{slug}-{word}" if slug else word[:_LONGEST]
        if len(longer) > _LONGEST:
            break
        slug = longer
    return slug or f"fact-{sha256(label.encode()).hexdigest()[:8]}"


def _words(text: str) -> list[str]:
    """The words of a text in the letters and digits of a slug; a character without a reading cannot be typed."""
    folded = fold(text).replace("'", "").replace("%", f" {_PERCENT} ")
    spelt = "".join(f" {''.join(han().readings(char)[:1])} " if is_han(char) else char for char in folded)
    return _WORD.findall(spelt)


def distinct(named: Sequence[Named], taken: Container[str] = ()) -> list[str]:
    """Return a slug for each, all of them different and none of those that are taken.

    Those of one name are told apart by aspect, unit, place and period, as far as these differ. Only where nothing does
    are they numbered, in their order.
    """
    slugs = [slug_of(one.label, one.label_en) for one in named]
    for part in ("aspect", "unit", "area", "period"):
        alike: defaultdict[str, list[int]] = defaultdict(list)
        for at, slug in enumerate(slugs):
            alike[slug].append(at)
        for slug, members in alike.items():
            parts = {at: getattr(named[at], part) for at in members}
            if slug in taken or len(set(parts.values())) > 1:
                slugs = _with_parts(slugs, parts)
    return _numbered(slugs, taken)


def _with_parts(slugs: list[str], parts: dict[int, str | None]) -> list[str]:
    """The slugs, some of them with a part behind that does not end them yet."""
    longer = [*slugs]
    for at, part in parts.items():
        behind = "-".join(_words(part or ""))
        if behind and not f"-{slugs[at]}".endswith(f"-{behind}"):
            longer[at] = f"{slugs[at]}-{behind}"
    return longer


def _numbered(slugs: list[str], taken: Container[str]) -> list[str]:
    # A number must not make of one slug another that is there as well.
    found: dict[str, None] = {}
    unnumbered = {*slugs}
    for slug in slugs:
        number, numbered = 1, slug
        while numbered in taken or numbered in found or (number > 1 and numbered in unnumbered):
            number += 1
            numbered = f"{slug}-{number}"
        found[numbered] = None
    return [*found]
