"""docs/reference/delivery.md against the program."""

import re
from pathlib import Path

from tocsin.delivery.channels import GROUP, channels
from tocsin.delivery.states import State

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "delivery.md").read_text("utf-8")


def test_the_page_has_every_state_and_every_channel() -> None:
    """A row for each, and no row more."""
    rows = re.findall(r"^\| ([a-z ]+) \|", PAGE, re.M)
    assert set(rows) >= set(State.values)
    assert {row for row in rows if row in channels()} == {"mail", "webhook", "push", "websub"}
    assert GROUP in PAGE


def test_the_example_of_a_plugin_is_a_channel() -> None:
    """It has all that the face asks for."""
    code = re.findall(r"^```python\n(.*?)^```", PAGE, re.M | re.S)[0]
    made: dict[str, type] = {}
    exec(compile(code, "delivery.md", "exec"), {}, made)
    plugin = made["Apprised"]()
    for name in ("name", "at_once", "at_once_in_lane", "repeats_unknown", "signs"):
        assert getattr(plugin, name) is not None
    for name in ("ready", "checked", "lane", "open"):
        assert callable(getattr(plugin, name))
    assert plugin.lane("ntfy://topic") == "apprise:ntfy" and plugin.open() is plugin
