"""Findings kept, judged and verified: `read_reports`, `load_figures`, `assign`, `review`, `review_many`, `withdraw`, `mark`,
`search` what is `sought`, `save_mapping`; `credit`, `link`, `take_back`, `set_level`, `ask` and `answer`, `note_viewing`,
`tell_us` and `consent`; `may_use` an `item_of` a row, or an `item_named`."""

from typing import TYPE_CHECKING

from tocsin.face import verbs

__all__ = [
    "answer",
    "ask",
    "assign",
    "committed",
    "consent",
    "credit",
    "end_consents",
    "item_named",
    "item_of",
    "link",
    "load_figures",
    "mapping_for",
    "mapping_named",
    "mark",
    "may_use",
    "note_viewing",
    "read_reports",
    "review",
    "review_many",
    "save_mapping",
    "search",
    "set_level",
    "sought",
    "take_back",
    "tell_us",
    "withdraw",
]

if TYPE_CHECKING:
    from tocsin.record.access import answer, ask, note_viewing
    from tocsin.record.assigning import assign
    from tocsin.record.bulk import review_many
    from tocsin.record.commitment import committed
    from tocsin.record.consenting import consent, end_consents, item_named, item_of, tell_us
    from tocsin.record.crediting import credit
    from tocsin.record.judging import mark, review
    from tocsin.record.keeping import read_reports
    from tocsin.record.levels import may_use
    from tocsin.record.linking import link
    from tocsin.record.loading import load_figures
    from tocsin.record.mappings import mapping_for, mapping_named, save_mapping
    from tocsin.record.searching import search, sought
    from tocsin.record.sensitivity import set_level
    from tocsin.record.taking_back import take_back
    from tocsin.record.withdrawing import withdraw
else:
    __getattr__ = verbs(
        __name__,
        {
            "ask": "access",
            "answer": "access",
            "note_viewing": "access",
            "consent": "consenting",
            "end_consents": "consenting",
            "item_named": "consenting",
            "item_of": "consenting",
            "tell_us": "consenting",
            "credit": "crediting",
            "may_use": "levels",
            "link": "linking",
            "set_level": "sensitivity",
            "take_back": "taking_back",
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
