"""What `jimo help TOPIC` explains, in Chinese."""

SENTENCES = {
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
