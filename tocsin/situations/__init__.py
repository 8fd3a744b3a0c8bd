"""One crisis: `open_situation`, `gather`, `publish`; `brief_of` shows what stands, `check` what does not fit,
`decide` says why, and `answer` what became of a call.

Along its figure series `explain` says why a count changed, `prefer` by which figure the desk goes for a day, and
`same_people` that two labels mean the same people."""

from typing import TYPE_CHECKING

from tocsin.face import verbs

__all__ = [
    "answer",
    "brief_of",
    "check",
    "committed",
    "decide",
    "explain",
    "gather",
    "open_situation",
    "prefer",
    "publish",
    "same_people",
]

if TYPE_CHECKING:
    from tocsin.situations.answering import answer
    from tocsin.situations.brief import brief_of
    from tocsin.situations.checking import check
    from tocsin.situations.deciding import decide
    from tocsin.situations.explaining import explain
    from tocsin.situations.keeping import committed, gather, open_situation, publish
    from tocsin.situations.naming import same_people
    from tocsin.situations.preferring import prefer
else:
    __getattr__ = verbs(
        __name__,
        {
            "answer": "answering",
            "brief_of": "brief",
            "check": "checking",
            "decide": "deciding",
            "explain": "explaining",
            "committed": "keeping",
            "gather": "keeping",
            "open_situation": "keeping",
            "prefer": "preferring",
            "publish": "keeping",
            "same_people": "naming",
        },
    )
