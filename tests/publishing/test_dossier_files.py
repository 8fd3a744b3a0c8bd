"""What is made from a dossier's record for people and programs, and the steps that its README tells."""

import json
import subprocess
from pathlib import Path

import pytest

from tests.made import login
from tests.publishing.dossier_checked import check
from tests.publishing.dossier_world import at, world
from tests.publishing.test_redacting import holding
from tocsin import assessment
from tocsin.assessment.framework_versions import framework_of
from tocsin.custody import log_keys
from tocsin.publishing import dossier
from tocsin.publishing.dossier.masks import read_masks
from tocsin.publishing.dossier.provenance import RELATIONS
from tocsin.web.pdf import make_pdf

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(settings, tmp_path: Path) -> None:
    settings.TOCSIN_HOME = tmp_path / "home"


def printer(html, identifier, made_at):
    return make_pdf(html, paper="a4", identifier=identifier, made_at=made_at).content


def test_the_readmes_steps_hold_as_they_are_written(tmp_path):
    """Every indented line is run in a shell, in order; the first that fails ends it."""
    world()
    made = dossier.make(dossier.situation("bridge"), tmp_path / "out", by="ani", now=at(60))
    steps = [
        line[4:] for line in (made.folder / "README.txt").read_text().splitlines() if line.startswith("    ")
    ]
    assert len(steps) > 10
    [key] = map(str, log_keys.verifiers())
    done = subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", "\n".join(steps)],
        cwd=made.folder, env={"KEY": key, "PATH": "/usr/bin:/bin:/usr/local/bin"},
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("Signature Verified Successfully") == 2


def test_prov_leads_from_the_alert_over_the_review_to_the_report(tmp_path):
    """Every relation names two records that are there, in the form that PROV-JSON asks for."""
    world()
    made = dossier.make(dossier.situation("bridge"), tmp_path / "out", by="ani", now=at(60))
    prov = json.loads((made.folder / "data/prov.json").read_text())
    assert set(prov) == {"prefix", "entity", "activity", "agent", *RELATIONS}
    known = prov["entity"].keys() | prov["activity"].keys() | prov["agent"].keys()
    for section, names in RELATIONS.items():
        for relation in prov[section].values():
            assert set(relation) == set(names) and set(relation.values()) <= known, (section, relation)
    derived = {
        each["prov:generatedEntity"]: each["prov:usedEntity"] for each in prov["wasDerivedFrom"].values()
    }
    chain = ["tocsin:alert-1"]
    while chain[-1] in derived:
        chain.append(derived[chain[-1]])
    assert chain == [
        "tocsin:alert-1",
        "tocsin:review-2",
        "tocsin:review-1",
        "tocsin:finding-1",
        "tocsin:report-1",
    ]
    assert "ani" not in json.dumps(prov["agent"])


def test_follow_the_money_has_the_same_ids_in_every_export(tmp_path):
    """Schemata and properties are the published ones; every entity that one names is there."""
    world()
    ids = []
    for minute in (60, 61):
        made = dossier.make(dossier.situation("bridge"), tmp_path / str(minute), by="ani", now=at(minute))
        lines = (made.folder / "data/ftm.jsonl").read_text().splitlines()
        ids.append([json.loads(line)["id"] for line in lines])
    assert ids[0] == ids[1] and len(set(ids[0])) == len(ids[0])
    rows = [json.loads(line) for line in lines]
    assert {row["schema"] for row in rows} == {"PlainText", "LegalEntity", "Person", "Mention"}
    named = {
        value
        for row in rows
        for name in ("proof", "document", "resolved")
        for value in row["properties"].get(name, [])
    }
    assert named <= set(ids[0])


def test_each_element_has_what_speaks_for_it_and_against_it(tmp_path):
    """Evidence on both sides with its passage; elements without any are there too; no crime is said to be committed."""
    crisis = world(alert=False)
    by = login("lawyer-one", "lawyer")
    row = assessment.begin(crisis, assessment.latest("rome-statute-2011", now=at(10)), by=by, now=at(10))
    element = next(framework_of(row.framework).criteria()).id
    for finding, side in ((1, "for"), (2, "against")):
        assessment.weigh(
            row, element, finding, side=side, standing="accepted", reason="it is about this conduct", by=by,
            now=at(11), seen=None,
        )  # fmt: skip
    assessment.judge(
        row, element, verdict="partly", confidence="low", reason="one count", by=by, now=at(12), seen=None
    )
    made = dossier.make(dossier.situation("bridge"), tmp_path / "out", by="ani", now=at(60))
    assert check(made.folder) == []
    [told] = json.loads((made.folder / "data/elements.json").read_text())["assessments"]
    [shown] = [each for each in told["criteria"] if each["id"] == element]
    assert [each["quote"] for each in shown["for"]] == ["4,120 people"]
    assert [each["said_by"] for each in shown["against"]] == ["the guards"]
    assert shown["judgement"]["verdict"] == "partly"
    assert len(told["criteria"]) > 20 and not told["criteria"][1]["for"]
    page = (made.folder / "data/index.html").read_text()
    assert "It is no finding that a crime was committed" in page and "Against" in page


def test_a_masked_name_stands_in_no_page_of_the_index(tmp_path):
    """Neither in index.html nor in any stream of index.pdf."""
    world()
    whole = dossier.make(
        dossier.situation("bridge"), tmp_path / "whole", by="ani", now=at(60), printer=printer
    )
    assert (whole.folder / "data/index.pdf").read_bytes().startswith(b"%PDF")
    assert "data/index.html" in holding(whole.folder, "Ann Poe")
    made = dossier.redact(
        whole.folder,
        read_masks(persons=["Ann Poe"]),
        tmp_path / "masked",
        by="ani",
        now=at(61),
        printer=printer,
    )
    assert holding(made.folder, "Ann Poe") == []
    shown = (
        subprocess.run(
            ["pdftotext", str(made.folder / "data/index.pdf"), "-"],
            capture_output=True,
            text=True,
            check=False,
        )
        if Path("/usr/bin/pdftotext").exists()
        else None
    )
    assert shown is None or ("Ann Poe" not in shown.stdout and "The bridge" in shown.stdout)


def test_the_index_runs_no_script_and_loads_nothing(tmp_path):
    """Words of reports are words, whatever they look like."""
    world()
    made = dossier.make(dossier.situation("bridge"), tmp_path / "out", by="ani", now=at(60))
    page = (made.folder / "data/index.html").read_text()
    assert "<script" not in page and "http://" not in page and "https://" not in page
    assert "&quot;We left everything,&quot; said Ann Poe" in page
    assert "Only a court can find so" in page
