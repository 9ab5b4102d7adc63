"""The day's papers: gathered from the records, previewed, and written to files."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Final

from sqlmodel import col, select

from lobby_tui.desk.days import by_date
from lobby_tui.desk.permissions import Action
from lobby_tui.desk.referral_views import identifier_of, staff_names
from lobby_tui.desk.shift import Shift
from lobby_tui.desk.summary import chain_head
from lobby_tui.errors import RefusedError
from lobby_tui.locale import Language, catalogue, msg
from lobby_tui.models.contacts import mask_contact
from lobby_tui.models.identifiers import mask_identifier
from lobby_tui.models.names import mask_name
from lobby_tui.models.referral import Referral
from lobby_tui.nearest import nearest
from lobby_tui.papers.content import Paper
from lobby_tui.papers.files import PaperFile, write_paper
from lobby_tui.papers.referral_record import ReferralLine, referral_record
from lobby_tui.papers.render import FORMATS
from lobby_tui.playbook.schema import PaperForm

PAPERS: Final = ("referral_record",)


def paper(shift: Shift, day: date, *, full: bool = False, language: Language | None = None) -> Paper:
    """The referral record form of one day, all staff [ICBC 3]; masked unless `full`.

    Raises RefusedError for an unknown day, NotAllowedError. A look in full leaves an audit event where it is
    exported, by `export`.
    """
    shift.require(Action.EXPORT_FULL if full else Action.EXPORT)
    language = language or shift.branch.language
    t = catalogue(language)
    now = shift.local(shift.now()).strftime("%Y-%m-%d %H:%M")
    return referral_record(
        form=_form(shift),
        bank=t.render(shift.playbook.bank),
        branch=shift.branch.name,
        day=day,
        lines=_lines(shift, day, full=full, language=language),
        language=language,
        masked=not full,
        facts=(
            (t("Printed at"), now),
            (t("Printed by"), f"{shift.person.name} {shift.person.no}"),
            (t("Audit head"), _audit_head(shift)),
        ),
    )


def export(
    shift: Shift,
    day: date,
    formats: Sequence[str],
    folder: Path,
    *,
    papers: Sequence[str] | None = None,
    full: bool = False,
    language: Language | None = None,
) -> tuple[PaperFile, ...]:
    """Write the day's papers into `folder`, made if it is missing; nothing is overwritten, and all or none are kept.

    Each export leaves an audit event with the count of rows and the digests of the files. Raises RefusedError,
    StoreError, NotAllowedError.
    """
    for name in formats or ("",):
        _known(name, FORMATS, "format")
    for name in papers or PAPERS:
        _known(name, PAPERS, "paper")
    content = paper(shift, day, full=full, language=language)
    _make_folder(folder)
    written: list[PaperFile] = []
    try:
        for name in dict.fromkeys(formats):
            written.append(write_paper(content, name, folder))
        with shift.writing() as writing:
            digests = {file.format: file.sha256 for file in written}
            writing.record(
                "paper_exported",
                f"business_day:{day.isoformat()}",
                paper=content.code,
                rows=len(content.rows),
                full=full,
                sha256=digests,
            )
    except BaseException:
        for file in written:
            with suppress(OSError):
                file.path.unlink()
        raise
    return tuple(written)


def _audit_head(shift: Shift) -> str:
    """The last link of this terminal's audit chain, in groups that can be read aloud and compared."""
    with shift.reading() as session:
        head = chain_head(session, shift)
    return " ".join(head[start : start + 8] for start in range(0, len(head), 8))


def _known(name: str, known: Sequence[str], field: str) -> None:
    if name not in known:
        raise RefusedError(msg("There is no “{name}”.", name=name), remedy=nearest(name, known), field=field)


def _make_folder(folder: Path) -> None:
    with suppress(OSError):  # what is wrong with it is said by whoever writes the first file
        if not folder.exists() and not folder.is_symlink():
            folder.mkdir(mode=0o700, parents=True)


def _form(shift: Shift) -> PaperForm:
    return next(form for form in shift.playbook.papers if form.code == "referral_record")


def _lines(shift: Shift, day: date, *, full: bool, language: Language) -> list[ReferralLine]:
    times = {one.code: one.name.zh if language == "zh" else one.name.en for one in shift.playbook.best_times}
    with shift.reading() as session:
        row = by_date(session, shift, day)
        people = staff_names(session, shift)
        rows = session.exec(
            select(Referral)
            .where(
                col(Referral.branch_id) == shift.branch.id,
                col(Referral.day_id) == row.id,
                col(Referral.undone_at).is_(None),
            )
            .order_by(col(Referral.number))
        ).all()
        return [
            ReferralLine(
                number=one.number,
                day=day,
                status=one.status,  # type: ignore[arg-type]
                customer=one.customer if full else mask_name(one.customer),
                identified_by=people[one.identified_by].name,
                identifier=_identifier(one, full=full),
                reasons=tuple(one.reasons.split(" ")),
                contact=_contact(one.contact, full=full),
                best_time=times.get(one.best_time or "", one.best_time or ""),
                confirmation="",
                result="",
                remarks=one.remarks,
            )
            for one in rows
        ]


def _identifier(row: Referral, *, full: bool) -> str:
    identifier = identifier_of(row)
    if identifier is None:
        return ""
    return identifier.value if full else mask_identifier(identifier)


def _contact(contact: str | None, *, full: bool) -> str:
    if not contact:
        return ""
    return contact if full else mask_contact(contact)
