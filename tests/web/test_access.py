"""Who may open which page and do what: one table, every address with every role."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.urls import resolve

from tests.web.site import Site
from tocsin.alerts.models import SigningKey
from tocsin.delivery.tokens import Purpose, token
from tocsin.reports.models import Report
from tocsin.web.pdf import Pdf
from tocsin.web.roles import ACTS, Role, may
from tocsin.web.urls import DESK, PUBLIC

ROLES = [str(role) for role in Role]
VISITORS = [None, *ROLES]

PUBLIC_PAGES = [
    "/",
    "/method/",
    "/situations/",
    "/situations/displacement-2023/",
    *(
        f"/situations/displacement-2023/{name}/"
        for name in ("figures", "contradictions", "map", "timeline", "statements", "calls", "reports")
    ),
    "/situations/displacement-2023/figures-hxl.csv",
    "/situations/displacement-2023/brief/",
    "/situations/displacement-2023/brief.pdf",
    "/passages/{figure}/",
    "/situations/displacement-2023/assessments/{published}/",
    "/situations/displacement-2023/assessments/{published}/worksheet/",
    "/situations/displacement-2023/assessments/{published}/worksheet.pdf",
    "/situations/displacement-2023/assessments/{published}/worksheet.json",
    "/alerts/",
    "/alerts/feed.atom",
    "/alerts/feed.cap.atom",
    "/alerts/feed.rss",
    "/alerts/keys/",
    "/alerts/keys/{fingerprint}.pem",
    "/log/consistency?old=1&new={size}",
    "/log/checkpoint",
    "/log/checkpoint?size={size}",
    "/log/opentimestamps/{proven}.ots",
    "/log/keys",
    "/log/",
    "/relief/",
    "/relief/receipt/",
    "/relief/{fund}/",
    "/relief/{fund}/accounts.json",
    "/subscriptions/",
    "/subscriptions/asked/",
    "/subscriptions/push-key",
    "/subscriptions/push-worker.js",
    "/alerts/{identifier}.cap.xml",
    "/alerts/{identifier}/",
    "/alerts/{translated}/ar/",
    "/alerts/{identifier}/afterwards/",
    "/situations/displacement-2023/afterwards/",
    "/situations/displacement-2023/afterwards.json",
    "/alerts/{identifier}/afterwards.json",
]
#: opened by a link that only its reader has: test_subscribing.py
LINKED_PAGES = ["/subscriptions/confirm/{confirm}/", "/subscriptions/end/{end}/"]
#: what the script of a page sends, and no page asks for: test_push.py
SENT_BY_SCRIPT = ["/subscriptions/push/", "/subscriptions/push/end/"]
#: of giving by card, opened by a link that its giver has, or only where a provider is set up: test_give.py
GIVE_PAGES = [
    "/give/word/",
    "/give/webhooks/word/",
    "/give/back/word/",
    "/give/end/word/",
    "/give/done/word/",
    "/give/done/word/receipt.pdf",
]
#: page -> what the table of roles calls opening it
DESK_PAGES = {
    "/desk/": "see desk",
    "/desk/?show=open": "see desk",
    "/desk/queue/": "see desk",
    "/desk/queue/?situation=displacement-2023&kind=place&publisher=gazette&mine=1": "see desk",
    "/desk/assign/?item=finding:{figure}": "see desk",
    "/desk/search/?q=people": "see desk",
    "/desk/search/?q=people&of=reports&before=3": "see desk",
    "/desk/searches/": "see desk",
    "/desk/searches/{saved}/": "see desk",
    "/desk/take-in/": "see desk",
    "/desk/reports/{report}/": "see desk",
    "/desk/reports/{report}/?show=figure&mark=figure": "see desk",
    "/desk/reports/{report}/bytes": "see desk",
    "/desk/reports/{report}/copies/": "see desk",
    "/desk/reports/{report}/captures/": "see desk",
    "/desk/reports/{report}/erase/": "erase",
    "/desk/reports/{report}/captures/{capture}.warc.gz": "download captures",
    "/desk/reports/{report}/captures/{pictured}.png": "see desk",
    "/desk/reports/{report}/captures/{pictured}.txt": "see desk",
    "/desk/reports/{report}/changes/{report}/": "see desk",
    "/desk/findings/{figure}/": "see desk",
    "/desk/verification/?item=finding:{figure}": "see desk",
    "/desk/verification/?item=report:{report}": "see desk",
    "/desk/verification/access/": "see desk",
    "/desk/publishers/?q=gazette": "see desk",
    "/desk/publishers/one/?name={publisher}": "see desk",
    "/desk/situations/": "see desk",
    "/desk/situations/displacement-2023/": "see desk",
    "/desk/situations/not-yet-public/": "see desk",
    "/desk/situations/displacement-2023/contradictions/": "see desk",
    "/desk/situations/displacement-2023/calls/": "see desk",
    "/desk/situations/displacement-2023/sheets/": "see desk",
    "/desk/situations/displacement-2023/sheets/{report}/": "see desk",
    "/desk/situations/displacement-2023/series/": "see desk",
    "/desk/situations/displacement-2023/series/{series}/": "see desk",
    "/desk/situations/displacement-2023/proposals/": "see desk",
    "/desk/situations/displacement-2023/map/": "see desk",
    "/desk/situations/displacement-2023/afterwards/": "see desk",
    "/desk/situations/not-yet-public/brief/": "see desk",
    "/desk/situations/displacement-2023/brief.pdf?paper=letter": "see desk",
    "/desk/assessments/": "see desk",
    "/desk/assessments/?situation=displacement-2023": "see desk",
    "/desk/assessments/{assessment}/": "see desk",
    "/desk/assessments/{assessment}/changes/": "see desk",
    "/desk/assessments/{assessment}/jurisdiction/": "see desk",
    "/desk/assessments/{assessment}/parts/1/": "see desk",
    "/desk/assessments/{assessment}/parts/19/": "see desk",
    "/desk/assessments/{assessment}/parts/1/history/{judgement}/": "see desk",
    "/desk/assessments/{assessment}/worksheet/": "see desk",
    "/desk/assessments/{assessment}/worksheet.pdf": "see desk",
    "/desk/assessments/{assessment}/worksheet.json": "see desk",
    "/desk/frameworks/": "see desk",
    "/desk/frameworks/{framework}/": "see desk",
    "/desk/frameworks/{framework}/file": "see desk",
    "/desk/alerts/": "see desk",
    "/desk/alerts/new/?situation=displacement-2023": "draft alert",
    "/desk/alerts/{alert}/": "see desk",
    "/desk/alerts/{draft}/": "see desk",
    "/desk/alerts/{alert}/afterwards/": "see desk",
    "/desk/alerts/{draft}/languages/hy/": "see desk",
    "/desk/alerts/{draft}/languages/?language=hy": "see desk",
    "/desk/situations/displacement-2023/earlier-alerts/": "see desk",
    "/desk/situations/displacement-2023/dossier/": "see desk",
    "/desk/alerts/{alert}/deliveries/": "see desk",
    "/desk/log/": "read log",
    "/desk/log/?item=report:{report}&before=9": "read log",
    "/desk/log/{logged}.proof": "read log",
    "/desk/log/{logged}.entry.json": "read log",
    "/desk/relief/": "see desk",
    "/desk/relief/funds/": "see desk",
    "/desk/relief/funds/{fund}/": "see desk",
    "/desk/relief/funds/{fund}/?as_of=2026-01-01T12:00": "see desk",
    "/desk/relief/funds/{fund}/account/?account=gifts:EUR": "see desk",
    "/desk/relief/transfers/{transfer}/": "see desk",
    "/desk/relief/screening/": "decide funds",
    "/desk/relief/cards/": "see desk",
    "/desk/relief/cards/?show=disputed&before=9": "see desk",
    "/desk/relief/cards/payouts/": "see desk",
    "/desk/relief/cards/{card}/": "see desk",
    "/desk/subscriptions/": "see desk",
    "/desk/relief/{fund}/bank/": "see bank lines",
    "/desk/relief/{fund}/bank/?after=1": "see bank lines",
    "/desk/relief/{fund}/bank/mapping/": "see bank lines",
    "/desk/relief/bank-files/{bank_file}/": "see bank lines",
    "/desk/relief/bank-lines/{bank_line}/": "see bank lines",
    "/desk/relief/bank-lines/{bank_line}/receipt/": "see bank lines",
    "/desk/relief/{fund}/spending/": "see desk",
    "/desk/relief/allocations/{allocation}/": "see desk",
    "/desk/relief/payment-lists/{payment_list}/": "see desk",
    "/desk/relief/payment-lists/{payment_list}/?after=1": "see desk",
}
#: what is posted -> what the table of roles calls it
POSTS = {
    "/desk/searches/save/": "review",
    "/desk/searches/{saved}/read/": "review",
    "/desk/searches/{saved}/drop/": "review",
    "/desk/take-in/": "take in",
    "/desk/reports/{report}/texts/": "take in",
    "/desk/reports/{report}/sensitivity/": "review",
    "/desk/reports/{report}/place/": "review",
    "/desk/reports/{report}/content/": "review",
    "/desk/texts/{text}/mark/": "review",
    "/desk/findings/{figure}/review/": "review",
    "/desk/findings/{figure}/undo/": "review",
    "/desk/assign/": "review",
    **{
        f"/desk/verification/{name}/": "review"
        for name in ("credit", "link", "take-back", "level", "told-us", "consent")
    },
    "/desk/verification/ask/": "ask for access",
    "/desk/verification/answer/": "ask for access",
    "/desk/publishers/rate/": "review",
    "/desk/publishers/relate/": "review",
    "/desk/bulk/": "review",
    "/desk/bulk/confirm/": "review",
    "/desk/situations/": "open situation",
    "/desk/situations/not-yet-public/gather/": "open situation",
    "/desk/situations/not-yet-public/publish/": "publish",
    "/desk/situations/not-yet-public/proposals/decide/": "open situation",
    "/desk/situations/not-yet-public/proposals/feed/": "open situation",
    "/desk/situations/displacement-2023/contradictions/decide/": "review",
    "/desk/situations/displacement-2023/calls/answer/": "review",
    "/desk/situations/displacement-2023/sheets/": "take in",
    "/desk/situations/displacement-2023/sheets/{report}/": "review",
    "/desk/situations/displacement-2023/series/people/": "review",
    "/desk/situations/displacement-2023/series/{series}/explain/": "review",
    "/desk/situations/displacement-2023/series/{series}/prefer/": "review",
    "/desk/assessments/": "assess",
    "/desk/assessments/{assessment}/jurisdiction/answer/": "assess",
    "/desk/assessments/{assessment}/parts/1/weigh/": "assess",
    "/desk/assessments/{assessment}/parts/1/judge/": "assess",
    "/desk/assessments/{assessment}/parts/1/second/": "read second",
    "/desk/assessments/{assessment}/propose/": "assess",
    "/desk/assessments/{assessment}/acts/submit/": "assess",
    "/desk/assessments/{assessment}/acts/return/": "read second",
    "/desk/assessments/{assessment}/acts/finish/": "read second",
    "/desk/assessments/{assessment}/acts/publish/": "publish assessment",
    "/desk/frameworks/": "add framework",
    "/desk/alerts/new/": "draft alert",
    "/desk/alerts/{draft}/sentences/": "draft alert",
    "/desk/alerts/{draft}/embargo/": "draft alert",
    "/desk/alerts/{draft}/expiry/": "draft alert",
    "/desk/alerts/{draft}/languages/hy/": "draft alert",
    "/desk/alerts/{draft}/languages/hy/check/": "draft alert",
    "/desk/alerts/{draft}/languages/hy/withdraw/": "draft alert",
    "/desk/situations/displacement-2023/earlier-alerts/": "draft alert",
    "/desk/situations/displacement-2023/dossier/": "export dossier",
    "/desk/situations/displacement-2023/dossier/ftm/": "export dossier",
    "/desk/situations/displacement-2023/earlier-alerts/1/withdraw/": "draft alert",
    "/desk/alerts/{draft}/acts/submit/": "draft alert",
    "/desk/alerts/{draft}/acts/return/": "draft alert",
    "/desk/alerts/{draft}/acts/approve/": "sign alert",
    "/desk/alerts/{draft}/areas/add/": "draft alert",
    "/desk/alerts/{draft}/areas/drop/": "draft alert",
    "/desk/alerts/{draft}/acts/issue/": "sign alert",
    "/desk/alerts/{draft}/acts/emergency/": "sign alert",
    "/desk/alerts/{alert}/acts/confirm/": "sign alert",
    "/desk/alerts/{alert}/acts/object/": "sign alert",
    "/desk/alerts/{alert}/acts/update/": "draft alert",
    "/desk/alerts/{alert}/acts/cancel/": "draft alert",
    "/desk/alerts/{alert}/deliveries/retry/": "retry delivery",
    "/desk/relief/funds/": "decide funds",
    "/desk/relief/funds/{fund}/terms/": "decide funds",
    "/desk/relief/funds/{fund}/period/": "keep books",
    "/desk/relief/funds/{fund}/refund-bound/": "decide funds",
    "/desk/relief/funds/{fund}/refund-bound/second/": "decide funds",
    "/desk/relief/funds/{fund}/exchange/": "keep books",
    "/desk/relief/transfers/{transfer}/correct/": "keep books",
    "/desk/relief/screening/decide/": "decide funds",
    "/desk/relief/cards/{card}/refund/": "keep books",
    "/desk/relief/cards/{card}/refund/second/": "decide funds",
    "/desk/relief/cards/{card}/read/": "keep books",
    "/desk/subscriptions/erase/": "erase address",
    "/desk/reports/{report}/erase/": "erase",
    "/desk/relief/{fund}/bank/take-in/": "keep books",
    "/desk/relief/{fund}/bank/mapping/": "keep books",
    "/desk/relief/{fund}/bank/mapping/save/": "keep books",
    "/desk/relief/bank-lines/{bank_line}/decide/": "keep books",
    "/desk/relief/bank-lines/{bank_line}/second/": "decide funds",
    "/desk/relief/{fund}/spending/needs/": "state need",
    "/desk/relief/{fund}/spending/needs/withdraw/": "state need",
    "/desk/relief/{fund}/spending/programmes/": "keep books",
    "/desk/relief/{fund}/spending/allocations/": "keep books",
    "/desk/relief/allocations/{allocation}/acts/approve/": "decide funds",
    "/desk/relief/allocations/{allocation}/lists/": "keep books",
    **{
        f"/desk/relief/payment-lists/{{payment_list}}/{name}/": "keep books"
        for name in ("rule", "send", "delivered", "withdraw")
    },
    "/desk/relief/payments/{payment}/delivered/": "keep books",
}


@pytest.fixture(autouse=True)
def blank_pdfs(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> None:
    """Who may open a PDF is asked here for every role; what stands in it is not, and takes a second each time."""
    settings.TOCSIN_HOME = tmp_path
    monkeypatch.setattr("tocsin.web.brief_pages.make_pdf", lambda *_, **__: Pdf(pages=2, content=b"%PDF"))


#: place in an address -> what of the site stands there; what is asked for first makes it
PLACES: dict[str, Callable[[Site], object]] = {
    # as it stands now: a test may have written another
    "publisher": lambda site: quote(
        str(Report.objects.values_list("publisher", flat=True).get(pk=site.text.report_id))
    ),
    "figure": lambda site: site.figure.pk,
    "report": lambda site: site.text.report_id,
    "text": lambda site: site.text.pk,
    "capture": lambda site: site.capture.pk,
    "pictured": lambda site: site.pictured.pk,
    "identifier": lambda site: site.alert.identifier,
    "fund": lambda site: site.fund.code,
    "bank_line": lambda site: site.bank_line.pk,
    "bank_file": lambda site: site.bank_line.statement.file_id,
    "allocation": lambda site: site.payment_list.allocation_id,
    "payment_list": lambda site: site.payment_list.pk,
    "payment": lambda site: site.payment_list.payments.order_by("line")[0].pk,
    "transfer": lambda site: site.fund.transfers.order_by("pk")[0].pk,
    "fingerprint": lambda site: SigningKey.objects.get().fingerprint,
    "alert": lambda site: site.alert.pk,
    "draft": lambda site: site.draft.pk,
    "translated": lambda site: site.translated.identifier,
    "saved": lambda site: site.saved.pk,
    "series": lambda site: site.series,
    "assessment": lambda site: site.assessment.pk,
    "judgement": lambda site: site.assessment.judgements.get().pk,
    "framework": lambda site: site.assessment.framework_id,
    "published": lambda site: site.public_assessment.pk,
    "card": lambda site: site.card_payment.pk,
    "size": lambda site: site.checkpoint.size,
    "proven": lambda site: site.proven.size,
    "logged": lambda site: site.checkpoint.size - 1,
    "confirm": lambda site: _token(site, Purpose.CONFIRM),
    "end": lambda site: _token(site, Purpose.END),
}
#: of these those that hold words; numbers stand in all others
WORDS = {"identifier", "fund", "fingerprint", "translated", "series", "confirm", "end"}


def address(pattern: str, site: Site) -> str:
    return re.sub(r"\{(\w+)\}", lambda place: str(PLACES[place[1]](site)), pattern)


def _token(site: Site, purpose: Purpose) -> str:
    return token(site.subscription.pk, site.subscription.nonce, purpose)


def name_of(page: str) -> str:
    """The name of the address that a line of a table stands for; any word and any number fill its places."""
    plain = re.sub(r"\{(\w+)\}", lambda place: "word" if place[1] in WORDS else "1", page.split("?")[0])
    name = resolve(plain).url_name
    assert name, page
    return name


@pytest.mark.django_db
def test_everybody_opens_every_public_page(site: Site) -> None:
    """A public page is the same for a visitor and for whoever is signed in."""
    for page in PUBLIC_PAGES:
        answers = {site.client(visitor).get(address(page, site)).content for visitor in (None, "analyst")}
        assert len(answers) == 1, page
        assert site.client(None).get(address(page, site)).status_code == 200, page


@pytest.mark.django_db
@pytest.mark.parametrize("visitor", VISITORS)
def test_desk_pages_open_for_the_roles_of_the_table(site: Site, visitor: str | None) -> None:
    """Without a login every desk page leads to the sign-in; with one, the table of roles decides."""
    client = site.client(visitor)
    for page, act in DESK_PAGES.items():
        response = client.get(address(page, site))
        expected = 302 if visitor is None else 200 if may({visitor}, act) else 403
        assert response.status_code == expected, (page, response.status_code)
        if visitor is None:
            assert response["Location"].startswith("/accounts/login/?next=/desk/"), page


@pytest.mark.django_db
@pytest.mark.parametrize("visitor", VISITORS)
def test_nothing_is_done_that_the_role_does_not_allow(site: Site, visitor: str | None) -> None:
    """Every form is refused to whoever may not use it, the auditor's every one."""
    client = site.client(visitor)
    for page, act in POSTS.items():
        response = client.post(address(page, site), {"situation": "displacement-2023"})
        if visitor is None:
            assert response.status_code == 302 and "/accounts/login/" in response["Location"], page
        else:
            assert (response.status_code == 403) == (not may({visitor}, act)), (page, response.status_code)
    if visitor == "auditor":
        assert not any(may({visitor}, act) for act in POSTS.values())


@pytest.mark.django_db
def test_a_login_without_a_role_sees_nothing_of_the_desk(site: Site) -> None:
    """A login whose last role was taken away is refused on every page."""
    client = site.client("analyst")
    addresses = [address(page, site) for page in DESK_PAGES]
    site.logins["analyst"].groups.clear()
    for page in addresses:
        assert client.get(page).status_code == 403, page


def test_the_tables_name_every_address_of_the_site() -> None:
    """No page is added without a line here."""
    assert {name_of(page) for page in (*DESK_PAGES, *POSTS)} == {pattern.name for pattern in DESK}
    public = {name_of(page) for page in (*PUBLIC_PAGES, *LINKED_PAGES, *SENT_BY_SCRIPT, *GIVE_PAGES)}
    assert public == {each.name for each in PUBLIC}
    assert set(POSTS.values()) | set(DESK_PAGES.values()) | {
        "manage logins",
        "manage keys",
        "grant access",
        "back up",
        "erase",
        "export dossier",
        "take in boundaries",
    } == set(ACTS)


@pytest.mark.django_db
def test_a_form_without_its_token_is_refused(site: Site) -> None:
    """A page of another site cannot act in a signed-in person's name."""
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(site.logins["analyst"])
    response = client.post(f"/desk/findings/{site.open.pk}/review/", {"decision": "accepted"})
    assert response.status_code == 403
    assert b"grown old" in response.content


@pytest.mark.django_db
def test_desk_pages_are_kept_in_no_cache(site: Site) -> None:
    """What somebody saw is not left on a shared machine."""
    client = site.client("issuer")
    for page in DESK_PAGES:
        assert client.get(address(page, site))["Cache-Control"] == "private, no-store", page


@pytest.mark.django_db
def test_nobody_signs_up_by_themselves(site: Site) -> None:
    """The sign-up page offers no form."""
    response = site.client(None).get("/accounts/signup/")
    assert b"<form" not in response.content
    site.client(None).post("/accounts/signup/", {"username": "eve", "password1": "x", "password2": "x"})
    assert not type(site.logins["analyst"]).objects.filter(username="eve").exists()


@pytest.mark.django_db
def test_sign_in_leads_to_the_desk(site: Site) -> None:
    """A login with its password reaches the inbox; a wrong password does not, and does not tell why."""
    client = site.client(None)
    wrong = client.post("/accounts/login/", {"login": "analyst", "password": "wrong"})
    assert wrong.status_code == 200
    right = client.post("/accounts/login/", {"login": "analyst", "password": "analyst-correct-horse"})
    assert (right.status_code, right["Location"]) == (302, "/desk/")


@pytest.mark.django_db
def test_guessing_passwords_is_slowed_down(site: Site) -> None:
    """After some wrong passwords the right one is refused for a while too."""
    from django.core.cache import cache

    cache.clear()
    client = site.client(None)
    for _ in range(12):
        client.post("/accounts/login/", {"login": "analyst", "password": "wrong"})
    client.post("/accounts/login/", {"login": "analyst", "password": "analyst-correct-horse"})
    assert client.get("/desk/").status_code == 302
    cache.clear()


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["email/", "password/reset/", "confirm-email/", "login/code/confirm/"])
def test_no_page_sends_mail_to_an_address_that_a_stranger_types(site: Site, page: str) -> None:
    """Logins have no mail address: the pages that would write to one are not there."""
    for visitor in (None, "analyst"):
        assert site.client(visitor).get(f"/accounts/{page}").status_code == 404
        assert (
            site.client(visitor).post(f"/accounts/{page}", {"email": "eve@host.invalid"}).status_code == 404
        )


@pytest.mark.django_db
@pytest.mark.parametrize(
    "page", ["password/change/", "2fa/", "2fa/recovery-codes/generate/", "reauthenticate/", "logout/"]
)
def test_pages_of_a_login_open_in_our_look(site: Site, page: str) -> None:
    """Each opens, or asks for the password first, with the masthead of the desk."""
    response = site.client("auditor").get(f"/accounts/{page}", follow=True)
    assert response.status_code == 200 or page.startswith("2fa/recovery")
    assert b'class="brand"' in response.content


@pytest.mark.django_db
def test_a_second_factor_is_asked_for_once_it_is_set_up(site: Site) -> None:
    """Set up with a code, it is asked for at the next sign-in; the password alone opens nothing."""
    import re

    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

    def code(secret: str) -> str:
        return str(format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time()))))

    client = site.client(None)
    password = {"login": "analyst", "password": "analyst-correct-horse"}
    client.post("/accounts/login/", password)
    client.post("/accounts/reauthenticate/", {"password": "analyst-correct-horse"})
    shown = client.get("/accounts/2fa/totp/activate/").content.decode()
    secret = re.search(r"\b[A-Z2-7]{32}\b", shown)
    assert secret, shown
    set_up = client.post("/accounts/2fa/totp/activate/", {"code": code(secret[0])}, follow=True)
    assert set_up.status_code == 200 and b"recovery" in set_up.content.lower()
    client.post("/accounts/logout/")
    again = client.post("/accounts/login/", password)
    assert again["Location"].startswith("/accounts/2fa/authenticate/")
    assert client.get("/desk/").status_code == 302
    assert b'class="brand"' in client.get("/accounts/2fa/authenticate/").content


@pytest.mark.django_db
def test_a_sign_that_no_store_holds_is_refused(site: Site) -> None:
    """A NUL in a search or a form is a bad request, on every store alike."""
    client = site.client("analyst")
    assert client.get("/desk/situations/not-yet-public/?search=%00").status_code == 400
    said = {"sensitivity": "restricted", "reason": "a\0b"}
    assert client.post(f"/desk/reports/{site.text.report_id}/sensitivity/", said).status_code == 400


def test_head_answers_with_the_headers_alone() -> None:
    """The length is that of the page; the page itself is not sent."""
    from django.http import HttpResponse
    from django.test import RequestFactory

    from tocsin.web.headers import safe_headers

    site = safe_headers(lambda _: HttpResponse(b"a page", headers={"Content-Length": "6"}))
    head, get = site(RequestFactory().head("/")), site(RequestFactory().get("/"))
    assert (head.content, head["Content-Length"]) == (b"", "6")
    assert get.content == b"a page"
