"""The real ledger, as books of the simulated year."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.db import transaction

from tocsin.relief.ledger.booking import book_many
from tocsin.relief.ledger.draft import TransferDraft
from tocsin.relief.ledger.periods import close_period
from tocsin.relief.ledger.soundness import draft_of
from tocsin.relief.models import Fund, Transfer

NOW = datetime(2025, 1, 1, tzinfo=UTC)


@dataclass
class StoreBooks:
    fund: Fund

    def book(self, drafts: Sequence[TransferDraft], die: Callable[[], None]) -> None:
        with transaction.atomic():
            book_many(self.fund, drafts, by="simulation", now=NOW)
            die()

    def close(self, last: date) -> None:
        close_period(self.fund, last, by="simulation", now=NOW)

    @property
    def rows(self) -> dict[str, tuple[TransferDraft, date]]:
        """Said again from what is stored."""
        found = {}
        linked = Transfer.objects.filter(fund=self.fund).select_related("fund", "corrects", "beside")
        for row in linked.prefetch_related("postings__account"):
            legs = [(leg.account.code, leg.minor) for leg in row.postings.all()]
            found[row.key] = (draft_of(row, legs), row.entry_date)
        return found
