"""Every state x every second signature x every action x every role, writer or not, tried with the verbs on a store."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import transaction

from tests.alerts.desk import at, keys
from tests.alerts.every_state import BY_PEOPLE, STANDS, Try, made_ready, stands, tries, who
from tests.alerts.test_translating import ARABIC
from tocsin import alerts
from tocsin.alerts.drafting import DraftSentence
from tocsin.alerts.lifecycle import Action
from tocsin.alerts.models import Act, Alert
from tocsin.errors import TocsinError

NOW = at(30)
_SAID = [DraftSentence(section="asked", text="Let them pass.")]
#: each action as the verb that carries it out, with words that it would take
VERBS: dict[Action, Callable[[Alert, User], Alert]] = {
    Action.EDIT: lambda alert, by: alerts.set_sentences(alert, _SAID, by=by, now=NOW),
    Action.TRANSLATE: lambda alert, by: alerts.translate(
        alert, "ar", ARABIC, made_by="person", translator="Example Translators", by=by, now=NOW
    ),
    Action.CHECK: lambda alert, by: alerts.check_translation(alert, "ar", by=by, now=NOW),
    Action.SUBMIT: lambda alert, by: alerts.submit(alert, by=by, now=NOW),
    Action.RETURN: lambda alert, by: alerts.return_(alert, by=by, now=NOW, reason="Why?"),
    Action.APPROVE: lambda alert, by: alerts.approve(alert, by=by, now=NOW, ticked=keys(alert)),
    Action.ISSUE: lambda alert, by: alerts.issue(alert, by=by, now=NOW),
    Action.EMERGENCY: lambda alert, by: alerts.issue_alone(
        alert, by=by, now=NOW, reason="Now.", ticked=keys(alert)
    ),
    Action.CONFIRM: lambda alert, by: alerts.confirm(alert, by=by, now=NOW),
    Action.OBJECT: lambda alert, by: alerts.object_(alert, by=by, now=NOW, reason="It is not so."),
    Action.UPDATE: lambda alert, by: alerts.update(alert, by=by, now=NOW, reason="More is known."),
    Action.CANCEL: lambda alert, by: alerts.cancel(alert, by=by, now=NOW, reason="It is over."),
}


def test_every_action_of_a_person_has_its_verb() -> None:
    """So that an action more is tried here too."""
    assert set(VERBS) == set(BY_PEOPLE)


@pytest.mark.django_db
@pytest.mark.parametrize(("state", "second"), STANDS)
def test_the_verbs_do_what_the_table_allows_and_nothing_else(
    state: str, second: str | None, settings: Any
) -> None:
    """What is refused leaves neither state, version, act nor draft behind; an update or cancel is a draft of its own."""
    settings.TOCSIN_EMERGENCY_PATH = True
    alert = stands(state, second)
    for each in tries(state, second):
        with transaction.atomic():
            _tried(made_ready(alert, each), each)
            transaction.set_rollback(True)


def _tried(alert: Alert, each: Try) -> None:
    before = (alert.state, alert.version, Act.objects.count(), Alert.objects.count())
    by = who(each)
    if each.to is None:
        with pytest.raises(TocsinError) as refusal, transaction.atomic():
            VERBS[each.action](alert, by)
        assert refusal.value.remedy, each
        row = Alert.objects.get(pk=alert.pk)
        assert (row.state, row.version, Act.objects.count(), Alert.objects.count()) == before, each
        return
    after = VERBS[each.action](alert, by)
    if each.action in (Action.UPDATE, Action.CANCEL):
        assert (after.state, after.replaces_id) == ("draft", alert.pk), each
        assert Alert.objects.get(pk=alert.pk).state == "issued", each
    else:
        assert (after.pk, after.state, after.version) == (alert.pk, each.to, before[1] + 1), each
