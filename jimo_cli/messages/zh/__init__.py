"""The sentences in Chinese, a file for each room that says them: the English one as the code has it, and the Chinese.

`{}` stands for what is filled in; numbers change the order ({1}, {0}), {:w} is filled by one of `WORDS`, {:s} by a
sentence however short, {:o} by one thing or another,
{:-} is not said, as the end of a plural. Blanks beside what is filled in come and go with the script of that. A sentence that begins with a blank or a mark
stands behind another text, one that ends with a blank before one. One word for one thing:

    fact 事实 · fact file 事实文件 · pack 事实包 · topic 主题 · series 序列 · observation 观测值 · statistic 统计数据
    measure 指标 (what statisticians call it) · figure 数字 · value 数值 · unit 单位 · qualifier, hedge 限定 · range 范围
    place, reference area 地区 · period 时期 · growth 增长率 · share 占比 · rank 排名 · term 术语 · label 名称 · alias 别名
    source 来源 · cited work 文献 · locator 出处位置 · section 小标题 · paragraph 段 · text 文本 · draft 稿件
    id 编号 · slug 短名 · key 键 · heading (TOML) 标题 · head (table) 表头 · column 列 · row 行 · sheet 工作表
    guess 猜测 · mapping 列映射 · finding, problem 问题 · rule 规则 · suppress 停用 · index 索引 · cache 缓存
"""

from __future__ import annotations

COUNTED = {
    "blank": "{} 处空白",
    "nil": "{} 处表示无的横线",
    "not available": "{} 处没有数据",
    "note": "{} 行注释",
    "other": "{} 行其他说明",
    "source": "{} 行来源",
    "stated before": "{} 个前面已有",
    "suppressed": "{} 处不公布",
    "title": "{} 行标题",
    "unit": "{} 行单位",
    "chart": "{} 张图表",
    "comment": "{} 条批注",
    "diagram": "{} 张示意图",
    "error": "{} 个错误",
    "fact": "{} 条事实",
    "figure": "{} 个数字",
    "formula": "{} 个公式",
    "found": "{} 条找到",
    "found, but": "{} 条找到但有出入",
    "name": "{} 个名称",
    "not found": "{} 条未找到",
    "not the cited text": "{} 条不是所引文本",
    "picture": "{} 张图片",
    "place": "{} 处",
    "recording": "{} 段录音",
    "video": "{} 段视频",
    "warning": "{} 个警告",
}
"""How many there are of something, by the noun that the code counts."""

WORDS = {
    "a period": "时期",
    "a place": "地区",
    "an English label": "英文名称",
    "arguments and options": "参数和选项",
    "change": "变化量",
    "commands": "命令",
    "condition": "条件",
    "direction": "方向",
    "facts": "事实",
    "fall": "下降",
    "figures": "数字",
    "forecast": "预测",
    "found": "找到",
    "formula": "公式",
    "growth": "增长率",
    "guess": "个猜测",
    "guess is": "个猜测",
    "guesses": "个猜测",
    "guesses are": "个猜测",
    "hidden column": "隐藏的列",
    "hidden row": "隐藏的行",
    "level": "数额",
    "magnitude": "数量级",
    "none": "无",
    "period": "时期",
    "place": "地区",
    "qualifier": "限定",
    "rank": "排名",
    "rise": "上升",
    "share": "占比",
    "statistics": "统计数据",
    "target": "目标",
    "unit": "单位",
    "value": "数值",
    "years": "年份",
}
"""Words that fill a hole which is marked {:w}: elsewhere the same ones are names of fields, and stay."""

OTHERS = {
    "File exists": "文件已存在",
    "File name too long": "文件名过长",
    "Input/output error": "输入输出错误",
    "Is a directory": "是一个目录",
    "No space left on device": "磁盘空间不足",
    "No such file or directory": "没有这个文件或目录",
    "Not a directory": "不是目录",
    "Operation not permitted": "操作不被允许",
    "Permission denied": "没有权限",
    "Read-only file system": "文件系统只读",
    "Too many levels of symbolic links": "符号链接层数过多",
    "Too many open files": "打开的文件过多",
    # the parser of JSON
    "{}: line {} column {} (char {})": "{:s}：第 {} 行第 {} 列（第 {} 个字符）",
    "Expecting value": "应有值",
    "Expecting property name enclosed in double quotes": "应有双引号里的属性名",
    "Expecting {} delimiter": "应有分隔符 {}",
    "Extra data": "有多余的内容",
    "Invalid control character at": "有无效的控制字符",
    "Unterminated string starting at": "字符串没有结束",
    # archives
    "Bad CRC-32 for file {}": "文件 {} 的校验和有误",
    "Bad magic number for central directory": "中央目录的标识有误",
    "Bad magic number for file header": "文件头的标识有误",
    "Bad offset for central directory": "中央目录的位置有误",
    "File is not a zip file": "不是 zip 文件",
    # the parser of TOML
    "Cannot overwrite a value": "不能覆盖已有的值",
    "Expected '=' after a key in a key/value pair": "键之后应为 '='",
    "Expected ']' at the end of a table declaration": "表的标题应以 ']' 结束",
    "Expected ']]' at the end of an array declaration": "数组的标题应以 ']]' 结束",
    "Expected newline or end of document after a statement": "语句之后应换行或结束文件",
    "Found invalid character {}": "有无效字符 {}",
    "Illegal character {}": "有非法字符 {}",
    "Invalid date or datetime": "日期或时间无效",
    "Invalid initial character for a key part": "键不能以这个字符开头",
    "Invalid statement": "语句无效",
    "Invalid value": "值无效",
    "Unclosed array": "数组没有结束",
    "Unclosed inline table": "行内的表没有结束",
    "Unescaped '\\' in a string": "字符串里的 '\\' 没有转义",
    "Unterminated string": "字符串没有结束",
}
"""What the operating system and libraries say is wrong."""

ROOMS = (
    "check",
    "commands",
    "documents",
    "facts_out",
    "help_topics",
    "imports",
    "lint",
    "output",
    "packs",
    "tables",
    "verify",
)


def sentences() -> dict[str, str]:
    """Return every sentence in Chinese, by the English one."""
    found = {**OTHERS}
    for room in ROOMS:
        found.update(__import__(f"{__name__}.{room}", fromlist=("SENTENCES",)).SENTENCES)
    return found
