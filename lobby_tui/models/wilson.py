"""How sure a share is: Wilson's interval, which keeps its promise for small numbers too."""

from math import sqrt
from statistics import NormalDist


def interval(hits: int, n: int, confidence: float = 0.95) -> tuple[float, float]:
    """Between which shares, 0 to 1, the true one lies when `hits` of `n` were seen; all of it where `n` is 0.

    Wilson (1927), without the correction for continuity. Raises ValueError for figures that cannot be.
    """
    if not 0 <= hits <= n or not 0 < confidence < 1:
        raise ValueError(f"{hits} of {n} at {confidence} is no share")
    if n == 0:
        return 0.0, 1.0
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    share, spread = hits / n, z * z / n
    middle = (share + spread / 2) / (1 + spread)
    reach = z / (1 + spread) * sqrt(share * (1 - share) / n + spread / (4 * n))
    # At the very ends rounding would leave the share itself outside.
    return max(0.0, min(share, middle - reach)), min(1.0, max(share, middle + reach))
