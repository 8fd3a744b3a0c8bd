"""Every rule of the standard itself, in the order in which they are looked at."""

from tocsin.alerts.cap.rules import areas, heads, older, resources, schema_faults, signatures, texts, times
from tocsin.alerts.cap.rules.rule import Rule

RULES: tuple[Rule, ...] = (
    *schema_faults.RULES,
    *older.RULES,
    *heads.RULES,
    *times.RULES,
    *texts.RULES,
    *resources.RULES,
    *areas.RULES,
    *signatures.RULES,
)
