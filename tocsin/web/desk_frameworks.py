"""Frameworks at the desk: those that ship, those that an organisation adds, and what one of them asks."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tocsin import assessment as step
from tocsin.assessment.framework_file import CHARACTERS_MAX
from tocsin.assessment.framework_versions import framework_of
from tocsin.assessment.models import FrameworkVersion
from tocsin.errors import TocsinError, WrongUse
from tocsin.web.desk_access import desk, desk_page, insist
from tocsin.web.desk_assessments import newest_first

#: of UTF-8: a code point has four bytes at most
_BYTES_MAX = 4 * CHARACTERS_MAX


@desk()
def frameworks(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return _add(request)
    return _list(request)


def _list(request: HttpRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    context = {"here": "assessments", "versions": newest_first(step.versions(now=timezone.now())), **more}
    return desk_page(request, "tocsin/desk/frameworks.html", context, status=status)


def _add(request: HttpRequest) -> HttpResponse:
    by = insist(request, "add framework")
    try:
        added = step.add_framework(_text(request), by=by.get_username(), now=timezone.now())
    except TocsinError as error:
        return _list(
            request, status=400, error=str(error), typed=request.POST.get("text", "")[:CHARACTERS_MAX]
        )
    messages.success(request, _("The framework is stored as a version of its own, which never changes."))
    return redirect("desk_framework", version_id=added.pk)


def _text(request: HttpRequest) -> str:
    """The file, or what was pasted where no file was chosen. Raises WrongUse."""
    sent = request.FILES.get("file")
    if sent is None:
        return request.POST.get("text", "")
    if (sent.size or 0) > _BYTES_MAX:
        raise WrongUse(
            f"a file of {sent.size:,} bytes", f"a framework has at most {CHARACTERS_MAX:,} characters"
        )
    try:
        text: str = sent.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise WrongUse("this file is not UTF-8", "save it as UTF-8 and choose it again") from None
    return text


@require_safe
@desk()
def framework(request: HttpRequest, version_id: int) -> HttpResponse:
    version = get_object_or_404(FrameworkVersion, pk=version_id)
    shown = framework_of(version)
    criteria = list(shown.criteria())
    context = {
        "here": "assessments",
        "version": version,
        "framework": shown,
        "count": len(criteria),
        "unchecked": sum(1 for each in criteria if not each.checked),
        "incomplete": [part for part in shown.parts if not part.complete],
    }
    return desk_page(request, "tocsin/desk/framework.html", context)


@require_safe
@desk()
def framework_file(request: HttpRequest, version_id: int) -> HttpResponse:
    """The file word for word, to be edited as a copy."""
    version = get_object_or_404(FrameworkVersion, pk=version_id)
    response = HttpResponse(version.text, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="framework-{version.pk}.yml"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
