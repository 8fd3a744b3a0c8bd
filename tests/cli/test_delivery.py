"""Delivery as a user runs it."""

import json

import pytest

from tests.cli.conftest import Tocsin


@pytest.mark.usefixtures("demonstrated")
def test_what_is_issued_stands_in_the_outbox_and_is_settled(tocsin: Tocsin) -> None:
    """Nobody subscribed: the worker's round finds nobody, and says so in the log; the whole store verifies."""
    rows = json.loads(tocsin("delivery", "list", "--json").stdout)
    assert rows and all(row["recipients"] == 0 and row["ended_at"] is None for row in rows)
    done = tocsin("deliver", "--once")
    assert (done.returncode, done.stdout) == (0, "0 tries made.\n"), done.stderr
    rows = json.loads(tocsin("delivery", "list", "--json").stdout)
    assert all(row["ended_at"] is not None for row in rows)
    row = rows[0]
    status = json.loads(tocsin("delivery", "status", row["message"], "--json").stdout)
    assert status == {"message": row["message"], "states": [], "troubles": []}
    verified = tocsin("custody", "verify")
    assert verified.returncode == 0, verified.stdout


def test_a_retry_needs_a_person_and_a_message(tocsin: Tocsin) -> None:
    """A key that nobody put in is not there; nobody retries without a login."""
    unknown = tocsin("delivery", "retry", "alert:none")
    assert unknown.returncode == 1 and "there is no message 'alert:none'" in unknown.stderr


def test_an_address_is_erased_by_a_person_alone(tocsin: Tocsin) -> None:
    """Without a login nothing is erased, and the refusal does not repeat the address."""
    refused = tocsin("delivery", "erase", "-", "--reason", "a letter", stdin="reader@example.org\n")
    assert refused.returncode == 2 and "a person must do this" in refused.stderr
    made = tocsin("login", "add", "ada", "--role", "issuer", "--json")
    unknown = tocsin(
        "delivery", "erase", "-", "--reason", "a letter",
        stdin="reader@example.org\n", TOCSIN_LOGIN="ada", TOCSIN_PASSWORD=json.loads(made.stdout)["password"],
    )  # fmt: skip
    assert unknown.returncode == 1 and "nobody subscribes with this address" in unknown.stderr
    assert "reader@" not in refused.stderr + unknown.stderr
