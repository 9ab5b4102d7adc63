"""For how long each kind of data is kept, and taking out what is over."""

from collections.abc import Iterator, Mapping

from textual import work
from textual.widget import Widget

from lobby_tui.desk import retention
from lobby_tui.desk.keeping.kinds import RULES, Kind
from lobby_tui.locale import msg, n_
from lobby_tui.screens.form_dialog import FormDialog
from lobby_tui.screens.table_screen import TableScreen
from lobby_tui.widgets.commands import Command, bindings
from lobby_tui.widgets.fields import Field, TextField

CHANGE = Command("change", "enter", n_("Change"), n_("Set for how many days this kind is kept."))
PURGE = Command("purge", "f2", n_("Take out now"), n_("Take out what is over; it also happens by itself every day."))
BACK = Command("back", "escape", n_("Back"), n_("Back to where you came from."))


class RetentionScreen(TableScreen[Kind]):
    """One line a kind: its days, the default, the limits."""

    HELP = n_(
        "Data about customers is kept no longer than it is needed, and then taken out of its record by itself, once a "
        "day. The record stays for the branch's figures. The bank's own schedule goes before these defaults."
    )
    COMMANDS = (CHANGE, PURGE, BACK)
    BINDINGS = bindings(COMMANDS)
    GIVES_WAY = 0

    def __init__(self) -> None:
        super().__init__()
        self.days: Mapping[Kind, int] = {}

    def title_texts(self) -> tuple[str, str]:
        """What this is; the person."""
        return self.t("How long data is kept"), self.shift.person.name

    @work(exclusive=True, group="load")
    async def load(self) -> None:
        """Read what is set."""
        with self.refusals():
            self.days = await self.at_desk(retention.periods, self.shift)
            t = self.t
            headings = (t("Kind"), t("Days"), t("Default"), t("From"), t("To"))
            self.fill(headings, list(Kind), [self._cells(kind) for kind in Kind])

    def _cells(self, kind: Kind) -> list[str]:
        rule = RULES[kind]
        numbers = (self.days[kind], rule.days, rule.least, rule.most)
        return [self.t.render(rule.name), *(f"{number:>5}" for number in numbers)]

    def detail(self) -> str:
        """From when its days count, and why it is kept so long."""
        kind = self.chosen
        if kind is None:
            return ""
        rule, t = RULES[kind], self.t
        since = t("{days} days {since}.", days=self.days[kind], since=rule.since)
        return f"{since} {t.render(rule.why)}"

    def on_data_table_row_selected(self) -> None:
        """Enter, or a click."""
        self.action_change()

    @work(exclusive=True, group="ask")
    async def action_change(self) -> None:
        """Ask for the days."""
        kind = self.chosen
        if kind is None:
            return
        if await self.app.push_screen_wait(DaysDialog(kind, self.days)):
            self.say(self.t("✓ Saved; it holds from the next time that something is taken out."))
            self.load()

    @work(exclusive=True, group="ask")
    async def action_purge(self) -> None:
        """Take out what is over, and say what that was."""
        with self.refusals(), self.lobby.holding_keys():
            done = await self.at_desk(retention.purge, self.shift)
            said = [self.t.render(line) for line in done.lines] or [self.t("Nothing is kept too long.")]
            self.say(" ".join(said))


class DaysDialog(FormDialog):
    """The days of one kind; empty for the default."""

    def __init__(self, kind: Kind, days: Mapping[Kind, int]) -> None:
        rule = RULES[kind]
        hint = msg(
            "From {least} to {most} days {since}; empty for {days}. What has gone does not come back.",
            least=rule.least,
            most=rule.most,
            since=rule.since,
            days=rule.days,
        )
        super().__init__(rule.name, hint)
        self.kind = kind
        self.days = days

    def fields(self) -> Iterator[Widget]:
        """One number."""
        yield Field(self.kind.value, self.t("Days"), TextField(str(self.days[self.kind]), max_length=5))

    async def save(self, values: Mapping[str, str]) -> None:
        """Set it; the other kinds keep what they have."""
        own = {kind.value: str(days) for kind, days in self.days.items() if days != RULES[kind].days}
        await self.at_desk(retention.set_periods, self.shift, {**own, **values})
