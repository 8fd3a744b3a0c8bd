"""Money: whole minor units of a currency of ISO 4217, never a float. Pure: no Django, no database."""
