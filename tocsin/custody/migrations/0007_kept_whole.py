"""What was signed is neither replaced (SQLite) nor truncated (PostgreSQL): both go past a trigger on deleting."""

from django.db import migrations

from tocsin.guards import Guard, held

MESSAGE = "the custody log is append-only"

#: table -> the sets of columns, beside its id, of which each names one row
TABLES = {
    "custody_logkey": (("public",), ("in_use",)),
    "custody_keptcheckpoint": (("size",),),
    "custody_witness": (("verifier_key",),),
    "custody_cosignature": (("checkpoint_id", "witness_id", "seen_at"),),
    "custody_timestamp": (("checkpoint_id", "n"),),
    "custody_timestamprenewal": (("older_id", "newer_id"),),
    "custody_erasure": (),
}


def _same_row(table, names):
    """That a row of the table has one of the new one's names."""
    same = [" AND ".join(f"{column} = NEW.{column}" for column in name) for name in (("id",), *names)]
    return f"EXISTS (SELECT 1 FROM {table} WHERE {' OR '.join(f'({each})' for each in same)})"


GUARDS = [
    guard
    for table, names in TABLES.items()
    for guard in (
        Guard(
            name=f"{table}_replaced",
            table=table,
            event="REPLACE",
            condition=_same_row(table, names),
            message=MESSAGE,
        ),
        Guard(name=f"{table}_emptied", table=table, event="TRUNCATE", condition="TRUE", message=MESSAGE),
    )
]


class Migration(migrations.Migration):
    dependencies = [("custody", "0006_erasures")]

    operations = [migrations.RunPython(*held(GUARDS))]
