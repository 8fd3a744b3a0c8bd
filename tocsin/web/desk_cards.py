"""The desk's pages of gifts by card: payments and what each provider said, refunds, disputes, payouts that don't add up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from tocsin.relief.cards.following import follow, known
from tocsin.relief.cards.providers import provider_named
from tocsin.relief.cards.refunding import ask_refund, left_to_refund, waiting_minor
from tocsin.relief.cards.second_person import decide_refund, open_question
from tocsin.relief.models import (
    CardNotice,
    CardPayment,
    CardPayout,
    CardRefund,
    CardRefundSecond,
    Posting,
    Transfer,
)
from tocsin.relief.money.amount import amount
from tocsin.relief.money.money import Money, plain, shown
from tocsin.web.desk_access import desk, desk_page, insist, told
from tocsin.web.numbers import whole

#: rows of one page
ROWS_MAX = 100
#: what the list can be narrowed to: word of the address -> (its name, the states)
SHOWN: dict[str, tuple[str | Promise, tuple[str, ...]]] = {
    "": (gettext_lazy("all"), ()),
    "paid": (gettext_lazy("paid"), ("paid", "dispute won")),
    "refunded": (gettext_lazy("given back"), ("refunded", "refunded in part")),
    "disputed": (gettext_lazy("disputed"), ("disputed", "dispute won", "dispute lost")),
    "open": (gettext_lazy("not paid"), ("registered", "authorised", "failed", "cancelled")),
}
#: a state's tag
TONES = {
    "paid": "sure",
    "dispute won": "sure",
    "disputed": "doubt",
    "dispute lost": "doubt",
    "failed": "doubt",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    payment: CardPayment
    amount: str
    tone: str


@require_safe
@desk()
def payments(request: HttpRequest) -> HttpResponse:
    show = request.GET.get("show", "")
    chosen = show if show in SHOWN else ""
    rows = CardPayment.objects.select_related("fund", "gift").order_by("-pk")
    if SHOWN[chosen][1]:
        rows = rows.filter(standing__in=SHOWN[chosen][1])
    before = whole(request.GET.get("before", ""))
    part = list((rows.filter(pk__lt=before) if before else rows)[: ROWS_MAX + 1])
    context = {
        "here": "funds",
        "rows": [_row(each) for each in part[:ROWS_MAX]],
        "next": part[ROWS_MAX - 1].pk if len(part) > ROWS_MAX else None,
        "shown": [(word, name, word == chosen) for word, (name, _states) in SHOWN.items()],
        "chosen": chosen,
        "clearing": clearing(),
        "troubles": [_row(each) for each in _troubled()],
        "left": CardNotice.objects.filter(followed_at=None).count(),
        "waiting": [_row(each) for each in _waiting()],
    }
    return desk_page(request, "tocsin/relief/desk/cards.html", context)


def _waiting() -> QuerySet[CardPayment]:
    """Payments of which a refund waits for a second person; the oldest first."""
    rows = CardPayment.objects.filter(refunds_asked__second__isnull=False, refunds_asked__second__by=None)
    return rows.select_related("fund", "gift").order_by("pk")[:ROWS_MAX]


def clearing() -> list[dict[str, Any]]:
    """What providers owe us, and what they hold while it is disputed, by fund: the balances of the ledger."""
    sums = Posting.objects.filter(account__kind="clearing").values(
        "account__fund__code", "account__fund__title", "account__code", "account__currency"
    )
    rows = sums.annotate(minor=Sum("minor")).order_by("account__fund__code", "account__code")
    return [
        {
            "fund": row["account__fund__title"],
            "account": row["account__code"],
            "amount": shown(Money(row["minor"], row["account__currency"])),
        }
        for row in rows
        if row["minor"]
    ]


def _troubled() -> QuerySet[CardPayment]:
    return CardPayment.objects.exclude(trouble="").select_related("fund", "gift").order_by("-pk")[:ROWS_MAX]


def _row(payment: CardPayment) -> Row:
    return Row(
        payment=payment,
        amount=shown(Money(payment.minor, payment.currency)),
        tone=TONES.get(payment.standing, ""),
    )


@require_safe
@desk()
def payment(request: HttpRequest, payment_id: int) -> HttpResponse:
    row = get_object_or_404(CardPayment.objects.select_related("fund", "gift", "pledge"), pk=payment_id)
    state, waiting = known(row), waiting_minor(row)
    left = left_to_refund(state, waiting)
    waits = CardRefundSecond.objects.filter(refund__payment=row, by=None)
    second_of = waits.select_related("refund__by").first()
    context = {
        "here": "funds",
        "row": _row(row),
        "payment": row,
        "state": state,
        "notices": row.notices.all()[:ROWS_MAX],
        "refunds": [
            (each, shown(Money(each.minor, row.currency)))
            for each in row.refunds_asked.select_related("by", "second__by")[:ROWS_MAX]
        ],
        "second": second_of,
        "own": second_of is not None and second_of.refund.by_id == request.user.pk,
        "parts": list(_parts(row)),
        "transfers": _transfers(row),
        "left": plain(Money(left, row.currency)) if left else "",
        "seen": state.refunds_told_minor + waiting,
    }
    return desk_page(request, "tocsin/relief/desk/card.html", context)


def _parts(row: CardPayment) -> list[tuple[str, str, str, Any]]:
    """Everything that the provider said that moves money: (what, its name there, amount, when)."""
    state = known(row)
    found: list[tuple[str, str, str, Any]] = []
    if state.charge:
        charge = state.charge
        found.append((_("paid"), charge.ref, shown(Money(charge.minor, state.currency)), charge.at))
        if charge.settled and charge.settled.currency != state.currency:
            owed = Money(charge.settled.minor, charge.settled.currency)
            found.append((_("settled as"), charge.settled.rate, shown(owed), charge.at))
        if charge.settled:
            fee = Money(charge.settled.fee_minor, charge.settled.currency)
            found.append((_("fee"), "", shown(fee), charge.at))
    for each in state.refunds:
        words = f"{_('refund')} ({each.stage.name.lower()})"
        found.append((words, each.ref, shown(Money(each.minor, state.currency)), each.at))
    for one in state.disputes:
        words = f"{_('dispute')} ({one.stage.name.lower()})"
        found.append((words, one.ref, shown(Money(one.minor, state.currency)), one.at))
    return found


def _transfers(row: CardPayment) -> list[tuple[Transfer, str]]:
    """Each with its amount; three queries for all."""
    if row.gift is None:
        return []
    rows = Transfer.objects.filter(about=f"gift:{row.gift.code}").prefetch_related("postings__account")
    return [(each, _moved(each)) for each in rows]


def _moved(transfer: Transfer) -> str:
    debit = next(leg for leg in transfer.postings.all() if leg.minor > 0)
    return shown(Money(debit.minor, debit.account.currency))


@require_POST
@desk()
def refund(request: HttpRequest, payment_id: int) -> HttpResponse:
    by = insist(request, "keep books")
    row = get_object_or_404(CardPayment, pk=payment_id)
    seen = whole(request.POST.get("seen", ""))
    with told(request):
        money = amount(request.POST.get("amount", "")[:40].strip(), row.currency)
        asked = ask_refund(
            row,
            money.minor,
            reason=request.POST.get("reason", ""),
            seen=-1 if seen is None else seen,
            provider=provider_named(row.provider),
            by=by,
            now=timezone.now(),
        )
        messages.success(request, f"{shown(money)}: {_went(asked)}")
    return redirect("desk_card", payment_id=payment_id)


@require_POST
@desk()
def second(request: HttpRequest, payment_id: int) -> HttpResponse:
    """Another person's yes or no to the refund that waits."""
    by = insist(request, "decide funds")
    row = get_object_or_404(CardPayment, pk=payment_id)
    with told(request):
        asked = decide_refund(
            row,
            seen=whole(request.POST.get("seen", "")),
            approved=request.POST.get("decision") == "approve",
            reason=request.POST.get("reason", ""),
            provider=provider_named(row.provider),
            by=by,
            now=timezone.now(),
        )
        messages.success(request, _("Refused. Nothing is given back.") if asked.refused else _went(asked))
    return redirect("desk_card", payment_id=payment_id)


def _went(asked: CardRefund) -> str:
    if open_question(asked):
        return _("It waits for a second person. Nothing was asked of the provider yet.")
    return _("The provider has taken it.") if asked.taken_at else _("No answer came; it is asked again.")


@require_POST
@desk()
def read(request: HttpRequest, payment_id: int) -> HttpResponse:
    """Reads the payment from its provider now."""
    insist(request, "keep books")
    row = get_object_or_404(CardPayment, pk=payment_id, ref__isnull=False)
    with told(request):
        after = follow(row, provider_named(row.provider), now=timezone.now())
        messages.success(request, _("Read again: it is %(state)s.") % {"state": after.standing})
    return redirect("desk_card", payment_id=payment_id)


@require_safe
@desk()
def payouts(request: HttpRequest) -> HttpResponse:
    rows = [_payout(each) for each in CardPayout.objects.all()[:ROWS_MAX]]
    context = {
        "here": "funds",
        "held": [each for each in rows if each["faults"]],
        "rows": [each for each in rows if not each["faults"]],
        "clearing": clearing(),
    }
    return desk_page(request, "tocsin/relief/desk/payouts.html", context)


def _payout(row: CardPayout) -> dict[str, Any]:
    faults = []
    if row.off_minor:
        off = shown(Money(row.off_minor, row.currency))
        faults.append(_("what it is made of comes to %(off)s more than it") % {"off": off})
    if row.unknown:
        faults.append(_("it names payments that we don’t have: %(refs)s") % {"refs": ", ".join(row.unknown)})
    return {"row": row, "amount": shown(Money(row.minor, row.currency)), "faults": faults}
