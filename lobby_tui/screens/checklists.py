"""The checklists: before opening, patrol after patrol, at closing; one key an item."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from textual import work
from textual.app import ComposeResult
from textual.content import Content
from textual.events import ScreenResume
from textual.widget import Widget
from textual.widgets import Static

from lobby_tui.desk import checklists
from lobby_tui.desk.checklist_views import ChecklistView, ItemView
from lobby_tui.locale import msg, n_
from lobby_tui.screens.base import LobbyScreen
from lobby_tui.screens.dialogs import Choice, ChoiceDialog
from lobby_tui.screens.form_dialog import FormDialog
from lobby_tui.widgets.check_list import CheckList
from lobby_tui.widgets.commands import Command, bindings
from lobby_tui.widgets.fields import Field, TextField

TICK = Command(
    "tick",
    "space",
    n_("It is in order"),
    n_("The item under the highlight is in order; its digit says the same."),
    priority=True,
)
TROUBLE = Command("trouble", "f4", n_("Trouble"), n_("Say what is wrong with the item under the highlight."))
PATROL = Command("patrol", "f5", n_("New patrol"), n_("Begin another patrol; the ones before stay as they are."))
UNDO = Command("undo", "f6", n_("Undo"), n_("Take back the tick of the item under the highlight."))
NEXT = Command("next", "right", n_("Next list"), n_("Go on to the next checklist."), bar=False)
EARLIER = Command("earlier", "left", n_("List before"), n_("Go back to the checklist before."), bar=False)
FAULTS = Command("faults", "f3", n_("Machines"), n_("The machines that are out of order."))
BACK = Command("back", "escape", n_("Back"), n_("Back to where you came from."))


class ChecklistsScreen(LobbyScreen):
    """The lists of the open day; of the patrols the latest one."""

    HELP = n_(
        "What is gone through before opening, on patrol and at closing. The digit of an item, or Space, says that it "
        "is in order and goes on to the next; where something is wrong, say what. Who did it and when stands beside it."
    )
    COMMANDS = (TICK, TROUBLE, PATROL, UNDO, FAULTS, BACK, NEXT, EARLIER)
    BINDINGS = bindings(COMMANDS)
    CSS_PATH = "checklists.tcss"
    AUTO_FOCUS = "CheckList"

    def __init__(self) -> None:
        super().__init__()
        self.ready = False
        # A patrol that was begun here and has no tick yet: the store knows nothing of it.
        self._begun = 0

    def body(self) -> ComposeResult:
        """The lists, and a line for what was just done."""
        yield CheckList(self.t, self.shift.local)
        yield Static("", id="status", markup=False)

    def opened(self) -> None:
        """Read the lists."""
        self.load()

    def on_screen_resume(self, event: ScreenResume) -> None:
        """A colleague may have been quicker."""
        if self.ready:
            self.load()

    def title_texts(self) -> tuple[str, str]:
        """The day; the person."""
        lists = [one for shown in self.query(CheckList) for one in shown.lists if one.day]
        day = lists[0].day.isoformat() if lists and lists[0].day else ""
        return f"{self.t('Checklists')} {day}", self.shift.person.name

    @work(exclusive=True, group="load")
    async def load(self) -> None:
        """Read the lists anew."""
        try:
            await self._read()
        finally:
            self.ready = True

    async def _read(self) -> None:
        with self.refusals():
            found = await self.at_desk(checklists.of_day, self.shift)
            if not self.made:
                return
            lists = self._latest(found)
            left = [number for number, one in enumerate(lists) if not one.complete]
            self.query_one(CheckList).show(lists, left[0] if left else 0)
            self.show_bars()

    def _latest(self, found: tuple[ChecklistView, ...]) -> list[ChecklistView]:
        """Each list once, in the playbook's order: the latest patrol, or the one that was just begun."""
        latest = {one.code: one for one in found}
        patrol = latest.get(checklists.PATROL)
        if patrol and self._begun > patrol.round:
            empty = tuple(replace(item, tick=None) for item in patrol.items)
            latest[checklists.PATROL] = replace(patrol, round=self._begun, items=empty)
        return list(latest.values())

    async def on_digit(self, digit: int) -> bool:
        """Tick an item of the list under the highlight; one that has a tick is only shown."""
        shown = self.query_one(CheckList)
        place, one = shown.place, shown.current
        if place is None or one is None or not 1 <= digit <= len(one.items):
            return False
        shown.highlight(place[0], digit - 1)
        if one.items[digit - 1].tick is None:
            self.action_tick()
        return True

    @work(group="tick")
    async def action_tick(self) -> None:
        """In order; on to the next."""
        chosen = self.query_one(CheckList).chosen
        if chosen:
            with self.taking_a_step():
                await self.ticked(*chosen, True, "")
                self.query_one(CheckList).go_on()

    async def ticked(self, one: ChecklistView, item: ItemView, in_order: bool, note: str) -> None:
        """Tick an item and show it. Raises LobbyError."""
        await self.at_desk(checklists.tick, self.shift, one.code, item.code, in_order, note, one.round)
        self._say("")
        await self._read()

    def on_option_list_option_selected(self) -> None:
        """Enter, or a click."""
        self.action_tick()

    @work(group="trouble")
    async def action_trouble(self) -> None:
        """Ask what is wrong; where it is a machine, offer to report it."""
        chosen = self.query_one(CheckList).chosen
        if chosen is None:
            return
        dialog = TroubleDialog(self, *chosen)
        if not await self.app.push_screen_wait(dialog):
            return
        self.query_one(CheckList).go_on()
        if chosen[1].about_machines:
            await self._offer_fault(dialog.note)

    async def _offer_fault(self, note: str) -> None:
        answer = await self.app.push_screen_wait(
            ChoiceDialog(
                msg("Is a machine out of order?"),
                [Choice("yes", msg("Report it for repair"), 1), Choice("no", msg("No, go on"), 2)],
            )
        )
        if answer == "yes":
            from lobby_tui.screens.fault_page import NewFaultScreen

            await self.app.push_screen(NewFaultScreen(self._say, note))

    async def action_patrol(self) -> None:
        """Another round, unless the latest has not been begun yet."""
        shown = self.query_one(CheckList)
        (number, patrol) = next(
            ((number, one) for number, one in enumerate(shown.lists) if one.code == checklists.PATROL), (0, None)
        )
        if patrol is None:
            return
        if patrol.done:
            self._begun = patrol.round + 1
            await self._read()
        self.query_one(CheckList).highlight(number, 0)

    @work(group="tick")
    async def action_undo(self) -> None:
        """Take a tick back."""
        chosen = self.query_one(CheckList).chosen
        if chosen:
            with self.taking_a_step():
                one, item = chosen
                await self.at_desk(checklists.undo, self.shift, one.code, item.code, one.round)
                self._begun = one.round if one.code == checklists.PATROL else self._begun
                await self._read()
                self._say(self.t("Taken back: {item}", item=item.name))

    def action_next(self) -> None:
        """The next list."""
        self.query_one(CheckList).step(1)

    def action_earlier(self) -> None:
        """The list before."""
        self.query_one(CheckList).step(-1)

    async def action_faults(self) -> None:
        """The machines."""
        from lobby_tui.screens.faults import FaultsScreen

        await self.app.push_screen(FaultsScreen())

    def action_back(self) -> None:
        """Back."""
        self.app.pop_screen()

    def _say(self, text: str) -> None:
        for line in self.query("#status").results(Static):
            line.update(Content(text))


class TroubleDialog(FormDialog):
    """What is wrong with an item."""

    def __init__(self, below: ChecklistsScreen, view: ChecklistView, item: ItemView) -> None:
        super().__init__(msg("Not in order: {item}", item=item.name))
        self.below, self.view, self.item = below, view, item
        self.note = item.tick.note if item.tick else ""

    def fields(self) -> Iterator[Widget]:
        """One field."""
        yield Field("note", self.t("What is the matter"), TextField(self.note, max_length=200))

    async def save(self, values: Mapping[str, str]) -> None:
        """Tick it so."""
        self.note = values["note"]
        await self.below.ticked(self.view, self.item, False, self.note)
