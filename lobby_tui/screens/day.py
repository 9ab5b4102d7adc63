"""The day page: the day in figures, its paper as it will be printed, export, closing."""

from datetime import date
from pathlib import Path

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from lobby_tui.desk import days, forms, summary
from lobby_tui.desk.permissions import Action
from lobby_tui.desk.summary import Summary
from lobby_tui.desk.words import DAY_STATES, ROLES
from lobby_tui.locale import msg, n_
from lobby_tui.papers import txt
from lobby_tui.screens.base import LobbyScreen
from lobby_tui.screens.dialogs import Choice, ChoiceDialog
from lobby_tui.screens.export import ExportDialog
from lobby_tui.widgets.commands import Command, bindings
from lobby_tui.widgets.figures import sparkline

EXPORT = Command("export", "f2", n_("Export"), n_("Write the day's paper to files: PDF, XLSX, CSV, text."))
# Before the paper, which would scroll sideways.
EARLIER = Command("earlier", "left", n_("Day before"), n_("Show the business day before."), priority=True)
LATER = Command("later", "right", n_("Day after"), n_("Show the business day after."), priority=True)
CLOSE = Command("close_day", "f6", n_("Close the day"), n_("Close the open day; later entries belong to the next one."))
BACK = Command("back", "escape", n_("Back"), n_("Back to the desk."))


class DayScreen(LobbyScreen):
    """One business day; left and right go through them."""

    HELP = n_("One business day: its figures, and its paper as it will be printed. Left and Right go through the days.")
    COMMANDS = (EXPORT, EARLIER, LATER, CLOSE, BACK)
    BINDINGS = bindings(COMMANDS)
    CSS_PATH = "day.tcss"
    AUTO_FOCUS = "#paper"

    def __init__(self) -> None:
        super().__init__()
        self.known: tuple[days.Day, ...] = ()
        self.at = 0

    def body(self) -> ComposeResult:
        """Figures above, the paper under them."""
        with Horizontal(id="day-figures"):
            yield Static("", id="traffic", markup=False)
            yield Static("", id="identified", markup=False)
            yield Static("", id="received", markup=False)
        with VerticalScroll(id="paper"):
            yield Static("", id="paper-text", markup=False)
        yield Static("", id="status", markup=False)

    def opened(self) -> None:
        """Read the days, and show the latest."""
        self.load()

    @property
    def day(self) -> days.Day | None:
        """The day that is shown."""
        return self.known[self.at] if self.at < len(self.known) else None

    def title_texts(self) -> tuple[str, str]:
        """Which day, and where it stands."""
        day = self.day
        if day is None:
            return self.t("The day"), self.shift.person.name
        return (
            f"{self.t('The day')} {day.date.isoformat()}  {self.t.render(DAY_STATES[day.state])}",
            self.shift.person.name,
        )

    def commands(self) -> tuple[Command, ...]:
        """Only what this person may do with this day."""
        allowed = {EXPORT: self.shift.may(Action.EXPORT), CLOSE: self.shift.may(Action.CLOSE_DAY)}
        return tuple(one for one in super().commands() if allowed.get(one, True))

    @work(exclusive=True, group="load")
    async def load(self) -> None:
        """Read the days and show the chosen one."""
        with self.refusals():
            self.known = await self.at_desk(days.latest, self.shift)
            if not self.made:
                return
            day = self.day
            self.show_bars()
            if day is None:
                self.query_one("#traffic", Static).update(self.t("No business day yet: the first entry opens one."))
                return
            figures = await self.at_desk(summary.of_day, self.shift, day.date)
            if figures and self.made:
                self.query_one("#traffic", Static).update(self._traffic(figures))
                self.query_one("#identified", Static).update(self._identified(figures))
                self.query_one("#received", Static).update(self._received(figures))
            await self._show_paper(day.date)

    async def _show_paper(self, day: date) -> None:
        if not self.shift.may(Action.EXPORT):
            return
        paper = await self.at_desk(forms.paper, self.shift, day, language=self.t.language)
        width = max(76, self.app.size.width - 4)
        for shown in self.query("#paper-text").results(Static):
            shown.update(Content(txt.render(paper, width).decode()))

    def _traffic(self, figures: Summary) -> Content:
        t, playbook = self.t, self.shift.playbook
        hours = " - ".join(dict.fromkeys([min(figures.by_hour), max(figures.by_hour)])) if figures.by_hour else ""
        names = {zone.code: t.render(zone.short) for zone in playbook.zones}
        parts: list[Content | str | tuple[str, str]] = [
            (t("Visits") + " ", "$muted"), (str(figures.visits), "bold"), "  ",
            (sparkline(dict(figures.by_hour)), "$primary"), "  ",
            (hours, "$muted"),
            "\n",
        ]  # fmt: skip
        parts += [f"  {names.get(zone, zone)} {count}\n" for zone, count in figures.routed.items()]
        parts += [(t("Seen but not referred") + " ", "$muted"), str(figures.not_referred), "   ",
                  (t("Left unserved") + " ", "$muted"), str(figures.left)]  # fmt: skip
        return Content.assemble(*parts)

    def _identified(self, figures: Summary) -> Content:
        t = self.t
        rows = [f"\n  {t.render(ROLES[role])} {count}" for role, count in figures.identified_by_role.items()]
        parts: list[Content | str | tuple[str, str]] = [
            (t("Referrals") + " ", "$muted"), (str(figures.referrals), "bold"), "\n",
            (t("Introduced") + " ", "$muted"), str(figures.introduced), "   ",
            (t("To follow up") + " ", "$muted"), str(figures.to_follow_up), "\n",
            (t("Identified by"), "$muted"),
        ]  # fmt: skip
        return Content.assemble(*parts, *rows)

    def _received(self, figures: Summary) -> Content:
        names = figures.manager_names
        rows = [f"\n  {names.get(no, no)} {count}" for no, count in figures.received_by_manager.items()]
        return Content.assemble((self.t("Received by"), "$muted"), *rows)

    def action_earlier(self) -> None:
        """The day before."""
        if self.at + 1 < len(self.known):
            self.at += 1
            self.load()

    def action_later(self) -> None:
        """The day after."""
        if self.at:
            self.at -= 1
            self.load()

    def action_back(self) -> None:
        """Back to the desk."""
        self.app.pop_screen()

    @work(group="export")
    async def action_export(self) -> None:
        """Ask what and where, then write the files."""
        day = self.day
        if day is None or not self.shift.may(Action.EXPORT):
            return
        wish = await self.app.push_screen_wait(ExportDialog(self.lobby.settings.home / "papers"))
        if wish is None:
            return
        with self.refusals():
            self._say(self.t("Writing the files."))
            try:
                files = await self.at_desk(
                    forms.export,
                    self.shift,
                    day.date,
                    wish.formats,
                    Path(wish.folder),
                    full=wish.full,
                    language=self.t.language,
                )
            except BaseException:
                self._say("")
                raise
            self._say(self.t("✓ {count} files written to {folder}", count=len(files), folder=wish.folder))

    @work(group="close")
    async def action_close_day(self) -> None:
        """Ask once, as closing cannot be undone, then close."""
        if not self.shift.may(Action.CLOSE_DAY):
            return
        answer = await self.app.push_screen_wait(
            ChoiceDialog(
                msg("Close the open business day?"),
                [Choice("close", msg("Close it"), 1), Choice("", msg("Not yet"), 2)],
                msg("Later entries belong to the next business day."),
            )
        )
        if answer:
            with self.refusals():
                closed = await self.at_desk(days.close, self.shift)
                self._say(self.t("{day} is closed.", day=closed.date.isoformat()))
                self.load()

    def _say(self, text: str) -> None:
        for line in self.query("#status").results(Static):
            line.update(Content(text))
