"""Stored nouns of relief, one file for each concept; Django finds them here."""

from tocsin.relief.models.donors import (
    Donor,
    DonorDetails,
    Hit,
    HitDecision,
    ListedName,
    NameList,
)
from tocsin.relief.models.ledger import (
    Account,
    Batch,
    Fund,
    FundTerms,
    Period,
    Posting,
    Transfer,
)

__all__ = [
    "Account",
    "Batch",
    "Donor",
    "DonorDetails",
    "Fund",
    "FundTerms",
    "Hit",
    "HitDecision",
    "ListedName",
    "NameList",
    "Period",
    "Posting",
    "Transfer",
]
