"""What SQLite says, in words that help: one StoreError for each way in which a store can fail."""

from pathlib import Path

from lobby_tui.errors import StoreError
from lobby_tui.locale import Message, msg

NOTHING_LOST = msg("Everything acknowledged before is safe; this last entry was not saved.")


def missing(path: Path) -> StoreError:
    """There is no store where one should be."""
    return StoreError(
        msg("There is no store at {path}.", path=str(path)),
        data=msg("Nothing was changed."),
        remedy=msg("Run `lobby init` to set up this branch, or name its folder with --home."),
        code="store_missing",
    )


def not_a_store(path: Path) -> StoreError:
    """The keys do not belong to the file: it is another store's, or none."""
    return StoreError(
        msg("The file {path} is no store that these keys open.", path=str(path)),
        data=msg("The file was left as it is."),
        remedy=msg("Put lobby.db and keys.json back from the same backup: they belong together."),
        code="store_unreadable",
    )


def plain(path: Path) -> StoreError:
    """The file is an SQLite database that nobody has encrypted, and so not of our making."""
    return StoreError(
        msg("The file {path} is not encrypted, so it is no store of Lobby.", path=str(path)),
        data=msg("The file was left as it is; nothing in it was read."),
        remedy=msg("Somebody has put it there in place of the store. Restore the latest backup, and find out who."),
        code="store_plain",
    )


def damaged(path: Path) -> StoreError:
    """The keys are right, but parts of the file are not as they were written."""
    return StoreError(
        msg("The store {path} is damaged; the keys are the right ones.", path=str(path)),
        data=msg("The file was left as it is."),
        remedy=msg("Restore the latest backup. What was entered since then, `lobby store salvage` may find."),
        code="store_damaged",
    )


def unopened(path: Path, key: bytes, salt: bytes) -> StoreError:
    """Why the file did not open with `key`. Only once this process has no connection to it: see `page_check`."""
    from lobby_tui.store.page_check import Why, why

    try:
        found = why(path, key, salt)
    except OSError:
        return not_a_store(path)
    return {Why.PLAIN: plain, Why.DAMAGED: damaged, Why.OTHER_KEY: not_a_store}[found](path)


def newer(path: Path, found: int, known: int) -> StoreError:
    """A later release of Lobby has written this store."""
    return StoreError(
        msg(
            "The store {path} has version {found}; this program knows versions up to {known}.",
            path=str(path),
            found=found,
            known=known,
        ),
        data=msg("The file was left as it is."),
        remedy=msg("Install the newer release of Lobby on this device."),
        code="store_newer",
    )


def older(path: Path) -> StoreError:
    """The store has to be upgraded first."""
    return StoreError(
        msg("The store {path} was made by an earlier release.", path=str(path)),
        data=msg("The file was left as it is."),
        remedy=msg("Run `lobby store upgrade`; it makes a backup first."),
        code="store_older",
    )


_BY_TEXT: tuple[tuple[str, str, Message, Message], ...] = (
    (
        "locked",
        "store_locked",
        msg("Another program is holding the store."),
        msg("Wait a moment and try again; close other programs that use this store."),
    ),
    (
        "disk is full|no space left|quota exceeded",
        "disk_full",
        msg("The disk is full."),
        msg("Free some space on the disk, then try again. What you typed is still here."),
    ),
    (
        "readonly",
        "store_read_only",
        msg("The store may not be written: its file or folder is read-only."),
        msg("Ask whoever looks after this device to allow writing to the data folder."),
    ),
    (
        "unable to open",
        "store_unopenable",
        msg("The store could not be opened."),
        msg("Check that the data folder exists and that you may write to it."),
    ),
    (
        "malformed|could not decode",
        "store_damaged",
        msg("The store is damaged."),
        msg("Stop working on this device and restore the latest backup."),
    ),
    (
        "i/o error",
        "disk_error",
        msg("The disk reported an error."),
        msg("Check the disk; if it is full, free some space. Then try again."),
    ),
)


def recognised(error: Exception, path: Path) -> StoreError | None:
    """The StoreError for what the driver or the operating system raised, where its words say what is wrong."""
    text = str(error).lower()
    if "not a database" in text or "encrypted" in text:
        return not_a_store(path)
    for sign, code, message, remedy in _BY_TEXT:
        if any(part in text for part in sign.split("|")):
            return StoreError(message, data=NOTHING_LOST, remedy=remedy, code=code)
    return None


def translated(error: Exception, path: Path) -> StoreError:
    """The StoreError for what the driver raised, whatever it was."""
    return recognised(error, path) or StoreError(
        msg("The store failed: {reason}", reason=type(error).__name__),
        data=NOTHING_LOST,
        remedy=msg("Try again; if it goes on, run `lobby store check` and keep the log file."),
        code="store_failed",
    )
