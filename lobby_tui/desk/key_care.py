"""Care of the keys, by a supervisor: the paper key, and where the secret of this device is kept."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from lobby_tui.desk.key_page import key_page
from lobby_tui.desk.permissions import Action
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import RefusedError
from lobby_tui.locale import Language, msg
from lobby_tui.nearest import nearest
from lobby_tui.papers.files import PaperFile, remove, write_papers
from lobby_tui.store import device_secret, paper_key, slots
from lobby_tui.store.device_secret import PLACES, Place
from lobby_tui.store.keys import KeyFile

PAGE_FORMATS: Final = ("pdf", "txt")


@dataclass(frozen=True, slots=True)
class KeyState:
    """How the keys of this store stand.

    `paper` is when the paper key was made, if there is one; `device` where the secret of this device is kept; `first`
    are the numbers of staff who have not signed in since an earlier release; `changes` how often the file's key was
    changed.
    """

    paper: datetime | None
    device: Place
    first: tuple[str, ...]
    changes: int


@dataclass(frozen=True, slots=True)
class PaperKey:
    """A paper key that was just made: the same twelve words in two languages, and the file they were written to."""

    chinese: tuple[str, ...] = field(repr=False)
    english: tuple[str, ...] = field(repr=False)
    made: datetime
    files: tuple[Path, ...] = ()


def state(shift: Shift) -> KeyState:
    """How the keys stand. Raises NotAllowedError, StoreError."""
    shift.require(Action.MANAGE_KEYS)
    document = shift.slots.document()
    return KeyState(
        paper_made(shift.slots),
        device_secret.place_of(shift.slots.device_path),
        tuple(sorted(no for no, slot in document.slots.items() if slots.is_first(slot))),
        len(shift.keys.earlier),
    )


def paper_made(key_file: KeyFile) -> datetime | None:
    """When the paper key was made; None where there is none. Raises StoreError."""
    paper = key_file.document().paper
    try:
        return None if paper is None else datetime.fromisoformat(str(paper.get("made")))
    except ValueError:
        return None


def make_paper_key(
    shift: Shift, formats: Sequence[str] = (), folder: Path | None = None, language: Language = "zh"
) -> PaperKey:
    """Make a paper key, and give its words out this once; the one before opens nothing any more.

    With `formats` (pdf, txt) a page is written into `folder` as well. Raises NotAllowedError, RefusedError where the
    page cannot be written, StoreError; then the one before still holds.
    """
    shift.require(Action.MANAGE_KEYS, fresh=True)
    secret, now = paper_key.new_secret(), shift.now()
    made = PaperKey(paper_key.words_of(secret, "zh"), paper_key.words_of(secret, "en"), now)
    files = _written(shift, made, formats, folder, language)
    before = shift.slots.document()
    try:
        with shift.writing() as writing:
            replaced = before.paper is not None
            writing.record("paper_key_made", f"branch:{shift.branch.id}", replaced=replaced, files=len(files))
            shift.slots.put_paper(secret, shift.keys, now)
    except BaseException:
        remove(files)
        if shift.slots.document() != before:
            shift.slots.save(before)
        raise
    return replace(made, files=tuple(file.path for file in files))


def write_page(shift: Shift, made: PaperKey, formats: Sequence[str], folder: Path, language: Language) -> PaperKey:
    """Write the page of a paper key that was just made, all formats or none. Raises as `make_paper_key`."""
    shift.require(Action.MANAGE_KEYS, fresh=True)
    files = _written(shift, made, formats, folder, language)
    try:
        with shift.writing() as writing:
            writing.record("paper_key_written", f"branch:{shift.branch.id}", files=len(files))
    except BaseException:
        remove(files)
        raise
    return replace(made, files=made.files + tuple(file.path for file in files))


def keep_device_secret_in(shift: Shift, place: str) -> Place:
    """Keep the secret of this device in its file, in the desktop's keyring, or in Windows' own safe.

    Raises RefusedError where that place is not to be had, NotAllowedError, StoreError.
    """
    shift.require(Action.MANAGE_KEYS, fresh=True)
    if place not in PLACES:
        raise RefusedError(
            msg("There is no place “{place}”.", place=place), remedy=nearest(place, PLACES), field="place"
        )
    with shift.writing() as writing:
        writing.record("device_secret_moved", f"branch:{shift.branch.id}", place=place)
        device_secret.keep_in(shift.slots.device_path, place)
    return place


def _written(
    shift: Shift, made: PaperKey, formats: Sequence[str], folder: Path | None, language: Language
) -> tuple[PaperFile, ...]:
    """The page, in each of the formats. Raises RefusedError for a format that is not one of a page, StoreError."""
    for name in formats:
        if name not in PAGE_FORMATS:
            raise RefusedError(
                msg("There is no “{name}”.", name=name), remedy=nearest(name, PAGE_FORMATS), field="format"
            )
    if not formats or folder is None:
        return ()
    paper = key_page(shift, made.chinese, made.english, made.made, language)
    return write_papers([(paper, name) for name in dict.fromkeys(formats)], folder)
