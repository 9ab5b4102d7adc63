"""The morning and the evening meeting: the sheet filled in from the records above, the answers typed under it."""

from collections.abc import Iterator, Mapping
from datetime import date

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from lobby_tui.desk import days, drafts, meetings
from lobby_tui.desk.meetings import MeetingSheet
from lobby_tui.desk.minutes import LONGEST_ANSWER, NOTE_LIMIT
from lobby_tui.locale import msg, n_
from lobby_tui.models.enums import MeetingKind
from lobby_tui.screens.dialogs import Choice, ChoiceDialog
from lobby_tui.screens.entry_page import EntryPage
from lobby_tui.screens.traffic import number
from lobby_tui.widgets.commands import Command, bindings
from lobby_tui.widgets.fields import Field, TextField
from lobby_tui.widgets.kept_form import KeptForm
from lobby_tui.widgets.meeting_text import sheet_text
from lobby_tui.widgets.wrapping import Prose

SAVE = Command(
    "save", "f2", n_("Save"), n_("Save the minutes; they can be put right until the day is closed."), priority=True
)
OTHER = Command("other", "f4", n_("Morning / evening"), n_("Switch between the morning and the evening meeting."))
EARLIER = Command("earlier", "f3", n_("Other days"), n_("Look at the sheet of another business day."))
UP = Command("up", "pageup", n_("Read back"), n_("Read the sheet further up."), bar=False, priority=True)
DOWN = Command("down", "pagedown", n_("Read on"), n_("Read the sheet further down."), priority=True)
BACK = Command("back", "escape", n_("Back"), n_("Back; what was typed is kept as a draft."))
NAMES: Mapping[MeetingKind, str] = {
    MeetingKind.MORNING: n_("Morning meeting"),
    MeetingKind.EVENING: n_("Evening meeting"),
}


class MeetingsScreen(EntryPage):
    """One meeting of one day. The open day's can be filled in, others are read."""

    HELP = n_(
        "The sheet of the morning and of the evening meeting. What the records know stands there already: yesterday's "
        "results, what came back, what is open and due today. Type the answers and how many were there; F2 saves. What "
        "was typed is kept as a draft."
    )
    COMMANDS = (SAVE, OTHER, EARLIER, DOWN, BACK, UP)
    BINDINGS = bindings(COMMANDS)
    CSS_PATH = "meetings.tcss"

    def __init__(self, day: date | None = None, kind: MeetingKind | None = None) -> None:
        super().__init__()
        self.day = day
        self.kind = kind
        self.sheet: MeetingSheet | None = None
        self.writable = False

    def body(self) -> ComposeResult:
        """The sheet, and the form."""
        with Horizontal(id="meeting"):
            with VerticalScroll(id="meeting-sheet", can_focus=False):
                yield Prose(id="meeting-text")
            yield KeptForm(id="minutes")
        yield Static("", id="status", markup=False)

    def title_texts(self) -> tuple[str, str]:
        """Which meeting of which day, and who held it."""
        t, sheet = self.t, self.sheet
        if sheet is None:
            return t("Meetings"), self.shift.person.name
        title = f"{t(NAMES[sheet.kind])} {sheet.day.isoformat()}"
        if sheet.held_by and sheet.held_at:
            at = self.shift.local(sheet.held_at).strftime("%H:%M")
            title += "  " + t("held {at}, {name}", at=at, name=sheet.held_by.name)
        return title, self.shift.person.name

    def commands(self) -> tuple[Command, ...]:
        """Only the open day's minutes are saved."""
        return tuple(one for one in super().commands() if one is not SAVE or self.writable)

    async def read(self) -> None:
        """Read the sheet, then the draft."""
        shift = self.shift
        open_day = await self.at_desk(days.current, shift)
        self.kind = self.kind or self._kind_by_the_clock()
        sheet = await self.at_desk(meetings.sheet, shift, self.day, self.kind)
        self.writable = self.day is None or bool(open_day and open_day.date == sheet.day)
        if not self.start and self.writable:
            draft = await self.at_desk(drafts.kept, shift, meetings.draft_kind(self.kind))
            self.start = draft.fields if draft else {}
        if self.made:
            self.sheet, self.saved = sheet, False
            self.query_one("#meeting-text", Prose).show(sheet_text(sheet, self.t))
            form = self.query_one(KeptForm)
            await form.remove_children()
            await form.mount(*self._fields(sheet))
            self.show_bars()
            self.begin(form)

    def _kind_by_the_clock(self) -> MeetingKind:
        """In the afternoon it is the evening meeting that comes next."""
        now = self.shift.local(self.shift.now())
        return MeetingKind.MORNING if now.hour < 13 else MeetingKind.EVENING

    def begin(self, form: KeptForm) -> None:
        """Put the cursor where it was; else on the first question without an answer."""
        if self._focus_place is not None:
            self.focus_again()
        elif self.writable:
            fields = list(form.query(Field))
            empty = [field for field in fields if not field.value]
            (empty or fields)[0].control.focus()

    def _fields(self, sheet: MeetingSheet) -> Iterator[Widget]:
        """The questions over their answers, how many were there, a note; to be read where they cannot be changed."""
        t = self.t
        for question, answer in sheet.questions:
            yield Static(Content(t.render(question.name)), classes="question")
            yield from self._answer(f"answer_{question.code}", "", answer, LONGEST_ANSWER)
        present = str(sheet.present) if sheet.present else ""
        yield from self._answer("present", t("Present"), present, 3)
        yield from self._answer("note", t("Note"), sheet.note, NOTE_LIMIT)

    def _answer(self, name: str, label: str, value: str, limit: int) -> Iterator[Widget]:
        if self.writable:
            yield Field(name, label, TextField(self.start.get(name, value), max_length=limit))
        else:
            text = f"{label}  {value or '-'}" if label else value or "-"
            yield Static(Content(text), classes="said")

    async def save_draft(self) -> None:
        """Keep what was typed, if it is not what the store has."""
        values, sheet = self.values, self.sheet
        if self.saved or not self.ready or not values or sheet is None:
            return
        kind = meetings.draft_kind(sheet.kind)
        if values != self._stored(sheet):
            await self.at_desk(drafts.keep, self.shift, kind, values)
        elif await self.at_desk(drafts.kept, self.shift, kind):
            await self.at_desk(drafts.drop, self.shift, kind)

    @staticmethod
    def _stored(sheet: MeetingSheet) -> dict[str, str]:
        answers = {f"answer_{question.code}": answer for question, answer in sheet.questions}
        return answers | {"present": str(sheet.present) if sheet.present else "", "note": sheet.note}

    async def store(self, values: Mapping[str, str]) -> str:
        """Hold the meeting; its sheet can be put right afterwards."""
        sheet = self.sheet
        if sheet is None:
            return ""
        answers = {question.code: values[f"answer_{question.code}"] for question, _ in sheet.questions}
        present = number(values["present"] or "0", "present")
        self.sheet = await self.at_desk(
            meetings.hold, self.shift, sheet.kind, answers, present, values["note"], sheet.version
        )
        return self.t("✓ {meeting} saved.", meeting=self.t(NAMES[sheet.kind]))

    def done(self, text: str) -> None:
        """It is saved; what is typed from now on is a draft again."""
        self.start, self.saved = {}, False
        self.query_one(KeptForm).complain((), self.t)
        self.show_bars()
        self._say(text)

    @work(exclusive=True, group="turn")
    async def action_other(self) -> None:
        """The other meeting of the day."""
        other = MeetingKind.EVENING if self.kind is MeetingKind.MORNING else MeetingKind.MORNING
        await self._turn(self.day, other)

    @work(exclusive=True, group="turn")
    async def action_earlier(self) -> None:
        """Choose one of the last business days."""
        known = await self.at_desk(days.latest, self.shift, 9)
        choices = [
            Choice(day.date.isoformat(), day.date.isoformat(), digit) for digit, day in enumerate(known, start=1)
        ]
        if not any(day.closed_at is None for day in known):
            choices.append(Choice("", msg("The next business day"), 0))
        chosen = await self.app.push_screen_wait(ChoiceDialog(msg("Which business day?"), choices))
        if chosen is not None:
            await self._turn(date.fromisoformat(chosen) if chosen else None, self.kind)

    async def _turn(self, day: date | None, kind: MeetingKind | None) -> None:
        """Show another sheet; what was typed on this one is kept."""
        with self.taking_a_step():
            await self.save_draft()
            self.day, self.kind, self.start, self._focus_place = day, kind, {}, None
            self._say("")
            await self.read()
            self.query_one("#meeting-sheet", VerticalScroll).scroll_home(animate=False)

    def action_up(self) -> None:
        """Up a page."""
        self.query_one("#meeting-sheet", VerticalScroll).scroll_page_up(animate=False)

    def action_down(self) -> None:
        """Down a page."""
        self.query_one("#meeting-sheet", VerticalScroll).scroll_page_down(animate=False)

    def _say(self, text: str) -> None:
        for line in self.query("#status").results(Static):
            line.update(Content(text))
