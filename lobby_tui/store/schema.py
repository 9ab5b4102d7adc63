"""The version gate, and the way from one version to the next."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DatabaseError
from sqlcipher3 import dbapi2

from lobby_tui.store import failures
from lobby_tui.store.engine import APPLICATION_ID, WRITES

VERSION: Final = 4


def check_version(engine: Engine, path: Path) -> None:
    """Let only a store of this version through. Raises StoreError for anything else."""
    if version_of(engine, path) < VERSION:
        raise failures.older(path)


def version_of(engine: Engine, path: Path) -> int:
    """The version of a store that this program knows. Raises StoreError for a later one, and for what is no store."""
    try:
        with engine.connect() as connection:
            application = connection.execute(text("PRAGMA application_id")).scalar_one()
            version = connection.execute(text("PRAGMA user_version")).scalar_one()
    except (DatabaseError, dbapi2.Error) as error:
        # The driver's own where the connection, its key or its BEGIN was refused: SQLAlchemy wraps statements only.
        raise failures.translated(error, path) from error
    if application != APPLICATION_ID:
        raise failures.not_a_store(path)
    if version > VERSION:
        raise failures.newer(path, version, VERSION)
    return int(version)


def migrate(engine: Engine, finish: Callable[[Connection], None] = lambda _: None) -> None:
    """Bring the schema to `VERSION`, then `finish`, in one transaction; on any failure nothing has changed."""
    # Here and not above: Alembic takes 300 ms to import, and a day's work never needs it.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    with engine.connect().execution_options(**{WRITES: True}) as connection:
        # Inside a transaction this pragma is ignored; with it on, rebuilding a table would delete its children.
        connection.connection.cursor().execute("PRAGMA foreign_keys = OFF")
        with connection.begin():
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            finish(connection)
            connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.exec_driver_sql(f"PRAGMA user_version = {VERSION}")
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            if broken:
                raise RuntimeError(f"the migration left {len(broken)} rows without their parents")
        connection.connection.cursor().execute("PRAGMA foreign_keys = ON")
