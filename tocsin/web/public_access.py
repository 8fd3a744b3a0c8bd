"""What holds for every public page: the same for everybody, kept by nobody longer than it is true."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import conditional_page, require_safe

View = Callable[..., HttpResponse]


def public(view: View) -> View:
    """Answers with an ETag, to be asked again each time: a cancelled alert must not live on in a cache."""

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        patch_cache_control(response, public=True, no_cache=True)
        return response

    return require_safe(conditional_page(answer))
