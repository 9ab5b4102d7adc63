"""Getting in again with the paper key: when all passwords are forgotten, or this device's secret is lost."""

import json
import uuid
from dataclasses import dataclass

from sqlmodel import select

from lobby_tui.desk.opening import Desk
from lobby_tui.desk.passwords import checked_password
from lobby_tui.desk.proving import typed_number
from lobby_tui.errors import NotAllowedError, StoreError
from lobby_tui.locale import msg
from lobby_tui.models.branch import Branch
from lobby_tui.models.enums import Role
from lobby_tui.models.staff import Staff
from lobby_tui.settings import remembered
from lobby_tui.store.files import write_private
from lobby_tui.store.key_document import unwritable
from lobby_tui.store.paper_key import secret_of
from lobby_tui.store.store import Store, Terminal


@dataclass(frozen=True, slots=True)
class Recovered:
    """Who can sign in again, and the numbers of those who cannot until a supervisor gives them a new password.

    `new_terminal` says that this device had lost its own number, and begins an audit chain of its own.
    """

    staff_no: str
    dropped: tuple[str, ...]
    new_terminal: bool


def recover(desk: Desk, words: str, staff_no: str, new_password: str) -> Recovered:
    """Give a supervisor a new password by the words of the paper key. The words stay good until a new key is made.

    Where the secret of this device is missing or another one, a new one is made; the slots of the others, which no
    longer open, are dropped. Raises RefusedError for words or a password that are none, NotAllowedError for another
    paper key or somebody who is no active supervisor, StoreError.
    """
    number = typed_number(staff_no)
    secret = secret_of(words)
    checked_password(new_password, (number,))
    keys = desk.keys.open_paper(secret)
    desk.close()
    store = Store(desk.settings.store_path, keys, desk.clock)
    try:
        with store.reading() as session:
            branch = session.exec(select(Branch)).one()
            person = session.exec(
                select(Staff).where(Staff.branch_id == branch.branch_id, Staff.no == number)
            ).one_or_none()
        if person is None or not person.active or person.role != Role.SUPERVISOR:
            raise NotAllowedError(
                msg("{no} is no supervisor who may sign in.", no=number),
                remedy=msg("The paper key gives a supervisor a new password; who then resets those of the others."),
                code="not_a_supervisor",
                field="no",
            )
        checked_password(new_password, (number, person.name, branch.name))
        chain, new_terminal = _terminal(desk)
        with store.writing(Terminal(branch.branch_id, chain, person.id)) as writing:
            dropped = desk.keys.begin_anew(number, new_password, keys)
            writing.record("recovered", f"staff:{person.id}", dropped=len(dropped), new_terminal=new_terminal)
    finally:
        store.close()
    # Whoever has the paper key need not wait for the end of a delay that forgotten passwords have brought about.
    desk.tries.succeeded(number)
    return Recovered(number, tuple(sorted(dropped)), new_terminal)


def _terminal(desk: Desk) -> tuple[uuid.UUID, bool]:
    """This terminal's own number, and whether it is a new one: that of another device is not known here."""
    try:
        return desk.terminal(), False
    except StoreError:
        chain = uuid.uuid4()
        known = remembered(desk.settings.home) | {"terminal": str(chain)}
        try:
            write_private(desk.settings.terminal_path, json.dumps(known).encode(), replace=True)
        except OSError as error:
            raise unwritable(desk.settings.terminal_path, error) from error
        return chain, True
