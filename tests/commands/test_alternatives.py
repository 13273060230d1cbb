"""What a message offers instead of a wrong or ambiguous name is a few of a kind, and how many more there are."""

import hashlib
import re
from pathlib import Path

import pytest
from builders import HEAD, Ran, Run, fact_text, make_pack

from jimo_cli.errors import listed

MANY = 300


def _is_short(ran: Ran, told: str) -> bool:
    return re.search(told, ran.err) is not None and len(ran.err) < 1000 and ran.err.count("\n") == 1


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A base of many topics that are alike, each with a fact of the same slug."""
    files: dict[str, str | bytes | None] = {
        f"sea-{at}.toml": HEAD.replace("海洋", f"海洋经济{at}").replace("Marine", f"Sea {at}") + fact_text("same")
        for at in range(MANY)
    }
    return str(make_pack(tmp_path_factory.mktemp("many"), files))


@pytest.mark.parametrize(
    ("argv", "code", "told"),
    [
        (["get", "same"], 2, r"is ambiguous: sea-0.same \(same\) or .* or 295 more; name one of them"),
        (["show", "same"], 2, r"is ambiguous: sea-0.same \(same\) or .* or 295 more; name one of them"),
        (["stats", "海洋经济"], 2, r"is ambiguous: sea-\d+ \(.*\) or \d+ more; name one of them"),
        (["list", "--topic", "量子引力"], 1, r"the topics are sea-0, .* and 290 more"),
    ],
)
def test_of_many_topics_and_ids_a_message_lists_a_few(
    run: Run, many: str, argv: list[str], code: int, told: str
) -> None:
    ran = run(*argv, "--facts", many)
    assert ran[:2] == (code, "")
    assert _is_short(ran, told)


def test_of_very_many_topics_a_message_says_only_that_there_are_many_more(run: Run, tmp_path: Path) -> None:
    facts = HEAD + fact_text("same")
    pack = make_pack(tmp_path, {f"sea-{at:03}.toml": facts for at in range(600)})
    told = run("get", "same", "--facts", str(pack)).err
    assert "sea-000.same (same) or sea-001.same" in told
    assert "sea-004.same (same) or at least 495 more; name one of them" in told


def test_of_many_works_a_message_lists_a_few(run: Run, tmp_path: Path) -> None:
    works = "".join(f'[work-{at:03}]\ntitle = "x"\n' for at in range(MANY))
    pack = make_pack(tmp_path, {"marine.toml": HEAD, "sources.toml": works})
    assert _is_short(run("topics", "--facts", str(pack)), r"a known one \(work-000, .*work-009 and 290 more\)")


def test_of_many_sections_a_message_lists_a_few(run: Run, tmp_path: Path) -> None:
    text = "".join(f"标题{at}\n正文有一句话。\n" for at in range(MANY))
    (tmp_path / "text").write_text(text, encoding="utf-8")
    works = f'[daily]\ntitle = "x"\nsha256 = "{hashlib.sha256(text.encode()).hexdigest()}"\n'
    files = {"marine.toml": HEAD + fact_text("a", locator={"section": "别处"}), "sources.toml": works}
    verified = run("verify", "--source", str(tmp_path / "text"), "--facts", str(make_pack(tmp_path / "p", files)))
    assert re.search(r"no section 别处; the text has 导语, 标题1, .*标题9 and 290 more", verified.out)


def test_of_many_parts_a_message_lists_a_few(run: Run, tmp_path: Path) -> None:
    parts = "".join(fact_text(f"p{at}", value=2, unit="家", time_period="2024") for at in range(MANY))
    names = [f"p{at}" for at in range(MANY)]
    whole = fact_text("whole", value=1, parts=names, unit="家", time_period="2024")
    found = run("lint", str(make_pack(tmp_path, {"marine.toml": HEAD + whole + parts}))).out
    assert re.search(r"its parts sum to 600 家 \(marine.p0, .*marine.p9 and 290 more\), not 1 家", found)


def test_a_list_of_names_is_as_long_as_a_person_reads() -> None:
    assert listed([]) == ""
    assert listed(["a", "b"]) == "a, b"
    assert listed([*"abc"], 2) == "a, b and 1 more"
    assert listed([*"abc"], 2, " or ") == "a or b or 1 more"
    assert len(listed(["x" * 10_000] * 100_000)) < 1200
