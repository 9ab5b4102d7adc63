"""The questions of the absences: who is away and who stands in; and whether the branch works on a day."""

from collections.abc import Iterator, Mapping, Sequence

from textual.widget import Widget

from lobby_tui.desk import absences, calendar
from lobby_tui.desk.absences import Planned
from lobby_tui.desk.permissions import Action
from lobby_tui.desk.shift import Person
from lobby_tui.errors import RefusedError
from lobby_tui.locale import msg
from lobby_tui.models.typed_dates import parse_date
from lobby_tui.screens.form_dialog import FormDialog
from lobby_tui.widgets.fields import Field, Segment, Segments, TextField


class AbsenceDialog(FormDialog):
    """One's own absence; or anybody's, with leave to plan it. `planned` is what the desk saved."""

    def __init__(self, people: Sequence[Person]) -> None:
        super().__init__(msg("Plan an absence"))
        self.people = people
        self.planned: Planned | None = None

    def fields(self) -> Iterator[Widget]:
        """Who, from when to when, who stands in, what they have to know."""
        t, me = self.t, self.shift.person
        if self.shift.may(Action.PLAN_ABSENCE_OF_OTHERS):
            yield Field("no", t("Staff number"), TextField(me.no, max_length=20))
        yield Field("first_on", t("First day"), TextField(placeholder="1126", max_length=20))
        yield Field("last_on", t("Last day"), TextField(placeholder=t("empty: the same day"), max_length=20))
        if self.shift.may(Action.PLAN_ABSENCE_OF_OTHERS):
            yield Field("stand_in", t("Stand-in"), TextField(placeholder=t("Staff number"), max_length=20))
        else:
            fellows = [one for one in self.people if one.role == me.role and one.active and one.id != me.id][:8]
            nobody = Segment("", t("nobody"), 0)
            offered = [Segment(one.no, one.name, digit) for digit, one in enumerate(fellows, start=1)]
            yield Field("stand_in", t("Stand-in"), Segments([*offered, nobody], offered[0].value if offered else ""))
        yield Field("note", t("Hand-over note"), TextField(max_length=absences.NOTE_LIMIT))

    async def save(self, values: Mapping[str, str]) -> None:
        """Save it."""
        today = self.shift.today()
        first = parse_date(values["first_on"], today, "first_on", back=True)
        if first is None:
            raise RefusedError(msg("The first day is missing."), field="first_on")
        last = parse_date(values["last_on"], first, "last_on") or first
        no = values.get("no", self.shift.person.no)
        self.planned = await self.at_desk(
            absences.plan, self.shift, no, first, last, values["stand_in"], values["note"]
        )


class CalendarDialog(FormDialog):
    """Whether the branch works on a day, whatever the public calendar says."""

    def __init__(self) -> None:
        super().__init__(msg("The branch's own calendar"), msg("It stands over the public holidays."))

    def fields(self) -> Iterator[Widget]:
        """The day, whether it is worked, why."""
        t = self.t
        yield Field("day", t("Day"), TextField(placeholder="1126", max_length=20))
        works = [Segment("off", t("day off"), 1), Segment("works", t("working day"), 2)]
        yield Field("works", t("What"), Segments(works, "off"))
        yield Field("note", t("Note"), TextField(max_length=calendar.NOTE_LIMIT))

    async def save(self, values: Mapping[str, str]) -> None:
        """Save it."""
        day = parse_date(values["day"], self.shift.today(), "day")
        if day is None:
            raise RefusedError(msg("The day is missing."), field="day")
        await self.at_desk(calendar.set_day, self.shift, day, values["works"] == "works", values["note"])
