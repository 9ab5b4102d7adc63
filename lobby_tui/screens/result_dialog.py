"""What came of a referral: a digit counts one more of a product, 0 says why nothing, Enter saves."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from lobby_tui.desk import results
from lobby_tui.desk.answer.rows import OTHER
from lobby_tui.desk.answer.views import AnswerView
from lobby_tui.desk.entry_problems import EntryError
from lobby_tui.desk.results import MOST, ResultEntry
from lobby_tui.locale import Renderable, msg
from lobby_tui.screens.base import Dialog
from lobby_tui.screens.dialogs import ChoiceDialog, choices_of
from lobby_tui.widgets.bars import key_line
from lobby_tui.widgets.commands import key_name
from lobby_tui.widgets.fields import TextField

OPENED: Final = "opened"
WEALTH_ACCOUNT: Final = "wealth_account"
"""The product that the form counts in a place of its own, as accounts opened [ICBC 3]; it is not asked for twice."""


@dataclass(frozen=True, slots=True)
class _Line:
    """Something that can be counted."""

    code: str
    name: Renderable
    unit: Renderable


class ResultDialog(Dialog[ResultEntry | None]):
    """Dismisses with a result that the desk will take, or with None for Esc. An earlier result stands in it already."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("escape", "cancel", ""),
        ("enter,f2", "save", ""),
        ("up", "move(-1)", ""),
        ("down", "move(1)", ""),
        ("left,delete", "count(-1)", ""),
        ("right", "count(1)", ""),
        ("tab", "note", ""),
    ]

    def __init__(self, view: AnswerView) -> None:
        super().__init__()
        self.view = view
        self.place = 0
        result = view.result
        self.counts = dict(result.sold) | {OPENED: result.opened} if result else {}
        self.reason = result.no_result_reason if result else None
        self.kept_note = result.note if result else ""

    @property
    def lines(self) -> Sequence[_Line]:
        """Accounts first, as on the form, then the playbook's products; one that is gone only where it was sold."""
        products = self.shift.playbook.products
        accounts = _Line(OPENED, msg("Wealth accounts opened"), msg("accounts"))
        known = [
            _Line(one.code, one.name, one.unit)
            for one in products
            if one.code != WEALTH_ACCOUNT or self.counts.get(one.code)
        ]
        codes = {OPENED, *(one.code for one in products)}
        return [accounts, *known, *(_Line(code, code, "") for code in self.counts if code not in codes)]

    def compose(self) -> ComposeResult:
        """What can be counted, the note, what is wrong, the keys."""
        t, view = self.t, self.view.referral
        title = t("No. {number} {customer}: what came of it", number=view.number, customer=view.customer)
        keys = [(key_name("left"), t("less")), (key_name("right"), t("more")), ("Tab", t("Note"))]
        with VerticalScroll(classes="dialog result", can_focus=False):
            yield Static(Content(title), classes="dialog-title")
            yield Static("", id="result-lines", markup=False)
            yield TextField(self.kept_note, placeholder=t("Note"), max_length=200)
            yield Static("", id="result-problem", classes="error", markup=False)
            yield Static(key_line([*keys, ("Enter", t("Save")), ("Esc", t("Back"))], t), classes="dialog-keys")

    def on_mount(self) -> None:
        """Show what has been counted so far."""
        self.show_counts()

    def show_counts(self) -> None:
        """One line for each thing, those that count standing out by their number."""
        t = self.t
        made = [self._line(place, line) for place, line in enumerate(self.lines)]
        why = next((t.render(one.name) for one in self.shift.playbook.no_result_reasons if one.code == self.reason), "")
        mark = Content.styled(f"✓ {why}", "bold") if self.reason else Content("")
        made.append(Content.assemble("  ", (" 0 ", "$key-cap"), " ", t("No sale"), "  ", mark))
        self.query_one("#result-lines", Static).update(Content("\n").join(made))
        self.query_one("#result-problem", Static).update("")

    def _line(self, place: int, line: _Line) -> Content:
        count = self.counts.get(line.code, 0)
        digit = str(place + 1) if place < 9 else " "
        name = Content(self.t.render(line.name))
        unit = f" {self.t.render(line.unit)}" if count else ""
        return Content.assemble(
            "> " if place == self.place else "  ",
            (f" {digit} ", "$key-cap" if digit.strip() else ""),
            " ",
            name,
            " " * max(1, 34 - name.cell_length),
            (f"{count or '-':>3}", "bold" if count else "$muted"),
            (unit, "$muted"),
        )

    async def on_digit(self, digit: int) -> bool:
        """Count one more; 0 asks why nothing."""
        if digit == 0:
            question = ChoiceDialog(
                msg("Why did nothing come of it?"), choices_of(self.shift.playbook.no_result_reasons)
            )
            self.app.push_screen(question, self._nothing)
        elif digit <= len(self.lines):
            self.place = digit - 1
            self.action_count(1)
        return True

    def action_count(self, by: int) -> None:
        """More or less of what is under the mark."""
        code = self.lines[self.place].code
        self.counts[code] = min(max(0, self.counts.get(code, 0) + by), MOST)
        self.reason = None
        self.show_counts()

    def action_move(self, by: int) -> None:
        """Move the mark."""
        self.place = (self.place + by) % len(self.lines)
        self.show_counts()

    def action_note(self) -> None:
        """To the note, or back to the counts."""
        field = self.query_one(TextField)
        self.set_focus(None if field.has_focus else field)

    def _nothing(self, reason: str | None) -> None:
        """A reason says it all, but for “other”, which needs a note."""
        if reason is None:
            return
        self.reason, self.counts = reason, {}
        self.show_counts()
        if reason == OTHER and not self.query_one(TextField).value.strip():
            self.query_one(TextField).focus()
        else:
            self.action_save()

    def on_input_submitted(self) -> None:
        """Enter in the note."""
        self.action_save()

    def action_save(self) -> None:
        """Dismiss with the result; or say what is wrong with it, and keep what was entered."""
        sold = {code: count for code, count in self.counts.items() if code != OPENED and count}
        entry = ResultEntry(self.counts.get(OPENED, 0), sold, self.reason, self.query_one(TextField).value)
        try:
            self.dismiss(results.check(self.shift, entry))
        except EntryError as error:
            said = "\n".join(f"✗ {self.t.render(problem.message)}" for problem in error.problems)
            self.query_one("#result-problem", Static).update(Content(said))
