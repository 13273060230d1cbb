"""What is said to people, in their language: the code says it in English, here it is said again in Chinese.

Nothing but this module is loaded by a look-up that says nothing, and not even this one.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Protocol, TextIO

    class Rule(Protocol):
        """What a rule is called, and why there is it."""

        @property
        def code(self) -> str: ...  # noqa: D102
        @property
        def title(self) -> str: ...  # noqa: D102
        @property
        def explanation(self) -> str: ...  # noqa: D102


CHINESE, ENGLISH = "zh", "en"
_LANGUAGES = (CHINESE, ENGLISH)
_SAMPLE = "事实"


def language(chosen: str | None, env: Mapping[str, str]) -> str:
    """Return the language chosen, else that of `JIMO_LANG`, else the locale's, else Chinese."""
    for named in (chosen, env.get("JIMO_LANG")):
        if named in _LANGUAGES:
            return named
    locale = env.get("LC_ALL") or env.get("LC_MESSAGES") or env.get("LANG") or ""
    return ENGLISH if locale.lower().startswith(ENGLISH) else CHINESE


def on_command_line(argv: Sequence[str]) -> str | None:
    """Return the last value of `--lang` among the words of a command line, read or not; None without one."""
    chosen = None
    for at, word in enumerate(argv):
        if word == "--":
            break
        if word == "--lang":
            chosen = argv[at + 1] if at + 1 < len(argv) else None
        elif word.startswith("--lang="):
            chosen = word.removeprefix("--lang=")
    return chosen


def of_reader(stream: TextIO | None) -> str:
    """Return the language of whoever reads a stream: that of the command line or environment, if it can be written."""
    found = language(on_command_line(sys.argv[1:]), os.environ)
    return found if found == ENGLISH or _takes_chinese(stream) else ENGLISH


def told(text: str, lang: str) -> str:
    """Return a text in a language; what nobody has translated stays English."""
    if lang == ENGLISH:
        return text
    from jimo_cli.messages import translate  # noqa: PLC0415  # an English reader needs none of it

    return translate.to_chinese(text)


def rule(english: Rule, lang: str) -> tuple[str, str]:
    """Return the title of a rule and its explanation in a language."""
    if lang == ENGLISH:
        return english.title, english.explanation
    from jimo_cli.messages.zh import rules  # noqa: PLC0415  # few ask for it

    return rules.RULES.get(english.code, (english.title, english.explanation))


def both(message: str, hint: str, lang: str) -> str:
    """Return what is wrong and what to do as one text, each already in the language."""
    between = "; " if lang == ENGLISH else "；"
    return f"{message}{between}{hint}" if hint else message


def _takes_chinese(stream: TextIO | None) -> bool:
    """Whether the encoding of a stream has Chinese characters: others would appear as their codes."""
    try:
        _SAMPLE.encode((stream.encoding if stream is not None else None) or "utf-8")
    except (LookupError, UnicodeEncodeError):
        return False
    return True
