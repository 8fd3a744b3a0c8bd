"""What a report's page says of the archive that it came as."""

import json
from pathlib import Path

import pytest

from tests import made
from tests.archives import wacz_damage as damage
from tests.archives.captured import key_signer, wacz
from tests.web.site import Site
from tocsin.reports import take_in
from tocsin.reports.models import Report


def page_of(site: Site, path: Path) -> str:
    (result,) = take_in([path], by="analyst", now=made.NOW)
    return site.client("reviewer").get(f"/desk/reports/{result.report_id}/").content.decode()


@pytest.mark.django_db
def test_one_that_holds_says_so_and_what_nobody_could_check(site: Site, tmp_path: Path) -> None:
    """A key that nobody vouches for is printed, to be compared."""
    html = page_of(site, wacz(tmp_path, signer=key_signer()))
    assert (
        "Sent as an archive, which holds" in html and "Its 2 captures hash to what the archive says" in html
    )
    assert Report.objects.latest("pk").archive_check.key_sha256 in html and "Not checked:" in html


@pytest.mark.django_db
def test_one_that_does_not_hold_names_the_file_and_the_reason(site: Site, tmp_path: Path) -> None:
    """Escaped: names and reasons are a stranger's words."""
    files = damage.files_of(wacz(tmp_path))
    plain = json.loads(files[damage.PACKAGE])
    plain["resources"].append({"path": "<script>alert(1)</script>", "hash": "sha256:" + "0" * 64, "bytes": 1})
    files[damage.PACKAGE] = json.dumps(plain).encode()
    path = tmp_path / "bad.wacz"
    path.write_bytes(damage.packed(files.items()))
    html = page_of(site, path)
    assert "Sent as an archive that does not hold" in html and "Do not rest a finding on it alone" in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;: datapackage.json lists it, and it is not there" in html


@pytest.mark.django_db
def test_other_reports_say_nothing_of_archives(site: Site) -> None:
    """A plain text is none."""
    html = site.client("reviewer").get(f"/desk/reports/{site.text.report_id}/").content.decode()
    assert "Sent as an archive" not in html
