"""Word documents (.docx): what they say once tracked changes are accepted, read as a stream."""

import io
import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from jimo_cli.documents.builder import Builder
from jimo_cli.documents.document import Document
from jimo_cli.documents.flow import RAISED, Flow
from jimo_cli.errors import UsageError, quoted
from jimo_cli.files.archive import Archive, Target, attribute, refuse_ole, reported

MOST_XML = 512 * 2**20
"""Bytes that the parts of a document may unpack to."""

_HEAD_OR_FOOT = re.compile(r"(?:header|footer)[0-9]*\.xml")
_OFFICE_DOCUMENT = "/officeDocument"
_MOST_STYLES = 50
"""Styles that one may be based on in turn."""

_LEFT_OUT = frozenset(("del", "moveFrom", "Fallback", "rt"))
"""Elements whose text is not read; what is left out of tracked changes joins, 3~~4~~5 is 35."""

_DELETED = frozenset(("del", "moveFrom"))
_MARKS = frozenset(("rPr", "trPr"))
"""Where a deletion is that of the end of a paragraph, or of a row."""

_NOUNS = {
    "pic": "picture",
    "imagedata": "picture",
    "chart": "chart",
    "relIds": "diagram",
    "OLEObject": "embedded object",
    "oMath": "formula",
    "commentReference": "comment",
    "altChunk": "embedded document",
}
_BLANKS = {"tab", "ptab"}
_BREAKS = {"br", "cr"}
_OFF = {"0", "false", "off", "none"}
_LONGEST_SPAN = 4
_BODY_LEVEL = 9
"""The outline level of a text that is no heading; those of headings begin with 0."""


class _Style(NamedTuple):
    name: str = ""
    based_on: str = ""
    outline: int | None = None
    is_hidden: bool = False


def read(path: str, data: bytes) -> Document:
    """Return the document that a Word file is; raises UsageError where it is none, is damaged or is encrypted."""
    refuse_ole(path, data, "Word", ".docx")
    with reported(path, "Word document", "open it in Word and save it again as .docx"):
        return _document(path, Archive(path, io.BytesIO(data), MOST_XML))


def _document(path: str, archive: Archive) -> Document:
    """The document: its body, then its notes."""
    relations = _Relations()
    archive.parse("_rels/.rels", relations)
    main = relations.main
    if main not in archive.names:
        raise UsageError(f"{quoted(path)} is no Word document", "name a .docx file, or plain text")
    folder = main.rpartition("/")[0]
    styles = _Styles()
    archive.parse(f"{folder}/styles.xml".lstrip("/"), styles)
    builder = Builder()
    archive.parse(main, _Body(builder, styles.all))
    _count_others(archive, folder, builder)
    for part, noun in (("footnotes", "footnote"), ("endnotes", "endnote")):
        archive.parse(f"{folder}/{part}.xml".lstrip("/"), _Body(builder, styles.all, noun))
    return builder.document(path)


def _count_others(archive: Archive, folder: str, builder: Builder) -> None:
    """Count the heads and feet of pages that have text, and macros."""
    for name in sorted(archive.names):
        if _HEAD_OR_FOOT.fullmatch(name.removeprefix(folder).lstrip("/")):
            found = _AnyText()
            archive.parse(name, found)
            builder.skipped["page head or foot"] += found.has_text
    builder.skipped["set of macros"] += f"{folder}/vbaProject.bin".lstrip("/") in archive.names


class _Relations(Target):
    """Where the main part is."""

    def __init__(self) -> None:
        self.main = "word/document.xml"

    def start(self, _tag: str, attributes: Mapping[str, str]) -> None:
        if attributes.get("Type", "").endswith(_OFFICE_DOCUMENT):
            self.main = attributes.get("Target", self.main).lstrip("/")


class _AnyText(Target):
    """Whether a part has any text."""

    def __init__(self) -> None:
        self.has_text = self._is_text = False

    def start(self, tag: str, _attributes: Mapping[str, str]) -> None:
        self._is_text = tag.endswith("}t")

    def data(self, text: str) -> None:
        self.has_text |= self._is_text and not text.isspace()

    def end(self, _tag: str) -> None:
        self._is_text = False


class _Styles(Target):
    """The styles of a document by their ids."""

    def __init__(self) -> None:
        self.all: dict[str, _Style] = {}
        self._id = ""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        name = tag.rpartition("}")[2]
        if name == "style":
            self._id = attribute(attributes, "styleId")
            self.all[self._id] = _Style()
        elif self._id:
            self._property(name, attribute(attributes, "val"))

    def end(self, tag: str) -> None:
        if tag.endswith("}style"):
            self._id = ""

    def _property(self, name: str, value: str) -> None:
        style = self.all[self._id]
        if name == "name":
            style = style._replace(name=value.casefold())
        elif name == "basedOn":
            style = style._replace(based_on=value)
        elif name == "outlineLvl" and value.isdecimal():
            style = style._replace(outline=int(value))
        elif name == "vanish":
            style = style._replace(is_hidden=value not in _OFF)
        self.all[self._id] = style


class _Paragraph:
    """The properties of a paragraph; those that are None are of its style."""

    def __init__(self) -> None:
        self.style = ""
        self.outline: int | None = None
        self.is_joined = self.is_hidden = False


class _Run:
    """The properties of a run of characters."""

    def __init__(self) -> None:
        self.is_hidden = self.is_struck = self.is_raised = self.is_counted = False


class _Body(Target):
    """The text of a part, the body or the notes, read into the builder."""

    def __init__(self, builder: Builder, styles: Mapping[str, _Style], noun: str = "") -> None:
        self._builder = builder
        self._styles = styles
        self._noun = noun
        self._note = self._paragraphs = self._tables = self._rows = 0
        self._open: list[str] = []
        self._left_out = 0
        self._is_text = False
        self._outer: list[tuple[Flow, _Paragraph, _Run]] = []
        self._is_joined = False
        self._paragraph = _Paragraph()
        self._run = _Run()
        self._deleted_rows: list[bool] = []
        self._starts: dict[str, Callable[[str], None]] = {
            "p": self._start_paragraph, "r": self._start_run, "tbl": self._start_table, "tr": self._start_row,
            "tc": lambda _: builder.begin_cell(), "pStyle": self._set_style, "outlineLvl": self._set_outline,
            "vanish": self._hide, "rStyle": self._set_run_style, "strike": self._strike, "dstrike": self._strike,
            "vertAlign": self._raise, "noBreakHyphen": lambda _: builder.flow.add("-", range(1)),
            "gridSpan": self._span, "vMerge": self._merge, "footnote": self._start_note, "endnote": self._start_note,
            "txbxContent": self._start_box,
        }  # fmt: skip
        self._ends: dict[str, Callable[[], None]] = {
            "p": self._end_paragraph, "tr": self._end_row, "txbxContent": self._end_box,
        }  # fmt: skip

    # ---- elements

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        name = tag.rpartition("}")[2]
        parent = self._open[-1] if self._open else ""
        self._open.append(name)
        if parent in _MARKS and name in _DELETED:
            self._mark_deleted(parent)
        elif name in _LEFT_OUT or name == "oMath":
            self._builder.skipped["piece of deleted text"] += name == "del" and not self._left_out
            self._left_out += 1
        if name in _NOUNS and (self._left_out - (name == "oMath")) == 0:
            self._builder.skipped[_NOUNS[name]] += 1
        if self._left_out:
            return
        self._is_text = name == "t"
        if name in _BLANKS and parent == "r":
            self._builder.flow.blank(0)
        elif name in _BREAKS and parent == "r":
            self._builder.flow.blank(0, is_break=True)
        elif name in self._starts:
            self._starts[name](attribute(attributes, "type" if name in {"footnote", "endnote"} else "val"))

    def end(self, _tag: str) -> None:
        name = self._open.pop()
        self._is_text = False
        parent = self._open[-1] if self._open else ""
        if (name in _LEFT_OUT or name == "oMath") and not (parent in _MARKS and name in _DELETED):
            self._left_out -= 1
            if name == "oMath":
                self._builder.flow.seam(0)
        elif not self._left_out and name in self._ends:
            self._ends[name]()

    def data(self, text: str) -> None:
        if not self._is_text or self._left_out or self._run.is_struck:
            return
        if self._run.is_hidden or self._paragraph.is_hidden:
            self._builder.skipped["piece of hidden text"] += not self._run.is_counted
            self._run.is_counted = True
            return
        text = text.translate(RAISED) if self._run.is_raised else text
        self._builder.flow.add(text, range(len(text)))

    def _mark_deleted(self, parent: str) -> None:
        if parent == "trPr" and self._deleted_rows:
            self._deleted_rows[-1] = True
        elif parent == "rPr" and "pPr" in self._open[-3:]:
            self._paragraph.is_joined = True

    # ---- paragraphs

    def _start_paragraph(self, _: str) -> None:
        if not self._is_joined:
            self._builder.end()
        self._paragraph, self._run = _Paragraph(), _Run()

    def _end_paragraph(self) -> None:
        self._is_joined = self._paragraph.is_joined
        if self._is_joined:
            return
        kind, level = self._kind()
        self._builder.place = self._place()
        self._builder.end_as(kind, level)

    def _start_box(self, _: str) -> None:
        # A text box stands within a run of a paragraph, which goes on behind it.
        self._outer.append((self._builder.flow, self._paragraph, self._run))
        self._builder.flow, self._is_joined = Flow(), False

    def _end_box(self) -> None:
        self._builder.end()
        self._builder.flow, self._paragraph, self._run = self._outer.pop()

    def _place(self) -> str:
        if self._noun:
            return f"{self._noun} {self._note}"
        if self._deleted_rows:
            return f"table {self._tables} row {self._rows}"
        self._paragraphs += not self._builder.flow.is_empty
        return f"paragraph {self._paragraphs}"

    def _kind(self) -> tuple[str, int]:
        """The kind of the paragraph and its level as a heading."""
        styles = list(self._based_on(self._paragraph.style))
        outlines = [self._paragraph.outline, *(style.outline for style in styles)]
        outline = next((outline for outline in outlines if outline is not None), _BODY_LEVEL)
        for style in styles:
            if style.name in {"caption", "题注"}:
                return "caption", 0
            if style.name == "title":
                return "heading", 1
            word, _, number = style.name.rpartition(" ")
            if word in {"heading", "标题"} and number.isdecimal() and self._paragraph.outline is None:
                return "heading", int(number)
        return ("heading", outline + 1) if outline < _BODY_LEVEL else ("paragraph", 0)

    def _based_on(self, style: str) -> Iterator[_Style]:
        for _ in range(_MOST_STYLES):
            if style not in self._styles:
                return
            yield self._styles[style]
            style = self._styles[style].based_on

    def _is_of_paragraph(self) -> bool:
        """Tell whether a property is that of the paragraph, and not the one that it had before a tracked change."""
        return self._open[-3:-1] == ["p", "pPr"]

    def _set_style(self, value: str) -> None:
        if self._is_of_paragraph():
            self._paragraph.style = value
            self._paragraph.is_hidden = any(style.is_hidden for style in self._based_on(value))

    def _set_outline(self, value: str) -> None:
        if self._is_of_paragraph():
            self._paragraph.outline = int(value) if value.isdecimal() else None

    # ---- runs

    def _start_run(self, _: str) -> None:
        self._run = _Run()

    def _is_of_run(self) -> bool:
        return self._open[-3:-1] == ["r", "rPr"]

    def _hide(self, value: str) -> None:
        self._run.is_hidden |= self._is_of_run() and value not in _OFF

    def _set_run_style(self, value: str) -> None:
        self._run.is_hidden |= self._is_of_run() and any(style.is_hidden for style in self._based_on(value))

    def _strike(self, value: str) -> None:
        if self._is_of_run() and value not in _OFF:
            self._builder.skipped["piece of struck text"] += 1
            self._run.is_struck = True
            self._builder.flow.seam(0)

    def _raise(self, value: str) -> None:
        if self._is_of_run():
            self._run.is_raised = value == "superscript"

    # ---- tables and notes

    def _start_table(self, _: str) -> None:
        self._tables += 1
        self._rows = 0
        self._builder.begin_table()

    def _start_row(self, _: str) -> None:
        self._rows += 1
        self._deleted_rows.append(False)
        self._builder.place = f"table {self._tables} row {self._rows}"
        self._builder.begin_row()

    def _is_of_cell(self) -> bool:
        return self._open[-3:-1] == ["tc", "tcPr"]

    def _span(self, value: str) -> None:
        if self._is_of_cell() and value.isdecimal() and len(value) <= _LONGEST_SPAN:
            self._builder.span(columns=int(value))

    def _merge(self, value: str) -> None:
        if self._is_of_cell() and value != "restart":
            self._builder.span(goes_on=True)

    def _end_row(self) -> None:
        if self._deleted_rows.pop():
            self._builder.drop_row()
        else:
            self._builder.end_row()

    def _start_note(self, kind: str) -> None:
        self._note += kind not in {"separator", "continuationSeparator", "continuationNotice"}
