"""Claims: what each figure of a running text states, of which measure, place and period.

>>> from jimo_cli.claims import About, Paragraph, read
>>> claim = read([Paragraph("2024年上半年，即墨区海洋生产总值345亿元。")])[0][0]
>>> claim.measure, str(claim.amount), claim.place, claim.period
('海洋生产总值', '345 亿元', '即墨区', '2024-S1')

It takes time linear in the text. What a text leaves open stays empty; every place and period says where it
comes from (`Origin`), so that whoever uses a claim decides how far to trust it.
"""

from jimo_cli.claims.claim import ANOTHER_YEAR, INHERITED, OF_A_PLAN, About, Claim, Origin, Paragraph, Sort
from jimo_cli.claims.reader import read, topic_of

__all__ = [
    "ANOTHER_YEAR",
    "INHERITED",
    "OF_A_PLAN",
    "About",
    "Claim",
    "Origin",
    "Paragraph",
    "Sort",
    "read",
    "topic_of",
]
