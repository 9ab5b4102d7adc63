"""Taking results over from a file of the core system: what is certain at once, what is only likely by a person."""

import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlmodel import Session, col, select

from lobby_tui.desk import follow_ups, results
from lobby_tui.desk.permissions import Action
from lobby_tui.desk.result_matching import Match, Why, match
from lobby_tui.desk.results import ResultEntry
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import RefusedError
from lobby_tui.locale import msg
from lobby_tui.models.characters import fold, scrub
from lobby_tui.models.crm import ImportLine, ResultImport
from lobby_tui.models.enums import Answer, ImportState
from lobby_tui.models.referral import Referral
from lobby_tui.models.result_lines import BadLine, ResultFile, ResultLine, read_lines
from lobby_tui.store.store import Writing

MOST_BYTES: Final = 8_000_000
ACCOUNT: Final = "wealth_account"
"""The product that is counted as an account opened, and not as something sold [ICBC 3, column 10]."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a file's lines. `unmatched` and `bad` are left alone; their numbers are those of the file."""

    id: uuid.UUID
    file: str
    lines: int
    results: int
    """Referrals that have a result now."""
    recorded: int
    """Lines that went into those results."""
    waiting: int
    """Lines that wait for a person."""
    known: int
    """Lines that an earlier file had as well."""
    unmatched: tuple[int, ...]
    bad: tuple[BadLine, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    """A new line, its id, and whose it may be."""

    id: uuid.UUID
    line: ResultLine
    match: Match


def read(shift: Shift, path: Path) -> Imported:
    """Read a file: results that are certain are recorded, what is likely waits for review; all in one transaction.

    The same file is read once, and the same line has its effect once, whichever file it is in. Raises NotAllowedError;
    RefusedError where the file cannot be read, was read before, or has no line that makes sense.
    """
    shift.require(Action.IMPORT_RESULTS)
    data = _bytes(path)
    digest = hashlib.sha256(data).hexdigest()
    with shift.reading() as session:
        _must_be_new(session, shift, digest)
        file = _lines(shift, data)
        found, known = _found(session, shift, file.lines)
    with shift.writing() as writing:
        _must_be_new(writing.session, shift, digest)
        row = _new_row(shift, writing, path, digest, len(file.lines))
        settled, recorded = _record(writing, shift, row, found)
        waiting = _keep_waiting(writing, shift, row, found, settled)
        unmatched = tuple(one.line.number for one in found if not one.match.candidates)
        writing.record(
            "results_imported",
            f"result_import:{row.id}",
            sha256=digest,
            lines=row.lines,
            recorded=recorded,
            waiting=waiting,
            bad=len(file.bad),
        )
        return Imported(
            row.id, row.file, row.lines, len(set(settled.values())), recorded, waiting, known, unmatched, file.bad
        )


def products(shift: Shift) -> dict[str, str]:
    """The code of each product of the playbook by everything that it is called."""
    return {
        fold(name).strip().casefold(): one.code
        for one in shift.playbook.products
        for name in (one.code, one.name.zh, one.name.en)
    }


def entry_of(product: str, quantity: int) -> ResultEntry:
    """One line as a result."""
    if product == ACCOUNT:
        return ResultEntry(opened=quantity)
    return ResultEntry(sold={product: quantity})


def together(one: ResultEntry, other: ResultEntry) -> ResultEntry:
    """Two results as one; something sold stands over a reason for nothing."""
    codes = sorted({*one.sold, *other.sold})
    return ResultEntry(
        opened=one.opened + other.opened,
        sold={code: one.sold.get(code, 0) + other.sold.get(code, 0) for code in codes},
        note=one.note,
    )


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            data = stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise RefusedError(
            msg("“{file}” cannot be read: {reason}.", file=str(path), reason=error.strerror or type(error).__name__),
            remedy=msg("Check its name and its folder."),
            field="file",
            code="unreadable",
        ) from error
    if len(data) > MOST_BYTES:
        raise RefusedError(
            msg("This file is larger than {most} MB.", most=MOST_BYTES // 1_000_000),
            remedy=msg("Split it, and read the parts one after the other."),
            field="file",
        )
    return data


def _lines(shift: Shift, data: bytes) -> ResultFile:
    """What the file says; at least one of its lines makes sense."""
    file = read_lines(data, products(shift), shift.today())
    if not file.lines:
        raise RefusedError(
            msg("No line of this file makes sense."),
            remedy=file.bad[0].why if file.bad else msg("Choose another file."),
            field="file",
            code="no_good_line",
        )
    return file


def _new_row(shift: Shift, writing: Writing, path: Path, digest: str, lines: int) -> ResultImport:
    """The row of a file, already in the store: its lines refer to it."""
    row = ResultImport(
        branch_id=shift.branch.id,
        id=shift.ids.new(),
        file=scrub(path.name).strip()[:200] or "-",
        sha256=digest,
        lines=lines,
        by=shift.person.id,
        at=shift.now(),
    )
    writing.session.add(row)
    writing.session.flush()
    return row


def _must_be_new(session: Session, shift: Shift, digest: str) -> None:
    before = session.exec(
        select(ResultImport).where(col(ResultImport.branch_id) == shift.branch.id, col(ResultImport.sha256) == digest)
    ).one_or_none()
    if before:
        raise RefusedError(
            msg("This file was read on {day} already.", day=shift.local(before.at).date().isoformat()),
            remedy=msg("Nothing has to be done; a newer file may be read any time."),
            field="file",
            code="read_before",
        )


def _found(session: Session, shift: Shift, lines: tuple[ResultLine, ...]) -> tuple[list[_Found], int]:
    """The lines that no earlier file had, with whose they may be; and how many others there are."""
    found: list[_Found] = []
    known = 0
    times: dict[str, int] = {}
    for line in lines:
        said = "|".join(
            (line.identifier, line.contact, line.customer, line.product, str(line.quantity), line.day.isoformat())
        )
        times[said] = times.get(said, 0) + 1
        line_id = _line_id(shift, said, times[said])
        if session.get(ImportLine, (shift.branch.id, line_id)):
            known += 1
        else:
            found.append(_Found(line_id, line, match(session, shift, line)))
    return found, known


def _line_id(shift: Shift, said: str, time: int) -> uuid.UUID:
    """The id of a line, made of what it says: so the primary key itself keeps it from having its effect twice.

    Keyed, so that it tells nothing of the customer. The second of two equal lines of one file is another line.
    """
    digest = shift.blind(f"import line|{said}|{time}")
    assert digest is not None
    return uuid.UUID(bytes=digest)


def _record(
    writing: Writing, shift: Shift, row: ResultImport, found: list[_Found]
) -> tuple[dict[uuid.UUID, uuid.UUID], int]:
    """Write the results that are certain. The referral of each line that went into one, and how many lines did."""
    entries: dict[uuid.UUID, ResultEntry] = {}
    of_line: dict[uuid.UUID, uuid.UUID] = {}
    for one in found:
        if one.match.candidates and one.match.why is None:
            referral_id = one.match.candidates[0].id
            entry = entry_of(one.line.product, one.line.quantity)
            entries[referral_id] = together(entries.get(referral_id, ResultEntry()), entry)
            of_line[one.id] = referral_id
    for referral_id, entry in entries.items():
        referral = writing.session.get_one(Referral, (shift.branch.id, referral_id))
        # Somebody may have entered a result since the file was compared; and nobody buys a thousand funds.
        late = referral.outcome is not None or referral.answer != Answer.ACCEPTED or referral.undone_at is not None
        if late or max(entry.opened, *entry.sold.values(), 0) > results.MOST:
            of_line = {line: of for line, of in of_line.items() if of != referral_id}
            continue
        save(writing, shift, referral, entry)
    for one in found:
        if one.id in of_line:
            writing.session.add(_line(shift, row, one, ImportState.TAKEN, "", of_line[one.id]))
    return of_line, len(of_line)


def save(writing: Writing, shift: Shift, referral: Referral, entry: ResultEntry) -> None:
    """Write a result beside its referral, which has nothing left to follow up then."""
    results.write(writing, shift, referral, results.check(shift, entry), source="imported")
    referral.version += 1
    referral.changed_at = shift.now()
    writing.session.add(referral)
    follow_ups.end(writing, shift, referral.id)


def _keep_waiting(
    writing: Writing, shift: Shift, row: ResultImport, found: list[_Found], settled: Mapping[uuid.UUID, uuid.UUID]
) -> int:
    waiting = [one for one in found if one.match.candidates and one.id not in settled]
    for one in waiting:
        writing.session.add(_line(shift, row, one, ImportState.WAITING, (one.match.why or Why.TOO_MANY).value, None))
    return len(waiting)


def _line(
    shift: Shift, row: ResultImport, one: _Found, state: ImportState, why: str, referral_id: uuid.UUID | None
) -> ImportLine:
    """A row. Who the customer is stays in it only for as long as a person has to find that out."""
    line = one.line
    fields: dict[str, object] = {"product": line.product, "quantity": line.quantity, "day": line.day.isoformat()}
    if state is ImportState.WAITING:
        fields |= {
            "customer": line.customer,
            "identifier": line.identifier,
            "contact": line.contact,
            "candidates": [row.id.hex for row in one.match.candidates],
        }
    taken = state is ImportState.TAKEN
    return ImportLine(
        branch_id=shift.branch.id,
        id=one.id,
        import_id=row.id,
        line=line.number,
        state=state.value,
        fields=fields,
        why=why,
        referral_id=referral_id,
        decided_by=shift.person.id if taken else None,
        decided_at=shift.now() if taken else None,
    )
