"""Wilson's interval: known values, and what holds for all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lobby_tui.models.wilson import interval


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    # Brown, Cai and DasGupta (2001) and Newcombe (1998) print these.
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_published_values(hits: int, n: int, low: float, high: float) -> None:
    assert interval(hits, n) == pytest.approx((low, high), abs=5e-5)


def test_nothing_seen_says_nothing() -> None:
    assert interval(0, 0) == (0.0, 1.0)


@given(st.integers(1, 100_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_share_lies_within_and_the_other_side_is_its_mirror(seen: tuple[int, int]) -> None:
    hits, n = seen
    low, high = interval(hits, n)
    assert 0 <= low <= hits / n <= high <= 1
    assert (1 - high, 1 - low) == pytest.approx(interval(n - hits, n))


@given(st.integers(1, 500), st.integers(2, 50))
def test_more_of_the_same_is_surer(n: int, times: int) -> None:
    few, many = interval(n // 3, n), interval(n // 3 * times, n * times)
    assert many[1] - many[0] < few[1] - few[0]


@pytest.mark.parametrize(("hits", "n", "confidence"), [(-1, 5, 0.95), (6, 5, 0.95), (1, 5, 1.0), (1, 5, 0.0)])
def test_what_cannot_be(hits: int, n: int, confidence: float) -> None:
    with pytest.raises(ValueError, match="no share"):
        interval(hits, n, confidence)
