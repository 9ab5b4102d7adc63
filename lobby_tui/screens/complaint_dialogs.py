"""What is asked when a step of a complaint is taken."""

from collections.abc import Iterator, Mapping

from textual import work
from textual.widget import Widget

from lobby_tui.desk import drafts
from lobby_tui.desk.complaint import steps as complaint_steps
from lobby_tui.desk.complaint.steps import FORMS, StepEntry
from lobby_tui.desk.complaint.views import ComplaintView
from lobby_tui.desk.complaint.words import COMPLAINT_STEPS, DECISIONS, PAUSES
from lobby_tui.desk.shift import Person
from lobby_tui.errors import LobbyError
from lobby_tui.locale import Message, msg
from lobby_tui.models.enums import ComplaintStepKind
from lobby_tui.playbook.schema import Text
from lobby_tui.screens.form_dialog import FormDialog
from lobby_tui.widgets.fields import Field, Segment, Segments, TextField

DRAFT = "complaint_step"


class StepDialog(FormDialog):
    """One step: a choice, some words, a date, as far as the step asks for them. What was typed is kept as a draft."""

    def __init__(
        self,
        one: ComplaintView,
        kind: ComplaintStepKind,
        handlers: tuple[Person, ...] = (),
        start: Mapping[str, str] | None = None,
        appeal: Text | None = None,
    ) -> None:
        super().__init__(COMPLAINT_STEPS[kind], hint_of(kind, appeal))
        self.one = one
        self.kind = kind
        self.handlers = handlers
        self.start = dict(start or {})
        self.saved = False

    def fields(self) -> Iterator[Widget]:
        """What the step asks for."""
        t, had, form = self.t, self.start, FORMS[self.kind]
        if form.choice:
            yield Field("choice", t.render(_CHOICES[form.choice]), Segments(self._choices(), had.get("choice", "")))
        if form.told:
            told = [Segment("yes", t("yes, told"), 1), Segment("", t("not yet"), 2)]
            yield Field("told", t("Complainant told"), Segments(told, had.get("told", "")))
        yield Field("note", t("Words") if form.note else t("Note"), TextField(had.get("note", "")))
        if form.dated:
            today = self.shift.today().isoformat()
            yield Field("on", t("On"), TextField(had.get("on", ""), placeholder=today))

    def _choices(self) -> list[Segment]:
        t = self.t
        if self.kind is ComplaintStepKind.ASSIGNED:
            return [Segment(one.no, one.name, digit) for digit, one in enumerate(self.handlers[:9], start=1)]
        if self.kind is ComplaintStepKind.NOTIFIED:
            means = self.shift.playbook.notification_means
            return [Segment(one.code, t.render(one.name), one.digit) for one in means]
        known = DECISIONS if self.kind is ComplaintStepKind.DECIDED else PAUSES
        return [Segment(code, t.render(name), digit) for digit, (code, name) in enumerate(known.items(), start=1)]

    async def save(self, values: Mapping[str, str]) -> None:
        """Take the step, and throw the draft away in the same transaction."""
        self.saved = True
        entry = StepEntry(
            step=self.kind,
            note=values.get("note", ""),
            choice=values.get("choice", ""),
            told=bool(values.get("told")),
            on=values.get("on", ""),
            version=self.one.version,
            draft=DRAFT,
        )
        try:
            await self.at_desk(complaint_steps.take, self.shift, self.one.id, entry)
        except LobbyError:
            self.saved = False
            raise

    def on_kept_form_settled(self) -> None:
        """Typing has paused."""
        self.keep()

    @work(exclusive=True, group="draft")
    async def keep(self) -> None:
        """Keep the draft."""
        with self.refusals():
            await self.save_draft()

    async def save_draft(self) -> None:
        """Keep what was typed, if there are words that nobody wants to type again."""
        values = {field.field: field.value for field in self.query(Field)}
        if not self.saved and values.get("note"):
            kept = values | {"step": str(self.kind), "complaint": str(self.one.id)}
            await self.at_desk(drafts.keep, self.shift, DRAFT, kept)

    def action_cancel(self) -> None:
        """Back; the draft is kept."""
        self.leave()

    @work(group="move")
    async def leave(self) -> None:
        """Keep the draft, then close."""
        with self.lobby.holding_keys(), self.refusals():
            await self.save_draft()
            self.dismiss(None)


_CHOICES: Mapping[str, Message] = {
    "decision": msg("Decision"),
    "means": msg("Told how"),
    "pause": msg("Paused for"),
    "handler": msg("Handler"),
}
_HINTS: Mapping[ComplaintStepKind, Message] = {
    ComplaintStepKind.CALMED: msg("Lead the customer to a quiet place, listen, and thank them for telling."),
    ComplaintStepKind.INVESTIGATED: msg("What was the cause? Facts first, then who was asked."),
    ComplaintStepKind.DECIDED: msg("The decision as the complainant will read or hear it."),
    ComplaintStepKind.ARCHIVED: msg("After filing nothing changes any more."),
    ComplaintStepKind.ASSIGNED: msg("Never the person complained about, nor anybody with an interest in the matter."),
    ComplaintStepKind.MADE_COMPLEX: msg("Why the facts take longer to establish."),
    ComplaintStepKind.EXTENDED: msg("A superior approves it once, and the complainant is told why."),
    ComplaintStepKind.PAUSED: msg("Days of outside appraisal or mediation are not counted."),
    ComplaintStepKind.RESTARTED: msg("New facts start the deadline anew."),
    ComplaintStepKind.ESCALATED: msg("Why the supervisor has to know at once."),
    ComplaintStepKind.WITHDRAWN: msg("A withdrawal ends the complaint the same day."),
}


def hint_of(kind: ComplaintStepKind, appeal: Text | None) -> Message | Text | str:
    """One sentence about a step; with a notice, what the complainant is told about the ways to appeal."""
    if kind is ComplaintStepKind.NOTIFIED and appeal:
        return appeal
    return _HINTS.get(kind, "")
