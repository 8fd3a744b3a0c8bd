"""An alert's further languages as the desk lists them: by whom, what is missing, what looks forgotten."""

from dataclasses import dataclass

from tocsin.alerts.languages import name_of
from tocsin.alerts.models import Alert, Translation
from tocsin.alerts.translations import in_force, same_words, troubles_of


@dataclass(frozen=True, kw_only=True, slots=True)
class LanguageRow:
    code: str
    name: str
    made_by: str
    translator: str
    checked_role: str
    #: why the alert cannot go out in it yet; empty where it can
    trouble: str
    #: where it says the same as the original; empty where nowhere
    same: str
    #: a program made it, and nobody has compared it
    to_check: bool


def language_rows(alert: Alert) -> list[LanguageRow]:
    translations = in_force(alert)
    if not translations:
        return []
    troubles = {} if alert.identifier else troubles_of(alert, translations)
    return [_row(alert, each, troubles.get(each.language, "")) for each in translations]


def _row(alert: Alert, each: Translation, trouble: str) -> LanguageRow:
    return LanguageRow(
        code=each.language,
        name=name_of(each.language),
        made_by=each.made_by,
        translator=each.translator,
        checked_role=each.checked_role,
        trouble=trouble,
        same="; ".join(same_words(alert, [each])),
        to_check=each.made_by == Translation.MadeBy.MACHINE and each.checked_by_id is None,
    )
