"""The values of a JSON file, as a stream where it is a list or one value a line; numbers are kept as texts."""

import json
from collections.abc import Iterator
from json.decoder import JSONDecodeError
from typing import Any, TextIO

from jimo_cli.errors import UsageError, quoted
from jimo_cli.files.stable import StableFile
from jimo_cli.tables.charset import charset
from jimo_cli.tables.delimited import text_of

_WINDOW = 2**18
_MOST_ELEMENT = 2**24
_BLANKS = " \t\r\n"
_DECODER = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=str)


def clean(text: str) -> str:
    """Return a text without halves of characters, which JSON can escape and no output can write."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


class JsonText:
    """A JSON file; each way to read it begins with the first value."""

    def __init__(self, file: str | StableFile) -> None:
        self._file = StableFile(file, "a JSON file") if isinstance(file, str) else file
        with self._file.reading() as stream:
            self._charset = charset(self._file.path, stream)
        self.encoding = self._charset.name
        self.size = self._file.size

    def is_plain_list(self) -> bool:
        """Return whether it is a list of objects or of lists, and not a head and its rows."""
        with text_of(self._file, self._charset) as text:
            window = _Window(text)
            if window.mark() != "[":
                return False
            window.at += 1
            if window.mark() != "{":
                return True
            self._element(window)
            if window.mark() == ",":
                window.at += 1
            return window.mark() != "["

    def is_lines(self) -> bool:
        """Return whether a second value follows the first, an object."""
        with text_of(self._file, self._charset) as text:
            try:
                value = json.loads(text.readline(_MOST_ELEMENT))
            except (ValueError, RecursionError):
                return False
            return isinstance(value, dict) and any(line.strip() for line in text)

    def whole(self, decoder: json.JSONDecoder = _DECODER) -> Any:  # noqa: ANN401  # JSON is anything
        """Return the one value that the file is; its numbers are texts, unless a decoder makes them something else."""
        with text_of(self._file, self._charset) as text:
            try:
                return decoder.decode(text.read())
            except (JSONDecodeError, RecursionError) as error:
                raise self._damaged(error) from None

    def lines(self) -> Iterator[object]:
        """Yield the value of each line."""
        with text_of(self._file, self._charset) as text:
            for number, line in enumerate(text, start=1):
                if value := line.strip():
                    try:
                        yield _DECODER.decode(value)
                    except (JSONDecodeError, RecursionError) as error:
                        raise self._damaged(error, f" line {number}") from None

    def has_list(self, key: str) -> bool:
        """Return whether it is an object with a list by a key."""
        with text_of(self._file, self._charset) as text:
            window = _Window(text)
            return self._enter(window, key) and window.mark() == "["

    def _enter(self, window: "_Window", key: str) -> bool:
        """Go to the value that an object has by a key; return whether there is one."""
        mark = window.mark()
        while mark and mark in "{,":
            window.at += 1
            if window.mark() != '"':
                return False
            name = self._element(window)
            if window.mark() != ":":
                return False
            window.at += 1
            if name == key:
                window.count = 0
                return True
            self._element(window)
            mark = window.mark()
        return False

    def elements(self, key: str = "") -> Iterator[object]:
        """Yield the elements of the list that the file is, or that `has_list` by a key; what is behind is not read."""
        with text_of(self._file, self._charset) as text:
            window = _Window(text)
            if key:
                self._enter(window, key)
            window.mark()
            window.at += 1
            while window.mark() != "]" or window.count:
                value = self._element(window)
                if not isinstance(value, dict | list):
                    raise UsageError(f"{quoted(self._file.path)} is a list of plain values", "give a list of objects")
                yield value
                mark = window.mark()
                window.at += 1
                if mark == "]":
                    break
                if mark != ",":
                    raise self._damaged(f"element {window.count} is followed by {mark!r}")
            if not key and window.mark() not in {"", "]"}:
                raise self._damaged("text stands behind the list")

    def _element(self, window: "_Window") -> object:
        try:
            return window.element()
        except (JSONDecodeError, RecursionError) as error:
            where = f"element {window.count + 1}: {getattr(error, 'msg', 'nested too deeply')}"
            raise self._damaged(where) from None

    def _damaged(self, error: object, where: str = "") -> UsageError:
        reason = "nested too deeply" if isinstance(error, RecursionError) else error
        return UsageError(f"{quoted(self._file.path)}{where} is not JSON ({reason})", "save it again")


class _Window:
    """The part of a text that is looked at, from `at` on."""

    def __init__(self, text: TextIO) -> None:
        self._text = text
        self._buffer = ""
        self.at = self.count = 0

    def mark(self) -> str:
        """Return the next character that is not blank, which `at` is at then; empty at the end."""
        while True:
            while self.at < len(self._buffer) and self._buffer[self.at] in _BLANKS:
                self.at += 1
            if self.at < len(self._buffer) or not self._fill():
                return self._buffer[self.at : self.at + 1]

    def element(self) -> object:
        """Return the next value, and go behind it; raises JSONDecodeError where there is none."""
        self.mark()
        while True:
            try:
                value, end = _DECODER.raw_decode(self._buffer, self.at)
            except JSONDecodeError:  # perhaps it goes on
                if len(self._buffer) - self.at > _MOST_ELEMENT or not self._fill():
                    raise
                continue
            if end == len(self._buffer) and self._fill():  # perhaps a number goes on
                continue
            self.at = end
            self.count += 1
            return value

    def _fill(self) -> bool:
        self._buffer = self._buffer[self.at :]
        self.at = 0
        more = self._text.read(max(_WINDOW, len(self._buffer)))
        self._buffer += more
        return bool(more)
