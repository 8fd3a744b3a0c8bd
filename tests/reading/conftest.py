"""Fixtures of the tests of reading. Rules are held without a clock: a busy machine fails no example."""

import pytest
from hypothesis import settings

from tocsin.reading import read

settings.register_profile("without a clock", deadline=None)
settings.load_profile("without a clock")


@pytest.fixture(scope="session", autouse=True)
def loaded() -> None:
    """The first sentence that is parsed loads the weights; no test's own time counts that."""
    read("The mayor said that the wells were dry.")
