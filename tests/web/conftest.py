from copy import deepcopy

import pytest
from django.conf import settings

from tests.kept_rows import KeptRows, kept_since, rows_now
from tests.web.site import Site, build

#: by the program's settings at the time: what the site holds may depend on them
_MADE: dict[str, tuple[Site, KeptRows]] = {}


@pytest.fixture
def site(db: None) -> Site:
    """The same in every test, each with rows and objects of its own."""
    under = repr({name: getattr(settings, name) for name in dir(settings) if name.startswith("TOCSIN_")})
    if under in _MADE:
        made, rows = _MADE[under]
        rows.put()
    else:
        before = rows_now()
        made = build()
        _MADE[under] = made, kept_since(before)
    return deepcopy(made)
