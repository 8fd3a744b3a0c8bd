"""What the outside world did in a year, held against what stands in the store: read by plain SQL, without the program."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.relief.simulation.bank_letters import Moved
from tests.relief.simulation.outside import LIST_FEE, NUMBERS, Outside
from tocsin.relief.bank.placing import purpose_in
from tocsin.relief.cards.simulator.world import SimPayment
from tocsin.relief.public.document import digest

CODES = {
    "EUR": f"bank:{NUMBERS['EUR']}:EUR",
    "AMD": f"bank:AM/{NUMBERS['AMD']}:AMD",
    "USD": f"bank:{NUMBERS['USD']}:USD",
}
PURPOSES = ("food", "shelter")


def check(outside: Outside, store: Path) -> None:
    """Raises AssertionError with the first thing that is not as it happened."""
    with closing(sqlite3.connect(store)) as books:
        assert books.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        sums = dict(books.execute(_SUMS))
        _adds_up(sums)
        _cards(outside, books)
        _lines(outside, books)
        _bank_gifts(outside, books)
        _accounts(outside, sums)


_SUMS = "SELECT a.code, SUM(p.minor) FROM relief_posting p JOIN relief_account a ON a.id = p.account_id GROUP BY a.code"


def _adds_up(sums: dict[str, int]) -> None:
    by_currency: Counter[str] = Counter()
    for code, minor in sums.items():
        by_currency[code.rpartition(":")[2]] += minor
    assert not any(by_currency.values()), f"a currency does not add up to zero: {by_currency}"


def _cards(outside: Outside, books: sqlite3.Connection) -> None:
    """Each payment that was made is one gift, and of it is given back or contested what was."""
    found = books.execute(
        "SELECT g.provider_ref, g.minor, g.currency, g.purpose, g.code FROM relief_gift g WHERE g.channel = 'simulated'"
    ).fetchall()
    paid = {_charge(each): each for each in outside.world.payments.values() if each.status == "paid"}
    assert Counter(row[0] for row in found) == Counter(paid.keys()), "gifts by card"
    standing: dict[str, Counter[str]] = {}
    for about, code, minor in books.execute(
        "SELECT t.about, a.code, SUM(p.minor) FROM relief_posting p JOIN relief_account a ON a.id = p.account_id"
        " JOIN relief_transfer t ON t.id = p.transfer_id WHERE t.about LIKE 'gift:%' GROUP BY t.about, a.code"
    ):
        standing.setdefault(about, Counter())[code.partition(":")[0]] += minor
    for ref, minor, currency, purpose, code in found:
        payment, roles = paid[ref], standing[f"gift:{code}"]
        assert (minor, currency) == (payment.minor, payment.currency), ref
        lost = sum(each.minor for each in payment.disputes if each.status == "lost")
        open_ = sum(each.minor for each in payment.disputes if each.status == "needs_response")
        income = -roles["gifts-restricted" if purpose else "gifts"]
        stands = (income, roles["refunded"], roles["disputed"])
        assert stands == (payment.minor, payment.refunded + lost, open_), (ref, stands, payment)


def _charge(payment: SimPayment) -> str:
    return f"ch_{payment.id}" if payment.shape == "stripe" else payment.id


def _lines(outside: Outside, books: sqlite3.Connection) -> None:
    """Each line of a bank account stands once, whatever files it came in."""
    found = Counter(
        books.execute(
            "SELECT a.currency, l.booked_on, l.minor, l.text FROM relief_bankline l"
            " JOIN relief_account a ON a.id = l.account_id"
        ).fetchall()
    )
    happened = Counter(
        (cur, line.on.isoformat(), minor, line.text)
        for cur, account in outside.accounts.items()
        for line in account.lines
        for minor in line.parts or (line.minor,)
    )
    assert found == happened, (found - happened, happened - found)


def _bank_gifts(outside: Outside, books: sqlite3.Connection) -> None:
    """Each gift by bank is a gift, for the purpose that its text names; those that went back did so once and whole."""
    rows = books.execute(
        "SELECT g.provider, date(g.at), g.minor, g.purpose FROM relief_gift g WHERE g.channel = 'bank'"
    )
    given = Counter(
        (CODES[cur], line.on.isoformat(), minor, purpose_in(line.text, PURPOSES))
        for cur, line in _of(outside, "gift")
        for minor in line.parts or (line.minor,)
    )
    found = Counter(rows.fetchall())
    assert found == given, (found - given, given - found)
    back = books.execute(
        "SELECT g.currency, e.minor, e.kind FROM relief_giftevent e JOIN relief_gift g ON g.id = e.gift_id"
        " WHERE g.channel = 'bank'"
    ).fetchall()
    assert Counter(back) == Counter(
        (cur, -line.minor, "refunded") for cur, line in _of(outside, "returned-gift")
    )
    twice = books.execute(
        "SELECT gift_id FROM relief_giftevent e JOIN relief_gift g ON g.id = e.gift_id"
        " WHERE g.channel = 'bank' GROUP BY gift_id HAVING COUNT(*) > 1"
    ).fetchall()
    assert not twice, "a gift went back twice"


def _of(outside: Outside, what: str) -> Iterator[tuple[str, Moved]]:
    for cur, account in outside.accounts.items():
        for line in account.lines:
            if line.what == what:
                yield cur, line


def _accounts(outside: Outside, sums: dict[str, int]) -> None:
    """What we have is what the bank, the provider and the people say."""
    lists = sum(1 for _ in _of(outside, "list"))
    for cur, account in outside.accounts.items():
        waits = sum(line.minor for of, line in _of(outside, "interest") if of == cur)
        assert (sums[CODES[cur]], sums.get(f"held:{cur}", 0)) == (account.balance, -waits), cur
    owed: Counter[str] = Counter()
    for code, minor in sums.items():
        if code.startswith("card:"):
            owed[code.rpartition(":")[2]] += minor
    assert +owed == +Counter({cur: outside.world.owed(cur) for cur in ("EUR", "USD", "AMD")}), "providers owe"
    assert not [cur for cur, minor in owed.items() if minor < 0 and minor != outside.world.owed(cur)]
    charges = -sum(line.minor for cur, line in _of(outside, "charge") if cur == "AMD")
    expected = {
        "spent:cash:AMD": outside.spent,
        "returned:cash:AMD": -outside.came_back,
        "fees:bank:AMD": lists * LIST_FEE + charges,
        "fees:simulated-arca:AMD": outside.arca_kept,
    }
    assert {code: sums.get(code, 0) for code in expected} == expected


def without_codes(export: bytes) -> bytes:
    """The export with a number in place of each receipt code's hash, and its digest made anew: codes are random.

    All other bytes follow from what happened.
    """
    document: dict[str, Any] = json.loads(export)
    names = {gift["hash"]: f"#{number}" for number, gift in enumerate(document["gifts"])}
    for move in document["transfers"]:
        noun, _, name = move["about"].partition(":")
        if noun == "gift":
            move["about"] = f"gift:{names[name]}"
    for gift in document["gifts"]:
        gift["hash"] = names[gift["hash"]]
    document["digest"] = digest(document)
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
