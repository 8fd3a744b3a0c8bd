"""Fixtures of the tests of reading."""

import pytest

from tocsin.reading import read


@pytest.fixture(scope="session", autouse=True)
def loaded() -> None:
    """The first sentence that is parsed loads the weights; no test's own time counts that."""
    read("The mayor said that the wells were dry.")
