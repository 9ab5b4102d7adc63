"""A customer's copy of what the branch knows of them, written to files [PIPL 45]."""

import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from lobby_tui.desk.customer.paper import customer_paper, json_bytes
from lobby_tui.desk.customer_data import checked_reason, known_by, of, subject, the_person
from lobby_tui.desk.permissions import Action
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import RefusedError
from lobby_tui.locale import Language, msg
from lobby_tui.nearest import nearest
from lobby_tui.papers.files import PaperFile, remove, write_data, write_papers

FORMATS: Final = ("json", "xlsx", "txt")
USUAL: Final = ("json", "xlsx")


def export(
    shift: Shift,
    record: uuid.UUID,
    folder: Path,
    reason: str,
    formats: Sequence[str] = (),
    also: Sequence[str] = (),
    language: Language | None = None,
) -> tuple[PaperFile, ...]:
    """Write everything of the customer of one record into `folder`, in full; all files or none.

    JSON for a machine, XLSX or TXT for the customer. Raises NotAllowedError; RefusedError where a file exists or a
    format is unknown; StoreError where the disk refuses.
    """
    shift.require(Action.CUSTOMER_RIGHTS, fresh=True)
    words, wanted = checked_reason(reason), _checked(formats)
    tongue = language or shift.branch.language
    with shift.reading() as session:
        person = the_person(session, shift, record)
        known, name = known_by(person, also), subject(person)
        found = of(session, shift, record, also, full=True).records
    paper = customer_paper(shift, found, tongue)
    files: tuple[PaperFile, ...] = ()
    try:
        files = write_papers([(paper, one) for one in wanted if one != "json"], folder)
        if "json" in wanted:
            files += (write_data(json_bytes(shift, found, tongue), paper, "json", folder),)
        with shift.writing() as writing:
            digests = {one.format: one.sha256 for one in files}
            detail = {"records": len(found), "sha256": digests, "reason": known.starred(words)}
            writing.record("customer_exported", name, **detail)
    except BaseException:
        remove(files)
        raise
    return files


def _checked(formats: Sequence[str]) -> tuple[str, ...]:
    for name in formats:
        if name not in FORMATS:
            raise RefusedError(msg("There is no “{name}”.", name=name), remedy=nearest(name, FORMATS), field="format")
    return tuple(dict.fromkeys(formats)) or USUAL
