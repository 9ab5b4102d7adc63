"""In which order a complaint's steps come, and why one cannot be taken now. No I/O."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Final

from lobby_tui.desk.complaint.rows import History, last_move
from lobby_tui.desk.complaint.views import since_restart
from lobby_tui.desk.complaint.words import COMPLAINT_STATES
from lobby_tui.errors import RefusedError
from lobby_tui.locale import Message, msg
from lobby_tui.models.complaint import Complaint
from lobby_tui.models.complaint_clock import ComplaintClock
from lobby_tui.models.enums import ComplaintState as State
from lobby_tui.models.enums import ComplaintStepKind as Kind


@dataclass(frozen=True, slots=True)
class Place:
    """Where a complaint stands for a person: its row, its history, its clock on the day of the step."""

    row: Complaint
    history: History
    clock: ComplaintClock
    person: uuid.UUID

    def at(self, clock: ComplaintClock) -> "Place":
        """The same with the clock of another day."""
        return replace(self, clock=clock)

    @property
    def last_move(self) -> date:
        """The date of the latest event that moved the clock."""
        return last_move(self.row, self.history)

    def had(self, kind: Kind) -> bool:
        """Whether a step was taken since the clock began."""
        return any(step.step == kind for step in since_restart(self.history))


_LIVE: Final = frozenset({State.OPEN, State.DECIDED})
_STATES: Final[Mapping[Kind, frozenset[State]]] = MappingProxyType(
    {
        Kind.CALMED: frozenset({State.OPEN}),
        Kind.INVESTIGATED: frozenset({State.OPEN}),
        Kind.DECIDED: frozenset({State.OPEN}),
        Kind.NOTIFIED: frozenset({State.DECIDED}),
        Kind.ARCHIVED: frozenset({State.NOTIFIED, State.WITHDRAWN}),
        Kind.NOTED: _LIVE | {State.NOTIFIED, State.WITHDRAWN},
        Kind.ASSIGNED: _LIVE,
        Kind.MADE_COMPLEX: frozenset({State.OPEN}),
        Kind.EXTENDED: frozenset({State.OPEN}),
        Kind.PAUSED: frozenset({State.OPEN}),
        Kind.RESUMED: frozenset({State.OPEN}),
        Kind.RESTARTED: _LIVE | {State.NOTIFIED},
        Kind.ESCALATED: _LIVE,
        Kind.WITHDRAWN: _LIVE,
    }
)


def refusal(kind: Kind, place: Place) -> RefusedError | None:
    """Why a step cannot be taken, or None where it can."""
    state = State(place.row.state)
    if state not in _STATES[kind]:
        return RefusedError(
            msg("This cannot be done now; the complaint stands at: {state}.", state=COMPLAINT_STATES[state]),
            remedy=_way_on(state),
            code="wrong_state",
        )
    for applies, problem in _RULES.get(kind, ()):
        if applies(place):
            return problem(place)
    return None


def _way_on(state: State) -> Message:
    if state is State.ARCHIVED:
        return msg("Register a new one that names its number.")
    if state is State.OPEN:
        return msg("Find the cause and decide first.")
    if state is State.DECIDED:
        return msg("Tell the complainant first; new facts start the clock anew.")
    return msg("File it, or register a new complaint.")


_Rule = tuple[Callable[[Place], bool], Callable[[Place], RefusedError]]


def _says(message: Message, remedy: Message, code: str) -> Callable[[Place], RefusedError]:
    return lambda place: RefusedError(message, remedy=remedy, code=code)


def _too_late(place: Place) -> RefusedError:
    return RefusedError(
        msg("The deadline was {day}; after it nothing makes it longer.", day=place.clock.due.isoformat()),
        remedy=msg("Decide and tell the complainant now; the register shows that it was late."),
        code="too_late",
    )


_ALREADY = _says(msg("This step has been taken already."), msg("Add a note if something is missing."), "already_taken")
_OVERDUE: _Rule = (lambda place: place.clock.overdue, _too_late)
_NOBODY: _Rule = (
    lambda place: place.row.handler_id is None,
    _says(
        msg("Nobody handles this complaint yet."),
        msg("Choose a handler first, never the person complained about."),
        "no_handler",
    ),
)
_RULES: Final[Mapping[Kind, tuple[_Rule, ...]]] = MappingProxyType(
    {
        Kind.CALMED: ((lambda place: place.had(Kind.CALMED), _ALREADY),),
        Kind.INVESTIGATED: (_NOBODY, (lambda place: place.had(Kind.INVESTIGATED), _ALREADY)),
        Kind.DECIDED: (
            _NOBODY,
            (
                lambda place: not place.had(Kind.INVESTIGATED),
                _says(
                    msg("The cause has not been found yet."),
                    msg("Enter what was found, then decide."),
                    "not_investigated",
                ),
            ),
            (
                lambda place: place.clock.paused,
                _says(
                    msg("The clock is paused for something that is still awaited."),
                    msg("Let the clock go on first, then decide."),
                    "paused",
                ),
            ),
        ),
        Kind.MADE_COMPLEX: ((lambda place: place.clock.complex, _ALREADY), _OVERDUE),
        Kind.EXTENDED: (
            (lambda place: place.clock.extended, _ALREADY),
            (
                lambda place: not place.clock.complex,
                _says(
                    msg("Only a complex complaint can be extended."),
                    msg("Say first why it is complex."),
                    "not_complex",
                ),
            ),
            (
                lambda place: place.row.handler_id == place.person,
                _says(
                    msg("Whoever handles a complaint does not approve its extension."),
                    msg("Hand it to somebody else first."),
                    "own_extension",
                ),
            ),
            _OVERDUE,
        ),
        Kind.PAUSED: ((lambda place: place.clock.paused, _ALREADY), _OVERDUE),
        Kind.RESUMED: (
            (
                lambda place: not place.clock.paused,
                _says(msg("The clock is not paused."), msg("Nothing needs to be done."), "not_paused"),
            ),
        ),
        Kind.ESCALATED: ((lambda place: place.row.major, _ALREADY),),
    }
)
