"""Customers to be copied into the CRM, and results of the core system that wait for a person."""

from pathlib import Path

from textual import work
from textual.content import Content

from lobby_tui.desk import crm, import_review
from lobby_tui.desk.import_review import ReviewLine
from lobby_tui.desk.permissions import Action
from lobby_tui.desk.referral.views import ReferralView
from lobby_tui.desk.result_import import Imported
from lobby_tui.locale import msg, n_
from lobby_tui.screens.crm_dialogs import CopyDialog, ReadDialog
from lobby_tui.screens.password_dialogs import ask_second
from lobby_tui.screens.table_screen import TableScreen
from lobby_tui.widgets.commands import Command, bindings

COPY = Command("copy", "f2", n_("Copy"), n_("Write the customers to files and mark them as copied."))
SWITCH = Command(
    "switch", "f3", n_("Copy / review"), n_("Switch between the customers to copy and the lines to review.")
)
READ = Command("read", "f4", n_("Read results"), n_("Read a file of the core system."))
TAKE = Command(
    "take", "enter", n_("Is theirs"), n_("The line is the result of the first referral; digits take the others.")
)
REFUSE = Command("refuse", "delete", n_("Is nobody's"), n_("The line is nobody's result here."))
BACK = Command("back", "escape", n_("Back"), n_("Back to where you came from."))


class CrmScreen(TableScreen[ReferralView | ReviewLine]):
    """Two lists: what goes out to the CRM, and, for the supervisor, what came in from the core system."""

    HELP = n_(
        "Accepted customers to follow up are copied into the CRM in full, each once: a copied one is marked. The "
        "supervisor reads the results of the core system from a CSV file: lines that fit one referral by number become "
        "its result, the others wait here until somebody says whose they are."
    )
    COMMANDS = (COPY, SWITCH, READ, TAKE, REFUSE, BACK)
    BINDINGS = bindings(COMMANDS)

    def __init__(self) -> None:
        super().__init__()
        self.waiting = 0
        self.reviewing = False

    def commands(self) -> tuple[Command, ...]:
        """What this person may do with this list."""
        gone = {COPY} if self.reviewing else {TAKE, REFUSE}
        if not self.shift.may(Action.IMPORT_RESULTS):
            gone |= {SWITCH, READ}
        return tuple(one for one in super().commands() if one not in gone)

    def title_texts(self) -> tuple[str, str]:
        """What this is; the person."""
        title = self.t("Results to review") if self.reviewing else self.t("Copy into the CRM")
        return title, self.shift.person.name

    @work(exclusive=True, group="load")
    async def load(self) -> None:
        """Read what is shown anew."""
        with self.refusals():
            if self.reviewing:
                self._show_lines(await self.at_desk(import_review.waiting, self.shift))
            else:
                self._show(await self.at_desk(crm.waiting, self.shift))

    def _show(self, found: tuple[ReferralView, ...]) -> None:
        t = self.t
        self.waiting = len(found)
        self.put("heading", Content.assemble((t("To be copied {count}", count=len(found)), "bold")))
        self.put_keys(())
        lines = [
            [f"{one.day:%m-%d}", str(one.number), one.customer, one.masked_identifier, one.masked_contact,
             one.manager.name if one.manager else ""]
            for one in found
        ]  # fmt: skip
        headings = (t("Day"), t("No."), t("Customer"), t("Account / ID"), t("Contact"), t("Manager"))
        self.fill(headings, found, lines, "" if found else t("Every accepted customer is copied."))

    def _show_lines(self, found: tuple[ReviewLine, ...]) -> None:
        t, products = self.t, {one.code: one.name for one in self.shift.playbook.products}
        self.put("heading", Content.assemble((t("Lines to review {count}", count=len(found)), "bold")))
        lines = [
            [f"{one.day:%m-%d}", one.customer, one.masked_identifier or one.masked_contact,
             f"{t.render(products.get(one.product, one.product))} {one.quantity}", t.render(one.why)]
            for one in found
        ]  # fmt: skip
        headings = (t("Day"), t("Customer"), t("ID or contact"), t("Product"), t("Why it waits"))
        self.fill(headings, found, lines, "" if found else t("No line waits for review."))

    @property
    def line(self) -> ReviewLine | None:
        """The line under the highlight, where lines are reviewed."""
        one = self.chosen
        return one if isinstance(one, ReviewLine) else None

    def show_detail(self) -> None:
        """The file, and the referrals that the line may belong to, each with its digit."""
        super().show_detail()
        one, t = self.line, self.t
        pairs = []
        for digit, candidate in enumerate(one.candidates[:9] if one else (), start=1):
            view = candidate.referral
            manager = view.manager.name if view.manager else "-"
            label = t("no. {number} of {day}, {customer}, {manager}", number=view.number, day=f"{view.day:%m-%d}",
                      customer=view.customer, manager=manager)  # fmt: skip
            pairs.append((str(digit), label))
        self.put_keys(pairs)

    def detail(self) -> str:
        """Where the line is from."""
        one = self.line
        return self.t("Line {line} of {file}", line=one.line, file=one.file) if one else ""

    async def on_digit(self, digit: int) -> bool:
        """The referral that the line belongs to."""
        if self.line and 1 <= digit <= len(self.line.candidates):
            self._take(digit - 1)
            return True
        return False

    def on_data_table_row_selected(self) -> None:
        """Enter, or a click."""
        self.action_take()

    def action_take(self) -> None:
        """The first referral."""
        if self.line and self.line.candidates:
            self._take(0)

    @work(exclusive=True, group="ask")
    async def _take(self, place: int) -> None:
        line = self.line
        if line is None:
            return
        with self.refusals(), self.lobby.holding_keys():
            view = await self.at_desk(import_review.take, self.shift, line.id, line.candidates[place].id)
            self.say(self.t("✓ Recorded as the result of no. {number}.", number=view.referral.number))
        self.load()

    @work(exclusive=True, group="ask")
    async def action_refuse(self) -> None:
        """Nobody's."""
        line = self.line
        if line is None:
            return
        with self.refusals(), self.lobby.holding_keys():
            await self.at_desk(import_review.refuse, self.shift, line.id)
            self.say(self.t("✓ Line {line} is nobody's result here.", line=line.line))
        self.load()

    def action_switch(self) -> None:
        """The other list, for whoever may see it."""
        if self.shift.may(Action.IMPORT_RESULTS):
            self.reviewing = not self.reviewing
            self.say("")
            self.load()

    @work(exclusive=True, group="ask")
    async def action_copy(self) -> None:
        """Ask who stands by and where to, then copy."""
        if self.reviewing:
            return
        second = await ask_second(self, msg("Copy {count} customers into the CRM", count=self.waiting))
        if second is None:
            return
        dialog = CopyDialog(Path.home(), self.waiting, second)
        if await self.app.push_screen_wait(dialog) and dialog.copied:
            copied = dialog.copied
            said = [self.t("✓ {count} customers copied.", count=copied.rows)]
            said += [f"{file.path}  {file.sha256[:16]}" for file in copied.files]
            self.say("\n".join(said))
            self.load()

    @work(exclusive=True, group="ask")
    async def action_read(self) -> None:
        """Ask for the file, then read it."""
        if not self.shift.may(Action.IMPORT_RESULTS):
            return
        dialog = ReadDialog()
        if await self.app.push_screen_wait(dialog) and dialog.read:
            self.reviewing = True
            self.say(self._said(dialog.read))
            self.load()

    def _said(self, read: Imported) -> str:
        t = self.t
        said = [
            t(
                "✓ {results} results from {recorded} lines; {waiting} to review, {unmatched} of nobody here, "
                "{known} known already.",
                results=read.results,
                recorded=read.recorded,
                waiting=read.waiting,
                unmatched=len(read.unmatched),
                known=read.known,
            )
        ]
        said += [t("! Line {line}: {why}", line=one.number, why=one.why) for one in read.bad[:2]]
        if len(read.bad) > 2:
            said[-1] += t(" … and {count} more", count=len(read.bad) - 2)
        return "\n".join(said)
