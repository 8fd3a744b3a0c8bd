import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]


def reference() -> ModuleType:
    spec = importlib.util.spec_from_file_location("reference", ROOT / "tools" / "reference.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    "name", ["settings.md", "commands.md", "roles.md", "alerts.md", "cap.md", "proposals.md"]
)
def test_the_reference_is_what_the_code_says(name: str) -> None:
    """A changed setting, command or role without its page fails; `python tools/reference.py` writes the pages anew."""
    assert (ROOT / "docs" / "reference" / name).read_text(encoding="utf-8") == reference().pages()[name]


def test_every_variable_that_the_code_reads_is_in_the_table() -> None:
    """No setting is taken from the environment behind the table's back."""
    from tocsin.environment import VARIABLES

    read_elsewhere = [
        path.relative_to(ROOT)
        for path in (ROOT / "tocsin").rglob("*.py")
        if "os.environ" in path.read_text(encoding="utf-8") and path.name != "environment.py"
    ]
    # the first two only tell Django where the settings are; the third runs at a stranger's, and hands its own to openssl
    assert {str(path) for path in read_elsewhere} <= {
        "tocsin/cli/store.py",
        "tocsin/web/wsgi.py",
        "tocsin/publishing/dossier/verify.py",
    }
    assert len({variable.name for variable in VARIABLES}) == len(VARIABLES)
