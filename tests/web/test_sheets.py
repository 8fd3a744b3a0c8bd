"""A sheet of figures at the desk: sealed, previewed, loaded as it was previewed."""

import re
from threading import Barrier, Thread

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.web.site import Site
from tocsin.record.models import Finding, KeptMapping
from tocsin.reports.models import Report

SHEET = "Date,District,IDPs,Remarks\n13/05/2031,شمال,1200,x\n31/02/2031,South,7,y\n14/05/2031,South,-3,z\n"
PAGE = "/desk/situations/displacement-2023/sheets/"


def upload(client: Client, content: bytes, name: str = "sheet.csv") -> str:
    response = client.post(PAGE, {"file": SimpleUploadedFile(name, content), "publisher": "The Office"})
    assert response.status_code == 302, response.content.decode()
    return str(response["Location"])


def form_of(html: str) -> dict[str, str]:
    """What a browser would send of the form as it stands."""
    form = html[html.index('id="mapping"') :]
    fields = {
        name: value
        for tag in re.findall(r"<input [^>]*>", form)
        if "checkbox" not in tag
        for name, value in [(re.search(r'name="([^"]*)"', tag)[1], (re.search(r'value="([^"]*)"', tag) or ["", ""])[1])]
    }  # fmt: skip
    for name, options in re.findall(r'<select [^>]*?name="([^"]*)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        fields[name] = chosen[1] if chosen else ""
    return fields


@pytest.mark.django_db
def test_a_sheet_is_loaded_as_it_was_previewed(site: Site) -> None:
    """Nothing is kept by the preview; rows that cannot be meant are told by line; the figures are those shown."""
    client = site.client("analyst")
    before = Finding.objects.count()
    page = upload(client, SHEET.encode())
    html = client.get(page).content.decode()
    assert "1 figure would be loaded" in html and "no date" in html and "less than nothing" in html
    assert "شمال" in html and "Remarks" in html
    assert Finding.objects.count() == before
    form = form_of(html) | {"act": "load", "save_as": "office"}
    response = client.post(page, form, follow=True)
    assert "1 figure is loaded" in response.content.decode()
    figure = Finding.objects.filter(kind="figure").latest("pk")
    assert (figure.fields["value"], figure.state) == (1200, "open")
    assert KeptMapping.objects.get().publisher == "The Office"
    assert site.situation.reports.filter(pk=figure.report_id).exists()
    again = client.post(page, form, follow=True).content.decode()
    assert "nothing is added twice" in again


@pytest.mark.django_db
def test_what_was_changed_after_the_preview_is_shown_before_it_is_loaded(site: Site) -> None:
    """The form names what was previewed; another reading of the columns is 409, and nothing is kept."""
    client = site.client("analyst")
    page = upload(client, SHEET.encode())
    form = form_of(client.get(page).content.decode())
    changed = form | {"measure-2": "killed", "act": "load"}
    response = client.post(page, changed)
    assert response.status_code == 409
    html = response.content.decode()
    assert "not what you previewed" in html and 'value="killed"' in html
    assert not Finding.objects.filter(fields__value=1200).exists()
    loaded = client.post(page, form_of(html) | {"act": "load", "accept": "yes"})
    assert loaded.status_code == 302
    assert Finding.objects.get(fields__value=1200).state == "accepted"


@pytest.mark.django_db
def test_what_was_saved_is_proposed_for_the_next_sheet(site: Site) -> None:
    """Of the same headings, whatever their case."""
    client = site.client("analyst")
    page = upload(client, SHEET.encode())
    form = form_of(client.get(page).content.decode()) | {"measure-2": "killed", "act": "preview"}
    form = form_of(client.post(page, form).content.decode())
    client.post(page, form | {"act": "load", "save_as": "office"})
    html = client.get(upload(client, SHEET.replace("1200", "1300").encode())).content.decode()
    assert "Read as analyst saved it under “office”" in html and 'value="killed"' in html


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        ("Тысяча".encode("cp1251") * 20, "windows-1251"),
        (b"PK\x03\x04 broken", "give it the name of what it is"),
        (b"a,b\n\x00\x00", "NUL"),
    ],
)
def test_what_is_no_sheet_is_refused_in_words(site: Site, content: bytes, says: str) -> None:
    """The form comes back with the reason, and nothing is sealed."""
    before = Report.objects.count()
    response = site.client("analyst").post(PAGE, {"file": SimpleUploadedFile("sheet.csv", content)})
    assert response.status_code == 400
    assert says in response.content.decode()
    assert Report.objects.count() == before


@pytest.mark.django_db
def test_commas_alone_are_no_sheet(site: Site) -> None:
    """Sealed as the text that it is, and no page of a sheet."""
    client = site.client("analyst")
    assert client.get(upload(client, b",,,\n,,\n")).status_code == 404


@pytest.mark.django_db
def test_no_file_is_told(site: Site) -> None:
    """An empty form asks for one."""
    assert "no file was chosen" in site.client("analyst").post(PAGE, {}).content.decode()


@pytest.mark.django_db(transaction=True)
def test_two_people_who_load_one_sheet_at_once_load_it_once(site: Site) -> None:
    """Whoever comes second is told; no figure is doubled, and nobody sees a fault."""
    first, second = site.client("analyst"), site.client("reviewer")
    page = upload(first, SHEET.encode())
    form = form_of(first.get(page).content.decode()) | {"act": "load"}
    together, codes = Barrier(2), list[int]()

    def load(client: Client) -> None:
        from django.db import connection

        together.wait(30)
        codes.append(client.post(page, form).status_code)
        connection.close()

    threads = [Thread(target=load, args=(client,)) for client in (first, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert codes == [302, 302]
    assert Finding.objects.filter(kind="figure", fields__value=1200).count() == 1
