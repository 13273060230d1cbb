"""What a chart says of itself, in two languages."""

from jimo_cli.model import Qualifier

HEDGES = {
    "zh": {Qualifier.OVER: "超过", Qualifier.UNDER: "不足", Qualifier.ABOUT: "约", Qualifier.RANGE: "范围"},
    "en": {Qualifier.OVER: "over", Qualifier.UNDER: "under", Qualifier.ABOUT: "about", Qualifier.RANGE: "range"},
}
"""What a legend calls the figures that are not exact."""

NOT_FROM_ZERO = {"zh": "数值轴不从 0 开始", "en": "The axis does not begin at 0"}
"""That the axis of a line leaves zero out."""

MANY_PERIODS = {
    "zh": "每列为 {} 个时期，从最低值到最高值",
    "en": "Each column is {} periods, from the lowest to the highest",
}
"""That there are fewer columns than periods."""

LEFT_OUT = {
    "zh": "另有 {} 行未画出，请用 --area、--within 或 --period 缩小范围",
    "en": "{} more rows are not drawn; choose with --area, --within or --period",
}
"""That a chart has too many rows."""

PLACES_LEFT_OUT = {
    "zh": "另有 {} 个地区未画出，请用 --area 或 --within 缩小范围",
    "en": "{} more places are not drawn; choose with --area or --within",
}
"""That a chart has too many lines."""
