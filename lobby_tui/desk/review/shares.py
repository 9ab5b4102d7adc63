"""A share of cases, and between what it lies; silent where too few cases were seen."""

from dataclasses import dataclass

from lobby_tui.models import wilson
from lobby_tui.playbook.review import ReviewPolicy


@dataclass(frozen=True, slots=True)
class Share:
    """`hits` of `n`. `bounds` are those of Wilson's interval, 0 to 1; None where `n` says too little."""

    hits: int
    n: int
    bounds: tuple[float, float] | None

    @property
    def value(self) -> float | None:
        """The share itself, 0 to 1; None where it is silent."""
        return self.hits / self.n if self.bounds else None


def share(hits: int, n: int, policy: ReviewPolicy) -> Share:
    """How large a share is, as far as the playbook lets `n` cases say anything."""
    speaks = n >= policy.least_n
    return Share(hits, n, wilson.interval(hits, n, policy.confidence) if speaks else None)
