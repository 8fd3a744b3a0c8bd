"""The database itself refuses to change what an issued alert says, whoever asks: a program, a shell, an admin.

After issue only `state` and `version` move. SQLite drops triggers when Django rebuilds a table: a later migration that
alters `alert` or `sentence` must hold these guards again after it.
"""

from django.db import migrations

from tocsin.guards import Guard, changes, held

MESSAGE = "an issued alert is frozen: update or cancel it"
#: what an alert says, who signed it and when
FROZEN = (
    "id situation_id scheme level status message_type headline area language replaces_id drafted_by_id drafted_at "
    "approved_by_id approved_at issued_by_id issued_at expires_at number identifier cap_xml"
).split()


def issued(row):
    """That the alert of `row` (OLD or NEW) was issued."""
    return f"EXISTS (SELECT 1 FROM alerts_alert WHERE id = {row}.alert_id AND identifier IS NOT NULL)"


def frozen_alert(columns):
    return Guard(
        name="alerts_alert_frozen",
        table="alerts_alert",
        event="UPDATE",
        condition=f"OLD.identifier IS NOT NULL AND {changes(columns)}",
        message=MESSAGE,
    )


GUARDS = [
    frozen_alert(FROZEN),
    Guard(
        name="alerts_sentence_frozen",
        table="alerts_sentence",
        event="UPDATE",
        condition=issued("OLD"),
        message=MESSAGE,
    ),
]


class Migration(migrations.Migration):
    dependencies = [("alerts", "0001_initial")]

    operations = [migrations.RunPython(*held(GUARDS))]
