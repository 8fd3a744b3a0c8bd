import pytest

from tests.web.site import Site, build


@pytest.fixture
def site(db: None) -> Site:
    return build()
