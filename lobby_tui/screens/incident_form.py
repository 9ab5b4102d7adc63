"""The form of an incident, with the fields of a branch incident report."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from lobby_tui.desk import incidents
from lobby_tui.desk.incident_entry import IncidentEntry
from lobby_tui.desk.incidents import IncidentView
from lobby_tui.locale import n_
from lobby_tui.screens.complaint_form import choice_of
from lobby_tui.screens.entry_page import EntryPage, Say
from lobby_tui.widgets.commands import Command, bindings
from lobby_tui.widgets.fields import Field, TextField

SAVE = Command("save", "f2", n_("Save"), n_("Save the report: kind and line are enough at first."), priority=True)
NEXT = Command("next", "tab", n_("Next field"), n_("Go on to the next field; Shift+Tab goes back."))
BACK = Command("back", "escape", n_("Back"), n_("Back; what was typed is kept as a draft."))
TEXTS = ("what", "happened", "place", "people_involved", "injured", "loss", "measures", "reported_to", "reported")


class NewIncidentScreen(EntryPage):
    """A new report."""

    HELP = n_(
        "An incident report: choose the kind with a digit, type what happened in one line, F2 saves. In danger call "
        "110, 119 or 120 first; everything else can be filled in later. What was typed is kept as a draft."
    )
    COMMANDS = (SAVE, NEXT, BACK)
    BINDINGS = bindings((SAVE, BACK))
    DRAFT = "incident"
    TYPED = ("kind", "what", "place", "loss", "measures", "reported_to")

    def title_texts(self) -> tuple[str, str]:
        """What this is; who acts."""
        return self.t("New incident"), self.shift.person.name

    def fields(self, had: Mapping[str, str]) -> Iterator[Widget]:
        """The two that are needed first, then what may follow."""
        t = self.t
        now = f"{self.shift.local(self.shift.now()):%H:%M}"
        yield Field("kind", t("Kind"), choice_of(self.shift.playbook.incident_kinds, t, had.get("kind", "")))
        yield Field("what", t("What happened"), TextField(had.get("what", "")))
        yield Field("happened", t("When"), TextField(had.get("happened", ""), placeholder=now))
        yield Field("place", t("Place"), TextField(had.get("place", "")))
        yield Field("people_involved", t("People involved"), TextField(had.get("people_involved", "0")))
        yield Field("injured", t("People hurt"), TextField(had.get("injured", "0")))
        yield Field("loss", t("Loss in yuan"), TextField(had.get("loss", "")))
        yield Field("measures", t("Measures"), TextField(had.get("measures", "")))
        told = t("police, fire brigade, superior")
        yield Field("reported_to", t("Reported to"), TextField(had.get("reported_to", ""), placeholder=told))
        yield Field("reported", t("Reported at"), TextField(had.get("reported", ""), placeholder=now))
        yield Static(Content(t("Times as {example}, with the date before it if it was not today.", example="14:05")),
                     classes="hint")  # fmt: skip

    async def store(self, values: Mapping[str, str]) -> str:
        """Report it, and throw the draft away in the same transaction."""
        entry = replace(_entry(values), key=self.key, draft=self.DRAFT)
        one = await self.at_desk(incidents.report, self.shift, entry)
        return "✓ " + self.t("No. {number}", number=one.number)


class ChangeIncidentScreen(NewIncidentScreen):
    """A saved report, to be completed or put right."""

    DRAFT = ""

    def __init__(self, one: IncidentView, say: Say | None = None) -> None:
        super().__init__(say)
        self.one = one
        self.before: IncidentEntry | None = None

    def title_texts(self) -> tuple[str, str]:
        """Which report."""
        return self.t("Change incident no. {number}", number=self.one.number), self.shift.person.name

    async def load(self) -> None:
        """Fill the form with what is saved."""
        self.before = incidents.entry_of(self.shift, self.one)
        self.start = {name: str(value) for name, value in asdict(self.before).items() if name in ("kind", *TEXTS)}

    async def store(self, values: Mapping[str, str]) -> str:
        """Save over what was opened."""
        assert self.before is not None
        one = await self.at_desk(incidents.change, self.shift, self.one.id, _entry(values), self.before)
        return "✓ " + self.t("No. {number}", number=one.number)


def _entry(values: Mapping[str, str]) -> IncidentEntry:
    """The entry that the fields of the form make."""
    return IncidentEntry(
        kind=values["kind"],
        what=values["what"],
        happened=values["happened"],
        place=values["place"],
        people_involved=values["people_involved"],
        injured=values["injured"],
        loss=values["loss"],
        measures=values["measures"],
        reported_to=values["reported_to"],
        reported=values["reported"],
    )
