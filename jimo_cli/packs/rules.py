"""The rules for fact files: what `jimo lint` tells by its code, and explains.

Three levels: form (F1..) is what a file must be to be read, and how it is best laid out; sense
(S2..) is what a fact says about itself and beside others; arithmetic (A3..) is what figures say
about each other.
"""

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
KEY_ORDER = "F121"
BLANKS = "F122"
REPEATED_NAME = "F123"
UNKNOWN_RULE = "F124"
AS_WRITTEN = "S201"
DUPLICATE = "S202"
CONTRADICTION = "S203"
SHARED_ALIAS = "S204"
NO_PERIOD = "S205"
NO_AREA = "S206"
NO_ENGLISH = "S207"
SHARE_RANGE = "A301"
PARTS = "A302"
GROWTH = "A303"
BASES = "A304"

ERROR, WARNING = "error", "warning"


class Rule(NamedTuple):
    """A rule: how grave it is to break it, what it says, and why, with what to do."""

    code: str
    severity: str
    title: str
    explanation: str


_ALL = (
    Rule(
        UNREADABLE,
        ERROR,
        "the file or directory cannot be read",
        "It is not there, is no regular file, is not UTF-8, leads out of its pack, or this user may not\n"
        "read it. Nothing in it can be looked up. Save it as UTF-8, mend its permissions, or take it away.",
    ),
    Rule(
        NOT_TOML,
        ERROR,
        "the file is not TOML",
        "The parser stops at this place; nothing in the file can be looked up until it is mended. Texts and\n"
        'periods stand in straight double quotes, "2024-06"; figures bare, without unit or commas; names are\n'
        "letters, digits and hyphens. Or a quote or a bracket is missing on the line before. A key may be given\n"
        "once in a table, and a table once in a file.",
    ),
    Rule(
        NOT_A_TABLE,
        ERROR,
        "a table is expected here",
        '[topic], [fact.SLUG] and each source are tables.\n\n  [fact.output]\n  kind = "statistic"',
    ),
    Rule(
        UNKNOWN_KEY,
        ERROR,
        "a key that fact files do not have",
        "What it says would be lost without a word. Where a known key is near, it is named; a key that\n"
        "differs in capitals, hyphens and underscores alone is mended by --fix, if it is not there already.",
    ),
    Rule(
        MISSING_KEY,
        ERROR,
        "a key that has to be there",
        "A fact needs kind, label and source (its own, or that under [topic]); a topic needs a label, a\n"
        "source a title.",
    ),
    Rule(
        WRONG_VALUE,
        ERROR,
        "a value that the key cannot have",
        "Texts stand in double quotes, figures bare and without unit, lists in brackets. A figure in\n"
        'quotes, or one name where a list is due, is mended by --fix.\n\n  value = 52.6        not  value = "52.6亿"',
    ),
    Rule(
        BAD_ID,
        ERROR,
        "a slug or topic id that cannot be typed",
        "Ids are typed in shells: lower-case letters, digits and single hyphens. The topic id is the name\n"
        "of the file without .toml.",
    ),
    Rule(
        UNKNOWN_SOURCE,
        ERROR,
        "a source that no sources.toml names",
        "Every fact says where it comes from. Add the work to sources.toml under this key.",
    ),
    Rule(
        BROKEN_OF,
        ERROR,
        "`of` leads to no fact, or back to the fact itself",
        "`of` names the fact that a growth rate or a share belongs to: a slug of the same file, or\n"
        "topic.slug; `aspect` says which of the two it is.",
    ),
    Rule(
        BAD_PERIOD,
        ERROR,
        "a time period that cannot be read",
        "ISO 8601, with the halves and quarters of SDMX: 2024, 2024-06, 2024-06-30, 2024-S1, 2024-Q2,\n"
        "2023/2024, 2024-01-01/.. (since) or P3Y/2024 (the three years to 2024). One without quotes is\n"
        "mended by --fix.",
    ),
    Rule(
        WITHOUT_VALUE,
        ERROR,
        "a figure's parts and the figure do not go together",
        "A statistic has a value, and nothing else has one; a unit, a qualifier, an aspect or what the\n"
        "source prints says nothing without it.",
    ),
    Rule(
        BAD_RANGE,
        ERROR,
        "a range that is not whole",
        'A range has all three: value and value_max, the lower one first, and qualifier = "range".',
    ),
    Rule(
        SECOND_ID,
        ERROR,
        "an id that is taken",
        "Two packs with a file of the same name share a topic; a slug in it may be used once. Of two facts\n"
        "with one id the first is answered.",
    ),
    Rule(
        NO_FACTS,
        ERROR,
        "a directory without fact files",
        "A pack is a directory with one TOML file a topic, and sources.toml beside them.",
    ),
    Rule(
        KEY_ORDER,
        WARNING,
        "keys are not in the usual order",
        "One order everywhere makes files easy to read and to compare. --fix moves each key with its\n"
        "comments: kind, of and aspect, names, figure, when and where, source, other names, descriptions.",
    ),
    Rule(
        BLANKS,
        WARNING,
        "blanks at the end of a line, or no line end at the end",
        "They show up as changes where nothing changed. --fix takes them away.",
    ),
    Rule(
        REPEATED_NAME,
        WARNING,
        "a name that the fact has already",
        "An alias that repeats the label or another alias finds nothing that is not found already. --fix\n"
        "takes it away.",
    ),
    Rule(
        UNKNOWN_RULE,
        WARNING,
        "a comment for lint that does nothing",
        "`# lint: ignore S205, S207` sets rules aside: behind a key for that key, behind a heading for the\n"
        "fact or topic, on a line of its own for the key or heading that follows, and before the first heading\n"
        "for the file. What follows the codes is yours: say why. jimo help codes lists the codes.",
    ),
    Rule(
        AS_WRITTEN,
        ERROR,
        "the figure is not what the source prints",
        "`as_written` is read again and held against value, value_max, qualifier and unit: 50余所 is 50,\n"
        "over, 所; 超过1万人 is 10000, over, 人; 5至6个月 is 5, 6, range, 个月. One of the two is wrong:\n"
        "look into the source. Money may be kept with its magnitude (345 of 亿元) or multiplied out. A\n"
        "figure printed without unit takes that of the fact. What cannot be read is passed over.",
    ),
    Rule(
        DUPLICATE,
        WARNING,
        "a fact that stands here twice, under two ids",
        "Same name, figure, period and place: keep one, and move the aliases of the other there.",
    ),
    Rule(
        CONTRADICTION,
        ERROR,
        "two facts that differ in nothing but the figure",
        "Same name, period and place, and two figures: whoever looks it up gets one of them by chance.\n"
        "Mend the figure, or say in label, time_period or reference_area what sets them apart.",
    ),
    Rule(
        SHARED_ALIAS,
        WARNING,
        "a name that leads to two facts",
        "An alias that is also the name or alias of another fact finds both. Say it more exactly, or take\n"
        "it away from one. Facts of one label, for several periods or places, may share aliases.",
    ),
    Rule(
        NO_PERIOD,
        WARNING,
        "a statistic that does not say of when it is",
        "A figure without a period is soon quoted for the wrong year. Where the source itself says\n"
        "nothing, do not guess: set the rule aside with `# lint: ignore S205`.",
    ),
    Rule(
        NO_AREA,
        WARNING,
        "a statistic that does not say of where it is",
        "Give reference_area, or once for all under [topic].",
    ),
    Rule(
        NO_ENGLISH,
        WARNING,
        "no English label",
        "English tables show the other label instead, and English queries do not find it.",
    ),
    Rule(
        SHARE_RANGE,
        ERROR,
        "a share that is below 0 or above 100 %",
        'A part is no more than its whole. A growth rate may be: say aspect = "growth" then.',
    ),
    Rule(
        PARTS,
        ERROR,
        "parts that do not come to their whole",
        "A statistic with `parts` whose names are statistics of the same unit, period and place: their sum\n"
        "is the whole, within the rounding of each as printed; and no part is more than the whole.",
    ),
    Rule(
        GROWTH,
        ERROR,
        "a growth rate that the two figures do not show",
        "The figure that it belongs to and the same one a year before (环比: one period before) give the\n"
        "rate, within the rounding of each as printed. Passed over is what may be reckoned in other prices\n"
        "or on another base: value added, retail sales, investment, and what says 实际, 可比, 不变价, 季节,\n"
        "real or comparable; plans; averages; and a rate whose name is not that of the figure.",
    ),
    Rule(
        BASES,
        ERROR,
        "shares that do not fit each other or the whole",
        "A figure and its share give the whole that it is a share of. The fact that states it, for the\n"
        "same period and place, must give the same within the rounding of each; and so must another share\n"
        "of it, where the whole is one whoever names it: GDP, revenue, population, energy.",
    ),
)

RULES = {rule.code: rule for rule in _ALL}


def severity(code: str) -> str:
    """Return `ERROR` or `WARNING`: how severe it is to break the rule of that code."""
    return RULES[code].severity


def is_error(code: str) -> bool:
    """Return whether a problem of that code is an error, which fails a run that is not strict as well."""
    return severity(code) == ERROR
