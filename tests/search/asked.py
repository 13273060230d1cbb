"""Labelled queries of every kind from any rows, the same for the same seed.

Each query carries a test of what may come first. Where several labels answer as well
(a part of a label, two labels of one sound) each of them is right. Queries for what is
not there carry no test: nothing may be answered.
"""

from __future__ import annotations

import random
import re
import sys
from typing import TYPE_CHECKING

from labelled import HELD_OUT, TUNING, Asked
from rapidfuzz.distance import OSA

try:
    import opencc
    from pypinyin import Style, lazy_pinyin
except ImportError as error:
    sys.exit(f"generated queries need {error.name}; run: {sys.executable} -m pip install -e '.[dev]'")

from rows import quantity_key

from jimo_cli import text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from decimal import Decimal

    from rows import Row


ACCENTS = [("zh", "z"), ("ch", "c"), ("sh", "s"), ("ang", "an"), ("eng", "en"), ("ing", "in")]
KEYBOARD = dict(
    zip(
        "qwertyuiopasdfghjklzxcvbnm",
        "wa qes wrd etf ryg tuh yij uok ipl o qsz adw sfe dgr fht gjy hku jli k asx zsc xdv cfb vgn bhm nj".split(),
        strict=True,
    )
)
ALIKE = """冶治 坏环 管菅 末未 土士 己已 入人 天夭 干千 大太 体休 拔拨 晴睛 戊戍 侯候 折析 崇祟 侮海 详洋 税锐 业亚 增憎 值植 货贷 技枝
篮蓝 推椎 杨扬 城域 贵责 汗汁 今令 鸟乌 间问 兔免 字宇 免兔 住往 往住 蓝篮 抢枪 检捡 慕幕 惯贯 喝渴 竞竟 历厉 午牛 王玉 田由 由甲 师帅
效郊 较校 料科 利和 和利 收牧 规现 现规 服报 报服 经径 轻经 产严 民氏 农衣 船般 设没 没设 教散 数教 费贯 究穷 研妍 料斜 员贝 率卒 积织 织积
消清 清请 请清 品晶 创抢 投设 额颜 领颂 项顶 顶项 复夏 总息 量童 覆履 标栋 医匠 险捡 保堡 渔鱼 林材 材村 村材 杜社 社杜 就京 例列 位泣"""
HOMOPHONES = """shi:是时事十市使世式室视试识实食适 yi:一以已意义议易医衣移依亿益艺 ji:机几及级记计极际集基技季积继急击 zhi:之只知制治指直值至志质支止织职
li:里理力利立历例离李礼丽励 xi:系西希息习席细喜洗吸析戏 yu:于与语育鱼雨玉预域余遇 jing:经京精境景静敬竟竞惊 sheng:生声胜省升圣盛剩 chang:长常场厂唱畅昌
gong:工公共功攻供宫贡 ye:业也夜野叶页 ren:人任认仁忍 zong:总宗综纵踪 zhong:中种重众终钟忠 chan:产缠铲阐 yang:样阳洋养杨羊央 hai:海还害孩 huan:环换欢缓患
qu:区去取曲趣 shu:数术书树输属述 jia:家加价架假甲佳 cheng:成城程称承诚乘 shou:收手受首守寿售 zeng:增曾赠 xiang:项相向想像象香响 li:率立例 jiao:教交较角叫
xin:新心信欣 ke:科可客课刻 ji:积集级 bao:保报包宝抱 dian:电点店典 shang:上商伤尚 fu:服复富府福副负 chu:出处初除础储 kou:口扣 jin:进近金今尽紧""".split()
NONSENSE = {
    TUNING: {
        "nonsense-zh": "今天天气怎么样 红烧肉的做法 如何学习弹钢琴 量子纠缠是什么 周末去哪里玩 我想吃火锅 猫咪为什么会打呼噜 电脑蓝屏了怎么办 明天会下雨吗 感冒吃什么药好 孙悟空大闹天宫 床前明月光 恐龙灭绝的原因 手机屏幕碎了 怎样减肥最快 梦见蛇是什么意思 剧透警告 篮球规则详解 吉他和弦谱 你好吗 谢谢你 生日快乐祝福语 魔方还原公式 飞船登陆火星 冰淇淋口味 钓鱼打窝技巧 爱因斯坦相对论 贝多芬第九交响曲 西红柿炒鸡蛋 睡前故事三只小猪 滑雪板打蜡 圣诞老人 睫毛膏推荐 眼镜蛇毒液 鬼吹灯小说 泡泡糖粘头发",
        "nonsense-en": "hello world|how to cook pasta|quantum entanglement|lord of the rings|best pizza nearby|what time is it|machine gun kelly|fix my laptop screen|harry potter wand|weather tomorrow|banana bread recipe|guitar chords|cat videos|dinosaur extinction|how are you|thank you|java null pointer|stack overflow error|football rules|xbox controller|chocolate|elephant|women|change|dance|long|pangolin|hang gliding|shampoo|ginger tea|tuna sandwich|banjo|lunch|cheese|linux|python|mandolin|shelter|sunset",
        "nonsense-keys": 'asdfghjkl qwertyuiop zxcvbnm qazwsx xxxxxx qqqq aaaa fjdksla vbnvbn poiuyt lkjhgf wertyu !!!! @#$%^&* ??? …… 12ab!! zzzzzzzz hjkl uiop dfgh a1b2c3d4 ghghgh vuvuvu 啊啊啊啊 嗯嗯 哈哈哈哈哈 龘龘龘 的的的 魑魅魍魉 饕餮耄耋 氍毹 ᚠᚢᚦ привет こんにちは 안녕하세요 🎉🎉 " --',
        "tails": "火星移民人数 恐龙化石交易 魔法学校招生 外星人目击次数 奶茶甜度 猫粮价格 篮球得分王 天气预报 美食推荐 旅游攻略 公交时刻表 地铁线路图 明星演唱会 房东电话 鬼故事 恋爱技巧 宠物医院排名 奥特曼战绩 泡面口味",
        "places": "火星市 桃花源县 亚特兰蒂斯 巨龙城 梦幻岛 月球基地 冰封王座 哥谭市 水帘洞 花果山",
    },
    HELD_OUT: {
        "nonsense-zh": "怎么给狗狗洗澡 今晚看什么电影 周杰伦的新歌 失眠怎么办 附近的加油站 二次元头像 鼠标不灵了 早餐吃油条还是包子 皮卡丘进化 三体黑暗森林 王者荣耀上分 唐僧骑白马 星座运势 头疼挂什么科 高考作文题目 牛仔裤搭配 蓝牙耳机连不上 外卖超时投诉 熬夜的危害 婚礼司仪台词 折纸飞机 抖音热门舞蹈 自行车换胎 雨天心情不好 奶奶的生日 兔子吃不吃胡萝卜 彩虹为什么有七种颜色 打喷嚏 口红色号 螺蛳粉臭不臭 海绵宝宝 变形金刚 喜羊羊 万圣节糖果 鲁迅散文 李白喝酒 打麻将技巧 斗地主 背单词软件 半夜饿了",
        "nonsense-en": "jurassic park|how tall is mount everest|lyrics of bohemian rhapsody|pikachu|segmentation fault core dumped|best coffee beans|dating advice|knock knock joke|iphone battery drains fast|learn to juggle|sushi near me|zodiac signs|beetle juice|wedding speech|sudoku solver|crossword|hangover cure|piano|banana|shanxi noodles|mango|danger zone|gun|kangaroo|lullaby|yoga pants|bitcoin meme|null|undefined is not a function|gender reveal|tennis|sailor moon|moby dick|penguin|kung fu panda|ramen|jiggle|wasabi|chess opening|shenanigans",
        "nonsense-keys": "ffffff sdfsdf rewq mnbvcxz plokij tgbyhn qwe123 1q2w3e zzz kkkk hhhhh jjj wtf lol xd brb --- &&& ()() ~~~ 龜龜龜龜 呵呵 噗噗噗 嘿嘿嘿 咚咚咚 啦啦啦 喵喵 囧 卍 丶丶 ñandú straße ελλάδα مرحبا नमस्ते 한국 さくら 🍣🍺 \\0x00 NEAR(a",
        "tails": "独角兽养殖场 僵尸防御等级 魔兽战绩 表情包下载 单身狗人数 密室逃脱攻略 烤串哪家强 广场舞曲目 盲盒概率 爱情运势 停车难不难 撸猫馆地址 相亲角电话 露营装备 蹦迪地点 奥数题答案 电竞战队 汉服租赁 脱口秀演员 咖啡拉花教程",
        "places": "瓦坎达 霍格沃茨 中土世界 东海龙宫 蓬莱仙岛 铁血城 赛博坦 银河市 长生殿县 阿拉德大陆",
    },
}
FILLERS = "鸟画猪舟飞笔糖雪琴鼓"
QUESTIONS = ("{}是多少", "{}是多少？", "请问{}", "{}有多少", "查一下{}", "2024年{}是多少", "{}多少")
PLACE = re.compile("^.{1,6}?[市县区省]")


def spelt(label: str) -> list[str]:
    """Return the syllables of a label as pypinyin reads it."""
    return lazy_pinyin(label, v_to_u=False)


def names(row: Row) -> list[str]:
    """Return the Han names of a row."""
    return [row.label, *row.aliases]


def _within(query: str, name: str) -> bool:
    letters = iter(name)
    return all(char in letters for char in query)


class Asker:
    """Makes queries from rows."""

    def __init__(self, rows: Sequence[Row], seed: int, periods: int = 1) -> None:
        """Take the rows; the seed decides everything. Each has facts of so many periods."""
        self.periods = periods
        self.rows = rows
        self.seed = seed
        self.rnd = random.Random(seed)
        self.traditional = opencc.OpenCC("s2t").convert
        self.sounds: dict[str, list[str]] = {}
        for entry in HOMOPHONES:
            sound, _, chars = entry.partition(":")
            self.sounds.setdefault(sound, []).extend(chars)
        self.likes: dict[str, list[str]] = {}
        for one, two in map(tuple, ALIKE.split()):
            self.likes.setdefault(one, []).append(two)
            self.likes.setdefault(two, []).append(one)

    def pick(self, fits: Callable[[Row], bool] = lambda _: True) -> Row:
        """Return any row that fits."""
        for _ in range(20_000):
            row = self.rnd.choice(self.rows)
            if fits(row):
                return row
        message = "no row fits"
        raise LookupError(message)

    def pure(self, least: int = 2) -> Row:
        """Return a row whose label is of Han characters only, at least so many."""
        return self.pick(lambda row: len(row.label) >= least and all("\u4e00" <= c <= "\u9fff" for c in row.label))

    # ---- Han

    def exact(self) -> Asked:
        row = self.pick()
        return Asked("exact", row.label, lambda r: r.label == row.label, row.label)

    def alias(self) -> Asked:
        row = self.pick(lambda r: bool(r.aliases))
        alias = self.rnd.choice(row.aliases)
        return Asked("alias", alias, lambda r: alias in (*names(r), r.label_en), row.label)

    def part(self) -> Asked:
        row = self.pure(6)
        label, way = row.label, self.rnd.random()
        start = self.rnd.randrange(0, len(label) - 4)
        query = (
            re.sub("[市县区省的]", "", label, count=1) if way < 0.4
            else label[:-2] if way < 0.7 and len(label) > 7
            else label[start : start + self.rnd.randint(4, 6)]
        )  # fmt: skip
        return Asked("part", query, lambda r: any(_within(query, name) for name in names(r)), label)

    def order(self) -> Asked:
        row = self.pure(6)
        cut = self.rnd.randrange(2, len(row.label) - 1)
        query = row.label[cut:] + self.rnd.choice(("", " ")) + row.label[:cut]
        chars = sorted(query.replace(" ", ""))
        return Asked(
            "order",
            query,
            lambda r: any(sorted(n) == chars for n in names(r)) or _within(query, r.label),
            row.label,
        )

    def question(self) -> Asked:
        row = self.pick()
        return Asked(
            "question",
            self.rnd.choice(QUESTIONS).format(row.label),
            lambda r: r.label == row.label,
            row.label,
        )

    def traditional_(self) -> Asked:
        row = self.pick(lambda r: self.traditional(r.label) != r.label)
        return Asked("traditional", self.traditional(row.label), lambda r: r.label == row.label, row.label)

    def full_width(self) -> Asked:
        row = self.pick(lambda r: bool(r.label_en))
        query = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in row.label_en)
        return Asked("full-width", query, lambda r: r.label_en == row.label_en, row.label)

    def homophone(self, count: int) -> Asked:
        while True:
            row = self.pure(4)
            chars, sounds = list(row.label), spelt(row.label)
            places = [at for at, c in enumerate(chars) if any(x != c for x in self.sounds.get(sounds[at], []))]
            if len(places) >= count:
                break
        for at in self.rnd.sample(places, count):
            chars[at] = self.rnd.choice([c for c in self.sounds[sounds[at]] if c != chars[at]])
        return Asked(
            f"homophone-{count}",
            "".join(chars),
            lambda r: r.label == row.label or spelt(r.label) == sounds,
            row.label,
        )

    def _edited(self, kind: str, query: str, row: Row) -> Asked:
        least = min(OSA.distance(query, name) for name in names(row))
        return Asked(
            kind,
            query,
            lambda r: any(OSA.distance(query, n) <= least or _within(query, n) for n in names(r)),
            row.label,
        )

    def lookalike(self) -> Asked:
        while True:
            row = self.pure(4)
            places = [at for at, c in enumerate(row.label) if c in self.likes]
            if places:
                break
        at = self.rnd.choice(places)
        return self._edited(
            "lookalike",
            row.label[:at] + self.rnd.choice(self.likes[row.label[at]]) + row.label[at + 1 :],
            row,
        )

    def dropped(self) -> Asked:
        row = self.pure(5)
        at = self.rnd.randrange(len(row.label))
        return self._edited("dropped", row.label[:at] + row.label[at + 1 :], row)

    def added(self) -> Asked:
        row = self.pure(4)
        at = self.rnd.randrange(1, len(row.label))
        extra = self.rnd.choice((row.label[at - 1], self.rnd.choice(FILLERS)))
        return self._edited("added", row.label[:at] + extra + row.label[at:], row)

    def swapped(self) -> Asked:
        row = self.pure(5)
        at = self.rnd.randrange(len(row.label) - 1)
        return self._edited("swapped", row.label[:at] + row.label[at + 1] + row.label[at] + row.label[at + 2 :], row)

    def replaced(self) -> Asked:
        row = self.pure(5)
        at = self.rnd.randrange(len(row.label))
        return self._edited("replaced", row.label[:at] + self.rnd.choice(FILLERS) + row.label[at + 1 :], row)

    # ---- sounds

    def pinyin(self, kind: str) -> Asked:
        row = self.pure()
        sounds = spelt(row.label)
        query = {
            "pinyin-spaced": " ".join(sounds),
            "pinyin-joined": "".join(sounds),
            "pinyin-toned": self.rnd.choice(("", " ")).join(lazy_pinyin(row.label, style=Style.TONE)),
        }[kind]
        joined = "".join(sounds)
        return Asked(kind, query, lambda r: any("".join(spelt(n)) == joined for n in names(r)), row.label)

    def accent(self) -> Asked:
        row = self.pure(3)
        sounds = []
        for sound in spelt(row.label):
            said = sound
            for one, two in ACCENTS:
                if self.rnd.random() < 0.5:
                    if len(one) == 2 and said.startswith(one):
                        said = two + said[2:]
                    elif len(one) == 3 and said.endswith(one):
                        said = said[:-3] + two
            sounds.append(said)
        true = spelt(row.label)
        return Asked(
            "pinyin-accent",
            "".join(sounds),
            lambda r: r.label == row.label or spelt(r.label) == true,
            row.label,
        )

    def letter(self) -> Asked:
        row = self.pure(3)
        true = "".join(spelt(row.label))
        query = self._mistyped(true)
        distance = OSA.distance(query, true)
        return Asked(
            "pinyin-letter",
            query,
            lambda r: OSA.distance(query, "".join(spelt(r.label))) <= distance,
            row.label,
        )

    def _mistyped(self, letters: str) -> str:
        """Return the letters with one dropped, doubled or added, hit beside its key, or swapped."""
        at = self.rnd.randrange(1, len(letters) - 1)
        near = self.rnd.choice(KEYBOARD.get(letters[at], "e"))
        return self.rnd.choice((
            letters[:at] + letters[at + 1 :],
            letters[:at] + self.rnd.choice((letters[at], near)) + letters[at:],
            letters[:at] + near + letters[at + 1 :],
            letters[:at] + letters[at + 1] + letters[at] + letters[at + 2 :],
        ))  # fmt: skip

    def initials(self) -> Asked:
        row = self.pure(4)
        query = "".join(sound[0] for sound in spelt(row.label))
        return Asked(
            "initials",
            query,
            lambda r: any("".join(s[0] for s in spelt(n)) == query for n in names(r)),
            row.label,
        )

    def mixed(self) -> Asked:
        row = self.pure(5)
        cut = self.rnd.randrange(2, len(row.label) - 1)
        tail = spelt(row.label)[cut:]
        short = self.rnd.random() < 0.4
        query = row.label[:cut] + self.rnd.choice(("", " ")) + "".join(s[0] if short else s for s in tail)
        firsts = [s[0] for s in tail]
        return Asked(
            "mixed",
            query,
            lambda r: (
                r.label[:cut] == row.label[:cut] and [s[0] for s in spelt(r.label)][cut : cut + len(firsts)] == firsts
            ),
            row.label,
        )

    # ---- English

    def english(self) -> Asked:
        row = self.pick(lambda r: bool(r.label_en))
        return Asked(
            "english",
            row.label_en.lower() if self.rnd.random() < 0.5 else row.label_en,
            lambda r: r.label_en == row.label_en,
            row.label,
        )

    def english_part(self) -> Asked:
        row = self.pick(lambda r: len(r.label_en.split()) >= 4)
        words = row.label_en.split()
        keep = sorted(self.rnd.sample(range(len(words)), len(words) - 1))
        query = " ".join(words[at] for at in keep).lower()
        wanted = set(re.findall("[a-z]+", query))
        return Asked(
            "english-part",
            query,
            lambda r: wanted <= set(re.findall("[a-z]+", r.label_en.lower())),
            row.label,
        )

    def english_order(self) -> Asked:
        row = self.pick(lambda r: len(r.label_en.split()) >= 3)
        words = row.label_en.lower().split()
        self.rnd.shuffle(words)
        return Asked(
            "english-order",
            " ".join(words),
            lambda r: sorted(r.label_en.lower().split()) == sorted(words),
            row.label,
        )

    def english_plural(self) -> Asked:
        row = self.pick(lambda r: len(r.label_en.split()) >= 2)
        words = row.label_en.lower().split()
        at = self.rnd.choice([number for number, word in enumerate(words) if len(word) > 3])
        words[at] = words[at][:-1] if words[at].endswith("s") else words[at] + "s"
        return Asked("english-plural", " ".join(words), lambda r: r.label_en == row.label_en, row.label)

    def english_typo(self) -> Asked:
        row = self.pick(lambda r: any(len(w) >= 5 and w.isalpha() for w in r.label_en.split()))
        words = row.label_en.lower().split()
        at = self.rnd.choice([n for n, w in enumerate(words) if len(w) >= 5 and w.isalpha()])
        words[at] = self._mistyped(words[at])
        query = " ".join(words)
        distance = OSA.distance(query, row.label_en.lower())
        return Asked("english-typo", query, lambda r: OSA.distance(query, r.label_en.lower()) <= distance, row.label)

    # ---- figures

    def figure(self) -> Asked:
        row = self.pick(lambda r: r.value is not None and len(str(abs(r.value))) >= 2)
        assert row.value is not None
        value = abs(row.value)
        query = self.rnd.choice((f"{value}{row.unit}", f"{value}余{row.unit}" if row.unit != "%" else f"{value}%"))
        wanted = quantity_key(value, row.unit)
        return Asked(
            "figure", query,
            lambda r: any(quantity_key(abs(value), r.unit) == wanted for value in self._values(r)), row.label,
        )  # fmt: skip

    def _values(self, row: Row) -> list[Decimal]:
        return [] if row.value is None else [row.value + number for number in range(self.periods)]

    # ---- all

    def there(self, per: int) -> list[Asked]:
        """Return so many queries of each kind that has an answer."""
        makers: list[Callable[[], Asked]] = [
            self.exact, self.alias, self.part, self.order, self.question, self.traditional_, self.full_width,
            lambda: self.homophone(1), lambda: self.homophone(2), self.lookalike,
            self.dropped, self.added, self.swapped, self.replaced,
            *(lambda kind=kind: self.pinyin(kind) for kind in ("pinyin-spaced", "pinyin-joined", "pinyin-toned")),
            self.accent, self.letter, self.initials, self.mixed,
            self.english, self.english_part, self.english_order, self.english_plural, self.english_typo, self.figure,
        ]  # fmt: skip
        return [make() for make in makers for _ in range(per)]

    def absent(self, per: int) -> list[Asked]:
        """Return queries for what is not there; a name that happens to hold one is no such query."""
        lists = NONSENSE[self.seed]
        found = [
            Asked(kind, query, None, "") for kind in ("nonsense-zh", "nonsense-keys") for query in lists[kind].split()
        ]
        found += [Asked("nonsense-en", query, None, "") for query in lists["nonsense-en"].split("|")]
        split = [
            (match.group(0), row.label[match.end() :])
            for row in self.rows[:: max(1, len(self.rows) // 3000)]
            if (match := PLACE.match(row.label)) and row.label_en
        ]
        places = sorted({place for place, _ in split})
        measures = sorted({measure for _, measure in split if len(measure) > 2 and measure[0] not in "市县区省"})
        if len(places) >= 3:
            found += [
                Asked(
                    "place-nonsense",
                    self.rnd.choice(places) + self.rnd.choice(lists["tails"].split()),
                    None,
                    "",
                )
                for _ in range(per)
            ]
            found += self._holes(places, measures, per)
        measures = measures or [row.label for row in self.rows if len(row.label) <= 8]
        found += [
            Asked("other-place", self.rnd.choice(lists["places"].split()) + self.rnd.choice(measures), None, "")
            for _ in range(per)
        ]
        held = "\n".join(text.fold(name) for row in self.rows for name in (*names(row), row.label_en))
        return [asked for asked in found if text.fold(asked.text) not in held]

    def _holes(self, places: list[str], measures: list[str], per: int) -> list[Asked]:
        """Return measures that the base knows, of places that it knows, which it does not have."""
        there = {row.label for row in self.rows}
        found: list[Asked] = []
        for _ in range(50 * per):
            query = self.rnd.choice(places) + self.rnd.choice(measures)
            if query not in there and len(found) < per:
                found.append(Asked("hole", query, None, ""))
        return found
