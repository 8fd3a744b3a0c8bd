"""Stored nouns of relief, one file for each concept; Django finds them here."""

from tocsin.relief.models.bank import (
    BankDecision,
    BankFile,
    BankLine,
    BankMapping,
    BankProblem,
    BankProposal,
    BankStatement,
)
from tocsin.relief.models.cards import (
    CardNotice,
    CardPayment,
    CardPayout,
    CardRefund,
    CardRefundSecond,
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
from tocsin.relief.models.spending import (
    Allocation,
    AllocationAct,
    Delivery,
    DuplicateRuling,
    Need,
    Payment,
    PaymentList,
    Programme,
)

__all__ = [
    "Account",
    "Allocation",
    "AllocationAct",
    "BankDecision",
    "BankFile",
    "BankLine",
    "BankMapping",
    "BankProblem",
    "BankProposal",
    "BankStatement",
    "Batch",
    "CardNotice",
    "CardPayment",
    "CardPayout",
    "CardRefund",
    "CardRefundSecond",
    "Delivery",
    "Donor",
    "DonorDetails",
    "DuplicateRuling",
    "Fund",
    "FundTerms",
    "Gift",
    "GiftEvent",
    "Hit",
    "HitDecision",
    "ListedName",
    "NameList",
    "Need",
    "Payment",
    "PaymentList",
    "Period",
    "Pledge",
    "Posting",
    "Programme",
    "Transfer",
]
