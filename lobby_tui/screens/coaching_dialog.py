"""A coaching talk as it is written down: the three questions, a note, the day."""

from collections.abc import Iterator, Mapping

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from lobby_tui.desk.referral.views import StaffName
from lobby_tui.desk.review import coaching
from lobby_tui.desk.review.coaching import LONGEST_ANSWER, NOTE_LIMIT, Talk
from lobby_tui.locale import msg
from lobby_tui.models.enums import MeetingKind
from lobby_tui.models.typed_dates import parse_date
from lobby_tui.screens.form_dialog import FormDialog
from lobby_tui.widgets.fields import Field, TextField


class CoachingDialog(FormDialog):
    """A new talk, or one that is put right; then its day stays."""

    def __init__(self, person: StaffName, part: MeetingKind, talk: Talk | None = None) -> None:
        morning = part is MeetingKind.MORNING
        super().__init__(
            msg("Morning talk with {name}", name=person.name)
            if morning
            else msg("Evening talk with {name}", name=person.name),
            msg("The person may read it. Leave customers' names out; numbers are masked where this is shown."),
        )
        self.person = person
        self.part = part
        self.talk = talk

    def fields(self) -> Iterator[Widget]:
        """Each question over its answer."""
        t, talk = self.t, self.talk
        questions = self.shift.playbook.meeting(self.part.value).questions
        answers = {one.code: one.text for one in talk.answers} if talk else {}
        for question in questions:
            yield Static(Content(t.render(question.name)), classes="question")
            answer = TextField(answers.get(question.code, ""), max_length=LONGEST_ANSWER)
            yield Field(f"answer_{question.code}", "", answer)
        yield Field("note", t("Note"), TextField(talk.note if talk else "", max_length=NOTE_LIMIT))
        if talk is None:
            yield Field("on", t("Date"), TextField(self.shift.today().isoformat(), max_length=10))

    async def save(self, values: Mapping[str, str]) -> None:
        """Write it down."""
        prefix = "answer_"
        answers = {name.removeprefix(prefix): text for name, text in values.items() if name.startswith(prefix)}
        if self.talk:
            await self.at_desk(coaching.change, self.shift, self.talk.id, answers, values["note"], self.talk.version)
            return
        on = parse_date(values["on"], self.shift.today(), "on", back=True)
        await self.at_desk(coaching.add, self.shift, self.person.no, self.part.value, answers, values["note"], on)
