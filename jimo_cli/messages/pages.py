"""A page of help in the reader's language: said as a whole, else paragraph by paragraph and row by row."""

from __future__ import annotations

import re

from jimo_cli.messages import CHINESE, told, translate, zh
from jimo_cli.messages.zh.rules import RULES

_ROW = re.compile(r"(?P<name> *(?P<code>\S+) {2,}(?:(?:error|warning) +)?)(?P<text>\S.*)", re.DOTALL)
"""A name or the code of a rule, and behind it what it is."""

_FOLDED = re.compile(r"\n( {5,})(?=\S)")
"""Where a row goes on in the next line, further in than a name stands."""


def in_language(page: str, lang: str) -> str:
    """Return a page in a language: what nobody has translated of it stays English."""
    if lang != CHINESE:
        return page
    return translate.as_one(page) or "\n\n".join(map(_paragraph, page.split("\n\n")))


def _paragraph(text: str) -> str:
    said = translate.as_one(text)
    if said is not None:
        return said
    folded = _FOLDED.search(text)
    rows = _FOLDED.sub("\0", text).split("\n")
    return "\n".join(map(_row, rows)).replace("\0", f"\n{folded[1]}" if folded else "")


def _row(row: str) -> str:
    found = _ROW.fullmatch(row)
    if not found:
        return told(row, CHINESE)
    if found["code"] in RULES:
        return found["name"] + RULES[found["code"]][0]
    text = found["text"].replace("\0", "\n")
    return found["name"] + zh.WORDS.get(text, told(text, CHINESE)).replace("\n", "\0")
