"""Opening the desk, signing in to it, and locking it in between."""

import hmac
import uuid
from dataclasses import fields, replace
from typing import Any, Final, cast

from sqlmodel import select

from lobby_tui.desk.branch_settings import limits, overrides
from lobby_tui.desk.passwords import PASSWORD_LENGTHS, may_be_pin
from lobby_tui.desk.proving import prove, typed_number
from lobby_tui.desk.shift import BranchFacts, Person, Presence, Shift
from lobby_tui.errors import NotAllowedError, StoreError
from lobby_tui.locale import Language, msg
from lobby_tui.models.branch import Branch
from lobby_tui.models.clock import Clock, SystemClock
from lobby_tui.models.enums import Role
from lobby_tui.models.ids import Ids
from lobby_tui.models.staff import Staff
from lobby_tui.playbook.loading import parse_playbook
from lobby_tui.settings import Settings, remembered
from lobby_tui.store import failures
from lobby_tui.store.keys import KeyFile, Keys
from lobby_tui.store.store import Store
from lobby_tui.store.tries import Tries

PIN_TRIES: Final = 3
"""Slips of a PIN after which only the password unlocks."""


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
        self.tries = Tries(settings.home, clock)
        self._store: Store | None = None

    def sign_in(self, staff_no: str, password: str) -> Shift:
        """Open the store with a person's password. Takes about 130 ms, for the sake of whoever tries to guess.

        Raises NotAllowedError for a wrong pair, a disabled person, or after too many tries (code `wait`); StoreError
        where the store does not open.
        """
        number = typed_number(staff_no)
        proof = prove(self.keys, self.tries, number, password)
        shift = self._begun(number, proof.keys)
        detail: dict[str, Any] = {"failures": proof.failures} if proof.failures else {}
        if self.tries.state != "kept":
            detail["tries"] = self.tries.state
        with shift.writing() as writing:
            writing.record("signed_in", f"staff:{shift.person.id}", role=shift.person.role.value, **detail)
            # Inside the transaction: other terminals wait, so no two of them rewrite the key file at once.
            self.keys.renew(number, password, proof.keys, writing.file_salt)
        if detail.get("tries") == "renewed":
            self.tries.noted()
        return shift

    def lock(self, shift: Shift) -> None:
        """Close the store and forget the keys. The shift is no use until its person unlocks it.

        Python gives memory back when it likes: what was read may stay there for a while, but nothing leads to it.
        """
        shift.presence.keys = None
        if self._store:
            self._store.forget()

    def unlock(self, shift: Shift, typed: str) -> Shift:
        """Go on with a locked shift, by its person's PIN if it may be one, else by the password as in signing in.

        Raises NotAllowedError: what `sign_in` raises, `wrong_pin`, or `pin_over` where only the password helps - after
        three slips, at the end of the shift, or where the PIN has gone meanwhile. StoreError.
        """
        try:
            return self._unlocked(shift, typed)
        except BaseException:
            if self._store:  # opened by a right password, and then the disk refused: as closed as the screen
                self._store.forget()
            raise

    def _unlocked(self, shift: Shift, typed: str) -> Shift:
        digits = may_be_pin(typed) if shift.presence.pin else ""
        if digits and (self.takes_pin(shift) or len(digits) < PASSWORD_LENGTHS[0]):
            try:
                return self._unlocked_with_pin(shift, digits)
            except NotAllowedError as error:
                if error.code != "wrong_pin" or len(digits) < PASSWORD_LENGTHS[0]:
                    raise
        return self._resumed(shift, self.sign_in(shift.person.no, typed))

    def _unlocked_with_pin(self, shift: Shift, pin: str) -> Shift:
        presence = shift.presence
        if not self.takes_pin(shift) or presence.pin is None:
            raise _pin_over()
        presence.pin_failures += 1
        keys = self.keys.open_with_pin(shift.person.no, presence.pin, pin)
        if keys is None:
            raise NotAllowedError(
                msg("The PIN is not right."), remedy=msg("Your password opens as well."), code="wrong_pin", field="pin"
            )
        resumed = self._begun(shift.person.no, keys)
        if resumed.presence.pin != presence.pin:
            raise _pin_over()  # taken away or changed at another terminal
        slips, resumed.presence.pin_failures = presence.pin_failures - 1, 0
        resumed.presence.began, resumed.presence.proved = presence.began, presence.proved
        with resumed.writing() as writing:
            writing.record("unlocked", f"staff:{resumed.person.id}", failures=slips)
        return self._resumed(shift, resumed)

    def takes_pin(self, shift: Shift) -> bool:
        """Whether a PIN may unlock this shift now."""
        return shift.presence.pin is not None and shift.presence.pin_failures < PIN_TRIES and not shift.over

    def _resumed(self, shift: Shift, again: Shift) -> Shift:
        """What was begun under the locked shift goes on as well: it holds the same presence."""
        for one in fields(Presence):
            setattr(shift.presence, one.name, getattr(again.presence, one.name))
        return replace(again, presence=shift.presence)

    def _begun(self, number: str, keys: Keys) -> Shift:
        """The shift of whoever has just opened the store. Raises NotAllowedError for a disabled person, StoreError."""
        was_open = self._store is not None and not self._store.forgotten
        store = self._opened(keys)
        with store.reading() as session:
            branch = session.exec(select(Branch)).one()
            staff = session.exec(
                select(Staff).where(Staff.branch_id == branch.branch_id, Staff.no == number)
            ).one_or_none()
        if staff is None or not staff.active:
            if not was_open:
                store.forget()
            raise NotAllowedError(
                msg("This staff member has been disabled."),
                remedy=msg("Ask the supervisor to enable the number again."),
                code="disabled",
            )
        now = self.clock.monotonic()
        return Shift(
            person=person_of(staff),
            branch=branch_facts(branch),
            playbook=parse_playbook(branch.playbook_text, branch.playbook, overrides(branch.settings)),
            store=store,
            slots=self.keys,
            tries=self.tries,
            ids=self.ids,
            chain=self.terminal(),
            presence=Presence(began=now, proved=now, keys=keys, pin=staff.pin),
        )

    def close(self) -> None:
        """Give the store back."""
        if self._store:
            self._store.close()
            self._store = None

    def _opened(self, keys: Keys) -> Store:
        """The store, opened once; another person's keys come along with their shift."""
        if self._store is None:
            self._store = Store(self.settings.store_path, keys, self.clock)
        elif self._store.forgotten or not hmac.compare_digest(self._store.keys.data, keys.data):
            self._store.close()
            self._store.open(keys)
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
    chosen = limits(branch.settings)
    return BranchFacts(branch.branch_id, branch.name, branch.playbook, language, branch.time_zone, chosen)


def _pin_over() -> NotAllowedError:
    return NotAllowedError(
        msg("The PIN opens nothing any more."),
        remedy=msg("Type your password."),
        code="pin_over",
        field="password",
    )
