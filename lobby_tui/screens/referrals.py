"""A day's referrals: search, change, undo. Masked, as everywhere."""

from collections.abc import Sequence
from datetime import date
from typing import ClassVar

from textual import work
from textual.events import ScreenResume

from lobby_tui.desk import days, referrals
from lobby_tui.desk.permissions import Action
from lobby_tui.desk.referral import search as referral_search
from lobby_tui.desk.referral.search import PAGE, Page
from lobby_tui.desk.referral.views import ReferralView
from lobby_tui.desk.words import STATUSES
from lobby_tui.locale import n_
from lobby_tui.screens.consent import WITHDRAW, withdraw_consent
from lobby_tui.screens.referral_page import ChangeReferralScreen
from lobby_tui.screens.search_table import SearchTable
from lobby_tui.widgets.commands import Command, bindings
from lobby_tui.widgets.referral_texts import saved_text, summary_text

OPEN = Command("open", "enter", n_("Change"), n_("Open the referral under the highlight to put it right."))
SEARCH = Command(
    "search",
    "f3",
    n_("Search"),
    n_("Find referrals of any day: the beginning of a name, pinyin initials, four last digits of a number."),
)
SHOW = Command("show", "f4", n_("Show"), n_("Show name and numbers in full for a moment; say why. It is recorded."))
UNDO = Command("undo", "f6", n_("Undo"), n_("Take the referral under the highlight back; its visit is open again."))
BACK = Command("back", "escape", n_("Back"), n_("End the search, or go back."))


class ReferralsScreen(SearchTable[ReferralView]):
    """The open day's referrals in the order of their numbers; a search looks through all days."""

    HELP = n_("The referrals of the day, masked. Enter opens one to put it right; the search finds those of every day.")
    COMMANDS: ClassVar[tuple[Command, ...]] = (OPEN, SEARCH, SHOW, WITHDRAW, UNDO, BACK)
    BINDINGS = bindings(COMMANDS)
    PROMPT = n_("Name, pinyin initials, or four last digits")

    def __init__(self, day: date | None = None) -> None:
        super().__init__()
        self.day = day

    def on_screen_resume(self, event: ScreenResume) -> None:
        """A referral may have been changed."""
        logged, self.lobby.just_logged = self.lobby.just_logged, None
        if logged:
            self.say(saved_text(logged, self.t).rsplit("   ", 1)[0])

    def commands(self) -> tuple[Command, ...]:
        """Taking a consent back is for whoever speaks with customers."""
        gone = set() if self.shift.may(Action.WITHDRAW_CONSENT) else {WITHDRAW}
        return tuple(one for one in super().commands() if one not in gone)

    def title_texts(self) -> tuple[str, str]:
        """The day, and how many of how many are shown."""
        day = self.day.isoformat() if self.day else ""
        return f"{self.t('Referrals')} {day}", self.shift.person.name

    @work(exclusive=True, group="load")
    async def load(self) -> None:
        """Read the rows anew: the search's, or the day's first page."""
        with self.refusals():
            if not self.made:
                return
            if self.typed:
                found = await self.at_desk(referral_search.search, self.shift, self.typed)
                self._show(found, len(found), self.t("Nothing found. A search compares from the beginning of a name."))
                return
            if self.day is None:
                current = await self.at_desk(days.current, self.shift)
                self.day = current.date if current else None
            page = Page((), 0)
            if self.day:
                page = await self.at_desk(referral_search.of_day, self.shift, self.day)
            self._show(page.rows, page.total, self.t("No referral yet today."))

    def _show(self, found: Sequence[ReferralView], total: int, empty: str) -> None:
        t, remark = self.t, "" if found else empty
        if total > len(found):
            remark = t("The first {shown} of {total}; search to find the others.", shown=PAGE, total=total)
        headings = (t("No."), t("Time"), t("Status"), t("Customer"), t("Reason"), t("By"), t("Manager"), t("Contact"))
        self.fill(headings, found, [self._cells(one) for one in found], remark)

    def _cells(self, one: ReferralView) -> list[str]:
        at = self.shift.local(one.created_at)
        return [
            str(one.number),
            at.strftime("%H:%M" if one.day == self.day and not self.typed else "%m-%d"),
            self.t.render(STATUSES[one.status]),
            one.customer,
            " ".join(one.signals),
            one.identified_by.name,
            one.manager.name if one.manager else "",
            one.masked_contact,
        ]

    def detail(self) -> str:
        """The reasons in words, and what the row has no room for."""
        one = self.chosen
        if one is None:
            return ""
        names = [self.t.render(self.shift.playbook.signal(code).name) for code in one.signals if self._known(code)]
        parts = ("  ".join(names), one.masked_identifier, one.home_branch, one.remarks)
        return "  ".join(part for part in parts if part)

    def _known(self, code: str) -> bool:
        """Whether the playbook still has a signal: an old referral may name one that is gone."""
        return any(signal.code == code for signal in self.shift.playbook.signals)

    async def on_data_table_row_selected(self) -> None:
        """Enter, or a click."""
        await self.action_open()

    async def action_open(self) -> None:
        """Open the referral to be changed."""
        one = self.chosen
        if one:
            await self.app.push_screen(ChangeReferralScreen(one.id))

    @work(exclusive=True, group="ask")
    async def action_show(self) -> None:
        """Name and numbers in full, for a reason."""
        from lobby_tui.screens.reveal_dialog import show_in_full
        from lobby_tui.widgets.in_full import of_referral

        one = self.chosen
        if one:
            await show_in_full(self, referrals.reveal, one.id, of_referral)

    @work(exclusive=True, group="ask")
    async def action_withdraw(self) -> None:
        """The customer wants to be contacted no more."""
        one = self.chosen
        if one and (said := await withdraw_consent(self, one)):
            self.say(said)
            self.load()

    @work(group="undo")
    async def action_undo(self) -> None:
        """Take it back."""
        one = self.chosen
        if one is None:
            return
        with self.refusals():
            undone = await self.at_desk(referrals.undo, self.shift, one.id)
            self.say(self.t("Undone: {what}", what=summary_text(undone, self.t)))
            self.load()
