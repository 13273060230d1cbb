"""Text of HTML and Markdown with entities: `&nbsp;`, `&#20159;`."""

import re
from collections.abc import Iterator, Sequence
from html import unescape

from jimo_cli.documents.flow import Piece

ENTITY = r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31})"
_ENTITY = re.compile(ENTITY + ";?")


def resolved(text: str, positions: Sequence[int]) -> Iterator[Piece]:
    """Yield the parts of a text with its entities resolved, each character of one at the offset where it begins."""
    last = 0
    for entity in _ENTITY.finditer(text) if "&" in text else ():
        start, end = entity.span()
        found = unescape(entity[0])
        if found != entity[0]:
            yield Piece(text[last:start], positions[last:start])
            yield Piece(found, [positions[start]] * len(found))
            last = end
    yield Piece(text[last:], positions[last:])
