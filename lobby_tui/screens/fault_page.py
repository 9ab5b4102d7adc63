"""Reporting a machine that is out of order: four fields, kept as a draft while they are typed."""

from collections.abc import Iterator, Mapping

from textual.widget import Widget

from lobby_tui.desk import faults
from lobby_tui.desk.faults import NewFault
from lobby_tui.locale import n_
from lobby_tui.screens.entry_page import EntryPage, Say
from lobby_tui.widgets.commands import Command, bindings
from lobby_tui.widgets.fields import Field, Segment, Segments, TextField
from lobby_tui.widgets.kept_form import KeptForm

SAVE = Command("save", "f2", n_("Save"), n_("Report the fault; its time out of service runs from now."), priority=True)
NEXT = Command("next", "tab", n_("Next field"), n_("Go on to the next field; Shift+Tab goes back."))
BACK = Command("back", "escape", n_("Back"), n_("Back; what was typed is kept as a draft."))


class NewFaultScreen(EntryPage):
    """Which machine, what is wrong, the repair ticket if there is one already."""

    HELP = n_(
        "A machine that is out of order. A digit chooses the kind of machine; the repair ticket may be added later."
    )
    COMMANDS = (SAVE, NEXT, BACK)
    BINDINGS = bindings((SAVE, BACK))
    DRAFT = "fault"
    TYPED = ("device", "label", "what", "ticket")

    def __init__(self, say: Say | None = None, what: str = "") -> None:
        super().__init__(say)
        self._what = what

    def title_texts(self) -> tuple[str, str]:
        """What this is; who acts."""
        return self.t("Report a machine out of order"), self.shift.person.name

    async def load(self) -> None:
        """Take up the draft; or begin with what was said of it on a checklist."""
        await super().load()
        if not self.start and self._what:
            self.start = {"what": self._what}

    def fields(self, had: Mapping[str, str]) -> Iterator[Widget]:
        """The fields in the order in which they are asked."""
        t = self.t
        devices = [Segment(one.code, t.render(one.name), one.digit) for one in self.shift.playbook.devices]
        yield Field("device", t("Machine"), Segments(devices, had.get("device", "")))
        label = TextField(
            had.get("label", ""), placeholder=t("no. 2, at the entrance; may be left empty"), max_length=40
        )
        yield Field("label", t("Which one"), label)
        yield Field("what", t("What is wrong"), TextField(had.get("what", ""), max_length=200))
        ticket = TextField(had.get("ticket", ""), placeholder=t("may be added later"), max_length=40)
        yield Field("ticket", t("Repair ticket"), ticket)

    def begin(self, form: KeptForm) -> None:
        """What is wrong may be known already, from a checklist, before it is known of which machine."""
        if self._focus_place is not None:
            self.focus_again()
            return
        fields = list(form.query(Field))
        next((field for field in fields if not field.value), fields[-1]).control.focus()

    async def store(self, values: Mapping[str, str]) -> str:
        """Report it, and throw the draft away in the same transaction."""
        new = NewFault(values["device"], values["what"], values["label"], values["ticket"], self.key, self.DRAFT)
        fault = await self.at_desk(faults.report, self.shift, new)
        return self.t("✓ Fault no. {number}: {device}", number=fault.number, device=fault.name)
