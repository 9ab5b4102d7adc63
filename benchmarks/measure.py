"""Measuring: samples taken in turns, so that a busy moment of the machine hits both sides, and a table of results."""

import gc
import statistics
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Result:
    """One figure: ours, the floor that it is held against (none for an absolute limit), and the limit.

    With a floor the limit is a ratio, without one it is in the figure's own unit.
    """

    name: str
    ours: float
    limit: float
    floor: float | None = None
    unit: str = "ms"

    @property
    def ratio(self) -> float | None:
        return self.ours / self.floor if self.floor else None

    @property
    def ok(self) -> bool:
        return (self.ours if self.ratio is None else self.ratio) <= self.limit

    def cells(self) -> tuple[str, ...]:
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}"
        limit = f"{self.limit:g} ×" if self.floor else f"{self.limit:g} {self.unit}"
        floor = "" if self.floor is None else f"{self.floor:.3g} {self.unit}"
        return self.name, floor, f"{self.ours:.3g} {self.unit}", ratio, limit, "ok" if self.ok else "MISSED"


HEAD = ("name", "floor", "ours", "ratio", "limit", "")


def table(results: Sequence[Result]) -> str:
    """The results in columns."""
    rows = [HEAD, *(one.cells() for one in results)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)


def quantile(samples: Sequence[float], part: float) -> float:
    """The sample below which `part` of them lie."""
    ordered = sorted(samples)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))]


median = statistics.median


def milliseconds(work: Callable[[], object]) -> float:
    """How long `work` takes, on the wall."""
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000


def in_turns(times: int, works: Mapping[str, Callable[[], object]], warm: int = 3) -> dict[str, list[float]]:
    """Milliseconds of each work, run `times` times by turns after `warm` rounds that do not count."""
    found: dict[str, list[float]] = {name: [] for name in works}
    with collected():
        for turn in range(-warm, times):
            for name, work in works.items():
                took = milliseconds(work)
                if turn >= 0:
                    found[name].append(took)
    return found


@contextmanager
def collected() -> Iterator[None]:
    """Without the garbage of whatever ran before."""
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
