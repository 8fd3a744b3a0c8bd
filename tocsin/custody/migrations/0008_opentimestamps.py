"""Proofs of OpenTimestamps over checkpoints; what was kept is never changed, replaced or deleted."""

import django.db.models.deletion
from django.db import migrations, models

from tocsin.guards import Guard, changes, held

MESSAGE = "the custody log is append-only"
TABLE = "custody_opentimestamp"
COLUMNS = ["id", "checkpoint_id", "n", "supersedes_id", "proof", "kept_at"]
#: that a row has one of the new one's names
SAME_ROW = (
    f"EXISTS (SELECT 1 FROM {TABLE} WHERE (id = NEW.id) OR (checkpoint_id = NEW.checkpoint_id AND n = NEW.n) "
    "OR (supersedes_id = NEW.supersedes_id))"
)
GUARDS = [
    Guard(name=f"{TABLE}_kept", table=TABLE, event="DELETE", condition="TRUE", message=MESSAGE),
    Guard(name=f"{TABLE}_frozen", table=TABLE, event="UPDATE", condition=changes(COLUMNS), message=MESSAGE),
    Guard(name=f"{TABLE}_replaced", table=TABLE, event="REPLACE", condition=SAME_ROW, message=MESSAGE),
    Guard(name=f"{TABLE}_emptied", table=TABLE, event="TRUNCATE", condition="TRUE", message=MESSAGE),
]


class Migration(migrations.Migration):
    dependencies = [("custody", "0007_kept_whole")]

    operations = [
        migrations.CreateModel(
            name="OpenTimestamp",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("n", models.PositiveIntegerField()),
                ("proof", models.BinaryField()),
                ("kept_at", models.DateTimeField()),
                (
                    "checkpoint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="opentimestamps",
                        to="custody.keptcheckpoint",
                    ),
                ),
                (
                    "supersedes",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="superseded_by",
                        to="custody.opentimestamp",
                    ),
                ),
            ],
            options={
                "ordering": ("checkpoint__size", "n"),
                "constraints": [
                    models.UniqueConstraint(fields=("checkpoint", "n"), name="one_number_per_opentimestamp")
                ],
            },
        ),
        migrations.RunPython(*held(GUARDS)),
    ]
