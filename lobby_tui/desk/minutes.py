"""The minutes of a meeting as somebody types them, and the checks that let them into the store."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from lobby_tui.desk.entry_problems import Problems
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import RefusedError
from lobby_tui.locale import msg
from lobby_tui.models.enums import MeetingKind
from lobby_tui.models.text import said
from lobby_tui.playbook.errors import UnknownCodeError

MOST_PRESENT: Final = 200
# The answers of a meeting share 10,000 characters of JSON, in which a rare character takes twelve.
ALL_ANSWERS: Final = 780
LONGEST_ANSWER: Final = 250
NOTE_LIMIT: Final = 500


@dataclass(frozen=True, slots=True)
class Minutes:
    """What is kept of a meeting: the answers by the codes of their questions, how many were there, a note."""

    answers: dict[str, str]
    present: int
    note: str


def checked(shift: Shift, kind: MeetingKind, answers: Mapping[str, str], present: int, note: str) -> Minutes:
    """The minutes, clean and valid; a question may stay without an answer. Raises EntryError with all that is wrong."""
    questions = [question.code for question in shift.playbook.meeting(kind.value).questions]
    limit = min(LONGEST_ANSWER, ALL_ANSWERS // max(1, len(questions)))
    problems = Problems()
    take = problems.take

    def answer(code: str) -> str:
        return take(lambda: said(answers[code], limit=limit, field=f"answer_{code}"), "")

    replies = {code: answer(code) for code in answers}
    problems.found += [UnknownCodeError("question", code, questions) for code in answers if code not in questions]
    there = take(lambda: _present(present), 0)
    remark = take(lambda: said(note, limit=NOTE_LIMIT, field="note"), "")
    problems.settle()
    return Minutes({code: text for code, text in replies.items() if text}, there, remark)


def _present(count: int) -> int:
    if not 1 <= count <= MOST_PRESENT:
        raise RefusedError(
            msg("How many people were there? A number from 1 to {most}.", most=MOST_PRESENT),
            remedy=msg("Count whoever is at the meeting, yourself too."),
            field="present",
        )
    return count
