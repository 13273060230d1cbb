"""What makes two names the same."""

import re

from jimo_cli import text

_POINT = re.compile(r"(?<=[0-9])[.,](?=[0-9])")


def name(word: str) -> str:
    """Return what is left of a name when width, case, script, blanks and punctuation are set aside.

    The point of a number stays: 3.5千伏 is not 35千伏. A name of punctuation alone is what it is.
    """
    return text.key(_POINT.sub("点", text.fold(word))) or word
