"""What became of an alert's message, recipient by recipient in numbers: per channel and state, with the reasons."""

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from tocsin import delivery
from tocsin.alerts.announcing import key_of
from tocsin.alerts.models import Alert
from tocsin.delivery.listing import stuck
from tocsin.delivery.models import Message
from tocsin.delivery.states import State
from tocsin.web.desk_access import desk, desk_page, insist, told
from tocsin.whole_store.message_log import log_act

#: state -> (its word, what it means), in the order in which a message goes through them
WORDS: Mapping[str, tuple[str | Promise, str | Promise]] = {
    State.QUEUED: (gettext_lazy("queued"), gettext_lazy("waits for its turn or its time")),
    State.SENDING: (gettext_lazy("sending"), gettext_lazy("being handed over now")),
    State.SENT: (
        gettext_lazy("sent"),
        gettext_lazy("taken by a mail server or push service, which does not tell what becomes of it"),
    ),
    State.DELIVERED: (gettext_lazy("delivered"), gettext_lazy("taken by the recipient's own machine")),
    State.RETRYING: (gettext_lazy("retrying"), gettext_lazy("not taken for now, and tried again")),
    State.UNKNOWN: (
        gettext_lazy("outcome unknown"),
        gettext_lazy(
            "handed over, and no answer came: it may have arrived, and is repeated under the same id"
        ),
    ),
    State.FAILED: (gettext_lazy("failed"), gettext_lazy("refused for good")),
    State.GIVEN_UP: (gettext_lazy("given up"), gettext_lazy("not tried any more")),
}
_GOOD = (State.SENT, State.DELIVERED)
_BAD = (State.FAILED, State.GIVEN_UP, State.UNKNOWN)


@require_safe
@desk()
def deliveries(request: HttpRequest, alert_id: int) -> HttpResponse:
    alert = get_object_or_404(Alert.objects.select_related("situation").defer("cap_xml"), pk=alert_id)
    message = Message.objects.filter(key=key_of(alert)).first()
    zone = ZoneInfo(alert.situation.time_zone)
    context = {"here": "alerts", "row": alert, "zone": zone, "message": message}
    if message:
        context |= _numbers(message)
    return desk_page(request, "tocsin/desk/deliveries.html", context)


def _numbers(message: Message) -> dict[str, object]:
    counts = delivery.counts(message)
    totals = {state: sum(each.get(state, 0) for each in counts.values()) for state in WORDS}
    tallies = delivery.tally(message)
    return {
        "recipients": sum(totals.values()),
        "states": [
            (
                word,
                meaning,
                [(name, each.get(state, 0)) for name, each in counts.items()],
                totals[state],
                _tone(state),
            )
            for state, (word, meaning) in WORDS.items()
            if totals[state]
        ],
        "channels": list(counts),
        "unknowns": sum(each.unknowns for each in tallies),
        "last_change": max((each.last_change for each in tallies), default=None),
        "troubles": [(each, WORDS[each.state][0]) for each in delivery.troubles(message)],
        "stuck": stuck(message),
        "may_retry": message.withdrawn_at is None and any(totals[state] for state in _BAD),
    }


def _tone(state: str) -> str:
    """The tag's class."""
    return "sure" if state in _GOOD else "doubt" if state in _BAD else ""


@require_POST
@desk()
def retry(request: HttpRequest, alert_id: int) -> HttpResponse:
    by, at = insist(request, "retry delivery"), timezone.now()
    alert = get_object_or_404(Alert.objects.defer("cap_xml"), pk=alert_id)
    message = Message.objects.filter(key=key_of(alert)).first()
    if message is None:
        messages.error(request, _("This alert was not put into the outbox."))
        return redirect("desk_deliveries", alert_id=alert_id)
    with told(request):
        again = delivery.retry(
            message, now=at, log=lambda row: log_act(row, "tried again", by=by.get_username(), now=at)
        )
        words = ngettext(
            "%(n)d recipient gets one more round of tries.",
            "%(n)d recipients get one more round of tries.",
            again,
        )
        messages.success(request, words % {"n": again})
    return redirect("desk_deliveries", alert_id=alert_id)
