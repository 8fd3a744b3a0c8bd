"""Small books, written as a person would tell them."""

from __future__ import annotations

from dataclasses import dataclass, field

from tocsin.relief.public.book import (
    Account,
    Allocation,
    BankBalance,
    Book,
    Fund,
    Gift,
    Leg,
    Move,
    PaymentGroup,
    Programme,
    Rate,
)

DAY = "2023-10-02"


@dataclass
class Told:
    """Each verb books one thing; `book()` is what came of it."""

    moves: list[Move] = field(default_factory=list)
    gifts: list[Gift] = field(default_factory=list)
    programmes: tuple[Programme, ...] = (
        Programme(code="water", title="Water", kind="goods"),
        Programme(code="school", title="School", kind="services", purpose="children"),
    )
    allocations: list[Allocation] = field(default_factory=list)
    payments: list[PaymentGroup] = field(default_factory=list)
    bank: list[BankBalance] = field(default_factory=list)
    simulated: bool = False

    def move(self, kind: str, *legs: tuple[str, int], **more: object) -> int:
        n = len(self.moves) + 1
        made = tuple(Leg(code, minor) for code, minor in legs)
        self.moves.append(Move(n=n, kind=kind, value_date=DAY, booked_on=DAY, legs=made, **more))  # type: ignore[arg-type]
        return n

    def gift(
        self, name: str, minor: int, currency: str = "AMD", purpose: str = "", *, simulated: bool = False
    ) -> int:
        income = f"gifts-restricted:{purpose}:{currency}" if purpose else f"gifts:{currency}"
        n = self.move(
            "gift",
            (f"bank:900:{currency}", minor),
            (income, -minor),
            about=f"gift:{name}",
            simulated=simulated,
        )
        self.gifts.append(
            Gift(
                hash=name,
                minor=minor,
                currency=currency,
                day=DAY,
                channel="bank",
                purpose=purpose,
                move=n,
                simulated=simulated,
            )
        )
        return n

    def fee(self, gift: int, minor: int, currency: str = "AMD") -> int:
        return self.move(
            "fee", (f"fees:house:{currency}", minor), (f"bank:900:{currency}", -minor), beside=gift
        )

    def refund(self, name: str, minor: int, currency: str = "AMD") -> int:
        legs = ((f"refunded:{currency}", minor), (f"bank:900:{currency}", -minor))
        return self.move("refund", *legs, about=f"gift:{name}")

    def spend(self, programme: str, minor: int, currency: str = "AMD") -> int:
        legs = ((f"spent:{programme}:{currency}", minor), (f"bank:900:{currency}", -minor))
        return self.move("payment", *legs, about=f"programme:{programme}")

    def give_back(self, programme: str, minor: int, currency: str = "AMD") -> int:
        legs = ((f"bank:900:{currency}", minor), (f"returned:{programme}:{currency}", -minor))
        return self.move("return", *legs, about=f"programme:{programme}")

    def exchange(self, sold: int, currency: str, bought: int, other: str, rate: str) -> int:
        written = Rate(rate=rate, source="the bank", at="2023-10-02T08:00:00Z")
        first = self.move(
            "exchange", (f"exchange:{currency}", sold), (f"bank:900:{currency}", -sold), rate=written
        )
        legs = ((f"bank:900:{other}", bought), (f"exchange:{other}", -bought))
        return self.move("exchange", *legs, rate=written, beside=first)

    def correct(self, n: int) -> int:
        was = self.moves[n - 1]
        return self.move(
            "correction", *((leg.account, -leg.minor) for leg in was.legs), about=was.about, corrects=n
        )

    def book(self) -> Book:
        codes = sorted({leg.account for move in self.moves for leg in move.legs})
        return Book(
            fund=Fund(
                code="homes",
                title="Homes",
                purpose="Needs of displaced people",
                holder="An example treasury",
                opens_on="2023-10-01",
                closes_on="",
                situation="",
                simulated=self.simulated,
            ),
            organisation="An example organisation",
            site="http://127.0.0.1:8000",
            made_at="2023-10-03T08:00:00Z",
            currencies={code.rpartition(":")[2]: 2 for code in codes},
            accounts=tuple(_account(code) for code in codes),
            moves=tuple(self.moves),
            gifts=tuple(self.gifts),
            programmes=self.programmes,
            allocations=tuple(self.allocations),
            payments=tuple(self.payments),
            bank=tuple(self.bank),
        )


def _account(code: str) -> Account:
    role, _, rest = code.partition(":")
    detail, _, currency = rest.rpartition(":")
    return Account(code=code, role=role, detail=detail, currency=currency)
