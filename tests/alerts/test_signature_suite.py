"""Signatures of alerts that others issued, or broke on purpose, each with its right verdict."""

from pathlib import Path

import pytest

from tocsin.alerts.signature import Outcome, judge_signature

#: why each file of the suite stands or falls; of three services one had a valid certificate when it sent its alert
EXPECTED = {
    ("bf", "valid"): Outcome.HOLDS,
    ("sc", "valid"): Outcome.NOT_YET_VALID,
    ("tg", "valid"): Outcome.NOT_YET_VALID,
    # the alert itself was changed
    ("bf", "invalid_schema"): Outcome.DIGEST_WRONG,
    # a schema file under this name
    ("sc", "invalid_schema"): Outcome.MALFORMED,
    ("tg", "invalid_schema"): Outcome.DIGEST_WRONG,
    **{
        (service, name): outcome
        for service in ("bf", "sc", "tg")
        for name, outcome in (
            ("no_signature", Outcome.UNSIGNED),
            ("invalid_digest", Outcome.DIGEST_WRONG),
            ("invalid_signature", Outcome.SIGNATURE_WRONG),
            ("invalid_certificate", Outcome.CERTIFICATE_WRONG),
        )
    },
}


@pytest.mark.parametrize(("service", "name"), EXPECTED, ids=lambda part: part)
def test_each_signed_file_gets_the_right_verdict(shared: Path, service: str, name: str) -> None:
    """Certificates are judged as of the time that the alert was sent."""
    data = (shared / "conformance" / "cap" / "signed" / service / f"{name}.xml").read_bytes()
    verdict = judge_signature(data)
    assert verdict.outcome == EXPECTED[service, name], verdict.reason
    assert verdict.unchanged == (name == "valid")
    # they were printed with line breaks after they had been signed
    assert verdict.tidied == (name == "valid")
