"""The noun phrase before a figure, and the noun behind one."""

from __future__ import annotations

import re
from typing import NamedTuple

# Of the text before a figure, that much may be the noun phrase.
_LONGEST = 150
BLANK = "\0"
"""What the periods of a sentence are replaced by, so that they are no part of a noun phrase."""

_RISE = "回升|反弹|增长|涨|延长|增加|增产|提高|提升|上升|上涨|高出|净增|扩大|跃升|加快|高于|多于|快|多|高|升|(?<!新)增"
_FALL = (
    "下降|跌|减少|回落|降低|下滑|下跌|减产|缩短|收窄|放缓|低于|少于|压减|负增长|降|减|慢|少|(?<!最)低(?!于|保|碳|温|空)"
)
MOVES = re.compile(f"(?P<rise>{_RISE})|(?P<fall>{_FALL})")
"""Verbs and adjectives that say that a measure rose or fell."""

SHARED = "占(?!地(?![区方])|用|有|领|据|线|道)"
SHARE = re.compile(f"{SHARED}|比重|份额|占比")
"""Words for a share; 占地 and 占用 are none."""

# What stands between a noun phrase and its figure. It is taken off the right end again and again.
_PREDICATE = re.compile(
    "(?:为|达到?了?|明显|预期目标|目标|在全[省市县国区]|全[省市县国区]|已|共|是|仅用?|约|占|有|实现|完成|突破|超过|控制在|保持在|维持在"
    f"|增加?到|增至|[上提]?升[至到]|下?降[至到]|回落[至到]|增长[至到]|提高到|调整为|(?:{_RISE}|{_FALL})了?|稳居|位居|位列|排名?|居|(?<=[位排])列"
    "|名义|实际|平均(?=缩短|增长|$)|年均|累计|增速|增幅|涨幅|降幅|可比|同比|环比|同口径|总数|从|由|的|在|到|至"
    "|比|较上?年?|了|较快|持续|平稳|稳步|大幅|小幅|分别"
    "|比重|占比|所占比重|总计|合计|其中|各|均|将|也|又|仅|再|并|率先|首次|力争|争取|预计|确保|计划|左右|达成"
    "|录得|报|则|却|还|只有?|仅有|最|刚过?|不过|以|就|就有|方面|和|与|及)$"
)
_LEAD = re.compile(
    "(?:其中|同时|此外|另外|而且|但是|但|而|并(?!网|购|轨)|且|全年|年末|年底|初步(?:核算|测算|统计)|据(?:初步)?统计|数据显示|预计|预期"
    "|全[省市县区国镇](?!性)|我[国省市县区]|本[市县区省]|各地|实现|完成|共(?![享同富])|累计(?!确诊|装机)|已|先后"
    "|成功|继续|要|将|力争|确保|争取"
    "|实施以来|年内|当年|按[^,]{1,12}(?:看|分)|分[^,]{1,8}看|从[^,]{1,8}看|推动|使|净增|在[^,]{1,10}(?:方面|中)"
    "|拥有|辖|为|由|等|以及|和|与|及"
    "|的|总数|达到?|有(?![机色线效轨])|培育|在(?![职校建岗册役线])|截至|截止|显示|上半年|下半年|该[区市省县]"
    "|[-,:;·*#>•]|p?[0-9]{1,3}(?:[.、) ]|[\ufe0f]?\u20e3)|[一二三四五六七八九十]{1,3}、"
    "|目前|现有|一[省市县区](?=[\u3400-\u9fff])"
    "|我们|咱们|全面|控制在|出头|这是|那是|可是|不过|然而|因此|所以|省会|首府|实施(?!细则)|开展|推进|组建"
    "|近[两三四五十几]年|[年今]初以来)"
)
_COMPARISON = re.compile(
    f"(?:比|较|与)(?:预期目标|预期|目标|(?:上年|去年)?年初预算|上年|去年|上月|上季度?|年初|20[0-9]{{2}}年|19[0-9]{{2}}年|同期|往年|[0-9]{{1,2}}-[0-9]{{1,2}}月份?)"
    f"(?:同期|同月|末|年末|底)?(?:相比)?|按[^,。]{{1,14}}(?:计算|口径|折算)|扣除[^,。]{{1,8}}因素|[比较]{BLANK}+(?:同期|同月|末|年初预算)?|与{BLANK}+(?:相比|比)?|(?:恢复到|相当于|达到){BLANK}+(?:同期)?(?:水平)?的?"
)
_SIGNS = re.compile(r"^[^\w\u3400-\u9fff]+")
_REMARK = re.compile(r"\([^()]{0,30}\)")
_COMPARED = re.compile("比|较(?!快)|[高低快慢好]于|高出")
_AND_SO_ON = re.compile("(?<![平高中初同对均])等(?![级于待候次])")
_VERB = re.compile("(?:新?引进(?:和培育)?|新增|建成(?:启用)?|聚集|培育|打造)")
_BEHIND_ENDS = re.compile(
    f'[,。;:!?()\n{BLANK}"]|、(?=[0-9])|全部|均(?!衡)|已|获(?=批|评|得|[^,]{{2,4}}奖)|入列|实现|摘帽|脱贫攻坚|投入|开工|进行|为企业|在线|完成'
    "|通过|居(?=全)|集聚于|得到|被|(?<=.)建档|建设(?=最)|(?<=.)即时|(?<=.)的(?=预期)|服务(?=站)|进入|出列|达标|占(?=全)"
)
_NO_NOUN = re.compile(
    "增|减|降|升|跌|涨|缩|扩|出头|提高|上升|左右|到|至|为|和|及|的?人均|居|位|实现|以|占|比|较|同比|环比|目标|之间|之多|之一|相比|相当于"
)
_NOUN_REACH = 30


class NounPhrase(NamedTuple):
    """A noun phrase, and the words between it and its figure."""

    words: str
    predicate: str


def noun_before(gap: str, *, with_examples: bool = False) -> NounPhrase:
    """Return the noun phrase at the end of the text before a figure, without what only relates it to that.

    The examples before 等 are left out, unless each of them is meant: 轴承、齿轮等产品收入分别.
    """
    core = _REMARK.sub("", _COMPARISON.sub("", gap[-_LONGEST:])).replace(BLANK, " ").strip(' ,、;:"')
    core = _SIGNS.sub("", core)
    core = core if re.search("[a-z]", core) else re.sub(r"\s+", "", core)
    core, predicate = _peeled(core)
    core = _without_lead(core)
    if _COMPARED.match(core):  # what it is compared with, and not what is measured
        core = ""
    core = core if with_examples else _without_examples(core)
    return NounPhrase(core.strip(" ,、的"), predicate)


def _peeled(core: str) -> tuple[str, str]:
    """The text without the words that end it and are no part of a noun phrase, and these."""
    predicate = ""
    while found := _PREDICATE.search(core[-12:]):
        predicate = found[0] + predicate
        core = core[: len(core) - len(found[0])].rstrip(" ,、")
    return core, predicate


def _without_lead(core: str) -> str:
    while found := _LEAD.match(core):
        core = core[found.end() :].lstrip(' ,、:;"')
    return core


def _without_examples(core: str) -> str:
    """The noun phrase without the examples before 等: 纳晖生态园等涉海项目."""
    found = _AND_SO_ON.search(core)
    rest = core[found.end() :] if found else ""
    if len(rest) < 2:  # noqa: PLR2004  # 等 ends it
        return core
    verb = _VERB.search(core, 0, found.start()) if found else None
    return (verb[0] if verb else "") + rest


def noun_behind(blank: str, end: int, limit: int) -> str:
    """Return what is counted by a figure that ends there: 个 in 182个 counts 重点产业项目; empty for nothing."""
    limit = min(limit, end + _NOUN_REACH)
    stop = _BEHIND_ENDS.search(blank, end, limit)
    phrase = blank[end : stop.start() if stop else limit].strip(" 的、").rstrip("和与及")
    return "" if _NO_NOUN.match(phrase) else phrase


PLACEHOLDER = re.compile(
    "(?:去年)?同期|新增|[跌涨降增]幅|增速|[这该上述前者后两三个一]*(?:数字|数据|数值|指标|规模|总量|总额|总数|数量|金额|比例|占比|合计|相比)"
)
"""Nouns that only refer to what was named before."""

_OUTLOOK = re.compile(
    "(?:平稳|稳步|持续|大幅|不断|小幅|呈|较快)?(?:提升|增长|下降|上升|缩小|扩大|再创新高|增加|发展|回升|向好|改善|加快)(?:态势|趋势)?$"
)
_METHOD = re.compile("计算|折算|折合|因素|测算|核算|口径|显示|看,?$")
_LONGEST_LEAD = 24


def noun_of_clause(clause: str) -> str:
    """Return what a clause without a figure is about, empty where that cannot be told: 海洋产业平稳增长."""
    if _METHOD.search(clause):
        return ""
    words = _OUTLOOK.sub("", noun_before(clause.rstrip(",;: ")).words)
    return words if 2 <= len(words) <= _LONGEST_LEAD and not PLACEHOLDER.fullmatch(words) else ""  # noqa: PLR2004
