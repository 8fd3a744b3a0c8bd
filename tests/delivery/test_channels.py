"""What each answer of the other side means, and what is not known where none comes."""

import email
import json
from datetime import UTC, datetime
from email.errors import MessageError
from email.policy import default
from typing import Any

import pytest
from standardwebhooks import Webhook as Verifier

from tests.delivery.lines import http, http_server, listening, mail_server
from tocsin.delivery.channels.face import Parcel
from tocsin.delivery.channels.letter import letter
from tocsin.delivery.channels.mail import SmtpSender, server
from tocsin.delivery.channels.push import PushSender, notice, public_key
from tocsin.delivery.channels.webhook import WebhookSender, body, signed
from tocsin.delivery.states import Outcome, Result
from tocsin.delivery.subscribing import new_secret
from tocsin.errors import WrongUse

NOON = datetime(2023, 9, 30, 12, 0, tzinfo=UTC)


def parcel(**fields: Any) -> Parcel:
    return Parcel(
        **{
            "stable_id": "abc@example.org",
            "address": "reader@example.org",
            "at": NOON,
            "subject": "SOS",
            "text": "People are on the road.\n.\nMany are children.",
            "unsubscribe_url": "https://tocsin.example/subscriptions/end/1-x/",
            **fields,
        }
    )


def mailed(**behaviour: Any) -> Outcome:
    with listening(mail_server(**behaviour)) as there:
        sender = SmtpSender(server(f"smtp://127.0.0.1:{there.port}?security=none"))
        outcome = sender.send(parcel())
        sender.close()
        return outcome


@pytest.mark.parametrize(
    ("behaviour", "result", "reason"),
    [
        ({}, Result.SENT, "SMTP 250"),
        ({"rcpt": b"550 5.1.1 <reader@example.org> unknown"}, Result.PERMANENT, "SMTP 550 5.1.1"),
        ({"rcpt": b"451 4.7.1 greylisted"}, Result.TEMPORARY, "SMTP 451 4.7.1"),
        ({"after_letter": b"552 5.3.4 too big"}, Result.PERMANENT, "SMTP 552 5.3.4"),
        ({"after_letter": b"452 4.3.1 full"}, Result.TEMPORARY, "SMTP 452 4.3.1"),
        (
            {"data": None},
            Result.TEMPORARY,
            "the line was lost before the letter was sent (SMTPServerDisconnected)",
        ),
    ],
)
def test_a_mail_servers_answer_decides(behaviour: dict[str, Any], result: Result, reason: str) -> None:
    """4xx is for now, 5xx for good; the words beside the code, which hold the address, are not kept."""
    outcome = mailed(**behaviour)
    assert (outcome.result, outcome.reason) == (result, reason)


def test_a_mail_server_that_accepts_and_then_drops_the_line_leaves_the_outcome_unknown() -> None:
    """After the last dot only an answer can tell."""
    outcome = mailed(after_letter=None)
    assert outcome.result is Result.UNKNOWN and "after the letter was sent" in outcome.reason
    assert not outcome.lane_down


def test_a_mail_server_that_is_not_there_is_a_failure_of_the_lane() -> None:
    """Nothing was handed over, and the other letters need not be tried now."""
    with listening(mail_server()) as there:
        port = there.port
    outcome = SmtpSender(server(f"smtp://127.0.0.1:{port}?security=none")).send(parcel())
    assert outcome.result is Result.TEMPORARY and outcome.lane_down


@pytest.mark.parametrize(
    "url", ["", "http://mail.example.org", "smtp://", "smtp://mail.example.org?security=none"]
)
def test_a_mail_server_without_tls_is_refused_unless_it_is_this_machine(url: str) -> None:
    """Passwords and addresses go over no open line."""
    with pytest.raises(WrongUse):
        server(url)


@pytest.mark.parametrize("html", ["", "<p>مرحبا</p>"])
def test_a_repeated_letter_is_the_same_byte_for_byte(html: str) -> None:
    """Also with a part in HTML; and the next recipient's holds nothing of the one before."""
    first, other = (
        parcel(html=html),
        parcel(html=html, address="other@example.org", stable_id="def@example.org"),
    )
    content, others = (letter(each, sender="bell@example.org", name="Example") for each in (first, other))
    assert content == letter(first, sender="bell@example.org", name="Example")
    for mine, foreign in ((content, other), (others, first)):
        assert foreign.address.encode() not in mine and foreign.stable_id.encode() not in mine


@pytest.mark.parametrize("field", ["stable_id", "unsubscribe_url", "address"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_no_line_break_comes_into_a_header_that_stands_as_printed(field: str, end: str) -> None:
    """What is no line makes no letter."""
    broken = parcel(**{field: f"reader@example.org{end}Bcc: other@example.org"})
    with pytest.raises((ValueError, MessageError)):
        letter(broken, sender="bell@example.org", name="Example")


def test_a_letter_can_be_ended_in_one_click_and_repeated_byte_for_byte() -> None:
    """RFC 8058's two headers, a stable Message-ID, and no header that a text could slip in."""
    hostile = parcel(subject="SOS\r\nBcc: other@example.org", text="مرحبا")
    content = letter(hostile, sender="bell@example.org", name="An organisation, e.V.")
    assert content == letter(hostile, sender="bell@example.org", name="An organisation, e.V.")
    mail = email.message_from_bytes(content, policy=default)
    assert mail["List-Unsubscribe"] == "<https://tocsin.example/subscriptions/end/1-x/>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["Message-ID"] == "<abc@example.org>" and mail["Bcc"] is None
    assert mail["Subject"] == "SOS Bcc: other@example.org" and "مرحبا" in mail.get_content()


def test_a_long_link_and_a_long_domain_stand_in_the_letters_headers_as_they_are() -> None:
    """A receiver that ends a subscription in one click reads the header as printed: encoded, it is no address."""
    url = f"https://alerts.a-rather-long-name-of-an-organisation.example/subscriptions/end/1-{'0a' * 32}/"
    stable_id = f"{'0a' * 20}@alerts.a-rather-long-name-of-an-organisation.example"
    address = f"{'reader.' * 8}one@mail.a-rather-long-name-of-an-organisation.example"
    long = parcel(unsubscribe_url=url, stable_id=stable_id, address=address)
    head = letter(long, sender="bell@example.org", name="An organisation").split(b"\r\n\r\n")[0]
    assert f"List-Unsubscribe: <{url}>\r\n".encode() in head
    assert f"Message-ID: <{stable_id}>\r\n".encode() in head
    assert f"To: {address}\r\n".encode() in head


def hooked(answer: bytes | None, settings: Any, *, inside: bool = True) -> tuple[Outcome, int]:
    """The outcome, and how many connections were taken."""
    with listening(http_server(answer)) as there:
        settings.TOCSIN_WEBHOOK_INSIDE = {f"127.0.0.1:{there.port}"} if inside else set()
        sender = WebhookSender()
        outcome = sender.send(parcel(address=f"http://127.0.0.1:{there.port}/hook", secrets=[new_secret()]))
        sender.close()
        return outcome, len(there.calls)


@pytest.mark.parametrize(
    ("answer", "result", "ends", "wait_s"),
    [
        (http(204), Result.DELIVERED, False, None),
        (http(410), Result.PERMANENT, True, None),
        (http(404), Result.TEMPORARY, False, None),
        (http(500), Result.TEMPORARY, False, None),
        (http(429, Retry_After="120"), Result.TEMPORARY, False, 120.0),
        (http(503, Retry_After="soon"), Result.TEMPORARY, False, None),
        (None, Result.UNKNOWN, False, None),
    ],
)
def test_a_webhooks_answer_decides(
    answer: bytes | None, result: Result, ends: bool, wait_s: float | None, settings: Any
) -> None:
    """Only 410 is final; what was sent and not answered is unknown."""
    outcome, _ = hooked(answer, settings)
    assert (outcome.result, outcome.ends, outcome.retry_after_s) == (result, ends, wait_s)


def test_a_webhook_that_redirects_inward_is_not_followed(settings: Any) -> None:
    """Nobody calls where the redirect leads: no redirect is followed at all."""
    with listening(http_server(http(204))) as inner:
        outcome, _ = hooked(http(307, Location=f"http://127.0.0.1:{inner.port}/"), settings)
        assert outcome.result is Result.TEMPORARY and "redirects are not followed" in outcome.reason
        assert inner.calls == []


def test_a_webhook_inside_is_not_called(settings: Any) -> None:
    """An address of the own network that nobody named in the settings gets no connection."""
    outcome, calls = hooked(http(204), settings, inside=False)
    assert outcome.result is Result.TEMPORARY and calls == 0
    assert outcome.reason == "the host leads to no public address"


def test_a_webhook_is_signed_for_every_subscription() -> None:
    """Each owner checks it with their own secret, by the standard's own library."""
    secrets, other = [new_secret(), new_secret()], new_secret()
    content = body(parcel(stable_id="msg_1"))
    headers = signed("msg_1", int(datetime.now(UTC).timestamp()), content, secrets)
    for secret in secrets:
        assert Verifier(secret).verify(content, headers)["data"]["subject"] == "SOS"
    with pytest.raises(Exception, match="signature"):
        Verifier(other).verify(content, headers)


def test_only_the_question_holds_the_secret() -> None:
    """It goes to the address itself, and never to a page: whoever reads it there may check what comes later."""
    secret = new_secret()
    asks = json.loads(body(parcel(secrets=[secret], confirm_url="https://tocsin.example/c/")))
    assert asks["type"] == "subscription.confirm" and asks["secret"] == secret
    assert secret.encode() not in body(parcel(secrets=[secret]))


@pytest.mark.parametrize(("status", "result"), [(201, Result.SENT), (404, Result.PERMANENT)])
def test_a_push_is_encrypted_for_the_browser(
    status: int, result: Result, settings: Any, tmp_path: Any
) -> None:
    """What the push service sees is aes128gcm; a browser that is gone ends the subscription."""
    import base64

    import http_ece
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    from tocsin.delivery.channels import push

    settings.TOCSIN_HOME = tmp_path
    push._vapid.cache_clear()
    key, auth = ec.generate_private_key(ec.SECP256R1()), b"0123456789abcdef"
    point = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    keys = {
        "p256dh": base64.urlsafe_b64encode(point).decode(),
        "auth": base64.urlsafe_b64encode(auth).decode(),
    }
    made = push.encrypted(notice(parcel()), "https://push.example.org/1", keys)
    assert http_ece.decrypt(made, private_key=key, auth_secret=auth, version="aes128gcm") == notice(parcel())
    with listening(http_server(http(status))) as there:
        settings.TOCSIN_WEBHOOK_INSIDE = {f"127.0.0.1:{there.port}"}
        sent = parcel(address=f"http://127.0.0.1:{there.port}/1", secrets=[json.dumps(keys)])
        outcome = PushSender().send(sent)
    assert outcome.result is result and outcome.ends == (status == 404)
    assert len(base64.urlsafe_b64decode(public_key() + "=")) == 65
    push._vapid.cache_clear()
