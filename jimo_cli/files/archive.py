"""Office documents: archives of XML, unpacked within bounds and parsed as a stream."""

import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import IO
from xml.etree.ElementTree import ParseError, XMLParser
from zipfile import BadZipFile, ZipFile

from jimo_cli.errors import UsageError, quoted

OLE = b"\xd0\xcf\x11\xe0"
"""What documents of Office before 2007 begin with, and those with a password."""

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_CHUNK = 2**16
_TEXT_HINT = "split it, or save it as plain text"


def refuse_ole(path: str, data: bytes, program: str, suffix: str) -> None:
    """Raise UsageError where the bytes are those of an old or an encrypted office document."""
    if not data.startswith(OLE):
        return
    if is_encrypted(data):
        raise UsageError(f"{quoted(path)} is encrypted", "save it without a password")
    raise UsageError(f"{quoted(path)} is in the format of {program} before 2007", f"save it as {suffix}")


def is_encrypted(data: bytes) -> bool:
    """Return whether the bytes are those of an office document with a password."""
    return data.startswith(OLE) and _ENCRYPTED in data


class Target:
    """What is done with the elements of a part, by their names with namespace."""

    def doctype(self, name: str, _public: str | None, _system: str | None) -> None:
        """Refuse a document type: it may define entities that grow, and office programs write none."""
        raise UsageError(f"a part of the document declares a document type ({quoted(name)})", "save it again")

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Begin an element."""

    def end(self, tag: str) -> None:
        """End an element."""

    def data(self, text: str) -> None:
        """Read text."""

    def close(self) -> None:
        """End the part."""


class Archive:
    """The parts of an office document, of which at most so many bytes are unpacked in all."""

    def __init__(self, path: str, file: IO[bytes], most: int, hint: str = _TEXT_HINT) -> None:
        self._path = path
        self._zip = ZipFile(file)
        self._most = self._left = most
        self._hint = hint
        self.names = frozenset(self._zip.namelist())

    def parse(self, name: str, target: Target) -> None:
        """Read a part, if there is one of that name."""
        for _ in self.feed(name, target):
            pass

    def feed(self, name: str, target: Target) -> Iterator[None]:
        """Read a part, if there is one of that name; each step reads some more of it."""
        if name not in self.names:
            return
        parser = XMLParser(target=target)  # noqa: S314  # the targets refuse document types, and so entities
        for chunk in self.chunks(name):
            parser.feed(chunk)
            yield
        parser.close()
        yield

    def chunks(self, name: str) -> Iterator[bytes]:
        """Unpack a part; raises UsageError where that is more than can be read."""
        with self._zip.open(name) as part:
            while chunk := part.read(_CHUNK):
                self._left -= len(chunk)
                if self._left < 0:
                    hint = f"the limit is {self._most // 2**20} MB; {self._hint}"
                    raise UsageError(f"{quoted(self._path)} unpacks to more than can be read", hint)
                yield chunk


@contextmanager
def reported(path: str, noun: str, hint: str) -> Iterator[None]:
    """Turn what goes wrong within an archive into UsageError: `noun` is what the file should be."""
    try:
        yield
    except (BadZipFile, EOFError, zlib.error, NotImplementedError, ParseError, OSError, ValueError) as error:
        raise UsageError(f"{quoted(path)} is no {noun} or is damaged ({error})", hint) from None
    except RuntimeError as error:
        if "password" not in str(error):
            raise
        raise UsageError(f"{quoted(path)} is encrypted", "save it without a password") from None


def attribute(attributes: Mapping[str, str], name: str) -> str:
    """Return an attribute by its name without namespace; empty where there is none."""
    return next((value for key, value in attributes.items() if key.rpartition("}")[2] == name), "")
