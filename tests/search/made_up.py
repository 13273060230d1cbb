"""Made-up labels of facts in any number, the same for the same seed: places, measures, things."""

from __future__ import annotations

import random
from decimal import Decimal

from rows import Row

from jimo_cli.text.han import han


def _pairs(lines: str) -> list[tuple[str, str]]:
    """Return the pairs of a text with one `label=English` a line or after a semicolon."""
    entries = [entry.strip() for entry in lines.replace("\n", ";").split(";")]
    return [(zh, en) for zh, _, en in (entry.partition("=") for entry in entries if entry)]


SECTORS = _pairs("""
海洋=Marine; 数字经济=Digital Economy; 民营经济=Private Economy; 规模以上工业=Above-scale Industrial
高新技术产业=High-tech Industry; 战略性新兴产业=Strategic Emerging Industry; 现代服务业=Modern Services
农林牧渔业=Agriculture Forestry and Fishery; 建筑业=Construction; 房地产开发=Real Estate Development
文化旅游=Cultural Tourism; 跨境电商=Cross-border E-commerce; 港口集装箱=Port Container; 外贸=Foreign Trade
生物医药=Biopharmaceutical; 新能源汽车=New Energy Vehicle; 集成电路=Integrated Circuit
人工智能=Artificial Intelligence; 软件业务=Software; 快递业务=Express Delivery; 社会消费品=Consumer Goods
固定资产=Fixed Assets; 基础设施=Infrastructure; 教育=Education; 卫生健康=Health; 社会保障=Social Security
科学研究=Scientific Research; 绿色低碳=Green Low-carbon; 光伏发电=Photovoltaic Power; 海上风电=Offshore Wind Power
水产养殖=Aquaculture; 远洋渔业=Distant-water Fishery; 船舶制造=Shipbuilding; 石油化工=Petrochemical
纺织服装=Textile and Apparel; 装备制造=Equipment Manufacturing; 金融业=Financial Sector; 保险业=Insurance
物流业=Logistics; 低空经济=Low-altitude Economy
""")
MEASURES = _pairs("""
生产总值=Gross Product; 增加值=Value Added; 增加值增速=Value Added Growth Rate; 投资额=Investment
投资增长率=Investment Growth Rate; 营业收入=Operating Revenue; 利润总额=Total Profit; 从业人员=Employment
企业数量=Number of Enterprises; 占地区生产总值比重=Share of Regional GDP; 出口额=Exports; 进口额=Imports
专利授权量=Patents Granted; 税收收入=Tax Revenue; 贷款余额=Loan Balance; 能源消耗=Energy Consumption
用电量=Electricity Consumption; 劳动生产率=Labor Productivity; 研发经费=R&D Expenditure; 项目个数=Number of Projects
""")
ALONE = _pairs("""
营商环境满意度=Business Environment Satisfaction; 居民消费价格指数=Consumer Price Index
城镇登记失业率=Registered Urban Unemployment Rate; 常住人口=Resident Population; 户籍人口=Registered Population
人均可支配收入=Disposable Income per Capita; 人均地区生产总值=GDP per Capita; 森林覆盖率=Forest Coverage Rate
一般公共预算收入=General Public Budget Revenue; 空气质量优良天数=Days of Good Air Quality; 城镇化率=Urbanization Rate
千人医师数=Doctors per Thousand People; 高等学校在校学生数=Enrolment in Higher Education; 公路通车里程=Highway Mileage
铁路货运量=Rail Freight Volume; 民航旅客吞吐量=Air Passenger Throughput; 货物吞吐量=Cargo Throughput
进出口总额=Total Imports and Exports; 实际使用外资=Foreign Capital Utilized; 粮食产量=Grain Output
水产品产量=Aquatic Product Output; 海水养殖面积=Mariculture Area; 近岸海域优良水质比例=Share of Good Quality Coastal Waters
单位生产总值能耗=Energy Use per Unit of GDP; 平均预期寿命=Life Expectancy; 基尼系数=Gini Coefficient
义务教育巩固率=Compulsory Education Retention Rate; 新增就业人数=New Urban Jobs; 最低工资标准=Minimum Wage
商品房销售面积=Commercial Housing Sales Area; 互联网普及率=Internet Penetration Rate; 图书馆藏书量=Library Holdings
移动电话用户=Mobile Phone Subscribers; 境外游客人数=Overseas Visitors; 博物馆数量=Number of Museums
""")
SHORT = [
    ("生产总值", "GDP"), ("规模以上工业", "规上工业"), ("战略性新兴产业", "战新产业"), ("居民消费价格指数", "CPI"),
    ("固定资产", "固投"), ("社会消费品", "社消"), ("一般公共预算收入", "财政收入"), ("新能源汽车", "新能源车"),
]  # fmt: skip
CITIES = """宁波市 青岛市 厦门市 大连市 舟山市 深圳市 上海市 北京市 天津市 重庆市 广州市 杭州市 成都市 武汉市 西安市
福州市 海口市 三亚市 珠海市 长沙市 浙江省 山东省 福建省 广东省 海南省 江苏省 辽宁省 河北省 河南省 云南省 济南市 烟台市
威海市 日照市 潍坊市 淄博市 东营市 临沂市 菏泽市 泰安市 聊城市 德州市 滨州市 枣庄市 南京市 苏州市 无锡市 常州市 南通市
扬州市 徐州市 盐城市 镇江市 泰州市 合肥市 芜湖市 蚌埠市 安庆市 黄山市 南昌市 九江市 赣州市 郑州市 洛阳市 开封市 宜昌市
襄阳市 岳阳市 株洲市 湘潭市 衡阳市 桂林市 柳州市 南宁市 北海市 昆明市 大理市 丽江市 贵阳市 遵义市 拉萨市 兰州市 西宁市
银川市 太原市 大同市 石家庄市 唐山市 秦皇岛市 保定市 沈阳市 鞍山市 丹东市 长春市 吉林市 哈尔滨市 齐齐哈尔市 大庆市 即墨区
崂山区 黄岛区 城阳区 胶州市 平度市 莱西市""".split()
FIRST = """安宁永和昌平福寿康泰清江河湖海山林石金银玉龙凤白黄青红东西南北中上下大新古长万兴隆盛丰富荣华仁义礼信忠孝文武
英雄嘉庆景德建武宣化洪泽沛沂沭莒费郯郓巨曹单成鱼微滕邹梁汶宁肥岱莱蓬招栖乳荣掖昌寿诸安胶即平邱临朐博桓高沾阳
惠邹滨利广垦禹齐夏武陵乐商无莘茌冠聊茂松岷汉渠筠犍屏叙珙兴纳泸合潼遂蓬射盐三资威隆峨沐夹仁洪青眉邛崇温郫新彭"""
SECOND = """安宁昌平康泰江河湖海山林石龙阳阴城州源泉川溪口港湾岭峰塘桥关化远德义仁信丰顺乐庆县水木土丘陵原野谷沟洼集镇
堡寨营屯庄店铺坊埠津渡浦汀洲渚坝堤堰台阁楼亭塔寺观庙宫殿门户路道街巷里坡坪坎坑岗冈岩崖峡峪岛屿滩沙泽沼池潭渊"""
KINDS = {"市": "City", "县": "County", "区": "District", "省": "Province"}
NOUNS = """茶叶 丝绸 陶瓷 轮胎 轴承 水泥 玻璃 钢管 家具 玩具 啤酒 白酒 食盐 大豆 玉米 花生 苹果 葡萄 海参 扇贝 对虾 牡蛎 奶粉 药材
疫苗 口罩 芯片 电池 电缆 电机 阀门 齿轮 模具 机床 锅炉 电梯 船舶 渔网 帆布 服装 皮革 纸张 油漆 化肥 农药 种子 饲料 木材 石材 煤炭
天然气 柴油 汽油 氢气 钢铁 铝材 铜线 稀土 光纤 雷达 卫星 飞机 高铁 公路 桥梁 隧道 码头 仓库 医院 学校 图书馆 体育馆 公园 社区
养老院 幼儿园 研究所 实验室 合作社 开发区 工业园 物流园 自贸区 旅行社 律师 会计师 工程师 护士 教师 司机 船员 农机 水库 灌区 湿地""".split()
TAILS = "成立时间 主要成分 标准代码 注册资本 负责人 发布日期 年检费用 有效期 审批时限 编号 国家标准 总面积 日产量 平均价格 服务热线".split()
UNITS = "亿元 % 万人 万吨 亿千瓦时 公里 个 元 平方公里 万标箱".split()


def spell(words: str) -> str:
    """Return the first readings of the characters, joined and capitalised."""
    return "".join(han().readings(char)[0] for char in words).capitalize()


def places(count: int, rnd: random.Random) -> list[str]:
    """Return so many names of places, the known cities first."""
    firsts, seconds = ("".join(dict.fromkeys(chars.split())) for chars in (FIRST, SECOND))
    pairs = sorted({one + two for one in "".join(firsts) for two in "".join(seconds) if one != two})
    made = [pair + rnd.choice("县区市") for pair in pairs]
    rnd.shuffle(made)
    return list(dict.fromkeys([*CITIES, *made]))[:count]


def _english_place(place: str) -> str:
    kind = KINDS.get(place[-1], "")
    return f"{spell(place[:-1] if kind else place)} {kind}".strip()


def _aliases(place: str, measure: str, rnd: random.Random) -> tuple[str, ...]:
    """Return for a third of the labels what people say for short."""
    if rnd.random() >= 0.35:
        return ()
    short = measure
    for long, abbreviated in SHORT:
        if long in measure:
            short = measure.replace(long, abbreviated)
            break
    alias = (place[:-1] if len(place) > 2 else place) + short
    return () if alias == place + measure else (alias,)


def make(count: int, seed: int = 1) -> list[Row]:
    """Return so many rows in static rank order: nine in ten a measure of a place, else of a thing."""
    rnd = random.Random(seed)
    measures = [(one + two, f"{en} {tail}") for one, en in SECTORS for two, tail in MEASURES] + ALONE
    regular = count - count // 10
    known = places(max(3, regular // 400 + 1), rnd)
    chosen = rnd.sample(range(len(known) * len(measures)), regular)
    labels: dict[str, tuple[str, tuple[str, ...]]] = {}
    for number in chosen:
        place, (measure, english) = known[number // len(measures)], measures[number % len(measures)]
        labels[place + measure] = (f"{_english_place(place)} {english}", _aliases(place, measure, rnd))
    while len(labels) < count:
        thing = rnd.choice(NOUNS) + rnd.choice(NOUNS) + rnd.choice(("", rnd.choice(NOUNS))) + rnd.choice(TAILS)
        labels.setdefault(thing, ("", ()))
    rows = []
    for label_id, label in enumerate(sorted(labels, key=lambda name: (len(name), name)), 1):
        english, aliases = labels[label]
        unit = rnd.choice(UNITS)
        rows.append(Row(label_id, str(label_id), label, english, aliases, _value(unit, rnd), unit, ""))
    return rows


def _value(unit: str, rnd: random.Random) -> Decimal:
    if unit == "%":
        return Decimal(rnd.randrange(10, 1000)).scaleb(-1)
    places_after = rnd.choice((0, 1, 2))
    return Decimal(max(1, int(rnd.lognormvariate(6, 2) * 10**places_after))).scaleb(-places_after)
