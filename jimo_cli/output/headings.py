"""Headings of tables in Chinese and English."""

from __future__ import annotations

_HEADERS_ZH = {
    "id": "编号",
    "label": "名称",
    "value": "数值",
    "amount": "数值",
    "unit": "单位",
    "time_period": "时期",
    "reference_area": "地区",
    "topic": "主题",
    "kind": "类别",
    "label_en": "英文名称",
    "value_max": "数值上限",
    "qualifier": "限定",
    "of": "所属",
    "aspect": "方面",
    "parts": "组成",
    "aliases": "别名",
    "description": "说明",
    "description_en": "英文说明",
    "as_written": "原文写法",
    "source": "来源",
    "locator": "位置",
    "status": "状态",
    "basis": "基期与价格",
    "among": "排名范围",
    "matched": "匹配",
    "explanation": "依据",
    "fit": "相符",
    "score": "得分",
    "facts": "合计",
    "statistic": "统计",
    "policy": "政策",
    "mechanism": "机制",
    "project": "项目",
    "organization": "机构",
    "recognition": "荣誉",
    "target": "目标",
    "forecast": "预测",
    "estimated": "估计",
    "preliminary": "初步",
    "revised": "修订",
    "final": "最终",
    "year_on_year": "同比",
    "period_on_period": "环比",
    "since_year_end": "比年初",
    "annual_average": "年均",
    "real": "实际",
    "nominal": "名义",
    "related": "相关",
    "range": "范围",
    "result": "结果",
    "detail": "详情",
    "figure": "数字",
    "line": "行",
    "context": "上下文",
    "change": "变化",
    "trend": "走势",
}


SOURCE = {"zh": "来源：", "en": "Source: "}
"""What leads the works that a table draws on."""

COMPUTED = {
    "zh": "* 由两期数值相减得出，来源未说明",
    "en": "* the difference to the figure of the period before, which the source does not state",
}
"""What the mark behind a change means."""

_COUNTED = {
    "zh": {"statistics": "条统计", "facts": "条事实", "topics": "个主题"},
    "en": {"statistics": "statistics", "facts": "facts", "topics": "topics"},
}


def counted(count: int, noun: str, lang: str) -> str:
    """Return how many statistics, facts or topics a table has."""
    return f"{count} {_COUNTED[lang][noun]}"


def word(name: str, lang: str) -> str:
    """Return the word for a kind, a status or a basis in a table."""
    return _HEADERS_ZH[name] if lang == "zh" else name.replace("_", " ")


def header(name: str, lang: str) -> str:
    """Return the heading of a field in a table."""
    if lang == "zh":
        return _HEADERS_ZH[name]
    return "ID" if name == "id" else name.replace("_", " ").capitalize()
