"""A small site for tests: one published situation with an issued alert, one that nobody published, a login per role."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.test import Client

from tests import made
from tests.relief import relief_world
from tests.web.pictured import pictured
from tocsin import alerts, assessment, record, situations
from tocsin.alerts.models import Alert
from tocsin.alerts.translated_words import Words
from tocsin.alerts.translations import phrases_needed
from tocsin.assessment.models import Assessment
from tocsin.custody import checkpoints, log_keys
from tocsin.custody.models import KeptCheckpoint, OpenTimestamp
from tocsin.custody.opentimestamps.keeping import digest_of
from tocsin.custody.opentimestamps.proof import Attestation, Proof
from tocsin.delivery.models import Contact, Subscription
from tocsin.record.models import Finding
from tocsin.relief import spending
from tocsin.relief.bank import taking_in
from tocsin.relief.ledger import accounts, booking
from tocsin.relief.ledger.opening import account
from tocsin.relief.models import BankLine, CardPayment, Fund, PaymentList
from tocsin.relief.money.money import Money
from tocsin.reports.capture_models import Capture
from tocsin.reports.capturing import Captured, store
from tocsin.reports.certificates import Seen
from tocsin.reports.content_check import Checked, Verdict
from tocsin.reports.models import Origin, ReportText
from tocsin.reports.seal import seal
from tocsin.situations.asking import Question
from tocsin.situations.models import Situation
from tocsin.situations.saved import save_search
from tocsin.situations.saved_models import SavedSearch
from tocsin.web.roles import Role

HOSTILE = '<script>alert("x")</script>'
#: an alert that holds a tag is never issued; signs that must be escaped it may hold
SIGNS = '"><&'
TEXT = (
    "By six in the evening on Friday the government had counted 97,735 people arriving in Armenia.\n\n"
    f"A border official {HOSTILE} said that buses would run through the night.\n"
    "A fuel depot is said to have burned again; nobody has confirmed it."
)
CROSSED = {
    "value": 97735,
    "unit": "person",
    "term": "crossed",
    "kind": "stock",
    "as_of": "2023-09-29T18:00+04:00",
    "since": "2023-09-24",
    "speaker": "the government",
}
CERTIFICATE = Seen(
    url="https://wire.example/",
    protocol="TLSv1.3",
    cipher="TLS_AES_256_GCM_SHA384",
    sha256="ab" * 32,
    subject=f"CN={HOSTILE}",
    issuer=f"CN={SIGNS}",
    not_before="2026-01-01T00:00:00Z",
    not_after="2026-12-31T00:00:00Z",
    shown=2,
)
OTHERS = (
    ("Valley Post", 88_780, "2023-09-29T10:00+04:00"),
    ("Hill Radio", 97_120, "2023-09-29T18:00+04:00"),
    ("River Herald", 76_407, "2023-09-28T20:00+04:00"),
)


@dataclass(frozen=True, kw_only=True)
class Site:
    text: ReportText
    figure: Finding
    #: of the same report, not reviewed
    open: Finding
    situation: Situation
    hidden: Situation
    #: stands in the hidden situation only
    hidden_figure: Finding
    alert: Alert
    draft: Alert
    #: the analyst's, shared with the desk
    saved: SavedSearch
    logins: dict[str, User]

    @property
    def series(self) -> str:
        """The key of the published situation's counts of those who crossed."""
        return situations.brief_of(self.situation, public=False).series[0].key

    @property
    def assessment(self) -> Assessment:
        """Of the published situation, open, with one judgement; begun when it is first asked for."""
        return self._assessed("rome-statute-2011", "6(a)/1")

    @property
    def fund(self) -> Fund:
        """Of the published situation, open to the public, with one gift; opened when it is first asked for."""
        found = Fund.objects.filter(code="relief-2023").first()
        if found is not None:
            return found
        given = {"title": f"Relief {HOSTILE}", "purpose": f"Shelter {SIGNS}", "holder": SIGNS}
        made_fund = relief_world.fund("relief-2023", situation=self.situation, **given)
        booking.book(made_fund, relief_world.gift("site:gift"), by="tests", now=made.NOW)
        return made_fund

    @property
    def card_payment(self) -> CardPayment:
        """Of that fund, which somebody has to look at; made when it is first asked for."""
        given = {
            "fund": self.fund,
            "minor": 1000,
            "currency": "EUR",
            "asked_at": made.NOW,
            "trouble": HOSTILE,
        }
        row, _ = CardPayment.objects.get_or_create(
            provider="simulated", ref="cs_test_1", defaults={"token": "card", **given}
        )
        return row

    @property
    def bank_line(self) -> BankLine:
        """Held, of a statement of the fund; its text and its payer's name are a stranger's."""
        found = BankLine.objects.filter(placed="held").first()
        if found is None:
            account(self.fund, accounts.bank("900000007777", "AMD", "AM"))
            said = f"{HOSTILE} {SIGNS}".replace("\n", " ")
            content = (
                ":20:A\n:25:900000007777\n:28C:1\n:60F:C260101AMD0,00\n"
                f":61:2601020102C5,00NINTNONREF\n:86:{said}\n:62F:C260103AMD5,00\n-\n"
            )
            taking_in.take_in(self.fund, content.encode(), f"{HOSTILE}.sta", by="treasurer", now=made.NOW)
            found = BankLine.objects.get(placed="held")
        return found

    @property
    def payment_list(self) -> PaymentList:
        """Of the fund, planned, with a household twice; a need, a programme and an allocation come with it."""
        found = PaymentList.objects.first()
        if found is not None:
            return found
        treasurer, issuer, now = self.logins["treasurer"], self.logins["issuer"], made.NOW
        facts = {"standard": "water", "finding": self.figure.pk, "days": 30, "reason": f"counted {HOSTILE}"}
        spending.state_need(self.fund, "water", **facts, by=treasurer, now=now, seen=None)
        programme = spending.open_programme(
            self.fund, "cash", title=f"Cash {HOSTILE}", kind="cash-household", by="treasurer", now=now
        )
        said = {"decision": f"Cash {HOSTILE}", "authority": f"The board {SIGNS}"}
        row = spending.propose(programme, Money(9_000, "EUR"), **said, by=treasurer, now=now)
        row = spending.approve(row, by=issuer, now=now)
        content = b"beneficiary,amount\nHH-1,10.00\nHH-1,20.00\n"
        days = {"first": made.NOW.date(), "last": made.NOW.date()}
        return spending.take_in_list(row, content, **days, by=treasurer, now=now)

    @property
    def public_assessment(self) -> Assessment:
        """Finished, and published by the issuer, when it is first asked for."""
        row = self._assessed("un-foa-2014", "7.10")
        if row.published_at is not None:
            return row
        lawyer, issuer = self.logins["lawyer"], self.logins["issuer"]
        row = assessment.submit(row, by=self.logins["analyst"], now=made.NOW)
        assessment.second_read(row.judgements.get(), agrees=True, reason="", by=lawyer, now=made.NOW)
        row = assessment.finish(row, by=lawyer, now=made.NOW)
        return assessment.publish(row, by=issuer, now=made.NOW)

    @property
    def translated(self) -> Alert:
        """Issued in English and in Arabic, when it is first asked for."""
        found = Alert.objects.filter(translations__isnull=False, identifier__isnull=False).first()
        if found is not None:
            return found
        analyst, issuer = self.logins["analyst"], self.logins["issuer"]
        row = _drafted(self.situation, [self.figure], analyst)
        words = Words(
            headline=f"خطر {SIGNS}",
            area="الناس في الطريق",
            event="خطر فظائع جماعية",
            sentences=tuple(f"جملة {each.position} {SIGNS}" for each in row.sentences.all()),
            phrases=dict.fromkeys(phrases_needed(row), "كلمة"),
        )
        by = {"made_by": "person", "translator": f"A. Translator {SIGNS}", "by": analyst, "now": made.NOW}
        return _issued(alerts.translate(row, "ar", words, **by), analyst, issuer)

    @property
    def capture(self) -> Capture:
        """Of the report, as if it had come from an address, with a certificate; made when it is first asked for."""
        if (found := Capture.objects.filter(picture__isnull=True).first()) is not None:
            return found
        hops = [{"url": f"https://wire.example/{SIGNS}", "status": 200, "ip": "192.0.2.7"}]
        origin = Origin.objects.create(
            report=self.text.report, kind="url", address=hops[0]["url"], hops=hops, fetched_at=made.NOW
        )
        return store(captured(b"a WARC file"), origin)

    @property
    def pictured(self) -> Capture:
        """Another arrival of the report, with a picture of its page."""
        if (found := Capture.objects.filter(picture__isnull=False).first()) is not None:
            return found
        origin = Origin.objects.create(
            report=self.text.report, kind="url", address="https://wire.example/", hops=[], fetched_at=made.NOW
        )
        return store(pictured(), origin)

    @property
    def checkpoint(self) -> KeptCheckpoint:
        """The log's newest; key and checkpoint are made when it is first asked for."""
        if log_keys.in_use() is None:
            log_keys.new_key(by="administrator", now=made.NOW)
        return checkpoints.latest() or checkpoints.sign_checkpoint(made.NOW)

    @property
    def proven(self) -> KeptCheckpoint:
        """The same, with an OpenTimestamps proof over it."""
        kept = self.checkpoint
        if not kept.opentimestamps.exists():
            proof = Proof(digest_of(kept), (Attestation.bitcoin(900_000),))
            OpenTimestamp.objects.create(checkpoint=kept, n=1, proof=bytes(proof), kept_at=made.NOW)
        return kept

    @property
    def subscription(self) -> Subscription:
        """Asked for and not confirmed; made when it is first asked for."""
        if (found := Subscription.objects.first()) is not None:
            return found
        contact = Contact.objects.create(
            channel="mail", address_key="reader", address="reader@example.org", lane="mail", made_at=made.NOW
        )
        return Subscription.objects.create(contact=contact, nonce="nonce", asked_at=made.NOW)

    def _assessed(self, framework: str, criterion: str) -> Assessment:
        by = self.logins["analyst"]
        found = Assessment.objects.filter(framework__name=framework).first()
        if found is not None:
            return found
        version = assessment.latest(framework, now=made.NOW)
        row = assessment.begin(self.situation, version, by=by, now=made.NOW)
        facts = {"reason": f"counted there {HOSTILE}", "by": by, "now": made.NOW, "seen": None}
        assessment.weigh(row, criterion, self.figure.pk, side="for", standing="accepted", **facts)
        assessment.judge(row, criterion, verdict="partly", confidence="low", **facts)
        return row

    def client(self, role: str | None) -> Client:
        client = Client()
        if role is not None:
            client.force_login(self.logins[role])
        return client


def captured(content: bytes) -> Captured:
    return Captured(
        seal=seal(content),
        content=content,
        made_at=made.NOW,
        certificates=(CERTIFICATE,),
        checked=Checked(verdict=Verdict.COOKIES, reasons=(f"it says {HOSTILE}",)),
    )


def build() -> Site:
    logins = {str(role): made.login(str(role), str(role)) for role in Role}
    analyst, issuer = logins["analyst"], logins["issuer"]
    text = made.report(TEXT)
    figure = accepted(finding(text, "figure", "97,735 people", CROSSED), analyst)
    said = {"speaker_name": f"A border official {HOSTILE}", "act": "said", "said_at": "2023-09-29"}
    sentence = f"A border official {HOSTILE} said that buses would run through the night."
    accepted(finding(text, "statement", sentence, said), analyst)
    doubtful = {"type": "assault", "when": "2023-09-28", "certainty": "unconfirmed"}
    event = finding(text, "event", "A fuel depot is said to have burned again", doubtful)
    accepted(event, analyst)
    situation = _situation("displacement-2023", [text, *_others(analyst)], analyst, issuer)
    hidden_text = made.report("Some 1,234 people wait at a crossing that nobody has named yet.")
    hidden_figure = accepted(
        finding(hidden_text, "figure", "1,234 people", {**CROSSED, "value": 1234}), analyst
    )
    alert = _drafted(situation, [figure, event], analyst)
    return Site(
        text=text,
        figure=figure,
        open=finding(text, "place", "Armenia", {"name": "Armenia", "country": "ARM"}),
        situation=situation,
        hidden=_situation("not-yet-public", [hidden_text], analyst, None),
        hidden_figure=hidden_figure,
        alert=_issued(alert, analyst, issuer),
        draft=_drafted(situation, [figure], analyst),
        saved=save_search("People", Question(words="people"), by=analyst, now=made.NOW, shared=True),
        logins=logins,
    )


def finding(text: ReportText, kind: str, quote: str, fields: dict[str, Any]) -> Finding:
    start = text.text.index(quote)
    by = User.objects.get(username="analyst")
    return record.mark(
        text.pk, kind=kind, start=start, end=start + len(quote), fields=fields, by=by, now=made.NOW
    )


def accepted(row: Finding, by: User) -> Finding:
    record.review(row.pk, decision="accepted", by=by, now=made.NOW, seen=None)
    row.refresh_from_db()
    return row


def _others(by: User) -> list[ReportText]:
    texts = []
    for publisher, value, as_of in OTHERS:
        text = made.report(f"Counted so far: {value:,} people.", publisher=publisher)
        accepted(
            finding(text, "figure", f"{value:,} people", {**CROSSED, "value": value, "as_of": as_of}), by
        )
        texts.append(text)
    return texts


def _situation(slug: str, texts: list[ReportText], by: User, publisher: User | None) -> Situation:
    situation = situations.open_situation(
        slug,
        title=f"Displacement {HOSTILE}",
        time_zone="Asia/Yerevan",
        by=by.get_username(),
        now=made.NOW,
        demonstration=publisher is not None,
    )
    situations.gather(situation, [text.report_id for text in texts], by=by.get_username(), now=made.NOW)
    return situations.publish(situation, by=publisher, now=made.NOW) if publisher else situation


def _drafted(situation: Situation, findings: list[Finding], by: User) -> Alert:
    return alerts.draft(
        situation,
        scheme="lemkin-institute",
        level="sos",
        status="Exercise",
        headline=f"Critical danger {SIGNS}",
        area="The people on the road",
        findings=[row.pk for row in findings],
        by=by,
        now=made.NOW,
    )


def _issued(alert: Alert, author: User, signer: User) -> Alert:
    alert = alerts.submit(alert, by=author, now=made.NOW)
    ticked = [each.key for each in alerts.warnings_of(alert)]
    alert = alerts.approve(alert, by=signer, now=made.NOW, ticked=ticked)
    return alerts.issue(alert, by=signer, now=made.NOW)
