"""Opening the desk, and signing in to it."""

import uuid
from typing import cast

from sqlmodel import select

from lobby_tui.desk.branch_settings import overrides
from lobby_tui.desk.shift import BranchFacts, Person, Presence, Shift
from lobby_tui.errors import NotAllowedError, StoreError
from lobby_tui.locale import Language, msg
from lobby_tui.models.branch import Branch
from lobby_tui.models.clock import Clock, SystemClock
from lobby_tui.models.enums import Role
from lobby_tui.models.ids import Ids
from lobby_tui.models.staff import Staff
from lobby_tui.models.text import display, fold
from lobby_tui.playbook.loading import parse_playbook
from lobby_tui.settings import Settings, remembered
from lobby_tui.store import failures
from lobby_tui.store.keys import KeyFile, Keys
from lobby_tui.store.store import Store


def open_desk(settings: Settings, clock: Clock | None = None, ids: Ids | None = None) -> "Desk":
    """The desk of the store that `settings` names. Nothing is opened before somebody signs in.

    Raises StoreError where there is no store.
    """
    if not settings.store_path.exists():
        raise failures.missing(settings.store_path)
    clock = clock or SystemClock()
    return Desk(settings, clock, ids or Ids(clock=clock))


class Desk:
    """The way in: it knows where the store is, and turns a number and a password into a shift."""

    def __init__(self, settings: Settings, clock: Clock, ids: Ids) -> None:
        self.settings = settings
        self.clock = clock
        self.ids = ids
        self.keys = KeyFile(settings.home, settings.argon2)
        self._store: Store | None = None

    def sign_in(self, staff_no: str, password: str) -> Shift:
        """Open the store with a person's password. Takes about 130 ms, for the sake of whoever tries to guess.

        Raises NotAllowedError for a wrong pair or a disabled person, StoreError where the store does not open.
        """
        number = fold(display(staff_no)).strip()
        keys = self.keys.open(number, password)
        store = self._opened(keys)
        with store.reading() as session:
            branch = session.exec(select(Branch)).one()
            staff = session.exec(
                select(Staff).where(Staff.branch_id == branch.branch_id, Staff.no == number)
            ).one_or_none()
        if staff is None or not staff.active:
            raise NotAllowedError(
                msg("This staff member has been disabled."),
                remedy=msg("Ask the supervisor to enable the number again."),
                code="disabled",
            )
        shift = Shift(
            person=person_of(staff),
            branch=branch_facts(branch),
            playbook=parse_playbook(branch.playbook_text, branch.playbook, overrides(branch.settings)),
            store=store,
            keys=keys,
            slots=self.keys,
            ids=self.ids,
            chain=self.terminal(),
            presence=Presence(began=self.clock.monotonic(), proved=self.clock.monotonic()),
        )
        with shift.writing() as writing:
            writing.record("signed_in", f"staff:{staff.id}", role=staff.role)
        return shift

    def close(self) -> None:
        """Give the store back."""
        if self._store:
            self._store.close()
            self._store = None

    def _opened(self, keys: Keys) -> Store:
        """The store, opened once; another person's keys come along with their shift."""
        if self._store and self._store.keys.data == keys.data:
            return self._store
        self.close()
        self._store = Store(self.settings.store_path, keys, self.clock)
        return self._store

    def terminal(self) -> uuid.UUID:
        """This terminal's own number, which names its audit chain. Raises StoreError where it has been lost."""
        try:
            return uuid.UUID(remembered(self.settings.home)["terminal"])
        except (KeyError, ValueError) as error:
            raise StoreError(
                msg("This terminal does not know its own number: {path}", path=str(self.settings.terminal_path)),
                data=msg("The records are safe."),
                remedy=msg("Put the file back from a backup of this device's data folder."),
                code="terminal_unknown",
            ) from error


def person_of(staff: Staff) -> Person:
    """A row as others see it."""
    return Person(staff.id, staff.no, staff.name, Role(staff.role), staff.active)


def branch_facts(branch: Branch) -> BranchFacts:
    """A row as others see it."""
    language = cast(Language, branch.language)
    return BranchFacts(branch.branch_id, branch.name, branch.playbook, language, branch.time_zone)
