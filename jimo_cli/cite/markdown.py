"""References as footnotes of Markdown: one a work, with what is cited of it; no character of a text is markup."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from jimo_cli.cite import apa, gbt7714
from jimo_cli.cite.keys import distinct_keys

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jimo_cli.cite.cited import Cited

_JOINED = re.compile(r"(?<=-)-|(?<=\.)\.")  # two hyphens would become a dash, three points one character
_MARKUP = {ord(char): f"\\{char}" for char in "\\`*_{}[]<>#|~$^&!@\"'"}


def write(works: Sequence[Cited], lang: str) -> Iterator[str]:
    """Yield a footnote for each work, in the reader's language: its reference, then each figure with its place."""
    zh = lang == "zh"
    for key, each in zip(distinct_keys(works), works, strict=True):
        comma = "，" if zh else ", "
        place = each.place(chinese=each.work.is_chinese if zh else False, comma=comma)
        reference = gbt7714.reference(each.work, place) if zh else apa.reference(each.work, place)
        said = ("；" if zh else "; ").join(each.said(lang, places=not place))
        yield f"[^{key}]: {_literal(reference)} {_literal(said)}{'。' if zh else '.'}"


def _literal(text: str) -> str:
    """A text in which nothing is markup, an address no link, and a colon between letters no picture."""
    escaped = _JOINED.sub(r"\\\g<0>", text.translate(_MARKUP))
    return escaped.replace("://", "\\://").replace("www.", "www\\.")
