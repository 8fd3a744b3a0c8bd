"""What became of one gift, in plain words, by the rule that the page states."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tocsin.relief.money.money import Money, shown
from tocsin.relief.public.book import Allocation, Book
from tocsin.relief.public.tracing import EXCHANGED, FEES, PROGRAMME, REFUNDED, WAITING, Part


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    amount: str
    words: str
    #: decisions by which the programme got its money; empty for what is no programme
    decisions: Sequence[Allocation] = ()


def told(parts: Sequence[Part], book: Book) -> list[Told]:
    titles = {each.code: each.title for each in book.programmes}
    return [
        Told(
            amount=shown(Money(part.minor, part.currency)),
            words=_words(part, titles),
            decisions=[
                each
                for each in book.allocations
                if part.programme and each.programme == part.programme and each.currency == part.currency
            ],
        )
        for part in parts
    ]


def _words(part: Part, titles: Mapping[str, str]) -> str:
    match part.kind:
        case str(kind) if kind == PROGRAMME:
            return _("was spent on: %(programme)s") % {
                "programme": titles.get(part.programme, part.programme)
            }
        case str(kind) if kind == FEES:
            return _("went to the bank or card provider as a fee")
        case str(kind) if kind == REFUNDED:
            return _("was given back")
        case str(kind) if kind == EXCHANGED:
            became = shown(Money(part.became, part.became_currency))
            return _("was exchanged into %(amount)s; where that went is told below") % {"amount": became}
        case str(kind) if kind == WAITING:
            return _("waits in the fund and is not spent yet")
    return _("was used to set an earlier booking right")
