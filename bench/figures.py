"""How figures are summed up and printed: the median, with the least and the most beside it."""

import resource
from collections.abc import Sequence
from statistics import median

__all__ = ["median", "peak_mib", "spread"]


def spread(values: Sequence[float], unit: str) -> str:
    """
    >>> spread([3.0, 1.0, 2.0], "s")
    '2.00 s (1.00 to 3.00)'
    """
    return f"{median(values):.3g} {unit} ({min(values):.3g} to {max(values):.3g})"


def peak_mib() -> float:
    """The largest memory that this process has held so far, as Linux accounts it."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
