"""Something that somebody does, as the fault tests know it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from lobby_tui.desk.shift import Shift
from tests.faults.busy import Known

# In the order of the calls: the shift, what is known of the branch, a folder for files.
Do = Callable[[Shift, Known, Path], object]


@dataclass(frozen=True)
class Act:
    """Who does what. `leaves` is the action of its audit event; drafts leave none.

    `first` is what has to be done before and is not part of it; `seconds` is about how long it takes; `traced` where
    an attempt that failed leaves its event as well.
    """

    who: str
    leaves: str
    do: Do
    seconds: float = 0.008
    traced: bool = False
    first: Do = lambda shift, known, out: None
