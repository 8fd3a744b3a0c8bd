"""An alert's identifier: readable, unique, and the same for good once it is issued."""

from __future__ import annotations

#: what stands in the identifier of a message that is no real warning
_INFIX = {"Actual": "", "Exercise": "-exercise", "Test": "-test"}


def first_identifier(slug: str, level: str, status: str, number: int) -> str:
    """The identifier of the alert with that number in its series.

    >>> first_identifier("artsakh-2023", "sos", "Exercise", 2)
    'artsakh-2023-sos-exercise-2'
    """
    return f"{slug}-{level}{_INFIX[status]}-{number}"


def following_identifier(first: str, message_type: str, updates_before: int) -> str:
    """The identifier of an update or a cancel in the chain that began with `first`.

    >>> following_identifier("artsakh-2023-sos-2", "Update", 1), following_identifier("a-sos-1", "Cancel", 1)
    ('artsakh-2023-sos-2-update-2', 'a-sos-1-cancel')
    """
    assert message_type in ("Update", "Cancel"), message_type
    return f"{first}-cancel" if message_type == "Cancel" else f"{first}-update-{updates_before + 1}"
