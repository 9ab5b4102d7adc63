"""Setting up a branch on a device: its store, its keys, its first supervisor."""

import json
import secrets
import shutil
import uuid
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from lobby_tui.desk.entry_problems import Problems
from lobby_tui.desk.passwords import checked_password
from lobby_tui.desk.staff import checked_no
from lobby_tui.errors import LobbyError, RefusedError, StoreError
from lobby_tui.locale import Language, msg
from lobby_tui.models.branch import Branch
from lobby_tui.models.clock import Clock, SystemClock
from lobby_tui.models.enums import Role
from lobby_tui.models.ids import Ids
from lobby_tui.models.staff import Staff
from lobby_tui.models.text import required
from lobby_tui.playbook.loading import _path as playbook_path
from lobby_tui.playbook.loading import load_playbook, read_text
from lobby_tui.settings import Settings
from lobby_tui.store import failures, schema
from lobby_tui.store.engine import make_engine
from lobby_tui.store.files import make_private_folder, sync_folder, write_private
from lobby_tui.store.keys import KeyFile, Keys
from lobby_tui.store.place import refuse_network
from lobby_tui.store.sealing import new_key_pair
from lobby_tui.store.store import STORE_FILE, Store, Terminal


@dataclass(frozen=True, slots=True)
class NewBranch:
    """What has to be known to set up a branch. The staff member becomes its first supervisor."""

    name: str
    playbook: str
    staff_no: str
    staff_name: str
    password: str
    language: Language = "zh"
    time_zone: str = "Asia/Shanghai"


def set_up_branch(settings: Settings, new: NewBranch, clock: Clock | None = None, ids: Ids | None = None) -> None:
    """Make the store of a new branch, whole or not at all.

    Everything is built in a folder of its own and moved into place at the end, the store last: killed at any instant,
    it can be begun again. Raises RefusedError where a store exists or an answer is wrong, StoreError where the disk
    refuses.
    """
    refuse_second(settings)
    refuse_network(settings.store_path)
    new = _checked(new)
    clock = clock or SystemClock()
    building = settings.home / f".setup-{secrets.token_hex(4)}"
    try:
        make_private_folder(settings.home)
        make_private_folder(building)
        try:
            _build(building, settings, new, clock, ids or Ids(clock=clock))
            move_into_place(building, settings.home)
        finally:
            shutil.rmtree(building, ignore_errors=True)
    except LobbyError:
        raise
    except OSError as error:
        raise unwritable(settings.home, error) from error


def refuse_second(settings: Settings) -> None:
    """Raise RefusedError where this folder has a store already."""
    if settings.store_path.exists():
        raise RefusedError(
            msg("There is already a store at {path}.", path=str(settings.store_path)),
            remedy=msg("Sign in to it, or name another folder with --home."),
            code="store_exists",
        )


def _checked(new: NewBranch) -> NewBranch:
    """The answers, clean. Raises EntryError with all that is wrong, so that a form can show it under its fields."""
    load_playbook(new.playbook)
    problems = Problems()
    checked = NewBranch(
        name=problems.take(lambda: required(new.name, limit=60, field="branch"), ""),
        playbook=new.playbook,
        staff_no=problems.take(lambda: checked_no(new.staff_no), ""),
        staff_name=problems.take(lambda: required(new.staff_name, limit=40, field="name"), ""),
        password=problems.take(lambda: checked_password(new.password, (new.staff_no, new.staff_name, new.name)), ""),
        language=new.language,
        time_zone=problems.take(lambda: _time_zone(new.time_zone), ""),
    )
    problems.settle()
    return checked


def _time_zone(raw: str) -> str:
    try:
        ZoneInfo(raw)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise RefusedError(
            msg("There is no time zone “{zone}”.", zone=raw),
            remedy=msg("Write it as in Asia/Shanghai."),
            field="time_zone",
        ) from error
    return raw


def _build(folder: Path, settings: Settings, new: NewBranch, clock: Clock, ids: Ids) -> None:
    private, public = new_key_pair()
    keys = Keys(secrets.token_bytes(32), private)
    slots = KeyFile(folder, settings.argon2)
    slots.create()
    slots.put(new.staff_no, new.password, keys)
    terminal = uuid.uuid4()
    remembered = {"terminal": str(terminal), "language": new.language}
    write_private(folder / "terminal.json", json.dumps(remembered).encode(), replace=False)
    path = folder / STORE_FILE
    write_private(path, b"", replace=False)
    engine = make_engine(path, keys.data)
    try:
        schema.migrate(engine)
    finally:
        engine.dispose()
    store = Store(path, keys, clock)
    try:
        _first_rows(store, terminal, new, public, ids)
    finally:
        store.close()


def _first_rows(store: Store, chain: uuid.UUID, new: NewBranch, public_key: bytes, ids: Ids) -> None:
    branch_id, staff_id = ids.new(), ids.new()
    now = store.clock.now()
    with store.writing(Terminal(branch_id, chain, staff_id)) as writing:
        writing.session.add(
            Branch(
                branch_id=branch_id,
                name=new.name,
                playbook=Path(new.playbook).stem,
                playbook_text=read_text(playbook_path(new.playbook)),
                language=new.language,
                time_zone=new.time_zone,
                settings={},
                audit_public_key=public_key,
                created_at=now,
            )
        )
        writing.session.add(
            Staff(
                branch_id=branch_id,
                id=staff_id,
                no=new.staff_no,
                name=new.staff_name,
                role=Role.SUPERVISOR,
                active=True,
                created_at=now,
            )
        )
        writing.session.flush()
        writing.record("branch_set_up", f"branch:{branch_id}", playbook=new.playbook)


def move_into_place(building: Path, home: Path) -> None:
    """Move a finished store into its folder, the file itself last: only with it there is a store."""
    for name in ("device.key", "keys.json", "terminal.json", STORE_FILE):
        target = home / name
        if target.exists():
            # Keys without a store: of a set-up that was cut off, or of a store that went missing. Never thrown away.
            target.replace(home / f"{name}.old-{secrets.token_hex(4)}")
        (building / name).replace(target)
        sync_folder(home)


def unwritable(home: Path, error: OSError) -> StoreError:
    """What the operating system said about a data folder, in words that help."""
    return failures.recognised(error, home) or StoreError(
        msg("The data folder {path} cannot be written: {reason}", path=str(home), reason=error.strerror or ""),
        data=msg("No branch was set up."),
        remedy=msg("Choose another folder with --home, or ask for leave to write to this one."),
        code="home_unwritable",
    )
