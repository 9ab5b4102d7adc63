"""What every screen has: a title bar, a key bar, a way to the desk, and a dialog when the desk refuses."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, ClassVar, ParamSpec, TypeVar, cast

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.events import Key
from textual.screen import ModalScreen, Screen

from lobby_tui.errors import LobbyError
from lobby_tui.locale import Catalogue
from lobby_tui.models.text import fold
from lobby_tui.widgets.bars import KeyBar, TitleBar
from lobby_tui.widgets.commands import EVERYWHERE, Command

if TYPE_CHECKING:
    from lobby_tui.app import LobbyApp
    from lobby_tui.desk.shift import Shift

P = ParamSpec("P")
R = TypeVar("R")


class Hosted:
    """What screens and dialogs share: the app with its right type, the language, the desk."""

    @property
    def lobby(self) -> "LobbyApp":
        """The app."""
        return cast("LobbyApp", self.app)  # type: ignore[attr-defined]

    @property
    def t(self) -> Catalogue:
        """The reader's language."""
        return self.lobby.t

    @property
    def shift(self) -> "Shift":
        """The signed-in person's shift."""
        return self.lobby.shift

    async def at_desk(self, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Call a desk function off the event loop, one at a time and in order."""
        return await self.lobby.at_desk(function, *args, **kwargs)

    @contextmanager
    def refusals(self) -> Iterator[None]:
        """Show what the desk refuses in a dialog; what was typed stays where it is."""
        try:
            yield
        except LobbyError as error:
            self.lobby.show_error(error)

    @contextmanager
    def taking_a_step(self) -> Iterator[None]:
        """While a step is saved, keys wait for the screen that it leads to; a refusal is shown in a dialog."""
        with self.lobby.holding_keys(), self.refusals():
            yield

    async def on_key(self, event: Key) -> None:
        """Hand digits to the screen, whichever width an input method gave them."""
        digit = digit_of(event)
        if digit is not None and await self.on_digit(digit):
            event.stop()
            event.prevent_default()

    async def on_digit(self, digit: int) -> bool:
        """Act on a digit key; True if it meant something here."""
        return False


class LobbyScreen(Hosted, Screen[None]):
    """A full screen. Sub-classes name their `COMMANDS`, say in `HELP` what they are for, and compose their body."""

    ready = True
    """Whether what the screen is for is there; until then keys wait for it."""

    COMMANDS: ClassVar[tuple[Command, ...]] = ()  # type: ignore[assignment] # Textual's own palette is off
    HELP: ClassVar[str] = ""
    _focus_place: int | None = None
    _made = True
    _opened = False
    _filled = False
    AUTO_FOCUS = ""
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide"), (160, "-broad")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-low"), (30, "-tall")]  # noqa: RUF012

    def compose(self) -> ComposeResult:
        """The two bars, and the body between them."""
        yield TitleBar(id="title", markup=False)
        yield from self.body()
        yield KeyBar(id="keys", markup=False)

    def body(self) -> ComposeResult:
        """What stands between the bars."""
        yield from ()

    def on_mount(self) -> None:
        """Fill the bars, then the body. Textual calls this of every class in turn, so sub-classes have `opened`."""
        self.show_bars()
        self.opened()
        self._opened = True

    @property
    def filling(self) -> bool:
        """Whether the screen still reads what it opens with: until then keys wait, as there is nothing to mean yet."""
        if self._opened and not self._filled:
            mine = (one for one in self.workers if one.node is self and one.group == "load")
            self._filled = all(one.is_finished for one in mine)
        return not self._filled

    def opened(self) -> None:
        """The widgets are there: fill them. Called again when the language changes."""

    def title_texts(self) -> tuple[str, str]:
        """The two texts of the title bar."""
        return "Lobby", ""

    def commands(self) -> tuple[Command, ...]:
        """What this screen offers right now, the screen's own commands first."""
        return self.COMMANDS + tuple(one for one in EVERYWHERE if one not in self.COMMANDS)

    async def action_work(self) -> None:
        """The branch's work beside the customers, from the screens that have its command."""
        from lobby_tui.screens.work import WorkScreen

        await self.app.push_screen(WorkScreen())

    def show_bars(self) -> None:
        """Fill the title bar and the key bar anew."""
        for title in self.query(TitleBar):
            title.show(*self.title_texts())
        for keys in self.query(KeyBar):
            keys.show(self.commands(), self.t)

    async def retranslate(self) -> None:
        """Show everything in the language that was just chosen, with the cursor where it was."""
        chain = self.focus_chain
        self._focus_place = chain.index(self.focused) if self.focused in chain else None
        # What is being read was meant for the widgets that now go; `opened` reads it again.
        self.workers.cancel_group(self, "load")
        self._made = False
        try:
            await self.recompose()
        finally:
            self._made = True
        self.show_bars()
        self.opened()
        self.focus_again()

    @property
    def made(self) -> bool:
        """Whether the widgets are there to be filled: not while they are made anew, nor once the screen has gone."""
        return self._made and self.is_attached and not self._pruning

    def focus_again(self) -> None:
        """Put the cursor back where it was before everything was made anew, once the widget for it is there."""
        chain = self.focus_chain
        if self._focus_place is not None and self.focused is None and self._focus_place < len(chain):
            chain[self._focus_place].focus()
            self._focus_place = None


Result = TypeVar("Result")


class Dialog(Hosted, ModalScreen[Result]):
    """A question over a screen. Digits answer it; Esc takes it back."""

    BINDINGS: ClassVar[list[BindingType]] = [("escape", "cancel", "")]
    AUTO_FOCUS = ""

    def action_cancel(self) -> None:
        """Close without an answer."""
        self.dismiss(None)


def digit_of(event: Key) -> int | None:
    """The digit that a key means; full-width ones count."""
    folded = fold(event.character) if event.character else ""
    return int(folded) if len(folded) == 1 and folded in "0123456789" else None
