"""What each gift funded, by the rule of docs/design/2026-11-22-what-a-gift-funded.md.

A fund's money is pooled. The rule says to which payment a gift is counted: of each currency what came in first is spent
first; what was given for a purpose is spent on that purpose alone, and before other money; a gift counts with what its
own fees and refunds left of it, in the currency into which its provider exchanged it; what was exchanged keeps its place
in line. What waits for each purpose is what the fund itself reckons as kept for it (spending/free.py): a test holds both
to each other.
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

    def kept(self) -> dict[tuple[str, str], int]:
        """(currency, purpose) -> what waits for the purpose."""
        waiting: Counter[tuple[str, str]] = Counter()
        for currency, pool in self.pools.items():
            for lot in pool.waiting():
                waiting[currency, lot.purpose] += lot.minor
        return dict(waiting)

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
    #: gift -> (role, currency) -> its own fees, refunds and exchange
    costs: dict[str, Counter[tuple[str, str]]] = field(default_factory=lambda: defaultdict(Counter))
    #: first half of an exchange, and purpose -> signed minor, currency
    halves: dict[tuple[int, str], tuple[int, str]] = field(default_factory=dict)

    def gather_costs(self) -> None:
        for move in self.moves.values():
            for leg in move.legs:
                account = self.accounts[leg.account]
                gift = self._bears(move, account)
                if gift:
                    self.costs[gift.hash][account.role, account.currency] += leg.minor

    def step(self, move: Move) -> None:
        for leg in move.legs:
            account, minor = self.accounts[leg.account], leg.minor
            match account.role:
                case "gifts" | "gifts-restricted":
                    self._receive(move, account, -minor)
                case "fees" | "refunded" | "exchange" if self._bears(move, account):
                    pass  # counted where the gift came in
                case "fees" | "refunded":
                    self._change(account.role, account.currency, -minor)
                case "opening":
                    self._change(OTHER, account.currency, -minor)
                case "spent" | "returned":
                    self._programme(account, minor)
                case "exchange":
                    self._exchange(move, account, minor)

    def _bears(self, move: Move, account: Account) -> Gift | None:
        """The gift that bears this fee or refund itself, or was exchanged by itself."""
        if account.role not in (FEES, REFUNDED, "exchange"):
            return None
        return self.booked.get(move.n) or self.booked.get(move.beside) or self.by_about.get(move.about)

    def _receive(self, move: Move, account: Account, minor: int) -> None:
        gift = self.booked.get(move.n)
        purpose = account.detail if account.role == "gifts-restricted" else ""
        if gift is None or minor <= 0:
            self._change(OTHER, account.currency, minor, purpose)
            return
        costs = self.costs.get(gift.hash, Counter())
        for currency in dict.fromkeys((account.currency, *(each for _, each in costs))):
            came = minor if currency == account.currency else 0
            self._keep(gift.hash, currency, came + max(0, -costs["exchange", currency]), purpose)

    def _keep(self, gift: str, currency: str, came: int, purpose: str) -> None:
        """What its own costs leave of a gift in one currency; what they exceed it by is everybody's, never a purpose's."""
        costs, rest, over = self.costs[gift], came, 0
        for kind in (FEES, REFUNDED):
            own = min(max(costs[kind, currency], 0), rest)
            rest, over = rest - own, over + costs[kind, currency] - own
            if own:
                self.trace.own[gift].append(Part(kind=kind, currency=currency, minor=own))
        sold = min(max(costs["exchange", currency], 0), rest)
        rest, over = rest - sold, over + max(costs["exchange", currency], 0) - sold
        if sold:
            self.trace.own[gift].append(self._became(gift, currency, sold))
        if rest:
            self.trace.pools[currency].put(gift, rest, purpose)
        self._change(REFUNDED, currency, -over, purpose if over < 0 else "")

    def _became(self, gift: str, currency: str, sold: int) -> Part:
        """A provider exchanges a gift into one other currency."""
        costs = self.costs[gift]
        into = [(each, -minor) for (role, each), minor in costs.items() if role == "exchange" and minor < 0]
        code, became = into[0] if into else ("", 0)
        return Part(kind=EXCHANGED, currency=currency, minor=sold, became=became, became_currency=code)

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
        purpose = self.purposes.get(account.detail, "")
        if minor > 0:
            if purpose and not any(each is spending for each in pool.spent_on.get(purpose, ())):
                pool.spent_on.setdefault(purpose, []).append(spending)
            pool.spend(spending, minor, (purpose, "") if purpose else ("",))
            return
        for lot in spending.give_back(-minor):
            minor += lot.minor
            pool.put(lot.gift, lot.minor, lot.purpose, first=True)
        self._change(OTHER, account.currency, -minor)

    def _exchange(self, move: Move, account: Account, minor: int) -> None:
        """At the later half, for an exchange is two moves; money of each purpose for itself."""
        purpose, currency = account.detail, account.currency
        if move.beside is None or (move.beside, purpose) not in self.halves:
            self.halves[move.n, purpose] = (minor, currency)
            return
        halves = (self.halves.pop((move.beside, purpose)), (minor, currency))
        (sold, sold_currency), (bought, bought_currency) = sorted(halves, reverse=True)
        if not sold > 0 > bought:
            self.halves |= {(-move.n, purpose): halves[0], (move.n, purpose): halves[1]}
            return
        pool = self.trace.pools[sold_currency]
        one = Exchange(sold, sold_currency, -bought, bought_currency, self.trace.pools[bought_currency])
        self.trace.exchanges.append(one)
        pool.spend(one, sold, (purpose,))

    def end(self) -> None:
        """Halves whose other one was taken back, or is no exchange with it."""
        for (_, purpose), (minor, currency) in self.halves.items():
            self._change(OTHER, currency, -minor, purpose)
