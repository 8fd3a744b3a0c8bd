"""Findings kept and judged: `read_reports`, `load_figures`, `assign`, `review`, `review_many`, `withdraw`, `mark`,
`search` what is `sought`, `save_mapping`."""

from typing import TYPE_CHECKING

from tocsin.face import verbs

__all__ = [
    "assign",
    "committed",
    "load_figures",
    "mapping_for",
    "mapping_named",
    "mark",
    "read_reports",
    "review",
    "review_many",
    "save_mapping",
    "search",
    "sought",
    "withdraw",
]

if TYPE_CHECKING:
    from tocsin.record.assigning import assign
    from tocsin.record.bulk import review_many
    from tocsin.record.commitment import committed
    from tocsin.record.judging import mark, review
    from tocsin.record.keeping import read_reports
    from tocsin.record.loading import load_figures
    from tocsin.record.mappings import mapping_for, mapping_named, save_mapping
    from tocsin.record.searching import search, sought
    from tocsin.record.withdrawing import withdraw
else:
    __getattr__ = verbs(
        __name__,
        {
            "assign": "assigning",
            "committed": "commitment",
            "load_figures": "loading",
            "mapping_for": "mappings",
            "mapping_named": "mappings",
            "mark": "judging",
            "read_reports": "keeping",
            "review": "judging",
            "review_many": "bulk",
            "save_mapping": "mappings",
            "search": "searching",
            "sought": "searching",
            "withdraw": "withdrawing",
        },
    )
