"""Who is away and who stands in for them; and the branch's calendar, the public holidays with its own over them."""

from textual import work
from textual.content import Content

from lobby_tui.desk import absences, calendar, staff
from lobby_tui.desk.absences import AbsenceView
from lobby_tui.desk.calendar import Coming, ComingDay
from lobby_tui.desk.permissions import Action
from lobby_tui.locale import n_
from lobby_tui.screens.absence_dialogs import AbsenceDialog, CalendarDialog
from lobby_tui.screens.table_screen import TableScreen
from lobby_tui.widgets.commands import Command, bindings

PLAN = Command("plan", "f2", n_("New"), n_("Plan an absence; or say whether the branch works on a day."))
SWITCH = Command(
    "switch", "f3", n_("Absences / calendar"), n_("Switch between the absences and the branch's calendar.")
)
SHOW = Command("show", "f4", n_("Show"), n_("See the hand-over note in full, with a reason; it is recorded."))
DROP = Command(
    "drop",
    "delete",
    n_("Remove"),
    n_("Remove what is under the highlight: an absence that has begun ends yesterday."),
)
BACK = Command("back", "escape", n_("Back"), n_("Back to where you came from."))
WEEKDAYS = (n_("Mon"), n_("Tue"), n_("Wed"), n_("Thu"), n_("Fri"), n_("Sat"), n_("Sun"))


class AbsencesScreen(TableScreen[AbsenceView | ComingDay]):
    """The absences that are not over, and the unusual days of the next half year."""

    HELP = n_(
        "Whoever is away gets no customers; whoever stands in sees and answers what was given to them, and reads the "
        "hand-over note. The calendar shows the days on which the branch is closed although it is a weekday, or open "
        "although it is a weekend day: working days and working hours are counted by it. Its own days are set by the "
        "supervisor and stand over the public holidays."
    )
    COMMANDS = (PLAN, SWITCH, SHOW, DROP, BACK)
    BINDINGS = bindings(COMMANDS)

    def __init__(self) -> None:
        super().__init__()
        self.of_calendar = False

    def title_texts(self) -> tuple[str, str]:
        """What this is; the person."""
        title = self.t("The branch's calendar") if self.of_calendar else self.t("Absences")
        return title, self.shift.person.name

    @work(exclusive=True, group="load")
    async def load(self) -> None:
        """Read what is shown anew."""
        with self.refusals():
            if self.of_calendar:
                self._show_calendar(await self.at_desk(calendar.coming, self.shift))
            else:
                self._show(await self.at_desk(absences.planned, self.shift))

    def _show(self, found: tuple[AbsenceView, ...]) -> None:
        t, today = self.t, self.shift.today()
        away = sum(one.first_on <= today for one in found)
        self.put("heading", Content.assemble((t("Away today {count}", count=away), "bold")))
        lines = [
            [
                "*" if one.first_on <= today else " ",
                f"{one.person.name} {one.person.no}",
                self._day(one.first_on),
                self._day(one.last_on),
                f"{one.stand_in.name} {one.stand_in.no}" if one.stand_in else "-",
            ]
            for one in found
        ]
        headings = (" ", t("Who"), t("First day"), t("Last day"), t("Stand-in"))
        self.fill(headings, found, lines, "" if found else t("Nobody is away, and nobody is going to be."))

    def _show_calendar(self, coming: Coming) -> None:
        t = self.t
        hours = self.shift.playbook.hours
        heading = t("Open from {opens} to {closes}", opens=hours.opens, closes=hours.closes)
        self.put("heading", Content.assemble((heading, "bold")))
        lines = [
            [
                self._day(one.date),
                t("working day") if one.works else t("day off"),
                t("the branch's own") if one.own else t("public calendar"),
                one.note,
            ]
            for one in coming.days
        ]
        remarks = [] if lines else [t("No unusual day.")]
        remarks += [
            t(
                "The make-up working days of {year} are not announced yet; only public holidays are days off.",
                year=year,
            )
            for year in coming.unknown
        ]
        self.fill((t("Day"), t("What"), t("Source"), t("Note")), coming.days, lines, "\n".join(remarks))

    def _day(self, day: object) -> str:
        return f"{day:%Y-%m-%d} {self.t(WEEKDAYS[day.weekday()])}"  # type: ignore[attr-defined]

    def detail(self) -> str:
        """The hand-over note, for those whom it concerns."""
        one = self.chosen
        return one.note if isinstance(one, AbsenceView) else ""

    @work(exclusive=True, group="look")
    async def action_show(self) -> None:
        """What is masked in the hand-over note."""
        from lobby_tui.screens.reveal_dialog import show_in_full
        from lobby_tui.widgets.in_full import of_note

        one = self.chosen
        if isinstance(one, AbsenceView) and one.note:
            await show_in_full(self, absences.reveal, one.id, of_note)

    def action_switch(self) -> None:
        """The other of the two."""
        self.of_calendar = not self.of_calendar
        self.say("")
        self.load()

    @work(exclusive=True, group="ask")
    async def action_plan(self) -> None:
        """Something new."""
        if self.of_calendar:
            with self.refusals():
                self.shift.require(Action.SET_CALENDAR)
                if await self.app.push_screen_wait(CalendarDialog()):
                    self.say(self.t("✓ Saved."))
                    self.load()
            return
        with self.refusals():
            dialog = AbsenceDialog(await self.at_desk(staff.everyone, self.shift))
            if await self.app.push_screen_wait(dialog) and dialog.planned:
                warnings = [f"! {self.t.render(one)}" for one in dialog.planned.warnings]
                self.say("\n".join([self.t("✓ Saved."), *warnings]))
                self.load()

    @work(exclusive=True, group="ask")
    async def action_drop(self) -> None:
        """Take it out."""
        one = self.chosen
        with self.refusals():
            if isinstance(one, AbsenceView):
                dropped = await self.at_desk(absences.drop, self.shift, one.id)
                self.say(self.t("✓ Taken out: {name}.", name=dropped.person.name))
            elif one:
                await self.at_desk(calendar.unset, self.shift, one.date)
                self.say(self.t("✓ The public calendar holds again for {day}.", day=one.date.isoformat()))
            self.load()
