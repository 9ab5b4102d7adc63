"""What the people of the sample branch do on a day beside their customers, from the morning meeting to the close."""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from lobby_tui.desk import absences, calendar, closing, gaps, meetings, second_person, signing
from lobby_tui.desk.gap.kinds import Gap, GapKind
from lobby_tui.desk.sample_life.answers import morning_round
from lobby_tui.desk.sample_life.branch import Branch
from lobby_tui.desk.sample_life.complaints import Story, progress, stories
from lobby_tui.desk.sample_life.follow_ups import contacts
from lobby_tui.desk.sample_life.lobby import checked, crowded, fault, incident, patrolled, repairs
from lobby_tui.desk.sample_life.people import PASSWORD
from lobby_tui.desk.sample_life.reviewing import LookBack, look_back
from lobby_tui.desk.sample_life.scripts import claimed_twice, left_waiting
from lobby_tui.desk.sample_life.time import Script, at
from lobby_tui.models.enums import MeetingKind

Timed = list[tuple[datetime, Script]]
# Why something is carried over, by what it is; everything else is for the next day.
REASONS: Final[Mapping[GapKind, str]] = {
    GapKind.WITHOUT_RESULT: "customer",
    GapKind.NO_CONTACT: "customer",
    GapKind.FAULT_TICKET: "others",
}
_AWAY_EVERY: Final = 7


@dataclass(frozen=True, slots=True)
class Away:
    """Who is away from when to when, and who stands in."""

    no: str
    first: date
    last: date
    stand_in: str


@dataclass(slots=True)
class Diary:
    """What is going to happen beside the customers: made once for all days, the last of which stays open."""

    days: Sequence[date]
    away: Sequence[Away]
    stories: Sequence[Story]
    faults: deque[Mapping[str, Any]]
    incidents: deque[Mapping[str, Any]]
    signed: set[date] = field(default_factory=set)
    looked_back: LookBack = field(default_factory=LookBack)

    @classmethod
    def of(cls, branch: Branch, days: Sequence[date]) -> "Diary":
        """The diary of a branch that lives through these days."""
        texts = branch.texts
        broken, disturbed = (branch.random.sample(texts[kind], len(texts[kind])) for kind in ("faults", "incidents"))
        return cls(days, _absences(days), stories(texts["complaints"], days), deque(broken), deque(disturbed))

    def stand_ins(self, day: date) -> dict[str, str]:
        """Who does whose work on a day."""
        return {one.no: one.stand_in for one in self.away if one.first <= day <= one.last}

    def next_fault(self) -> Mapping[str, Any]:
        """Another machine; after the last one the first again."""
        self.faults.rotate(-1)
        return self.faults[-1]

    def next_incident(self) -> Mapping[str, Any]:
        """Another incident; after the last one the first again."""
        self.incidents.rotate(-1)
        return self.incidents[-1]


def _absences(days: Sequence[date]) -> list[Away]:
    """One that lasts until tomorrow, so that somebody stands in now; and in a longer time a day each week."""
    before = [Away("302", day, day, "303") for day in days[2:-3:_AWAY_EVERY]]
    # Whoever is away has had customers before: somebody has to see to them.
    begins = days[-2] if len(days) > 2 else days[-1]
    return [*before, Away("303", begins, days[-1] + timedelta(days=1), "301")]


def before_the_day(branch: Branch, diary: Diary, number: int) -> None:
    """What the supervisor does before anybody comes: signs what was closed, looks at the calendar, plans absences."""
    if number == 0:
        _training_day(branch, diary)
    for day in diary.days[: number - (1 if branch.last else 0)]:
        if day not in diary.signed:
            signing.sign(branch.types_password("001"), day)
            diary.signed.add(day)
    look_back(branch, diary.looked_back, diary.days[:number])
    if number == 3 and not branch.last:
        _correct(branch, diary.days[1])
    for one in diary.away:
        if number == max(0, list(diary.days).index(one.first) - 1):
            note = branch.says(branch.texts["absences"]["notes"])
            absences.plan(branch.staff[one.no], one.no, one.first, one.last, one.stand_in, note)


def around(branch: Branch, diary: Diary, number: int) -> Timed:
    """Everything of a day but the customers: meetings, checklists, answers, follow-ups, and what goes wrong."""
    found: Timed = [
        (branch.moment(time(8, 15)), _meeting(branch, MeetingKind.MORNING)),
        (branch.moment(time(8, 40)), checked(branch, "opening", branch.random.choice(("101", "102", "111")))),
        (branch.moment(time(10, 30)), patrolled(branch)),
        (branch.moment(time(9, 20)), repairs(branch)),
    ]
    # Of what is due on the last two days some is left: it is overdue when the sample is opened.
    busy = number >= len(diary.days) - 2
    for no in branch.managers_here():
        found.append((branch.moment(time(9, branch.random.randint(2, 25))), morning_round(branch, no)))
        found.append((branch.moment(time(9, branch.random.randint(30, 59))), contacts(branch, no, busy=busy)))
    if branch.last:
        found.append((_lately(branch, 0.3), fault(branch, diary.next_fault())))
        found += [(_lately(branch, 0.5), left_waiting(branch, no)) for no in branch.managers_here()]
    else:
        found.append((branch.moment(time(17, 2)), checked(branch, "closing", branch.random.choice(("101", "102")))))
        found.append((branch.moment(time(17, 14)), _meeting(branch, MeetingKind.EVENING)))
    found += [(_lately(branch, 0.2), progress(branch, story)) for story in diary.stories if story.of_day(branch.day)]
    return found + _chances(branch, diary, number)


def _chances(branch: Branch, diary: Diary, number: int) -> Timed:
    """What does not happen on every day; the first day has one of each, so that a short sample has it too."""
    found: Timed = []
    if number == 0 or branch.happens(0.55):
        found.append((branch.moment(time(10, branch.random.randint(10, 55))), crowded(branch)))
    if number % 2 == 0:
        found.append((_lately(branch, 0.1), claimed_twice(branch)))
    if not branch.last and (number == 0 or branch.happens(0.4)):
        found.append((_lately(branch, 0.3), fault(branch, diary.next_fault())))
    if not branch.last and (number == 0 or branch.happens(0.15)):
        found.append((_lately(branch, 0.3), incident(branch, diary.next_incident())))
    return found


def _lately(branch: Branch, earliest: float) -> datetime:
    """A moment in the first part of the opening hours, after `earliest` of it, from 0 to 1."""
    opened = max(branch.begins, at(branch.day, time(9)))
    return opened + (branch.ends - opened) * branch.random.uniform(earliest, 0.6)


def close_the_day(branch: Branch, number: int) -> None:
    """The lobby manager closes the day: what is missing is carried over, each thing for its own reason."""
    shift = branch.types_password("101" if number % 3 else "102")
    missing = gaps.of_day(shift, branch.day).gaps
    closing.close(shift, branch.day, {gap.key: _why(branch, gap) for gap in missing})


def _why(branch: Branch, gap: Gap) -> str:
    away = {branch.staff[no].person.name for no in branch.stand_ins}
    if gap.kind is GapKind.UNCONFIRMED and gap.text.params.get("manager") in away:
        return "manager_away"
    return REASONS.get(gap.kind, "next_day")


def _meeting(branch: Branch, kind: MeetingKind) -> Script:
    """A meeting, with an answer to most of its questions."""
    shift = branch.staff["001" if kind is MeetingKind.MORNING or branch.happens(0.3) else "101"]
    yield branch.minutes(1, 4)
    texts = branch.texts["meetings"][kind.value]
    questions = shift.playbook.meeting(kind.value).questions
    said = {one.code: branch.says(texts[one.code], 0.9) for one in questions}
    present = len(branch.staff) - len(branch.stand_ins) - branch.happens(0.3)
    meetings.hold(shift, kind, said, present, branch.says(texts["notes"]))


def _correct(branch: Branch, day: date) -> None:
    """A signed day is opened again by two people, looked through, closed and signed once more."""
    supervisor, texts = branch.types_password("001"), branch.texts["closing"]
    second = second_person.prove(supervisor, "101", PASSWORD)
    signing.reopen(supervisor, day, texts["reopened"], second)
    branch.clock.advance(branch.minutes(2, 4))
    closing.close(branch.types_password("101"), day, "next_day")
    branch.clock.advance(branch.minutes(1, 2))
    signing.sign(supervisor, day)


def _training_day(branch: Branch, diary: Diary) -> None:
    """The branch's own calendar: a Saturday soon on which it works."""
    day = diary.days[-1] + timedelta(days=7)
    day += timedelta(days=(5 - day.weekday()) % 7)
    calendar.set_day(branch.staff["001"], day, True, branch.texts["closing"]["duty"])
