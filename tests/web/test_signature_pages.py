"""What the public is told of signatures, and that the printed commands truly check the served bytes."""

import re
import shlex
import shutil
import subprocess
from datetime import timedelta
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client
from lxml import etree

from tests.alerts.desk import at, drafted, issued, situation
from tests.conftest import KEY_SINCE
from tocsin.alerts import key_acts, key_files, key_pair
from tocsin.alerts.models import Alert, SigningKey

needs_xmlsec1 = pytest.mark.skipif(shutil.which("xmlsec1") is None, reason="xmlsec1 is not installed")


def printed_commands(page: str) -> list[list[str]]:
    block = re.search(r'<pre class="commands"[^>]*>(.*?)</pre>', page, re.S)
    assert block, page
    return [shlex.split(unescape(line)) for line in block[1].split("\n") if line.strip()]


def fetched(command: list[str], folder: Path) -> None:
    """What `curl -O` would do, from this site."""
    assert command[:2] == ["curl", "-O"]
    path = urlsplit(command[2]).path
    answer = Client().get(path)
    assert answer.status_code == 200, path
    (folder / Path(path).name).write_bytes(answer.content)


@needs_xmlsec1
@pytest.mark.django_db
def test_the_commands_on_an_alert_s_page_check_its_bytes(tmp_path: Path) -> None:
    """Run as printed they succeed; with one letter of the alert changed they fail."""
    alert = issued(drafted(situation()))
    page = Client().get(f"/alerts/{alert.identifier}/").content.decode()
    *gets, check = printed_commands(page)
    for command in gets:
        fetched(command, tmp_path)
    assert subprocess.run(check, cwd=tmp_path, check=False, capture_output=True).returncode == 0
    cap = tmp_path / f"{alert.identifier}.cap.xml"
    assert cap.read_bytes() == bytes(alert.cap_xml)
    cap.write_bytes(cap.read_bytes().replace(b"Danger for people", b"Danger for nobody"))
    assert subprocess.run(check, cwd=tmp_path, check=False, capture_output=True).returncode != 0


@needs_xmlsec1
@pytest.mark.django_db
def test_an_alert_of_an_expired_and_retired_key_still_verifies(tmp_path: Path, no_signing_key: None) -> None:
    """The certificate is judged as of the time sent, by us and by the printed commands, and stays at its address."""
    old = key_pair.made(
        organisation="Old", site=settings.TOCSIN_SITE, days=10, demonstration=False, now=at(-60)
    )
    key_files.keep(old)
    first = key_acts.take_into_use(old, by="command line", now=at(-60))
    alert = issued(drafted(situation()))
    new = key_pair.made(
        organisation="New", site=settings.TOCSIN_SITE, days=10, demonstration=False, now=at(99)
    )
    key_acts.rotate(new, by="command line", now=at(99), reason="the yearly change")
    page = Client().get(f"/alerts/{alert.identifier}/").content.decode()
    assert "the signature holds" in page
    *gets, check = printed_commands(page)
    for command in gets:
        fetched(command, tmp_path)
    done = subprocess.run(check, cwd=tmp_path, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    served = Client().get(f"/alerts/keys/{first.fingerprint}.pem")
    assert served.content.decode() == first.certificates


@pytest.mark.django_db
def test_all_keys_are_listed_with_what_became_of_them(no_signing_key: None) -> None:
    """Newest first; why one was retired, and since when others may have had it."""
    for days, name in ((0, "First"), (5, "Second")):
        pair = key_pair.made(
            organisation=name,
            site=settings.TOCSIN_SITE,
            days=10,
            demonstration=False,
            now=at(0) + timedelta(days=days),
        )
        take = key_acts.rotate if days else key_acts.take_into_use
        take(pair, by="command line", now=at(1) + timedelta(days=days), reason="<b>the change</b>")
    old = SigningKey.objects.get(in_use=None)
    key_acts.say_compromised(
        old, since=at(60), by="command line", now=at(0) + timedelta(days=9), reason="lost"
    )
    page = Client().get("/alerts/keys/").content.decode()
    assert page.index("O=Second") < page.index("O=First")
    assert "&lt;b&gt;the change&lt;/b&gt;" in page and "2023-09-30 13:00 UTC" in page
    assert "command line" not in page


@pytest.mark.django_db
def test_a_page_says_what_is_wrong_with_a_signature() -> None:
    """An alert signed after others may have had the key says so, where its reader looks."""
    alert = issued(drafted(situation()))
    key_acts.say_compromised(
        SigningKey.objects.get(), since=KEY_SINCE, by="command line", now=at(9), reason="lost"
    )
    page = Client().get(f"/alerts/{alert.identifier}/").content.decode()
    assert "which others may have had since 2000-01-01 00:00 UTC" in page
    assert "the signature holds" not in page


@pytest.mark.django_db
def test_the_cap_feed_leads_to_the_signed_bytes() -> None:
    """Byte for byte: what a program finds by the feed is what was signed."""
    alert = issued(drafted(situation()))
    feed = etree.fromstring(Client().get("/alerts/feed.cap.atom").content)
    links = [str(link) for link in feed.xpath("//@href") if str(link).endswith(".cap.xml")]
    assert links
    for link in links:
        assert Client().get(urlsplit(link).path).content == bytes(Alert.objects.get(pk=alert.pk).cap_xml)
