"""The two questions of a follow-up: how it went and what comes next, and what to plan."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

from textual.widget import Widget

from lobby_tui.desk import follow_ups
from lobby_tui.desk.follow_ups import Done, FollowUpView, Planned
from lobby_tui.errors import LobbyError, RefusedError
from lobby_tui.locale import msg
from lobby_tui.models.enums import FollowUpKind
from lobby_tui.models.typed_dates import moment, parse_date, parse_time
from lobby_tui.playbook.after import ContactOutcome
from lobby_tui.screens.form_dialog import FormDialog
from lobby_tui.widgets.fields import Field, Segment, Segments, TextField


@contextmanager
def day_at_fault() -> Iterator[None]:
    """What the desk says of the next date stands under the day that was typed."""
    try:
        yield
    except LobbyError as error:
        if error.field in ("next_on", "appointment_at"):
            error.field = "day"
        raise


class DatedDialog(FormDialog):
    """A form with a day, and with a time where an appointment is made."""

    def day_field(self, label: str, hint: str = "") -> Field:
        """The field of the day."""
        return Field("day", label, TextField(placeholder=hint, max_length=20))

    def time_field(self) -> Field:
        """The field of the time."""
        return Field("time", self.t("Time"), TextField(placeholder="15:30", max_length=10))

    def appointment(self, values: Mapping[str, str]) -> datetime:
        """The moment that was typed. Raises RefusedError for the field that lacks."""
        day = parse_date(values["day"], self.shift.today(), "day")
        at = parse_time(values["time"], "time")
        if day is None or at is None:
            raise RefusedError(
                msg("When the appointment is to be is missing."),
                remedy=msg("Enter its day and its time."),
                field="day" if day is None else "time",
            )
        return moment(day, at, self.shift.branch.time_zone)


class DoneDialog(DatedDialog):
    """How it went is known; what comes next is asked for as the outcome needs it. `done` is what the desk saved."""

    def __init__(self, one: FollowUpView, outcome: ContactOutcome) -> None:
        super().__init__(msg("No. {number} {customer}", number=one.referral.number, customer=one.referral.customer))
        self.one = one
        self.outcome = outcome
        self.hint = outcome.name
        self.done: Done | None = None

    def fields(self) -> Iterator[Widget]:
        """The day, and the time of an appointment; a note."""
        t = self.t
        if self.outcome.then == "again":
            days = self.shift.playbook.follow_up.again_days
            yield self.day_field(t("Contact again on"), t("1126; empty: in {count} working days", count=days))
        if self.outcome.then == "appointment":
            yield self.day_field(t("Meet on"), "1126")
            yield self.time_field()
        yield Field("note", t("Note"), TextField(max_length=follow_ups.NOTE_LIMIT))

    async def save(self, values: Mapping[str, str]) -> None:
        """Save it with what comes next."""
        then = self.outcome.then
        next_on = parse_date(values["day"], self.shift.today(), "day") if then == "again" else None
        at = self.appointment(values) if then == "appointment" else None
        with day_at_fault():
            self.done = await self.at_desk(
                follow_ups.done, self.shift, self.one.id, self.outcome.code, values["note"], next_on, at
            )


class PlanDialog(DatedDialog):
    """Something more for a customer. `planned` is what the desk saved."""

    def __init__(self, one: FollowUpView) -> None:
        super().__init__(msg("Plan for no. {number} {customer}", number=one.referral.number,
                             customer=one.referral.customer))  # fmt: skip
        self.one = one
        self.planned: Planned | None = None

    def fields(self) -> Iterator[Widget]:
        """What, when."""
        t = self.t
        kinds = [
            Segment(FollowUpKind.CONTACT.value, t("To contact"), 1),
            Segment(FollowUpKind.APPOINTMENT.value, t("To meet"), 2),
        ]
        yield Field("kind", t("What"), Segments(kinds, FollowUpKind.CONTACT.value))
        yield self.day_field(t("Day"), "1126")
        yield self.time_field()

    async def save(self, values: Mapping[str, str]) -> None:
        """Save it."""
        kind = values["kind"]
        at = self.appointment(values) if kind == FollowUpKind.APPOINTMENT else None
        day = parse_date(values["day"], self.shift.today(), "day")
        with day_at_fault():
            self.planned = await self.at_desk(follow_ups.plan, self.shift, self.one.referral.id, kind, day, at)
