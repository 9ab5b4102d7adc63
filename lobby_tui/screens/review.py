"""The review: one digit to each of its views."""

from collections.abc import Callable
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from lobby_tui.locale import Catalogue, n_
from lobby_tui.screens.base import LobbyScreen
from lobby_tui.widgets.commands import Command, bindings

OPEN = Command("open", "enter", n_("Open it"), n_("Open the view under the highlight; its digit opens it at once."))
BACK = Command("back", "escape", n_("Back"), n_("Back to where you came from."))
_NAME_CELLS = 20


def _glance() -> LobbyScreen:
    from lobby_tui.screens.review_glance import ReviewGlanceScreen

    return ReviewGlanceScreen()


def _day() -> LobbyScreen:
    from lobby_tui.screens.review_day import ReviewDayScreen

    return ReviewDayScreen()


def _odd() -> LobbyScreen:
    from lobby_tui.screens.review_odd import ReviewOddScreen

    return ReviewOddScreen()


def _works() -> LobbyScreen:
    from lobby_tui.screens.review_works import ReviewWorksScreen

    return ReviewWorksScreen()


def _people() -> LobbyScreen:
    from lobby_tui.screens.review_people import ReviewPeopleScreen

    return ReviewPeopleScreen()


def _trends() -> LobbyScreen:
    from lobby_tui.screens.review_trends import ReviewTrendsScreen

    return ReviewTrendsScreen()


def _pack() -> LobbyScreen:
    from lobby_tui.screens.review_pack import ReviewPackScreen

    return ReviewPackScreen()


@dataclass(frozen=True, slots=True)
class View:
    """A view of the review: its name, what it answers, how its screen is made. Its place is its digit."""

    name: str
    about: str
    make: Callable[[], LobbyScreen]


VIEWS = (
    View(n_("Today at a glance"), n_("Who comes, who waits, what is referred, what is open."), _glance),
    View(n_("Review of the day"), n_("Each referral, or a drawn sample: approve, ask back, coach, sign."), _day),
    View(n_("Worth a second look"), n_("Entries that are unlike the others, each with its reason."), _odd),
    View(n_("What works"), n_("Which signals, needs, hours and places lead to something."), _works),
    View(n_("Staff"), n_("Each person's month, and what was agreed with them."), _people),
    View(n_("Trends and goals"), n_("Days, weeks, months, beside a year ago and beside the goals."), _trends),
    View(n_("Review papers"), n_("A day or a month of the review, to print or to hand on."), _pack),
)


class ReviewScreen(LobbyScreen):
    """The views, each with a line on what it answers."""

    HELP = n_("The branch head's review: what happened, and what works. A digit opens a view.")
    COMMANDS = (OPEN, BACK)
    BINDINGS = bindings(COMMANDS)
    CSS_PATH = "review.tcss"
    AUTO_FOCUS = "OptionList"

    def body(self) -> ComposeResult:
        """One line for each view."""
        yield OptionList(id="views", markup=False)

    def opened(self) -> None:
        """Fill the list."""
        views = self.query_one("#views", OptionList)
        highlighted = views.highlighted or 0
        views.clear_options()
        views.add_options([Option(_line(digit, view, self.t)) for digit, view in enumerate(VIEWS, start=1)])
        views.highlighted = highlighted

    def title_texts(self) -> tuple[str, str]:
        """What this is; the person."""
        return self.t("Review"), self.shift.person.name

    async def on_digit(self, digit: int) -> bool:
        """Open the view with this digit."""
        if not 1 <= digit <= len(VIEWS):
            return False
        await self.app.push_screen(VIEWS[digit - 1].make())
        return True

    async def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter, or a click."""
        await self.app.push_screen(VIEWS[event.option_index].make())

    async def action_open(self) -> None:
        """Open the view under the highlight."""
        index = self.query_one("#views", OptionList).highlighted
        if index is not None:
            await self.app.push_screen(VIEWS[index].make())

    def action_back(self) -> None:
        """Back."""
        self.app.pop_screen()


def _line(digit: int, view: View, t: Catalogue) -> Content:
    name = Content(t(view.name))
    return Content.assemble(
        Content.styled(f" {digit} ", "$key-cap"),
        " ",
        name,
        " " * max(2, _NAME_CELLS - name.cell_length),
        (t(view.about), "$muted"),
    )
