"""A fund's public accounts, worked out once and kept in memory until something of it changes."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from threading import Lock

from django.conf import settings
from django.db.models import Max, QuerySet

from tocsin.custody import checkpoints
from tocsin.relief.models import (
    AllocationAct,
    BankDecision,
    BankStatement,
    Delivery,
    Fund,
    FundTerms,
    Programme,
    Transfer,
)
from tocsin.relief.public.accounts import Totals, totals
from tocsin.relief.public.book import Book
from tocsin.relief.public.document import document
from tocsin.relief.public.gathering import book_of
from tocsin.relief.public.tracing import Part, trace

#: funds kept at once; a hundred thousand gifts take some 200 MB
KEPT_MAX = 3


@dataclass
class Published:
    """All that pages and downloads tell of a fund."""

    book: Book
    #: by what each depends on, as `download` is told
    _downloads: dict[tuple[str, ...], bytes] = field(default_factory=dict, repr=False)

    @property
    def as_of(self) -> datetime:
        """When the last transfer was booked."""
        return datetime.fromisoformat(self.book.made_at)

    @cached_property
    def totals(self) -> dict[str, Totals]:
        """Of the fund's own money: simulated where the whole fund is, else real."""
        return self._totals(simulated=self.book.fund.simulated)

    @cached_property
    def simulated_beside(self) -> dict[str, Totals]:
        """Simulated money in a real fund: shown apart, added to nothing."""
        return {} if self.book.fund.simulated else self._totals(simulated=True)

    @cached_property
    def parts(self) -> Mapping[str, list[Part]]:
        """Hash of a gift -> where its parts are."""
        return trace(self.book, simulated=False).parts() | trace(self.book, simulated=True).parts()

    @property
    def export(self) -> bytes:
        """The download "tocsin-accounts/1"."""
        return self._written[0]

    @property
    def digest(self) -> str:
        """That of the download, for whoever got the file from somebody else."""
        return self._written[1]

    @cached_property
    def _written(self) -> tuple[bytes, str]:
        made = document(self.book)
        return json.dumps(made, ensure_ascii=False, separators=(",", ":")).encode(), made["digest"]

    def download(self, key: tuple[str, ...], make: Callable[[Book], bytes]) -> bytes:
        """What `make` writes of the book, once. `key`: its form, and all beside the book that it depends on."""
        if key not in self._downloads:
            self._downloads[key] = make(self.book)
        return self._downloads[key]

    def _totals(self, *, simulated: bool) -> dict[str, Totals]:
        return totals(self.book.of(simulated=simulated), self.book.account())


def public_funds() -> QuerySet[Fund]:
    """Those that a person opened; drafts are not public."""
    return Fund.objects.exclude(state=Fund.State.DRAFT).select_related("situation").order_by("code")


#: fund -> what its book depends on, and its totals: small, so that those of every fund are kept
_summed: dict[object, tuple[object, dict[str, Totals]]] = {}
_kept: OrderedDict[tuple[object, ...], Published] = OrderedDict()
_making: dict[object, Lock] = {}
_lock = Lock()


def published(fund: Fund) -> Published:
    """The newest; made anew where something was booked, decided or signed since, by one visitor while others wait."""
    mark = _mark(fund)
    with _lock:
        making = _making.setdefault(mark[:2], Lock())
    with making:
        return _of(mark) or _made(fund, mark)


def public_totals(fund: Fund) -> dict[str, Totals]:
    """Those of `published`, also where there are more funds than whose whole books are kept in memory."""
    mark = _mark(fund)
    with _lock:
        known = _summed.get(mark[:2])
    if known is None or known[0] != mark:
        known = mark, published(fund).totals
        with _lock:
            _summed[mark[:2]] = known
    return known[1]


def _of(mark: tuple[object, ...]) -> Published | None:
    with _lock:
        if mark in _kept:
            _kept.move_to_end(mark)
        return _kept.get(mark)


def _made(fund: Fund, mark: tuple[object, ...]) -> Published:
    made = Published(book_of(fund, organisation=settings.TOCSIN_ORGANISATION, site=settings.TOCSIN_SITE))
    with _lock:
        for old in [each for each in _kept if each[:2] == mark[:2]]:
            del _kept[old]
        _kept[mark] = made
        while len(_kept) > KEPT_MAX:
            _kept.popitem(last=False)
    return made


def _mark(fund: Fund) -> tuple[object, ...]:
    """Another one whenever the book is another."""
    newest = checkpoints.latest()
    situation = fund.situation
    return (
        fund.pk,
        fund.code,
        Transfer.objects.filter(fund=fund).aggregate(last=Max("pk"))["last"],
        FundTerms.objects.filter(fund=fund).aggregate(last=Max("pk"))["last"],
        Programme.objects.filter(fund=fund).aggregate(last=Max("pk"))["last"],
        AllocationAct.objects.filter(allocation__fund=fund).aggregate(last=Max("pk"))["last"],
        Delivery.objects.filter(payment__list__allocation__fund=fund).aggregate(last=Max("pk"))["last"],
        BankStatement.objects.filter(file__fund=fund).aggregate(last=Max("pk"))["last"],
        BankDecision.objects.filter(line__account__fund=fund).aggregate(last=Max("pk"))["last"],
        (fund.title, fund.purpose, fund.holder, fund.state, fund.opens_on, fund.closes_on),
        situation.published_at if situation else None,
        (settings.TOCSIN_ORGANISATION, settings.TOCSIN_SITE),
        newest.head if newest else None,
    )
