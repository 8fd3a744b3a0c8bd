"""Stored nouns of relief, one file for each concept; Django finds them here."""

from tocsin.relief.models.ledger import (
    Account,
    Fund,
    FundTerms,
    Period,
    Posting,
    Transfer,
)

__all__ = [
    "Account",
    "Fund",
    "FundTerms",
    "Period",
    "Posting",
    "Transfer",
]
