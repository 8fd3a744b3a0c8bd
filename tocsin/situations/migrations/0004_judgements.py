from django.db import migrations


class Migration(migrations.Migration):
    """Whoever judged has one name in every judgement."""

    dependencies = [("situations", "0003_outcomes")]

    operations = [
        migrations.RenameField(model_name="decision", old_name="decided_by", new_name="by"),
        migrations.RenameField(model_name="outcome", old_name="said_by", new_name="by"),
    ]
