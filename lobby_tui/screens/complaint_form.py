"""The form of a complaint: a first record in half a minute, and everything that is added or put right later.

The kind is one digit, the line is typed, and F2 saves: courtesy first, the rest can follow [ICBC 6, BOC].
"""

import uuid
from collections.abc import Iterator, Mapping, Sequence

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from lobby_tui.desk import complaints
from lobby_tui.desk.complaint.entry import ComplaintEntry
from lobby_tui.desk.complaint.views import ComplaintView
from lobby_tui.desk.complaint.words import deadline_text
from lobby_tui.locale import Catalogue, n_
from lobby_tui.playbook.texts import Choice
from lobby_tui.screens.entry_page import EntryPage, Say
from lobby_tui.widgets.commands import Command, bindings
from lobby_tui.widgets.fields import Field, Segment, Segments, TextField

SAVE = Command("save", "f2", n_("Save"), n_("Save the complaint: kind and line are enough at first."), priority=True)
NEXT = Command("next", "tab", n_("Next field"), n_("Go on to the next field; Shift+Tab goes back."))
BACK = Command("back", "escape", n_("Back"), n_("Back; what was typed is kept as a draft."))
TEXTS = ("what", "customer", "contact", "wish", "about", "people", "representatives", "received_on")


class NewComplaintScreen(EntryPage):
    """A new complaint. The fields in the order in which one learns of them."""

    HELP = n_(
        "A complaint: choose the kind with a digit, type what happened in one line, F2 saves. Lead the customer to a "
        "quiet place first; everything else can be filled in later. What was typed is kept as a draft."
    )
    COMMANDS = (SAVE, NEXT, BACK)
    BINDINGS = bindings((SAVE, BACK))
    DRAFT = "complaint"
    TYPED = ("kind", "what", "customer", "contact", "wish", "about")

    def title_texts(self) -> tuple[str, str]:
        """What this is; who acts."""
        return self.t("New complaint"), self.shift.person.name

    def fields(self, had: Mapping[str, str]) -> Iterator[Widget]:
        """The two that are needed first, then what may follow."""
        t, playbook = self.t, self.shift.playbook
        channel = had.get("channel") or playbook.complaint_channels[0].code
        yield Field("kind", t("Kind"), choice_of(playbook.complaint_kinds, t, had.get("kind", "")))
        yield Field("what", t("What it is about"), TextField(had.get("what", "")))
        yield Field("channel", t("Came in"), choice_of(playbook.complaint_channels, t, channel))
        yield Field("customer", t("Name"), TextField(had.get("customer", "")))
        yield Field("contact", t("Contact"), TextField(had.get("contact", "")))
        yield Field("wish", t("Wants"), TextField(had.get("wish", "")))
        about = t("staff number of the person complained about")
        yield Field("about", t("About"), TextField(had.get("about", ""), placeholder=about))
        yield Field("people", t("Complainants"), TextField(had.get("people", "1")))
        yield Field("representatives", t("Representatives"), TextField(had.get("representatives", "0")))
        yield Field("face_to_face", t("Face to face"), self._yes_no(had.get("face_to_face", "")))
        yield Field("major", t("Major"), self._yes_no(had.get("major", "")))
        today = self.shift.today().isoformat()
        yield Field("received_on", t("Received on"), TextField(had.get("received_on", ""), placeholder=today))
        policy = playbook.complaints
        hint = t(
            "At most {most} representatives; {people} people or more face to face are a major complaint.",
            most=policy.most_representatives, people=policy.major_people,
        )  # fmt: skip
        yield Static(Content(hint), classes="hint")

    def _yes_no(self, value: str) -> Segments:
        return Segments([Segment("", self.t("no"), 1), Segment("yes", self.t("yes"), 2)], value)

    async def store(self, values: Mapping[str, str]) -> str:
        """Register it, and throw the draft away in the same transaction."""
        entry = entry_of(values, key=self.key, draft=self.DRAFT)
        one = await self.at_desk(complaints.register, self.shift, entry)
        return saved_text(one, self.t)


class ChangeComplaintScreen(NewComplaintScreen):
    """A saved complaint, opened in full to be completed or put right. That it was opened is in the audit trail."""

    DRAFT = ""

    def __init__(self, complaint_id: uuid.UUID, say: Say | None = None) -> None:
        super().__init__(say)
        self.complaint_id = complaint_id
        self.number = 0
        self.version = 0

    def title_texts(self) -> tuple[str, str]:
        """Which complaint."""
        return self.t("Change complaint no. {number}", number=self.number), self.shift.person.name

    async def load(self) -> None:
        """Reveal it."""
        details = await self.at_desk(complaints.reveal, self.shift, self.complaint_id, "change")
        self.number, self.version = details.view.number, details.view.version
        had = complaints.entry_of(details)
        self.start = {name: str(getattr(had, name)) for name in ("kind", "channel", *TEXTS)} | {
            name: "yes" if getattr(had, name) else "" for name in ("face_to_face", "major")
        }
        self.show_bars()

    async def store(self, values: Mapping[str, str]) -> str:
        """Save over the version that was opened."""
        one = await self.at_desk(complaints.change, self.shift, self.complaint_id, entry_of(values), self.version)
        return saved_text(one, self.t)


def entry_of(values: Mapping[str, str], key: uuid.UUID | None = None, draft: str | None = None) -> ComplaintEntry:
    """The entry that the fields of the form make."""
    return ComplaintEntry(
        kind=values["kind"],
        what=values["what"],
        channel=values["channel"],
        customer=values["customer"],
        contact=values["contact"],
        wish=values["wish"],
        about=values["about"],
        people=values["people"],
        representatives=values["representatives"],
        face_to_face=bool(values["face_to_face"]),
        major=bool(values["major"]),
        received_on=values["received_on"],
        key=key,
        draft=draft,
    )


def saved_text(one: ComplaintView, t: Catalogue) -> str:
    """A complaint that was just saved: its number, and by when it has to be decided."""
    due = t("Due {day}", day=one.due_on.isoformat()) if one.due_on else ""
    parts = [t("✓ Complaint no. {number} is saved.", number=one.number), due, t.render(deadline_text(one.clock))]
    if one.major:
        parts.append(t("‼ Major: tell the supervisor at once."))
    if one.handler is None:
        parts.append(t("Nobody handles it yet."))
    return "  ".join(part for part in parts if part)


def choice_of(items: Sequence[Choice], t: Catalogue, value: str) -> Segments:
    """The entries of a playbook's list in a row, each with its digit."""
    return Segments([Segment(one.code, t.render(one.name), one.digit) for one in items], value)
