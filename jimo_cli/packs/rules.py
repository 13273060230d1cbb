"""The rules for fact files and drafts: the codes that `jimo lint` and `check` report, explained in `rules.txt`.

Form (F1..) is what makes a fact file readable, by programs and by people; consistency (S2..) compares the
fields of a fact with each other and with other facts; arithmetic (A3..) compares figures. Drafts (C4..) are
compared with facts.
"""

import os
from typing import NamedTuple

UNREADABLE = "F101"
NOT_TOML = "F102"
NOT_A_TABLE = "F103"
UNKNOWN_KEY = "F104"
MISSING_KEY = "F105"
WRONG_VALUE = "F106"
BAD_ID = "F107"
UNKNOWN_SOURCE = "F108"
BROKEN_OF = "F109"
BAD_PERIOD = "F110"
WITHOUT_VALUE = "F111"
BAD_RANGE = "F112"
SECOND_ID = "F113"
NO_FACTS = "F114"
PASSED_OVER = "F115"
BROKEN_WITHIN = "F116"
NAME_TWICE = "F117"
CONTRADICTS = "F118"
KEY_ORDER = "F121"
BLANKS = "F122"
REPEATED_NAME = "F123"
UNKNOWN_RULE = "F124"
UNCHECKED = "F125"
AS_WRITTEN = "S201"
DUPLICATE = "S202"
CONTRADICTION = "S203"
SHARED_ALIAS = "S204"
NO_PERIOD = "S205"
NO_AREA = "S206"
NO_ENGLISH = "S207"
NO_DIRECTION = "S208"
OF_NO_RATE = "S209"
OTHER_BASIS = "S210"
NO_RANK = "S211"
AMONG_WHAT = "S212"
SHARE_RANGE = "A301"
PARTS = "A302"
GROWTH = "A303"
BASES = "A304"
OF_WHOLE = "A305"
DRAFT_VALUE = "C401"
DRAFT_UNIT = "C402"
DRAFT_MAGNITUDE = "C403"
DRAFT_PERIOD = "C404"
DRAFT_PLACE = "C405"
DRAFT_DIRECTION = "C406"
DRAFT_QUALIFIER = "C407"
DRAFT_PIN = "C408"

ERROR, WARNING = "error", "warning"


class Rule(NamedTuple):
    """A rule: its code, `ERROR` or `WARNING`, its title, and the explanation with what to do."""

    code: str
    severity: str
    title: str
    explanation: str


def _rules() -> dict[str, Rule]:
    """The rules by code; in the file each begins with a line `CODE SEVERITY: TITLE`."""
    content = globals()["__loader__"].get_data(os.path.join(os.path.dirname(__file__), "rules.txt")).decode()
    paragraphs = content.replace("\r\n", "\n").rstrip().split("\n\n")
    rules: dict[str, Rule] = {}
    for paragraph in paragraphs:
        head, _, explanation = paragraph.partition("\n")
        if paragraph.startswith(" "):  # an example
            code, last = rules.popitem()
            rules[code] = last._replace(explanation=f"{last.explanation}\n\n{paragraph}")
        else:
            about, title = head.split(": ", 1)
            code, severity = about.split()
            rules[code] = Rule(code, severity, title, explanation)
    return rules


RULES = _rules()


def severity(code: str) -> str:
    """Return `ERROR` or `WARNING` for the code of a rule."""
    return RULES[code].severity


def is_error(code: str) -> bool:
    """Return whether breaking the rule is an error, which fails every run; warnings fail only a strict one."""
    return severity(code) == ERROR
