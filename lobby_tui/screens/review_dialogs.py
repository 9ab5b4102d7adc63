"""The questions of the review of a day: what to ask or to say, whom; over what to sign; who stands by."""

from collections.abc import Iterator, Mapping
from datetime import date

from textual.widget import Widget

from lobby_tui.desk import second_person
from lobby_tui.desk.review import marks, signing
from lobby_tui.desk.review.marked import Decision
from lobby_tui.desk.review.marks import Sight, Whom
from lobby_tui.desk.review.rows import DayReview, ReviewRow
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import LobbyError
from lobby_tui.locale import msg, n_
from lobby_tui.screens.form_dialog import FormDialog
from lobby_tui.screens.password_dialogs import WithPassword
from lobby_tui.widgets.fields import Field, Segment, Segments, TextField


def sight_of(row: ReviewRow) -> Sight:
    """What the reviewer has before them."""
    return Sight(row.view.referral.version, row.mark.version if row.mark else 0)


class TellDialog(FormDialog):
    """A question, or a word of coaching, and whom it goes to."""

    DOES = n_("Send")

    def __init__(self, row: ReviewRow, decision: Decision) -> None:
        asks = decision is Decision.ASKED
        title = msg("Ask back about no. {number}", number=row.number)
        if not asks:
            title = msg("A word of coaching on no. {number}", number=row.number)
        hint = msg("The person finds the question on their desk; the review waits for your decision on the answer.")
        if not asks:
            hint = msg("The person reads it on their desk; the referral counts as reviewed.")
        super().__init__(title, hint)
        self.row = row
        self.asks = asks

    def fields(self) -> Iterator[Widget]:
        """The words, and one of the two people."""
        t, view = self.t, self.row.view.referral
        label = t("Question") if self.asks else t("What to say")
        yield Field("note", label, TextField(max_length=200))
        people = [Segment(Whom.IDENTIFIER, t("{name}, who noticed", name=view.identified_by.name), 1)]
        if view.manager:
            people.append(Segment(Whom.MANAGER, t("{name}, customer manager", name=view.manager.name), 2))
        yield Field("whom", t("Goes to"), Segments(people, Whom.IDENTIFIER))

    async def save(self, values: Mapping[str, str]) -> None:
        """Say it."""
        tell = marks.ask if self.asks else marks.coach
        await self.at_desk(tell, self.shift, self.row.id, values["note"], values["whom"], sight_of(self.row))


class SignDialog(FormDialog):
    """Over every referral, or over the drawn sample. `review` is how it stands then."""

    DOES = n_("Sign")

    def __init__(self, review: DayReview) -> None:
        day = review.day.date.isoformat()
        super().__init__(
            msg("Sign the review of {day}", day=day),
            msg(
                "Everything that is signed over has to be reviewed, and no question may be open. The seed of the "
                "sample is kept with the signature, so that anybody can draw it again."
            ),
        )
        self.review = review

    def fields(self) -> Iterator[Widget]:
        """One question."""
        t, review = self.t, self.review
        every = Segment("all", t("every referral ({count})", count=len(review.rows)), 1)
        drawn = Segment("sample", t("the drawn sample ({count})", count=len(review.sample)), 2)
        done = not review.left(sample=False)
        yield Field("over", t("Over"), Segments([every, drawn], "all" if done else "sample"))

    async def save(self, values: Mapping[str, str]) -> None:
        """Sign it."""
        self.review = await self.at_desk(
            signing.sign, self.shift, self.review.day.date, sample=values["over"] == "sample"
        )


class UnsignDialog(WithPassword):
    """Why the signature goes, and a second person who stands by."""

    DOES = n_("Take the signature off")

    def __init__(self, day: date) -> None:
        super().__init__(
            msg("Take the signature off the review of {day}", day=day.isoformat()),
            msg("A second person is needed: the lobby manager, or another supervisor."),
        )
        self.day = day

    def fields(self) -> Iterator[Widget]:
        """Three fields."""
        t = self.t
        yield Field("reason", t("Reason"), TextField(max_length=200))
        yield Field("second", t("Second person"), TextField(placeholder=t("Staff number"), max_length=20))
        yield self.secret("password", t("Their password"))

    async def save(self, values: Mapping[str, str]) -> None:
        """Take it off."""
        try:
            await self.at_desk(_unsign, self.shift, self.day, values["reason"], values["second"], values["password"])
        except LobbyError:
            self.empty()
            raise


def _unsign(shift: Shift, day: date, reason: str, no: str, password: str) -> DayReview:
    """The reason first: nobody should type a password in vain."""
    signing.checked_reason(reason)
    return signing.unsign(shift, day, reason, second_person.prove(shift, no, password))
