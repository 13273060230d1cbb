"""The text of a cited work, read from a file."""

import hashlib
from typing import NamedTuple

from jimo_cli import files

MOST_BYTES = 4 * 2**20
"""The largest text that is read: 1.4 million Chinese characters, twice the longest novel."""


class Text(NamedTuple):
    """A text that facts may cite, with the SHA-256 of the bytes of its file."""

    path: str
    sha256: str
    content: str


def read(path: str) -> Text:
    """Return the text of a file in UTF-8 or, where it is not that, in GB18030.

    Raises UsageError where the file is missing, not a regular one, larger than `MOST_BYTES`, or not
    text in either encoding.
    """
    data = files.contents(path, MOST_BYTES, "the text that the facts cite", "save the cited work alone, as plain text")
    return Text(path, hashlib.sha256(data).hexdigest(), files.decoded(path, data))
