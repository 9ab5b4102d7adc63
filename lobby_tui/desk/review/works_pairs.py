"""Which signals add to others: what became of referrals with both of two signals, beside those with one alone."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import permutations

from lobby_tui.desk.permissions import Action
from lobby_tui.desk.review import rules
from lobby_tui.desk.review.shares import Share, share
from lobby_tui.desk.review.span import Span
from lobby_tui.desk.review.works_rows import Fate, fates
from lobby_tui.desk.shift import Shift
from lobby_tui.locale import Renderable
from lobby_tui.models.referral import Referral


@dataclass(frozen=True, slots=True)
class Pair:
    """Referrals for `signal`: the share of those for `other` as well that came to something, and of those without."""

    signal: str
    other: str
    name: Renderable
    other_name: Renderable
    both: Share
    without: Share


@dataclass(frozen=True, slots=True)
class Pairs:
    """The pairs of which both shares speak, those with most referrals first; and how many others there are."""

    span: Span
    rows: tuple[Pair, ...]
    silent: int
    least_n: int


def pairs(shift: Shift, span: Span) -> Pairs:
    """Every pair of signals that were seen together. No test says which difference is more than chance: the intervals
    show how little the numbers may mean. Raises NotAllowedError, StoreError.
    """
    shift.require(Action.REVIEW)
    with shift.reading() as session:
        counted = [(set(reasons.split()), fate) for (reasons,), fate in fates(session, shift, span, Referral.reasons)]
    policy = rules.of(shift).review
    names: dict[str, Renderable] = {one.code: one.name for one in shift.playbook.signals}
    found = [
        Pair(
            one, other, names.get(one, one), names.get(other, other),
            share(*both, policy), share(*without, policy),
        )
        for one, other, both, without in _told_apart(counted)
    ]  # fmt: skip
    speaking = [pair for pair in found if pair.both.bounds and pair.without.bounds]
    speaking.sort(key=lambda pair: (-pair.both.n, pair.signal, pair.other))
    return Pairs(span, tuple(speaking), len(found) - len(speaking), policy.least_n)


_Hits = tuple[int, int]


def _told_apart(counted: Iterable[tuple[set[str], Fate]]) -> Iterator[tuple[str, str, _Hits, _Hits]]:
    """Each signal with each other that was seen beside it: hits and number of those with both, of those without."""
    alone: Counter[str] = Counter()
    hits: Counter[str] = Counter()
    both: Counter[tuple[str, str]] = Counter()
    both_hits: Counter[tuple[str, str]] = Counter()
    for codes, fate in counted:
        for code in codes:
            alone[code] += fate.referred
            hits[code] += fate.succeeded
        for pair in permutations(codes, 2):
            both[pair] += fate.referred
            both_hits[pair] += fate.succeeded
    for (one, other), n in both.items():
        hit = both_hits[one, other]
        yield one, other, (hit, n), (hits[one] - hit, alone[one] - n)
