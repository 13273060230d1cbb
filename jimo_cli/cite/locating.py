"""Where in a work a figure stands, as references say it."""

from __future__ import annotations

from jimo_cli.cite.work import one_line
from jimo_cli.locators import split_locator


def place_in_work(locator: str | None, *, chinese: bool, comma: str = "，") -> str:
    """Return the section and the paragraph of a locator, an empty text where there is none.

    A page, a table and its row, or an article stand in the section as the fact file has them.
    """
    section, paragraph = split_locator(locator) if locator else (None, None)
    counted = "" if paragraph is None else f"第{paragraph}段" if chinese else f"para. {paragraph}"
    return comma.join(filter(None, (one_line(section or ""), counted)))
