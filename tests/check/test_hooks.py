"""The hooks for pre-commit: each does what the command line does with the files that it is given."""

import re
import shlex
from pathlib import Path

import pytest
from builders import HEAD, Run, fact_text, make_pack

from jimo_cli.commands import REGISTRY

HOOKS = Path(__file__).parents[2] / ".pre-commit-hooks.yaml"


def hooks() -> dict[str, dict[str, str]]:
    """Return the keys of each hook by its id; the file is a list of plain `key: value` lines."""
    found: dict[str, dict[str, str]] = {}
    for entry in re.split(r"^- ", HOOKS.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        keys = dict(line.strip().split(": ", 1) for line in entry.splitlines())
        found[keys.pop("id")] = keys
    return found


def test_there_is_a_hook_for_drafts_and_one_for_fact_files() -> None:
    found = hooks()
    assert [*found] == ["jimo-check", "jimo-lint"]
    for keys in found.values():
        assert {"name", "description", "entry", "language", "pass_filenames"} <= {*keys}
        assert (keys["language"], keys["pass_filenames"]) == ("python", "true")
        assert keys["entry"].split()[1] in REGISTRY
    assert found["jimo-check"]["types_or"] == "[markdown, plain-text]"
    assert found["jimo-lint"]["types"] == "[toml]"


@pytest.mark.parametrize(
    ("path", "is_checked"),
    [("facts/a.toml", True), ("data/facts/a.toml", True), ("pyproject.toml", False), ("facts/old/a.toml", False)],
)
def test_fact_files_are_those_of_a_directory_of_facts(path: str, *, is_checked: bool) -> None:
    assert bool(re.search(hooks()["jimo-lint"]["files"], path)) is is_checked


def test_a_hook_fails_where_a_draft_or_a_fact_file_is_wrong(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries = {name: shlex.split(keys["entry"])[1:] for name, keys in hooks().items()}
    keys = {"label": "货物吞吐量", "value": 684, "unit": "万吨", "time_period": "2024"}
    pack = make_pack(tmp_path / "facts", {"port.toml": HEAD + fact_text("cargo", label_en="Cargo", **keys)})
    monkeypatch.setenv("JIMO_FACTS", str(pack))
    draft = tmp_path / "draft.md"
    for written, code in (("684万吨", 0), ("648万吨", 1)):
        draft.write_text(f"2024年，即墨区货物吞吐量{written}。\n", encoding="utf-8")
        assert run(*entries["jimo-check"], str(draft)).code == code
    assert run(*entries["jimo-lint"], str(pack / "port.toml")).code == 0
    (pack / "port.toml").write_text(HEAD + "[fact.cargo]\nkind = 1\n", encoding="utf-8")
    assert run(*entries["jimo-lint"], str(pack / "port.toml")).code == 1
