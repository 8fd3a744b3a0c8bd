"""Money out: what people need, money set aside by two people's decision, lists of payments, and what became of each."""
