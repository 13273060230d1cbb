"""What a line of a text is by its form: a heading, a caption, a title, or running text."""

import re

from jimo_cli.documents.folded import folded
from jimo_cli.figures.numerals import ONES

LINE_BREAK = re.compile(r"\r\n|\r|\n")
MARKDOWN_HEADING = re.compile(r"\s{0,3}#{1,6}\s+\S")
LONGEST_HEADING = 500

_CAPTION = re.compile(
    rf"[■▲△▼▽◆◇●▶◀]|(?:图片说明|图说|图)\s*:|图\s*(?:\d{{1,3}}|[{ONES}十]{{1,3}})[\s:.]"
    r"|(?:figure|fig\.|photo)\s*\d*\s*[:.]"
)
_CAPTION_BEGINNING = 40
"""Characters of a line within which a caption shows itself."""

_SENTENCE_ENDS = tuple("。！？；：…—.!?;:~～")
_CLOSING = "”’」』）)】》\"'"
_RUNNING = re.compile(r"[，。！？；]|[,.;!?](?!\d)")
_STOP = re.compile(r"[。！？；]")
_ENTRY = re.compile(rf"[-*•·◦]|[(（]?(?:[0-9]{{1,3}}|[{ONES}十]{{1,3}}|[a-z])[)）.、]", re.IGNORECASE)
_LONGEST_TITLE = 40


def is_caption(line: str) -> bool:
    """Tell whether a line begins like the caption of a picture."""
    return bool(_CAPTION.match(folded(line[:_CAPTION_BEGINNING]).text.lstrip()))


def is_title(line: str) -> bool:
    """Tell whether a line is short, no sentence, and neither an entry of a list nor a row of a table."""
    title = line.strip()
    if len(title) > _LONGEST_TITLE or title.startswith("|"):
        return False
    return not (ends_sentence(line) or _RUNNING.search(line) or _ENTRY.match(title))


def is_entry(line: str) -> bool:
    """Tell whether a line begins with the mark of an entry of a list: a number, a letter or a dot."""
    return bool(_ENTRY.match(line.lstrip()))


def is_entry_mark(line: str) -> bool:
    """Tell whether a line is the mark of an entry and no more."""
    return bool(_ENTRY.fullmatch(line.strip()))


def ends_sentence(line: str) -> bool:
    """Tell whether a line ends with the end of a sentence."""
    return line.rstrip().rstrip(_CLOSING).endswith(_SENTENCE_ENDS)


def has_sentence(line: str) -> bool:
    """Tell whether the end of a sentence stands anywhere in a line."""
    return bool(_STOP.search(line))


def breaks_off(line: str) -> bool:
    """Tell whether a line is running text that does not end like a sentence."""
    return not ends_sentence(line) and bool(_RUNNING.search(line))
