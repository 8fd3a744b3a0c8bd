"""One letter over an open SMTP connection, and what exactly is known when the line is lost.

Before the last dot is sent the server has not taken the letter (RFC 5321, 4.1.1.4); after it, until its answer,
nobody can tell.
"""

from __future__ import annotations

import re
import smtplib

from tocsin.delivery.states import Outcome, Result

_ENHANCED = re.compile(rb"^([245]\.\d{1,3}\.\d{1,3})\b")


def hand_over(smtp: smtplib.SMTP, sender: str, to: str, content: bytes) -> tuple[Outcome, bool]:
    """What came of it, and whether the connection can be used further."""
    try:
        for step, expected in ((f"MAIL FROM:<{sender}>", 250), (f"RCPT TO:<{to}>", 250), ("DATA", 354)):
            code, said = smtp.docmd(step)
            if code != expected and not (expected == 250 and code == 251):
                return _refused(smtp, code, said, of_us=step.startswith("MAIL"))
    except (OSError, smtplib.SMTPException) as error:
        return _lost(error, Result.TEMPORARY, "before the letter was sent"), False
    try:
        smtp.send(_dotted(content))
        code, said = smtp.getreply()
    except (OSError, smtplib.SMTPException) as error:
        return _lost(error, Result.UNKNOWN, "after the letter was sent, without an answer"), False
    if code == 250:
        return Outcome(result=Result.SENT, reason=_code(code, said)), True
    return _refused(smtp, code, said, of_us=False)


def _dotted(content: bytes) -> bytes:
    """With a dot doubled at the beginning of a line, and the dot that ends it (RFC 5321, 4.5.2)."""
    lines = re.sub(rb"(?m)^\.", b"..", content)
    return lines + (b"" if lines.endswith(b"\r\n") else b"\r\n") + b".\r\n"


def _refused(smtp: smtplib.SMTP, code: int, said: bytes, *, of_us: bool) -> tuple[Outcome, bool]:
    """4xx: for now. 5xx: for good. `of_us`: it is the sender that the server does not take, whoever the letter is for."""
    permanent = 500 <= code < 600 and code != 503
    result = Result.PERMANENT if permanent and not of_us else Result.TEMPORARY
    outcome = Outcome(result=result, reason=_code(code, said), lane_down=of_us or code == 421)
    if code == 421:  # the server closes the connection
        return outcome, False
    try:
        return outcome, smtp.rset()[0] == 250
    except (OSError, smtplib.SMTPException):
        return outcome, False


def _code(code: int, said: bytes) -> str:
    """The codes alone: the words beside them often repeat the address."""
    enhanced = _ENHANCED.match(said)
    return f"SMTP {code}" + (f" {enhanced[1].decode()}" if enhanced else "")


def _lost(error: Exception, result: Result, when: str) -> Outcome:
    return Outcome(
        result=result,
        reason=f"the line was lost {when} ({type(error).__name__})",
        lane_down=result is Result.TEMPORARY,
    )
