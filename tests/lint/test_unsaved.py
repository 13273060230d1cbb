"""Fact files are checked as an editor has them, whatever is saved."""

from pathlib import Path

from builders import HEAD, fact_text, make_pack

from jimo_cli import documents, lint

OF_ANOTHER = {"of": "port.cargo", "aspect": "growth", "unit": "%", "label_en": "Growth", "time_period": "2024"}


def found(pack: Path, **unsaved: str) -> list[tuple[str, int | None, str]]:
    """Name of the file, line and code of each problem, with texts that are not saved by the stems of their files."""
    texts = {str(pack / f"{stem}.toml"): text.encode() for stem, text in unsaved.items()}
    return [(Path(one.path).name, one.line, one.code) for one in lint.check([str(pack)], texts)]


def test_a_text_that_is_not_saved_is_checked_instead_of_its_file(tmp_path: Path) -> None:
    pack = make_pack(tmp_path / "facts", {"port.toml": HEAD})
    assert ("port.toml", 1, "F102") not in found(pack)
    assert found(pack, port="[") == [("port.toml", 1, "F102")]
    (pack / "port.toml").write_text("[", encoding="utf-8")
    assert found(pack) == [("port.toml", 1, "F102")]
    assert ("port.toml", 1, "F102") not in found(pack, port=HEAD)


def test_a_file_that_is_not_saved_yet_belongs_to_its_pack(tmp_path: Path) -> None:
    right = HEAD + fact_text("cargo", label="吞吐量", label_en="Cargo", unit="吨", time_period="2024")
    pack = make_pack(tmp_path / "facts", {"sea.toml": HEAD + fact_text("growth", label="增长", **OF_ANOTHER)})
    assert ("sea.toml", 11, "F109") in found(pack)
    assert "F109" not in [code for _, _, code in found(pack, port=right)]


def test_a_pack_that_is_in_no_directory_yet_is_its_texts(tmp_path: Path) -> None:
    names = [name for name, *_ in found(tmp_path / "nowhere", port="[")]
    assert names == ["nowhere", "port.toml"]


def test_other_texts_do_not_belong_to_a_pack(tmp_path: Path) -> None:
    pack = make_pack(tmp_path / "facts", {"port.toml": HEAD})
    assert lint.check([str(pack)], {str(tmp_path / "port.toml"): b"["}) == lint.check([str(pack)])


def test_a_text_is_the_document_that_its_name_says() -> None:
    content = "<p>产值345亿元</p>"
    shown = {suffix: documents.of_text(f"a{suffix}", content).blocks[0].text for suffix in (".html", ".txt")}
    assert shown == {".html": "产值345亿元", ".txt": content}
    assert documents.of_text("a.md", "# 产值").blocks[0].kind == "heading"
