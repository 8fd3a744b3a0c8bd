"""Findings kept and judged: `read_reports`, `review`, `mark`."""

from typing import TYPE_CHECKING

from tocsin.face import verbs

if TYPE_CHECKING:
    from tocsin.record.commitment import committed as committed
    from tocsin.record.judging import mark as mark
    from tocsin.record.judging import review as review
    from tocsin.record.keeping import read_reports as read_reports

__all__ = ["committed", "mark", "read_reports", "review"]

__getattr__ = verbs(
    __name__,
    {"committed": "commitment", "mark": "judging", "read_reports": "keeping", "review": "judging"},
)
