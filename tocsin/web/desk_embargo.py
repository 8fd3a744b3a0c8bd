"""Until when nobody outside the desk may know of an alert, and until when it holds; set while it is a draft."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tocsin import alerts as step
from tocsin.alerts.models import Alert
from tocsin.web.desk_access import desk, insist, told
from tocsin.web.numbers import whole
from tocsin.web.typed import instant


@require_POST
@desk("draft alert")
def set_embargo(request: HttpRequest, alert_id: int) -> HttpResponse:
    row, by = get_object_or_404(Alert, pk=alert_id), insist(request, "draft alert")
    seen = whole(request.POST.get("seen", ""))
    with told(request):
        until = instant(request.POST.get("not_before", ""))
        step.set_embargo(row, until, by=by, now=timezone.now(), seen=-1 if seen is None else seen)
        messages.success(request, _("The embargo is stored.") if until else _("The alert has no embargo."))
    return redirect("desk_alert", alert_id=alert_id)


@require_POST
@desk("draft alert")
def set_expiry(request: HttpRequest, alert_id: int) -> HttpResponse:
    row, by = get_object_or_404(Alert, pk=alert_id), insist(request, "draft alert")
    seen = whole(request.POST.get("seen", ""))
    with told(request):
        until = instant(request.POST.get("expires_at", ""))
        step.set_expiry(row, until, by=by, now=timezone.now(), seen=-1 if seen is None else seen)
        messages.success(
            request, _("The time is stored.") if until else _("It holds until it is updated or cancelled.")
        )
    return redirect("desk_alert", alert_id=alert_id)
