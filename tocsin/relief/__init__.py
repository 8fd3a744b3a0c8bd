"""Relief: every gift from the donor to the people it helped, in a ledger that adds up in public.

- `draft_fund`, `set_terms`: a fund, decided by people
- `book`, `book_many`: transfers, each once
- `correct`: take one back by another
- `exchange`: two transfers and a rate
- `close_period`: end a stretch of the books
- `trial_balance`, `balances`, `history`, `totals`: what stands, now or as was known before
"""

from typing import TYPE_CHECKING

from tocsin.face import verbs

__all__ = [
    "balances",
    "book",
    "book_many",
    "close_period",
    "correct",
    "draft_fund",
    "exchange",
    "history",
    "set_terms",
    "totals",
    "trial_balance",
]

if TYPE_CHECKING:
    from tocsin.relief.ledger.balances import balances, history, totals, trial_balance
    from tocsin.relief.ledger.booking import book, book_many
    from tocsin.relief.ledger.corrections import correct
    from tocsin.relief.ledger.funds import draft_fund, set_terms
    from tocsin.relief.ledger.periods import close_period
    from tocsin.relief.spending.exchanging import exchange
else:
    __getattr__ = verbs(
        __name__,
        {
            "balances": "ledger.balances",
            "book": "ledger.booking",
            "book_many": "ledger.booking",
            "close_period": "ledger.periods",
            "correct": "ledger.corrections",
            "draft_fund": "ledger.funds",
            "exchange": "spending.exchanging",
            "history": "ledger.balances",
            "set_terms": "ledger.funds",
            "totals": "ledger.balances",
            "trial_balance": "ledger.balances",
        },
    )
