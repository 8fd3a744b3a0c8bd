"""Commands of relief: each part of it has a file of its own beside this one."""

from typing import Any

from tocsin.cli import (
    relief_bank_commands,
    relief_cards_commands,
    relief_donors_commands,
    relief_ledger_commands,
    relief_public_commands,
    relief_spending_commands,
)
from tocsin.cli.parts_of_commands import add_group

PARTS = (
    *relief_ledger_commands.GROUPS,
    relief_bank_commands.bank,
    relief_cards_commands.cards,
    relief_cards_commands.refunds,
    relief_cards_commands.simulate,
    relief_donors_commands.screening,
    relief_public_commands.audit,
    relief_public_commands.export,
    *relief_spending_commands.PARTS,
)


def relief(verbs: Any) -> None:
    group = add_group(verbs, "relief", "relief", "Funds, their ledger, bank statements, gifts and payments.")
    for add in PARTS:
        add(group)
