"""The simulator's own pages: the hosted page, and one for its faults. SIMULATED stands on each."""

from __future__ import annotations

from html import escape

from tocsin.relief.cards.simulator.world import SimPayment, World
from tocsin.relief.money.money import Money, shown

_STYLE = (
    "body{font:1.05rem/1.5 system-ui,sans-serif;max-width:40rem;margin:0 auto;padding:1rem}"
    ".mark{background:#7a1f1f;color:#fff;padding:.6rem 1rem;font-weight:700;letter-spacing:.04em}"
    "button{font:inherit;padding:.6rem 1rem;margin:.3rem .3rem .3rem 0}form{display:inline}"
    ".sum{font-size:1.8rem}table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:.3rem .6rem .3rem 0}"
)


def hosted(payment: SimPayment) -> str:
    """Where a giver would type a card number; here they choose what becomes of it."""
    over = {"paid": "This has been paid.", "expired": "This page is closed."}.get(payment.status, "")
    acts = (
        f"<p>{over}</p>"
        if over
        else _buttons(
            f"/pay/{payment.id}/",
            ("pay", "Pay with a simulated card"),
            ("decline", "Have the card declined"),
            ("back", "Go back"),
        )
    )
    every = " every month" if payment.monthly else ""
    return _page(
        "Simulated payment",
        f'<h1>{escape(payment.title)}</h1><p class="sum">{_shown(payment)}{every}</p>'
        f"<p>No card number is asked for, and no money is taken.</p>{acts}",
    )


def overview(world: World) -> str:
    rows = "".join(_row(payment) for payment in list(world.payments.values())[::-1][:100])
    owed = "".join(
        f"<li>{escape(shown(Money(world.owed(code), code)))} "
        + _buttons(f"/pay-out/{code}/", ("out", "Pay it out, net of fees"))
        + "</li>"
        for code in sorted({line.currency for line in world.books})
    )
    return _page(
        "Card simulator",
        f"<h1>Card simulator</h1><p>Seed {world.seed}.</p><h2>Owed</h2><ul>{owed or '<li>Nothing.</li>'}</ul>"
        f"<h2>Payments</h2><table><tr><th>Amount</th><th>State</th><th>Bring about</th></tr>{rows}</table>",
    )


def _row(payment: SimPayment) -> str:
    state: str = payment.status
    if payment.refunded:
        state += f", {escape(shown(Money(payment.refunded, payment.currency)))} given back"
    state += "".join(f", dispute {each.status}" for each in payment.disputes)
    acts = _buttons(
        f"/act/{payment.id}/",
        ("refund-half", "Give half back"),
        ("refund-failed", "Refund that fails"),
        ("dispute", "Dispute"),
        ("won", "Dispute won"),
        ("lost", "Dispute lost"),
    )
    return f"<tr><td>{_shown(payment)}</td><td>{state}</td><td>{acts if payment.status == 'paid' else ''}</td></tr>"


def _buttons(start: str, *acts: tuple[str, str]) -> str:
    return "".join(
        f'<form method="post" action="{start}{act}"><button>{escape(words)}</button></form>'
        for act, words in acts
    )


def _shown(payment: SimPayment) -> str:
    return escape(shown(Money(payment.minor, payment.currency)))


def _page(title: str, body: str) -> str:
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>SIMULATED: {escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"><style>{_STYLE}</style></head>'
        f'<body><p class="mark">SIMULATED: no money moves here</p>{body}</body></html>'
    )
