"""Mail by SMTP, over connections that are kept: one mail server, named by TOCSIN_SMTP."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass
from email.errors import MessageError
from urllib.parse import parse_qs, unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from tocsin.delivery.channels.face import Parcel
from tocsin.delivery.channels.letter import letter
from tocsin.delivery.channels.smtp_session import hand_over
from tocsin.delivery.states import Outcome, Result
from tocsin.errors import WrongUse

#: for every answer of the server (RFC 5321, 4.5.3.2 allows minutes; a server that is well answers in seconds)
ANSWER_WITHIN_S = 30
#: over one connection; servers close longer ones
PER_CONNECTION_MAX = 500


@dataclass(frozen=True, kw_only=True, slots=True)
class Server:
    host: str
    port: int
    #: "tls" from the start, "starttls", or "none" (only to this machine)
    security: str
    user: str = ""
    password: str = ""


def server(url: str) -> Server:
    """From `smtps://USER:PASSWORD@HOST:PORT` or `smtp://...` (which asks for STARTTLS). Raises WrongUse.

    >>> server("smtp://bell:s3cret@mail.example.org").port, server("smtps://mail.example.org").security
    (587, 'tls')
    >>> server("smtp://127.0.0.1:2525?security=none").security
    'none'
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:  # its words repeat what was set, which may be a part of the password
        raise WrongUse(
            "TOCSIN_SMTP names no port or host that can be",
            "write / in a password as %2F, @ as %40, % as %25",
        ) from None
    if parts.scheme not in ("smtp", "smtps") or not host:
        raise WrongUse("TOCSIN_SMTP names no mail server", "write smtps://USER:PASSWORD@HOST or smtp://...")
    secure = "tls" if parts.scheme == "smtps" else "starttls"
    security = parse_qs(parts.query).get("security", [secure])[0]
    local = host in ("127.0.0.1", "::1", "localhost")
    if security not in ("tls", "starttls") and not (security == "none" and local):
        raise WrongUse(
            f"TOCSIN_SMTP asks for security={security!r}", "only a server on this machine may do without TLS"
        )
    return Server(
        host=host,
        port=port or (465 if security == "tls" else 587),
        security=security,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )


class Mail:
    name = "mail"
    at_once = at_once_in_lane = 4
    repeats_unknown = True
    signs = False

    def ready(self) -> bool:
        return bool(settings.TOCSIN_SMTP)

    def checked(self, address: str, keys: str) -> str:
        del keys
        try:
            validate_email(address)
        except ValidationError:
            raise WrongUse("this is no mail address", "check how it is spelled") from None
        if len(address) > 254 or not address.isascii():
            raise WrongUse("this mail address cannot be written to", "use one of ASCII letters, at most 254")
        local, _, domain = address.rpartition("@")
        return f"{local}@{domain.lower()}"

    def lane(self, address: str) -> str:
        del address  # all mail goes through one server
        return "mail"

    def open(self) -> SmtpSender:
        return SmtpSender(server(settings.TOCSIN_SMTP))


class SmtpSender:
    """One connection to the mail server, made when it is needed and again when it was lost."""

    def __init__(self, to: Server) -> None:
        self._server = to
        self._smtp: smtplib.SMTP | None = None
        self._sent = 0

    def send(self, parcel: Parcel) -> Outcome:
        try:
            content = letter(parcel, sender=settings.TOCSIN_MAIL_FROM, name=settings.TOCSIN_ORGANISATION)
        except (MessageError, ValueError) as error:
            return Outcome(
                result=Result.PERMANENT, reason=f"no letter can be made of it ({type(error).__name__})"
            )
        fresh = self._smtp is None
        outcome = self._tried(parcel.address, content)
        if outcome.lane_down and not fresh:
            return self._tried(parcel.address, content)  # the server had closed the idle connection
        return outcome

    def close(self) -> None:
        if self._smtp is not None:
            try:
                self._smtp.quit()
            except (OSError, smtplib.SMTPException):
                self._smtp.close()
        self._smtp, self._sent = None, 0

    def _tried(self, address: str, content: bytes) -> Outcome:
        if self._sent >= PER_CONNECTION_MAX:
            self.close()
        try:
            self._smtp = self._smtp or self._connected()
        except (OSError, smtplib.SMTPException) as error:
            return Outcome(result=Result.TEMPORARY, reason=_why_not(error), lane_down=True)
        outcome, alive = hand_over(self._smtp, settings.TOCSIN_MAIL_FROM, address, content)
        self._sent += 1
        if not alive:
            self._smtp.close()
            self._smtp, self._sent = None, 0
        return outcome

    def _connected(self) -> smtplib.SMTP:
        to, tls = self._server, ssl.create_default_context()
        if to.security == "tls":
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(to.host, to.port, timeout=ANSWER_WITHIN_S, context=tls)
        else:
            smtp = smtplib.SMTP(to.host, to.port, timeout=ANSWER_WITHIN_S)
        try:
            if to.security == "starttls":
                smtp.starttls(context=tls)
            if to.user:
                smtp.login(to.user, to.password)
            smtp.ehlo_or_helo_if_needed()
        except BaseException:
            smtp.close()
            raise
        return smtp


def _why_not(error: Exception) -> str:
    """In our words: what a server writes may hold addresses or the password's echo."""
    if isinstance(error, smtplib.SMTPResponseException):
        return f"the mail server refuses the connection (SMTP {error.smtp_code})"
    return f"the mail server cannot be reached ({type(error).__name__})"
