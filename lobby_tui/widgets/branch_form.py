"""What a branch has set over its playbook: as a form for the supervisor, as sentences for the others."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from lobby_tui.locale import Catalogue
from lobby_tui.models.money import format_yuan
from lobby_tui.widgets.fields import Field, Segment, Segments, TextField
from lobby_tui.widgets.form import Form
from lobby_tui.widgets.signal_picker import SignalPicker

if TYPE_CHECKING:
    from lobby_tui.desk.branch_settings import BranchChoices, BranchSettings
    from lobby_tui.playbook.schema import Playbook, Signal

AMOUNT_CELLS = 18


class BranchForm(Vertical):
    """Thresholds, sensitive cues, signals. An empty threshold is the playbook's own."""

    def __init__(self, settings: "BranchSettings", t: Catalogue, typed: "BranchChoices | None" = None) -> None:
        super().__init__()
        self.settings = settings
        self.t = t
        self.start = typed or self.saved(settings)

    @staticmethod
    def saved(settings: "BranchSettings") -> "BranchChoices":
        """What the form holds where nothing has been typed."""
        from lobby_tui.desk.branch_settings import BranchChoices

        typed = {kind: _typed(fen) for kind, fen in settings.thresholds.items()}
        return BranchChoices(typed, settings.disabled_signals, settings.hide_sensitive, settings.limits)

    def compose(self) -> ComposeResult:
        """Three parts, each with a sentence of what it does."""
        t, playbook = self.t, self.settings.playbook
        yield _heading(t("From which amount business is large"), first=True)
        yield _hint(t("Write 20万 or 200,000. Left empty, the playbook's own amount, shown in grey, holds."))
        with Vertical(id="thresholds"):
            for one in playbook.thresholds:
                default = format_yuan(one.fen, t.language)
                field = TextField(self.start.thresholds.get(one.kind, ""), placeholder=default, max_length=24)
                yield Field(one.kind, t.render(one.name), field)
        yield _heading(t("Sensitive cues"))
        choices = [Segment("", t("offered"), 1), Segment("hidden", t("hidden"), 2)]
        chosen = "hidden" if self.start.hide_sensitive else ""
        yield Field("sensitive", t("On the spot page"), Segments(choices, chosen))
        yield _hint(t("They judge a person by what they are: {cues}.", cues=_names(_sensitive(playbook), t)))
        yield from self._locks()
        yield _heading(t("Signals in use"))
        yield _hint(t("A digit or Space switches a signal off or on; Left and Right choose the class."))
        yield SignalPicker(playbook, t, self._used())

    def _locks(self) -> ComposeResult:
        """When a screen locks by itself, and when the password is due again whoever is there."""
        t, limits = self.t, self.start.limits or self.settings.limits
        yield _heading(t("Locking"))
        idle = sorted({60, 120, 180, 300, 900, limits.idle_seconds})
        minutes = [
            Segment(str(one), t("{count} min", count=one // 60), place) for place, one in enumerate(idle, start=1)
        ]
        yield Field("idle_seconds", t("Nobody there for"), Segments(minutes, str(limits.idle_seconds)))
        whole = sorted({4, 8, 10, 12, 24, limits.shift_hours})
        hours = [Segment(str(one), t("{count} h", count=one), place) for place, one in enumerate(whole, start=1)]
        yield Field("shift_hours", t("Signed in for"), Segments(hours, str(limits.shift_hours)))
        yield _hint(t("Then the screen locks; after so long a shift only the password unlocks it, not the PIN."))

    def on_mount(self) -> None:
        """Make the labels as wide as the longest needs."""
        for label in self.query("#thresholds .field-label"):
            label.styles.width = self._label_width

    def on_resize(self) -> None:
        """Two columns of thresholds where both languages' labels leave room for them."""
        self.set_class(self.size.width >= 2 * (self._label_width + AMOUNT_CELLS), "-two")

    @property
    def _label_width(self) -> int:
        return max(Content(self.t.render(one.name)).cell_length for one in self.settings.playbook.thresholds) + 2

    def _used(self) -> set[str]:
        return {one.code for one in self.settings.playbook.signals if one.code not in self.start.disabled_signals}

    def choices(self) -> "BranchChoices":
        """Everything as it now stands in the form."""
        from lobby_tui.desk.branch_settings import BranchChoices
        from lobby_tui.desk.shift import Limits

        kinds = {one.kind for one in self.settings.playbook.thresholds}
        values = {field.field: field.value for field in self.query(Field)}
        used = self.query_one(SignalPicker).seen
        return BranchChoices(
            thresholds={kind: raw.strip() for kind, raw in values.items() if kind in kinds and raw.strip()},
            disabled_signals=frozenset(one.code for one in self.settings.playbook.signals) - used,
            hide_sensitive=values["sensitive"] == "hidden",
            limits=Limits(int(values["idle_seconds"]), int(values["shift_hours"])),
        )

    def on_signal_picker_toggled(self, event: SignalPicker.Toggled) -> None:
        """A switch; it is saved with the rest."""
        event.stop()

    def on_signal_picker_done(self, event: SignalPicker.Done) -> None:
        """Enter on the last part of the form."""
        event.stop()
        self.post_message(Form.Submitted())


class BranchTexts(Vertical):
    """The same to read."""

    def __init__(self, settings: "BranchSettings", t: Catalogue) -> None:
        super().__init__()
        self.settings = settings
        self.t = t

    def compose(self) -> ComposeResult:
        """Who sets it, then the values."""
        t, settings = self.t, self.settings
        playbook = settings.playbook
        yield _heading(t("What the branch has set"), first=True)
        yield _hint(t("The supervisor sets these; ask them where one does not fit."))
        yield Static(t("From which amount business is large"), classes="strong", markup=False)
        yield Static("", id="amounts", classes="branch-text")
        yield Static(t("Sensitive cues"), classes="strong", markup=False)
        yield Static(t("hidden") if settings.hide_sensitive else t("offered"), classes="branch-text", markup=False)
        yield Static(t("Locking"), classes="strong", markup=False)
        locks = t("Nobody there for {minutes} min; signed in for {hours} h", minutes=settings.limits.idle_seconds // 60,
                  hours=settings.limits.shift_hours)  # fmt: skip
        yield Static(locks, classes="branch-text", markup=False)
        yield Static(t("Signals switched off"), classes="strong", markup=False)
        off = [one for one in playbook.signals if one.code in settings.disabled_signals]
        yield Static(Content(_names(off, t) if off else t("none")), classes="branch-text")

    def on_resize(self) -> None:
        """The amounts in as many columns as there is room for."""
        t, settings = self.t, self.settings
        kinds = settings.playbook.thresholds
        names = [Content(t.render(one.name)) for one in kinds]
        wide = max(name.cell_length for name in names) + 2
        columns = max(1, self.size.width // (wide + AMOUNT_CELLS))
        lines: list[Content] = []
        for place, (kind, name) in enumerate(zip(kinds, names, strict=True)):
            amount = format_yuan(settings.thresholds.get(kind.kind, kind.fen), t.language)
            gaps = (" " * (wide - name.cell_length), " " * (AMOUNT_CELLS - len(amount)))
            cell = Content.assemble(name, gaps[0], (amount, "bold"), gaps[1])
            lines = [*lines, cell] if place % columns == 0 else [*lines[:-1], lines[-1] + cell]
        self.query_one("#amounts", Static).update(Content("\n").join(lines))


def _heading(text: str, *, first: bool = False) -> Static:
    return Static(Content(text), classes="form-heading first" if first else "form-heading")


def _hint(text: str) -> Static:
    return Static(Content(text), classes="hint")


def _typed(fen: int) -> str:
    """An amount as somebody would type it."""
    return format_yuan(fen, "zh").removesuffix("元")


def _sensitive(playbook: "Playbook") -> list["Signal"]:
    return [one for one in playbook.signals if one.sensitive]


def _names(signals: Iterable["Signal"], t: Catalogue) -> str:
    return ("、" if t.language == "zh" else ", ").join(t.render(one.name) for one in signals)
