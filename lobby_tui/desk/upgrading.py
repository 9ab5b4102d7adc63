"""Bringing a store of an earlier release up to this one: a verified backup first, then all in one transaction."""

import hashlib
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Final

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2
from sqlmodel import select

from lobby_tui.desk import safekeeping
from lobby_tui.desk.opening import Desk
from lobby_tui.desk.proving import prove
from lobby_tui.errors import NotAllowedError, RefusedError
from lobby_tui.locale import msg
from lobby_tui.models.branch import Branch
from lobby_tui.models.staff import Staff
from lobby_tui.models.text import display, fold
from lobby_tui.playbook.loading import _path as playbook_path
from lobby_tui.playbook.loading import read_text
from lobby_tui.store import failures, schema
from lobby_tui.store.chain import append_event
from lobby_tui.store.engine import make_engine
from lobby_tui.store.keys import Keys
from lobby_tui.store.store import ROW_DIGESTS, Terminal, Writing

# The playbooks that earlier releases came with, by the SHA-256 of their text. A store that holds one of these, and so
# none of a branch's own making, is given today's.
SHIPPED_BEFORE: Final[Mapping[str, str]] = MappingProxyType(
    {
        "3da94a14109d72fb51a7bb87db478bce22044adc565b281ff937cdc2fff19ea5": "icbc",
        "19ee1820ba334ebc2aa889327d170cc79d7ad13f411c964d57da144acf11659e": "icbc",
        "fe61a7f053d46948361193b8fb0d502bac72fd7f5547ac309c204cb4feb6fa35": "icbc",
    }
)


@dataclass(frozen=True, slots=True)
class Upgraded:
    """From which version to which, where the backup is, and whether the playbook was renewed."""

    before: int
    after: int
    backup: Path
    playbook: bool


def upgrade(desk: Desk, staff_no: str, password: str) -> Upgraded:
    """Upgrade the store that `desk` names. Whoever may sign in may do it: until then nobody can work.

    Raises NotAllowedError for a wrong pair or a disabled person, RefusedError where there is nothing to do, StoreError;
    then the store is as it was.
    """
    number = fold(display(staff_no)).strip()
    path = desk.settings.store_path
    keys = prove(desk.keys, desk.tries, number, password).keys
    desk.close()
    engine = make_engine(path, keys.data)
    try:
        before = schema.version_of(engine, path)
        if before == schema.VERSION:
            raise RefusedError(
                msg("The store already has version {version}.", version=before),
                remedy=msg("There is nothing to do; sign in."),
                code="store_current",
            )
        copy = _kept(desk, engine, keys, before)
        renewed = False

        def finish(connection: Connection) -> None:
            nonlocal renewed
            renewed = _finish(desk, connection, keys, number, before)

        schema.migrate(engine, finish)
        return Upgraded(before, schema.VERSION, copy, renewed)
    except DBAPIError as error:
        raise failures.translated(error.orig or error, path) from error
    except dbapi2.Error as error:
        raise failures.translated(error, path) from error
    finally:
        engine.dispose()


def _kept(desk: Desk, engine: Engine, keys: Keys, before: int) -> Path:
    """The backup before: verified, with its keys, and a second copy where a folder for them is chosen and there."""
    keeper = safekeeping.keeper(desk.settings.home, desk.clock.now(), datetime.date)
    return keeper.keep(engine, keys.data, f"version-{before}").path


def _finish(desk: Desk, connection: Connection, keys: Keys, staff_no: str, before: int) -> bool:
    """Renew the playbook, and leave the audit event; in the transaction of the migration."""
    with closing(Writing(connection)) as writing:
        branch = writing.session.exec(select(Branch)).one()
        person = writing.session.exec(
            select(Staff).where(Staff.branch_id == branch.branch_id, Staff.no == staff_no)
        ).one_or_none()
        if person is None or not person.active:
            raise NotAllowedError(
                msg("This staff member has been disabled."),
                remedy=msg("Ask the supervisor to enable the number again."),
                code="disabled",
            )
        shipped = renewed_playbook(writing, branch)
        writing.record(
            "store_upgraded",
            f"branch:{branch.branch_id}",
            before=before,
            after=schema.VERSION,
            playbook=shipped,
        )
        writing.flush()
        terminal = Terminal(branch.branch_id, desk.terminal(), person.id)
        append_event(keys.derive(ROW_DIGESTS), desk.clock.now(), terminal, writing)
    return bool(shipped)


def renewed_playbook(writing: Writing, branch: Branch) -> str:
    """Give a branch that has an earlier release's playbook today's; its name, or nothing where it has its own."""
    shipped = SHIPPED_BEFORE.get(hashlib.sha256(branch.playbook_text.encode()).hexdigest(), "")
    if shipped:
        branch.playbook_text = read_text(playbook_path(shipped))
        writing.session.add(branch)
    return shipped
