"""The lower bound of a proportion, by Wilson's score interval: what can be said from few or many confirmations."""

from __future__ import annotations

from math import ceil, sqrt

Z = 1.6448536269514722
"""The normal quantile of 0.95: one-sided, so that one time in twenty the truth lies below the bound."""


def lower_bound(right: int, of: int) -> float:
    """At least this share is right, with 95 % confidence; 0.0 of nothing. ValueError for more right than there are."""
    if not 0 <= right <= of:
        raise ValueError(f"{right} right of {of}")
    if of == 0:
        return 0.0
    share, z2 = right / of, Z * Z
    spread = Z * sqrt(share * (1 - share) / of + z2 / (4 * of * of))
    return max(0.0, (share + z2 / (2 * of) - spread) / (1 + z2 / of))


def needed(share: float) -> int:
    """How many, none of them wrong, put the bound at this share."""
    if not 0 <= share < 1:
        raise ValueError(f"no number of letters proves a share of {share}")
    return ceil(share * Z * Z / (1 - share) - 1e-9)
