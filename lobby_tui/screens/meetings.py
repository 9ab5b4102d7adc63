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
from lobby_tui.errors import LobbyError
from lobby_tui.locale import msg, n_
from lobby_tui.models.enums import MeetingKind
from lobby_tui.screens.base import LobbyScreen
from lobby_tui.screens.dialogs import Choice, ChoiceDialog
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


class MeetingsScreen(LobbyScreen):
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
        self.ready = False
        self.day = day
        self.kind = kind
        self.sheet: MeetingSheet | None = None
        self.writable = False
        self.start: Mapping[str, str] = {}
        # From then on no draft may be kept until something is typed anew.
        self.saved = False

    def body(self) -> ComposeResult:
        """The sheet, and the form."""
        with Horizontal(id="meeting"):
            with VerticalScroll(id="meeting-sheet", can_focus=False):
                yield Prose(id="meeting-text")
            yield KeptForm(id="minutes")
        yield Static("", id="status", markup=False)

    def opened(self) -> None:
        """Read the sheet."""
        self.load()

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

    @work(exclusive=True, group="load")
    async def load(self) -> None:
        """Read the sheet, then the draft."""
        try:
            with self.taking_a_step():
                await self._read()
        finally:
            self.ready = True

    async def _read(self) -> None:
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
            self._begin(form)

    def _kind_by_the_clock(self) -> MeetingKind:
        """In the afternoon it is the evening meeting that comes next."""
        now = self.shift.local(self.shift.now())
        return MeetingKind.MORNING if now.hour < 13 else MeetingKind.EVENING

    def _begin(self, form: KeptForm) -> None:
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

    @property
    def values(self) -> dict[str, str]:
        """Everything as typed; nothing where nothing can be."""
        return {name: value for form in self.query(KeptForm) for name, value in form.values().items()}

    def on_kept_form_settled(self) -> None:
        """Typing has paused."""
        self.keep()

    @work(exclusive=True, group="draft")
    async def keep(self) -> None:
        """Keep the draft."""
        with self.refusals():
            await self.save_draft()

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

    def on_form_submitted(self) -> None:
        """Enter on the last field."""
        self.action_save()

    @work(exclusive=True, group="save")
    async def action_save(self) -> None:
        """Save; errors stand under their fields, and nothing typed is lost."""
        values, sheet = self.values, self.sheet
        if not values or sheet is None:
            return
        with self.lobby.holding_keys():
            self.saved = True
            try:
                self.sheet = await self._hold(sheet, values)
            except LobbyError as error:
                self.saved = False
                for problem in self.query_one(KeptForm).complain(getattr(error, "problems", (error,)), self.t):
                    self.lobby.show_error(problem)
                return
            self.start = {}
            self.query_one(KeptForm).complain((), self.t)
            self.show_bars()
            self._say(self.t("✓ {meeting} saved.", meeting=self.t(NAMES[sheet.kind])))
            self.saved = False

    async def _hold(self, sheet: MeetingSheet, values: Mapping[str, str]) -> MeetingSheet:
        answers = {question.code: values[f"answer_{question.code}"] for question, _ in sheet.questions}
        present = number(values["present"] or "0", "present")
        return await self.at_desk(
            meetings.hold, self.shift, sheet.kind, answers, present, values["note"], sheet.version
        )

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
            await self._read()
            self.query_one("#meeting-sheet", VerticalScroll).scroll_home(animate=False)

    def action_up(self) -> None:
        """Up a page."""
        self.query_one("#meeting-sheet", VerticalScroll).scroll_page_up(animate=False)

    def action_down(self) -> None:
        """Down a page."""
        self.query_one("#meeting-sheet", VerticalScroll).scroll_page_down(animate=False)

    @work(group="move")
    async def action_back(self) -> None:
        """Back; the draft is kept."""
        with self.taking_a_step():
            await self.save_draft()
            self.app.pop_screen()

    async def retranslate(self) -> None:
        """What was typed is kept, and comes back in the other language's page."""
        with self.refusals():
            self.start = self.values
            await self.save_draft()
            await super().retranslate()

    def _say(self, text: str) -> None:
        for line in self.query("#status").results(Static):
            line.update(Content(text))
