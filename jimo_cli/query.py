"""What a query asks: its runs of script, the words that only frame it, growth or share."""

from __future__ import annotations

from jimo_cli import text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

LONGEST = 120
"""Characters of a query that count; the rest is cut off, so that any input is quick."""

_MOST_RUNS = 24


def _listed(words: str) -> tuple[str, ...]:
    """Return the words of a text that parts them by bars or the ends of lines."""
    lines = "|".join(line.strip() for line in words.strip().splitlines())
    return tuple(lines.split("|"))


def _by_first(words: Iterable[str]) -> dict[str, list[str]]:
    """Return words by the character that they begin with."""
    found: dict[str, list[str]] = {}
    for word in words:
        found.setdefault(word[0], []).append(word)
    return found


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
_FRAMES = _listed("""
    是什么意思|什么意思|什么时候|什么时间|什么地方|为什么|是什么|什么是|什么|为何|何时|何地|怎么样|怎么办
    能通到哪里|能到哪里|通到哪里|能到哪儿|通到哪儿|能到哪|通到哪|是谁做的|谁做的|是谁造的|谁造的|是谁建的|谁建的
    是谁发明的|谁发明的|是谁研发的|谁研发的|怎样|怎么|如何|在哪里|在哪儿|在哪|哪里|哪儿|是谁的|是谁|谁的|谁|一共有|总共有|一共|总共|共有
    到底|究竟|关于|有关|最新|有没有|是不是|请问|告诉我|我想知道|想知道|帮我查一下|帮我|查一下|查询
    有多大|多大|有多快|多快|多少|数据|情况|介绍|名单|内容|今年以来|今年|目前
""")
"""What makes a question of a name, wherever it stands; also 哪, 几 and 多少 with what they count."""

_LIGHT = _listed("""
    推进|推动|包括|包含|属于|指的是|指的|指|聚集|集聚|拥有|惠及|推行|实施|开展|经过|投产|开工|竣工|建成|启用
    开通|开放|建好|投用|通车|启动|获得|获批|落户|落地|位于|完成|实现|达到|发展|要搞|搞|拿|全市|全区
""")
"""Verbs that tell little more in a question than that there is what it names."""

_EDGES = "的了是有要吗呢啊吧共和与在之都被把"
"""Characters that only join, at the ends of what a question leaves."""

_NUMERALS = "一二两三四五六七八九十"
_COUNTERS = _listed("""
    人次|个月|小时|家|个|所|项|处|座|种|类|位|名|人|次|场|件|条|款|支|批|台|间|层|站|户|大|年|天|等
""")
_COUNTED_NOUNS = _listed("企业|公司|单位|部门|城市|地方|机构|方面|内容|项目")
_PROVINCES = _listed("""
    北京|上海|天津|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川
    贵州|云南|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门
""")
_RANKS = {
    "区": ("district", "qu"),
    "市": ("city", "shi"),
    "县": ("county", "xian"),
    "省": ("province", "sheng"),
    "镇": ("town", "zhen"),
}
_BASES = {"市": "全市", "区": "全区", "县": "全县", "省": "全省", "国": "全国"}
"""What a share is of, as a fact about a part of it says."""

_PERCENT = _listed("百分之多少|百分之几|多少个百分点|几个百分点|多少个点|几个点")
"""What asks for a percentage, behind the words for a rate."""

_YEARS, _NOT_YEARS = "三年", ("", *"级制期行计规")
_PEOPLE = _listed("多少人次|多少人|多少名|几个人|几人")
_HELPED = _listed("惠及了|惠及|帮助了|帮助|帮了|帮到了|覆盖了|服务了|了|有|共|一共")

_NOT_SHARE = "地用领有据"

_PARTS = {
    "上半年": "S1",
    "下半年": "S2",
    "h1": "S1",
    "h2": "S2",
    "first half": "S1",
    "second half": "S2",
}
_PARTS |= {
    f"{before}{number}季度": f"Q{at}" for at in range(1, 5) for number in (at, " 一二三四"[at]) for before in ("第", "")
}
_PARTS |= {f"q{at}": f"Q{at}" for at in range(1, 5)}
_PARTS |= {f"{word} quarter": f"Q{at}" for at, word in enumerate(("first", "second", "third", "fourth"), 1)}
_PART_FIRSTS = frozenset(word[0] for word in _PARTS)
_MONTHS = {
    month: f"{at:02}"
    for at, month in enumerate(
        _listed("january|february|march|april|may|june|july|august|september|october|november|december"), 1
    )
}
_MONTHS |= {f"{at}月": f"{at:02}" for at in range(12, 0, -1)} | {f"{at:02}月": f"{at:02}" for at in range(1, 10)}
_MONTHS |= {f"{month}月": f"{at:02}" for at, month in enumerate(_listed("一|二|三|四|五|六|七|八|九|十|十一|十二"), 1)}
_SOFT_HAN = _listed("""
    数量|个数|家数|数目|情况|数据|金额|规模是|名单|介绍|内容|今年以来|今年|去年|目前|近年来
    上半年|下半年|全年|近三年|过去三年|这三年|三年来|用了|花了|的|了|是|有|之|和|与|及|在|占
""")
_SOFT_LATIN = frozenset(
    _listed("""
    a|amount|an|and|are|at|by|count|data|did|do|does|figure|for|from|has|have|how|in|is|it
    its|many|me|much|number|of|on|per|show|tell|the|there|to|total|value|was|were|what
    which|with|when|where|who|why|fast|statistic|statistics
""")
)
_LIGHT_LATIN = frozenset(
    _listed("""
    company|firm|people|person|make|makes|made|run|runs|ran|take|takes|took|taken|open|opened|opens|mean|means
    meaning|build|builds|built|benefit|benefits|benefited|develop|developed|call|called|get|got|won|win|use|used
    be|been|can|could|would|will|about|s|latest|current|currently|now|please|happen|happened|start|started|starts
    set|up|belong|belongs|belonged|located|this|that|these|those|so|far
""")
)
GENERIC = frozenset(_listed("time|day|date|year|month|week|hour|people|place|thing|name|way|long|work|number"))
"""Words of which one alone names nothing."""

_CONCEPTS = {
    "growth": _listed("""
        同比增长率|同比增长|增长速度|增长率|增长|增速|增幅|同比|涨幅|涨了|涨|下降|下滑|降幅|降了
        减少|下跌|跌幅|跌了
    """),
    "share": _listed("""
        所占比重|所占比例|占比|比重|份额|比例|百分之几|百分之多少
    """),
}
_CONCEPTS_BY_FIRST = _by_first(word for words in _CONCEPTS.values() for word in words)
_SOFT_BY_FIRST = _by_first((*_SOFT_HAN, *_COUNTED))
_FRAMES_BY_FIRST = _by_first(_FRAMES)
_CONCEPT_WORDS = {
    "growth": _listed("""
        growth|grew|grow|growing|increase|increased|rise|rose|yoy|decline|declined|drop
        dropped|fall|fell|decrease
    """),
    "share": _listed("""
        share|proportion|percentage|percent|portion
    """),
}
_DURATION = "how long"
_DIRECTIONS = {
    "up": _listed("增长|增加|上升|提高|涨|growth|grew|grow|growing|increase|increased|rise|rose"),
    "down": _listed("""
        下降|下滑|减少|降幅|降了|下跌|跌幅|跌了|缩短|降低|回落|decline|declined|drop|dropped|fall|fell|decrease|decreased|cut
    """),
}
_CONCEPT_SOUNDS = {
    "growth": (("zeng", "su"), ("zeng", "zhang"), ("zeng", "fu")),
    "share": (("zhan", "bi"), ("bi", "zhong"), ("fen", "e")),
}
_DIRECTION_FIRSTS = frozenset(word[0] for words in _DIRECTIONS.values() for word in words)
_ASKING_WORDS = frozenset(_listed("what|which|who|where|when|why|how|is|are|does|did|do"))
_CONCEPT_OF_WORD = {
    word: concept for spoken in (_CONCEPTS, _CONCEPT_WORDS) for concept, words in spoken.items() for word in words
}


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
    of scripts that no name is compared in. `direction` is `up` or `down` where one is
    spoken of. `area` is the place that the query is about, `period` the time, as a time
    period or, where no year is named, as the end of one: `-S2`.
    """

    __slots__ = (
        "_framed",
        "_pieces",
        "_soft",
        "area",
        "concepts",
        "core",
        "direction",
        "folded",
        "foreign",
        "period",
        "places",
        "province",
        "runs",
        "times",
    )

    def __init__(self, query: str, areas: Collection[str] = ()) -> None:
        """Take a query apart; `areas` are the places that facts are about."""
        self.folded = text.without_tone_numbers(" ".join(text.fold(query[:LONGEST]).split()))
        self.core = _without_question(self.folded)
        self._pieces = text.runs(self.core)
        self.period, self.times = _period(self.core, self._pieces)
        self._soft = _marks(self.core, self.times)
        self.concepts = self._mark_concepts(self._soft)
        _mark_all(self.core, _SOFT_BY_FIRST, self._soft)
        if len(self.core) > 3 and self.core.endswith("数"):  # noqa: PLR2004
            self._soft[-1] = True
        self._framed: list[bool] | None = None
        self.locate(areas)
        known = sum(len(run.text) for run in self.runs)
        self.foreign = known < len(self.core) and sum(char.isalpha() for char in self.core) > known
        ways = directions_of(self.core)
        self.direction = ways.pop() if len(ways) == 1 else ""

    def locate(self, areas: Collection[str]) -> None:
        """Take those places among `areas` that the query names as what it is about, and no other."""
        self.area, self.places = _places(self.core, areas)
        self.province = ""
        self._mark_province()
        soft = _either(self._soft, _marks(self.core, self.places)) if self.places else self._soft
        self.runs = _runs(self.core, self._pieces, soft)

    def _mark_province(self) -> None:
        """Take the province that a place is written behind as part of its address."""
        if self.area:
            before = self.core[: min(start for start, _ in self.places)].rstrip()
            for province in _PROVINCES:
                written = next((one for one in (province + "省", province) if before.endswith(one)), "")
                if written:
                    self.province = province
                    self.places.append((len(before) - len(written), len(before)))

    def _frames(self) -> list[bool]:
        if self._framed is None:
            self._framed = _frames(self.core)
        return self._framed

    def of_kind(self, kind: str) -> list[Run]:
        """Return the runs of Han (`h`), Latin (`l`) or digits (`d`)."""
        return [run for run in self.runs if run.kind == kind]

    def _mark_concepts(self, soft: list[bool]) -> set[str]:
        """Mark the words for a growth or a share; return which of them are asked for."""
        concepts = {_CONCEPT_OF_WORD[word] for word in _mark_all(self.core, _CONCEPTS_BY_FIRST, soft)}
        concepts.update(_CONCEPT_OF_WORD[run] for run in self._pieces if run in _CONCEPT_OF_WORD)
        after = self.core.partition("占")[2]
        if after and after[0] not in _NOT_SHARE:
            concepts.add("share")
        return concepts

    def is_part_of(self, names: Iterable[str]) -> bool:
        """Tell whether one of the names speaks of a share of the same whole, if the query tells it: 占GDP."""
        whole = self.core.partition("占")[2]
        if "share" not in self.concepts or not whole or whole[:1] in "比有":
            return True
        wanted = {whole[:2], whole.removeprefix("全区").removeprefix("全市")[:2] or whole[:2]}
        told = [name.partition("占")[2] for name in names if "占" in name]
        told += [tail[2:] for tail in told if tail.startswith("全")]
        return any(tail.startswith(one) for tail in told for one in wanted)

    def of_whole(self, areas: Collection[str]) -> str:
        """Return the query with 全市 for the city that a share is of, as a fact about a part of it says; or nothing."""
        before, share, after = self.core.partition("占")
        for area in areas if share else ():
            base = _BASES.get(area[-1])
            written = next((one for one in _in_characters(area) if after.startswith(one)), "")
            if base and written:
                return f"{before}占{base}{after[len(written) :].removeprefix(base)}"
        return ""

    def is_question(self) -> bool:
        """Tell whether the query has words of a question."""
        return self.core != self.folded or any(self._frames()) or not _ASKING_WORDS.isdisjoint(self._pieces[:1])

    def bare(self) -> list[str]:
        """Return what the query may name, as keys: without the place, the time, the words of a question.

        What is taken out first is what is least likely to be part of a name.
        """
        frames = self._frames()
        if not (self.places or self.times or True in frames):
            found = [self.core, _cut(self.core, frames, _EDGES)]
        else:
            placed = _marks(self.core, self.places)
            timed = _marks(self.core, self.times)
            framed = _either(frames, placed, timed)
            found = [_cut(self.core, cut) for cut in (frames, placed, _either(placed, timed), framed)]
            found.append(_cut(self.core, framed, _EDGES))
            if self.times:
                found.append(_cut(self.core, timed))
        return list(dict.fromkeys(key for one in dict.fromkeys(found) for key in _latin_bare(one) if key))

    def of_people(self) -> list[str]:
        """Return what the query asks the people of to be counted, as keys: 长护险 for 长护险帮了多少人."""
        rest = self.core if self.core.endswith(_PEOPLE) else self.folded
        counted = next((word for word in _PEOPLE if rest.endswith(word)), "")
        if not counted:
            return []
        rest = rest.removesuffix(counted)
        rest = rest.removesuffix(next((word for word in _HELPED if rest.endswith(word)), ""))
        return Query(rest).bare() if text.key(rest) else []

    def placeless(self) -> Query | None:
        """Return the query without the place it is about, where that is written in letters, else None."""
        if not self.places:
            return None
        cut = _marks(self.core, self.places)
        letters = any("a" <= char <= "z" for char, mark in zip(self.core, cut, strict=True) if mark)
        rest = _cut(self.core, cut) if letters else ""
        if not text.key(rest):
            return None
        query = Query(rest)
        query.area, query.period = self.area, self.period
        return query

    def tokens(self) -> list[tuple[str, bool]]:
        """Return characters, numbers and stems of words, each with whether a name need not have it."""
        free = _either(self._frames(), _marks(self.core, self.places), _marks(self.core, self.times))
        if self.is_question():
            for word in _LIGHT:
                _mark(self.core, word, free)
        found: list[tuple[str, bool]] = []
        at = 0
        for run in self.runs:
            at = self.core.index(run.text, at)
            marks = [soft or mark for soft, mark in zip(run.soft, free[at : at + len(run.text)], strict=True)]
            if run.kind == "h":
                frames = free[at : at + len(run.text)]
                found += [
                    (char, frame or (bool(found or place) and (mark or char in _EDGES)))
                    for place, (char, mark, frame) in enumerate(zip(run.text, marks, frames, strict=True))
                ]
            else:
                found.append((text.stem(run.text), all(marks) or is_soft_word(run.text) or run.text in _LIGHT_LATIN))
            at += len(run.text)
        return found


def name_tokens(folded: str) -> list[str]:
    """Return the characters, numbers and stems of words of a folded name."""
    found: list[str] = []
    for run in text.runs(folded):
        found += run if text.is_han(run[0]) else [text.stem(run)]
    return found


def _latin_bare(rest: str) -> Iterator[str]:
    """Yield the key of a text, and where it is English those without its framing words at the ends."""
    yield text.key(rest)
    words = text.runs(rest)
    if not words or not any("a" <= word[0] <= "z" for word in words):
        return
    sized = {words[1]} if words[0] == "how" and words[1:2] in (["big"], ["large"]) else set()
    for framing in (_SOFT_LATIN - {"number", "count", "total"}, _SOFT_LATIN | _LIGHT_LATIN | sized):
        first, last = 0, len(words)
        while first < last and words[first] in framing:
            first += 1
        while first < last and words[last - 1] in framing:
            last -= 1
        yield "".join(words[first:last])


def _cut(core: str, cut: Sequence[bool], edges: str = "") -> str:
    """Return the text without the marked characters; pieces without `edges` at their ends."""
    if True in cut:
        core = "".join(" " if mark else char for char, mark in zip(core, cut, strict=True))
    pieces = core.split()
    return " ".join(piece.strip(edges) if edges else piece for piece in pieces).strip()


def _marks(core: str, spans: Iterable[tuple[int, int]]) -> list[bool]:
    """Return for each character whether one of the spans holds it."""
    marks = [False] * len(core)
    for start, end in spans:
        marks[start:end] = [True] * (end - start)
    return marks


def _either(*marks: Sequence[bool]) -> list[bool]:
    return [any(column) for column in zip(*marks, strict=True)]


def _frames(core: str) -> list[bool]:
    """Return for each character whether it is part of the words of a question."""
    marks = [False] * len(core)
    _mark_all(core, _FRAMES_BY_FIRST, marks)
    for first in ("哪", "几", "多少"):
        at = core.find(first)
        if at >= 0:
            end = _past(core, at + len(first), _COUNTERS, _NUMERALS)
            end = _past(core, end, _COUNTED_NOUNS)
            marks[at:end] = [True] * (end - at)
    return marks


def _past(core: str, at: int, words: tuple[str, ...], before: str = "") -> int:
    """Return the place behind a word that stands at a place, with a character before it or not."""
    start = at + (core[at : at + 1] in tuple(before))
    return next((start + len(word) for word in words if core.startswith(word, start)), at)


# ---- times


def _period(core: str, pieces: Sequence[str]) -> tuple[str | None, list[tuple[int, int]]]:
    """Return the time that a text of those runs names, and where."""
    at = 0
    for run in pieces:
        at = core.index(run, at)
        end = at + len(run)
        if len(run) == 4 and run[:2] in ("19", "20") and len(core) > 5 and _is_year(core, end):  # noqa: PLR2004
            return _of_year(core, at, end)
        at = end
    return _without_year(core)


def _is_year(core: str, end: int) -> bool:
    """Tell whether a number of four digits that ends there is a year, and counts nothing."""
    rest = core[end:].lstrip()
    return not rest.startswith((*_COUNTERS[:-6], "亿", "万", "%", "余", "多", "元"))


def _of_year(core: str, start: int, end: int) -> tuple[str, list[tuple[int, int]]]:
    """Return the half, quarter or month that is named with a year, else the year."""
    year = core[start:end]
    if (
        core[end : end + 1] == "-"
        and core[end + 1 : end + 3] in _MONTHS.values()
        and not core[end + 3 : end + 4].isdigit()
    ):
        return f"{year}-{core[end + 1 : end + 3]}", [(start, end + 3)]
    end = next((end + len(word) for word in ("年度", "年的", "年") if core.startswith(word, end)), end)
    rest = core[end:].lstrip(" -/")
    at = len(core) - len(rest)
    for word, part in (_PARTS | _MONTHS).items():
        if rest.startswith(word) and not (word[0] <= "z" and _is_letter(rest[len(word) : len(word) + 1])):
            return f"{year}-{part}", [(start, at + len(word))]
    before = core[:start].rstrip(" ,")
    before = before.removesuffix(" of").removesuffix(" in").rstrip()
    for word, part in (_PARTS | _MONTHS).items():
        at = len(before) - len(word)
        if before.endswith(word) and not (word[0] <= "z" and _is_letter(before[at - 1 : at])):
            return f"{year}-{part}", [(at, end)]
    return year, [(start, end)]


def _is_letter(char: str) -> bool:
    return char.isascii() and char.isalnum()


def _without_year(core: str) -> tuple[str | None, list[tuple[int, int]]]:
    """Return the half or the quarter that a text names without its year."""
    if _PART_FIRSTS.isdisjoint(core):
        return None, []
    for word, part in _PARTS.items():
        at = core.find(word)
        if at < 0 or len(core) <= len(word) or core[at - 1 : at] in ("前", "近"):
            continue
        end = at + len(word)
        if word[0] > "z" or not (_is_letter(core[at - 1 : at]) or _is_letter(core[end : end + 1])):
            return f"-{part}", [(at, end)]
    return None, []


# ---- places


_spelt: dict[str, tuple[str, ...]] = {}


def spellings(area: str) -> tuple[str, ...]:
    """Return how a place is written: in characters, in pinyin, with an English word for its rank; longest first."""
    known = _spelt.get(area)
    if known is None:
        folded = text.fold(area)
        bare = folded[:-1] if len(folded) > 2 and folded[-1] in _RANKS else folded  # noqa: PLR2004
        found = {folded, bare}
        sounds = [text.han().readings(char)[:1] for char in bare]
        if all(sounds):
            ranks = ("", *(_RANKS.get(folded[-1], ()) if bare != folded else ()))
            for link in ("", " "):
                latin = link.join(sound for (sound,) in sounds)
                found.update(f"{latin} {rank}".strip() for rank in ranks)
                found.update(f"{latin}{rank}" for rank in ranks[2:])
        known = _spelt[area] = tuple(sorted(found, key=lambda one: (-len(one), one)))
    return known


def _places(core: str, areas: Collection[str]) -> tuple[str | None, list[tuple[int, int]]]:
    """Return the place that a text is about, and where it and what only leads to it stand.

    The last of several that follow each other is meant; after 占 stands what a share is of.
    """
    latin = any("a" <= char <= "z" for char in core)
    found: list[tuple[int, int, str]] = []
    for area in areas:
        for spelling in spellings(area) if latin else _in_characters(area):
            at = _mentioned(core, spelling)
            if at >= 0 and not any(start < at + len(spelling) and at < end for start, end, _ in found):
                found.append((at, at + len(spelling), area))
    found = [place for place in sorted(found) if not core[: place[0]].rstrip().endswith(("占", "share of", "% of"))]
    if not found:
        return None, []
    start, end, area = found[-1]
    spans = [(start, end)]
    for before in reversed(found[:-1]):
        if core[before[1] : start].strip(" 的,'s"):
            break
        start = before[0]
        spans.append(before[:2])
    if found[0][0] < start:
        area, spans = found[-1][2], [place[:2] for place in found]
    return area, [*spans, *_around(core, spans)]


_written: dict[str, tuple[str, ...]] = {}


def _in_characters(area: str) -> tuple[str, ...]:
    """Return how a place is written in characters, longest first."""
    known = _written.get(area)
    if known is None:
        folded = text.fold(area)
        ranked = len(folded) > 2 and folded[-1] in _RANKS  # noqa: PLR2004
        known = _written[area] = (folded, folded[:-1]) if ranked else (folded,)
    return known


def _mentioned(core: str, spelling: str) -> int:
    """Return where a place is written, as whole words if it is in letters; -1 if nowhere."""
    at = core.find(spelling)
    while at >= 0 and spelling.isascii():
        end = at + len(spelling)
        if not (core[at - 1 : at].isascii() and core[at - 1 : at].isalpha() and at):
            after = core[end : end + 1]
            if not (after.isascii() and after.isalpha()):
                return at
        at = core.find(spelling, end)
    return at


def _around(core: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return where the words stand that only tie a place to the rest: in Jimo, Jimo's."""
    found = []
    for start, end in spans:
        before = core[:start].rstrip()
        for word in ("in the", "of the", "in", "of", "for", "at", "from"):
            if core[start].isascii() and before.endswith(f" {word}"):
                found.append((len(before) - len(word), start))
                break
        if core.startswith("'s", end):
            found.append((end, end + 2))
    return found


def concepts_of(folded: str) -> set[str]:
    """Return the concepts, growth and share, that a folded name speaks of."""
    found = {concept for concept, words in _CONCEPTS.items() if any(word in folded for word in words)}
    if not folded.isascii() and not found:
        return found
    return found | {concept for word in text.runs(folded) if (concept := _CONCEPT_OF_WORD.get(word))}


def directions_of(folded: str) -> set[str]:
    """Return the directions, up and down, that folded text speaks of."""
    if _DIRECTION_FIRSTS.isdisjoint(folded):
        return set()
    spoken = text.runs(folded)
    return {
        direction
        for direction, words in _DIRECTIONS.items()
        if any(word in spoken if word.isascii() else word in folded for word in words)
    }


def concept_of_sounds(first: str, second: str) -> str:
    """Return the concept that two syllables spell; empty if none."""
    for concept, sounds in _CONCEPT_SOUNDS.items():
        if (first, second) in sounds:
            return concept
    return ""


def is_light(words: str) -> bool:
    """Tell whether Chinese text is nothing, or a verb that tells little."""
    return not words or words in _LIGHT


def is_soft_word(word: str) -> bool:
    """Tell whether an English word only frames a query."""
    return word in _SOFT_LATIN or word in _CONCEPT_OF_WORD


def _without_question(folded: str) -> str:
    """Return folded text without the words that make it a question; never empty unless it was."""
    rest, before = folded.replace("year-on-year", "yoy").replace("year on year", "yoy"), ""
    while rest != before:
        before = rest
        if rest.startswith(_ASKING_FIRST):
            rest = _without_first(rest)
        if rest.endswith(_PERCENT):
            rest = _without_percent(rest)
        if rest.startswith(_YEARS) and rest[len(_YEARS) : len(_YEARS) + 1] not in _NOT_YEARS:
            rest = "近" + rest
        for word in _ASKING_LAST if rest.endswith(_ASKING_LAST) else ():
            if rest.endswith(word) and not rest.endswith(_PERCENT):
                rest = rest[: -len(word)].strip()
    if rest.startswith(_DURATION) and len(rest) > len(_DURATION):
        rest = "time" + rest[len(_DURATION) :]
    return _fallen(rest, folded) or folded


def _without_first(rest: str) -> str:
    """Return text without the words of a question that it begins with."""
    for word in _ASKING_FIRST:
        if rest.startswith(word) and (not word.isascii() or rest[len(word) : len(word) + 1] == " "):
            rest = rest[len(word) :].strip()
    return rest


def _fallen(rest: str, folded: str) -> str:
    """Return what is left of a question, one that ends in a bare verb of falling with that verb in full: 跌了."""
    cut = rest != folded and rest.endswith(("降", "跌")) and not rest.endswith(("下降", "下跌"))
    return f"{rest}了" if cut else rest


def _without_percent(rest: str) -> str:
    """Return text without the asking for a percentage at its end, where what is asked of is one: 增速百分之多少.

    After anything else it asks for a share of it, or for nothing that is known.
    """
    for word in _PERCENT:
        before = rest.removesuffix(word).rstrip()
        if before == rest:
            continue
        before = before.removesuffix("是").removesuffix("有")
        if before.endswith(("降", "跌")):
            return before
        if before.endswith(("率", "比重", "占比", "比例")) or concepts_of(before) == {"growth"}:
            return before
    return rest


def _mark(core: str, word: str, soft: list[bool]) -> bool:
    """Mark every place of a word; tell whether there was one."""
    at = core.find(word)
    found = at >= 0
    while at >= 0:
        soft[at : at + len(word)] = [True] * len(word)
        at = core.find(word, at + len(word))
    return found


def _mark_all(core: str, by_first: dict[str, list[str]], marks: list[bool]) -> list[str]:
    """Mark every place of every word; return the words that there are."""
    found = []
    for at, char in enumerate(core):
        for word in by_first.get(char, ()):
            if core.startswith(word, at):
                marks[at : at + len(word)] = [True] * len(word)
                found.append(word)
    return found


def _runs(core: str, pieces: Sequence[str], soft: list[bool]) -> list[Run]:
    """Return the runs of the text, its pieces, with their marks."""
    found: list[Run] = []
    at = 0
    for run in pieces[:_MOST_RUNS]:
        at = core.index(run, at)
        found.append(Run(run, soft[at : at + len(run)]))
        at += len(run)
    return found
