"""The fields of a referral, the same on every entry path: step four of a visit, the one-page form, a change."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Input, Static

from lobby_tui.errors import LobbyError
from lobby_tui.locale import Catalogue
from lobby_tui.widgets.fields import Field, Segment, Segments, TextField

if TYPE_CHECKING:
    from lobby_tui.desk.managers import Manager
    from lobby_tui.playbook.schema import Playbook

# What a person typed is a draft within 0.3 s; what a power cut may take is less than that.
DRAFT_SECONDS = 0.25
DEFAULTS = {"status": "introduced"}


class ReferralForm(VerticalScroll, can_focus=False):
    """Nine fields. Enter goes on to the next one; digits choose; whoever owns the form saves it."""

    class Settled(Message):
        """Typing has paused: time to keep a draft and to look for doubles."""

    def __init__(
        self,
        playbook: "Playbook",
        managers: Sequence["Manager"],
        t: Catalogue,
        values: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(id="referral-form")
        self.playbook = playbook
        self.managers = tuple(managers)
        self.t = t
        self.start = dict(values or {})
        self._timer: Timer | None = None

    def compose(self) -> ComposeResult:
        """The fields in the order in which they are asked."""
        t, had = self.t, self.start
        yield Field("customer", t("Name"), TextField(had.get("customer", "")))
        yield Field("status", t("Status"), Segments(self._statuses(), had.get("status", DEFAULTS["status"])))
        yield Field("manager", t("Customer manager"), Segments(self._managers(), had.get("manager", "")))
        yield Field(
            "identifier",
            t("Account / ID"),
            TextField(had.get("identifier", ""), placeholder=t("account, ID or information number; may be left empty")),
        )
        yield Field("contact", t("Contact"), TextField(had.get("contact", ""), placeholder=t("mobile phone")))
        yield Field("best_time", t("Best time"), Segments(self._times(), had.get("best_time", "")))
        yield Field("consent", t("May be contacted"), Segments(self._consents(), had.get("consent", "")))
        notice = Static(Content(t.render(self.playbook.notice)), id="notice", markup=False)
        notice.display = False
        yield notice
        yield Field("remarks", t("Remarks"), TextField(had.get("remarks", "")))
        yield Field(
            "home_branch",
            t("Home branch"),
            TextField(had.get("home_branch", ""), placeholder=t("only where another branch keeps the accounts")),
        )
        yield Static("", id="doubles", markup=False)

    def on_descendant_focus(self) -> None:
        """What the customer has to be told stands there while the question is asked, and takes no room else."""
        asked = self.field("consent").control.has_focus if self.ready else False
        for notice in self.query("#notice"):
            if notice.display != asked:
                notice.display = asked
                self.call_after_refresh(notice.scroll_visible, animate=False)

    def _statuses(self) -> list[Segment]:
        return [
            Segment(one.code, self.t.render(one.name), number)
            for number, one in enumerate(self.playbook.statuses, start=1)
        ]

    def _managers(self) -> list[Segment]:
        names = {one.no: self.t("{name} (away)", name=one.name) if one.away else one.name for one in self.managers[:9]}
        return [Segment(no, name, number) for number, (no, name) in enumerate(names.items(), start=1)]

    def _times(self) -> list[Segment]:
        return [Segment(one.code, self.t.render(one.name), one.digit) for one in self.playbook.best_times]

    def _consents(self) -> list[Segment]:
        return [Segment("yes", self.t("agrees"), 1), Segment("", self.t("not asked, or declines"), 2)]

    def field(self, name: str) -> Field:
        """A field by its name."""
        return self.query_one(f"#field-{name}", Field)

    @property
    def ready(self) -> bool:
        """Whether the fields are there: for a moment after it is opened, or made anew, the form is empty."""
        return bool(self.query("#field-home_branch"))

    def values(self) -> dict[str, Any]:
        """Everything as typed, by field: what a draft keeps."""
        return {field.field: field.value for field in self.query(Field)}

    def begin(self) -> None:
        """Put the cursor where typing goes on: the name, or the field after the last one that was filled in."""
        fields = list(self.query(Field))
        filled = [
            index for index, field in enumerate(fields) if field.value and field.value != DEFAULTS.get(field.field)
        ]
        after = filled[-1] + 1 if filled else 0
        fields[min(after, len(fields) - 1)].control.focus()

    def complain(self, problems: Sequence[LobbyError]) -> list[LobbyError]:
        """Show each error under its field and go to the first one; those without a field are returned."""
        homeless = []
        fields = {field.field: field for field in self.query(Field)}
        bad = []
        for field in fields.values():
            field.complain("")
        for problem in problems:
            field_of = fields.get(problem.field or "")
            if field_of is None:
                homeless.append(problem)
            else:
                field_of.complain(self.t.render(problem.message))
                bad.append(field_of)
        if bad:
            bad[0].control.focus()
            bad[0].scroll_visible()
        return homeless

    def show_doubles(self, messages: Sequence[str]) -> None:
        """Say that the customer may have been entered already. It never blocks."""
        for shown in self.query("#doubles").results(Static):
            shown.update("\n".join(f"! {message}" for message in messages))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter goes on."""
        event.stop()
        self.go_on(event.input)

    def on_segments_done(self, event: Segments.Done) -> None:
        """A choice goes on."""
        event.stop()
        self.go_on(event.segments)

    def go_on(self, control: Input | Segments) -> None:
        """Move to the field after `control`."""
        controls: list[Any] = [field.control for field in self.query(Field)]
        index = controls.index(control) + 1
        if index < len(controls):
            controls[index].focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Something was typed."""
        event.stop()
        self._touch(event.input)

    def on_segments_changed(self, event: Segments.Changed) -> None:
        """Something was chosen."""
        event.stop()
        self._touch(event.segments)

    def _touch(self, control: Input | Segments) -> None:
        for field in self.query(Field):
            if field.control is control:
                field.complain("")
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(DRAFT_SECONDS, lambda: self.post_message(self.Settled()))
