"""What checks of drafts say, in Chinese."""

SENTENCES = {
    "{} is not fixed: it is larger than {} MB": "{} 未修改：文件超过 {} MB",
    "split it": "请拆分",
    "{} is not fixed: it is not in UTF-8, or was changed meanwhile": "{} 未修改：不是 UTF-8，或刚被改动过",
    "check it again": "请重新核对",
    "{} is not fixed ({})": "{} 未修改（{}）",
    "change its permissions, or edit it by hand": "请修改权限，或手工编辑",
    "{} agree": "{} 处相符",
    "{} unknown": "{} 处未知",
    "{} differs in {}: {}": "{} 在{:w}上不符：{:s}",
    "{} differ": "{} 处不符",
    "no fact with a figure has the id {}": "没有编号为 {} 且带数字的事实",
    "correct the id in the comment, or remove it": "请改正注释里的编号，或删去注释",
    "write {}": "请写 {}",
    "compare it with {}": "请与 {} 对照",
    "; {} fixed": "；已修改 {} 处",
    "{}: <!-- jimo: {} --> has no figure before it that is its own": "{}：<!-- jimo: {} --> 前面没有属于它自己的数字",
    "{} is {} ({})": "{} 是 {}（{}）",
    "1 differs": "1 处不符",
    "agrees": "相符",
    "unknown": "未知",
}
