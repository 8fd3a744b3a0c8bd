"""Whose money a provider's payout is, where several funds take gifts through one provider. Pure."""

from __future__ import annotations

from collections.abc import Collection


def not_ours(fund: int, named: Collection[int], served: Collection[int]) -> str:
    """Why a payout does not settle what the provider owes the fund; empty where it does.

    `named`: funds of the payments that it is made of, empty where the provider does not tell them; `served`: funds that
    were given to through the provider.

    >>> not_ours(1, [1], [1, 2]), not_ours(1, [], [1])
    ('', '')
    >>> not_ours(1, [1, 2], [1, 2])
    'of gifts to several funds'
    """
    if len(named) > 1:
        return "of gifts to several funds"
    if named:
        return "" if fund in named else "of gifts to another fund"
    if len(served) > 1:
        return "the provider does not say to which fund its gifts were"
    return "" if not served or fund in served else "of gifts to another fund"
