"""Copying customers into the bank's CRM: confirmed ones to follow up, in full, each once unless asked for again."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from sqlalchemy import ColumnElement, exists, func, literal_column
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from lobby_tui.desk import second_person
from lobby_tui.desk.absences import standing_in
from lobby_tui.desk.crm_paper import customers_paper
from lobby_tui.desk.permissions import Action
from lobby_tui.desk.referral.views import ReferralView, staff_names, views
from lobby_tui.desk.second_person import SecondPerson
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import RefusedError
from lobby_tui.locale import Language, msg
from lobby_tui.models.crm import CrmExport
from lobby_tui.models.day import BusinessDay
from lobby_tui.models.enums import Answer, ReferralStatus
from lobby_tui.models.referral import Referral
from lobby_tui.nearest import nearest
from lobby_tui.papers.content import Paper
from lobby_tui.papers.files import PaperFile, make_folder, remove, write_papers

FORMATS: Final = ("csv", "xlsx")
MOST: Final = 5000
"""The most customers of one copy: a workbook of more takes longer than anybody waits."""
LOOK_BACK: Final = timedelta(days=92)


@dataclass(frozen=True, slots=True)
class Copied:
    """One copy: how many customers, and the files with their SHA-256."""

    id: uuid.UUID
    rows: int
    again: bool
    files: tuple[PaperFile, ...]


def waiting(shift: Shift, limit: int = 200) -> tuple[ReferralView, ...]:
    """The customers to be copied next, masked: mine and those of whom I stand in for, the supervisor's all."""
    shift.require(Action.COPY_TO_CRM)
    with shift.reading() as session:
        return views(session, shift, _waiting(session, shift, limit))


def copy(
    shift: Shift,
    folder: Path,
    formats: Sequence[str] = FORMATS,
    *,
    second: SecondPerson | None = None,
    again: bool = False,
    since: date | None = None,
    language: Language | None = None,
) -> Copied:
    """Write the customers that wait into `folder`, made if it is missing, and mark them as copied; all or nothing.

    They are written in full, and so by two people: `second` is whoever stands by. With `again` those copied before go
    along, of the business days from `since` on, or of the last three months. The files are for their owner's eyes,
    nothing is overwritten, and no text in them is a formula. Raises NotAllowedError, also where the password was given
    too long ago; RefusedError where nothing waits, a format is unknown, or a colleague changed one of the customers
    meanwhile; StoreError where the folder or the disk refuses.
    """
    shift.require(Action.COPY_TO_CRM, fresh=True)
    stands_by = second_person.checked(shift, second, msg("Customers are copied into the CRM by two people."))
    wanted = _checked(formats)
    with shift.reading() as session:
        rows = _to_copy(session, shift, again=again, since=since)
        paper = _paper(session, shift, rows, language or shift.branch.language)
        seen = {row.id: row.version for row in rows}
    make_folder(folder)
    files = write_papers([(paper, name) for name in wanted], folder)
    try:
        return Copied(_mark(shift, seen, files, stands_by, again=again), len(seen), again, files)
    except BaseException:
        remove(files)
        raise


def _checked(formats: Sequence[str]) -> tuple[str, ...]:
    """The formats asked for, each once; all there are where none is named."""
    for name in formats:
        if name not in FORMATS:
            raise RefusedError(msg("There is no “{name}”.", name=name), remedy=nearest(name, FORMATS), field="format")
    return tuple(dict.fromkeys(formats)) or FORMATS


def _to_copy(session: Session, shift: Shift, *, again: bool, since: date | None) -> list[Referral]:
    """The customers that wait, and with `again` those copied before; there is at least one."""
    rows = _waiting(session, shift, MOST)
    if again:
        rows += _copied(session, shift, since or shift.today() - LOOK_BACK)
    if not rows:
        raise RefusedError(
            msg("No customer waits to be copied."),
            remedy=msg("Those copied before are copied again only when that is asked for."),
            code="nothing_to_copy",
        )
    return rows


def _paper(session: Session, shift: Shift, rows: list[Referral], language: Language) -> Paper:
    """The list of these customers, under the number of the copy."""
    number = session.exec(
        select(func.count()).select_from(CrmExport).where(CrmExport.branch_id == shift.branch.id)
    ).one()
    days = select(col(BusinessDay.id), col(BusinessDay.date)).where(
        col(BusinessDay.branch_id) == shift.branch.id, col(BusinessDay.id).in_({row.day_id for row in rows})
    )
    people, dates = staff_names(session, shift), dict(session.exec(days).all())
    return customers_paper(shift, rows, people, dates, number + 1, language)


def _mark(
    shift: Shift, seen: dict[uuid.UUID, int], files: Sequence[PaperFile], second: SecondPerson, *, again: bool
) -> uuid.UUID:
    """Mark what was written, unless a colleague changed or copied one of them while the files were made."""
    with shift.writing() as writing:
        export = CrmExport(
            branch_id=shift.branch.id,
            id=shift.ids.new(),
            rows=len(seen),
            digests={file.format: file.sha256 for file in files},
            again=again,
            by=shift.person.id,
            at=shift.now(),
        )
        writing.session.add(export)
        for referral_id, version in seen.items():
            row = writing.session.get_one(Referral, (shift.branch.id, referral_id))
            if row.version != version:
                raise RefusedError(
                    msg("A colleague has changed or copied one of these customers in the meantime."),
                    remedy=msg("Copy once more; no file of this attempt is left."),
                    code="changed_meanwhile",
                )
            row.crm_export_id, row.changed_at = export.id, shift.now()
            row.version += 1
            writing.session.add(row)
        detail = {"rows": len(seen), "sha256": export.digests, "again": again, "second": second.id.hex}
        writing.record("customers_copied", f"crm_export:{export.id}", **detail)
        return export.id


def _theirs(session: Session, shift: Shift) -> set[uuid.UUID]:
    """Whose customers this person may copy."""
    if shift.may(Action.ANSWER_FOR_OTHERS):
        return set(staff_names(session, shift))
    return {shift.person.id, *standing_in(session, shift)}


def _waiting(session: Session, shift: Shift, limit: int) -> list[Referral]:
    # The words are spelled out: the partial index serves only conditions that name them.
    query = select(Referral).where(
        col(Referral.branch_id) == shift.branch.id,
        col(Referral.manager_id).in_(_theirs(session, shift)),
        col(Referral.undone_at).is_(None),
        col(Referral.answer) == literal_column("'accepted'"),
        col(Referral.status) == literal_column("'to_follow_up'"),
        col(Referral.crm_export_id).is_(None),
        *_still_agreed(),
        ~_first_accepted(),
    )
    # Not by the id, which is as old: it would lead SQLite away from that index, to reading every referral.
    return list(session.exec(query.order_by(col(Referral.created_at)).limit(limit)).all())


def _first_accepted() -> ColumnElement[bool]:
    """Whether a referral is a second claim to a customer whom the first one brings into the CRM."""
    first = aliased(Referral)
    return exists().where(
        col(first.branch_id) == col(Referral.branch_id),
        col(first.id) == col(Referral.second_to),
        col(first.answer) == Answer.ACCEPTED.value,
        col(first.status) == ReferralStatus.TO_FOLLOW_UP.value,
    )


def _copied(session: Session, shift: Shift, since: date) -> list[Referral]:
    days = select(BusinessDay.id).where(col(BusinessDay.branch_id) == shift.branch.id, col(BusinessDay.date) >= since)
    query = select(Referral).where(
        col(Referral.branch_id) == shift.branch.id,
        col(Referral.day_id).in_(days.scalar_subquery()),
        col(Referral.manager_id).in_(_theirs(session, shift)),
        col(Referral.undone_at).is_(None),
        col(Referral.crm_export_id).is_not(None),
        # Whoever was returned since, or did not agree to be contacted after all, goes nowhere a second time.
        col(Referral.answer) == Answer.ACCEPTED.value,
        col(Referral.status) == ReferralStatus.TO_FOLLOW_UP.value,
        *_still_agreed(),
    )
    return list(session.exec(query.order_by(col(Referral.id)).limit(MOST)).all())


def _still_agreed() -> tuple[ColumnElement[bool], ...]:
    """Neither erased nor without the consent that was given."""
    return col(Referral.erased_at).is_(None), col(Referral.consent_withdrawn_at).is_(None)
