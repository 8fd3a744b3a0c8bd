"""One crisis: `open_situation`, `gather`, `publish`; `brief_of` shows what stands, `check` what does not fit,
`decide` says why, and `answer` what became of a call.

Along its figure series `explain` says why a count changed, `prefer` by which figure the desk goes for a day, and
`same_people` that two labels mean the same people.

`proposals_of` names reports to gather, with reasons; `set_aside` and `tie_feed` keep what people say of them, and
`gather_by_feeds` does what such a rule asks for.

`save_search` keeps a question under a name, and `notice` what comes in for it."""

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
    "gather_by_feeds",
    "notice",
    "open_situation",
    "prefer",
    "proposals_of",
    "publish",
    "same_people",
    "save_search",
    "set_aside",
    "tie_feed",
]

if TYPE_CHECKING:
    from tocsin.situations.answering import answer
    from tocsin.situations.brief import brief_of
    from tocsin.situations.checking import check
    from tocsin.situations.deciding import decide
    from tocsin.situations.explaining import explain
    from tocsin.situations.feed_rules import gather_by_feeds, tie_feed
    from tocsin.situations.keeping import committed, gather, open_situation, publish
    from tocsin.situations.naming import same_people
    from tocsin.situations.preferring import prefer
    from tocsin.situations.proposals import proposals_of
    from tocsin.situations.saved import notice, save_search
    from tocsin.situations.setting_aside import set_aside
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
            "tie_feed": "feed_rules",
            "set_aside": "setting_aside",
            "proposals_of": "proposals",
            "gather_by_feeds": "feed_rules",
            "notice": "saved",
            "save_search": "saved",
        },
    )
