"""A folder for sealed files of each test's own, and the short way to take something in."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.reports.documents import NOW
from tocsin.reports import TakenIn, take_in


@pytest.fixture(autouse=True)
def sealed_folder(settings: Any, tmp_path: Path) -> Path:
    """TOCSIN_HOME of the test; the store itself stays where it is."""
    settings.TOCSIN_HOME = tmp_path / "home"
    return tmp_path / "home" / "sealed"


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """A folder to put reports in."""
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


@pytest.fixture
def take(inbox: Path) -> Callable[..., TakenIn]:
    """Write a file and take it in; what becomes of it."""

    def take_one(name: str, content: bytes, **said: Any) -> TakenIn:
        path = inbox / name
        path.write_bytes(content)
        (result,) = take_in([path], by="command line", now=NOW, **said)
        return result

    return take_one
