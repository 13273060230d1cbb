"""A document as the rest of the program sees it, whatever file it was read from."""

from collections.abc import Sequence
from typing import NamedTuple


class Block(NamedTuple):
    """A heading, a paragraph, a table row or a caption of a document.

    `kind` is "heading", "paragraph", "caption" or "row", `level` that of a heading, else 0. `text` is what a reader
    sees, on one line and without markup; `positions` has for each of its characters the offset in the content that it
    was made from, in ascending order, and is empty where the type of document has no offsets. `locator` is where a
    person finds it. `cells` are the texts of a row; that of merged cells is in each cell that they cover.
    """

    kind: str
    level: int
    text: str
    positions: Sequence[int]
    locator: str
    cells: Sequence[str] = ()


class Comment(NamedTuple):
    """A comment that a reader does not see, `<!-- text -->`, from `start` to `end` of the content."""

    start: int
    end: int
    text: str


class Document(NamedTuple):
    """The blocks and comments of a document, and in plain words what of it was not read.

    `content` is the decoded text of the file, "" for a Word document, and `sha256` that of the bytes of the file,
    which may be a text in UTF-16.
    """

    path: str
    content: str
    blocks: tuple[Block, ...]
    comments: tuple[Comment, ...]
    skipped: tuple[str, ...]
    sha256: str = ""
    is_utf_16: bool = False
