"""The ledger: double entry in whole minor units, balanced in each currency, corrected and never edited."""
