"""A small base of facts, as rows."""

from __future__ import annotations

from decimal import Decimal

from rows import Row


def make_row(label_id: int, label: str, label_en: str = "", aliases: tuple[str, ...] = (), **more: object) -> Row:
    """Return a row; `value`, `unit` and `area` as keywords."""
    value = more.get("value")
    return Row(
        label_id,
        f"t.f{label_id}",
        label,
        label_en,
        aliases,
        None if value is None else Decimal(str(value)),
        str(more.get("unit", "")),
        str(more.get("area", "即墨区")),
    )


ROWS = [
    make_row(1, "海洋生产总值", "Gross marine product", ("海洋GDP", "ocean GDP"), value=345, unit="亿元"),
    make_row(2, "海洋生产总值同比增长", "Growth of gross marine product", ("海洋GDP增速",), value="7.7", unit="%"),
    make_row(
        3,
        "海洋生产总值占全区GDP比重",
        "Gross marine product as a share of GDP",
        ("海洋GDP占比",),
        value="42.4",
        unit="%",
    ),
    make_row(4, "高端创新平台", "High-end innovation platforms", ("创新平台",), value=112, unit="家", area="蓝谷"),
    make_row(5, "失能失智人员", "People with disability or dementia", ("长护险惠及人次",), value=8600, unit="人次"),
    make_row(6, "建设周期平均缩短", "Average cut in building time", (), value=5, unit="个月"),
    make_row(7, "奇瑞全国整车工厂", "Chery's car plants in China", ("奇瑞工厂",), value=13, unit="个", area="中国"),
    make_row(8, "轻罪治理新体系", "New system for minor crimes", ("轻罪治理", "法治化营商环境")),
    make_row(9, "地铁7号线", "Metro Line 7", ("7号线",)),
    make_row(10, "崂山实验室", "Laoshan Laboratory", ()),
    make_row(11, "口袋公园", "Pocket parks", ("街头公园",)),
    make_row(12, "奇瑞汽车", "Chery", ("奇瑞",)),
    make_row(13, "纺织服装外贸近三年变化", "Change of textile trade", ("纺织外贸降幅",), value="-13.5", unit="%"),
    make_row(14, "产业园占地面积", "Area of the park", (), value=345, unit="亩"),
]
