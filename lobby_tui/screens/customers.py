"""Finding a customer who asks what is known of them, wants it put right, or wants it erased."""

from textual import work
from textual.widgets import DataTable

from lobby_tui.desk import customer_data
from lobby_tui.desk.customer_data import Candidate
from lobby_tui.locale import n_
from lobby_tui.screens.search_table import SearchTable
from lobby_tui.widgets.commands import Command, bindings

OPEN = Command("open", "enter", n_("Open it"), n_("Everything that is known of the customer under the highlight."))
SEARCH = Command("search", "f3", n_("Search"), n_("Search for another customer."))
BACK = Command("back", "escape", n_("Back"), n_("End the search, or go back."))


class CustomersScreen(SearchTable[Candidate]):
    """Nothing stands here before somebody was searched for, and then only those who may be meant."""

    HELP = n_(
        "A customer may ask what the branch knows of them, have it put right, or erased. Search for them by name, "
        "contact or number; records with the same number, or the same name and contact, are one customer's."
    )
    COMMANDS = (OPEN, SEARCH, BACK)
    BINDINGS = bindings(COMMANDS)
    PROMPT = n_("Name, contact or number; then Enter")
    LONGEST = 60
    GIVES_WAY = 0

    def __init__(self) -> None:
        super().__init__()
        self.wanted = ""

    def title_texts(self) -> tuple[str, str]:
        """What this is; the person."""
        return self.t("Customers' rights"), self.shift.person.name

    def opened(self) -> None:
        """The search line first."""
        super().opened()
        if not self.wanted:
            self.action_search()

    @work(exclusive=True, group="load")
    async def load(self) -> None:
        """Search for what was entered."""
        with self.refusals():
            found = await self.at_desk(customer_data.find, self.shift, self.wanted) if self.wanted else ()
            t = self.t
            headings = (t("Customer"), t("Contact"), t("Referrals"), t("Complaints"), t("First"), t("Last"))
            remark = ""
            if not found:
                remark = t("Nobody of that name or number is in the records.") if self.wanted else ""
            self.fill(headings, found, [self._cells(one) for one in found], remark)

    def _cells(self, one: Candidate) -> list[str]:
        return [
            " / ".join(one.names),
            " / ".join(one.contacts),
            str(one.referrals),
            str(one.complaints),
            one.first.isoformat(),
            one.last.isoformat(),
        ]

    def on_input_changed(self) -> None:
        """Only what is entered is searched for: the search goes through all records."""

    def on_input_submitted(self) -> None:
        """Search."""
        self.wanted = self.typed
        self.query_one(DataTable).focus()
        self.load()

    def on_data_table_row_selected(self) -> None:
        """Enter, or a click."""
        self.action_open()

    @work(exclusive=True, group="open")
    async def action_open(self) -> None:
        """Everything that is known of them."""
        from lobby_tui.screens.customer import CustomerScreen

        one = self.chosen
        if one:
            await self.app.push_screen(CustomerScreen(one.id, self.wanted))
