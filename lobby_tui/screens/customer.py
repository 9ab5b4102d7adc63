"""Everything that is known of one customer, masked; their copy of it, putting it right, erasing it."""

import uuid
from pathlib import Path

from textual import work

from lobby_tui.desk import customer_data
from lobby_tui.desk.customer.known import TABLES, Record
from lobby_tui.desk.customer.words import elsewhere_texts
from lobby_tui.desk.customer_data import CustomerData
from lobby_tui.errors import RefusedError
from lobby_tui.locale import n_
from lobby_tui.screens.customer_dialogs import CorrectDialog, CustomerExportDialog, EraseDialog
from lobby_tui.screens.table_screen import TableScreen
from lobby_tui.widgets.commands import Command, bindings

EXPORT = Command("export", "f2", n_("Their copy"), n_("Write the customer's own copy, in full; it is recorded."))
CORRECT = Command("correct", "f3", n_("Put right"), n_("Put name, contact or number right in every record."))
SHOW = Command("show", "f4", n_("Show"), n_("Show this record in full for a moment; say why. It is recorded."))
ERASE = Command("erase", "delete", n_("Erase"), n_("Erase the customer everywhere; asks first."))
BACK = Command("back", "escape", n_("Back"), n_("Back to the search."))


class CustomerScreen(TableScreen[Record]):
    """Their own records first, then those of others in which they are named."""

    HELP = n_(
        "Their own records, and those of others in which they are named. What is known stands masked below. Erasing "
        "leaves the records for the branch's figures, with nothing of the customer in them; the audit trail keeps "
        "that it happened. A complaint that is not filed yet stays until it is."
    )
    COMMANDS = (EXPORT, CORRECT, SHOW, ERASE, BACK)
    BINDINGS = bindings(COMMANDS)
    GIVES_WAY = 3

    def __init__(self, record: uuid.UUID, searched: str = "") -> None:
        super().__init__()
        self.record = record
        # A number that was searched for may stand in texts although no record has all of it. Not so a name: its
        # beginning would mean many people.
        self.also = (searched,) if any(character.isdigit() for character in searched) else ()
        self.data: CustomerData | None = None

    def title_texts(self) -> tuple[str, str]:
        """Who; the person."""
        names = " / ".join(self.data.customer.names) if self.data else ""
        return f"{self.t('Customer')} {names}".rstrip(), self.shift.person.name

    @work(exclusive=True, group="load")
    async def load(self) -> None:
        """Read everything; back to the search where nothing is known any more."""
        with self.refusals():
            try:
                self.data = await self.at_desk(customer_data.known, self.shift, self.record, self.also)
            except RefusedError:
                if self.data is None:
                    raise
                self.app.pop_screen()
                return
            if not self.made:
                return
            t, data = self.t, self.data
            where = "  ".join(map(t.render, elsewhere_texts(data.elsewhere)))
            self.put("heading", where)
            headings = (t("Record"), t("No."), t("Day"), t("What"))
            self.fill(headings, data.records, [self._cells(one) for one in data.records])

    def _cells(self, one: Record) -> list[str]:
        return [
            self.t.render(TABLES[one.table]),
            str(one.number or ""),
            one.day.isoformat() if one.day else "",
            "  ".join(self.t.render(fact.value) for fact in one.facts).replace("\n", "  "),
        ]

    def detail(self) -> str:
        """Every fact of the record, masked."""
        one, t = self.chosen, self.t
        if one is None:
            return ""
        facts = (t("{label}: {value}", label=fact.label, value=fact.value) for fact in one.facts)
        return "   ".join(facts).replace("\n", "  ")

    @work(exclusive=True, group="ask")
    async def action_show(self) -> None:
        """The record in full, for as long as the dialog is open."""
        from lobby_tui.screens.reveal_dialog import Line, show_in_full

        one, t = self.chosen, self.t
        if one is None:
            return

        def lines(data: CustomerData) -> list[Line]:
            found = [record for record in data.records if record.id == one.id]
            return [(fact.label, t.render(fact.value)) for record in found for fact in record.facts]

        await show_in_full(self, customer_data.known_in_full, self.record, lines)

    @work(exclusive=True, group="ask")
    async def action_export(self) -> None:
        """Ask for the folder and the reason, and write the files."""
        dialog = CustomerExportDialog(self.record, self.also, Path.home())
        if await self.app.push_screen_wait(dialog):
            names = ", ".join(one.path.name for one in dialog.written)
            self.say(self.t("✓ Written: {files}. Hand them over, and keep no copy.", files=names))

    @work(exclusive=True, group="ask")
    async def action_correct(self) -> None:
        """Ask what is right."""
        dialog = CorrectDialog(self.record)
        if await self.app.push_screen_wait(dialog):
            self.say(self.t("✓ Records put right: {count}", count=dialog.count))
            self.load()

    @work(exclusive=True, group="ask")
    async def action_erase(self) -> None:
        """Ask for the reason, and erase."""
        if self.data is None:
            return
        dialog = EraseDialog(self.record, self.also, self.data)
        if await self.app.push_screen_wait(dialog) and dialog.done:
            done, t = dialog.done, self.t
            said = [t("✓ Records erased: {count}", count=done.records), *map(t.render, done.kept)]
            self.app.notify("\n".join([*said, *map(t.render, elsewhere_texts(done.elsewhere))]), markup=False)
            self.load()
