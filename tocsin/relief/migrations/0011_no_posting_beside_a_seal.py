"""On PostgreSQL no transaction slips a posting under a transfer that another one seals at the same moment.

Neither sees the other's rows before it ends, so the triggers of 0001_ledger see nothing wrong. A posting whose transfer
is not there yet cannot be committed (its foreign key is checked at the end); so this check at the end, too, always sees
the transfer, and counts. SQLite has one writer at a time.
"""

from django.db import migrations

from tocsin.guards import run

#: none of the kind that both stores have
GUARDS = []
_NAME = "relief_posting_counted"
_HOLD = (
    f"CREATE FUNCTION {_NAME}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    "IF (SELECT t.legs FROM relief_transfer t WHERE t.id = NEW.transfer_id) "
    "<> (SELECT COUNT(*) FROM relief_posting p WHERE p.transfer_id = NEW.transfer_id) "
    "THEN RAISE EXCEPTION 'the transfer is sealed: no posting is added to it'; END IF; RETURN NULL; END $$",
    f"CREATE CONSTRAINT TRIGGER {_NAME} AFTER INSERT ON relief_posting DEFERRABLE INITIALLY DEFERRED "
    f"FOR EACH ROW EXECUTE FUNCTION {_NAME}()",
)
_RELEASE = (f"DROP FUNCTION IF EXISTS {_NAME}() CASCADE",)


def _on_postgresql(statements):
    def act(apps, editor):  # noqa: ARG001 - RunPython gives both
        if editor.connection.vendor == "postgresql":
            run(statements, editor)

    return act


class Migration(migrations.Migration):
    dependencies = [("relief", "0010_refunds_by_two")]
    operations = [migrations.RunPython(_on_postgresql(_HOLD), _on_postgresql(_RELEASE))]
