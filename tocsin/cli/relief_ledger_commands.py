"""Commands of funds and their ledger."""

from typing import Any

from tocsin.cli.parts_of_commands import add_act, add_command, add_group, json_option

_AS_OF = "as it was known then, for example 2026-03-01T12:00+00:00 (default: now)"


def fund(verbs: Any) -> None:
    group = add_group(verbs, "fund", "relief_fund", "Funds: drafted, opened and closed by people.")
    draft = add_act(group, "draft", "Draft a fund (needs a login). Nothing is booked in it yet.", signed=True)
    draft.add_argument("fund", help="its code: small letters, digits and hyphens")
    draft.add_argument(
        "--appeal", type=int, metavar="FINDING", help="start from the words of an appeal that was read"
    )
    draft.add_argument("--situation", metavar="SLUG")
    draft.add_argument("--title")
    draft.add_argument("--purpose", help="what it is for, in a sentence or two")
    draft.add_argument("--holder", help="who keeps the money and answers for it")
    draft.add_argument(
        "--restricted",
        action="append",
        default=[],
        metavar="SLUG",
        help="a purpose to which gifts can be restricted; may be given several times",
    )
    for name, what in (("open", "Open a fund, or open it again"), ("close", "Close a fund to new gifts")):
        act = add_act(group, name, f"{what} (needs a login).", signed=True)
        act.add_argument("fund")
        act.add_argument("--reason", required=True, help="stands in the custody log")
    draft.add_argument("--reason", required=True, help="stands in the custody log")
    show = add_act(group, "show", "Print a fund: its terms, and what it received, spent and holds.")
    show.add_argument("fund")
    json_option(show)
    json_option(add_act(group, "list", "List funds."))


def account(verbs: Any) -> None:
    group = add_group(verbs, "account", "relief_account", "Accounts of a fund, and numbers of bank accounts.")
    every = add_act(group, "list", "List a fund's accounts.")
    every.add_argument("fund")
    json_option(every)
    opened = add_act(
        group,
        "open",
        "Name a bank account as a fund's own, so that its statements are taken in.",
        signed=True,
    )
    opened.add_argument("fund")
    opened.add_argument("number", help="as printed")
    opened.add_argument("currency", metavar="CUR", help="ISO 4217, for example AMD")
    opened.add_argument("--country", default="", metavar="CC", help="ISO 3166-1, for example AM")
    check = add_act(group, "check", "Hold the number of a bank account to its country's rule.")
    check.add_argument("number", help="as printed")
    check.add_argument("--country", default="", metavar="CC", help="ISO 3166-1, for example AM")
    json_option(check)


def balance(verbs: Any) -> None:
    show = add_command(
        verbs,
        "balance",
        "relief_balance",
        "What stands on a fund's accounts: its trial balance, or its totals.",
    )
    show.add_argument("fund")
    show.add_argument("--totals", action="store_true", help="opening, received, spent, closing by currency")
    show.add_argument("--as-of", metavar="TIME", help=_AS_OF)
    json_option(show)


def history(verbs: Any) -> None:
    show = add_command(
        verbs,
        "history",
        "relief_history",
        "An account's postings, the newest first, with what stood after each.",
    )
    show.add_argument("fund")
    show.add_argument("account", help="its code, for example gifts:EUR")
    show.add_argument("--as-of", metavar="TIME", help=_AS_OF)
    show.add_argument("--most", type=int, default=200, help="rows to print (default: 200)")
    json_option(show)


def transfer(verbs: Any) -> None:
    group = add_group(verbs, "transfer", "relief_transfer", "Transfers: listed, shown, corrected, exchanged.")
    every = add_act(group, "list", "List a fund's transfers, the newest first.")
    every.add_argument("fund")
    every.add_argument("--most", type=int, default=200, help="rows to print (default: 200)")
    json_option(every)
    show = add_act(group, "show", "Print a transfer with its postings and what belongs to it.")
    show.add_argument("fund")
    show.add_argument("key")
    json_option(show)
    correct = add_act(
        group, "correct", "Take a transfer back by another one; the first stays as it is.", signed=True
    )
    correct.add_argument("fund")
    correct.add_argument("key")
    correct.add_argument("--reason", required=True, help="stands in the custody log; no names")
    swap = add_act(group, "exchange", "Book an exchange: two transfers and their rate.", signed=True)
    swap.add_argument("fund")
    swap.add_argument("key", help="your own name for it: the same again books nothing")
    for name, what in (("sold", "amount and currency, as 100.00:EUR"), ("bought", "as 43550.00:AMD")):
        swap.add_argument(f"--{name}", required=True, metavar="MONEY", help=what)
    swap.add_argument("--rate", required=True, help="units bought for one unit sold")
    swap.add_argument("--source", required=True, help="who says so: a bank's paper, a central bank")
    swap.add_argument("--rate-at", required=True, metavar="TIME")
    swap.add_argument("--from", dest="from_", required=True, metavar="ACCOUNT")
    swap.add_argument("--to", required=True, metavar="ACCOUNT")
    swap.add_argument("--day", required=True, metavar="DATE", help="when the money moved")


def period(verbs: Any) -> None:
    group = add_group(verbs, "period", "relief_period", "Periods: closed stretches of a fund's books.")
    close = add_act(group, "close", "Close the books up to and with a day.", signed=True)
    close.add_argument("fund")
    close.add_argument("last", metavar="DATE")
    every = add_act(group, "list", "List a fund's closed periods.")
    every.add_argument("fund")
    json_option(every)


GROUPS = (fund, account, balance, history, transfer, period)
