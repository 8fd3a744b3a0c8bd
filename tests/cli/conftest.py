"""Commands run as a user runs them: a process of their own, over a folder of their own."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.reports.separately import prepare_store

Tocsin = Callable[..., subprocess.CompletedProcess[str]]
EXAMPLES = str(Path(__file__).parents[2] / "examples")


@pytest.fixture
def tocsin(tmp_path: Path) -> Tocsin:
    """Over an empty store that has its tables: making them takes each test ten times as long as its commands."""
    return commands_in(tmp_path, prepared=True)


@pytest.fixture
def tocsin_first(tmp_path: Path) -> Tocsin:
    """In a folder that has no store yet."""
    return commands_in(tmp_path)


@pytest.fixture(scope="session")
def demonstrated_once(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A store that the demonstration was made in, and what that printed."""
    folder = tmp_path_factory.mktemp("demonstrated")
    done = commands_in(folder)("demo", "--examples", EXAMPLES)
    assert done.returncode == 0, done.stderr
    return folder / "home", done.stdout


@pytest.fixture
def demonstrated(demonstrated_once: tuple[Path, str], tmp_path: Path) -> str:
    """What the demonstration printed; its store is copied to where `tocsin` works."""
    home, printed = demonstrated_once
    shutil.copytree(home, tmp_path / "home")
    return printed


def commands_in(folder: Path, *, prepared: bool = False) -> Tocsin:
    """Commands over a store in the folder, which is also where they are run.

    `prepared`: where no store stands yet, the first command finds an empty one.
    """
    home = folder / "home"

    def run(
        *argv: str, stdin: str | None = None, timeout_s: int = 120, **env: str
    ) -> subprocess.CompletedProcess[str]:
        if prepared and not home.exists():
            prepare_store(home)
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("TOCSIN_", "DATABASE_", "DJANGO_"))
        }
        return subprocess.run(
            [sys.executable, "-m", "tocsin.cli", *argv],
            env={**kept, "TOCSIN_HOME": str(home), **env},
            input=stdin if stdin is not None else "",
            capture_output=True,
            text=True,
            timeout=timeout_s,
            cwd=folder,
            check=False,
        )

    return run
