"""Stored nouns of relief, one file for each concept; Django finds them here."""

from tocsin.relief.models.cards import (
    CardNotice,
    CardPayment,
    CardPayout,
    CardRefund,
    Pledge,
)
from tocsin.relief.models.donors import Donor, DonorDetails, Hit, HitDecision, ListedName, NameList
from tocsin.relief.models.gifts import Gift, GiftEvent
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
    "CardNotice",
    "CardPayment",
    "CardPayout",
    "CardRefund",
    "Donor",
    "DonorDetails",
    "Fund",
    "FundTerms",
    "Gift",
    "GiftEvent",
    "Hit",
    "HitDecision",
    "ListedName",
    "NameList",
    "Period",
    "Pledge",
    "Posting",
    "Transfer",
]
