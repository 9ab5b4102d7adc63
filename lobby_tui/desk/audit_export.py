"""Taking a part of the audit trail away in a file. More than one day of it takes two people."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from lobby_tui.desk import audit_trail, second_person
from lobby_tui.desk.audit.wanted import Wanted, as_json
from lobby_tui.desk.audit_trail import EventView, Place
from lobby_tui.desk.export_sheet import export_sheet
from lobby_tui.desk.permissions import Action
from lobby_tui.desk.second_person import SecondPerson
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import RefusedError
from lobby_tui.locale import Catalogue, Language, Message, msg
from lobby_tui.nearest import nearest
from lobby_tui.papers.audit_trail import TrailLine
from lobby_tui.papers.audit_trail import audit_trail as paper_of
from lobby_tui.papers.content import Paper
from lobby_tui.papers.files import PaperFile, make_folder, remove, write_papers

FORMATS: Final = ("csv", "xlsx", "txt")
MOST: Final = 50_000
"""How many events one file holds at most: a year of a busy branch has about twice as many."""
_NAMES: Final = {
    "since": msg("From"),
    "until": msg("To"),
    "person": msg("Person"),
    "action": msg("Action"),
    "subject": msg("Concerning"),
    "chain": msg("Terminal"),
}


def export(
    shift: Shift,
    wanted: Wanted,
    formats: Sequence[str],
    folder: Path,
    *,
    second: SecondPerson | None = None,
    language: Language | None = None,
) -> tuple[PaperFile, ...]:
    """Write the events that fit into `folder`, made if it is missing, a file a format; all of them or none.

    It leaves an audit event with the filter, the files, their rows and digests, and the second person. Raises
    RefusedError for a filter or a format that there is not, for too many events or none; NotAllowedError, also with
    code `second_needed` for more than one day without a second person; StoreError.
    """
    shift.require(Action.SEE_AUDIT, fresh=True)
    for name in formats or ("",):
        if name not in FORMATS:
            raise RefusedError(msg("There is no “{name}”.", name=name), remedy=nearest(name, FORMATS), field="format")
    if not wanted.one_day:
        second_person.checked(shift, second, msg("More than one day of the audit trail is taken out by two people."))
    events = _all(shift, wanted)
    paper = _paper(shift, wanted, events, language or shift.branch.language)
    make_folder(folder)
    written = write_papers([(paper, name) for name in dict.fromkeys(formats)], folder)
    try:
        with shift.writing() as writing:
            writing.record(
                "audit_exported",
                f"branch:{shift.branch.id}",
                asked=as_json(wanted),
                files=[{"format": one.format, "rows": one.rows, "sha256": one.sha256} for one in written],
                **({"second": second.id.hex} if second else {}),
            )
    except BaseException:
        remove(written)
        raise
    return written


def _all(shift: Shift, wanted: Wanted) -> list[EventView]:
    found: list[EventView] = []
    place: Place | None = None
    while True:
        page = audit_trail.page(shift, wanted, place, limit=MOST + 1 - len(found))
        found += page.events
        place = page.further
        if len(found) > MOST:
            raise RefusedError(
                msg("More than {most} events fit: too many for one file.", most=MOST),
                remedy=msg("Export fewer days at a time."),
                field="since",
                code="too_many",
            )
        if place is None:
            break
    if not found:
        raise RefusedError(
            msg("No event fits this filter."), remedy=msg("Ask for more days, or for less else."), field="since"
        )
    return found


def _paper(shift: Shift, wanted: Wanted, events: Sequence[EventView], language: Language) -> Paper:
    sheet, number = export_sheet(shift, language)
    t = sheet.t
    asked = tuple((t.render(_NAMES[name]), str(value)) for name, value in as_json(wanted).items())
    return paper_of(sheet, number, [_line(shift, one, t) for one in events], asked)


def _line(shift: Shift, one: EventView, t: Catalogue) -> TrailLine:
    nobody: Message = msg("nobody")
    return TrailLine(
        terminal=one.chain.hex[:8],
        seq=one.seq,
        at=shift.local(one.at).isoformat(sep=" ", timespec="milliseconds"),
        person=f"{one.person.name} {one.person.no}" if one.person else t.render(nobody),
        action=one.action,
        what=one.what,
        about=one.about,
        subject=one.subject,
        details=one.details,
        head=one.head,
    )
