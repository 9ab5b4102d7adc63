"""A day's traffic by hour, need and zone; and one digit for what is done about a full lobby."""

from collections.abc import Iterator, Mapping

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.events import Resize, ScreenResume
from textual.widget import Widget
from textual.widgets import Static

from lobby_tui.desk import crowding, days, lobby, traffic
from lobby_tui.desk.permissions import Action
from lobby_tui.desk.traffic import Traffic
from lobby_tui.desk.words import DAY_STATES
from lobby_tui.errors import RefusedError
from lobby_tui.locale import Renderable, msg, n_
from lobby_tui.models.enums import DayState
from lobby_tui.screens.base import LobbyScreen
from lobby_tui.screens.form_dialog import FormDialog
from lobby_tui.widgets import traffic_tables
from lobby_tui.widgets.commands import Command, bindings
from lobby_tui.widgets.fields import Field, TextField

# Before the page, which would scroll sideways.
EARLIER = Command("earlier", "left", n_("Day before"), n_("Show the business day before."), priority=True)
LATER = Command("later", "right", n_("Day after"), n_("Show the business day after."), priority=True)
FIGURES = Command("figures", "f3", n_("Records"), n_("All figures of the day, and the records behind each."))
BACK = Command("back", "escape", n_("Back"), n_("Back to where you came from."))


class TrafficScreen(LobbyScreen):
    """One business day's traffic; left and right go through the days."""

    HELP = n_(
        "Every visit of a day by hour, need and zone, with how long customers waited, in minutes and seconds; of those "
        "counted with one key no wait is known. When the lobby is too full, a digit records what you do about it."
    )
    COMMANDS = (EARLIER, LATER, FIGURES, BACK)
    BINDINGS = bindings(COMMANDS)
    CSS_PATH = "traffic.tcss"
    AUTO_FOCUS = "#traffic-page"

    def __init__(self) -> None:
        super().__init__()
        self.known: tuple[days.Day, ...] = ()
        self.at = 0
        self.found: Traffic | None = None

    def body(self) -> ComposeResult:
        """The chart and the totals, the tables, the crowded times; under them the digits for a full lobby."""
        with VerticalScroll(id="traffic-page"):
            with Horizontal(id="traffic-top"):
                yield Static("", id="traffic-chart", markup=False)
                yield Static("", id="traffic-totals", markup=False)
            with Horizontal(id="traffic-tables"):
                yield Static("", id="traffic-needs", markup=False)
                yield Static("", id="traffic-places", markup=False)
            yield Static("", id="traffic-crowded", markup=False)
        yield Static("", id="alert", markup=False)
        yield Static("", id="measures", markup=False)
        yield Static("", id="status", markup=False)

    def opened(self) -> None:
        """Read the days, and show the latest."""
        self.load()

    def on_screen_resume(self, event: ScreenResume) -> None:
        """A day may have begun or ended meanwhile."""
        self.load()

    @property
    def day(self) -> days.Day | None:
        """The day that is shown."""
        return self.known[self.at] if self.at < len(self.known) else None

    @property
    def _now(self) -> bool:
        """Whether the lobby of this very day can be full: the open day is shown, or none has begun."""
        return (self.day is None or self.day.state is DayState.OPEN) and self.shift.may(Action.VISIT)

    def title_texts(self) -> tuple[str, str]:
        """Which day, and where it stands."""
        day, t = self.day, self.t
        if day is None:
            return t("Traffic"), self.shift.person.name
        return f"{t('Traffic')} {day.date.isoformat()}  {t.render(DAY_STATES[day.state])}", self.shift.person.name

    @work(exclusive=True, group="load")
    async def load(self) -> None:
        """Read the days and show the chosen one."""
        with self.refusals():
            self.known = await self.at_desk(days.latest, self.shift)
            day = self.day
            self.found = await self.at_desk(traffic.of_day, self.shift, day.date) if day else None
            alert = None
            if self._now:
                alert = crowding.alert(self.shift, await self.at_desk(lobby.in_lobby, self.shift))
            if self.made:
                self.show_bars()
                self._show(alert)

    def on_resize(self, event: Resize) -> None:
        """Draw it for the new width."""
        if self.made:
            self._draw()

    def _show(self, alert: Renderable | None) -> None:
        line = self.query_one("#alert", Static)
        line.update(Content(f"‼ {self.t.render(alert)}") if alert else "")
        line.display = alert is not None
        self._draw()

    def _draw(self) -> None:
        """Everything that depends on the width."""
        t, found, width = self.t, self.found, self.app.size.width - 3
        half = width // 2 - 4
        tall = self.app.size.height >= 30
        parts: Mapping[str, Content] = {}
        if found:
            parts = {
                "#traffic-chart": traffic_tables.chart(found, width * 2 // 3, 8 if tall else 4),
                "#traffic-totals": traffic_tables.totals(found, t),
                "#traffic-needs": traffic_tables.waits(found.by_need, msg("Need"), t, half, self._short),
                "#traffic-places": traffic_tables.waits(found.by_place, msg("Where to"), t, half, self._short),
                "#traffic-crowded": self._crowded(found),
            }
        else:
            parts = {"#traffic-chart": Content(t("No business day yet: the first entry opens one."))}
        for name, content in parts.items():
            self.query_one(name, Static).update(content)
        measures = self.query_one("#measures", Static)
        measures.update(traffic_tables.measures(self.shift.playbook.crowding_measures, t, width))
        measures.display = self._now

    @property
    def _short(self) -> Mapping[str, Renderable]:
        """Short names of needs and zones where the tables have little room."""
        if self.app.size.width >= 110:
            return {}
        playbook = self.shift.playbook
        return {need.code: need.short for need in playbook.needs} | {zone.code: zone.short for zone in playbook.zones}

    def _crowded(self, found: Traffic) -> Content:
        t = self.t
        if not found.crowding:
            return Content.styled(t("No crowding was recorded."), "$muted")
        head = Content.styled(t("Crowding"), "$muted")
        return Content("\n").join([head, traffic_tables.crowded(found.crowding, t, self.shift.local)])

    async def on_digit(self, digit: int) -> bool:
        """Record what is done about a full lobby."""
        for one in self.shift.playbook.crowding_measures:
            if one.digit == digit and self._now:
                self.record(one.code, one.name)
                return True
        return False

    @work(group="record")
    async def record(self, measure: str, name: Renderable) -> None:
        """Ask how many wait, then record it."""
        with self.refusals():
            waiting = await self.at_desk(lobby.in_lobby, self.shift)
            if await self.app.push_screen_wait(CrowdingDialog(measure, name, len(waiting))):
                self._say(self.t("✓ Recorded: {what}", what=name))

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

    async def action_figures(self) -> None:
        """The figures, and what is behind them."""
        if self.day:
            from lobby_tui.screens.figures import FiguresScreen

            await self.app.push_screen(FiguresScreen(self.day.date))

    def action_back(self) -> None:
        """Back."""
        self.app.pop_screen()

    def _say(self, text: str) -> None:
        for line in self.query("#status").results(Static):
            line.update(Content(text))


class CrowdingDialog(FormDialog):
    """How many people wait, and a word on what was done. Enter twice records it as it stands."""

    def __init__(self, measure: str, name: Renderable, waiting: int) -> None:
        super().__init__(msg("The lobby is full: {what}", what=name))
        self.measure, self.waiting = measure, waiting

    def fields(self) -> Iterator[Widget]:
        """Two fields, filled with what is known."""
        yield Field("waiting", self.t("How many wait"), TextField(str(self.waiting), max_length=4))
        yield Field("note", self.t("Note"), TextField(max_length=200))

    async def save(self, values: Mapping[str, str]) -> None:
        """Record it."""
        count = number(values["waiting"], "waiting")
        await self.at_desk(crowding.record, self.shift, self.measure, values["note"], count)


def number(text: str, field: str) -> int:
    """A number as typed, of either width. Raises RefusedError for the field."""
    from lobby_tui.models.text import fold

    plain = fold(text).strip()
    if not (plain.isascii() and plain.isdigit()):
        raise RefusedError(msg("A number is needed here."), remedy=msg("Enter how many."), field=field)
    return int(plain)
