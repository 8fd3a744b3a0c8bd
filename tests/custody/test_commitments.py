import hmac
import json
from hashlib import sha256

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from tocsin.custody.commitments import (
    SECRET_BYTES,
    Secret,
    canonical_json,
    commit_few,
    encode_ascii_keys,
    paragraphs,
)
from tocsin.errors import WrongUse

SECRETS = st.binary(min_size=SECRET_BYTES, max_size=SECRET_BYTES)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
SCALARS = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXTS
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner), max_leaves=12)
ASCII = st.text(st.characters(max_codepoint=127), min_size=1)


@given(VALUES)
def test_canonical_json_is_rfc_8785(value):
    """Every value that can be committed to is written as the RFC 8785 library writes it."""
    assert canonical_json(value) == rfc8785.dumps(value)


@given(st.dictionaries(ASCII, SCALARS | st.lists(TEXTS) | st.dictionaries(ASCII, TEXTS)))
def test_the_fast_encoder_is_rfc_8785(value):
    """For objects with ASCII keys the fast encoder gives the bytes of RFC 8785."""
    assert encode_ascii_keys(value).encode() == rfc8785.dumps(value)


@given(SECRETS, TEXTS, VALUES)
def test_a_commitment_is_what_its_description_says(secret, path, value):
    """The salt is an HMAC of the path under the secret; the commitment hashes salt and canonical JSON."""
    salt = hmac.digest(secret, path.encode(), "sha256")
    assert Secret(secret).salt_for(path) == salt
    assert Secret(secret).commit(path, value) == sha256(salt + rfc8785.dumps(value)).hexdigest()


@given(SECRETS, VALUES, VALUES)
def test_a_commitment_opens_to_one_value(secret, value, other):
    """A commitment opens to the value it was made of, and to no value that is written differently."""
    commitment = Secret(secret).commit("after.title", value)
    same = canonical_json(value) == canonical_json(other)
    assert Secret(secret).opens(commitment, "after.title", value)
    assert Secret(secret).opens(commitment, "after.title", other) == same


@given(SECRETS, SECRETS, TEXTS, TEXTS)
def test_a_commitment_is_bound_to_secret_and_path(secret, other, path, elsewhere):
    """The same value under another secret or at another path gives another commitment."""
    commitment = Secret(secret).commit(path, "yes")
    assert (Secret(other).commit(path, "yes") == commitment) == (other == secret)
    assert (Secret(secret).commit(elsewhere, "yes") == commitment) == (elsewhere == path)


def test_no_commitment_opens_to_nothing():
    """Where nothing was committed to, no value is confirmed, null neither."""
    assert not Secret(bytes(32)).opens(None, "reason", None)


@pytest.mark.parametrize("value", ["\ud800", "a\udcff", ["\ud800"], {"\ud800": 1}, {"name": "\udfff"}])
def test_half_a_character_is_refused(value):
    """A lone surrogate has no UTF-8 form: it is refused, and the message names where it stood."""
    with pytest.raises(WrongUse, match=r"after\.title"):
        Secret(bytes(32)).commit("after.title", value)


@pytest.mark.parametrize("value", [1.5, [0.0], {"lat": 40.1}, 2**53, -(2**53), b"bytes", {1: "one"}])
def test_numbers_that_print_differently_elsewhere_are_our_own_bug(value):
    """Floats, whole numbers beyond JSON's and anything that is not JSON are refused as a bug of the caller."""
    with pytest.raises(AssertionError):
        canonical_json(value)


@given(TEXTS)
def test_paragraphs_keep_every_character_but_line_feeds(text):
    """Paragraphs are the text without its line feeds, and none is empty."""
    assert "".join(paragraphs(text)) == text.replace("\n", "")
    assert all(paragraphs(text))


@given(VALUES)
def test_canonical_json_reads_back(value):
    """Canonical JSON says what the value said."""
    assert json.loads(canonical_json(value)) == value


@given(st.binary(min_size=SECRET_BYTES, max_size=SECRET_BYTES), st.text(), st.text())
def test_a_few_commitments_are_made_as_many_are(secret, actor, reason):
    """What a sweep makes in haste is what a writer made."""
    made = Secret(secret).commit_all((("actor", actor), ("reason", reason)))
    assert [each.decode() for each in commit_few(secret, ((b"actor", actor), (b"reason", reason)))] == made
