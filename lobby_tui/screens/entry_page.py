"""A page with one form, whose half-filled fields outlive an interruption, a locked screen and a crash."""

import uuid
from collections.abc import Callable, Iterator, Mapping
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.widget import Widget

from lobby_tui.desk import drafts
from lobby_tui.errors import LobbyError
from lobby_tui.locale import n_
from lobby_tui.screens.base import LobbyScreen
from lobby_tui.widgets.commands import Command
from lobby_tui.widgets.fields import Field
from lobby_tui.widgets.kept_form import KeptForm

Say = Callable[[str], None]


class EntryPage(LobbyScreen):
    """Sub-classes name their draft, make their fields and save them. `say` tells the screen below what was saved."""

    HELP = n_("One form on a page. Enter goes from field to field, digits choose, F2 saves.")
    DRAFT: ClassVar[str] = ""
    """The kind of draft; nothing is kept where it is empty, as the store has what the page began with."""
    TYPED: ClassVar[tuple[str, ...]] = ()
    """The fields of which one has to be filled in for a draft to be worth keeping."""
    COMMANDS: ClassVar[tuple[Command, ...]] = ()
    CSS_PATH = "entry_page.tcss"

    def __init__(self, say: Say | None = None) -> None:
        super().__init__()
        self.ready = False
        self.say = say
        self.start: Mapping[str, str] = {}
        # Made before anything is sent: pressing F2 twice, or again after a failure, is still one record.
        self.key: uuid.UUID | None = None
        # From then on no draft may be kept: it would outlive what it was a draft of.
        self.saved = False

    def body(self) -> ComposeResult:
        """The form; its fields come as soon as the desk has answered."""
        yield KeptForm(id="entry")

    def opened(self) -> None:
        """Ask the desk for what the page needs, then show it."""
        self.open()

    @work(exclusive=True, group="open")
    async def open(self) -> None:
        """Load, then show."""
        try:
            with self.taking_a_step():
                await self.read()
        finally:
            self.ready = True

    async def read(self) -> None:
        """Load what the page begins with, unless it is known, and make the fields."""
        if not self.start:
            await self.load()
        form = self.query_one(KeptForm)
        await form.remove_children()
        await form.mount(*self.fields(self.start))
        self.begin(form)

    async def load(self) -> None:
        """Take up the draft, if there is one."""
        self.key = self.key or self.shift.ids.new()
        if self.DRAFT:
            draft = await self.at_desk(drafts.kept, self.shift, self.DRAFT)
            self.start = draft.fields if draft else {}

    def fields(self, had: Mapping[str, str]) -> Iterator[Widget]:
        """The fields, filled with what there was."""
        yield from ()

    async def store(self, values: Mapping[str, str]) -> str:
        """Save; what is to be said about it. Raises LobbyError."""
        raise NotImplementedError

    def begin(self, form: KeptForm) -> None:
        """Put the cursor where it was; else on the first field, or in a draft after the last one filled in."""
        if self._focus_place is not None:
            self.focus_again()
            return
        fields = list(form.query(Field))
        filled = [index for index, field in enumerate(fields) if field.field in self.TYPED and field.value]
        after = filled[-1] + 1 if filled and self.DRAFT else 0
        fields[min(after, len(fields) - 1)].control.focus()

    @property
    def values(self) -> dict[str, str]:
        """Everything as typed; nothing for a moment while the page is made."""
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
        """Keep what was typed, if anything was."""
        values = self.values
        if self.saved or not self.DRAFT or not values:
            return
        if any(values[name] for name in self.TYPED):
            await self.at_desk(drafts.keep, self.shift, self.DRAFT, values)
        else:
            await self.at_desk(drafts.drop, self.shift, self.DRAFT)

    def on_form_submitted(self) -> None:
        """Enter on the last field."""
        self.action_save()

    def action_next(self) -> None:
        """The next field."""
        self.focus_next()

    @work(exclusive=True, group="save")
    async def action_save(self) -> None:
        """Save; errors stand under their fields, and nothing typed is lost."""
        values = self.values
        if not values:
            return
        with self.lobby.holding_keys():
            self.saved = True
            try:
                text = await self.store(values)
            except LobbyError as error:
                self.saved = False
                for problem in self.query_one(KeptForm).complain(getattr(error, "problems", (error,)), self.t):
                    self.lobby.show_error(problem)
                return
            self.done(text)

    def done(self, text: str) -> None:
        """It is saved: back, and say so there."""
        self.app.pop_screen()
        if self.say:
            self.say(text)

    @work(group="move")
    async def action_back(self) -> None:
        """Back; the draft is kept."""
        with self.taking_a_step():
            await self.save_draft()
            self.app.pop_screen()

    async def retranslate(self) -> None:
        """What was typed is kept, and comes back in the other language's page."""
        with self.refusals():
            self.start = self.values or self.start
            await self.save_draft()
            await super().retranslate()
