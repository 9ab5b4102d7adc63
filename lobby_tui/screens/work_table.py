"""The rows of a worklist in a table, with what is known of the one under the highlight."""

import uuid
from typing import ClassVar

from textual import work
from textual.content import Content

from lobby_tui.desk import worklist
from lobby_tui.desk.words import ROLES
from lobby_tui.desk.worklist import Section, Worklist, WorkRow
from lobby_tui.locale import n_
from lobby_tui.screens.table_screen import TableScreen
from lobby_tui.widgets.commands import Command
from lobby_tui.widgets.work_rows import columns, detail

TALLIED = (Section.TRAY, Section.RETURNED, Section.CONFIRM, Section.RESULT)


class WorkTable(TableScreen[WorkRow]):
    """Shows the worklist and keeps the highlight where the hand is; a sub-class says what can be done with it."""

    HELP = n_(
        "Referrals that wait for an answer, the oldest first, then those without a result, and those finished today. "
        "‼ marks what has waited for more working hours than the branch gives, * a colleague's for whom you stand in. "
        "One key answers; Enter takes the result and accepts at the same time."
    )
    COMMANDS: ClassVar[tuple[Command, ...]] = ()

    def __init__(self, subject: uuid.UUID | None = None) -> None:
        super().__init__()
        self.list = Worklist((), 0, {}, 0)
        self.subject = subject
        """The referral that the highlight goes to next."""
        self.moving_on = False
        """Whether the highlight stays where it is, on whatever comes next, and does not follow its referral."""

    def title_texts(self) -> tuple[str, str]:
        """How much waits; the person and their role."""
        t, counts = self.t, self.list.counts
        names = {
            Section.TRAY: t("no manager {count}", count=counts.get(Section.TRAY, 0)),
            Section.RETURNED: t("returned {count}", count=counts.get(Section.RETURNED, 0)),
            Section.CONFIRM: t("to answer {count}", count=counts.get(Section.CONFIRM, 0)),
            Section.RESULT: t("no result {count}", count=counts.get(Section.RESULT, 0)),
        }
        # On a narrow screen the end is cut, so the urgent stands first.
        tallies = [t("‼ late {count}", count=self.list.overdue)] if self.list.overdue else []
        tallies += [names[one] for one in TALLIED if counts.get(one)]
        person = self.shift.person
        return "  ".join([t("Referrals to answer"), *tallies]), f"{person.name} {t.render(ROLES[person.role])}"

    @work(exclusive=True, group="load")
    async def load(self) -> None:
        """Read the rows anew."""
        with self.refusals():
            self._show(await self.at_desk(worklist.of_me, self.shift))

    def _show(self, found: Worklist) -> None:
        if not self.made:
            return
        kept = self.subject or (self.chosen.id if self.chosen else None)
        ids = [row.id for row in found.rows]
        place = ids.index(kept) if kept in ids and not self.moving_on else None
        self.list, self.subject, self.moving_on = found, None, False
        red = self.app.theme_variables["error"]
        made = columns(found.rows, self.shift, self.t, self.app.size.width, red)
        lines = list(zip(*(cells for _, cells in made), strict=True))
        self.fill([name for name, _ in made], found.rows, lines, self._remark(found), place)

    def _remark(self, found: Worklist) -> str:
        shown = len(found.rows)
        if not shown:
            return self.t("Nothing waits for you.")
        return self.t("The first {shown} of {total}.", shown=shown, total=found.total) if found.total > shown else ""

    def detail(self) -> str | Content:
        """What the row has no room for."""
        return detail(self.chosen, self.shift, self.t) if self.chosen else ""
