"""What became of gifts for a purpose after they were given: fees, refunds, and what a provider exchanged of each."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection

from tocsin.relief.ledger.accounts import of_code
from tocsin.relief.models.ledger import Fund

#: Of each gift for a purpose its own costs, by currency. It bears no more than it is: what a dispute costs beyond that,
#: other gifts for the purpose do not pay. A bank's return says by `beside` whose it is, all else by `about`.
_SQL = """
WITH given AS (
    SELECT t.about, a.code, a.currency, MIN(t.id) AS transfer, -SUM(p.minor) AS minor
    FROM relief_account a
    JOIN relief_posting p ON p.account_id = a.id
    JOIN relief_transfer t ON t.id = p.transfer_id
    WHERE a.fund_id = %s AND a.code LIKE 'gifts-restricted:%%' AND t.about LIKE 'gift:%%'
    GROUP BY t.about, a.code, a.currency
), later AS (
    SELECT g.about, t.id FROM given g JOIN relief_transfer t ON t.about = g.about
    UNION
    SELECT g.about, t.id FROM given g JOIN relief_transfer t ON t.beside_id = g.transfer
), cost AS (
    SELECT l.about, a.currency, SUM(p.minor) AS minor
    FROM later l
    JOIN relief_posting p ON p.transfer_id = l.id
    JOIN relief_account a ON a.id = p.account_id
    WHERE a.code LIKE 'fees:%%' OR a.code LIKE 'refunded:%%' OR a.code LIKE 'exchange:%%'
    GROUP BY l.about, a.currency
), borne AS (
    SELECT g.code, c.currency, c.minor AS cost, CASE WHEN g.currency = c.currency THEN g.minor ELSE 0 END AS most
    FROM cost c JOIN given g ON g.about = c.about
)
SELECT code, currency, -SUM(CASE WHEN cost > most THEN most ELSE cost END)
FROM borne GROUP BY code, currency ORDER BY code, currency
"""


def after_gifts(fund: Fund) -> Iterator[tuple[str, str, int]]:
    """Purpose, currency, and by how many minor units what was given for it changed since; one query, linear in its gifts."""
    with connection.cursor() as cursor:
        cursor.execute(_SQL, [fund.pk])
        for code, currency, minor in cursor.fetchall():
            yield of_code(code).detail, currency, int(minor)
