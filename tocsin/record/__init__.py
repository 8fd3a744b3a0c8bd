"""Findings kept and judged: `read_reports`, `load_figures`, `review`, `mark`, `search`."""

from typing import TYPE_CHECKING

from tocsin.face import verbs

__all__ = ["committed", "load_figures", "mark", "read_reports", "review", "search"]

if TYPE_CHECKING:
    from tocsin.record.commitment import committed
    from tocsin.record.judging import mark, review
    from tocsin.record.keeping import read_reports
    from tocsin.record.loading import load_figures
    from tocsin.record.searching import search
else:
    __getattr__ = verbs(
        __name__,
        {
            "committed": "commitment",
            "load_figures": "loading",
            "mark": "judging",
            "read_reports": "keeping",
            "review": "judging",
            "search": "searching",
        },
    )
