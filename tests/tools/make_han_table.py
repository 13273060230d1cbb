"""Make `jimo_cli/text/han.bin`, the table of Han characters: `python make_han_table.py [OUT]`.

Sources, read from the installed packages while developing and never at run time:

* readings: pypinyin (MIT), its character dictionary and its phrase dictionary, and of places `place_readings.txt`;
* traditional to simplified: OpenCC (Apache-2.0), configuration `t2s`;
* characters that look alike: `alike.txt` beside this script.

The same packages give the same bytes. Layout, little endian, unsigned 16 bit where
not said otherwise:

    magic "JIM1" | length of text (32 bit) | pairs of further readings (32 bit)
    | pairs of alike characters (32 bit)
    text: line 1 syllables, line 2 the accent class of each, line 3 `variant=class`
    padding to an even offset
    simplified form, one for each code point from LOW to HIGH
    first reading (1-based syllable, 0 for none), one for each code point
    further readings: all characters, then all readings (top bit: a frequent one)
    alike characters: all characters, then the other of each pair
"""

from __future__ import annotations

import collections
import struct
import sys
import unicodedata
from pathlib import Path

LOW, HIGH = 0x3400, 0xA000
FREQUENT = 0x8000
MOST_READINGS = 4
# A reading counts as possible from 2 % of the phrases with the character or four of them,
# as frequent from 5 %.
POSSIBLE_SHARE, FREQUENT_SHARE = 0.02, 0.05
MANY_PHRASES = 4
ENOUGH_PHRASES = 5
NOT_SYLLABLES = {"n", "m", "ng", "hm", "hng"}
HERE = Path(__file__).resolve().parent


def plain(reading: str) -> str:
    """Return a reading without tone, `v` for ü; empty if it is not a plain syllable."""
    decomposed = unicodedata.normalize("NFD", reading).replace("u\u0308", "v")
    letters = "".join(char for char in decomposed if not unicodedata.combining(char)).lower()
    return letters if letters.isascii() and letters.isalpha() and letters not in NOT_SYLLABLES else ""


def accent_class(syllable: str) -> str:
    """Return what a syllable and its accent variants share.

    The confusions are those of southern and eastern speakers: zh/z, ch/c, sh/s, n/l,
    r/l, hu/f, and ang/an, eng/en, ing/in; ü counts as u.
    """
    head, tail = syllable[:1], syllable[1:]
    if head in "zcs" and tail.startswith("h"):
        tail = tail[1:]
    elif head in "nr" and tail:
        head = "l"
    elif head == "h" and tail.startswith("u"):
        head, tail = "f", tail[1:] or "u"
        tail = {"i": "ei", "n": "en"}.get(tail, tail)
    if tail.endswith(("ang", "eng", "ing")):
        tail = tail[:-1]
    return (head + tail).replace("v", "u")


def variants(syllables: list[str]) -> dict[str, str]:
    """Return spellings an accent makes that are no syllables (`din` for ding, `fuo` for huo), with their class."""
    found: dict[str, str] = {}
    for syllable in syllables:
        heads = [syllable]
        if syllable[0] in "zcs":
            swapped = syllable[0] + (syllable[2:] if syllable[1:2] == "h" else "h" + syllable[1:])
            heads.append(swapped)
        if syllable.startswith("hu"):
            heads.append("f" + syllable[1:])
        for form in heads:
            forms = {form}
            if form.endswith(("ang", "eng", "ing")):
                forms.add(form[:-1])
            if form.endswith(("an", "en", "in")):
                forms.add(form + "g")
            for spelt in forms - set(syllables):
                found.setdefault(spelt, accent_class(syllable))
    return dict(sorted(found.items()))


def phrase_counts() -> dict[str, collections.Counter[str]]:
    """Return how often each character is read in each way over pypinyin's phrases."""
    from pypinyin import phrases_dict

    counts: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
    for phrase, readings in phrases_dict.phrases_dict.items():
        if len(phrase) != len(readings):
            continue
        for char, spelt in zip(phrase, readings, strict=True):
            if letters := plain(spelt[0]):
                counts[char][letters] += 1
    return counts


def readings() -> dict[int, list[tuple[str, bool]]]:
    """Return for each code point its readings, most frequent first, each with whether it is frequent."""
    from pypinyin import pinyin_dict

    counts = phrase_counts()
    found: dict[int, list[tuple[str, bool]]] = {}
    for code in range(LOW, HIGH):
        spelt = pinyin_dict.pinyin_dict.get(code, "").split(",")
        known = list(dict.fromkeys(filter(None, map(plain, spelt))))
        seen = counts.get(chr(code), collections.Counter())
        total = sum(seen[reading] for reading in known)
        if total >= ENOUGH_PHRASES:
            least = min(MANY_PHRASES, max(1, POSSIBLE_SHARE * total))
            known = [reading for reading in known if seen[reading] >= least]
            known.sort(key=lambda reading: -seen[reading])
        frequent = [seen[r] >= max(2, FREQUENT_SHARE * total) for r in known]
        if known:
            frequent[0] = True
            found[code] = list(zip(known, frequent, strict=True))[:MOST_READINGS]
    for char, reading in of_places():
        if reading not in dict(found[ord(char)]):
            found[ord(char)].append((reading, False))
    return found


def of_places() -> list[tuple[str, str]]:
    """Return the characters and readings of names of places."""
    lines = (HERE / "place_readings.txt").read_text(encoding="utf-8").splitlines()
    return [(line.split()[0], line.split()[1]) for line in lines if line and line[0] != "#"]


def simplified() -> list[int]:
    """Return the code point of the simplified form for each code point."""
    import opencc

    converter = opencc.OpenCC("t2s")
    forms = []
    for code in range(LOW, HIGH):
        form = converter.convert(chr(code))
        forms.append(ord(form) if len(form) == 1 and LOW <= ord(form) < HIGH else code)
    return forms


def alike(forms: list[int]) -> list[tuple[int, int]]:
    """Return the pairs of `alike.txt` in both directions, as simplified code points, sorted."""
    pairs = set()
    for line in (HERE / "alike.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            first, second = (forms[ord(char) - LOW] for char in line.split()[0])
            if first != second:
                pairs |= {(first, second), (second, first)}
    return sorted(pairs)


def pack(values: list[int]) -> bytes:
    """Return the values as little-endian 16-bit numbers."""
    return struct.pack(f"<{len(values)}H", *values)


def table() -> bytes:
    """Return the whole table."""
    known, forms = readings(), simplified()
    syllables = sorted({reading for entry in known.values() for reading, _ in entry})
    number = {syllable: index for index, syllable in enumerate(syllables, 1)}
    firsts = [number[known[code][0][0]] if code in known else 0 for code in range(LOW, HIGH)]
    further = [
        (code, number[reading] | (FREQUENT if frequent else 0))
        for code in sorted(known)
        for reading, frequent in known[code][1:]
    ]
    pairs = alike(forms)
    spelt = variants(syllables)
    text = "\n".join(
        (
            " ".join(syllables),
            " ".join(map(accent_class, syllables)),
            " ".join(f"{variant}={sound}" for variant, sound in spelt.items()),
        )
    ).encode()
    head = struct.pack("<4sIII", b"JIM1", len(text), len(further), len(pairs)) + text
    print(
        f"{len(syllables)} syllables, {len(spelt)} accent spellings, {len(known)} characters with"
        f" readings, {len(further)} further readings, {len(pairs) // 2} alike pairs",
        file=sys.stderr,
    )
    columns = [forms, firsts, *map(list, zip(*further, strict=True)), *map(list, zip(*pairs, strict=True))]
    return head + b"\0" * (len(head) % 2) + b"".join(map(pack, columns))


def main() -> None:
    """Write the table where asked, or into the package."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE.parents[1] / "jimo_cli" / "text" / "han.bin"
    data = table()
    target.write_bytes(data)
    print(f"{target.name}: {len(data)} bytes", file=sys.stderr)


if __name__ == "__main__":
    main()
