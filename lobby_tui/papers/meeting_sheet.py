"""The sheets of the morning and the evening meeting, filled in from the records [BOCOM]."""

from dataclasses import dataclass
from typing import Final

from lobby_tui.locale import Renderable, msg
from lobby_tui.papers.columns import columns
from lobby_tui.papers.content import Pairs, Paper, Table
from lobby_tui.papers.sheet import Sheet

CODES: Final = {"morning": "meeting_morning", "evening": "meeting_evening"}


@dataclass(frozen=True, slots=True)
class MeetingLines:
    """What stands on the sheet: agenda items with minutes and owner, what the records say, questions and answers.

    What the records say is in parts, each with its heading.

    `held` is who held it and when; empty for a meeting that was not held, whose sheet is printed to be filled in.
    """

    kind: str
    agenda: tuple[tuple[str, int, str], ...]
    parts: tuple[tuple[str, tuple[str, ...]], ...]
    questions: tuple[tuple[str, str], ...]
    present: int
    note: str
    held: str


def meeting_sheet(sheet: Sheet, title: Renderable, meeting: MeetingLines) -> Paper:
    """The paper of one meeting; what nobody has answered leaves room for a pen."""
    t = sheet.t
    note = Table(columns(sheet, ("note", msg("Note"), 170)), ((meeting.note,),), tall=not meeting.note)
    return sheet.paper(
        CODES[meeting.kind],
        title,
        [_agenda(sheet, meeting), _records(sheet, meeting), _questions(sheet, meeting), note],
        signatures=(t("Held by"), t("Head of the branch")),
        facts=_held(sheet, meeting),
        upright=True,
    )


def _held(sheet: Sheet, meeting: MeetingLines) -> Pairs:
    t = sheet.t
    if not meeting.held:
        return ((t("The meeting"), t("not held, or not recorded")),)
    return (t("Held by"), meeting.held), (t("People present"), str(meeting.present))


def _agenda(sheet: Sheet, meeting: MeetingLines) -> Table:
    t = sheet.t
    made = columns(
        sheet,
        ("item", msg("Item"), 80),
        ("minutes", msg("Minutes"), 24, "number"),
        ("owner", msg("Led by"), 70),
    )
    minutes = sum(minutes for _, minutes, _ in meeting.agenda)
    total = (t("Total"), minutes, "") if meeting.agenda else None
    return Table(made, meeting.agenda, t("Agenda"), total=total, empty=t("The playbook has no agenda for it."))


def _records(sheet: Sheet, meeting: MeetingLines) -> Table:
    t = sheet.t
    made = columns(sheet, ("part", msg("Topic"), 40), ("line", msg("What the records say"), 130))
    rows = tuple((title, "\n".join(lines)) for title, lines in meeting.parts if lines)
    return Table(made, rows, t("From the records"), empty=t("The records have nothing to report."))


def _questions(sheet: Sheet, meeting: MeetingLines) -> Table:
    t = sheet.t
    made = columns(sheet, ("question", msg("Question"), 70), ("answer", msg("Answer"), 100))
    answered = any(answer for _, answer in meeting.questions)
    empty = t("The playbook has no questions for it.")
    return Table(made, meeting.questions, t("Questions"), empty=empty, tall=not answered)
