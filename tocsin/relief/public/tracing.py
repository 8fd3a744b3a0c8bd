"""What each gift funded, by the rule of docs/design/2026-11-22-what-a-gift-funded.md.

A fund's money is pooled. The rule says to which payment a gift is counted: of each currency what came in first is spent
first; what was given for a purpose is spent on that purpose alone, and before other money; a gift counts with what its
own fee and refunds left of it; what was exchanged keeps its place in line.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from tocsin.relief.public.book import Account, Book, Gift, Move
from tocsin.relief.public.lots import Pool
from tocsin.relief.public.uses import Exchange, Spending

#: kinds of uses; those of an account bear its role's name
FEES, REFUNDED, PROGRAMME, EXCHANGED, WAITING, OTHER = (
    "fees",
    "refunded",
    "programme",
    "exchanged",
    "waiting",
    "other",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """Where a part of a gift went, or that it waits."""

    kind: str
    currency: str
    minor: int
    #: code of the programme
    programme: str = ""
    #: of an exchange: what it became, in minor units, and of which currency
    became: int = 0
    became_currency: str = ""


@dataclass(slots=True)
class Trace:
    """Where the walk through a fund's moves came to."""

    pools: dict[str, Pool] = field(default_factory=lambda: defaultdict(Pool))
    #: (kind, programme, currency) -> what it took
    spendings: dict[tuple[str, str, str], Spending] = field(default_factory=lambda: defaultdict(Spending))
    exchanges: list[Exchange] = field(default_factory=list)
    #: gift -> its own fee and refund
    own: dict[str, list[Part]] = field(default_factory=lambda: defaultdict(list))

    def parts(self) -> dict[str, list[Part]]:
        """Gift -> its parts, the same ones added up, in the order in which money flows."""
        found: dict[str, list[Part]] = defaultdict(list, {gift: list(own) for gift, own in self.own.items()})
        for gift, part in self._exchanged():
            found[gift].append(part)
        for (gift, kind, programme, currency), minor in self._sums().items():
            found[gift].append(Part(kind=kind, programme=programme, currency=currency, minor=minor))
        return dict(found)

    def left(self) -> dict[str, int]:
        """Currency -> what waits, less what was spent ahead of it: the closing balance."""
        left = Counter(
            {
                currency: sum(lot.minor for lot in pool.waiting()) - sum(debt.minor for debt in pool.debts)
                for currency, pool in self.pools.items()
            }
        )
        for one in self.exchanges:
            left[one.bought_currency] += one.ahead
        return dict(left)

    def _sums(self) -> Counter[tuple[str, str, str, str]]:
        sums: Counter[tuple[str, str, str, str]] = Counter()
        for (kind, programme, currency), spending in self.spendings.items():
            for lot in spending.taken:
                if lot.gift:
                    sums[lot.gift, kind, programme, currency] += lot.minor
        for currency, pool in self.pools.items():
            for lot in pool.waiting():
                if lot.gift:
                    sums[lot.gift, WAITING, "", currency] += lot.minor
        return sums

    def _exchanged(self) -> Iterator[tuple[str, Part]]:
        for one in self.exchanges:
            sums: dict[str, list[int]] = defaultdict(lambda: [0, 0])
            for gift, sold, became in one.taken:
                if gift:
                    sums[gift][0] += sold
                    sums[gift][1] += became
            for gift, (sold, became) in sums.items():
                yield (
                    gift,
                    Part(
                        kind=EXCHANGED,
                        currency=one.sold_currency,
                        minor=sold,
                        became=became,
                        became_currency=one.bought_currency,
                    ),
                )


def trace(book: Book, *, simulated: bool) -> Trace:
    """Linear in the number of moves and of the lots that uses split."""
    moves = list(book.of(simulated=simulated))
    undone = {n for move in moves if move.corrects for n in (move.n, move.corrects)}
    standing = {move.n: move for move in moves if move.n not in undone}
    booked: dict[int | None, Gift] = {gift.move: gift for gift in book.gifts if gift.move in standing}
    walk = _Walk(
        accounts=book.account(),
        moves=standing,
        booked=booked,
        by_about={f"gift:{gift.hash}": gift for gift in booked.values()},
        purposes={each.code: each.purpose for each in book.programmes},
    )
    walk.gather_costs()
    for move in standing.values():
        walk.step(move)
    walk.end()
    return walk.trace


@dataclass(slots=True)
class _Walk:
    accounts: Mapping[str, Account]
    #: in order, without what was taken back
    moves: Mapping[int, Move]
    #: move -> the gift that it books
    booked: Mapping[int | None, Gift]
    #: "gift:HASH" -> gift
    by_about: Mapping[str, Gift]
    #: programme -> purpose
    purposes: Mapping[str, str]
    trace: Trace = field(default_factory=Trace)
    #: (gift, role) -> fees and refunds that belong to it
    costs: Counter[tuple[str, str]] = field(default_factory=Counter)
    #: first half of an exchange -> signed minor, currency
    halves: dict[int, tuple[int, str]] = field(default_factory=dict)

    def gather_costs(self) -> None:
        for move in self.moves.values():
            for leg in move.legs:
                account = self.accounts[leg.account]
                gift = self._bears(move, account)
                if gift:
                    self.costs[gift.hash, account.role] += leg.minor

    def step(self, move: Move) -> None:
        for leg in move.legs:
            account, minor = self.accounts[leg.account], leg.minor
            match account.role:
                case "gifts" | "gifts-restricted":
                    self._receive(move, account, -minor)
                case "fees" | "refunded" if not self._bears(move, account):
                    self._change(account.role, account.currency, -minor)
                case "opening":
                    self._change(OTHER, account.currency, -minor)
                case "spent" | "returned":
                    self._programme(account, minor)
                case "exchange":
                    self._exchange(move, account.currency, minor)

    def _bears(self, move: Move, account: Account) -> Gift | None:
        """The gift that bears this fee or refund itself."""
        if account.role not in (FEES, REFUNDED):
            return None
        gift = self.booked.get(move.n) or self.booked.get(move.beside) or self.by_about.get(move.about)
        return gift if gift and gift.currency == account.currency else None

    def _receive(self, move: Move, account: Account, minor: int) -> None:
        gift = self.booked.get(move.n)
        purpose = account.detail if account.role == "gifts-restricted" else ""
        if gift is None or minor <= 0:
            self._change(OTHER, account.currency, minor, purpose)
            return
        rest, over = minor, 0
        for kind in (FEES, REFUNDED):
            cost = self.costs[gift.hash, kind]
            own = min(max(cost, 0), rest)
            rest, over = rest - own, over + cost - own
            if own:
                self.trace.own[gift.hash].append(Part(kind=kind, currency=account.currency, minor=own))
        self.trace.pools[account.currency].put(gift.hash, rest, purpose)
        self._change(REFUNDED, account.currency, -over)

    def _change(self, kind: str, currency: str, minor: int, purpose: str = "") -> None:
        """Money that comes, or goes, and is no single gift's."""
        pool = self.trace.pools[currency]
        if minor > 0:
            pool.put(None, minor, purpose)
        elif minor < 0:
            pool.spend(self.trace.spendings[kind, "", currency], -minor, (purpose,))

    def _programme(self, account: Account, minor: int) -> None:
        pool = self.trace.pools[account.currency]
        spending = self.trace.spendings[PROGRAMME, account.detail, account.currency]
        if minor > 0:
            purpose = self.purposes.get(account.detail, "")
            pool.spend(spending, minor, (purpose, "") if purpose else ("",))
            return
        for lot in spending.give_back(-minor):
            minor += lot.minor
            pool.put(lot.gift, lot.minor, lot.purpose, first=True)
        self._change(OTHER, account.currency, -minor)

    def _exchange(self, move: Move, currency: str, minor: int) -> None:
        """At the later half, for an exchange is two moves."""
        if move.beside not in self.halves:
            self.halves[move.n] = (minor, currency)
            return
        halves = (self.halves.pop(move.beside), (minor, currency))
        (sold, sold_currency), (bought, bought_currency) = sorted(halves, reverse=True)
        if not sold > 0 > bought:
            self.halves |= {-move.n: halves[0], move.n: halves[1]}
            return
        pool = self.trace.pools[sold_currency]
        one = Exchange(sold, sold_currency, -bought, bought_currency, self.trace.pools[bought_currency])
        self.trace.exchanges.append(one)
        pool.spend(one, sold, ("", *sorted(purpose for purpose in pool.queues if purpose)))

    def end(self) -> None:
        """Halves whose other one was taken back, or is no exchange with it."""
        for minor, currency in self.halves.values():
            self._change(OTHER, currency, -minor)
