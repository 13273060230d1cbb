"""Every number of the scoring, each with its reason and a query that is answered otherwise without it.

Scores are from 0 to 1. What only bounds the work of a search (`similar`) changes how long it takes, not
what a name is worth, and stands where it is used.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Self


class Weight(float):
    """A number of the scoring; `needs` is a query that needs it, `neutral` the value that does nothing."""

    reason: str
    needs: str
    neutral: float

    def __new__(cls, value: float, reason: str, *, needs: str, neutral: float = 1.0) -> Self:
        """Return the number with what is known about it."""
        weight = super().__new__(cls, value)
        weight.reason, weight.needs, weight.neutral = reason, needs, neutral
        return weight


# The credit of a match between what was typed for a character and a character of a name.
SAME = 1.0
SYLLABLE = Weight(0.97, "its syllable, which other characters share", needs="haiyangsengcanzongzi")
INITIAL = Weight(0.9, "its initial, which many more share", needs="hysczz")
HOMOPHONE = Weight(0.82, "a character that sounds or looks the same, or a syllable with an accent", needs="海洋面积")
SWAPPED = Weight(0.8, "a neighbour: two changed places", needs="即墨工人")
MISSPELT = Weight(0.72, "a syllable with a wrong letter", needs="zhegnwuzixun")
ACCENT = Weight(0.68, "a character that sounds the same in some accent only", needs="城市更薪")

# How the credits come to a likeness.
NEIGHBOUR = Weight(
    0.15, "of two alignments, the one that keeps neighbours together", needs="zheng wu zi xun", neutral=0.0
)
SKIPPED = Weight(0.7, "neighbours with a character between them are nearly neighbours", needs="口公袋园", neutral=0.0)
CONTIGUITY = Weight(0.3, "what is scattered over a name is weaker evidence", needs="奇瑞销量", neutral=0.0)
NAME_SHARE = Weight(0.15, "of two names that hold the query the shorter is meant", needs="qirui", neutral=0.0)
SCANT_NAME_SHARE = Weight(
    0.45, "initials or a single word are so little that they have to be more of the name", needs="qdb", neutral=0.15
)
SOFT = Weight(0.4, "a word that only frames the query", needs="the number of innovation")
WORD_SLIP = Weight(0.9, "a word that is misspelt, for each wrong letter, or only begun", needs="insurence")

# From a score to a decision.
FULL_ANSWER = Weight(0.8, "from here on it answers, if nothing of the query is missing", needs="创薪平台", neutral=0.0)
LOOSE_ANSWER = Weight(0.67, "or from here on, if no other comes near", needs="海祥生产总值", neutral=0.8)
MARGIN = Weight(0.05, "so far behind is not near", needs="咨询 政务", neutral=0.0)
SUGGESTION = Weight(0.55, "from here on it may be what was meant", needs="zxcvbnm", neutral=0.0)

# Factors of penalties.
BARRED = Weight(0.75, "what can be no answer", needs="海洋生产总值的颜色")
IN_DOUBT = Weight(0.92, "what lacks some of the query", needs="海外共享工厂")
UNASKED = Weight(0.96, "a growth or share comes after the figure itself", needs="haiyangshegnchanzongzhi")

# What the stages before and after the comparison of names give.
PART = Weight(0.85, "a literal part of a name: more, the more of the name it is", needs="海洋GDP")
PIECES = Weight(0.75, "pieces of several names: more, the more of one name they are", needs="三项建设包括哪三项")
HALF = Weight(
    0.5, "what is found by chance, or says little, is the lesser part of a name", needs="怎么推动城市更新", neutral=0.0
)
