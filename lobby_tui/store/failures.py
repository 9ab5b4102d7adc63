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
    """The file is no store, is damaged, or the keys do not belong to it; SQLCipher cannot tell which."""
    return StoreError(
        msg("The file {path} is not a store that these keys open, or it is damaged.", path=str(path)),
        data=msg("The file was left as it is."),
        remedy=msg("Check that keys.json and lobby.db belong together, or restore the latest backup."),
        code="store_unreadable",
    )


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
        "malformed",
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
