"""Where an act leads back to: the page of the desk that the person came from, at the place where they were."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

#: characters of an address that is led back to
_CHARS_MAX = 1000


def back_of(request: HttpRequest) -> str:
    """The desk's address that came with the request; empty for any other one, to which nobody is led."""
    back = request.POST.get("back") or request.GET.get("back", "")
    of_the_desk = back.startswith(reverse("desk")) and len(back) <= _CHARS_MAX
    return back if of_the_desk and url_has_allowed_host_and_scheme(back, allowed_hosts=None) else ""
