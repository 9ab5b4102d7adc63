"""The branch's work beside the customers: one digit to each part of it, and what waits in each."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from textual import work
from textual.app import ComposeResult
from textual.content import Content
from textual.events import ScreenResume
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from lobby_tui.desk import waiting
from lobby_tui.desk.permissions import Action
from lobby_tui.desk.waiting import Part, Waiting
from lobby_tui.locale import Catalogue, Language, n_
from lobby_tui.screens.base import LobbyScreen
from lobby_tui.widgets.commands import Command, bindings
from lobby_tui.widgets.figures import waiting_text

OPEN = Command("open", "enter", n_("Open it"), n_("Open the part under the highlight; its digit opens it at once."))
REVIEW = Command("review", "f5", n_("Review"), n_("Open the review; from the desk that is F5 twice."))
BACK = Command("back", "escape", n_("Back"), n_("Back to the desk."))
# As wide as the longest name, and a little.
NAME_CELLS: Mapping[Language, int] = {"zh": 22, "en": 34}


def _worklist() -> LobbyScreen:
    from lobby_tui.screens.worklist import WorklistScreen

    return WorklistScreen()


def _follow_ups() -> LobbyScreen:
    from lobby_tui.screens.follow_ups import FollowUpsScreen

    return FollowUpsScreen()


def _outcomes() -> LobbyScreen:
    from lobby_tui.screens.outcomes import OutcomesScreen

    return OutcomesScreen()


def _checklists() -> LobbyScreen:
    from lobby_tui.screens.checklists import ChecklistsScreen

    return ChecklistsScreen()


def _faults() -> LobbyScreen:
    from lobby_tui.screens.faults import FaultsScreen

    return FaultsScreen()


def _complaints() -> LobbyScreen:
    from lobby_tui.screens.complaints import ComplaintsScreen

    return ComplaintsScreen()


def _incidents() -> LobbyScreen:
    from lobby_tui.screens.incidents import IncidentsScreen

    return IncidentsScreen()


def _meetings() -> LobbyScreen:
    from lobby_tui.screens.meetings import MeetingsScreen

    return MeetingsScreen()


def _traffic() -> LobbyScreen:
    from lobby_tui.screens.traffic import TrafficScreen

    return TrafficScreen()


def _absences() -> LobbyScreen:
    from lobby_tui.screens.absences import AbsencesScreen

    return AbsencesScreen()


def _crm() -> LobbyScreen:
    from lobby_tui.screens.crm import CrmScreen

    return CrmScreen()


def _audit() -> LobbyScreen:
    from lobby_tui.screens.audit import AuditScreen

    return AuditScreen()


def _keys() -> LobbyScreen:
    from lobby_tui.screens.keys import KeysScreen

    return KeysScreen()


def _backups() -> LobbyScreen:
    from lobby_tui.screens.backups import BackupsScreen

    return BackupsScreen()


def _closing() -> LobbyScreen:
    from lobby_tui.screens.closing import ClosingScreen

    return ClosingScreen()


def _rights() -> LobbyScreen:
    from lobby_tui.screens.customers import CustomersScreen

    return CustomersScreen()


def _retention() -> LobbyScreen:
    from lobby_tui.screens.retention import RetentionScreen

    return RetentionScreen()


def _review() -> LobbyScreen:
    from lobby_tui.screens.review import ReviewScreen

    return ReviewScreen()


def _asked() -> LobbyScreen:
    from lobby_tui.screens.asked import AskedScreen

    return AskedScreen()


def _score() -> LobbyScreen:
    from lobby_tui.screens.my_score import MyScoreScreen

    return MyScoreScreen()


@dataclass(frozen=True, slots=True)
class Entry:
    """One part of the work: its name, who may do it, how its screen is made, the digit or key that opens it."""

    part: Part
    name: str
    make: Callable[[], LobbyScreen]
    digit: int | None
    needs: Action | None = None
    key: str = ""


# The screens are imported when they are opened: a day at the desk seldom needs more than two of them.
ENTRIES = (
    Entry(Part.ANSWERS, n_("Referrals to answer"), _worklist, 1),
    Entry(Part.FOLLOW_UPS, n_("Follow-ups"), _follow_ups, 2, Action.FOLLOW_UP),
    Entry(Part.OUTCOMES, n_("What came of my referrals"), _outcomes, 3, Action.REFER),
    Entry(Part.COMPLAINTS, n_("Complaints"), _complaints, 4, Action.REGISTER_COMPLAINT),
    Entry(Part.FAULTS, n_("Machines out of order"), _faults, 5, Action.REPORT_FAULT),
    Entry(Part.INCIDENTS, n_("Incidents"), _incidents, 6, Action.REPORT_INCIDENT),
    Entry(Part.CHECKLISTS, n_("Checklists"), _checklists, 7, Action.GO_THROUGH_CHECKLIST),
    Entry(Part.MEETINGS, n_("Morning and evening meeting"), _meetings, 8, Action.HOLD_MEETING),
    Entry(Part.CLOSING, n_("Closing and signing the day"), _closing, 9, Action.CLOSE_DAY),
    Entry(Part.ABSENCES, n_("Absences and the calendar"), _absences, 0, Action.PLAN_ABSENCE),
    Entry(Part.TRAFFIC, n_("Traffic and crowding"), _traffic, None, Action.SEE_DAY),
    Entry(Part.CRM, n_("Copying customers into the CRM"), _crm, None, Action.COPY_TO_CRM),
    Entry(Part.KEYS, n_("Keys and paper key"), _keys, None, Action.MANAGE_KEYS),
    Entry(Part.BACKUPS, n_("Backups"), _backups, None, Action.RESTORE),
    Entry(Part.AUDIT, n_("Audit trail"), _audit, None, Action.SEE_AUDIT),
    Entry(Part.RIGHTS, n_("Customers' rights"), _rights, None, Action.CUSTOMER_RIGHTS),
    Entry(Part.RETENTION, n_("How long data is kept"), _retention, None, Action.SET_BRANCH),
    Entry(Part.REVIEW, n_("Review and analysis"), _review, None, Action.REVIEW, "F5"),
    Entry(Part.ASKED, n_("Asked of me in the review"), _asked, None, Action.ANSWER_REVIEW),
    Entry(Part.SCORE, n_("My points and coaching"), _score, None, Action.SEE_OWN_SCORE),
)


class WorkScreen(LobbyScreen):
    """Every part of the work that this person may do, each with what waits in it."""

    HELP = n_(
        "The branch's work beside the customers. A digit opens a part of it; what waits for you stands beside its name."
    )
    COMMANDS = (OPEN, REVIEW, BACK)
    BINDINGS = bindings(COMMANDS)
    CSS_PATH = "work.tcss"
    AUTO_FOCUS = "OptionList"

    def body(self) -> ComposeResult:
        """One line for each part."""
        yield OptionList(id="parts", markup=False)

    def opened(self) -> None:
        """Show the parts at once; what waits in them follows."""
        self._show(())
        self.load()

    def on_screen_resume(self, event: ScreenResume) -> None:
        """Something may have been done on the screen above."""
        self.load()

    def title_texts(self) -> tuple[str, str]:
        """What this is, and for whom."""
        return self.t("The branch's work"), self.shift.person.name

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The parts that this person's role allows."""
        return tuple(entry for entry in ENTRIES if entry.needs is None or self.shift.may(entry.needs))

    def commands(self) -> tuple[Command, ...]:
        """The review only for whoever may open it."""
        return tuple(one for one in super().commands() if one is not REVIEW or self.shift.may(Action.REVIEW))

    @work(exclusive=True, group="load")
    async def load(self) -> None:
        """Read what waits."""
        with self.refusals():
            found = await self.at_desk(waiting.for_me, self.shift)
            if self.made:
                self._show(found)

    def _show(self, found: Sequence[Waiting]) -> None:
        parts = self.query_one("#parts", OptionList)
        highlighted = parts.highlighted or 0
        parts.clear_options()
        for entry in self.entries:
            waits = [one for one in found if one.part == entry.part]
            parts.add_option(Option(_line(entry, waits, self.t), id=entry.part))
        parts.highlighted = min(highlighted, len(self.entries) - 1)

    async def on_digit(self, digit: int) -> bool:
        """Open the part with this digit."""
        for entry in self.entries:
            if entry.digit == digit:
                await self.app.push_screen(entry.make())
                return True
        return False

    async def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter, or a click."""
        await self.app.push_screen(self.entries[event.option_index].make())

    async def action_open(self) -> None:
        """Open the part under the highlight."""
        index = self.query_one("#parts", OptionList).highlighted
        if index is not None:
            await self.app.push_screen(self.entries[index].make())

    async def action_review(self) -> None:
        """Open the review."""
        if self.shift.may(Action.REVIEW):
            await self.app.push_screen(_review())

    def action_back(self) -> None:
        """Back to the desk."""
        self.app.pop_screen()


def _line(entry: Entry, found: Sequence[Waiting], t: Catalogue) -> Content:
    name = Content(t(entry.name))
    gap = " " * max(2, NAME_CELLS[t.language] - name.cell_length)
    cap = entry.key if entry.digit is None else str(entry.digit)
    key = Content.styled(f"{cap:^3}", "$key-cap") if cap else Content("   ")
    return Content.assemble(key, " ", name, gap, Content("  ").join(waiting_text(one, t) for one in found))
