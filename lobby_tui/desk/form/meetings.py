"""The sheets of the two meetings, gathered [BOCOM]."""

from functools import partial

from lobby_tui.desk import meetings
from lobby_tui.desk.form.look import Look
from lobby_tui.desk.words import ROLES
from lobby_tui.models.enums import MeetingKind
from lobby_tui.papers.content import Paper
from lobby_tui.papers.meeting_sheet import CODES, MeetingLines, meeting_sheet


def _paper(kind: MeetingKind, look: Look) -> Paper:
    """The sheet of a meeting, held or not."""
    t = look.t
    sheet = meetings.sheet(look.shift, look.day.date, kind)
    held = f"{sheet.held_by.name} {look.clock(sheet.held_at)}" if sheet.held_by and sheet.held_at else ""
    lines = MeetingLines(
        kind=kind.value,
        agenda=tuple((t.render(item.name), item.minutes, t.render(ROLES[item.owner])) for item in sheet.agenda),
        parts=tuple((t.render(part.title), tuple(t.render(line) for line in part.lines)) for part in sheet.parts),
        questions=tuple((t.render(question.name), answer) for question, answer in sheet.questions),
        present=sheet.present,
        note=sheet.note,
        held=held,
    )
    return meeting_sheet(look.sheet, look.shift.playbook.paper(CODES[kind.value]).title, lines)


morning = partial(_paper, MeetingKind.MORNING)
evening = partial(_paper, MeetingKind.EVENING)
