"""Relief: every gift from the donor to the people it helped, in a ledger that adds up in public."""
