"""Completion in the shells, asked for as a shell asks."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from builders import HEAD, Run, fact_text, make_pack
from conftest import process_env

from jimo_cli.cli import completion
from jimo_cli.commands import REGISTRY
from jimo_cli.commands.help_topics import TOPICS
from jimo_cli.fields import FACT_FIELDS, HIT_FIELDS, KINDS

SHELLS = ["bash", "zsh", "fish"]


def _asked(shell: str, line: str, facts: Path) -> dict[str, str]:
    """What a shell says in its environment when it asks."""
    *_, last = line.split(" ")
    return {
        "_JIMO_COMPLETE": f"complete_{shell}",
        "_TYPER_COMPLETE_ARGS": line,
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
        "_TYPER_COMPLETE_WORD_TO_COMPLETE": last,
        "COMP_WORDS": line,
        "COMP_CWORD": str(line.count(" ")),
        "JIMO_FACTS": str(facts),
    }


def _offered(shell: str, answer: str) -> set[str]:
    """The words in the answer to a shell."""
    if shell == "zsh":
        # _arguments '*: :(("word":"what it is" …))'
        words = (line.split('"')[1] for line in answer.splitlines() if line.count('"') > 1)
        return {word.replace("\\:", ":") for word in words}
    return {line.split("\t")[0] for line in answer.splitlines() if line}


def _completed(run: Run, shell: str, line: str, facts: Path) -> set[str]:
    done = run(env=_asked(shell, line, facts))
    assert done.err == ""
    return _offered(shell, done.out)


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("jimo st", {"stats"}),
        ("jimo stats ma", {"marine"}),
        ("jimo export --topic re", {"reform"}),
        ("jimo list --topic reform --period 2024 --topic ma", {"marine"}),
        ("jimo search --kind policy --kind pro", {"project"}),
        ("jimo search -6.8% --limit 1 --limit 2 --topic re", {"reform"}),
        ("jimo get marine.out", {"marine.output", "marine.output-growth"}),
        ("jimo show marine.output re", {"reform.approval"}),
        ("jimo get marine.output as", {"as_written", "aspect"}),
        ("jimo list --kind po", {"policy"}),
        ("jimo stats --fields value", {"value", "value_max"}),
        ("jimo stats --fields id,uni", {"id,unit"}),
        ("jimo stats --format js", {"json", "jsonl"}),
        ("jimo help exit", {"exit-codes"}),
    ],
    ids=lambda given: given if isinstance(given, str) else "",
)
def test_a_shell_is_offered_what_may_come_next(run: Run, pack: Path, shell: str, line: str, offered: set[str]) -> None:
    assert _completed(run, shell, line, pack) == offered


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("jimo ", {*REGISTRY, "help"}),
        ("jimo list --kind ", set(KINDS)),
        ("jimo get marine.output ", set(FACT_FIELDS)),
        ("jimo search --fields ", set(HIT_FIELDS)),
        ("jimo help ", {*REGISTRY, "help", *TOPICS}),
    ],
)
def test_a_shell_is_offered_everything_before_the_first_letter(
    run: Run, pack: Path, line: str, offered: set[str]
) -> None:
    assert _completed(run, "bash", line, pack) == offered


LINES = [
    "jimo ", "jimo s", "jimo x", "jimo -", "jimo --v", "jimo stats ", "jimo stats ma", "jimo stats marine ", "jimo stats -",
    "jimo stats --", "jimo stats --f", "jimo stats --format ", "jimo stats --format=j", "jimo stats --format json --fo",
    "jimo list --topic reform --to", "jimo list --kind p", "jimo list --kind=p", "jimo list --area ", "jimo list --limit ",
    "jimo get ", "jimo get marine.output", "jimo get marine.output ", "jimo get marine.output label ", "jimo get - ",
    "jimo show a b ", "jimo show marine.", "jimo search ", "jimo search -6", "jimo search -6.8% --to", "jimo search x -- m",
    "jimo search --fields id,", "jimo search --fields ,", "jimo nothing ", "jimo nothing --x", "jimo stats --nothing ma",
    "jimo help ", "jimo help s", "jimo help stats ", "jimo check ", "jimo verify --source ", "jimo export --format csv ",
    "jimo stats 'ma", 'jimo stats "ma', "jimo stats m\\a", "jimo  stats  ma", "jimo stats\tma", "jimo stats --lang ",
    "jimo get 海", "jimo stats　ma", "jimo list --period 2024 --period ", "jimo --facts x stats ", "jimo stats --facts x ",
    "jimo import -", "jimo import a -", "jimo import a -o", "jimo import a -o x -", "jimo import a -o x --",
    "jimo import -o x --format ", "jimo import -ox --form", "jimo import --output x --o",
]  # fmt: skip


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("line", LINES)
def test_what_is_told_without_the_framework_is_what_it_would_tell(
    run: Run, pack: Path, shell: str, line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = _completed(run, shell, line, pack)
    monkeypatch.setattr(completion, "answer", lambda _: None)
    assert told == _completed(run, shell, line, pack)


@pytest.mark.parametrize("shell", SHELLS)
def test_usual_lines_need_no_framework(pack: Path, shell: str) -> None:
    told = [completion.answer(_asked(shell, line, pack)) is not None for line in LINES]
    assert sum(told) > len(LINES) / 2


def test_completion_looks_in_the_facts_that_the_line_names(run: Run, pack: Path, tmp_path: Path) -> None:
    line = f"jimo get --facts {pack} reform."
    assert _completed(run, "bash", line, tmp_path / "none") == {"reform.approval"}


def test_completion_without_facts_offers_nothing_and_says_nothing(run: Run, tmp_path: Path) -> None:
    for line in ("jimo get mar", "jimo stats mar"):
        assert _completed(run, "bash", line, tmp_path / "none") == set()


@pytest.mark.parametrize("shell", SHELLS)
def test_a_real_shell_process_is_answered(tmp_path: Path, pack: Path, shell: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "jimo_cli"],
        env=process_env(tmp_path, _asked(shell, "jimo stats ma", pack)),
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert done.stderr == ""
    assert _offered(shell, done.stdout) == {"marine"}


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_for_a_shell_is_shown(run: Run, shell: str) -> None:
    done = run(env={"_JIMO_COMPLETE": f"source_{shell}"})
    assert done.err == ""
    assert "_JIMO_COMPLETE=complete_" in done.out


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_a_label_that_a_shell_shows_beside_an_id_turns_no_text(run: Run, shell: str, tmp_path: Path) -> None:
    label = "a\u200eb"  # a mark that a fact file may hold
    facts = make_pack(tmp_path / "facts", {"marine.toml": HEAD + fact_text("output", label=label)})
    done = run(env=_asked(shell, "jimo get mar", facts))
    assert "marine.output" in done.out.replace("\\", "")
    assert "\u200e" not in done.out


def test_a_word_of_a_hundred_kilobytes_is_not_repeated_whole(run: Run) -> None:
    ran = run("stats", f"--{'x' * 100_000}")
    assert (ran.code, ran.out) == (2, "")
    assert len(ran.err) < 400


_ACTIVE = ["$(touch pwned)", "\\$(touch pwned)", "`touch pwned`", "\\`touch pwned\\`", '"; touch pwned; "', "'; touch pwned; '",
           "x) touch pwned ;; (", "a\\\\$(touch pwned)b", "${(e):-$(touch pwned)}", "=(touch pwned)", "<(touch pwned)"]  # fmt: skip


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("label", _ACTIVE)
def test_what_a_label_says_reaches_a_shell_as_text(run: Run, tmp_path: Path, shell: str, label: str) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    facts = make_pack(tmp_path / "facts", {"marine.toml": HEAD + fact_text("output", label=label, aliases=[label])})
    (tmp_path / "answer").write_text(run(env=_asked(shell, "jimo get mar", facts)).out, encoding="utf-8")
    script = {
        # As the scripts for these shells take an answer; the words of an action are evaluated by `_arguments`.
        "zsh": "_arguments() { local a=${1#*: :}; eval ws\\=\\( ${a[3,-3]} \\); print -r -- $ws }; eval $(cat answer)",
        "bash": "IFS=$'\\n'; COMPREPLY=( $(cat answer) ); printf '%s\\n' \"${COMPREPLY[@]}\"",
        "fish": "complete --no-files --command jimo --arguments '(cat answer)'; complete --do-complete 'jimo '",
    }[shell]
    options = {"zsh": ["-f"], "bash": ["--norc"], "fish": ["--no-config"]}[shell]
    done = subprocess.run(
        [shell, *options, "-c", script], cwd=tmp_path, capture_output=True, encoding="utf-8", check=False
    )
    assert "marine.output" in done.stdout
    assert not (tmp_path / "pwned").exists()
