"""One crisis: `open_situation`, `gather`, `publish`; `brief_of` shows what stands, `check` what does not fit,
`decide` says why, and `answer` what became of a call."""

from typing import TYPE_CHECKING

from tocsin.face import verbs

__all__ = ["answer", "brief_of", "check", "committed", "decide", "gather", "open_situation", "publish"]

if TYPE_CHECKING:
    from tocsin.situations.answering import answer
    from tocsin.situations.brief import brief_of
    from tocsin.situations.checking import check
    from tocsin.situations.deciding import decide
    from tocsin.situations.keeping import committed, gather, open_situation, publish
else:
    __getattr__ = verbs(
        __name__,
        {
            "answer": "answering",
            "brief_of": "brief",
            "check": "checking",
            "decide": "deciding",
            "committed": "keeping",
            "gather": "keeping",
            "open_situation": "keeping",
            "publish": "keeping",
        },
    )
