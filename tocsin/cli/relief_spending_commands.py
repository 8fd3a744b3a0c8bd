"""Commands of money out: needs, programmes, allocations, payments."""

import argparse
from typing import Any

from tocsin.cli.parts_of_commands import add_act, add_command, add_group, json_option, login_option


def need(verbs: Any) -> None:
    group = add_group(verbs, "need", "relief_needs", "Needs: people times a standard times days.")
    state = add_act(
        group, "state", "State a need from a figure that stands, and pin its version.", signed=True
    )
    _fund(state)
    state.add_argument("code", help="names the need; stated again, it supersedes the one before")
    state.add_argument("--standard", required=True, help="for example water; `need standards` lists them")
    state.add_argument("--finding", required=True, type=int, help="the figure of people")
    state.add_argument("--days", required=True, type=int)
    state.add_argument("--programme", help="code of the programme that answers it")
    state.add_argument("--reason", required=True)
    withdraw = add_act(group, "withdraw", "Withdraw a need; it is kept.", signed=True)
    _fund(withdraw)
    withdraw.add_argument("code")
    withdraw.add_argument("--reason", required=True)
    shown = add_act(group, "list", "List needs, with what happened to their figures since.")
    _fund(shown)
    json_option(shown)
    json_option(add_act(group, "standards", "List the standards that needs are reckoned by."))


def programme(verbs: Any) -> None:
    group = add_group(verbs, "programme", "relief_programmes", "Programmes: what a fund's money is spent on.")
    opened = add_act(group, "open", "Open a programme.", signed=True)
    _fund(opened)
    opened.add_argument("code")
    opened.add_argument("--title", required=True)
    opened.add_argument(
        "--kind", required=True, choices=("cash-person", "cash-household", "goods", "services")
    )
    opened.add_argument(
        "--purpose", default="", help="a purpose of the fund, whose money is spent here first"
    )
    shown = add_act(group, "list", "List a fund's programmes, with what was spent.")
    _fund(shown)
    json_option(shown)


def allocate(verbs: Any) -> None:
    group = add_group(verbs, "allocate", "relief_allocations", "Allocations: money set aside by two people.")
    propose = add_act(
        group, "propose", "Propose money for a programme; another person approves it.", signed=True
    )
    _fund(propose)
    propose.add_argument("programme")
    propose.add_argument("amount", help="for example 1500000.00")
    propose.add_argument("currency", help="ISO 4217, for example AMD")
    propose.add_argument("--decision", required=True, help="what was decided, in words")
    propose.add_argument(
        "--authority", required=True, help="who decided so: a board, a decree with its number"
    )
    for name, what in (
        ("refuse", "Refuse an allocation that somebody else proposed."),
        ("withdraw", "Withdraw an allocation that you proposed."),
        ("end", "End an approved allocation: what was not sent of it is free again."),
    ):
        act = add_act(group, name, what, signed=True)
        act.add_argument("allocation", type=int)
        act.add_argument("--reason", required=True)
    shown = add_act(group, "list", "List a fund's allocations.")
    _fund(shown)
    json_option(shown)
    one = add_act(group, "show", "Print an allocation with its acts and lists.")
    one.add_argument("allocation", type=int)
    json_option(one)


def approve(verbs: Any) -> None:
    command = add_command(
        verbs, "approve", "relief_allocations", "Approve an allocation that somebody else proposed."
    )
    command.add_argument("allocation", type=int)
    login_option(command)
    command.set_defaults(act="approve")


def pay(verbs: Any) -> None:
    group = add_group(verbs, "pay", "relief_payments", "Payment lists: taken in whole, sent once.")
    taken = add_act(group, "take-in", "Take in a payment list (CSV), whole or not at all.", signed=True)
    taken.add_argument("allocation", type=int)
    taken.add_argument("file", help="beneficiary,amount | identifier,amount | supplier,invoice,amount")
    taken.add_argument(
        "--first", required=True, metavar="DAY", help="first day that it pays for (2023-10-01)"
    )
    taken.add_argument("--last", required=True, metavar="DAY", help="last day that it pays for")
    taken.add_argument("--decimal", choices=(".", ","), default=".", help="mark before the minor units")
    _list_acts(group)
    shown = add_act(group, "list", "List a fund's payment lists.")
    _fund(shown)
    json_option(shown)
    one = add_act(group, "show", "Print a list's payments, and which of them may be one.")
    one.add_argument("list", type=int)
    json_option(one)


def _list_acts(group: Any) -> None:
    ruled = add_act(group, "rule", "Say of payments that may be one what you found out.", signed=True)
    ruled.add_argument("list", type=int)
    ruled.add_argument("key", help="first letters of the group's key, as `pay show` prints it")
    ruled.add_argument("--verdict", required=True, choices=("all due", "leave out", "withdrawn"))
    ruled.add_argument("--leave-out", type=int, nargs="+", default=[], metavar="PAYMENT")
    ruled.add_argument("--reason", required=True)
    sent = add_act(group, "send", "Send a list that somebody else took in, and book it.", signed=True)
    sent.add_argument("list", type=int)
    sent.add_argument("--value-date", required=True, metavar="DAY", help="when the money leaves the bank")
    sent.add_argument("--bank", default="", help="which account pays, where there are several")
    sent.add_argument("--fee", default="0", metavar="AMOUNT", help="what the bank takes for it")
    told = add_act(group, "delivered", "Say by a file (CSV) what became of many payments.", signed=True)
    told.add_argument("list", type=int)
    told.add_argument("file", help="payment,state,note,date and, for what came back in part, amount")
    told.add_argument("--decimal", choices=(".", ","), default=".", help="mark before the minor units")
    withdrawn = add_act(group, "withdraw", "Withdraw a list that was not sent.", signed=True)
    withdrawn.add_argument("list", type=int)
    withdrawn.add_argument("--reason", required=True)


def delivered(verbs: Any) -> None:
    command = add_command(
        verbs, "delivered", "relief_payments", "Say what became of a payment that was sent."
    )
    command.add_argument("payment", type=int)
    command.add_argument("state", choices=("received", "received with issues", "not received", "returned"))
    command.add_argument("--reason", default="")
    command.add_argument("--amount", help="what came back, where not all of it did")
    command.add_argument("--value-date", metavar="DAY", help="when it came back (default: today)")
    login_option(command)
    command.set_defaults(act="delivered one")


def _fund(command: argparse.ArgumentParser) -> None:
    command.add_argument("fund", help="the fund's code")


PARTS = (need, programme, allocate, approve, pay, delivered)
