"""The shared WARCs and WACZs, which others made to test programs like ours: each verdict, and the right reason for it."""

import json
import sys
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes

from tests.archives.wacz_damage import DIGEST, files_of
from tocsin.archives import wacz, warc
from tocsin.archives.wacz import Trust

#: SHA-256 of the root of freetsa.org, as the makers of the fixtures publish it (webrecorder/authsign, roots.yaml)
FREETSA_ROOT = "a6379e7cecc05faa3cbf076013d745e327bbbaa38c0b9af22469d4701d18aabc"


#: of the shared files: None where it is to be read, else part of the reason to refuse it
_EXPECTED = {
    "bad.arc": "an ARC file",
    "example.arc": "an ARC file",
    "example.arc.gz": "an ARC file",
    "example-space-in-url.arc": "an ARC file",
    "example-bad-non-chunked.warc.gz": "a member of its own",
    "example-bad.warc.gz.bad": "a member of its own",
    "example-digest.warc": "warc-payload-digest",
    "example-trunc.warc": "not as long as it says",
    "example-wrong-chunks.warc.gz": "says it has 1,613 bytes, and has 343",
    **dict.fromkeys([
        "example-iana.org-chunked.warc", "example-resource.warc.gz", "example-space-in-target-uri.warc.gz",
        "example-wget-bad-target-uri.warc.gz", "example.warc", "example.warc.gz", "post-test.warc.gz",
        "example-collection-with-lists.warc", "example-collection.warc", "example-iana.warc",
        "example-warcinfo-metadata.warc",
    ]),
}  # fmt: skip


def test_every_shared_warc_is_read_or_refused_rightly(shared: Path) -> None:
    """The table that `make conformance` prints: records, or why it is refused."""
    folder = shared / "conformance"
    if not (folder / "warc").is_dir():
        pytest.skip("the folder ../shared/conformance/warc is not here")
    paths = sorted(
        path
        for name in ("warc", "wacz")
        for path in (folder / name).iterdir()
        if "arc" in path.name.partition(".")[2]
    )
    rows, wrong = [], []
    for path in (each for each in paths if each.suffix != ".wacz"):
        with path.open("rb") as stream:
            verdict = warc.check(stream)
        said, expected = str(verdict.faults[0]) if verdict.faults else "", _EXPECTED[path.name]
        if (expected is None) != verdict.valid or (expected or "") not in said:
            wrong.append(path.name)
        rows.append(
            f"{path.name:40} {'read' if verdict.valid else 'refused':8} {verdict.records:4} records  {said[:100]}\n"
        )
    sys.stdout.writelines(["\n", *rows, f"warc {len(rows) - len(wrong)}/{len(rows)}\n"])
    assert not wrong and len(rows) >= 20


def test_every_shared_wacz_has_its_verdict(shared: Path) -> None:
    """The table that `make conformance` prints: the verdict stands in the name, and the reason is the right one."""
    folder = shared / "conformance" / "wacz"
    if not folder.is_dir():
        pytest.skip("the folder ../shared/conformance/wacz is not here")
    signed = files_of(folder / "valid_signed_example_1.wacz")
    chain = x509.load_pem_x509_certificates(
        json.loads(signed[DIGEST])["signedData"]["timestampCert"].encode()
    )
    roots = [each for each in chain if each.fingerprint(hashes.SHA256()).hex() == FREETSA_ROOT]
    reasons = {
        "invalid_example_1": "its wacz_version is 'None'",
        "invalid_signed_example_1": "of no authority that was trusted",
    }
    rows, right = [], 0
    for path in sorted(folder.glob("*.wacz")):
        verdict = wacz.check(path, trust=Trust(timestamp_roots=roots))
        expected = reasons.get(path.stem)
        said = (
            str(verdict.faults[0])
            if verdict.faults
            else f"WACZ {verdict.version}, {verdict.captured} captures"
        )
        holds = expected in said if expected else verdict.valid and not verdict.unchecked
        right += holds
        said = (
            str(verdict.faults[0])
            if verdict.faults
            else f"WACZ {verdict.version}, {verdict.captured} captures"
        )
        if verdict.signature:
            said += f", signed by {verdict.signature.domain}"
        rows.append(
            f"{path.name:34} {'valid' if verdict.valid else 'invalid':8} {'' if holds else 'WRONG '}{said[:110]}\n"
        )
    sys.stdout.writelines(["\n", *rows, f"wacz {right}/{len(rows)}\n"])
    assert (right, len(rows)) == (5, 5)
