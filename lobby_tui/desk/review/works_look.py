"""What works, by what it can be looked at: one function for the screen, the command and the papers."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import partial
from types import MappingProxyType
from typing import Final

from lobby_tui.desk.review.span import Span
from lobby_tui.desk.review.works import By, Found, Funnel, funnel
from lobby_tui.desk.review.works_pairs import Pair, Pairs, pairs
from lobby_tui.desk.review.works_tellers import ByRole, Missed, Misses, Roles, by_role, missed
from lobby_tui.desk.review.works_times import Times, Waits, times
from lobby_tui.desk.shift import Shift
from lobby_tui.locale import Message, msg

__all__ = ["NAMES", "ByRole", "Dimension", "Found", "Missed", "Pair", "Row", "Waits", "Works", "look"]

Works = Funnel | Pairs | Times | Roles | Misses
Row = Found | Pair | Waits | ByRole | Missed


class Dimension(StrEnum):
    """What can be looked at, in the order of the digits."""

    SIGNAL = "signal"
    NEED = "need"
    HOUR = "hour"
    ZONE = "zone"
    PAIRS = "pairs"
    TIMES = "times"
    TELLERS = "tellers"
    MISSED = "missed"


NAMES: Final[Mapping[Dimension, Message]] = MappingProxyType(
    {
        Dimension.SIGNAL: msg("Signals"),
        Dimension.NEED: msg("Needs"),
        Dimension.HOUR: msg("Hours"),
        Dimension.ZONE: msg("Zones"),
        Dimension.PAIRS: msg("Pairs of signals"),
        Dimension.TIMES: msg("Times"),
        Dimension.TELLERS: msg("Who identifies"),
        Dimension.MISSED: msg("Missed by the lobby"),
    }
)
_READ: Final[Mapping[Dimension, Callable[[Shift, Span], Works]]] = MappingProxyType(
    {
        **{Dimension(by.value): partial(funnel, by=by) for by in By},
        Dimension.PAIRS: pairs,
        Dimension.TIMES: times,
        Dimension.TELLERS: by_role,
        Dimension.MISSED: missed,
    }
)


def look(shift: Shift, span: Span, dimension: Dimension) -> Works:
    """What one dimension says of a span. Raises NotAllowedError, StoreError."""
    return _READ[dimension](shift, span)
