"""What `jimo help TOPIC` explains, in Chinese."""

SENTENCES = {
    """\
Exit codes:

  {}  found
  {}  nothing found, not every id of show, or lint, verify or check found a problem,
       or in an import something is not clear or differs
  {}  usage error, or the output could not be written
  {}  fact files are broken; what could be read is still answered
  {}  interrupted

If the reader closes the pipe early (head, less), the exit code is 0.""": """\
退出码：

  {}  找到
  {}  没有找到，show 有编号未找到，lint、verify 或 check 发现问题，
       或导入时有不明确、不一致之处
  {}  用法错误，或无法写出结果
  {}  事实文件有错；能读的部分仍给出答案
  {}  被中断

读取方提前关闭管道时（head、less），退出码为 0。""",
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

In tsv, csv and md a range shows both ends: 5..6 is from 5 to 6.""": """\
--format，适用于所有输出事实的命令：

  table  给人看；终端上的默认格式
  tsv    给脚本用；管道里的默认格式：每行一条事实，字段以制表符分隔，
         不加 --header 就没有表头；search 把得分放在最后
  csv    给电子表格用：带表头，并为 Excel 加字节序标记；
         可能被当作公式执行的文本前加撇号
  json   一个数组；字段齐全，空值为 null，数字保留原有位数
  jsonl  同上，每行一个对象
  md     Markdown 表格；其中的标记和网址按原样显示

在 tsv、csv 和 md 里，范围写出两端：5..6 即 5 到 6。""",
    """\
--fields chooses and orders them; jimo get ID FIELD prints one:

  {}
  {}

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

search 另有 score（0 到 100）、matched（匹配了什么、怎样匹配的）、
fit（exact；within 指一年中的一部分；unstated 指未说明），
加 --explain 时还有 explanation（加分和减分的依据）。
series 另有 change：加 --change 时是与上一期数字之差，由计算得出。
verify 有 {}；
加 --uncovered 时有 {}。""",
    """\
Where jimo looks for facts (~ is your home):

  --facts DIR   only there; may be given again
  JIMO_FACTS    directories separated as in PATH
  otherwise     the bundled facts, and your own in jimo/facts
                under your data directory (on Linux ~/.local/share)

A directory has one TOML file for each topic, sources.toml for the works cited, and
the CSV files that series name; if need be also places.toml and terms.toml for names
of places and measures that jimo does not know. Subdirectories are not read.
An index in your cache directory is updated whenever a file changes.""": """\
jimo 到哪里找事实（~ 是主目录）：

  --facts DIR   只在这里找；可多次给出
  JIMO_FACTS    多个目录，分隔符同 PATH
  否则          自带的事实，以及用户数据目录下 jimo/facts 里自己的事实
                （Linux 上是 ~/.local/share）

目录里每个主题一个 TOML 文件，sources.toml 列出引用的文献，另有序列指明的
CSV 文件；需要时还可有 places.toml 和 terms.toml，写 jimo 不认识的地区名和
指标名。子目录不读。缓存目录里的索引在文件改动后自动更新。""",
}
