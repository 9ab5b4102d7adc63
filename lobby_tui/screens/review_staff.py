"""Who is at work on a day, and whether they have entered anything: by staff number, and never by referrals."""

from datetime import date

from textual import work

from lobby_tui.desk.figures import REFERRALS, Figure
from lobby_tui.desk.review import glance
from lobby_tui.desk.review.glance_panels import Place
from lobby_tui.desk.review.glance_staff import AtWork
from lobby_tui.desk.review.table import ReviewColumn, ReviewTable
from lobby_tui.desk.words import ROLES
from lobby_tui.locale import Renderable, msg, n_
from lobby_tui.screens.base import LobbyScreen
from lobby_tui.screens.records import RecordsScreen
from lobby_tui.screens.review_view import Choice, ReviewView

ALL, AT_WORK, QUIET, AWAY = "all", Place.AT_WORK.value, Place.QUIET.value, Place.AWAY.value


class ReviewStaffScreen(ReviewView[AtWork]):
    """One line for each person; Enter opens the referrals that they identified that day."""

    HELP = n_("Who is at work on the day, what they have entered so far, and who stands in for whom.")
    CHOICES = (
        Choice(ALL, msg("Everybody")),
        Choice(AT_WORK, msg("At work")),
        Choice(QUIET, msg("Nothing entered yet")),
        Choice(AWAY, msg("Away")),
    )

    def __init__(self, day: date | None = None, choice: str = ALL) -> None:
        super().__init__()
        self.day, self.choice = day, choice

    def title_texts(self) -> tuple[str, str]:
        """What this is; the day."""
        return self.t("Staff of the day"), self.day.isoformat() if self.day else ""

    @work(exclusive=True, group="load")
    async def load(self) -> None:
        """Read the day."""
        with self.refusals():
            found = await self.at_desk(glance.of_day, self.shift, self.day)
            self.day = found.day.date if found else None
            people = [one for one in found.staff if self._wanted(one)] if found else []
            self.show_found(people, "" if people else self.t("Nobody."))
            self.show_bars()

    def _wanted(self, one: AtWork) -> bool:
        return {AT_WORK: not one.away, QUIET: one.quiet, AWAY: one.away}.get(self.choice, True)

    def review_table(self) -> ReviewTable:
        """Number, name, role, whether there, entries, the last one, referrals."""
        columns = (
            ReviewColumn(msg("Staff number")), ReviewColumn(msg("Person")), ReviewColumn(msg("Role")),
            ReviewColumn(msg("There")), ReviewColumn(msg("Records entered"), numeric=True),
            ReviewColumn(msg("The last one")), ReviewColumn(msg("Referrals"), numeric=True),
        )  # fmt: skip
        rows = tuple(
            (one.person.no, one.person.name, ROLES[one.person.role], _there(one), one.entries,
             f"{self.shift.local(one.last):%H:%M}" if one.last else None, one.referrals)
            for one in self.found
        )  # fmt: skip
        facts = ((msg("Day"), self.day.isoformat() if self.day else ""), self.choice_fact())
        return ReviewTable(msg("Staff of the day"), facts, columns, rows, "review_staff")

    def records_of(self, row: AtWork) -> LobbyScreen | None:
        """The referrals that they identified."""
        if self.day is None or not row.referrals:
            return None
        return RecordsScreen(self.day, Figure(row.person.name, row.referrals, REFERRALS.of(staff=row.person.no)))


def _there(one: AtWork) -> Renderable:
    if not one.away:
        return msg("at work")
    return msg("away, {name} stands in", name=one.stand_in.name) if one.stand_in else msg("away")
