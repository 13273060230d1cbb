"""Words that frame a query and name nothing."""

from __future__ import annotations

from jimo_cli.text.concepts import CONCEPT_OF_WORD, by_first, listed

ASKING_FIRST = listed("""
    请问一下|请问|我想知道|想知道|我想查一下|我想查|想查一下|想查|我想了解一下|想了解一下|想了解|请教一下|请教|帮我查一下|帮我查|查一下|查询|查查|告诉我|有多少
    what is the|what was the|what are the|what were the|what's the|what is|what was|what are|what were|what's|whats
    how much is the|how much is|how much|how many|tell me about|tell me|show me|find|look up
    您好|你好|老师|不好意思|打扰了|打扰一下|麻烦|想请您|请您|您|能不能|能否|可以|帮忙|帮我|帮|找一下|看一下|核对一下|核对|问一下|想问
    hello|hi|could you kindly|could you please|could you|can you please|can you|would you please|please|kindly
    i would like to know|i'd like to know|i want to know|do you know
""")
"""What a question begins with, also several of them: courtesies, and what is to be done."""

ASKING_LAST = listed("""
    分别是多少|一共有多少|总共有多少|达到多少|达到了多少|达多少|是多少|有多少|为多少|多少
    是什么意思|是什么|是啥|有哪些|是哪些|有几个|是几个|有几家|几个|几家|怎么样|如何|吗|呢
    啊|?|!|.|。|are there|is it|please|谢谢您|谢谢|多谢|非常感谢|感谢|辛苦了|拜托了|这个数据|这个数字|的数据|的数字
    many thanks|thanks a lot|thanks|thank you very much|thank you
""")
_WHO = listed("领导|老板|主任|编辑|同事|客户|读者|记者|朋友|网友|孩子|有人|人家")
_COUNTED = listed("""
    多少家|多少个|多少人|多少项|多少所|多少处|多少次|多少|几家|几个月|几个|几项|几年|几次
    多久|多长时间|哪些|什么|哪里
""")
_FRAMES = listed("""
    是什么意思|什么意思|什么时候|什么时间|什么地方|为什么|是什么|什么是|什么|为何|何时|何地|怎么样|怎么办
    能通到哪里|能到哪里|通到哪里|能到哪儿|通到哪儿|能到哪|通到哪|是谁做的|谁做的|是谁造的|谁造的|是谁建的|谁建的
    是谁发明的|谁发明的|是谁研发的|谁研发的|怎样|怎么|如何|在哪里|在哪儿|在哪|哪里|哪儿|是谁的|是谁|谁的|谁|一共有|总共有|一共|总共|共有
    到底|究竟|关于|有关|最新|有没有|是不是|请问|告诉我|我想知道|想知道|帮我查一下|帮我|查一下|查询
    截至年底|截至目前|截止目前|有多大|多大|有多快|多快|有多高|多高|有多长|多长|有多低|多低|有多宽|多宽|有多深|多深|有多重|多重|有多远|多远|多少|数据|情况|介绍|名单|内容|今年以来|今年|目前|现在
""")
"""What makes a question of a name, wherever it stands; also 哪, 几 and 多少 with what they count."""

LIGHT = listed("""
    推进|推动|包括|包含|属于|指的是|指的|指|聚集|集聚|拥有|惠及|推行|实施|开展|经过|投产|开工|竣工|建成|启用
    开通|开放|建好|投用|通车|启动|获得|获批|落户|落地|位于|完成|实现|达到|发展|要搞|搞|拿|全市|全区
""")
"""Verbs that tell little more in a question than that there is what it names."""

EDGES = "的了是有要吗呢啊吧共和与在之都被把"
"""Characters that only join, at the ends of what a question leaves."""

NUMERALS = "一二两三四五六七八九十"
COUNTERS = listed("""
    人次|个月|小时|平方公里|公里|亿元|万元|万辆|万吨|家|个|所|项|处|座|种|类|位|名|人|次|场|件|条|款|支|批|台|间|层|站
    户|辆|艘|架|只|头|部|册|吨|亩|元|米|大|年|天|等
""")
_MEASURED = listed("平方公里|万公里|公里|亿元|万元|亿美元|万美元|万辆|亿吨|万吨|吨|万亩|亩|元|米|亿千瓦时|万千瓦")
"""Units of what is not counted one by one; 多少人 asks for people."""

ASKING_FIRST = (*ASKING_FIRST, *(f"{who}{asks}" for who in _WHO for asks in ("问我", "问到", "问", "要")))
ASKING_LAST = (
    *(
        f"{verb}多少{unit}"
        for unit in _MEASURED
        for verb in ("一共有", "总共有", "达到", "达", "是", "有", "为", "完成", "")
    ),
    *ASKING_LAST,
)
COUNTED_NOUNS = listed("企业|公司|单位|部门|城市|地方|机构|组织|方面|内容|项目|工程|政策|措施|文件|平台|产品")

AMOUNTS = listed("总额|总值|金额|额")
COUNTS = listed("数量|总数|个数|数")
"""Endings of names that stand for each other, the longer first; 量 and 值 do not: 进口量 is no 进口额."""

ADDS_NOTHING = (*AMOUNTS, *COUNTS, "总计", "合计", "总", "的")
"""What a name may have beside that of its measure and still say no more: 进出口总额 for 进出口."""

PERCENT = listed("百分之多少|百分之几|多少个百分点|几个百分点|多少个点|几个点")
"""What asks for a percentage, behind the words for a rate."""

YEARS, NOT_YEARS = "三年", ("", *"级制期行计规")
PUBLISHED = listed("公布的|发布的|披露的|通报的")
"""What parts who published a figure from the figure."""

PEOPLE = listed("多少人次|多少人|多少名|几个人|几人")
HELPED = listed("惠及了|惠及|帮助了|帮助|帮了|帮到了|覆盖了|服务了|了|有|共|一共")

NOT_SHARE = "地用领有据"

_SOFT_HAN = listed("""
    数量|个数|家数|数目|情况|数据|金额|规模是|名单|介绍|内容|今年以来|今年|去年|目前|现在|近年来
    上半年|下半年|全年|近三年|过去三年|这三年|三年来|用了|花了|的|了|是|有|之|和|与|及|在|占
""")
SOFT_LATIN = frozenset(
    listed("""
    a|amount|an|and|are|at|by|count|data|did|do|does|figure|for|from|has|have|how|in|is|it
    its|many|me|much|number|of|on|per|show|tell|the|there|to|total|value|was|were|what
    which|with|when|where|who|why|fast|statistic|statistics
""")
)
LIGHT_LATIN = frozenset(
    listed("""
    company|firm|people|person|make|makes|made|run|runs|ran|take|takes|took|taken|open|opened|opens|mean|means
    meaning|build|builds|built|benefit|benefits|benefited|develop|developed|call|called|get|got|won|win|use|used
    be|been|can|could|would|will|about|s|latest|current|currently|now|please|happen|happened|start|started|starts
    set|up|belong|belongs|belonged|located|this|that|these|those|so|far
""")
)
GENERIC = frozenset(listed("time|day|date|year|month|week|hour|people|place|thing|name|way|long|work|number"))
"""Words of which one alone names nothing."""

SOFT_BY_FIRST = by_first((*_SOFT_HAN, *_COUNTED))
FRAMES_BY_FIRST = by_first(_FRAMES)

DURATION = "how long"

ASKING_WORDS = frozenset(listed("what|which|who|where|when|why|how|is|are|does|did|do"))


def is_light(words: str) -> bool:
    """Tell whether Chinese text is nothing, or a verb that tells little."""
    return not words or words in LIGHT


def is_soft_word(word: str) -> bool:
    """Tell whether an English word only frames a query."""
    return word in SOFT_LATIN or word in CONCEPT_OF_WORD
