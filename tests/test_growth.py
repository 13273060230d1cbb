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

from jimo_cli import Catalog, lint
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


exported, listed = command("export"), command("list", "--format", "table")
verified = command("verify", "--source", "{}/text")
uncovered = command("verify", "--source", "{}/text", "--uncovered")


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


PAST = 100_000
"""Added to a figure, it is one that no text has."""

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
    begun = time.process_time()
    kind.do(pack, run)
    return time.process_time() - begun


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
