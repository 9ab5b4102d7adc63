"""The audit trail: who did what when, the newest first, two hundred at a time."""

from collections.abc import Sequence

from textual import work

from lobby_tui.desk import audit_trail
from lobby_tui.desk.audit.wanted import Wanted
from lobby_tui.desk.audit_trail import EventView, Place
from lobby_tui.locale import n_
from lobby_tui.screens.table_screen import TableScreen
from lobby_tui.widgets.commands import Command, bindings

ABOUT = Command("about", "enter", n_("All about it"), n_("Show all events about the same record; Esc goes back."))
FILTER = Command("filter", "f2", n_("Filter"), n_("Narrow the trail down: days, person, action, record, terminal."))
EXPORT = Command("export", "f3", n_("Export"), n_("Write what fits the filter to a file; it is recorded."))
NEWER = Command("newer", "f4", n_("Newer"), n_("Show the events after these."))
OLDER = Command("older", "f5", n_("Older"), n_("Show the events before these."))
BACK = Command("back", "escape", n_("Back"), n_("Take the filter away, or go back."))


class AuditScreen(TableScreen[EventView]):
    """Nothing can be changed here: the trail is only added to."""

    HELP = n_(
        "Who did what when: every entry of this branch leaves one event, bound to the event before it. Events stand in "
        "the order of their chain, whatever the clock said. Names and numbers of customers are not part of the trail."
    )
    COMMANDS = (ABOUT, FILTER, EXPORT, NEWER, OLDER, BACK)
    BINDINGS = bindings(COMMANDS)
    GIVES_WAY = 3

    def __init__(self) -> None:
        super().__init__()
        self.filters: list[Wanted] = [Wanted()]
        """The filter, and those that Esc goes back to."""
        self.places: list[Place | None] = [None]
        """Where this page begins, and the pages before it."""
        self.further: Place | None = None

    @property
    def wanted(self) -> Wanted:
        """The filter."""
        return self.filters[-1]

    def title_texts(self) -> tuple[str, str]:
        """What this is; the person."""
        return self.t("Audit trail"), self.shift.person.name

    def commands(self) -> tuple[Command, ...]:
        """Pages only where there are several."""
        hidden = {NEWER if len(self.places) == 1 else None, OLDER if self.further is None else None}
        return tuple(one for one in super().commands() if one not in hidden)

    @work(exclusive=True, group="load")
    async def load(self) -> None:
        """Read a page: as many questions as it takes, each of them short."""
        with self.refusals():
            found: list[EventView] = []
            place, looked = self.places[-1], 0
            while True:
                page = await self.at_desk(
                    audit_trail.page, self.shift, self.wanted, place, audit_trail.PAGE - len(found)
                )
                found += page.events
                place, looked = page.further, looked + page.looked
                if place is None or len(found) >= audit_trail.PAGE:
                    break
                self.put("heading", self.t("Looking … {count} events so far", count=looked))
            self.further = place
            if self.made:
                self._show(found)

    def _show(self, found: Sequence[EventView]) -> None:
        t = self.t
        several = len({one.chain for one in found}) > 1 or bool(self.wanted.chain)
        headings = [t("Event"), t("Time"), t("Person"), t("Action"), t("Concerning")]
        lines = [self._cells(one) for one in found]
        if several:
            headings.append(t("Terminal"))
            lines = [[*line, one.chain.hex[:8]] for line, one in zip(lines, found, strict=True)]
        self.put("heading", self._asked())
        self.fill(headings, found, lines, "" if found else t("No event fits this filter."), place=0)

    def _cells(self, one: EventView) -> list[str]:
        narrow = self.has_class("-narrow")
        return [
            str(one.seq),
            self.shift.local(one.at).strftime("%m-%d %H:%M:%S" if narrow else "%Y-%m-%d %H:%M:%S"),
            f"{one.person.name} {one.person.no}" if one.person else self.t("nobody"),
            self.t.render(one.what),
            self.t.render(one.about),
        ]

    def _asked(self) -> str:
        """The filter in words; nothing where there is none."""
        t, wanted = self.t, self.wanted
        parts = [
            t("from {day}", day=wanted.since.isoformat()) if wanted.since else "",
            t("to {day}", day=wanted.until.isoformat()) if wanted.until else "",
            wanted.person or "",
            wanted.action or "",
            wanted.subject or "",
            t("terminal {number}", number=wanted.chain) if wanted.chain else "",
        ]
        said = "  ".join(part for part in parts if part)
        return t("Filter: {filter}", filter=said) if said else ""

    def detail(self) -> str:
        """What the row has cut, the details, the record and the link."""
        one = self.chosen
        if one is None:
            return ""
        moment = f"{self.shift.local(one.at):%Y-%m-%d %H:%M:%S}"
        return f"{moment}  {self.t.render(one.what)}  {one.details}\n{one.subject}  {one.head[:24]}…"

    def on_data_table_row_selected(self) -> None:
        """Enter, or a click."""
        self.action_about()

    def action_about(self) -> None:
        """The same record's other events."""
        if self.chosen:
            self._ask(Wanted(subject=self.chosen.subject))

    @work(exclusive=True, group="ask")
    async def action_filter(self) -> None:
        """Ask what is wanted."""
        from lobby_tui.screens.audit_dialogs import FilterDialog

        dialog = FilterDialog(self.wanted)
        if await self.app.push_screen_wait(dialog):
            self.filters = [Wanted()]
            if dialog.wanted != Wanted():
                self._ask(dialog.wanted)
            else:
                self._from_the_top()

    @work(exclusive=True, group="ask")
    async def action_export(self) -> None:
        """Write it to a file."""
        from lobby_tui.screens.audit_dialogs import TrailExportDialog

        dialog = TrailExportDialog(self.wanted, self.lobby.settings.home / "papers")
        if await self.app.push_screen_wait(dialog) and dialog.written:
            rows, folder = dialog.written[0].rows, str(dialog.written[0].path.parent)
            self._from_the_top()
            self.say(self.t("✓ {rows} events written to {folder}.", rows=rows, folder=folder))

    def action_newer(self) -> None:
        """The page before."""
        if len(self.places) > 1:
            self.places.pop()
            self.load()

    def action_older(self) -> None:
        """The page after."""
        if self.further:
            self.places.append(self.further)
            self.load()

    def action_back(self) -> None:
        """Take the last filter away, or go back."""
        if len(self.filters) == 1:
            super().action_back()
            return
        self.filters.pop()
        self._from_the_top()

    def _ask(self, wanted: Wanted) -> None:
        self.filters.append(wanted)
        self._from_the_top()

    def _from_the_top(self) -> None:
        self.places = [None]
        self.load()
