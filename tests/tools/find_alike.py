"""Print pairs of common characters that look alike: `python find_alike.py FONT [FONT ...]`.

Every character of GB 2312 is drawn with each font, blurred, and compared with
every other as a picture; a pair counts when the correlation of its two pictures,
averaged over the fonts, reaches `CUTOFF` and one of the two is among the 3,755
most frequent (first level of GB 2312). Needs numpy and Pillow, and fonts under a
licence that allows it (Noto Sans SC and Noto Serif SC, SIL Open Font License 1.1,
were used). The list that came out is kept in `alike.txt` beside this script, so
that making the table needs neither fonts nor drawing.
"""

from __future__ import annotations

import sys

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

SIZE = 48
BLUR = 1.4
CUTOFF = 0.80
NEAREST = 8


def characters() -> tuple[str, int]:
    """Return the characters of GB 2312 in its order, and how many are of the first level."""
    cells = [(row, cell) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF)]
    raw = [bytes(pair).decode("gb2312", "ignore") for pair in cells]
    level_one = sum(1 for (row, _), char in zip(cells, raw, strict=True) if char and row < 0xD8)
    return "".join(raw), level_one


def pictures(chars: str, font_path: str) -> np.ndarray:
    """Return one row per character: its blurred picture, centred, of unit length."""
    font = ImageFont.truetype(font_path, SIZE - 6)
    rows = np.empty((len(chars), SIZE * SIZE), dtype=np.float32)
    for row, char in enumerate(chars):
        image = Image.new("L", (SIZE, SIZE), 0)
        ImageDraw.Draw(image).text((SIZE // 2, SIZE // 2), char, font=font, fill=255, anchor="mm")
        pixels = np.asarray(image.filter(ImageFilter.GaussianBlur(BLUR)), dtype=np.float32).ravel()
        pixels -= pixels.mean()
        rows[row] = pixels / (np.linalg.norm(pixels) or 1.0)
    return rows


def main(fonts: list[str]) -> None:
    """Print one pair a line with its similarity, most alike first."""
    chars, common = characters()
    likeness = np.zeros((common, len(chars)), dtype=np.float32)
    for path in fonts:
        rows = pictures(chars, path)
        likeness += rows[:common] @ rows.T / len(fonts)
    pairs: dict[tuple[str, str], float] = {}
    for left in range(common):
        likeness[left, left] = 0
        for right in np.argsort(-likeness[left])[:NEAREST]:
            if likeness[left, right] >= CUTOFF:
                first, second = sorted((chars[left], chars[right]))
                pairs[first, second] = float(likeness[left, right])
    for (first, second), value in sorted(pairs.items(), key=lambda item: (-item[1], item[0])):
        print(f"{first}{second} {value:.3f}")


if __name__ == "__main__":
    main(sys.argv[1:])
