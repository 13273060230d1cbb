"""Numerals: digits, steps and magnitudes, as Chinese and English write them."""

ONES = "一二三四五六七八九"
DIGITS = f"零〇{ONES}两"
STEPS = {"十": 10, "百": 100, "千": 1000}
NUMERALS = f"{DIGITS}十百千万亿"
DIGIT_VALUES = {**{digit: value for value, digit in enumerate(ONES, 1)}, "零": 0, "〇": 0, "两": 2}

EN_ONES = "one two three four five six seven eight nine".split()  # noqa: SIM905  # words read best as words
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()  # noqa: SIM905
EN_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()  # noqa: SIM905
EN_VALUES = {word: value for value, word in enumerate((*EN_ONES, *_TEENS), 1)}
EN_VALUES |= {word: 10 * value for value, word in enumerate(EN_TENS, 2)}

MAGNITUDES = {"万亿": 12, "千亿": 11, "百亿": 10, "十亿": 9, "亿": 8, "千万": 7, "百万": 6, "十万": 5, "万": 4}
MAGNITUDES |= {"千": 3, "百": 2, "trillion": 12, "tn": 12, "billion": 9, "bn": 9, "million": 6, "mn": 6}
MAGNITUDES |= {"thousand": 3, "hundred": 2, "trln": 12, "bln": 9, "mln": 6}
"""Words that multiply a figure by a power of ten; a word that begins like another comes before it."""

UNITS_LIKE_MAGNITUDES = ("千瓦", "千克", "千米", "千卡", "千伏", "千帕", "千赫", "千焦", "千分", "百帕", "百分")
"""Units that begin like a magnitude: 3.5千瓦时 are not 3500 of anything."""


def in_digits(numerals: str) -> str:
    """Return Chinese digits as Arabic ones: 四二 is 42."""
    return "".join(str(DIGIT_VALUES[digit]) for digit in numerals)


def below_myriad(numeral: str) -> int:
    """Return the number that Chinese digits and steps up to 千 spell; 0 for no characters."""
    total, digit = 0, 0
    for char in numeral:
        if char in STEPS:
            total += (digit or 1) * STEPS[char]
            digit = 0
        else:
            digit = DIGIT_VALUES[char]
    return total + digit


def leading_numeral(text: str) -> tuple[str, str]:
    """Return the Chinese numeral below 万 that text begins with, in Arabic digits, and the rest.

    The numeral is empty if there is none, or if it is spelt digit by digit as in 二〇二四.
    """
    size, digit = 0, 0
    for char in text:
        if char not in STEPS and (digit or char not in DIGIT_VALUES):
            break
        digit = DIGIT_VALUES.get(char, 0)
        size += 1
    rest = text[size:]
    if not size or rest[:1] in DIGIT_VALUES:
        return "", text
    whole = str(below_myriad(text[:size]))
    decimals = len(rest[1:]) - len(rest[1:].lstrip(DIGITS)) if rest[:1] == "点" else 0
    return (f"{whole}.{in_digits(rest[1 : decimals + 1])}", rest[decimals + 1 :]) if decimals else (whole, rest)
