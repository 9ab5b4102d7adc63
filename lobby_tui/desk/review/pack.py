"""The review pack: a day or a month of the review behind one cover, to be printed or handed on."""

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Final

from sqlmodel import Session

from lobby_tui.desk import day_heads
from lobby_tui.desk.permissions import Action
from lobby_tui.desk.review import pack_cover
from lobby_tui.desk.review.last_day import last_of
from lobby_tui.desk.review.on_paper import table_of
from lobby_tui.desk.review.pack_parts import PARTS, Drawn, Part
from lobby_tui.desk.review.span import Span, Unit
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import RefusedError
from lobby_tui.locale import Language, catalogue, msg
from lobby_tui.nearest import nearest
from lobby_tui.papers.content import Pack, Paper
from lobby_tui.papers.files import PaperFile, make_folder, remove, write_papers
from lobby_tui.papers.render import PACK_FORMATS
from lobby_tui.papers.review_pack import CODE, review_pack
from lobby_tui.papers.sheet import Sheet

UPRIGHT: Final = 7
"""Up to so many columns stand on upright paper."""


def pack(
    shift: Shift, unit: Unit, span: Span, parts: Collection[str] | None = None, language: Language | None = None
) -> Pack:
    """The pack of a day or a month: the `parts` named, else all that are not personal.

    Raises RefusedError for a span in which the branch did not work, a unit or a part that there is not;
    NotAllowedError, StoreError.
    """
    shift.require(Action.REVIEW)
    chosen = _chosen(unit, parts)
    with shift.reading() as session:
        sheet = _sheet(session, shift, span, language or shift.branch.language)
        cover = pack_cover.cover(session, shift, sheet, unit, span)
    papers = [_paper(sheet, one, one.make(shift, span)) for one in chosen]
    return review_pack(sheet, f"{CODE}_{unit.value}", pack_cover.title(unit, span), cover, papers)


def export(
    shift: Shift,
    unit: Unit,
    span: Span,
    formats: Sequence[str],
    folder: Path,
    *,
    parts: Collection[str] | None = None,
    language: Language | None = None,
) -> tuple[PaperFile, ...]:
    """Write the pack into `folder`, made if it is missing, as PDF or XLSX; nothing is overwritten.

    It leaves one audit event with the parts, the files and their digests. Raises what `pack` raises, and
    NotAllowedError with code `password_again`.
    """
    shift.require(Action.REVIEW, fresh=True)
    for name in formats or ("",):
        if name not in PACK_FORMATS:
            raise RefusedError(
                msg("There is no “{name}”.", name=name), remedy=nearest(name, PACK_FORMATS), field="format"
            )
    made = pack(shift, unit, span, parts, language)
    make_folder(folder)
    written = write_papers([(made, name) for name in dict.fromkeys(formats)], folder)
    files = [{"format": one.format, "rows": one.rows, "sha256": one.sha256} for one in written]
    try:
        with shift.writing() as writing:
            writing.record(
                "review_exported",
                f"branch:{shift.branch.id}",
                view=made.code,
                since=span.first.isoformat(),
                until=span.last.isoformat(),
                parts=[one.code for one in _chosen(unit, parts)],
                files=files,
            )
    except BaseException:
        remove(written)
        raise
    return written


def _chosen(unit: Unit, parts: Collection[str] | None) -> tuple[Part, ...]:
    if unit not in PARTS:
        known = [one.value for one in PARTS]
        raise RefusedError(msg("There is no “{name}”.", name=unit), remedy=nearest(unit, known), field="unit")
    offered = PARTS[unit]
    codes = [one.code for one in offered]
    for name in parts if parts is not None else ():
        if name not in codes:
            raise RefusedError(msg("There is no “{name}”.", name=name), remedy=nearest(name, codes), field="parts")
    chosen = tuple(one for one in offered if (not one.personal if parts is None else one.code in parts))
    if not chosen:
        raise RefusedError(
            msg("The pack would be empty."), remedy=msg("Choose at least one of its papers."), field="parts"
        )
    return chosen


def _sheet(session: Session, shift: Shift, span: Span, language: Language) -> Sheet:
    """What the papers have in common; they stand under the last business day of the span."""
    last = last_of(session, shift, span)
    if last is None:
        raise RefusedError(
            msg("The branch did not work between {first} and {last}.", first=str(span.first), last=str(span.last)),
            remedy=msg("Choose other days."),
            field="day",
            code="unknown_day",
        )
    t = catalogue(language)
    now = shift.local(shift.now()).strftime("%Y-%m-%d %H:%M")
    printed = day_heads.printed(day_heads.of_day(session, shift, last))
    facts = (
        (t("Printed at"), now),
        (t("Printed by"), f"{shift.person.name} {shift.person.no}"),
        (t("Audit head"), printed),
    )
    return Sheet(t.render(shift.playbook.bank), shift.branch.name, last.date, language, masked=True, facts=facts)


def _paper(sheet: Sheet, part: Part, found: Sequence[Drawn]) -> Paper:
    """One paper: its tables below one another, the filter of the first in its foot."""
    tables = [
        table_of(one.table, sheet.t, title=sheet.t.render(one.table.title) if len(found) > 1 else "", chart=one.chart)
        for one in found
    ]
    return sheet.paper(
        f"review_{part.code}",
        part.name,
        tables,
        signatures=(),
        facts=tuple((sheet.t.render(name), sheet.t.render(value)) for name, value in found[0].table.facts),
        upright=max(len(table.columns) for table in tables) <= UPRIGHT,
    )
