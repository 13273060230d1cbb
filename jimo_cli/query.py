"""What a query asks: its runs of script, the words that only frame it, growth or share."""

from __future__ import annotations

from jimo_cli import text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection

LONGEST = 120
"""Characters of a query that count; the rest is cut off, so that any input is quick."""

_MOST_RUNS = 24


def _listed(words: str) -> tuple[str, ...]:
    """Return the words of a text that parts them by bars or the ends of lines."""
    lines = "|".join(line.strip() for line in words.strip().splitlines())
    return tuple(lines.split("|"))


_ASKING_FIRST = _listed("""
    请问一下|请问|我想知道|想知道|我想查|帮我查一下|帮我查|查一下|查询|查查|告诉我|有多少
    what is the|what was the|what are the|what's the|what is|what are|what's|whats
    how much is the|how much is|how much|how many|tell me about|tell me|show me|find
""")
_ASKING_LAST = _listed("""
    分别是多少|一共有多少|总共有多少|达到多少|达到了多少|达多少|是多少|有多少|为多少|多少
    是什么意思|是什么|是啥|有哪些|是哪些|有几个|是几个|有几家|几个|几家|怎么样|如何|吗|呢
    啊|?|!|.|are there|is it|please
""")
_COUNTED = _listed("""
    多少家|多少个|多少人|多少项|多少所|多少处|多少次|多少|几家|几个月|几个|几项|几年|几次
    多久|多长时间|哪些|什么|哪里
""")
_SOFT_HAN = _listed("""
    数量|个数|家数|数目|情况|数据|金额|规模是|名单|介绍|内容|今年以来|今年|去年|目前|近年来
    上半年|下半年|全年|近三年|同比|用了|花了|的|了|是|有|之|和|与|及|在|占
""")
_SOFT_LATIN = frozenset(
    _listed("""
    a|amount|an|and|are|at|by|count|data|did|do|does|figure|for|from|has|have|how|in|is|it
    its|many|me|much|number|of|on|per|show|tell|the|there|to|total|value|was|were|what
    which|with
""")
)
_CONCEPTS = {
    "growth": _listed("""
        同比增长率|同比增长|增长速度|增长率|增长|增速|增幅|涨幅|涨了|下降|下滑|降幅|降了
        减少
    """),
    "share": _listed("""
        所占比重|所占比例|占比|比重|份额|比例|百分之几
    """),
}
_CONCEPT_WORDS = {
    "growth": _listed("""
        growth|grew|grow|growing|increase|increased|rise|rose|yoy|decline|declined|drop
        dropped|fall|fell|decrease
    """),
    "share": _listed("""
        share|proportion|percentage|percent|portion
    """),
}
_CONCEPT_SOUNDS = {
    "growth": (("zeng", "su"), ("zeng", "zhang"), ("zeng", "fu")),
    "share": (("zhan", "bi"), ("bi", "zhong"), ("fen", "e")),
}
_CONCEPT_OF_WORD = {word: concept for concept, words in _CONCEPT_WORDS.items() for word in words}


class Run:
    """A run of one script in a query, and which of its characters only frame it."""

    __slots__ = ("kind", "soft", "text")

    def __init__(self, run: str, soft: list[bool]) -> None:
        """Keep the run; `soft` has one entry for each character."""
        self.text = run
        self.soft = soft
        self.kind = "h" if text.is_han(run[0]) else "d" if run[0] <= "9" else "l"


class Query:
    """A query taken apart.

    `core` is what is left without the words of a question. `foreign` counts letters
    of scripts that no name is compared in.
    """

    __slots__ = ("area", "concepts", "core", "folded", "foreign", "period", "runs")

    def __init__(self, query: str, areas: Collection[str] = ()) -> None:
        """Take a query apart; `areas` are the places that facts are about."""
        self.folded = " ".join(text.fold(query[:LONGEST]).split())
        self.core = _without_question(self.folded)
        self.concepts: set[str] = set()
        self.area: str | None = None
        soft = [False] * len(self.core)
        self._mark_concepts(soft)
        self._mark_area(soft, areas)
        self.period = _mark_year(self.core, soft)
        for word in (*_SOFT_HAN, *_COUNTED):
            _mark(self.core, word, soft)
        self.runs = _runs(self.core, soft)
        known = sum(len(run.text) for run in self.runs)
        self.foreign = sum(char.isalpha() for char in self.core) > known

    def of_kind(self, kind: str) -> list[Run]:
        """Return the runs of Han (`h`), Latin (`l`) or digits (`d`)."""
        return [run for run in self.runs if run.kind == kind]

    def _mark_concepts(self, soft: list[bool]) -> None:
        for concept, words in _CONCEPTS.items():
            for word in words:
                if _mark(self.core, word, soft):
                    self.concepts.add(concept)
        for run in text.runs(self.core):
            if concept := _CONCEPT_OF_WORD.get(run, ""):
                self.concepts.add(concept)

    def _mark_area(self, soft: list[bool], areas: Collection[str]) -> None:
        for area in areas:
            folded = text.fold(area)
            bare = folded[:-1] if len(folded) > 2 and folded[-1] in "区市县省镇" else folded  # noqa: PLR2004
            if _mark(self.core, folded, soft) or _mark(self.core, bare, soft):
                self.area = area


def concepts_of(folded: str) -> set[str]:
    """Return the concepts, growth and share, that a folded name speaks of."""
    found = {concept for concept, words in _CONCEPTS.items() if any(word in folded for word in words)}
    if not folded.isascii() and not found:
        return found
    return found | {concept for word in text.runs(folded) if (concept := _CONCEPT_OF_WORD.get(word))}


def concept_of_sounds(first: str, second: str) -> str:
    """Return the concept that two syllables spell; empty if none."""
    for concept, sounds in _CONCEPT_SOUNDS.items():
        if (first, second) in sounds:
            return concept
    return ""


def is_soft_word(word: str) -> bool:
    """Tell whether an English word only frames a query."""
    return word in _SOFT_LATIN or word in _CONCEPT_OF_WORD


def _without_question(folded: str) -> str:
    """Return folded text without the words that make it a question; never empty unless it was."""
    rest, before = folded, ""
    while rest != before:
        before = rest
        for word in _ASKING_FIRST:
            if rest.startswith(word) and (not word.isascii() or rest[len(word) : len(word) + 1] == " "):
                rest = rest[len(word) :].strip()
        for word in _ASKING_LAST:
            if rest.endswith(word):
                rest = rest[: -len(word)].strip()
    return rest or folded


def _mark(core: str, word: str, soft: list[bool]) -> bool:
    """Mark every place of a word; tell whether there was one."""
    at = core.find(word)
    found = at >= 0
    while at >= 0:
        soft[at : at + len(word)] = [True] * len(word)
        at = core.find(word, at + len(word))
    return found


def _mark_year(core: str, soft: list[bool]) -> str | None:
    """Mark a year from 1900 to 2099 with its 年 and return it, if more than the year is asked."""
    at = 0
    for run in text.runs(core):
        at = core.index(run, at)
        end = at + len(run)
        if len(run) == 4 and run[:2] in ("19", "20") and len(core) > 5:  # noqa: PLR2004
            end += core.startswith("年", end) + core.startswith("年度", end)
            soft[at:end] = [True] * (end - at)
            return run
        at = end
    return None


def _runs(core: str, soft: list[bool]) -> list[Run]:
    """Return the runs of the text with their marks; a run is cut where marks begin or end."""
    found: list[Run] = []
    at = 0
    for run in text.runs(core)[:_MOST_RUNS]:
        at = core.index(run, at)
        found.append(Run(run, soft[at : at + len(run)]))
        at += len(run)
    return found
