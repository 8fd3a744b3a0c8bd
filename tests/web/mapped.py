"""A site whose findings name places: what the tests of the map look at."""

from tests import made
from tests.web.site import Site, accepted
from tocsin import situations
from tocsin.record.models import Finding

TEXT = "Some 900 people left Khankendi, or Stepanakert, for Goris over the Lachin corridor. A mill burned in Upper Ford."


def map_findings(site: Site) -> list[Finding]:
    """One way, a crossing, and an event in a village that no list has."""
    text = made.report(TEXT)
    places = [
        {"name": "Khankendi", "country": "AZE", "role": "origin"},
        {"name": "Stepanakert", "country": "AZE", "role": "origin"},
        {"name": "Goris", "country": "ARM", "role": "destination"},
    ]
    counted = {"value": 900, "quantifier": "about", "unit": "person", "term": "left", "kind": "flow"}
    burned = {"type": "assault", "place": "Upper Ford", "certainty": "unconfirmed"}
    findings = [
        made.finding(text, "figure", "900 people", **counted, places=places),
        made.finding(text, "place", "Lachin corridor", name="Lachin corridor", country="AZE"),
        made.finding(text, "event", "A mill burned in Upper Ford", **burned),
    ]
    for finding in findings:
        accepted(finding, site.logins["analyst"])
    for situation in (site.situation, site.hidden):
        situations.gather(situation, [text.report_id], by="tests", now=made.NOW)
    return findings
