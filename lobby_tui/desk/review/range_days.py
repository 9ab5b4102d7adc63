"""A figure over several days, day by day: what its visits, waits or complaints lead to, as they are kept by the day."""

from dataclasses import dataclass
from datetime import date

from lobby_tui.desk.figures import Figure
from lobby_tui.desk.permissions import Action
from lobby_tui.desk.review.measures import NAMES, ON_DAYS, Measure
from lobby_tui.desk.review.span import Span
from lobby_tui.desk.review.trends import days_of
from lobby_tui.desk.shift import Shift


@dataclass(frozen=True, slots=True)
class DayFigure:
    """A business day, and what it adds to the figure, with its records."""

    day: date
    figure: Figure


def days(shift: Shift, span: Span, measure: Measure) -> tuple[DayFigure, ...]:
    """The business days of a span with their part of a measure in `ON_DAYS`, the latest first.

    For a mean wait each day's longest one stands there: that has records behind it. Raises NotAllowedError, StoreError.
    """
    shift.require(Action.REVIEW)
    shown = Measure.LONGEST_WAIT if measure is Measure.MEAN_WAIT else measure
    behind = ON_DAYS[shown]
    with shift.reading() as session:
        found = days_of(session, shift, span, shown)
    return tuple(DayFigure(day, Figure(NAMES[shown], value or 0, behind)) for day, value in reversed(found.items()))
