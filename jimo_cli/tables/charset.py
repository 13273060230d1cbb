"""Which encoding the bytes of a file of rows are in.

The order is strict: a byte order mark, UTF-8, then the others. Bytes of many encodings are valid GB18030 by accident. A
text of western Europe shows itself by bytes above ASCII that stand alone. The encodings of eastern Asia are compared by
what they make of the bytes: in a text that was written in one of them nearly every character is a mark, a syllable or a
character of its standard's first level, which are those of everyday use (3,755 of GB 2312, 2,965 of JIS X 0208, 5,401
of Big5). Read in a wrong one the characters are rare ones.
"""

import codecs
import re
from collections.abc import Iterator
from functools import cache
from itertools import islice, product
from typing import BinaryIO, NamedTuple

from jimo_cli.errors import UsageError, quoted

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_EAST_ASIAN = (("gb18030", "GB18030"), ("cp932", "Shift_JIS"), ("big5", "Big5"))
"""In the order of preference where two make as much of the bytes."""

_CHUNK = 2**18
_SAMPLE = 2**19
_LEAST_COMMON = 0.5
"""The share of common characters; Chinese in traditional characters has no more in GB18030."""

_LEAST_ALONE = 0.8
"""The share of bytes above ASCII that stand alone in a text of western Europe."""

_LEAST_UTF8 = 8
"""Characters in valid UTF-8 that no text in another encoding has by accident."""

_ALONE = re.compile(rb"(?<![\x80-\xff])[\xa0-\xff](?![\x80-\xff])")
_HIGH_BYTES = bytes(range(0x80, 0x100))
_HIGH_LINE = re.compile(rb"[^\n]*[\x80-\xff][^\n]*\n?")
_HALVES = frozenset(map(chr, range(0xFF61, 0xFFA0)))
"""The narrow katakana of Shift_JIS: single bytes, so that nearly any bytes are valid as them."""

_HIGH = re.compile("[^\0-\x7f]")
_ADVICE = "save it as UTF-8"


class Charset(NamedTuple):
    """An encoding: the name of its codec, its name for people, and whether it was only guessed."""

    codec: str
    name: str
    is_guess: bool = False


def charset(path: str, file: BinaryIO) -> Charset:
    """Return the encoding of a file, which is read from its beginning; raises UsageError where none is likely."""
    beginning = file.read(4)
    for mark, codec, name in _MARKS:
        if beginning.startswith(mark):
            return Charset(codec, name)
    file.seek(0)
    lines = _not_utf8(path, file)
    return Charset("utf-8", "UTF-8") if lines is None else _other(path, lines)


def _not_utf8(path: str, file: BinaryIO) -> bytes | None:
    """The lines above ASCII from the first that is not UTF-8 on; None where all of them are."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    read = characters = line = 0
    while True:
        chunk = file.read(_CHUNK)
        try:
            text = decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            if characters + _above(error.object[: error.start].decode("utf-8")) >= _LEAST_UTF8:
                line += error.object[: error.start].count(b"\n") + 1
                raise UsageError(f"{quoted(path)} is UTF-8, but line {line} is damaged", _ADVICE) from None
            pending = len(error.object) - len(chunk)
            return _sample(file, max(0, read - pending + error.start - _CHUNK))
        if not chunk:
            return None
        read += len(chunk)
        line += chunk.count(b"\n")
        if characters < _LEAST_UTF8 and not text.isascii():
            characters += _above(text)


def _above(text: str) -> int:
    """How many characters are above ASCII; of many some."""
    return sum(1 for _ in islice(_HIGH.finditer(text), _LEAST_UTF8))


def _sample(file: BinaryIO, start: int) -> bytes:
    file.seek(start)
    if start:
        file.readline(_CHUNK)  # the rest of a line, perhaps of a character
    lines = bytearray()
    while len(lines) < _SAMPLE and (chunk := file.read(_CHUNK) + file.readline(_CHUNK)):
        for line in _HIGH_LINE.findall(chunk):
            lines += line
    return bytes(lines[:_SAMPLE])


def _other(path: str, lines: bytes) -> Charset:
    above = len(lines) - len(lines.translate(None, _HIGH_BYTES))
    if len(_ALONE.findall(lines)) >= _LEAST_ALONE * above and _is_text(lines, "cp1252"):
        return Charset("cp1252", "Latin-1", is_guess=True)
    share, codec, name = max(
        ((_share(lines, codec), codec, name) for codec, name in _EAST_ASIAN), key=lambda scored: scored[0]
    )
    if share >= _LEAST_COMMON:
        return Charset(codec, name, is_guess=codec != "gb18030")
    raise UsageError(f"{quoted(path)} is not text in UTF-8, GB18030 or another known encoding", _ADVICE)


def _share(lines: bytes, codec: str) -> float:
    """The share of common characters of those above ASCII; 0 where the lines are not in the encoding."""
    decoder = codecs.getincrementaldecoder(codec)()
    try:
        found = _HIGH.findall(decoder.decode(lines))  # the sample may end within a character
    except UnicodeDecodeError:
        return 0
    common = _common(codec)
    return sum(character in common for character in found) / max(1, len(found))


def _is_text(lines: bytes, codec: str) -> bool:
    try:
        lines.decode(codec)
    except UnicodeDecodeError:
        return False
    return True


@cache
def _common(codec: str) -> frozenset[str]:
    """The marks, syllables and first level of Han of the standard that an encoding is of."""
    pairs = {"gb18030": _gb2312, "cp932": _jis, "big5": _big5}[codec]
    found = (pair.decode(codec, "ignore") for pair in pairs())
    common = frozenset(character for character in found if character not in _HALVES)
    return common | _common("big5") if codec == "gb18030" else common  # where traditional characters stand as well


def _gb2312() -> Iterator[bytes]:
    return (bytes(pair) for pair in product((*range(0xA1, 0xAA), *range(0xB0, 0xD8)), range(0xA1, 0xFF)))


def _jis() -> Iterator[bytes]:
    return (bytes(pair) for pair in product((*range(0x81, 0x85), *range(0x88, 0x99)), range(0x40, 0xFD)))


def _big5() -> Iterator[bytes]:
    trails = (*range(0x40, 0x7F), *range(0xA1, 0xFF))
    return (bytes(pair) for pair in product(range(0xA1, 0xC7), trails))
