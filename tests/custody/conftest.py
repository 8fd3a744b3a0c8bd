"""The world of timestamps, for the tests of its acts."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.custody.acting import act, write
from tests.custody.stamping import AT, authority
from tests.custody.stamping_world import World
from tocsin.custody import log_keys
from tocsin.custody.timestamps.local import LocalAuthority
from tocsin.custody.timestamps.roots import as_pem


@pytest.fixture
def known(settings, tmp_path: Path) -> Callable[..., World]:
    """Puts authorities into the settings."""
    settings.TOCSIN_HOME = tmp_path
    settings.TOCSIN_SIGNING_PASSPHRASE = ""

    def put(local: bool = False, **by: LocalAuthority) -> World:
        parts = ["local"] if local else []
        for name, each in by.items():
            (tmp_path / f"{name}.pem").write_text(as_pem([each.root]))
            parts.append(f"https://{name}.example/tsr|{name}|{tmp_path / name}.pem")
        settings.TOCSIN_TIMESTAMP_AUTHORITIES = ",".join(parts)
        return World(by)

    return put


@pytest.fixture
def world(known) -> Iterator[World]:
    """Two authorities, a log with a key, and two entries more."""
    log_keys.new_key(by="ani", now=AT, name="log.example/log")
    write(act(1), act(2))
    return known(one=authority(), two=authority())
