"""The desk: home. Who is in the lobby, today in figures, and one key for an ordinary customer."""

import uuid
from collections.abc import Sequence

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.events import Resize, ScreenResume
from textual.widgets import OptionList, Static

from lobby_tui.desk import days, drafts, lobby, summary, undoing, visit_endings, visits, waiting
from lobby_tui.desk.drafts import DraftView
from lobby_tui.desk.permissions import Action
from lobby_tui.desk.waiting import Waiting
from lobby_tui.desk.words import DAY_STATES, ROLES
from lobby_tui.errors import LobbyError
from lobby_tui.locale import Message, msg, n_
from lobby_tui.screens import begun as begun_kinds
from lobby_tui.screens.base import LobbyScreen
from lobby_tui.screens.dialogs import Choice, ChoiceDialog, choices_of
from lobby_tui.widgets.commands import WORK, Command, bindings
from lobby_tui.widgets.figures import quick_routes, today, waiting_text
from lobby_tui.widgets.lobby_list import LobbyList
from lobby_tui.widgets.referral_texts import saved_text

NEW = Command("new_customer", "space", n_("New customer"), n_("Greet a customer; their waiting clock starts."))
RESUME = Command("resume", "enter", n_("Go on"), n_("Take up the customer under the highlight where they were left."))
REFER = Command(
    "refer", "f2", n_("Referral"), n_("Log a referral on one page, for a customer who was not greeted here.")
)
TODAY = Command("referrals", "f3", n_("List"), n_("Today's referrals: search, change, undo."))
DAY = Command("day", "f4", n_("The day"), n_("The day in figures, its paper, export, closing."), bar=False)
LEFT = Command(
    "left", "delete", n_("Left unserved"), n_("The customer under the highlight has left; say why."), bar=False
)
UNDO = Command(
    "undo", "f6", n_("Undo"), n_("Take back the last count, or reopen the last customer sent on."), bar=False
)

REFRESH_SECONDS = 15


class DeskScreen(LobbyScreen):
    """Home of everybody who looks after the lobby."""

    HELP = n_(
        "Who is in the lobby, today in figures, and one key for an ordinary customer: the digits under the list "
        "count a customer and say where they go. Space greets a customer whom you talk to."
    )
    COMMANDS = (NEW, RESUME, REFER, TODAY, WORK, DAY, UNDO, LEFT)
    BINDINGS = bindings(COMMANDS)
    CSS_PATH = "desk.tcss"
    AUTO_FOCUS = "LobbyList"

    def __init__(self) -> None:
        super().__init__()
        self._day_text = ""
        self._offered = False

    def body(self) -> ComposeResult:
        """The lobby, the figures, the quick routes, and a line for what was just done."""
        t = self.t
        with Horizontal(id="desk"):
            with Vertical(id="lobby"):
                yield Static(t("In the lobby"), id="lobby-title", classes="strong", markup=False)
                yield Static("", id="crowded", classes="error", markup=False)
                yield Static("", id="nobody", classes="muted", markup=False)
                yield LobbyList(id="visits", markup=False)
            with Vertical(id="figures"):
                yield Static(t("Today"), classes="strong", markup=False)
                yield Static("", id="today", markup=False)
                yield Static(t("Waits for me"), id="waits-title", classes="strong", markup=False)
                yield Static("", id="waits", markup=False)
        yield Static(t("Ordinary customer: one key"), id="quick-title", classes="muted", markup=False)
        yield Static("", id="quick", markup=False)
        yield Static("", id="status", markup=False)

    def opened(self) -> None:
        """Show the lobby, and keep it fresh."""
        self._show_routes()
        self.load()
        if not self._offered:
            self.set_interval(REFRESH_SECONDS, self.freshen)

    def freshen(self) -> None:
        """Read anew while one can see it. What lies beneath is read when it comes back; until then a store that fails
        must not put its refusal over the lock, nor one refusal over another.
        """
        if self.app.screen is self:
            self.load()

    def on_resize(self, event: Resize) -> None:
        """Lay the quick routes out for the new width."""
        self._show_routes()

    def on_screen_resume(self, event: ScreenResume) -> None:
        """Something may have happened on the screen above."""
        logged, self.lobby.just_logged = self.lobby.just_logged, None
        if logged:
            self._say(saved_text(logged, self.t))
        self.load()

    def title_texts(self) -> tuple[str, str]:
        """The branch and its day; the person and their role."""
        person = self.shift.person
        role = self.t.render(ROLES[person.role])
        return f"{self.shift.branch.name}  {self._day_text}", f"{person.name} {role}"

    def _show_routes(self) -> None:
        if not self.made:
            return
        width = self.app.size.width - 2
        self.query_one("#quick", Static).update(quick_routes(self.shift.playbook, self.t, width))

    @work(exclusive=True, group="load")
    async def load(self) -> None:
        """Read the lobby and the figures anew."""
        from lobby_tui.desk import crowding  # the first painting does without

        with self.refusals():
            shift = self.shift
            visitors = await self.at_desk(lobby.in_lobby, shift)
            figures = await self.at_desk(summary.of_day, shift)
            begun = await self.at_desk(drafts.mine, shift)
            found = await self.at_desk(waiting.for_me, shift)
            if not self.made:
                return
            day = figures.day if figures else None
            self._day_text = self._date_text(day)
            self.show_bars()
            self._show_lobby(visitors, begun)
            self._show_waits(found)
            self._show_alert(crowding.alert(shift, visitors))
            self.query_one("#today", Static).update(today(figures, self.t))
            if not self._offered:
                self._offered = True
                self._offer(day, begun)

    def _show_waits(self, found: Sequence[Waiting]) -> None:
        """What waits for me, the urgent first; on a narrow screen on one line."""
        separator = Content("  ") if self.has_class("-narrow") else Content("\n")
        texts = [waiting_text(one, self.t, named=True) for one in found]
        self.query_one("#waits", Static).update(separator.join(texts))
        self.query_one("#waits-title", Static).display = bool(found) and not self.has_class("-narrow")

    def _show_alert(self, alert: Message | None) -> None:
        """That the lobby is too full, where one looks for who is in it."""
        line = self.query_one("#crowded", Static)
        line.update(Content(f"‼ {self.t.render(alert)}" if alert else ""))
        line.display = alert is not None

    def _show_lobby(self, visitors: Sequence[lobby.VisitView], begun: Sequence[DraftView]) -> None:
        marked = frozenset(draft.visit_id for draft in begun if draft.visit_id)
        self.query_one(LobbyList).show(visitors, self.shift.playbook, self.shift.now(), self.t, marked)
        title = self.t("In the lobby {count}", count=len(visitors))
        hint = "" if visitors else self.t("Nobody is waiting. Space greets the next customer.")
        nobody = self.query_one("#nobody", Static)
        nobody.update(hint)
        nobody.display = not visitors
        self.query_one("#lobby-title", Static).update(title)

    def _date_text(self, day: days.Day | None) -> str:
        if day is None:
            return self.t("no business day open")
        weekdays = (msg("Mon"), msg("Tue"), msg("Wed"), msg("Thu"), msg("Fri"), msg("Sat"), msg("Sun"))
        state = self.t.render(DAY_STATES[day.state])
        weekday = self.t.render(weekdays[day.date.weekday()])
        return self.t("{month}-{day} {weekday}", month=day.date.month, day=day.date.day, weekday=weekday) + f"  {state}"

    @work
    async def _offer(self, day: days.Day | None, begun: Sequence[DraftView]) -> None:
        """At sign-in: a day left open, then what was begun and not saved."""
        if day and day.stale and self.shift.may(Action.CLOSE_DAY):
            await self._offer_closing(day)
        if begun:
            await self._offer_drafts(begun)

    async def _offer_closing(self, day: days.Day) -> None:
        date = day.date.isoformat()
        answer = await self.app.push_screen_wait(
            ChoiceDialog(
                msg("The business day {day} is still open.", day=date),
                [
                    Choice("close", msg("Close it; the next entry opens a new day"), 1),
                    Choice("stay", msg("Go on with {day}", day=date), 2),
                ],
            )
        )
        if answer == "close":
            from lobby_tui.screens.closing import ClosingScreen

            await self.app.push_screen(ClosingScreen(day.date))

    async def _offer_drafts(self, begun: Sequence[DraftView]) -> None:
        draft = await begun_kinds.choose(self, begun)
        if draft and draft.visit_id:
            await self._open(draft.visit_id)
        elif draft:
            await self.app.push_screen(begun_kinds.screen_for(draft.kind))

    async def on_digit(self, digit: int) -> bool:
        """Count an ordinary customer."""
        for need in self.shift.playbook.needs:
            if need.digit == digit:
                self.count(need.code)
                return True
        return False

    @work(group="count")
    async def count(self, need: str) -> None:
        """Count one customer and say where they go."""
        with self.refusals():
            shift = self.shift
            counted = await self.at_desk(visits.count, shift, need, key=shift.ids.new())
            playbook, t = shift.playbook, self.t
            what, where = playbook.need(need).short, playbook.zone(counted.zone).name
            self._say(t("✓ {need} » {zone}", need=what, zone=where) + "   " + t("F6 undo"))
            self.load()

    def _say(self, text: str) -> None:
        for line in self.query("#status").results(Static):
            line.update(Content(text))

    @work(group="greet")
    async def action_new_customer(self) -> None:
        """Begin a visit; the clock runs from this key."""
        from lobby_tui.screens.visit import VisitScreen

        with self.taking_a_step():
            visit = await self.at_desk(visits.greet, self.shift, key=self.shift.ids.new())
            await self.app.push_screen(VisitScreen(visit))

    async def action_resume(self) -> None:
        """Go on with the customer under the highlight."""
        chosen = self.query_one(LobbyList).chosen
        if chosen:
            await self._open(chosen)

    async def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter, or a click."""
        await self.action_resume()

    async def _open(self, visit_id: uuid.UUID) -> None:
        from lobby_tui.screens.visit import VisitScreen

        with self.taking_a_step():
            visit = await self.at_desk(lobby.one, self.shift, visit_id)
            await self.app.push_screen(VisitScreen(visit))

    async def action_refer(self) -> None:
        """One page for a referral without a visit."""
        from lobby_tui.screens.referral_page import QuickReferralScreen

        await self.app.push_screen(QuickReferralScreen())

    async def action_referrals(self) -> None:
        """Today's referrals."""
        from lobby_tui.screens.referrals import ReferralsScreen  # the table is half a megabyte

        await self.app.push_screen(ReferralsScreen())

    async def action_day(self) -> None:
        """The day page."""
        from lobby_tui.screens.day import DayScreen

        await self.app.push_screen(DayScreen())

    @work(group="count")
    async def action_undo(self) -> None:
        """Take back the last count or sending."""
        try:
            undone = await self.at_desk(undoing.undo_last, self.shift)
        except LobbyError as error:
            self._say(self.t.render(error.message))
            return
        if undone.kind == "referral" and undone.in_lobby:
            self._say(self.t("Undone: referral no. {number}; the customer is in the lobby again", number=undone.number))
        elif undone.kind == "referral":
            self._say(self.t("Undone: referral no. {number}", number=undone.number))
        else:
            self._say(self.t("Undone: customer no. {number}", number=undone.number))
        self.load()

    @work
    async def action_left(self) -> None:
        """A customer left unserved."""
        chosen = self.query_one(LobbyList).chosen
        if chosen is None:
            return
        reasons = choices_of(self.shift.playbook.leave_reasons)
        reason = await self.app.push_screen_wait(ChoiceDialog(msg("Why did the customer leave?"), reasons))
        if reason:
            with self.refusals():
                visit = await self.at_desk(visit_endings.leave, self.shift, chosen, reason)
                self._say(self.t("Left unserved: customer no. {number}", number=visit.number))
                self.load()
