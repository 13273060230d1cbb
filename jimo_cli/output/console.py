"""Writing data to stdout and messages to stderr, whatever they are connected to."""

from __future__ import annotations

import os
import sys

from jimo_cli.errors import FOUND, OutputError
from jimo_cli.output.lines import blocks

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import TextIO


_ESCAPED = "backslashreplace"
_SHOWN: dict[int, str] = {}


def _escapes() -> dict[int, str]:
    """What is written for each character that could act on a terminal, which most output has none of.

    These are C0 and C1 controls, line and paragraph separators, marks that change the direction of text, and
    invisible characters: interlinear annotation marks, and tags.
    """
    if not _SHOWN:
        unsafe = [
            *range(0x20),
            *range(0x7F, 0xA0),
            0x61C,
            0x200E,
            0x200F,
            *range(0x2028, 0x202F),
            *range(0x2066, 0x206A),
        ]
        _SHOWN.update({code: f"\\u{code:04x}" for code in (*unsafe, *range(0xFFF9, 0xFFFC))})  # as JSON escapes it
        _SHOWN.update({0xE0000 + low: f"\\udb40\\udc{low:02x}" for low in range(0x80)})
    return _SHOWN


def printable(text: str) -> str:
    """Return the text with every character that could act on a terminal written as its code."""
    return text if text.isprintable() else text.translate(_escapes())


def prepare() -> None:
    """Make characters that an encoding lacks appear as their codes, and let streams wait instead of losing data."""
    for stream, errors in ((sys.stdout, _ESCAPED), (sys.stderr, _ESCAPED), (sys.stdin, "replace")):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors=errors)
            _let_wait(stream)


def _let_wait(stream: TextIO) -> None:
    """Let a stream wait: another program that has the same pipe may have told it not to, and Python would lose data."""
    try:
        descriptor = stream.fileno()
        if not os.get_blocking(descriptor):
            os.set_blocking(descriptor, True)
    except (OSError, ValueError, AttributeError):  # a stream of a test, a closed one, or a system without
        return


def is_terminal(stream: TextIO | None) -> bool:
    """Return whether the stream is a terminal; a closed one is not."""
    return stream is not None and stream.isatty()


def speaks_unicode() -> bool:
    """Return whether the encoding of stdout has every character."""
    return sys.stdout is not None and (sys.stdout.encoding or "").lower().startswith("utf")


def takes_mark() -> bool:
    """Return whether a byte order mark may begin what is written to stdout: a file in UTF-8, and no terminal."""
    return speaks_unicode() and sys.stdout.encoding.lower() in {"utf-8", "utf8"} and not is_terminal(sys.stdout)


def say(message: str, hint: str = "") -> None:
    """Write what is wrong and what to do to stderr, in the reader's language; if stderr is closed, it is dropped."""
    if sys.stderr is None:
        return
    from jimo_cli import messages  # noqa: PLC0415  # most look-ups say nothing

    lang = messages.of_reader(sys.stderr)
    said = messages.both(messages.told(message, lang), messages.told(hint, lang), lang)
    try:
        print(f"jimo: {printable(said)}", file=sys.stderr)
    except OSError:
        _drop(sys.stderr)
    except ValueError:
        return


def in_their_language(text: str) -> str:
    """Return a text for people as they read it on stdout: in their language on a terminal, in a pipe in English."""
    if not is_terminal(sys.stdout):
        return text
    from jimo_cli import messages  # noqa: PLC0415  # a look-up explains nothing

    return messages.told(text, messages.of_reader(sys.stdout))


def write(lines: Iterable[str], *, styled: bool = False) -> None:
    """Write lines to stdout, the first before the second is read; raises as `write_blocks` does."""
    write_blocks(blocks(lines), styled=styled)


def write_blocks(written: Iterable[Sequence[str]], *, styled: bool = False) -> None:
    """Write blocks of lines to stdout, each before the next is read; `styled` ones carry escapes of our own.

    Raises SystemExit with 0 if the reader has closed the pipe, OutputError if the lines cannot be written.
    """
    if sys.stdout is None:
        for block in written:
            if block:
                raise OutputError("there is no stdout to write to", "open it, or redirect it to a file")
        return
    # A line of our own formats has no tab but between its fields.
    escapes = {} if styled or not is_terminal(sys.stdout) else {**_escapes(), ord("\t"): "\t"}
    try:
        for block in written:
            if block:
                print("\n".join([line.translate(escapes) for line in block] if escapes else block), flush=True)
    except OSError as error:
        raise unwritten(error) from None


def flush() -> None:
    """Write out what stdout and stderr still hold, as far as they take it."""
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except (OSError, ValueError):
            _drop(stream)


def unwritten(error: OSError) -> Exception | SystemExit:
    """Return the exception to raise when writing to stdout failed; a closed pipe is no error."""
    _drop(sys.stdout)
    if isinstance(error, BrokenPipeError):
        return SystemExit(FOUND)
    return OutputError(f"the output could not be written ({error.strerror})", "free some space, or write elsewhere")


def _drop(stream: TextIO | None) -> None:
    from contextlib import suppress  # noqa: PLC0415  # not for a look-up that ends well

    # The stream is flushed once more at exit, which would fail again.
    with suppress(OSError, ValueError, AttributeError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())  # type: ignore[union-attr]
        os.close(nowhere)
