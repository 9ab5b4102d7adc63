"""One complaint: what it is about, everything that happened to it, and what can be done now, each by a digit."""

import uuid
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from textual import work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.events import ScreenResume
from textual.widgets import Static

from lobby_tui.desk import complaints, drafts
from lobby_tui.desk.complaint import lists as complaint_lists
from lobby_tui.desk.complaint import steps as complaint_steps
from lobby_tui.desk.complaint.views import ComplaintPage
from lobby_tui.desk.complaint.words import COMPLAINT_STEPS
from lobby_tui.locale import n_
from lobby_tui.models.enums import ComplaintState
from lobby_tui.models.enums import ComplaintStepKind as Kind
from lobby_tui.screens.base import LobbyScreen
from lobby_tui.screens.complaint_dialogs import DRAFT, StepDialog
from lobby_tui.screens.complaint_form import ChangeComplaintScreen
from lobby_tui.widgets.commands import Command, bindings
from lobby_tui.widgets.complaint_texts import facts, history

NOTE = Command("note", "f2", n_("Note"), n_("Add a note to the history."))
LOOK = Command("look", "f4", n_("Show"), n_("See name and contact in full, with a reason; it is recorded."))
CHANGE = Command("change", "f3", n_("Change"), n_("Complete the complaint, or put it right."))
MAJOR = Command("major", "f5", n_("Major"), n_("Mark it as a major complaint, of which the supervisor is told."))
BACK = Command("back", "escape", n_("Back"), n_("Back to the list."))

# One to five are the five steps of the sources [ICBC 6, BOC, BOCOM]; the others move the clock, or hand it on.
DIGITS: Final[Mapping[int, tuple[Kind, ...]]] = MappingProxyType(
    {
        1: (Kind.CALMED,),
        2: (Kind.INVESTIGATED,),
        3: (Kind.DECIDED,),
        4: (Kind.NOTIFIED,),
        5: (Kind.ARCHIVED,),
        6: (Kind.ASSIGNED,),
        7: (Kind.PAUSED, Kind.RESUMED),
        8: (Kind.MADE_COMPLEX, Kind.EXTENDED),
        9: (Kind.RESTARTED,),
        0: (Kind.WITHDRAWN,),
    }
)


class ComplaintScreen(LobbyScreen):
    """A complaint with its history. Digits take the steps that can be taken now."""

    HELP = n_(
        "One complaint: its deadline, what happened so far, and the steps that can be taken now, each by its digit. "
        "Steps 1 to 5 are those of every complaint: calm, find the cause, decide, tell, file."
    )
    COMMANDS = (NOTE, CHANGE, LOOK, MAJOR, BACK)
    BINDINGS = bindings(COMMANDS)
    CSS_PATH = "complaint_page.tcss"
    AUTO_FOCUS = "#history"

    def __init__(self, complaint_id: uuid.UUID) -> None:
        super().__init__()
        self.complaint_id = complaint_id
        self.page: ComplaintPage | None = None

    def body(self) -> ComposeResult:
        """The facts, the history, the steps."""
        yield Static("", id="facts", markup=False)
        with VerticalScroll(id="history"):
            yield Static("", id="steps-taken", markup=False)
        yield Static("", id="steps", markup=False)
        yield Static("", id="status", markup=False)

    def opened(self) -> None:
        """Read it."""
        self.load()

    def on_screen_resume(self, event: ScreenResume) -> None:
        """It may have been changed."""
        if self.page:
            self.load()

    def title_texts(self) -> tuple[str, str]:
        """Which complaint."""
        number = self.page.complaint.number if self.page else 0
        return self.t("Complaint no. {number}", number=number), self.shift.person.name

    def commands(self) -> tuple[Command, ...]:
        """Only what can be done now."""
        page = self.page
        offered = {
            NOTE: page is not None and Kind.NOTED in page.possible,
            MAJOR: page is not None and Kind.ESCALATED in page.possible,
            CHANGE: page is not None and page.complaint.state is not ComplaintState.ARCHIVED,
        }
        return tuple(one for one in super().commands() if offered.get(one, True))

    @work(exclusive=True, group="load")
    async def load(self) -> None:
        """Read the complaint anew."""
        with self.refusals():
            page = await self.at_desk(complaint_lists.page, self.shift, self.complaint_id)
            if not self.made:
                return
            self.page = page
            playbook, t = self.shift.playbook, self.t
            self.query_one("#facts", Static).update(facts(page.complaint, playbook, t))
            self.query_one("#steps-taken", Static).update(history(page, self.shift, t))
            self.query_one("#steps", Static).update(self._offer(page))
            self.query_one("#history").scroll_end(animate=False)
            self.show_bars()

    def _offer(self, page: ComplaintPage) -> Content:
        """The steps that can be taken now, each with its digit; where there are none, why."""
        width = max(20, self.app.size.width - 2)
        lines = [Content("")]
        for digit, kinds in DIGITS.items():
            for kind in kinds:
                if kind in page.possible:
                    cell = Content.assemble(
                        (f" {digit} ", "$key-cap"), Content(f" {self.t.render(COMPLAINT_STEPS[kind])}  ")
                    )
                    if lines[-1].cell_length and lines[-1].cell_length + cell.cell_length > width:
                        lines.append(Content(""))
                    lines[-1] += cell
        if not page.possible:
            return Content.styled(self._why_nothing(page), "$muted")
        return Content("\n").join(lines)

    def _why_nothing(self, page: ComplaintPage) -> str:
        if page.complaint.about and page.complaint.about.no == self.shift.person.no:
            return self.t("This complaint is about you: a colleague handles it.")
        if page.complaint.state is ComplaintState.ARCHIVED:
            return self.t("Filed: nothing changes any more.")
        return self.t("A lobby manager or the supervisor goes on from here.")

    async def on_digit(self, digit: int) -> bool:
        """Take a step."""
        for kind in DIGITS.get(digit, ()):
            if self.page and kind in self.page.possible:
                self.step(kind)
                return True
        return False

    @work(exclusive=True, group="step")
    async def step(self, kind: Kind) -> None:
        """Ask what the step asks for; the dialog saves it."""
        page = self.page
        if page is None or kind not in page.possible:
            return
        with self.taking_a_step():
            one = page.complaint
            handlers = await self.at_desk(complaint_steps.handlers, self.shift, one.id) if kind is Kind.ASSIGNED else ()
            draft = await self.at_desk(drafts.kept, self.shift, DRAFT)
            typed = draft.fields if draft else {}
            mine = typed.get("complaint") == str(one.id) and typed.get("step") == kind
            appeal = self.shift.playbook.complaints.appeal
            dialog = StepDialog(one, kind, handlers, typed if mine else {}, appeal)
            await self.app.push_screen(dialog, lambda saved: self._taken(kind) if saved else None)

    def _taken(self, kind: Kind) -> None:
        self._say(f"✓ {self.t.render(COMPLAINT_STEPS[kind])}")
        self.load()

    def action_note(self) -> None:
        """Add a note."""
        self.step(Kind.NOTED)

    def action_major(self) -> None:
        """Tell the supervisor."""
        self.step(Kind.ESCALATED)

    @work(exclusive=True, group="look")
    async def action_look(self) -> None:
        """See name, contact and words of the complaint in full."""
        from lobby_tui.screens.reveal_dialog import show_in_full
        from lobby_tui.widgets.in_full import of_complaint

        await show_in_full(self, complaints.reveal, self.complaint_id, of_complaint)

    async def action_change(self) -> None:
        """Open the form."""
        if CHANGE in self.commands():
            await self.app.push_screen(ChangeComplaintScreen(self.complaint_id, self._say))

    def action_back(self) -> None:
        """Back to the list."""
        self.app.pop_screen()

    def _say(self, text: str) -> None:
        for line in self.query("#status").results(Static):
            line.update(Content(text))
