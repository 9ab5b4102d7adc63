"""What the four steps of a visit have in common."""

from typing import TYPE_CHECKING, Any, ClassVar, Self

from textual.containers import Vertical
from textual.widget import Widget
from textual.worker import Worker

from lobby_tui.desk.lobby import VisitView
from lobby_tui.screens.base import Hosted
from lobby_tui.widgets.commands import Command

if TYPE_CHECKING:
    from lobby_tui.screens.visit import VisitScreen


class StepPane(Hosted, Vertical):
    """One step: it is loaded with what it needs, then mounted. Answers go to the desk."""

    COMMANDS: ClassVar[tuple[Command, ...]] = ()

    def __init__(self, owner: "VisitScreen") -> None:
        super().__init__(classes="step")
        self.owner = owner

    @classmethod
    async def load(cls, owner: "VisitScreen") -> Self:
        """Make the pane, asking the desk for whatever it shows."""
        return cls(owner)

    def run_worker(self, *args: Any, **options: Any) -> Worker[Any]:
        """Run work on behalf of the screen: the next step takes this pane away, and its own workers with it."""
        return self.owner.run_worker(*args, **options)

    @property
    def visit(self) -> VisitView:
        """The visit as it stands."""
        return self.owner.visit

    def commands(self) -> tuple[Command, ...]:
        """What this step offers right now."""
        return self.COMMANDS

    def begin(self) -> None:
        """Put the focus where the first answer goes."""
        for widget in self.query(Widget):
            if widget.can_focus:
                widget.focus()
                return

    async def on_digit(self, digit: int) -> bool:
        """Act on a digit; True if it meant something."""
        return False

    async def save_draft(self) -> None:
        """Keep what was typed; most steps have nothing to type."""
