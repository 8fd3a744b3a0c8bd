"""`tocsin check` says by what a site can deliver, and gives no secret away."""

from pathlib import Path

import pytest

from tocsin.cli.check import _mail, _push
from tocsin.errors import StoreTrouble, WrongUse


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TOCSIN_HOME", str(tmp_path))
    monkeypatch.delenv("TOCSIN_SMTP", raising=False)
    return tmp_path


def test_mail_is_named_by_host_and_never_with_its_password(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not set is no fault, but said; a setting that names no server is one."""
    assert "TOCSIN_SMTP is not set" in _mail()
    monkeypatch.setenv("TOCSIN_SMTP", "smtps://bell:hunter2@mail.example.org")
    assert _mail() == "TOCSIN_SMTP is set: mail.example.org:465, tls"
    for bad in ("bell:hunter2@mail.example.org", "smtp://bell:hunter2/x@mail.example.org"):
        monkeypatch.setenv("TOCSIN_SMTP", bad)
        with pytest.raises(WrongUse) as refused:
            _mail()
        assert "hunter2" not in str(refused.value)


def test_the_push_key_is_looked_at_and_not_made(home: Path) -> None:
    """None yet is said; the one that is made on first use is good; bytes that are no key are a fault."""
    from py_vapid import Vapid02

    path = home / "push-key.pem"
    assert "no key yet" in _push() and not path.exists()
    made = Vapid02()
    made.generate_keys()
    made.save_key(str(path))
    assert _push() == "the key is set"
    path.write_bytes(b"no key")
    with pytest.raises(StoreTrouble):
        _push()
