"""What a claim makes of a fact: its period, place and status, each with the words that a guess was taken from."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from jimo_cli.claims import OF_A_PLAN, Origin, Sort, places
from jimo_cli.claims.periods import is_day, periods_in, says_year
from jimo_cli.fields import BETWEEN
from jimo_cli.imports.drafts import FactDraft
from jimo_cli.imports.labels import REACH, REMARK, label_of, prices_of
from jimo_cli.imports.values import value_of
from jimo_cli.model import Basis, Kind
from jimo_cli.verify.passages import CAPTIONS, LEAD

if TYPE_CHECKING:
    from jimo_cli.claims import Claim
    from jimo_cli.claims.document import Document as Subject
    from jimo_cli.verify.passages import Passage

_ASPECTS = {Sort.GROWTH: "growth", Sort.SHARE: "share", Sort.RANK: "rank"}
_STATUS = {"target": "target", "plan": "target", OF_A_PLAN: "target", "forecast": "forecast"}
_OPEN = {"condition": "it is a condition there", "aside": "it is said of something else than the measure there"}
_PRELIMINARY = re.compile("初步(?:核算|统计|测算|预计)|快报数|(?<![a-z])preliminary(?![a-z])")
_DOLLAR = re.compile(r"[^0-9]{0,12}?(?<![a-z])\$")
_OF_AMERICA = re.compile(r"(?<![a-z])us ?(?:\$|dollar)|u\.s\.|united states|american|usd|美")
_ENDS = "末底"
_BEFORE = 12
_SENTENCE = re.compile("[。!?;]")


class Guess(NamedTuple):
    """A part of a fact, None where the text leaves it open, and the words that it was taken from if it is a guess."""

    value: str | None
    words: str = ""


class About(NamedTuple):
    """What a document is about, its title as it is printed, and what the section of a claim is about."""

    subject: Subject
    title: str
    topic: str

    def heads(self, said: str = "") -> str:
        """Return the title, with the lines below it where these say something."""
        return self.title if said in self.title else " ".join([self.title, *self.subject.title.split("\n")[1:]])


def fact_of(claim: Claim, passage: Passage, plain: str, about: About) -> FactDraft:
    """Return the draft of what a claim of a passage states; `plain` is its text normalized."""
    value = value_of(claim, passage.text, plain)
    label = label_of(claim, passage.text, plain, about.topic)
    period = _period(claim, passage, plain, about)
    place = _place(claim, passage, about)
    status = _STATUS.get(claim.status)
    checks = {"label": label.guessed, "time_period": period.words, "reference_area": place.words}
    checks["unit"] = "$" if _is_of_some_dollar(claim, plain) else ""
    checks["status"] = about.title if claim.status == OF_A_PLAN else ""
    checks[""] = "" if _has_remark(claim, plain) else _OPEN.get(claim.status, "")
    return FactDraft(
        str(Kind.STATISTIC),
        label.text,
        aspect=_ASPECTS.get(claim.sort),
        basis=_basis(claim) or None,
        among=label.among,
        value=value.value,
        value_max=value.value_max,
        qualifier=value.qualifier,
        status=status or ("preliminary" if _is_preliminary(claim, plain) else None),
        unit=value.unit,
        time_period=period.value,
        reference_area=place.value,
        as_written=value.as_written,
        section=passage.section,
        paragraph=passage.number,
        checks={key: words for key, words in checks.items() if words},
    )


def _is_of_some_dollar(claim: Claim, plain: str) -> bool:
    """Tell whether a $ may be that of another country than the United States, which nothing beside it says."""
    return _DOLLAR.match(plain, claim.start, claim.end) is not None and _OF_AMERICA.search(plain) is None


def _has_remark(claim: Claim, plain: str) -> bool:
    """Tell whether what a figure leaves out stands in brackets, and is said of the measure: 投资(不含农户)."""
    return claim.status == "aside" and REMARK.search(plain, max(0, claim.start - REACH), claim.start) is not None


def _basis(claim: Claim) -> str:
    """What a growth rate is against and in which prices, as a cell of a table lists them."""
    if claim.sort is not Sort.GROWTH:
        return ""
    words = (claim.basis if claim.basis in {*Basis} else "", prices_of(claim))
    return BETWEEN.join(filter(None, words))


def _is_preliminary(claim: Claim, plain: str) -> bool:
    """Tell whether the sentence of a claim says before it that the figure is preliminary."""
    before = plain[max(0, claim.start - REACH) : claim.start]
    return bool(_PRELIMINARY.search(_SENTENCE.split(before)[-1]))


def _period(claim: Claim, passage: Passage, plain: str, about: About) -> Guess:
    """The period of a claim; that of a guess only where its paragraph names one."""
    period, origin = _of_stock(claim.period, plain, about.subject.year), claim.period_origin
    is_times = claim.sort is Sort.LEVEL and claim.amount.unit == "倍"
    is_aside = claim.status == "aside" and not _has_remark(claim, plain)
    if is_times or (is_aside and origin < Origin.SENTENCE):
        return Guess(None, passage.text[max(0, claim.start - _BEFORE) : claim.end])  # what it was before, or times that
    if not says_year(period):
        return Guess(None, period or "")
    if origin is Origin.GUESS:
        begin = max(0, claim.start - REACH)
        mentions = periods_in(plain[begin : claim.start], about.subject.year)
        said = [mention for mention in mentions if mention.period == claim.period]
        if not said:
            return Guess(None)
        return Guess(period, passage.text[begin + said[-1].start : begin + said[-1].end])
    if origin is Origin.PART:
        return Guess(period, f"{about.subject.year}, the year that the text names most" if about.subject.year else "")
    words = {Origin.DOCUMENT: about.subject.lead or about.heads(), Origin.SECTION: _heading(passage, about)}
    return Guess(period, words.get(origin, ""))


def _of_stock(period: str, plain: str, year: int | None) -> str:
    """The month or the year at whose end a stock was counted, where no day is printed: 3月末, 年末."""
    if not is_day(period):
        return period
    said = [one for one in periods_in(plain, year) if one.period == period]
    words = [plain[one.start : one.end] for one in said]
    # What is counted until the end of a month may be of all the months before it: 截至7月底，产值达….
    if not said or any(one[-1] not in _ENDS for one in words) or any(plain[one.start - 1] in "至到止" for one in said):
        return period
    return period[: len("2024-12" if "月" in words[0] else "2024")]


def _heading(passage: Passage, about: About, said: str = "") -> str:
    """The heading above a passage; before the first one that is the title."""
    return about.heads(said) if passage.section in {LEAD, CAPTIONS} else passage.section


def _place(claim: Claim, passage: Passage, about: About) -> Guess:
    """The place of a claim by its full name where there is one only."""
    if not claim.place:
        return Guess(None)
    name = claim.place
    if about.subject.place and name != about.subject.place and places.is_same(name, about.subject.place):
        name = about.subject.place
    known = places.full_name(name)
    name = _as_printed(name, passage.text, about.title) if known == name and name.isascii() else known
    words = {
        Origin.GUESS: f"{about.subject.place}, the place that the text names most",
        Origin.DOCUMENT: about.heads(name),
        Origin.SECTION: _heading(passage, about, name),
    }
    return Guess(name, words.get(claim.place_origin, ""))


def _as_printed(name: str, *texts: str) -> str:
    """A name in Latin letters with the capitals that one of some texts has."""
    found = (re.search(re.escape(name), text, re.IGNORECASE) for text in texts)
    return next((match[0] for match in found if match), name.title())
