"""What an issued alert says has grown: its embargo, by when its second signature is owed, its words in other languages.

The guard of 0002 is made anew with the longer list; a translation of an issued alert is neither changed nor added.
"""

from importlib import import_module

from django.db import migrations

from tocsin.guards import Guard, hold_statements, release_statements, run

first = import_module("tocsin.alerts.migrations.0002_frozen_at_issue")

GUARDS = [
    first.frozen_alert([*first.FROZEN, "not_before", "second_due_at"]),
    *(
        Guard(
            name=f"alerts_translation_{name}",
            table="alerts_translation",
            event=event,
            condition=first.issued(row),
            message=first.MESSAGE,
        )
        for name, event, row in (("frozen", "UPDATE", "OLD"), ("late", "INSERT", "NEW"))
    ),
]


def hold(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    run(release_statements(["alerts_alert_frozen"], vendor), schema_editor)
    run(hold_statements(GUARDS, vendor), schema_editor)


def release(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    names = [guard.name for guard in (*GUARDS, *first.GUARDS)]
    run(release_statements(names, vendor), schema_editor)
    run(hold_statements(first.GUARDS, vendor), schema_editor)


class Migration(migrations.Migration):
    dependencies = [("alerts", "0005_emergency_embargo_languages")]
    operations = [migrations.RunPython(hold, release)]
