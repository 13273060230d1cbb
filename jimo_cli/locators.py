"""The text of a locator, `SECTION ¶PARAGRAPH`, apart: of little cost for a look-up."""

from __future__ import annotations

_PARAGRAPH_DIGITS = 9  # what a signed 32-bit integer holds for sure


def split_locator(text: str) -> tuple[str | None, int | None]:
    """Return the section and the paragraph of a locator.

    A text without ¶ and a number of at most nine digits is a section.
    """
    section, mark, digits = text.rpartition("¶")
    is_apart = not section or section[-1].isspace()
    if mark and is_apart and digits.isascii() and digits.isdigit() and len(digits) <= _PARAGRAPH_DIGITS:
        return section.rstrip() or None, int(digits)
    return text, None
