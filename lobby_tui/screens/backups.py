"""The backups that there are, for a supervisor: restore one with a second person, make one, choose a second folder."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from textual import work
from textual.widget import Widget

from lobby_tui.desk import restoring, safekeeping
from lobby_tui.desk.backup_words import backup_kind
from lobby_tui.desk.restore.place import Restored
from lobby_tui.desk.restoring import Outlook
from lobby_tui.locale import Message, msg, n_
from lobby_tui.screens.backing_up import back_up_behind
from lobby_tui.screens.dialogs import Choice, ChoiceDialog
from lobby_tui.screens.form_dialog import FormDialog
from lobby_tui.screens.password_dialogs import ask_second
from lobby_tui.screens.table_screen import TableScreen
from lobby_tui.store.backup_folder import BackupFile
from lobby_tui.widgets.commands import Command, bindings
from lobby_tui.widgets.fields import Field, TextField

RESTORE = Command(
    "restore", "enter", n_("Restore"), n_("Make this backup the live store, with a second person; asks first.")
)
NOW = Command("now", "f2", n_("Back up now"), n_("Make a backup now, beside those that every closing makes."))
FOLDER = Command(
    "folder", "f4", n_("Second folder"), n_("Choose a folder for second copies: a stick, another disk, a drive.")
)
BACK = Command("back", "escape", n_("Back"), n_("Back to where you came from."))


class BackupsScreen(TableScreen[BackupFile]):
    """The latest first."""

    HELP = n_(
        "Every closing makes a backup that is opened and checked; one a day is kept for a week, one a week for a "
        "month, one a month for a quarter. Restoring one takes two people. The store that it replaces is kept, too."
    )
    COMMANDS = (RESTORE, NOW, FOLDER, BACK)
    BINDINGS = bindings(COMMANDS)
    GIVES_WAY = 3

    def __init__(self) -> None:
        super().__init__()
        self.second: Path | None = None

    def title_texts(self) -> tuple[str, str]:
        """What this is; the person."""
        return self.t("Backups"), self.shift.person.name

    @work(exclusive=True, group="load")
    async def load(self) -> None:
        """Read the folders."""
        with self.refusals():
            listed = await self.at_desk(safekeeping.listed_backups, self.shift)
            self.second = listed.second
            if not self.made:
                return
            t = self.t
            where = str(listed.second) if listed.second else t("none")
            self.put("heading", t("Second copies go to: {folder}", folder=where))
            none = t("There is no backup yet; every closing makes one.") if not listed.found else ""
            remark = t.render(listed.problem) if listed.problem else none
            headings = (t("Made"), t("What for"), t("Size"), t("Folder"))
            self.fill(headings, listed.found, [self._cells(one) for one in listed.found], remark)

    def _cells(self, one: BackupFile) -> list[str]:
        return [
            f"{self.shift.local(one.made):%Y-%m-%d %H:%M}",
            self.t.render(backup_kind(one.kind)),
            f"{one.size / 1_000_000:.1f} MB",
            str(one.path.parent),
        ]

    def detail(self) -> str:
        """Its whole name, and whether its keys are there."""
        one = self.chosen
        if one is None:
            return ""
        return str(one.path) if one.has_keys else f"{one.path}  {self.t('(without its keys)')}"

    def on_data_table_row_selected(self) -> None:
        """Enter, or a click."""
        self.action_restore()

    @work(exclusive=True, group="restore")
    async def action_restore(self) -> None:
        """Say what would be lost, ask, have a second person prove who they are, and do it."""
        chosen = self.chosen
        if chosen is None:
            return
        with self.refusals():
            seen = await self.at_desk(restoring.look, self.shift, chosen.path)
            made = f"{self.shift.local(chosen.made):%Y-%m-%d %H:%M}"
            title = msg("Restore the backup of {made}?", made=made)
            choices = [Choice("yes", msg("Restore it"), 1), Choice("", msg("Not now"), 2)]
            if not await self.app.push_screen_wait(ChoiceDialog(title, choices, self._warning(seen))):
                return
            second = await ask_second(self, title)
            if second is None:
                return
            self.say(self.t("One moment, please."))
            with self.lobby.holding_keys():
                done = await self.at_desk(restoring.restore, self.shift, chosen.path, second)
                self.lobby.begin(_note(done, made), self.lobby.settings.home)

    def _warning(self, seen: Outlook) -> str:
        t = self.t
        until = f"{self.shift.local(seen.last.at):%Y-%m-%d %H:%M}" if seen.last else "?"
        parts = [t("It reaches to {moment} and has {count} referrals.", moment=until, count=seen.referrals)]
        if seen.loss:
            parts.append(t("Audit events since then, which would be gone: {count}.", count=seen.loss.events))
        if seen.loss and seen.loss.apart:
            parts.append(t("It also has events that the present store lacks: the two have gone apart."))
        parts.append(t("The present store is kept beside the backups. Everybody signs in again."))
        return ("" if t.language == "zh" else " ").join(parts)

    @work(exclusive=True, group="now")
    async def action_now(self) -> None:
        """One more."""
        with self.refusals():
            await self.at_desk(safekeeping.may_back_up, self.shift)
            back_up_behind(self.lobby, safekeeping.back_up_now, self.say, self._again)

    def _again(self) -> None:
        if self.made:
            self.load()

    @work(exclusive=True, group="folder")
    async def action_folder(self) -> None:
        """Ask for the folder."""
        dialog = SecondFolderDialog(self.second)
        if await self.app.push_screen_wait(dialog):
            self.load()


class SecondFolderDialog(FormDialog):
    """One line: the folder, or nothing for none."""

    def __init__(self, folder: Path | None) -> None:
        super().__init__(
            msg("Folder for second copies"),
            msg("A stick, another disk or a drive of the bank's. Left empty, there are no second copies."),
        )
        self.folder = folder

    def fields(self) -> Iterator[Widget]:
        """The folder."""
        yield Field("folder", self.t("Folder"), TextField(str(self.folder or "")))

    async def save(self, values: Mapping[str, str]) -> None:
        """Remember it."""
        typed = values["folder"].strip()
        await self.at_desk(safekeeping.keep_in, self.shift, Path(typed) if typed else None)


def _note(done: Restored, made: str) -> Message:
    if done.without_password:
        return msg(
            "The backup of {made} is the store now. These people need a new password: {numbers}.",
            made=made,
            numbers=", ".join(done.without_password),
        )
    return msg("The backup of {made} is the store now. Sign in again.", made=made)
