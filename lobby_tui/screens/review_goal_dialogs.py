"""The questions of trends and goals: what is looked at, and what the branch wants to reach."""

from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from lobby_tui.desk.review import goals
from lobby_tui.desk.review.goals import GoalView
from lobby_tui.desk.review.measures import GOALS, NAMES, Measure
from lobby_tui.errors import RefusedError
from lobby_tui.locale import msg
from lobby_tui.models.text import fold
from lobby_tui.screens.base import Dialog
from lobby_tui.screens.form_dialog import FormDialog
from lobby_tui.widgets.bars import key_line
from lobby_tui.widgets.fields import Field, Segment, Segments, TextField


class MeasureDialog(Dialog[str | None]):
    """All measures in a list: the arrows and Enter, or for the first nine a digit. Dismisses with the code, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [("escape", "cancel", "")]
    AUTO_FOCUS = "OptionList"
    CSS_PATH = "review_goal_dialogs.tcss"

    def __init__(self, measure: Measure) -> None:
        super().__init__()
        self.measure = measure

    def compose(self) -> ComposeResult:
        """The list."""
        t = self.t
        with Vertical(classes="dialog"):
            yield Static(t("What to look at"), classes="dialog-title", markup=False)
            yield OptionList(
                *(_option(place, t.render(NAMES[one])) for place, one in enumerate(Measure, 1)), id="measures"
            )
            yield Static(key_line([("Enter", t("Choose")), ("Esc", t("Back"))], t), classes="dialog-keys")

    def on_mount(self) -> None:
        """What is shown now is highlighted."""
        self.query_one(OptionList).highlighted = list(Measure).index(self.measure)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter, or a click."""
        self.dismiss(list(Measure)[event.option_index].value)

    async def on_digit(self, digit: int) -> bool:
        """Choose."""
        if not 1 <= digit <= len(Measure):
            return False
        self.dismiss(list(Measure)[digit - 1].value)
        return True

    def action_cancel(self) -> None:
        """Nothing else."""
        self.dismiss(None)


def _option(place: int, name: str) -> Option:
    return Option(Content.assemble((f" {place if place <= 9 else ' '} ", "$key-cap"), f" {name}"))


class GoalDialog(FormDialog):
    """A month, a measure, a number; no number takes the goal away. `said` is what was done."""

    def __init__(self, month: str, measure: Measure, known: Sequence[GoalView]) -> None:
        super().__init__(
            msg("Goal of a month"),
            msg("For the branch as a whole. Without a number the month has no goal by this measure."),
        )
        self.month = month
        self.measure = measure
        self.known = {(one.month, one.measure): one for one in known}
        self.said = ""

    def fields(self) -> Iterator[Widget]:
        """Three questions; what stands is there already."""
        t = self.t
        stands = self.known.get((self.month, self.measure))
        measures = [Segment(one.value, t.render(NAMES[one]), digit) for digit, one in enumerate(GOALS, start=1)]
        yield Field("measure", t("Measure"), Segments(measures, self.measure.value))
        yield Field("month", t("For the month"), TextField(self.month, max_length=7))
        yield Field("target", t("Goal"), TextField(str(stands.target) if stands else "", max_length=6))

    def on_segments_changed(self) -> None:
        """Another measure: its goal."""
        self._show_what_stands()

    def on_descendant_blur(self) -> None:
        """Another month: its goal."""
        self._show_what_stands()

    def _show_what_stands(self) -> None:
        month, measure = self._typed("month"), Measure(self._typed("measure"))
        if (month, measure) == (self.month, self.measure):
            return
        self.month, self.measure = month, measure
        stands = self.known.get((month, measure))
        self._control("target").value = str(stands.target) if stands else ""

    def _typed(self, name: str) -> str:
        return fold(self.query_one(f"#field-{name}", Field).value).strip()

    def _control(self, name: str) -> TextField:
        control = self.query_one(f"#field-{name}", Field).control
        assert isinstance(control, TextField)
        return control

    async def save(self, values: Mapping[str, str]) -> None:
        """Set it, or take it away where the number is gone."""
        month, measure, target = (fold(values[name]).strip() for name in ("month", "measure", "target"))
        stands = self.known.get((month, Measure(measure)))
        version = stands.version if stands else 0
        t = self.t
        if not target:
            await self.at_desk(goals.drop, self.shift, month, measure, version)
            self.said = t("✓ {month} has no goal for {measure}.", month=month, measure=NAMES[measure])
            return
        if not (target.isascii() and target.isdigit()):
            raise RefusedError(msg("This is not a number."), remedy=msg("Type digits only."), field="target")
        done = await self.at_desk(goals.set_goal, self.shift, month, measure, int(target), version)
        self.said = t(
            "✓ Goal of {month}: {target} {measure}", month=done.month, target=done.target, measure=NAMES[done.measure]
        )
