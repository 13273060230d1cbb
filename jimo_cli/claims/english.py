"""Claims of English sentences: the subject is what stands before the verb, and the next figures share it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from jimo_cli.claims.aspects import Aspect, basis_of, is_from_another_year, last_match, status_of
from jimo_cli.claims.claim import ANOTHER_YEAR, OF_A_PLAN, Claim, Sort
from jimo_cli.claims.frames import Bound
from jimo_cli.claims.phrases import BLANK
from jimo_cli.claims.sentences import Spot, spots_of
from jimo_cli.figures import units

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jimo_cli.claims.document import Document
    from jimo_cli.claims.frames import Binder
    from jimo_cli.claims.sentences import Sentence
    from jimo_cli.claims.times import Times
    from jimo_cli.claims.whereabouts import Whereabouts

_UP = r"grew|growing|rose|ris(?:e|es|ing|en)|increas\w*|climb\w*|gain\w*|up|expan[ds]\w*|growth|jump\w*"
_DOWN = r"fell|fall(?:s|ing|en)?|drop\w*|declin\w*|decreas\w*|down|contract(?:s|ed|ing|ions?)"
_HIGHER, _LOWER = "higher|above|more", r"lower|below|less|fewer|slow\w*"
_MOVE = re.compile(rf"(?<![a-z])(?:(?P<rise>{_UP}|{_HIGHER})|(?P<fall>{_DOWN}|{_LOWER}))(?![a-z])")
_GROWS = re.compile(rf"(?<![a-z])(?:{_UP}|{_DOWN})(?![a-z])")
_VERB = re.compile(
    r"(?<![a-z])(?:was|were|is|are|has|had|have|be|been|reach(?:ed|ing)|total?l?(?:ed|ing)|stood|amount(?:s|ed|ing)|hit"
    r"|came|realized|recorded|registered|saw|averag(?:ed|ing)|edged|remain(?:s|ed|ing)|accounting|accounted|showed|reported"
    "|targets?|plans?|aims?|a year-on-year|an increase|said|estimates? that|estimated|forecast|projected|expected"
    "|produced|made up|ranked|ranks|exceed(?:ed|ing)|generated|employed|employs|received|attracted|higher|lower|slowed"
    rf"|(?!growth){_UP}|{_DOWN})(?![a-z])"
)
_SHARE = re.compile(r"account\w*|share|proportion|made up|percentage of")
_TO = re.compile(r"(?<![a-z])to\s$")
_BY = re.compile(rf"(?<![a-z])(?:by|{_UP}|{_HIGHER}|{_DOWN}|{_LOWER})\s$")
_FROM = re.compile(r"(?:up|down|higher|lower|increased?|decreased?) from\s(?:an? )?$")
"""Before what a measure was at another time: down from 6.6% in September."""

_MOVED_BEHIND = re.compile(
    r" (?:points? )?(?:lower|higher|more|less|fewer|above|below|growth|expansion|increase|rise|gain|contraction|decline"
    r"|decrease|drop|fall)(?![a-z])"
)
_ASIDE = re.compile(
    r"[^,;]*(?<![a-z])(?:estimates?|shows?|says?|said|reported|indicates?|found) that (?=[a-z0-9])"
    r"|\([^()]*(?:\)|$)|, (?:which|who|where|the|a|an) [^,]*,(?= [a-z]+)|(?<=[a-z]) that (?:is|are|was|were) [^,]*,"
)
"""What stands between a subject and its verb and is neither."""

_PRONOUN = re.compile(r"(?:it|they|this|that|these|those|there|which|who)$")
_PEOPLE = re.compile(
    r" (?!(?:had|have|and|from|compared|than|more|fewer)(?![a-z]))([a-z][^,;.()]{2,40}?)"
    r"(?= who | compared | than | more | fewer | (?:in|from)? ?\0|[,;.()]|$)"
)
_CLAUSE = re.compile(r"[,;] (?!of which)|(?<=[a-z\0]) (?=but |though |although |while )")
_LEAD = re.compile(
    r"^(?:\s|,|the |and |of which |in general|in |from |of |for |by |a |an |while |but |though |although |meanwhile"
    r"|against |compared with |compared to |up from |down from |with |its |'s |which )+|[ ,.']+$"
)
_TRAIL = re.compile(r"\s(?:in|for|from|of|to|in the|of the|at|by|also|year[- ]on[- ]year)$")
_BASIS = re.compile("year[- ](?:on|over)[- ]year|month[- ]on[- ]month")
_OBJECT = re.compile(r"(?:realized|recorded|registered|saw|achieved|targets?|reported) ((?:[a-z]+ ){1,4})of \s*$")
_AND = re.compile(r"[a-z -]*(?:,|,? and)\s*")
_NEXT = re.compile(r"[\s,]*and (?!to |from |in |of |than |against |compared |up |down |a |an |by |for |with )[a-z]")
"""A clause that leaves out its verb, as the one before has it: and the resident population 44.2 million."""

_NOUN = re.compile(
    r" (?!in(?![a-z])|over|from|on(?![a-z])|year|than|lower|higher|more|fewer|less|above|below|compared"
    "|of(?![a-z])|this|a |and |to |by |for |at "
    "|were|was|are|is )"
    r"((?:[a-z][\w-]*)(?: (?!in |were |was |are |had |by |for |from |at |to )[a-z][\w-]*){0,3})"
)
_WHOLE = re.compile(r" of ((?:[\w'-]+ ?){1,5})")
_SHORTEST = 3


def claims_of(
    sentence: Sentence, binder: Binder, document: Document, times: Times, places: Whereabouts
) -> Iterator[Claim]:
    """Yield the claims of a sentence; what its first figure is about is the topic of the next sentence."""
    times.enter_sentence(sentence)
    places.enter_sentence()
    before = None
    for spot in spots_of(sentence):
        spot = _of_whole_gap(spot)  # noqa: PLW2901
        aspect = _aspect(spot, before)
        bound = _bound(spot, aspect, binder)
        binder.bound.append(bound)
        status = status_of(spot._replace(clause_end=spot.right), document.year)
        measure, place, place_origin = places.of(spot._replace(aspect=aspect), bound)
        period, period_origin = times.of(spot, is_target=bool(status), is_english=True)
        basis = basis_of(sentence.plain[spot.previous_end : spot.right])
        basis = ANOTHER_YEAR if is_from_another_year(spot, period) else basis
        before = Claim(
            spot.figure.start, spot.figure.number, spot.figure.end, "", spot.figure.amount, aspect.sort,
            aspect.direction, basis, measure, "", spot.near, spot.wide, bound.frame, "", place, place_origin, period,
            period_origin, status or (OF_A_PLAN if document.is_plan else ""),
        )  # fmt: skip
        yield before


def _of_whole_gap(spot: Spot) -> Spot:
    """The spot with all text since the figure before: a comma does not part a subject from its figure."""
    gap = _ASIDE.sub(" ", spot.sentence.blank[spot.previous_end : spot.figure.start])
    figures = spot.sentence.figures
    right = figures[spot.at + 1].start if spot.at + 1 < len(figures) else spot.sentence.end
    return spot._replace(gap=gap, left=spot.previous_end, right=max(right, spot.figure.end))


def _aspect(spot: Spot, before: Claim | None) -> Aspect:
    gap, figure = spot.gap, spot.figure
    behind = _MOVED_BEHIND.match(spot.sentence.plain, figure.end)
    move = (behind and _MOVE.search(behind[0])) or last_match(_MOVE, gap)
    direction = 0 if move is None else 1 if move.lastgroup == "rise" else -1
    if "个百分点" in units.meaning_of(figure.amount.full_unit):
        return Aspect(Sort.CHANGE, direction)
    if figure.is_ordinal:
        return Aspect(Sort.RANK)
    if _FROM.search(gap) and not behind:
        return Aspect(Sort.LEVEL)
    if figure.amount.unit not in {"%", "percent", "per cent"}:
        return Aspect(Sort.CHANGE, direction) if direction and (behind or _BY.search(gap)) else Aspect(Sort.LEVEL)
    is_growth = behind or (_GROWS.search(gap) and not _TO.search(gap) and not _SHARE.search(gap))
    return Aspect(Sort.GROWTH, direction or 1) if is_growth else _of_percent(gap, before)


def _of_percent(gap: str, before: Claim | None) -> Aspect:
    if _SHARE.search(gap):
        return Aspect(Sort.SHARE)
    if before and before.sort is Sort.GROWTH and not _VERB.search(gap):
        return Aspect(Sort.GROWTH, before.direction)
    return Aspect(Sort.LEVEL)


def _bound(spot: Spot, aspect: Aspect, binder: Binder) -> Bound:
    subject = _subject(spot, has_earlier=bool(binder.bound))
    noun = _counted(spot)
    # One word is rather the unit: output was 834,600 vehicles.
    is_listed = bool(binder.bound) and binder.bound[-1].frame == "N X" and _AND.fullmatch(spot.gap)
    if " per " in noun or (noun and " " not in noun and (subject or binder.bound) and not is_listed):
        noun = ""
    if noun:
        return Bound(noun, "N X")
    if found := _OBJECT.search(spot.gap):
        return Bound(f"{subject} {found[1]}".strip(), "X verb")
    measure, frame = subject, "X verb"
    if not subject:
        measure, frame = (binder.bound[-1].measure, "same") if binder.bound else (binder.topic, "sentence before")
    whole = _WHOLE.match(spot.sentence.plain, spot.figure.end, spot.right) if aspect.sort is Sort.SHARE else None
    return Bound(f"{measure} share of {whole[1].strip()}" if whole else measure, frame)


def _counted(spot: Spot) -> str:
    """What a bare number or one of things counts: 1,352 new firms."""
    unit = spot.figure.amount.full_unit
    if unit.endswith(("people", "persons")):
        who = _PEOPLE.match(spot.sentence.blank, spot.figure.end, spot.right)
        return f"people {who[1]}" if who else ""
    if unit not in {"", "million", "thousand", "billion"}:
        return ""
    noun = _NOUN.match(spot.sentence.plain, spot.figure.end, spot.right)
    return noun[1].removesuffix(" and") if noun else ""


def _subject(spot: Spot, *, has_earlier: bool) -> str:
    """The noun phrase before the last verb of the nearest clause; behind another figure only of one with a verb."""
    clauses = _CLAUSE.split(spot.gap)
    for clause in reversed(clauses):
        is_told = not has_earlier or _VERB.search(clause) or _NEXT.match(clause)
        words = _noun_phrase(clause) if is_told else ""
        if len(words) >= _SHORTEST:
            return words
        if has_earlier:
            return ""
    return ""


def _noun_phrase(clause: str) -> str:
    verbs = [*_VERB.finditer(clause)]
    while len(verbs) > 1 and len(clause[verbs[-2].end() : verbs[-1].start()].strip()) < _SHORTEST:
        verbs.pop()
    first = verbs[-2].end() if len(verbs) > 1 else 0
    words = clause[first : verbs[-1].start()] if verbs else clause
    words = _BASIS.sub("", words.replace(BLANK, " "))
    words, previous = " ".join(words.split()), None
    while words != previous:
        previous, words = words, _TRAIL.sub("", _LEAD.sub("", words + " ").strip())
    return "" if _PRONOUN.match(words) else words
