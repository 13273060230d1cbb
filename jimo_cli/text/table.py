"""A sorted file of rows that is searched as it is: nothing of it is parsed but the rows that are looked up."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


_MANY = 300
"""After so many look-ups the keys are read, which takes as long as a hundred: most of what is looked up is none."""


class Table:
    """The rows of a file beside a module, sorted by their bytes; the first column, before a tab, is the key of a row.

    The file is read once, the first time it is needed, by the loader of the module: that may read from a zip file.
    """

    __slots__ = ("_asked", "_content", "_known", "_loader", "_path")

    def __init__(self, module: dict[str, Any], name: str) -> None:
        self._loader = module["__loader__"]
        self._path = os.path.join(os.path.dirname(module["__file__"]), name)
        self._content = b""
        self._asked = 0
        self._known: frozenset[str] = frozenset()

    def row(self, key: str) -> list[str]:
        """Return the columns that follow a key; none gives an empty list."""
        self._asked += 1
        if self._asked == _MANY:
            self._known = self.keys()
        if self._known and key not in self._known:
            return []
        table, wanted = self._read(), _encoded(key) + b"\t"
        start = _position(table, wanted)
        if not table.startswith(wanted, start):
            return []
        return table[start + len(wanted) : table.index(b"\n", start)].decode().split("\t")

    def begins(self, start: str) -> bool:
        """Return whether a key begins with a text."""
        table, wanted = self._read(), _encoded(start)
        return table.startswith(wanted, _position(table, wanted))

    def keys(self) -> frozenset[str]:
        """Return all keys, for who looks up many: most of what is looked up is in no table."""
        return frozenset(line.partition("\t")[0] for line in self._read().decode().splitlines())

    def last_key(self, start: str) -> str:
        """Return the last key that does not sort after a text."""
        table = self._read()
        end = _position(table, _encoded(start) + b"\n")
        row = table.rfind(b"\n", 0, max(end - 1, 0)) + 1
        return table[row : table.index(b"\t", row)].decode()

    def _read(self) -> bytes:
        if not self._content:
            self._content = self._loader.get_data(self._path)
        return self._content


def _position(table: bytes, wanted: bytes) -> int:
    """Return where the first row begins that does not sort before some bytes."""
    low, high = 0, len(table)
    while low < high:
        middle = (low + high) // 2
        row = table.rfind(b"\n", low, middle) + 1 or low
        end = table.index(b"\n", middle) + 1
        if table[row:end] < wanted:
            low = end
        else:
            high = row
    return low


def _encoded(key: str) -> bytes:
    """Return a key as the table has it; half of a surrogate pair, as in a broken argument, is no error."""
    return key.encode("utf-8", "surrogatepass")
