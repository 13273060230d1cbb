"""Which encoding the bytes of a file of rows are in.

The order is strict: a byte order mark, UTF-8, then the others. Bytes of many encodings are valid GB18030 by accident. A
text of western Europe shows itself by bytes above ASCII that stand alone. The encodings of eastern Asia are compared by
what they make of the bytes: in a text that was written in one of them nearly every character is a mark, a syllable or a
character of its standard's first level, which are those of everyday use (3,755 of GB 2312, 2,965 of JIS X 0208, 5,401
of Big5). Read in a wrong one the characters are rare ones. The syllables of Korean are a part of the first level of
GB 2312, pinyin a to re, where little more than half of the characters of a Chinese text stand.
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

_LEAST_ALONE, _LEAST_ALONE_ELSE = 0.8, 0.4
"""The share of bytes above ASCII that stand alone in a text of western Europe, and where nothing else is likely."""

_LEAST_UTF8 = 8
"""Characters in valid UTF-8 that no text in another encoding has by accident."""

_LEAST_SYLLABLES, _LEAST_KOREAN = 20, 0.9
"""How many different syllables tell Korean from Chinese, and their share of its letters."""

_SCRIPTS = (("\u0370", "\u03ff"), ("\u0400", "\u04ff"), ("\u0590", "\u05ff"), ("\u0600", "\u06ff"))
"""The first and last characters of Greek, Cyrillic, Hebrew, Arabic."""

_BESIDE = re.compile("[A-Za-z][^\0-\x7f]|[^\0-\x7f][A-Za-z]")
_WORDS = re.compile(r"[^\W\0-\x7f]")
_ALONE = re.compile(rb"(?<![\x80-\xff])[\xa0-\xff](?![\x80-\xff])")
_SIGNS = re.compile(rb"(?<![\x80-\xff])[\x85\x91-\x97\x99](?![\x80-\xff])")
"""Quotes, dashes and the like, where Windows has them and no other byte above ASCII stands beside them."""

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
            return _sample(file, 0) if 0 < characters < _LEAST_UTF8 and _is_rather_chinese(_sample(file, 0)) else None
        read += len(chunk)
        line += chunk.count(b"\n")
        if characters < _LEAST_UTF8 and not text.isascii():
            characters += _above(text)


def _is_rather_chinese(lines: bytes) -> bool:
    """Whether lines that are UTF-8 are so by accident, as 元 is: letters of several scripts, beside no other letter."""
    text = lines.decode("utf-8")
    found = _HIGH.findall(text)
    is_one_script = any(all(first <= each <= last for each in found) for first, last in _SCRIPTS)
    is_accident = all("\u0100" <= each <= "\u07ff" for each in found) and not _BESIDE.search(text)
    return is_accident and not is_one_script and _share(lines, "gb18030") == 1


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
    alone = len(_ALONE.findall(lines)) / max(1, above) if _is_text(lines, "cp1252") else 0
    share, codec, name = max(
        ((_share(lines, codec), codec, name) for codec, name in _EAST_ASIAN), key=lambda scored: scored[0]
    )
    with_signs = alone + len(_SIGNS.findall(lines)) / max(1, above) if alone or _is_text(lines, "cp1252") else 0
    if alone >= _LEAST_ALONE or (share < _LEAST_COMMON and with_signs >= _LEAST_ALONE_ELSE):
        return Charset("cp1252", "Latin-1", is_guess=True)
    if codec == "gb18030" and _is_korean(lines):
        return Charset("cp949", "EUC-KR", is_guess=True)
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


def _is_korean(lines: bytes) -> bool:
    found = _WORDS.findall(lines.decode("euc_kr", "ignore"))
    syllables = [character for character in found if "가" <= character <= "힣"]
    return len(set(syllables)) >= _LEAST_SYLLABLES and len(syllables) >= _LEAST_KOREAN * len(found)


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
