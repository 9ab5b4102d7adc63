"""One look at the store for the papers of a day: what every gatherer is given, and how it names and hides things."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlmodel import Session

from lobby_tui.desk import day_heads
from lobby_tui.desk.referral.views import People, staff_names
from lobby_tui.desk.shift import Shift
from lobby_tui.locale import Catalogue, Language, Renderable, catalogue
from lobby_tui.models.day import BusinessDay
from lobby_tui.models.masking import mask_text
from lobby_tui.models.names import mask_name
from lobby_tui.papers.sheet import Sheet
from lobby_tui.playbook.errors import UnknownCodeError


class _Named(Protocol):
    @property
    def name(self) -> Renderable: ...


@dataclass(frozen=True, slots=True)
class Look:
    """The day whose papers are gathered, in one consistent state of the store."""

    session: Session
    shift: Shift
    day: BusinessDay
    people: People
    head: day_heads.DayHead
    sheet: Sheet

    @property
    def t(self) -> Catalogue:
        """The language of the papers."""
        return self.sheet.t

    @property
    def full(self) -> bool:
        """Whether customers stand on the papers in full."""
        return not self.sheet.masked

    def customer(self, name: str) -> str:
        """A customer's name as it may be printed."""
        return name if self.full else mask_name(name)

    def said(self, text: str, customer: str = "") -> str:
        """What somebody wrote about a customer, as it may be printed."""
        return text if self.full else mask_text(text, customer)

    def at(self, instant: datetime) -> str:
        """A moment on the branch's own clock, without the year: 11-23 15:20."""
        return self.shift.local(instant).strftime("%m-%d %H:%M")

    def clock(self, instant: datetime) -> str:
        """The same within a day: 15:20; with its date where that is not the day of the paper."""
        local = self.shift.local(instant)
        return local.strftime("%H:%M") if local.date() == self.day.date else self.at(instant)

    def named(self, find: Callable[[str], _Named], code: str) -> str:
        """The playbook's name of a code; an old record may hold one that has gone from it since."""
        try:
            return self.t.render(find(code).name)
        except UnknownCodeError:
            return code


def look_at(session: Session, shift: Shift, day: BusinessDay, *, full: bool, language: Language | None) -> Look:
    """A look at `day`. Every paper says who printed it when, and carries the audit head."""
    head = day_heads.of_day(session, shift, day)
    language = language or shift.branch.language
    t = catalogue(language)
    now = shift.local(shift.now()).strftime("%Y-%m-%d %H:%M")
    printed = day_heads.printed(head)
    sheet = Sheet(
        bank=t.render(shift.playbook.bank),
        branch=shift.branch.name,
        day=day.date,
        language=language,
        masked=not full,
        facts=(
            (t("Printed at"), now),
            (t("Printed by"), f"{shift.person.name} {shift.person.no}"),
            (t("Audit head"), printed if head.final else t("{head} (provisional)", head=printed)),
        ),
    )
    return Look(session, shift, day, staff_names(session, shift), head, sheet)
