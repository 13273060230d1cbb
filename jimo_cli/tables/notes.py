"""What of a workbook is not read, in plain words, each thing once however often the sheets are read."""

from collections.abc import Iterable

_MOST = 100


class Notes:
    """The list that a workbook hands out, filled as its sheets are read."""

    def __init__(self, skipped: Iterable[str] = ()) -> None:
        self.skipped = list(skipped)

    def add(self, note: str) -> None:
        """Add what is not read, unless it is there."""
        if note not in self.skipped and len(self.skipped) < _MOST:
            self.skipped.append(note)

    def count(self, number: int, noun: str, sheet: str, more: str = "") -> None:
        """Add how many things of a sheet are not read, where there are any; `more` is said of each."""
        if number:
            self.add(f"{number} {noun}{'s' * (number != 1)}{more} in {sheet!r}")
