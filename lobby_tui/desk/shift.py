"""A person at work at this terminal: what every desk function needs to know and to reach."""

import hmac
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from lobby_tui.desk.permissions import Action, allows
from lobby_tui.desk.words import ROLES
from lobby_tui.errors import NotAllowedError, StoreError
from lobby_tui.locale import Language, msg
from lobby_tui.models.enums import Role
from lobby_tui.models.ids import Ids
from lobby_tui.models.staff import Staff
from lobby_tui.playbook.schema import Playbook
from lobby_tui.store.keys import KeyFile, Keys
from lobby_tui.store.prepared import Prepared
from lobby_tui.store.store import Store, Terminal, Writing
from lobby_tui.store.tries import Tries


@dataclass(frozen=True, slots=True)
class Person:
    """A member of staff, as others see them."""

    id: uuid.UUID
    no: str
    name: str
    role: Role
    active: bool = True


@dataclass(frozen=True, slots=True)
class Limits:
    """After how many seconds without a key the screen locks, and after how many hours the password is due again."""

    idle_seconds: int = 180
    shift_hours: int = 12


@dataclass(frozen=True, slots=True)
class BranchFacts:
    """What the branch is and has chosen."""

    id: uuid.UUID
    name: str
    playbook_name: str
    language: Language
    time_zone: str
    limits: Limits


# How long a password counts for what needs it anew: exports, closing, roles. ASVS 5.0 7.5.3
FRESH_SECONDS: Final = 600

SIGNED_OUT: Final = "signed_out"
# Asked in each transaction that writes: 4 µs of a millisecond.
_STANDING: Final = Prepared(
    select(Staff.active, Staff.role).where(
        col(Staff.branch_id) == bindparam("branch"), col(Staff.id) == bindparam("person")
    )
)


@dataclass(slots=True)
class Presence:
    """When this person began and last gave their password, in seconds of the clock that never goes back; their keys.

    The keys are gone while the screen is locked. `pin` is the slot that a short PIN opens then, `pin_failures` how
    often it was wrong.
    """

    began: float
    proved: float
    keys: Keys | None = field(default=None, repr=False)
    pin: Mapping[str, Any] | None = field(default=None, repr=False)
    pin_failures: int = 0


@dataclass(frozen=True, slots=True)
class Shift:
    """A signed-in person with the store, the playbook and the clock. Made by `Desk.sign_in` only."""

    person: Person
    branch: BranchFacts
    # Neither a log nor a failing test may print what opens the store, or 30,000 characters of rules.
    playbook: Playbook = field(repr=False)
    store: Store = field(repr=False)
    slots: KeyFile
    tries: Tries = field(repr=False)
    ids: Ids
    chain: uuid.UUID
    presence: Presence

    @property
    def keys(self) -> Keys:
        """What this person's password opened. Raises StoreError while the screen is locked."""
        if self.presence.keys is None:
            raise StoreError(
                msg("The screen is locked."), remedy=msg("Unlock it, then try again."), code="locked", field="password"
            )
        return self.presence.keys

    @property
    def over(self) -> bool:
        """Whether this person has to give their password again, as they began so long ago. [NIST 800-63B 2.2.3]"""
        return self.store.clock.monotonic() - self.presence.began > self.branch.limits.shift_hours * 3600

    def may(self, action: Action) -> bool:
        """Whether this person's role allows `action`."""
        return allows(self.person.role, action)

    def require(self, action: Action, *, fresh: bool = False) -> None:
        """Raise NotAllowedError unless this person's role allows `action`.

        With `fresh` also where they gave their password more than `FRESH_SECONDS` ago: code `password_again`.
        """
        if not self.may(action):
            raise NotAllowedError(
                msg("As {role} you may not do this.", role=ROLES[self.person.role]),
                remedy=msg("Ask somebody whose role allows it."),
            )
        if fresh and self.store.clock.monotonic() - self.presence.proved > FRESH_SECONDS:
            raise NotAllowedError(
                msg("This needs your password once more."),
                data=msg("Nothing was changed."),
                remedy=msg("Do it once more, and type your password when you are asked for it."),
                code="password_again",
                field="password",
            )

    def now(self) -> datetime:
        """The moment, in UTC."""
        return self.store.clock.now()

    def local(self, instant: datetime) -> datetime:
        """`instant` on the branch's own clock."""
        return instant.astimezone(ZoneInfo(self.branch.time_zone))

    def today(self) -> date:
        """The calendar date in the branch. A record belongs to the business day, which may differ."""
        return self.local(self.now()).date()

    def blind(self, value: str | None) -> bytes | None:
        """A keyed digest by which equal values are found without being held."""
        return None if value is None else hmac.digest(self.store.blind_key, value.encode(), "sha256")[:16]

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A look at the store. Raises StoreError."""
        with self.store.reading() as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Writing]:
        """One transaction in this person's name.

        Raises StoreError; NotAllowedError with code `signed_out` where they may no longer do what they might when they
        signed in, because somebody has disabled them or given them another role at another terminal. [ASVS 7.4.2]
        """
        with self.store.writing(Terminal(self.branch.id, self.chain, self.person.id)) as writing:
            standing = _STANDING.first(writing.connection, branch=self.branch.id, person=self.person.id)
            if standing != (True, self.person.role):
                raise NotAllowedError(
                    msg("You were signed out: your number was disabled, or you were given another role."),
                    data=msg("Nothing was saved."),
                    remedy=msg("Sign in once more. If that is refused, ask the supervisor."),
                    code=SIGNED_OUT,
                )
            yield writing
