"""Closing a day: what is missing, row by row, mended here or carried over; then signing, and reopening."""

import uuid
from datetime import date
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.content import Content
from textual.events import ScreenResume
from textual.widgets import OptionList, Static

from lobby_tui.desk import closing, day_heads, days, gaps, lobby, safekeeping, signing
from lobby_tui.desk.day_heads import DayHead
from lobby_tui.desk.gap.kinds import MENDED_IN, Gap, GapKey, GapKind
from lobby_tui.desk.gaps import DayGaps
from lobby_tui.desk.permissions import Action
from lobby_tui.desk.signing import Move
from lobby_tui.desk.words import DAY_STATES
from lobby_tui.locale import Message, msg, n_
from lobby_tui.models.enums import DayState
from lobby_tui.screens.backing_up import back_up_behind
from lobby_tui.screens.base import LobbyScreen
from lobby_tui.screens.closing_dialogs import CarryOverDialog, ReopenDialog
from lobby_tui.screens.dialogs import Choice, ChoiceDialog
from lobby_tui.screens.mending import NEEDS, SCREENS
from lobby_tui.widgets.closing_state import counts, story
from lobby_tui.widgets.commands import Command, bindings
from lobby_tui.widgets.gap_list import GapList

MEND = Command("mend", "enter", n_("Fix it"), n_("Go to where the gap under the highlight can be closed."))
CLOSE = Command(
    "finish", "f2", n_("Close the day"), n_("Close this day; what is missing has to be fixed or carried over first.")
)
SIGN = Command("finish", "f2", n_("Sign"), n_("Sign the closed day, as the supervisor."))
CARRY_ALL = Command(
    "carry_all", "f4", n_("Carry over all"), n_("Give one reason for carrying over everything that is still missing.")
)
CARRY = Command(
    "carry",
    "space",
    n_("Carry over"),
    n_("Carry the gap under the highlight over with a reason, or take that back."),
)
REOPEN = Command(
    "reopen", "f5", n_("Reopen"), n_("Open a closed or signed day for corrections, with a reason and a second person.")
)
# Before the list, which would scroll sideways.
EARLIER = Command("earlier", "left", n_("Day before"), n_("Show the business day before."), priority=True)
LATER = Command("later", "right", n_("Day after"), n_("Show the business day after."), priority=True)
BACK = Command("back", "escape", n_("Back"), n_("Back to where you came from; reasons that you gave are dropped."))


class ClosingScreen(LobbyScreen):
    """The end of one business day; left and right go through them."""

    HELP = n_(
        "What a day still lacks before it can be closed. Enter goes to where it can be fixed; what cannot be fixed "
        "today is carried over with a reason. A closed day is signed by the supervisor, and reopened by two people "
        "only."
    )
    COMMANDS: ClassVar[tuple[Command, ...]] = (
        MEND, CARRY, CLOSE, SIGN, CARRY_ALL, REOPEN, BACK, EARLIER, LATER,
    )  # fmt: skip
    BINDINGS = bindings(one for one in COMMANDS if one is not SIGN)
    CSS_PATH = "closing.tcss"
    AUTO_FOCUS = "GapList"

    def __init__(self, day: date | None = None) -> None:
        super().__init__()
        self.asked = day
        self.known: tuple[days.Day, ...] = ()
        self.at = 0
        self.found: DayGaps | None = None
        self.moves: tuple[Move, ...] = ()
        self.head: DayHead | None = None
        self.reasons: dict[GapKey, str] = {}

    def body(self) -> ComposeResult:
        """Where the day stands, what is missing, what else should be known."""
        yield Static("", id="closing-state", markup=False)
        yield GapList()
        yield Static("", id="hints", markup=False)
        yield Static("", id="status", markup=False)

    def opened(self) -> None:
        """Read the day."""
        self.load()

    def on_screen_resume(self, event: ScreenResume) -> None:
        """Something may have been mended on the screen above."""
        if self.found:
            self.load()

    @property
    def day(self) -> days.Day | None:
        """The day that is shown."""
        return self.known[self.at] if self.at < len(self.known) else None

    @property
    def _left(self) -> tuple[Gap, ...]:
        """What is missing and has no reason yet."""
        found = self.found.gaps if self.found else ()
        return tuple(gap for gap in found if gap.blocks or gap.key not in self.reasons)

    def title_texts(self) -> tuple[str, str]:
        """Which day, and where it stands."""
        day, what = self.day, self.t("Closing")
        if day:
            what += f" {day.date.isoformat()}  {self.t.render(DAY_STATES[day.state])}"
        return what, self.shift.person.name

    def commands(self) -> tuple[Command, ...]:
        """Only what this person may do with this day."""
        state = self.day.state if self.day else None
        closable = state in closing.CLOSABLE
        ended = state in (DayState.CLOSED, DayState.SIGNED)
        allowed = {
            CLOSE: closable,
            CARRY_ALL: closable,
            CARRY: closable,
            SIGN: state is DayState.CLOSED and self.shift.may(Action.SIGN_DAY),
            REOPEN: ended and self.shift.may(Action.REOPEN_DAY),
        }
        return tuple(one for one in super().commands() if allowed.get(one, True))

    @work(exclusive=True, group="load")
    async def load(self) -> None:
        """Read the days, and what the shown one lacks."""
        with self.refusals():
            shift = self.shift
            self.known = await self.at_desk(days.latest, shift)
            if self.asked and self.known:
                dates = [day.date for day in self.known]
                self.at, self.asked = dates.index(self.asked) if self.asked in dates else 0, None
            day = self.day
            if day is None:
                self._nothing()
                return
            self.found = await self.at_desk(gaps.of_day, shift, day.date)
            self.moves = await self.at_desk(signing.history, shift, day.date)
            self.head = await self.at_desk(day_heads.shown, shift, day.date)
            self._show()

    def _nothing(self) -> None:
        if self.made:
            self.show_bars()
            text = self.t("No business day yet: the first entry opens one.")
            self.query_one("#closing-state", Static).update(text)

    def _show(self) -> None:
        if not self.made or self.found is None:
            return
        missing = {gap.key for gap in self.found.gaps}
        self.reasons = {key: reason for key, reason in self.reasons.items() if key in missing}
        self.show_bars()
        self.query_one(GapList).show(self.found, self.reasons, self.t)
        lines = [counts(self.found, len(self._left), len(self.reasons), self.t)]
        lines += story(self.shift, self.moves, self.head, self.t)
        self.query_one("#closing-state", Static).update(Content("\n").join(lines))
        hints = [self.t.render(hint) for hint in self.found.hints]
        self.query_one("#hints", Static).update(Content("  ".join(hints)))

    def _say(self, text: str) -> None:
        for line in self.query("#status").results(Static):
            line.update(Content(text))

    def action_earlier(self) -> None:
        """The day before."""
        self._go(1)

    def action_later(self) -> None:
        """The day after."""
        self._go(-1)

    def _go(self, by: int) -> None:
        if 0 <= self.at + by < len(self.known):
            self.at += by
            self.reasons = {}
            self._say("")
            self.load()

    def action_back(self) -> None:
        """Back to where one came from."""
        self.app.pop_screen()

    async def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter, or a click."""
        await self.action_mend()

    async def action_mend(self) -> None:
        """Go to where the row under the highlight is mended."""
        row = self.query_one(GapList).chosen
        if row is None:
            return
        if row.kind is GapKind.IN_LOBBY:
            self._to_visit(row.subject)
            return
        mend = MENDED_IN[row.kind]
        if mend in NEEDS and not self.shift.may(NEEDS[mend]):
            self._say(self.t("This is for the customer manager to fix: ask them, or carry it over."))
        else:
            await self.app.push_screen(SCREENS[mend](row.subject))

    @work(group="mend")
    async def _to_visit(self, visit_id: uuid.UUID) -> None:
        from lobby_tui.screens.visit import VisitScreen

        with self.taking_a_step():
            visit = await self.at_desk(lobby.one, self.shift, visit_id)
            await self.app.push_screen(VisitScreen(visit))

    @work(group="carry")
    async def action_carry(self) -> None:
        """Give the gap under the highlight a reason for carrying it over, or take it back."""
        row = self.query_one(GapList).chosen
        if not isinstance(row, Gap) or CARRY not in self.commands():
            return
        if row.blocks:
            self._say(self.t("This cannot be carried over; Enter goes to where it can be fixed."))
            return
        if self.reasons.pop(row.key, None) is None:
            reason = await self.app.push_screen_wait(CarryOverDialog(row.text))
            if reason:
                self.reasons[row.key] = reason
        self._show()

    @work(group="carry")
    async def action_carry_all(self) -> None:
        """One reason for everything that is still missing."""
        if CARRY_ALL in self.commands():
            await self._carry_all()

    async def _carry_all(self) -> bool:
        """Ask for the reason; whether there is one now."""
        left = [gap for gap in self._left if not gap.blocks]
        if not left:
            return False
        reason = await self.app.push_screen_wait(CarryOverDialog(msg("Carry over {count}", count=len(left))))
        if reason is None:
            return False
        self.reasons |= {gap.key: reason for gap in left}
        self._show()
        return True

    @work(group="finish")
    async def action_finish(self) -> None:
        """Close an open day, sign a closed one: whichever comes next."""
        day, offered = self.day, self.commands()
        if day and CLOSE in offered:
            await self._close(day)
        elif day and SIGN in offered:
            await self._sign(day)

    async def _sign(self, day: days.Day) -> None:
        name = day.date.isoformat()
        if not await self._agreed(msg("Sign {day}?", day=name), msg("Sign it")):
            return
        with self.refusals():
            await self.at_desk(signing.sign, self.shift, day.date)
            self._say(self.t("{day} is signed.", day=name))
            self.load()

    async def _close(self, day: days.Day) -> None:
        """Ask once, as it takes two people to undo, and about what is missing first."""
        name, left = day.date.isoformat(), self._left
        if left and not any(gap.blocks for gap in left):
            question = msg("{day} cannot be closed yet. Missing: {count}.", day=name, count=len(left))
            if not await self._agreed(question, msg("Carry over all with a reason")) or not await self._carry_all():
                return
        elif not left and not await self._agreed(msg("Close {day}?", day=name), msg("Close it")):
            return
        with self.refusals():
            closed = await self.at_desk(closing.close, self.shift, day.date, dict(self.reasons))
            self.reasons = {}
            said = self.t("{day} is closed.", day=closed.day.date.isoformat())
            self._say(said)
            self.load()
            back_up_behind(self.lobby, safekeeping.after_closing, lambda more: self._say(f"{said} {more}"))

    async def _agreed(self, question: Message, answer: Message) -> bool:
        asked = ChoiceDialog(question, [Choice("yes", answer, 1), Choice("", msg("Not yet"), 2)])
        chosen = await self.app.push_screen_wait(asked)
        return bool(chosen)

    @work(group="reopen")
    async def action_reopen(self) -> None:
        """Ask for the reason and the second person, then reopen."""
        day = self.day
        if day is None or REOPEN not in self.commands():
            return
        moved = await self.app.push_screen_wait(ReopenDialog(day.date))
        if moved:
            self._say(self.t("{day} is open again, for corrections only.", day=day.date.isoformat()))
            self.load()
