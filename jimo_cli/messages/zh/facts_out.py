"""What references, charts, exports and services say to people, in Chinese."""

SENTENCES = {
    "no language {}": "没有语言 {}",
    "the languages are {}": "语言有 {}",
    "no style {}": "没有格式 {}",
    "the styles are {}": "格式有 {}",
    "{} has no figure": "{} 没有数字",
    "Explain a command or a topic.\n\nThe topics are exit-codes, formats, fields, packs, codes and agents.": "解释一个命令或一个专题。\n\n专题有 exit-codes、formats、fields、packs、codes 和 agents。",
    "Cite the source of facts.\n\nThe reference of each work once, and what is cited of it: figure, period, place, where it stands, and the sha256 of the text.": "给出事实来源的参考文献。\n\n每篇文献著录一次，并写明所引内容：数字、时期、地区、出处位置和文本的 sha256。",
    "--quote writes no reference": "--quote 不写参考文献",
    "omit --style or --quote": "请去掉 --style 或 --quote",
    "How references are written. [default: gb-t-7714, in English apa]": "参考文献的格式。[默认：gb-t-7714，英文时 apa]",
    "Print a sentence for each fact, with its source in brackets.": "每条事实输出一句话，来源写在括号里。",
    "Write every field of every fact.\n\nOne JSON object a line, unless --format or the name of the output says otherwise. With an output a file is written, whole or not at all, and its path is printed.": "输出全部事实的全部字段。\n\n每行一个 JSON 对象，--format 或输出文件的名称可另定格式。给出输出文件时，要么写完整，要么不写，并输出它的路径。",
    "--bom is for csv, and the format is {}": "--bom 只用于 csv，而格式是 {}",
    "leave it out, or give --format csv": "请去掉它，或写 --format csv",
    "--bom needs UTF-8, and the output is in another encoding": "--bom 需要 UTF-8，而输出是另一种编码",
    "--force is for a file": "--force 只用于文件",
    "give a path: -o PATH": "请给出文件：-o PATH",
    "a table is drawn for a terminal": "表格是给终端画的",
    "give another --format": "请换一个 --format",
    "--fields is not for {}, which has all fields": "--fields 不用于 {}，它含全部字段",
    "leave it out": "请去掉它",
    "{} is a file": "{} 是文件",
    "give a path: -o facts{}": "请给出文件：-o facts{}",
    "writing facts": "正在写出事实",
    "name another directory, or write into it with --force": "请换一个目录，或用 --force 写入",
    "Write this file instead of stdout.": "写入这个文件，而不是标准输出。",
    "Replace the file that is there.": "替换已有的文件。",
    "Begin csv with a byte order mark, for Excel, wherever it is written.": "csv 开头加字节序标记，供 Excel 使用，写到哪里都加。",
    "no facts match": "没有符合条件的事实",
    "nothing found, not every id of show, or lint, verify or check found a problem,\nor in an import something is not clear or differs": "没有找到，show 有编号未找到，lint、verify 或 check 发现问题，\n或导入时有不明确、不一致之处",
    "usage error, or the output could not be written": "用法错误，或无法写出结果",
    "fact files are broken; what could be read is still answered": "事实文件有错；能读的部分仍给出答案",
    "Exit codes:": "退出码：",
    "If the reader closes the pipe early (head, less), the exit code is 0.": "读取方提前关闭管道时（head、less），退出码为 0。",
    "interrupted": "被中断",
    "Check fact files and drafts in an editor, by the Language Server Protocol.\n\nThe editor starts it and talks to it over stdin and stdout: problems while one writes, the facts behind figures and ids with their sources, and fixes. It ends with stdin.": "在编辑器里检查事实文件和稿件，用语言服务器协议（LSP）。\n\n由编辑器启动，通过标准输入输出通信：随写随报问题，显示数字和编号背后的事实及来源，并提供修改。标准输入结束时退出。",
    "there is no editor at stdin and stdout": "标准输入输出没有连接编辑器",
    "set one up to start jimo lsp; README shows how": "请设置编辑器来启动 jimo lsp；做法见 README",
    "Serve the facts to an assistant over the Model Context Protocol.\n\nReads requests from stdin and writes answers to stdout until stdin ends. The tools are search, get, series, check, cite and topics; none changes anything.": "通过模型上下文协议（MCP）把事实提供给助手。\n\n从标准输入读请求，向标准输出写回答，直到标准输入结束。工具有 search、get、series、check、cite 和 topics；都不改动任何内容。",
    "run: pip install 'jimo[mcp]'": "请运行 pip install 'jimo[mcp]'",
    "jimo mcp has no stdin or no stdout": "jimo mcp 没有标准输入或标准输出",
    "let an assistant start it, which gives it both": "请由助手来启动，两者都会有",
    "an assistant starts this command and writes to its stdin; end with Ctrl-D": "这个命令由助手启动，并向它的标准输入写入；按 Ctrl-D 结束",
    "jimo mcp needs the package {}": "jimo mcp 需要软件包 {}",
    "Draw the figures: bars of text, or lines where there are many periods.": "把数字画成图：用字符画条形，时期多时画折线。",
    "Draw them into this file instead.": "画进这个文件。",
    "Replace a file that is there.": "替换已有的文件。",
    "--force is given without --chart-file": "给了 --force 而没有 --chart-file",
    "it replaces such a file; leave it out": "它用来替换那个文件；请去掉",
    "{} does not say its format": "{} 没有表明格式",
    "give --format: {}, csv, jsonl or another": "请写 --format：{}、csv、jsonl 或其他",
    "{} left out; sqlite, datapackage and jsonld have all facts": "{:s}，未写出；sqlite、datapackage 和 jsonld 含全部事实",
    "1 fact has no figure, and is": "1 条事实没有数字",
    "{} facts have no figure, and are": "{} 条事实没有数字",
    "the database cannot be written ({})": "无法写入数据库（{}）",
    "{} is no SQLite database or is damaged ({})": "{} 不是 SQLite 数据库，或已损坏（{}）",
    "export one topic at a time with --topic, and import each into a file of its own": "请用 --topic 逐个主题导出，再各自导入一个文件",
    "{} has more facts than a fact file holds": "{} 的事实超过一个事实文件所能容纳",
    "JSON-LD, {}": "JSON-LD，{}",
    "has the path {}, which {} outside of the package": "的路径 {} 在包之外{:-}",
    "{} has no tables": "{} 没有表",
    "name a database that has some": "请给有表的数据库",
    "{} and {} are given": "同时给了 {} 和 {}",
    "a chart has no rows; omit one of them": "图没有行；请去掉其中之一",
    "--chart and --chart-file are given": "同时给了 --chart 和 --chart-file",
    "omit one: a chart goes to the terminal or to a file": "请去掉其中之一：图或画在终端，或写入文件",
    "{} is no picture that can be drawn": "{} 不是能画的图片",
    "name it PATH.svg": "请命名为 PATH.svg",
    "the library for Parquet is not installed": "没有安装 Parquet 的软件包",
    "run pip install 'jimo[parquet]'": "请运行 pip install 'jimo[parquet]'",
    "run pip install 'jimo[parquet]', or save it as CSV": "请运行 pip install 'jimo[parquet]'，或存为 CSV",
    "a Parquet file": "Parquet 文件",
    "{} is a Parquet file, whose reader is not installed": "{} 是 Parquet 文件，没有安装读取它的软件包",
    "Parquet file": "Parquet 文件",
    "--output is {}": "--output 是 {}",
    "{} is no regular file": "{} 不是普通文件",
    "name another one": "请换一个",
    """\
--fields chooses and orders them; jimo get ID FIELD prints one:

  {}
  {}

citation is the reference of the source with the place in it, by GB/T 7714—2025.

search also has score (0 to 100), matched (what matched, and how) and, with
--explain, explanation (what counted for and against it), and fit (exact,
within for a part of the year, unstated).
series also has change: with --change the difference to the figure of the
period before, computed.
verify has {};
with --uncovered {}.""": """\
--fields 选择字段并决定次序；jimo get ID FIELD 只输出一个：

  {}
  {}

citation 是来源的参考文献及其中的位置，按 GB/T 7714—2025。

search 另有 score（0 到 100）、matched（匹配了什么、怎样匹配的）、
fit（exact；within 指一年中的一部分；unstated 指未说明），
加 --explain 时还有 explanation（加分和减分的依据）。
series 另有 change：加 --change 时是与上一期数字之差，由计算得出。
verify 有 {}；
加 --uncovered 时有 {}。""",
    """\
--format, on every command that prints facts:

  table  for people; the default on a terminal
  tsv    for scripts; the default in a pipe: one fact a line, tabs between
         fields, no header without --header; search puts the score last
  csv    for spreadsheets: with a header, and a byte order mark for Excel;
         text that might run as a formula is prefixed with an apostrophe
  json   one array; every field, null where empty, numbers with exact digits
  jsonl  the same, one object a line
  md     a Markdown table; markup and addresses in it stay literal

In tsv, csv and md a range shows both ends: 5..6 is from 5 to 6.

jimo export has more, for other programs; -o PATH writes a file:

  sqlite       a database for SQLite and Datasette
  datapackage  CSV with its description, in a directory or a .zip
  sdmx-csv     SDMX-CSV 2.0 of the figures
  jsonld       JSON-LD in the words of schema.org
  parquet      a Parquet file; needs pip install 'jimo[parquet]'""": """\
--format，适用于所有输出事实的命令：

  table  给人看；终端上的默认格式
  tsv    给脚本用；管道里的默认格式：每行一条事实，字段以制表符分隔，
         不加 --header 就没有表头；search 把得分放在最后
  csv    给电子表格用：带表头，并为 Excel 加字节序标记；
         可能被当作公式执行的文本前加撇号
  json   一个数组；字段齐全，空值为 null，数字保留原有位数
  jsonl  同上，每行一个对象
  md     Markdown 表格；其中的标记和网址按原样显示

在 tsv、csv 和 md 里，范围写出两端：5..6 即 5 到 6。

jimo export 还有供其他程序用的格式；-o PATH 写成文件：

  sqlite       SQLite 和 Datasette 用的数据库
  datapackage  带描述的 CSV，放在目录或 .zip 里
  sdmx-csv     数字的 SDMX-CSV 2.0
  jsonld       用 schema.org 词汇的 JSON-LD
  parquet      Parquet 文件；需要 pip install 'jimo[parquet]'""",
}
