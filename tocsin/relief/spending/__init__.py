"""Money out: `state_need` from a situation's figures; `open_programme`, `propose` money for it, `approve` by another person;
`take_in_list` of payments, `rule` on those that may be one, `send_list`, and `say` what became of each."""

from typing import TYPE_CHECKING

from tocsin.face import verbs

__all__ = [
    "approve",
    "counts_of",
    "duplicates_of",
    "end",
    "needs_of",
    "open_programme",
    "propose",
    "refuse",
    "rule",
    "say",
    "say_many",
    "send_list",
    "state_need",
    "take_in_list",
    "withdraw",
    "withdraw_list",
    "withdraw_need",
]

if TYPE_CHECKING:
    from tocsin.relief.spending.allocating import approve, end, propose, refuse, withdraw
    from tocsin.relief.spending.counting import counts_of
    from tocsin.relief.spending.delivering import say
    from tocsin.relief.spending.delivering_many import say_many
    from tocsin.relief.spending.listing import take_in_list, withdraw_list
    from tocsin.relief.spending.needing import state_need, withdraw_need
    from tocsin.relief.spending.needs import needs_of
    from tocsin.relief.spending.programmes import open_programme
    from tocsin.relief.spending.ruling import duplicates_of, rule
    from tocsin.relief.spending.sending import send_list
else:
    __getattr__ = verbs(
        __name__,
        {
            "approve": "allocating",
            "counts_of": "counting",
            "duplicates_of": "ruling",
            "end": "allocating",
            "needs_of": "needs",
            "open_programme": "programmes",
            "propose": "allocating",
            "refuse": "allocating",
            "rule": "ruling",
            "say": "delivering",
            "say_many": "delivering_many",
            "send_list": "sending",
            "state_need": "needing",
            "take_in_list": "listing",
            "withdraw": "allocating",
            "withdraw_list": "listing",
            "withdraw_need": "needing",
        },
    )
