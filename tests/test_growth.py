"""Twice as much of anything takes about twice as long, and about twice the memory: nothing grows by the square.

A row of `GROWTH` is a kind of input: what is done with it, its size, and what makes it. A new kind is a new row.
"""

import gc
import shutil
import sys
import time
import tracemalloc
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import pytest
from builders import HEAD, SOURCES, Run, fact_text, make_pack, settle

from jimo_cli import Catalog, claims, documents, lint
from jimo_cli.imports import prose
from jimo_cli.lint import fix
from jimo_cli.packs import load
from jimo_cli.store import states

TRIES = 6
MOST = 3.0
"""Between twice and the square of that; what is measured is the least of some tries, on a machine that may be busy."""

Made = str | Mapping[str, str]
"""The fact file t.toml, or all files by name."""

Done = Callable[[Path, Run], object]
"""What is done with a pack."""


class Kind(NamedTuple):
    """A kind of input: what is done with it, its size, what makes it; whether its memory is measured, not its time."""

    do: Done
    size: int
    make: Callable[[int], Made]
    by_memory: bool = False


# ---- what is done


def loaded(pack: Path, _: Run) -> object:
    return load.load([str(pack)])


def linted(pack: Path, _: Run) -> object:
    return lint.check([str(pack)])


def fixed(pack: Path, _: Run) -> object:
    return fix.apply([str(pack)], lambda _: True)


def built(pack: Path, _: Run) -> object:
    with Catalog([pack], cache=pack / "cache") as catalog:
        return catalog.problems


def updated(pack: Path, run: Run) -> object:
    """Change the figure of each fact of a file, and bring the index up to date."""
    settle()
    built(pack, run)
    file = pack / "t.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("value = 1", "value = 2"), encoding="utf-8")
    return built(pack, run)


def read(name: str) -> Done:
    """Return what reads a document, while nothing collects what other tests left: that costs more than reading it."""

    def do(pack: Path, _: Run) -> object:
        was_enabled = gc.isenabled()
        gc.disable()
        try:
            return documents.read(str(pack / name))
        finally:
            if was_enabled:
                gc.enable()

    return do


def searched(*queries: str) -> Done:
    def search(pack: Path, _: Run) -> object:
        with Catalog([pack], cache=pack / "cache") as catalog:
            return [catalog.search(query, limit=None) for query in queries]

    return search


def command(*argv: str) -> Done:
    """Return what runs a command; {} in it is the directory of the pack."""
    return lambda pack, run: run(*(word.format(pack) for word in argv), "--facts", str(pack))


def with_words(*argv: str) -> Done:
    """Return what runs a command with the words of a file."""
    return lambda pack, run: run(*argv, *(pack / "words").read_text().split(), "--facts", str(pack))


def with_lines(*argv: str) -> Done:
    """Return what runs a command that reads the lines of a file."""

    def read(pack: Path, run: Run) -> object:
        stdin = sys.stdin
        with (pack / "lines").open(encoding="utf-8") as sys.stdin:
            done = run(*argv, "--facts", str(pack))
        sys.stdin = stdin
        return done

    return read


def claimed(pack: Path, _: Run) -> object:
    """Read what the figures of a text are of."""
    content = (pack / "draft.txt").read_text(encoding="utf-8")
    return claims.read([claims.Paragraph(line) for line in content.split("\n") if line])


def drafted(pack: Path, _: Run) -> object:
    """Make drafts of facts of a text."""
    return prose.draft_of(documents.read(str(pack / "draft.txt")))


checked = command("check", "{}/draft.txt")
exported, listed = command("export"), command("list", "--format", "table")
verified = command("verify", "--source", "{}/text")
uncovered = command("verify", "--source", "{}/text", "--uncovered")
of_draft = command("check", "{}/draft.md")


# ---- what it is done with


def each(count: int, fact: Callable[[int], str], first: int = 0) -> str:
    return "".join(map(fact, range(first, first + count)))


def in_topics(count: int, fact: Callable[[int], str]) -> Mapping[str, str]:
    """Return as many topics, each with a fact."""
    return {f"t{at}.toml": HEAD + fact(at) for at in range(count)}


def series(slug: object, rows: int = 2, keys: str = "") -> str:
    """Return a series of as many years from 1000 on; `keys` are more of what it says once."""
    years = each(rows, '["{}", 1],'.format, first=1000)
    return f'[series.{slug}]\nlabel = "x"\n{keys}columns = ["time_period", "value"]\nrows = [{years}]\n'


def policy(slug: object, **keys: object) -> str:
    return fact_text(f"a{slug}", kind="policy", **keys)


def figure(slug: object, **keys: object) -> str:
    return fact_text(f"a{slug}", **keys)


def literal(key: str, written: str) -> str:
    """Return a fact that has a value just as it is written."""
    return f'[fact.a]\nkind = "policy"\nlabel = "x"\n{key} = {written}\n'


def works(count: int) -> str:
    return "".join(f'[w{at}]\ntitle = "x"\n' for at in range(count))


def text(facts: str, said: str) -> Made:
    """Return facts that cite a text, and the text."""
    digest = f'sha256 = "{sha256(said.encode()).hexdigest()}"\n'
    return {"t.toml": HEAD + facts, "text": said, "sources.toml": f'[daily]\ntitle = "x"\n{digest}'}


def stated(at: int, label: str = "货物{}", as_written: str = "{}个", section: str = "导语", paragraph: int = 0) -> str:
    """Return a fact with a figure and the place where it is to be found."""
    where = {"section": section.format(at), "paragraph": paragraph or at + 1}
    written = as_written.format(at)
    return figure(at, value=at, unit="个", as_written=written, label=label.format(at), locator=where)


def named(at: int) -> str:
    """Return a mechanism with a name of its own that begins like the others."""
    label = f"大型企业政策{chr(0x4E00 + at)}{chr(0x5E00 + 3 * at)}"
    return policy(at, label=label, locator={"section": "导语", "paragraph": at + 1})


def share_of(slug: str) -> str:
    return f'of = "{slug}"\naspect = "share"\n'


def share(of: str, **keys: object) -> str:
    return figure("-share", of=of, aspect="share", unit="%", **keys)


def growth(**keys: object) -> str:
    before, now = (figure(year, label="q", time_period=str(year)) for year in (2023, 2024))
    return before + now + figure("-growth", of="a2024", aspect="growth", unit="%", time_period="2024", **keys)


def said(count: int, sentence: str = "这里有{}家大型企业。\n") -> str:
    return each(count, sentence.format)


def draft_with(facts: str, written: str) -> Made:
    """Return facts and a draft to be checked against them."""
    return {"t.toml": HEAD + facts, "draft.md": written}


def place(at: int) -> str:
    """Return the name of a district that there is not, whose characters are those of no numeral."""
    return "".join(chr(0x8D00 + at // 64**digit % 64) for digit in range(3)) + "区"


PAST = 100_000
"""Added to a figure, it is one that no text has."""

MARKDOWN = {
    "[": 100_000, "![": 50_000, "[a](": 30_000, "[[a]": 30_000, "*": 200_000, "**a": 20_000, "*a **b ": 10_000,
    "_a": 40_000, "`": 200_000, "`` ` ": 30_000, "~~a": 30_000, "<": 100_000, "<a ": 50_000, "<!--": 50_000,
    "<!-- x -->": 20_000, "<!-- x -->\n": 20_000, "<script>\n": 20_000, "<div>\n\n": 10_000, "|": 100_000,
    "a|b\n-|-\n": 10_000, "- * ": 20_000, "    a\n": 20_000, "```\n": 20_000, "[a]: /b\n": 20_000, "[^1]: a\n": 10_000,
    "&": 100_000, "\\": 100_000, "a\n": 30_000,
}  # fmt: skip
HTML = {
    "<": 200_000, "<a": 200_000, '<a =" c=\'\n': 30_000, "<a \" =' =\"": 30_000, "<!--": 200_000, "<!-- x -->": 50_000,
    "<?": 200_000, "<p hidden>": 20_000, "<script>": 50_000, "<tr>": 10_000, "<td>": 10_000, "<table>": 20_000,
    "</td>": 50_000, "<br>": 20_000, "<sup>": 30_000, "<title>": 50_000, "&": 200_000, "<pre>a\n": 10_000, "<head>": 20_000,
}  # fmt: skip
"""What documents are made of again and again, and how often."""


def repeated(name: str, unit: str, size: int) -> Kind:
    return Kind(read(name), size, lambda n: {name: unit * n})


DRAFTS = {
    "one sentence without an end": ("全市生产总值345亿元、增长7.7%，", 1_000),
    "a million characters without a figure": ("海湾边的居民种着树，", 30_000),
    "figures": ("全市生产总值345亿元。", 1_500),
    "numbers": ("345，", 5_000),
    "opening brackets": ("(((", 10_000),
    "brackets around figures": ("（其中345亿元", 1_500),
    "commas": ("，，，", 10_000),
    "分别": ("分别", 10_000),
    "分别 with figures": ("青岛、烟台分别增长7%、8%，", 700),
    "places": ("青岛市、烟台市、", 5_000),
    "places with figures": ("青岛市345亿元，", 1_500),
    "years": ("2023年、2024年", 4_000),
    "years with figures": ("2023年345亿元，", 1_500),
    "shares": ("占345亿元的7%，", 1_500),
    "quotes": ("“《", 10_000),
    "lines": ("全市生产总值345亿元。\n", 1_500),
    "headings": ("一、全市\n", 4_000),
    "the same 345": ("其中", 15_000),
    "English": ("GDP of Qingdao was 345 billion yuan, up 7.7 percent, ", 600),
}
"""What drafts are made of again and again, and how often."""


def draft(do: Done, unit: str, size: int) -> Kind:
    """Return a draft of one unit, over a fact that its figures may be of."""
    fact = figure("", label="生产总值", value=346, unit="亿元", time_period="2024", reference_area="青岛市")
    return Kind(do, size, lambda n: {"t.toml": HEAD + fact, "draft.txt": unit * n})


GROWTH: dict[str, Kind] = {
    # Fact files
    "a hexadecimal figure": Kind(
        loaded, 1_400_000, lambda n: HEAD + figure("", value=1).replace("= 1", f"= 0x{'f' * n}")
    ),
    "an octal figure": Kind(loaded, 1_400_000, lambda n: HEAD + figure("", value=1).replace("= 1", f"= 0o{'7' * n}")),
    "a binary figure": Kind(loaded, 1_400_000, lambda n: HEAD + figure("", value=1).replace("= 1", f"= 0b{'1' * n}")),
    "a hexadecimal label": Kind(loaded, 1_400_000, lambda n: HEAD + literal("label_en", f"0x{'f' * n}")),
    "empty lines": Kind(linted, 700_000, lambda n: HEAD + policy("") + "\n" * n),
    "keys under a long heading": Kind(
        linted, 10_000, lambda n: f"{HEAD}[a{'.a' * 90}]\n" + each(n, "k{} = 1\n".format)
    ),
    "keys under a longer heading": Kind(
        linted, 6_000, lambda n: f"[a{'.a' * n}]\n" + each(n, "k{} = 1\n".format), by_memory=True
    ),
    "sources that are not there": Kind(
        fixed,
        2_000,
        lambda n: {"sources.toml": works(n), "t.toml": HEAD + each(n, lambda at: policy(at, source=f"v{at}"))},
    ),
    "works and files": Kind(
        loaded,
        200,
        lambda n: {f"t{at}.toml": HEAD + policy("") for at in range(n)} | {"sources.toml": works(20 * n) + SOURCES},
    ),
    "an owner with a long name": Kind(loaded, 60_000, lambda n: HEAD + figure("a" * n) + share("b" * n)),
    "a label of numbers and points": Kind(built, 60_000, lambda n: HEAD + policy("", label="1." * n)),
    "a label of ever the same character": Kind(built, 100_000, lambda n: HEAD + policy("", label="货" * n)),
    "a label of one long word": Kind(
        built, 1_300, lambda n: HEAD + policy("", label=each(n, lambda at: f"{at:b}").translate({48: "a", 49: "b"}))
    ),
    "aliases of one label, changed": Kind(
        updated, 600, lambda n: HEAD + each(n, lambda at: figure(at, label="x", aliases=[f"别{at}"]))
    ),
    "places of one label, changed": Kind(
        updated, 2_500, lambda n: HEAD + each(n, lambda at: figure(at, label="x", reference_area=f"地{at}"))
    ),
    # Checks
    "an alias of all facts": Kind(
        linted, 1_500, lambda n: HEAD + each(n, lambda at: policy(at, label=f"x{at}", aliases=["q"]))
    ),
    "shares in one label": Kind(linted, 30_000, lambda n: HEAD + figure("b") + share("ab", label="占的" * n)),
    "growth in one label": Kind(linted, 30_000, lambda n: HEAD + growth(label=f"q{'增长率' * n}到")),
    "parts with one name": Kind(
        linted, 2_000, lambda n: HEAD + each(n, lambda at: figure(at, parts=["q"]) + figure(f"-{at}", label="q"))
    ),
    "comments for one heading": Kind(
        linted, 2_000, lambda n: HEAD + "# lint: ignore S205\n" * n + "[fact]\n" + each(n, policy)
    ),
    # Fixes
    "misspelt keys": Kind(fixed, 2_500, lambda n: HEAD + each(n, lambda at: policy(at) + 'Time-Period = "2024"\n')),
    "blanks at line ends": Kind(fixed, 10_000, lambda n: HEAD + "# x  \n" * n),
    "an alias again and again": Kind(fixed, 5_000, lambda n: HEAD + policy("", aliases=["q"] * n)),
    # Searches and answers
    "aliases of one name": Kind(
        searched("海洋x", "海洋y"),
        2_000,
        lambda n: HEAD + figure("", label="海洋", aliases=[f"海洋{at}" for at in range(n)]),
    ),
    "units of one figure": Kind(searched("1"), 1_500, lambda n: HEAD + each(n, lambda at: figure(at, unit=f"个{at}"))),
    "facts in many topics": Kind(listed, 400, lambda n: in_topics(n, policy)),
    "a long place of many facts": Kind(exported, 2_000, lambda n: HEAD.replace("即墨区", "海" * n) + each(n, policy)),
    "words of a query": Kind(with_words("search"), 20_000, lambda n: {"t.toml": HEAD + policy(""), "words": "x " * n}),
    "wrong ids": Kind(
        with_lines("get", "-"), 1_000, lambda n: {"t.toml": HEAD + each(n, policy), "lines": each(n, "t.b{}\n".format)}
    ),
    "ids without their topic": Kind(
        with_lines("get", "-"), 600, lambda n: {**in_topics(n, policy), "lines": each(n, "a{}\n".format)}
    ),
    "ambiguous ids": Kind(
        with_lines("get", "-"), 600, lambda n: {**in_topics(n, lambda _: policy("")), "lines": "a\n" * n}
    ),
    "wrong ids of many topics": Kind(
        with_lines("get", "-"), 600, lambda n: {**in_topics(n, policy), "lines": each(n, "t{0}.b{0}\n".format)}
    ),
    "wrong ids shown": Kind(
        with_words("show"), 600, lambda n: {**in_topics(n, policy), "words": each(n, "t{0}.b{0}\n".format)}
    ),
    # Tables
    "facts in a table": Kind(command("list", "--format", "table"), 2_000, lambda n: HEAD + each(n, figure)),
    "measures in a table": Kind(
        command("stats", "--format", "table"),
        2_000,
        lambda n: HEAD + each(n, lambda at: figure(at, label=f"货物{at}")),
    ),
    "observations in a table": Kind(
        command("stats", "--format", "table"), 4_000, lambda n: {"t.toml": HEAD + series("s", n)}
    ),
    # Series
    "observations without their topic": Kind(
        with_lines("get", "-"),
        600,
        lambda n: {**in_topics(n, lambda at: series(f"s{at}")), "lines": each(n, "s{}@1001\n".format)},
    ),
    "ambiguous observations": Kind(
        with_lines("get", "-"), 150, lambda n: {**in_topics(n, lambda _: series("s")), "lines": "s@1001\n" * 20}
    ),
    "observations of one series": Kind(
        with_lines("get", "-"),
        2_000,
        lambda n: {"t.toml": HEAD + series("s", n), "lines": each(n, "s@{}\n".format, first=1000)},
    ),
    "a series that is no one fact": Kind(
        with_lines("get", "-"), 1_000, lambda n: {"t.toml": HEAD + series("s", n), "lines": "s\n" * n}
    ),
    "series that belong to others": Kind(
        with_words("show"),
        300,
        lambda n: {
            "t.toml": HEAD + each(n, lambda at: series(f"a{at}") + series(f"b{at}", keys=share_of(f"a{at}"))),
            "words": each(n, "t.a{}@1001 ".format),
        },
    ),
    "series whose owners are not there": Kind(
        built, 600, lambda n: in_topics(n, lambda _: series("s", keys=share_of("a")))
    ),
    # Texts
    "thousands": Kind(uncovered, 10_000, lambda n: text(figure(""), "111," * n)),
    "magnitudes": Kind(uncovered, 8_000, lambda n: text(figure(""), "1万" * n)),
    "numerals": Kind(uncovered, 20_000, lambda n: text(figure(""), "千" * n)),
    "emphasis": Kind(uncovered, 10_000, lambda n: text(figure(""), "*1 " * n + "_1" * n)),
    "minus signs": Kind(uncovered, 8_000, lambda n: text(figure(""), "- 1" * n)),
    "a unit that goes on": Kind(
        verified,
        1_500,
        lambda n: text(
            each(n, lambda at: stated(at, as_written="{}元", paragraph=1)), said(n, "{}元/吨/吨") + "/吨" * n
        ),
    ),
    "figures in one unit": Kind(
        verified,
        1_500,
        lambda n: text(each(n, lambda at: stated(at, as_written="1吨", section="无")), "1吨" + "/吨" * n + "。\n" * n),
    ),
    "short lines": Kind(uncovered, 10_000, lambda n: text(figure(""), "x。\n" * n)),
    "captions in one paragraph": Kind(uncovered, 2_500, lambda n: text(figure(""), "有5个，\n■图\n" * n)),
    "sections of a text": Kind(
        verified, 2_500, lambda n: text(each(n, lambda at: stated(at, section="无")), said(n, "第{}节\n甲。\n"))
    ),
    "figures that are nowhere": Kind(verified, 2_500, lambda n: text(each(n, lambda at: stated(at + PAST)), said(n))),
    "figures that are elsewhere": Kind(
        verified, 2_500, lambda n: text(each(n, lambda at: stated(at, as_written="{}家", section="无")), said(n))
    ),
    "figures that are everywhere": Kind(
        verified,
        2_500,
        lambda n: text(each(n, lambda at: stated(at, as_written="1个", section="无")), said(n, "有1个{}。\n")),
    ),
    "figures without a place": Kind(
        verified,
        2_500,
        lambda n: text(each(n, lambda at: figure(at, value=at, as_written=f"{at}家", label="企业")), said(n)),
    ),
    "names that are elsewhere": Kind(
        verified, 2_500, lambda n: text(each(n, named), said(n, "这里有{}家大型企业政策。\n"))
    ),
    "figures in one paragraph": Kind(
        verified,
        2_500,
        lambda n: text(each(n, lambda at: stated(at, as_written="{}家", paragraph=1)), said(n, "有{}家企业，") + "。"),
    ),
    "names in one paragraph": Kind(verified, 2_500, lambda n: text(each(n, named), said(n, "{}大型企业政，") + "。")),
    "a long name": Kind(verified, 30_000, lambda n: text(policy("", label="货物" * n), "甲。\n" + "货物" * n)),
    "facts with one figure": Kind(
        uncovered,
        2_000,
        lambda n: text(each(n, lambda at: stated(at, as_written="1个", section="无")), said(n, "有1个{}。\n")),
    ),
    # Drafts
    **{f"claims of {name}": draft(claimed, unit, size) for name, (unit, size) in DRAFTS.items()},
    **{f"a draft of {name}": draft(checked, unit, size) for name, (unit, size) in DRAFTS.items()},
    **{f"facts of {name}": draft(drafted, unit, size) for name, (unit, size) in DRAFTS.items()},
    "a draft with a large table": Kind(
        command("check", "{}/draft.md"),
        2_500,
        lambda n: {"t.toml": HEAD + figure(""), "draft.md": "|a|b|\n|-|-|\n" + each(n, "|青岛市|{}亿元|\n".format)},
    ),
    "a draft with pins": Kind(
        command("check", "{}/draft.md"),
        2_500,
        lambda n: {"t.toml": HEAD + figure(""), "draft.md": "<!-- jimo: t.a --> 1个<!-- jimo: off --> " * n},
    ),
    "a draft that differs": Kind(
        command("check", "{}/draft.md"),
        600,
        lambda n: {
            "t.toml": HEAD + figure("", label="货物", value=346, unit="件", time_period="2024"),
            "draft.md": "2024年即墨区货物345件。" * n,
        },
    ),
    "a draft over many measures": Kind(
        command("check", "{}/draft.md"),
        500,
        lambda n: {
            "t.toml": HEAD + each(n, lambda at: figure(at, label=f"大型企业{at}", value=at, unit="家")),
            "draft.md": said(n, "2024年大型企业{}有1家。\n"),
        },
    ),
    "names in quotes": Kind(
        uncovered, 3_000, lambda n: text(each(n, lambda at: policy(at, label=f"湖光{at}")), said(n, "“湖光{}”。\n"))
    ),
    "names that begin alike": Kind(
        uncovered, 3_000, lambda n: text(policy("", label="湖" * n), said(n, "《湖湖湖{}》“湖湖”。\n"))
    ),
    "facts with one figure, cited whole": Kind(
        verified,
        1_500,
        lambda n: text(
            each(n, lambda at: figure(at, unit="个", as_written="1个", label=f"货物{at}")), said(n, "有1个{}。\n")
        ),
    ),
    "facts with one figure of another unit": Kind(
        verified,
        1_500,
        lambda n: text(
            each(n, lambda at: figure(at, unit="个", as_written="1个", label=f"货物{at}")), said(n, "有1吨{}。\n")
        ),
    ),
    "places that a text does not name": Kind(
        verified,
        1_500,
        lambda n: text(
            each(n, lambda at: figure(at, unit="个", as_written="1个", label="货物", reference_area=place(at))),
            "货物1个。\n",
        ),
    ),
    "places of a base in a draft": Kind(
        of_draft,
        1_000,
        lambda n: draft_with(
            each(n, lambda at: policy(at, reference_area=place(at))),
            each(n, lambda at: f"{place(at)}产值{at + 1}亿元。\n\n"),
        ),
    ),
    "places that no base has": Kind(
        of_draft, 1_500, lambda n: draft_with(policy(""), each(n, lambda at: f"{place(at)}产值{at + 1}亿元。\n\n") * 2)
    ),
    "titles and years in one line": Kind(
        of_draft, 4_000, lambda n: draft_with(policy(""), "《甲》2024年345亿元，" * n)
    ),
    # Documents
    **{f"Markdown of {unit!r}": repeated("a.md", unit, size) for unit, size in MARKDOWN.items()},
    **{f"HTML of {unit!r}": repeated("a.html", unit, size) for unit, size in HTML.items()},
    "one line of plain text": repeated("a.txt", "全市345亿元，", 400_000),
    "lines of plain text": repeated("a.txt", "一\n", 20_000),
    "one line of Markdown": repeated("a.md", "全市**345**亿元，", 20_000),
    "quotes in Markdown": Kind(read("a.md"), 40_000, lambda n: {"a.md": ">" * n + "a\n" * 10}),
    "lists in Markdown": Kind(read("a.md"), 10_000, lambda n: {"a.md": "- " * n + "a - - -"}),
    "brackets in Markdown": Kind(read("a.md"), 30_000, lambda n: {"a.md": "[" * n + "](a)" * n}),
    "tables in HTML": Kind(
        read("a.html"), 5_000, lambda n: {"a.html": "<table><tr><td>a" * n + "</td></tr></table>" * n}
    ),
    "names with one number": Kind(
        uncovered, 2_000, lambda n: text(each(n, lambda at: policy(at, label=f"1号货{at}")), said(n, "1号货{}。\n"))
    ),
}


# ---- how it grows


def _cost(kind: Kind, size: int, pack: Path, run: Run) -> float:
    """Return how many seconds it takes, or how many bytes at once."""
    made = kind.make(size)
    shutil.rmtree(pack, ignore_errors=True)
    make_pack(pack, {"t.toml": made} if isinstance(made, str) else made)
    gc.collect()
    if kind.by_memory:
        tracemalloc.start()
        kind.do(pack, run)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return peak
    gc.freeze()  # what other tests left is no part of it, and would be looked through again and again
    try:
        begun = time.process_time()
        kind.do(pack, run)
        return time.process_time() - begun
    finally:
        gc.unfreeze()


@pytest.mark.parametrize("name", GROWTH)
def test_twice_as_much_takes_about_twice_as_long(
    name: str, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(states, "WORTH_UPDATING", 0)
    kind = GROWTH[name]
    once, twice = [], []
    for _ in range(TRIES):
        once.append(_cost(kind, kind.size, tmp_path / "once", run))
        twice.append(_cost(kind, 2 * kind.size, tmp_path / "twice", run))
        if min(twice) < MOST * min(once):
            return
    pytest.fail(f"{name}: {min(twice) / min(once):.1f} times as much for twice the size ({min(twice):.3g})")
