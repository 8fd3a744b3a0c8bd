"""What was given stays as it was given, held by the database itself: gifts, what happened to them, refunds asked for."""

from django.db import migrations

from tocsin.guards import Guard, changes, held

KEPT = "what was given stays: what happens to it later is a row of its own"

#: table -> what is never changed of a row, and the sets of columns, beside its id, of which each names one row.
#: Who gave may become known later; whether a provider took a refund does
TABLES = {
    "relief_gift": (
        (
            *("fund_id", "code", "channel", "minor", "currency", "at", "purpose", "provider", "provider_ref"),
            *("transfer_id", "test"),
        ),
        (("code",), ("provider", "provider_ref"), ("transfer_id",)),
    ),
    "relief_giftevent": (("gift_id", "kind", "minor", "at", "transfer_id"), (("transfer_id",),)),
    "relief_cardrefund": (("payment_id", "minor", "key", "before_minor", "reason", "by_id", "at"), (("key",),)),
}


def _same_row(table, names):
    """That a row of the table has one of the new one's names."""
    same = [" AND ".join(f"{column} = NEW.{column}" for column in name) for name in (("id",), *names)]
    return f"EXISTS (SELECT 1 FROM {table} WHERE {' OR '.join(f'({each})' for each in same)})"


def _kept(table, frozen, names):
    """What a row says stays, and no row goes, by any of the ways that a store has."""
    conditions = {
        "UPDATE": ("frozen", changes(frozen)),
        "DELETE": ("kept", "TRUE"),
        "REPLACE": ("replaced", _same_row(table, names)),
        "TRUNCATE": ("emptied", "TRUE"),
    }
    for event, (name, condition) in conditions.items():
        yield Guard(name=f"{table}_{name}", table=table, event=event, condition=condition, message=KEPT)


GUARDS = [guard for table, (frozen, names) in TABLES.items() for guard in _kept(table, frozen, names)]


class Migration(migrations.Migration):
    dependencies = [("relief", "0005_bank_files")]
    operations = [migrations.RunPython(*held(GUARDS))]
