"""Text as the readers of claims compare it: folded, each character at its place."""

from __future__ import annotations

import re

from jimo_cli import text

_HAN = re.compile("[\u3400-\u9fff]")
_LATIN = re.compile("[a-zA-Z]")
YEAR = re.compile(r"(?<![0-9.])(?<![0-9],)((?:19|20)[0-9]{2})(?=年|[.,](?![0-9])|[^0-9.,%a-z\u3400-\u9fff]|$)")
"""A year that a normalized text writes out; 2024 of 2024万元, 2024人 and 1,2024 is none."""

_DATELINE = re.compile(
    "^(?:发布|发稿|更新|来源|时间|日期)|^(?:19|20)[0-9]{2}[-年/.][0-9]{1,2}[-月/.]?(?:[0-9]{1,2}日?)?(?:$|[^，。]{0,12}[讯电]$)"
)
_HEAD = 400
"""Characters that tell in which language a text is."""

_HAN_WORTH = 3
"""Latin letters that say as much as one Han character."""


def plain_of(written: str) -> str:
    """Return a text in half width, lower case and simplified characters, as long as it was."""
    folded = text.fold(written)
    if len(folded) == len(written):
        return folded
    return "".join((text.fold(char) or " ")[0] for char in written)


def is_chinese(written: str) -> bool:
    """Tell whether a text is Chinese rather than in Latin letters."""
    head = written[:_HEAD]
    return len(_HAN.findall(head)) * _HAN_WORTH > len(_LATIN.findall(head))


def is_dateline(line: str) -> bool:
    """Tell whether a line says when and where a text was issued, which is not what it is about: 2016年8月 东兰讯."""
    return _DATELINE.search(line) is not None
