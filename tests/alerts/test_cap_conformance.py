"""The shared corpus of CAP messages: each file's verdict and its reason, and every valid one read and written again."""

import sys
from pathlib import Path

import pytest
from lxml import etree

from tests.alerts.cap_corpus import EXPECTED, VALID, Expected
from tocsin.alerts.cap.meaning import same_meaning
from tocsin.alerts.cap.namespaces import NAMESPACE, SIGNATURE_NAMESPACE
from tocsin.alerts.cap.reading import read_cap
from tocsin.alerts.cap.schema import schema
from tocsin.alerts.cap.validating import validate
from tocsin.alerts.cap.writing import cap_tree, tree_bytes
from tocsin.alerts.signature import Outcome, judge_signature

_OF_MESSAGES = ("multilingual", "oasis", "signed")


@pytest.fixture(scope="module")
def corpus(shared: Path) -> dict[str, bytes]:
    """Bytes of each message, by path."""
    folder = shared / "conformance" / "cap"
    if not folder.is_dir():
        pytest.skip("the folder ../shared/conformance/cap is not here")
    paths = sorted(path for name in _OF_MESSAGES for path in (folder / name).rglob("*.xml"))
    assert len(paths) >= 50
    return {str(path.relative_to(folder)): path.read_bytes() for path in paths}


def test_every_file_gets_the_verdict_that_it_deserves_for_the_right_reason(corpus: dict[str, bytes]) -> None:
    """The table that `make conformance` prints: file, verdict, reasons; the signature on its own."""
    wrong, lines = [], []
    for name, data in corpus.items():
        verdict, signature = validate(data), judge_signature(data)
        rules = ", ".join(dict.fromkeys(fault.rule for fault in verdict.broken)) or VALID
        found = Expected(rules, str(signature.outcome))
        if found != EXPECTED.get(name, Expected(VALID)):
            wrong.append((name, found))
        reasons = [verdict.broken[0].reason[:100]] if verdict.broken else [f"CAP {verdict.version}"]
        reasons += [] if signature.outcome is Outcome.UNSIGNED else [signature.reason]
        lines.append(
            f"{name:58} {rules:36} signature {signature.outcome:26} {' | '.join(filter(None, reasons))}\n"
        )
    sys.stdout.writelines(["\n", *lines])
    assert not wrong
    assert set(EXPECTED) <= set(corpus)


def _texts(data: bytes) -> list[tuple[str, str]]:
    """Every element that says something, with its words: an oracle that knows nothing of our nouns."""
    nodes = etree.fromstring(data).iter(f"{{{NAMESPACE}}}*")
    said = (
        (etree.QName(node).localname, "".join(node.itertext()).strip()) for node in nodes if not len(node)
    )
    return [(name, text.replace("+00:00", "-00:00")) for name, text in said if text]


def test_every_file_that_follows_the_schema_is_written_again_with_the_same_meaning(
    corpus: dict[str, bytes],
) -> None:
    """By our own nouns, and by the words of every element in their order."""
    count = 0
    for name, data in corpus.items():
        if name.endswith("invalid_schema.xml") or not schema().validate(etree.fromstring(data)):
            continue
        alert = read_cap(data)
        written = tree_bytes(cap_tree(alert))
        assert schema().validate(etree.fromstring(written)), name
        assert same_meaning(read_cap(written), alert), name
        assert [(one, " ".join(text.split())) for one, text in _texts(written)] == [
            (one, " ".join(text.split())) for one, text in _texts(data)
        ], name
        assert SIGNATURE_NAMESPACE not in written.decode("utf-8"), name
        count += 1
    assert count >= 35


def test_older_versions_are_read_and_their_words_are_kept(corpus: dict[str, bytes]) -> None:
    """Nine files of 1.0 and 1.1; written again, they are messages of 1.2."""
    older = [data for data in corpus.values() if validate(data).version in ("1.0", "1.1")]
    assert len(older) == 9
    for data in older:
        alert = read_cap(data)
        assert same_meaning(read_cap(tree_bytes(cap_tree(alert))), alert)


def test_profiles_know_their_own(corpus: dict[str, bytes]) -> None:
    """Messages from the archive of the United States follow their profile, where they are warnings; others do not."""
    own = [name for name in corpus if name.startswith("oasis/ipaws")]
    broken = {name: [f.rule for f in validate(corpus[name], profile="ipaws").broken] for name in own}
    assert [name for name, rules in broken.items() if not rules] == sorted(own), broken
    assert not validate(corpus["signed/bf/valid.xml"], profile="ipaws").valid
