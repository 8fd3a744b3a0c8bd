"""A fund's accounts in the words of IATI 2.03 (iatistandard.org): what donors' own systems read."""
