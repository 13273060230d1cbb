"""What is typed in pinyin, with an accent or a slip, is answered as the characters would be, and else not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from builders import HEAD, Run, fact_text, make_pack

if TYPE_CHECKING:
    from pathlib import Path


def _pack(path: Path, *labels: str, area: str = "青岛市") -> str:
    area_key = f'reference_area = "{area}"\n'
    facts = "".join(fact_text(f"f{at}", label=label, value=at) + area_key for at, label in enumerate(labels))
    return str(make_pack(path / "pack", {"t.toml": HEAD + facts}))


def _found(run: Run, query: str, pack: str) -> list[str]:
    return [row[0] for row in run("search", query, "--facts", pack, "--fields", "label").rows]


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("hujian youke renshu", "福建游客人数"), ("fuji renkou", "户籍人口"), ("fuowu yunshu zongliang", "货物运输总量"), ("zuce fushi", "注册护士"),
        ("longcun renkou", "农村人口"), ("nongmingong zongniang", "农民工总量"), ("cengzen xinzeng jiuye", "城镇新增就业"), ("senninfugainv", "森林覆盖率"),
        ("lenkou mi du", "人口密度"), ("xinen liang zengzang", "信恩量增长"),
    ],
)  # fmt: skip
def test_an_accent_is_understood(run: Run, tmp_path: Path, typed: str, label: str) -> None:
    assert _found(run, typed, _pack(tmp_path, label, "海洋生产总值", "地铁运营里程"))[:1] == [label]


@pytest.mark.parametrize(
    ("typed", "there"),
    [
        ("nongye zengjiazhi", "金融业增加值"),  # n and r may both become l, but neither the other
        ("zidian canniang", "锂离子电池产量"),  # out of the midst of a name, with characters between
        ("fei zu ren kou shu", "维吾尔族人口数"),
    ],
)
def test_no_accent_makes_another_name(run: Run, tmp_path: Path, typed: str, there: str) -> None:
    assert _found(run, typed, _pack(tmp_path, there, "海洋生产总值")) == []


def test_what_is_part_of_one_name_and_with_an_accent_all_of_another_is_not_answered(run: Run, tmp_path: Path) -> None:
    pack = _pack(tmp_path, "藏族人口数", "常住人口")
    done = run("search", "cangzu renkou", "--facts", pack)
    assert (done.rows, done.code) == ([], 1)
    assert "常住人口" in done.err
    assert "藏族人口数" in done.err
    assert _found(run, "zangzu renkou", pack) == ["藏族人口数"]
    assert _found(run, "changzu renkou", pack)[:1] == ["常住人口"]


@pytest.mark.parametrize(
    ("typed", "there"),
    [
        ("chukou e", "进口额"), ("jinkoue", "出口额"), ("huowu chukou e", "服务出口额"), ("fuwu jinkou e", "服务出口额"),
        ("fuwu chukou e", "服务进出口总额"),
        ("chengzhen jumin renjun kezhipei shouru", "农村居民人均可支配收入"), ("nongcun jumin xiaofei zhichu", "城镇居民消费支出"),
        ("jumin renjun zhichu", "居民人均收入"), ("caizheng shouru", "财政支出"), ("gexiang cunkuan yue", "各项贷款余额"),
        ("shehui rongzi guimo zengliang", "社会融资规模存量"), ("disan chanye zengjiazhi", "第二产业增加值"), ("nvxing renkou", "男性人口"), ("nvxing rengkou", "男性人口"),
        ("zichan zongji", "负债总计"), ("qiche xiaoliang", "汽车产量"), ("huji renkou", "常住人口"), ("dengji shiyelv", "调查失业率"),
        ("gaosu gonglu licheng", "高速铁路营业里程"), ("shuili fadianliang", "火力发电量"), ("fangwu shigong mianji", "房屋竣工面积"), ("chukou额", "进口额"),
        ("kuaidi yewuliang", "快递业务收入"), ("juanyan chanliang", "原盐产量"), ("ruzhipin chanliang", "塑料制品产量"), ("shangpinfangxiaoshoue", "商品房销售面积"),
        ("fangdichanyezengjiazhi", "第三产业增加值"),
    ],
)  # fmt: skip
def test_pinyin_of_another_word_is_not_answered(run: Run, tmp_path: Path, typed: str, there: str) -> None:
    assert _found(run, typed, _pack(tmp_path, there, "海洋生产总值", "地铁运营里程")) == []


@pytest.mark.parametrize(
    ("typed", "written", "there"),
    [
        ("diqu shengchan zongzhi", "地区生产总值", "人均地区生产总值"), ("chang zhu ren kou", "常住人口", "常住人口城镇化率"),
        ("tielu yingye licheng", "铁路营业里程", "高速铁路营业里程"), ("diqu sengcan zongzi", "地区生产总值", "人均地区生产总值"),
    ],
)  # fmt: skip
def test_pinyin_is_answered_by_no_more_than_its_characters(
    run: Run, tmp_path: Path, typed: str, written: str, there: str
) -> None:
    pack = _pack(tmp_path, there, "海洋生产总值")
    assert _found(run, written, pack) == _found(run, typed, pack) == []


@pytest.mark.parametrize(
    ("typed", "label"),
    [("shengchanzongzhu", "生产总值"), ("haiyangshegnchanzongzhi", "海洋生产总值"), ("koudaigongyuna", "口袋公园")],
)
def test_a_slip_is_forgiven_where_all_the_rest_agrees(run: Run, tmp_path: Path, typed: str, label: str) -> None:
    expected = [] if label == "生产总值" else [label]  # of four syllables one that there is makes another name
    assert _found(run, typed, _pack(tmp_path, label, "地铁运营里程")) == expected


def test_a_syllable_in_the_midst_of_pinyin_is_no_place(run: Run, tmp_path: Path) -> None:
    facts = fact_text("a", label="鞍钢股份有限公司营业收入", value=1) + 'reference_area = "全国"\n'
    facts += fact_text("b", label="户籍人口", value=2) + 'reference_area = "西安市"\n'
    pack = str(make_pack(tmp_path / "pack", {"t.toml": HEAD + facts}))
    assert _found(run, "an gang gu fen you xian gong si ying ye shou ru", pack) == ["鞍钢股份有限公司营业收入"]
    assert _found(run, "xian hu ji ren kou", pack) == ["户籍人口"]
    assert _found(run, "hukou in xian", pack) == []


def test_a_place_that_is_the_begin_of_a_whole_name_is_part_of_it(run: Run, tmp_path: Path) -> None:
    pack = _pack(tmp_path, "河钢股份有限公司", "海洋生产总值")
    assert _found(run, "hegang gufen youxian gongsi", pack) == ["河钢股份有限公司"]
    assert _found(run, "hegang haiyang shengchan zongzhi", pack) == []


def test_a_whole_name_that_begins_with_the_place_of_most_facts_is_found(run: Run, tmp_path: Path) -> None:
    facts = fact_text("a", label="全国一般公共预算支出", value=1, reference_area="全国")
    facts += fact_text("c", label="粮食产量", value=3, reference_area="全国")
    facts += fact_text("b", label="一般公共预算支出", value=2, reference_area="河南省")
    pack = str(make_pack(tmp_path / "pack", {"t.toml": HEAD + facts}))
    assert _found(run, "quanguo yiban gonggong yusuan zhichu", pack)[:1] == ["全国一般公共预算支出"]
