"""PDF files made up for tests: pages with words where they are put, pictures, and what a reader has to do with.

Words are set in a font of ASCII, and Han in one of their own, both without a font file: what a glyph looks like is of
no matter here, its width and the character that it stands for are.
"""

import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

WIDTH, HEIGHT = 595, 842
LEFT, RIGHT, TOP = 72, 523, 780

_LATIN_WIDTH = 0.5
_PICTURE = "q {w} 0 0 {h} {x} {y} cm /Im Do Q"


class Words(NamedTuple):
    """Words at a place of a page, in points from its lower left."""

    x: float
    y: float
    text: str
    size: float = 12
    bold: bool = False
    hidden: bool = False
    angle: str = "1 0 0 1"

    @property
    def width(self) -> float:
        return sum(self.size * (_LATIN_WIDTH if char < "\u2000" else 1) for char in self.text)


class Picture(NamedTuple):
    """A picture at a place of a page."""

    x: float = 100
    y: float = 100
    w: float = 200
    h: float = 100


class Drawn(NamedTuple):
    """A line, or with `stroke` a frame, from a place of a page."""

    x: float
    y: float
    w: float
    h: float
    stroke: bool = False


Item = Words | Picture | Drawn


def lines(
    *texts: str, x: float = LEFT, y: float = TOP, size: float = 12, leading: float = 20, bold: bool = False
) -> list[Words]:
    """Lines one below another; one that begins with blanks is indented by them."""
    return [
        Words(x + size * (len(text) - len(text.lstrip("　"))), y - number * leading, text.lstrip("　"), size, bold)
        for number, text in enumerate(texts)
        if text
    ]


def make_pdf(path: Path, *pages: Iterable[Item], rotate: int = 0, encrypted: bool = False) -> str:
    """Write a PDF file, and return its path."""
    path.write_bytes(pdf(pages, rotate=rotate, encrypted=encrypted))
    return str(path)


def pdf(pages: Sequence[Iterable[Item]], *, rotate: int = 0, encrypted: bool = False) -> bytes:
    """The bytes of a PDF file."""
    drawn = [list(page) for page in pages]
    used = sorted({char for page in drawn for item in page if isinstance(item, Words) for char in item.text})
    objects = _fonts(used)
    first = len(objects) + 3
    kids = " ".join(f"{first + 2 * number} 0 R" for number in range(len(drawn)))
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Kids[{kids}]/Count {len(drawn)}>>".encode(), *objects]
    fonts = "/L 3 0 R/LB 4 0 R/H 5 0 R/HB 6 0 R"
    for number, page in enumerate(drawn):
        resources = f"<</Font<<{fonts}>>/XObject<</Im 10 0 R>>>>"
        box = f"/MediaBox[0 0 {WIDTH} {HEIGHT}]/Rotate {rotate}"
        contents = first + 2 * number + 1
        objects += [
            f"<</Type/Page/Parent 2 0 R{box}/Resources{resources}/Contents {contents} 0 R>>".encode(),
            _stream("\n".join(map(_drawn, page)).encode()),
        ]
    return _file(objects, encrypted=encrypted)


def _fonts(used: Iterable[str]) -> list[bytes]:
    """The objects 3 to 10: four fonts with what they need, and a picture."""
    latin = "<</Type/Font/Subtype/Type1/BaseFont/{}/Encoding/WinAnsiEncoding/FirstChar 32/LastChar 126/Widths[{}]>>"
    han = "<</Type/Font/Subtype/Type0/BaseFont/{0}/Encoding/Identity-H/ToUnicode 9 0 R/DescendantFonts[{1} 0 R]>>"
    descendant = (
        "<</Type/Font/Subtype/CIDFontType2/BaseFont/{}/DW 1000/CIDToGIDMap 11 0 R/FontDescriptor 12 0 R"
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>"
    )
    widths = " ".join(["500"] * 95)
    chars = "\n".join(f"<{ord(char):04X}> <{ord(char):04X}>" for char in used)
    cmap = f"begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange\n{_blocks(chars)}\nendcmap"
    return [
        latin.format("Helvetica", widths).encode(),
        latin.format("Helvetica-Bold", widths).encode(),
        han.format("FangSong", 7).encode(),
        han.format("SimHei", 8).encode(),
        descendant.format("FangSong").encode(),
        descendant.format("SimHei").encode(),
        _stream(cmap.encode()),
        _stream(b"\0", "/Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8"),
        _stream(zlib.compress(b"\0\x24" * 2**16), "/Filter/FlateDecode"),
        b"<</Type/FontDescriptor/FontName/FangSong/Flags 4/FontBBox[0 -120 1000 880]/Ascent 880/Descent -120>>",
    ]


def _blocks(chars: str) -> str:
    """A map of characters in blocks of at most a hundred, as the format wants them."""
    every = chars.splitlines()
    blocks = [every[start : start + 100] for start in range(0, len(every), 100)]
    return "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)


def _drawn(item: Item) -> str:
    if isinstance(item, Drawn):
        return f"{item.x} {item.y} {item.w} {item.h} re {'S' if item.stroke else 'f'}"
    if isinstance(item, Picture):
        return _PICTURE.format(**item._asdict())
    parts, x = [], item.x
    for text, is_latin in _by_font(item.text):
        font = ("L" if is_latin else "H") + ("B" if item.bold else "")
        code = text.encode("ascii").hex() if is_latin else text.encode("utf-16-be").hex()
        mode = 3 if item.hidden else 0
        parts.append(f"BT {mode} Tr /{font} {item.size} Tf {item.angle} {x:.2f} {item.y:.2f} Tm <{code}> Tj ET")
        x += Words(0, 0, text, item.size).width
    return "\n".join(parts)


def _by_font(text: str) -> list[tuple[str, bool]]:
    parts: list[tuple[str, bool]] = []
    for char in text:
        if parts and parts[-1][1] is char.isascii():
            parts[-1] = (parts[-1][0] + char, parts[-1][1])
        else:
            parts.append((char, char.isascii()))
    return parts


def _stream(data: bytes, entries: str = "") -> bytes:
    return f"<<{entries}/Length {len(data)}>>\nstream\n".encode() + data + b"\nendstream"


def _file(objects: Sequence[bytes], *, encrypted: bool) -> bytes:
    data, starts = bytearray(b"%PDF-1.7\n"), []
    secret = "61" * 32
    extra = ""
    if encrypted:
        objects = [*objects, f"<</Filter/Standard/V 1/R 2/P -4/O<{secret}>/U<{secret}>>>".encode()]
        extra = f"/Encrypt {len(objects)} 0 R/ID[<61><61>]"
    for number, content in enumerate(objects, 1):
        starts.append(len(data))
        data += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    table = "".join(f"{start:010} 00000 n \n" for start in starts)
    head = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    trailer = f"trailer<</Size {len(objects) + 1}/Root 1 0 R{extra}>>\nstartxref\n{len(data)}\n%%EOF\n"
    return bytes(data) + (head + trailer).encode()
