"""The day page: its papers as they will be printed, one digit to each; export; the way to figures and closing."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Final

from textual import work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.events import ScreenResume
from textual.widgets import Static

from lobby_tui.desk import days, forms, summary
from lobby_tui.desk.permissions import Action
from lobby_tui.desk.words import DAY_STATES
from lobby_tui.locale import msg, n_
from lobby_tui.papers.content import Paper
from lobby_tui.papers.preview import preview
from lobby_tui.screens.base import LobbyScreen
from lobby_tui.screens.export import ExportDialog
from lobby_tui.screens.password_dialogs import ask_second
from lobby_tui.widgets.commands import Command, bindings
from lobby_tui.widgets.day_figures import DayFigures

EXPORT = Command("export", "f2", n_("Export"), n_("Write the day's papers to files: PDF, XLSX, CSV, text."))
FIGURES = Command("figures", "f3", n_("Figures"), n_("The day in figures; each opens the records behind it."))
CLOSING = Command("closing", "f6", n_("Closing"), n_("Close the day, sign it, or reopen it."))
# Before the paper, which would scroll sideways.
EARLIER = Command("earlier", "left", n_("Day before"), n_("Show the business day before."), priority=True)
LATER = Command("later", "right", n_("Day after"), n_("Show the business day after."), priority=True)
BACK = Command("back", "escape", n_("Back"), n_("Back to the desk."))

TABS: Final[Mapping[str, str]] = {
    "referral_record": n_("Referrals"),
    "daily_statistics": n_("Statistics"),
    "traffic": n_("Traffic"),
    "checklist_record": n_("Checks"),
    "complaint_register": n_("Complaints"),
    "meeting_morning": n_("Morning"),
    "meeting_evening": n_("Evening"),
}
"""What each paper is called in a row of seven: the paper itself has the bank's title."""
SIDES: Final = 3  # cells beside a line of the paper: its margins and the scroll bar


class DayScreen(LobbyScreen):
    """One business day; left and right go through them, digits through its papers."""

    HELP = n_(
        "One business day: its papers as they will be printed, a digit to each. Left and Right go through the days; "
        "F3 has the day in figures, F6 closes it."
    )
    COMMANDS = (EXPORT, FIGURES, CLOSING, EARLIER, LATER, BACK)
    BINDINGS = bindings(COMMANDS)
    CSS_PATH = "day.tcss"
    AUTO_FOCUS = "#paper"

    def __init__(self, day: date | None = None) -> None:
        super().__init__()
        self.asked = day
        self.known: tuple[days.Day, ...] = ()
        self.at = 0
        self.code = forms.PAPERS[0]
        self.paper: Paper | None = None

    def body(self) -> ComposeResult:
        """The day in three lines, which papers there are, and the one that is chosen."""
        yield DayFigures(id="day-figures")
        yield Static("", id="tabs", markup=False)
        with VerticalScroll(id="paper"):
            yield Static("", id="paper-text", markup=False)
        yield Static("", id="status", markup=False)

    def opened(self) -> None:
        """Read the days, and show the latest, or the one that was asked for."""
        self.load()

    def on_screen_resume(self, event: ScreenResume) -> None:
        """The day may have been closed on the screen above."""
        if self.known:
            self.load()

    def on_resize(self) -> None:
        """Lay the paper out for the new width."""
        self._show_paper()

    @property
    def day(self) -> days.Day | None:
        """The day that is shown."""
        return self.known[self.at] if self.at < len(self.known) else None

    def title_texts(self) -> tuple[str, str]:
        """Which day, and where it stands."""
        day, t = self.day, self.t
        if day is None:
            return t("The day"), self.shift.person.name
        return f"{t('The day')} {day.date.isoformat()}  {t.render(DAY_STATES[day.state])}", self.shift.person.name

    def commands(self) -> tuple[Command, ...]:
        """Only what this person may do with this day."""
        allowed = {EXPORT: self.shift.may(Action.EXPORT), CLOSING: self.shift.may(Action.CLOSE_DAY)}
        return tuple(one for one in super().commands() if allowed.get(one, True))

    @work(exclusive=True, group="load")
    async def load(self) -> None:
        """Read the days and show the chosen one."""
        with self.refusals():
            shown = self.day.date if self.day else self.asked
            self.known = await self.at_desk(days.latest, self.shift)
            dates = [one.date for one in self.known]
            self.at = dates.index(shown) if shown in dates else 0
            await self._read()

    @work(exclusive=True, group="load")
    async def show(self) -> None:
        """Show what was chosen."""
        with self.refusals():
            await self._read()

    async def _read(self) -> None:
        day = self.day
        if not self.made:
            return
        self.show_bars()
        self._show_tabs()
        if day is None:
            self.query_one(DayFigures).show(None, self.t, self.shift.playbook)
            return
        figures = await self.at_desk(summary.of_day, self.shift, day.date)
        if self.made:
            self.query_one(DayFigures).show(figures, self.t, self.shift.playbook)
        if self.shift.may(Action.EXPORT):
            self.paper = await self.at_desk(forms.paper, self.shift, day.date, code=self.code, language=self.t.language)
            self._show_paper()

    def _show_tabs(self) -> None:
        if not self.shift.may(Action.EXPORT):
            return
        parts: list[Content] = []
        for digit, code in enumerate(forms.PAPERS, start=1):
            chosen = code == self.code
            name = (self.t(TABS[code]), "bold underline" if chosen else "")
            parts.append(Content.assemble((str(digit), "$key-cap"), "✓" if chosen else " ", name, " "))
        for tabs in self.query("#tabs").results(Static):
            tabs.update(Content("").join(parts))

    def _show_paper(self) -> None:
        if self.paper is None or not self.made:
            return
        lines = preview(self.paper, max(60, self.app.size.width - SIDES))
        for shown in self.query("#paper-text").results(Static):
            shown.update(Content("\n".join(lines)))

    async def on_digit(self, digit: int) -> bool:
        """Show another paper."""
        if not 1 <= digit <= len(forms.PAPERS) or not self.shift.may(Action.EXPORT):
            return False
        self.code = forms.PAPERS[digit - 1]
        self.query_one("#paper", VerticalScroll).scroll_home(animate=False)
        self.show()
        return True

    def action_earlier(self) -> None:
        """The day before."""
        self._go(1)

    def action_later(self) -> None:
        """The day after."""
        self._go(-1)

    def _go(self, by: int) -> None:
        if 0 <= self.at + by < len(self.known):
            self.at += by
            self._say("")
            self.show()

    def action_back(self) -> None:
        """Back to the desk."""
        self.app.pop_screen()

    def action_figures(self) -> None:
        """The day in figures."""
        from lobby_tui.screens.figures import FiguresScreen

        if self.day:
            self.app.push_screen(FiguresScreen(self.day.date))

    def action_closing(self) -> None:
        """What the day still lacks, closing it, signing it."""
        from lobby_tui.screens.closing import ClosingScreen

        if self.day and self.shift.may(Action.CLOSE_DAY):
            self.app.push_screen(ClosingScreen(self.day.date))

    @work(group="export")
    async def action_export(self) -> None:
        """Ask what and where, then write the files."""
        day = self.day
        if day is None or not self.shift.may(Action.EXPORT):
            return
        folder = self.lobby.settings.home / "papers"
        wish = await self.app.push_screen_wait(ExportDialog(folder, self.code, TABS[self.code]))
        if wish is None:
            return
        second = await ask_second(self, msg("Export in full")) if wish.full else None
        if wish.full and second is None:
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
                    papers=wish.papers,
                    full=wish.full,
                    second=second,
                    language=self.t.language,
                )
            except BaseException:
                self._say("")
                raise
            self._say(self.t("✓ {count} files written to {folder}", count=len(files), folder=wish.folder))

    def _say(self, text: str) -> None:
        for line in self.query("#status").results(Static):
            line.update(Content(text))
            line.display = bool(text)
