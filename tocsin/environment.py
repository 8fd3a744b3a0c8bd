"""The settings that come from the environment: one table, from which the docs and the code both read."""

import os
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tocsin.errors import StoreTrouble, WrongUse


@dataclass(frozen=True, kw_only=True)
class Variable:
    name: str
    #: as text; empty where there is none
    default: str
    what: str


VARIABLES = (
    Variable(
        name="DATABASE_URL",
        default="sqlite:///$TOCSIN_HOME/tocsin.sqlite3",
        what="The store: `sqlite:///PATH` or `postgresql://USER:PASSWORD@HOST:PORT/NAME`.",
    ),
    Variable(
        name="TOCSIN_HOME",
        default="./var",
        what="The folder that holds the embedded store, large sealed files and the secret key.",
    ),
    Variable(name="TOCSIN_HOST", default="127.0.0.1", what="The address that `tocsin serve` listens on."),
    Variable(name="TOCSIN_PORT", default="8000", what="The port that `tocsin serve` listens on."),
    Variable(
        name="TOCSIN_SITE",
        default="http://127.0.0.1:$TOCSIN_PORT",
        what="The public address of the site, as readers type it. It stands in feeds and in CAP messages.",
    ),
    Variable(
        name="TOCSIN_SENDER",
        default="tocsin@localhost.invalid",
        what="CAP `sender`: names the issuing organisation for good, as an address under a domain it holds.",
    ),
    Variable(
        name="TOCSIN_ORGANISATION",
        default="An organisation that uses Tocsin",
        what="The organisation's name, as pages, feeds and CAP messages print it.",
    ),
    Variable(
        name="TOCSIN_SMTP",
        default="",
        what="The mail server: `smtps://USER:PASSWORD@HOST:PORT`, or `smtp://...`, which asks for STARTTLS. "
        "Where it is not set, no mail is sent and what is to be sent waits.",
    ),
    Variable(
        name="TOCSIN_MAIL_FROM",
        default="$TOCSIN_SENDER",
        what="The address that mails come from.",
    ),
    Variable(
        name="TOCSIN_WEBHOOK_INSIDE",
        default="",
        what="Numeric addresses of your own network that webhooks may reach, as `ADDRESS:PORT`, with commas between them. "
        "All others lead to the public internet or are refused.",
    ),
    Variable(
        name="TOCSIN_WEBSUB_HUB",
        default="",
        what="A WebSub hub that is told of each change and tells subscribers; feeds name it. Empty: there is none.",
    ),
    Variable(
        name="TOCSIN_PROXIES",
        default="0",
        what="How many proxies of yours stand before `tocsin serve` and write X-Forwarded-For; with 0 nobody is believed. "
        "Limits for each visitor need it: without it all visitors behind a proxy count as one.",
    ),
    Variable(
        name="SECRET_KEY",
        default="",
        what="Signs sessions. Where it is not set, one is made on first use and kept in `TOCSIN_HOME/secret-key`.",
    ),
    Variable(
        name="TOCSIN_SIGNING_KEY",
        default="",
        what="The file with the private key that signs alerts (PEM). Where it is not set: the file in "
        "`TOCSIN_HOME/signing-keys` that `tocsin key new` made.",
    ),
    Variable(
        name="TOCSIN_SIGNING_PASSPHRASE",
        default="",
        what="What the signing key is encrypted with. The site and `tocsin key` need the same.",
    ),
    Variable(
        name="TOCSIN_TIMESTAMP_AUTHORITIES",
        default="",
        what="Authorities that stamp the custody log with their time (RFC 3161), each as `URL\\|NAME\\|FILE`, with commas "
        "between; the file holds its trust root (PEM). Name at least two. `local` is one of our own, for tests and "
        "demonstrations: it proves nothing. Empty: nobody is asked. See docs/reference/timestamps.md.",
    ),
    Variable(
        name="TOCSIN_OPENTIMESTAMPS_CALENDARS",
        default="",
        what="Calendars of OpenTimestamps that `tocsin custody ots stamp` sends a hash of the newest checkpoint to: https "
        "addresses with spaces between. Beside the authorities, never in place of one. Empty: nobody is asked. "
        "See docs/reference/timestamps.md.",
    ),
    Variable(
        name="TOCSIN_REPORT_BYTES_MAX",
        default="33554432",
        what="The largest report that is taken in, in bytes; pictures and recordings may be sixteen times as large.",
    ),
    Variable(
        name="TOCSIN_RECAPTURE_DAYS",
        default="0",
        what="After how many days the worker fetches the page of a report again, to see whether it was changed or deleted. "
        "0: it never does; `tocsin report recapture` still can.",
    ),
    Variable(
        name="TOCSIN_CHROMIUM",
        default="",
        what="Chromium's program, such as `/usr/bin/chromium`: each page that is fetched is rendered by it, without "
        "network, as an unprivileged user, and its picture and text are sealed with the capture. Empty: no pictures.",
    ),
    Variable(
        name="TOCSIN_CHROMIUM_FETCH",
        default="off",
        what="`on` fetches for a picture what its page asks for (styles, pictures, scripts), guarded and captured like the "
        "page. `off`: the page is rendered out of what its own address answered.",
    ),
    Variable(
        name="TOCSIN_DONOR_NAME_YEARS",
        default="0",
        what="How many years after the end of a year the law where you are keeps the vouchers of its gifts, and with them "
        "givers' names. Erasing a donor keeps the name alone until then, and says so; 0: no name is kept. Each bank file "
        "goes on the day after, with who paid by its lines, and cannot be brought back; 0: bank files stay. "
        "See docs/how-to/erase.md.",
    ),
    Variable(
        name="TOCSIN_STRIPE_KEY",
        default="",
        what="The secret key of a card provider of the Stripe shape. One with `_test_` takes play money only. "
        "Empty: there is none.",
    ),
    Variable(
        name="TOCSIN_STRIPE_WEBHOOK_SECRET",
        default="",
        what="What that provider signs its webhooks with (`whsec_...`); several with commas while one is being changed.",
    ),
    Variable(
        name="TOCSIN_STRIPE_URL",
        default="https://api.stripe.com",
        what="Where that provider is called.",
    ),
    Variable(
        name="TOCSIN_STRIPE_PAGE",
        default="https://checkout.stripe.com",
        what="Scheme and host of its page, on which givers type their card: they are sent to no other.",
    ),
    Variable(
        name="TOCSIN_ARCA_USER",
        default="",
        what="The user name at a card provider of the ArCa shape. Empty: there is none.",
    ),
    Variable(name="TOCSIN_ARCA_PASSWORD", default="", what="Its password."),
    Variable(
        name="TOCSIN_ARCA_URL",
        default="https://ipay.arca.am",
        what="Where that provider is called, and where its page is.",
    ),
    Variable(
        name="TOCSIN_ARCA_REAL",
        default="off",
        what="`on` where its user takes real money; `off` for one that takes play money only, which is believed of a "
        "test terminal (`test` in its host) alone.",
    ),
    Variable(
        name="TOCSIN_CARD_SIMULATOR",
        default="",
        what="The address of a card simulator on this machine, which `tocsin relief simulate` prints; the demonstration "
        "starts its own. It takes play money only, for funds of a demonstration only.",
    ),
    Variable(
        name="TOCSIN_IATI_IDENTIFIER",
        default="",
        what="The organisation's identifier of IATI (such as `XM-EXAMPLE-1`): those of funds and programmes begin with it. "
        "Where it is not set, no fund is published in IATI's words.",
    ),
    Variable(
        name="TOCSIN_IATI_TYPE",
        default="22",
        what="What kind of organisation it is, by IATI's code list OrganisationType: 10 government, 21 international, "
        "22 national NGO ...",
    ),
    Variable(
        name="TOCSIN_IATI_COUNTRY",
        default="",
        what="The country where the money of funds helps (ISO 3166-1 alpha-2), as IATI names it. Empty: none is named.",
    ),
    Variable(
        name="TOCSIN_LEVEL_SCHEMES",
        default="",
        what="A YAML file of the organisation's own level schemes, beside the shipped ones: docs/reference/alert-life.md.",
    ),
    Variable(
        name="TOCSIN_EMERGENCY_PATH",
        default="off",
        what="`on` lets one issuer issue an alert alone; a second signature is then owed. See docs/reference/alerts.md.",
    ),
    Variable(
        name="TOCSIN_SECOND_SIGNATURE_HOURS",
        default="24",
        what="Within how many hours the second signature is owed of an alert that one person issued alone.",
    ),
    Variable(
        name="TOCSIN_BACKUP_PASSPHRASE",
        default="",
        what="What `tocsin backup --with-keys` encrypts private keys with. Where it is not set, the command asks.",
    ),
    Variable(
        name="TOCSIN_BENEFICIARY_KEY",
        default="",
        what="Makes pseudonyms of what people are known by on payment lists: 64 or more hexadecimal digits, kept apart from "
        "the store and its backups. Empty: lists give codes. With another key the same people get other pseudonyms.",
    ),
    Variable(
        name="TOCSIN_LOGIN",
        default="",
        what="The login that a command acts for, where `--login` is not given.",
    ),
    Variable(
        name="TOCSIN_PASSWORD",
        default="",
        what="That login's password, for scripts; on a terminal the command asks. A second factor is asked for too.",
    ),
)
BY_NAME = {variable.name: variable for variable in VARIABLES}


def value(name: str) -> str:
    """The variable's value, or its default with `$NAMES` filled in from the other variables."""
    given = os.environ.get(name)
    if given:
        return given
    text = BY_NAME[name].default
    for other in VARIABLES:
        if f"${other.name}" in text:
            text = text.replace(f"${other.name}", value(other.name))
    return text


def number(name: str, low: int, high: int) -> int:
    """A whole number from `low` to `high`. Raises WrongUse for anything else."""
    text = value(name)
    if not text.isascii() or not text.isdigit() or not low <= int(text) <= high:
        raise WrongUse(f"{name} is {text!r}", f"set it to a whole number from {low} to {high}")
    return int(text)


def switch(name: str) -> bool:
    """Whether it is `on`. Raises WrongUse for anything but `on` and `off`."""
    text = value(name)
    if text not in ("on", "off"):
        raise WrongUse(f"{name} is {text!r}", "set it to on or off")
    return text == "on"


def of_the_machine(names: Iterable[str]) -> dict[str, str]:
    """Variables that are not ours, such as HOME, for a process that we start; those that are set."""
    return {name: os.environ[name] for name in names if name in os.environ}


def pass_on(name: str, value: str) -> None:
    """Sets one of ours for this process and those that it starts."""
    assert name in BY_NAME, name
    os.environ[name] = value


def for_children() -> dict[str, str]:
    """The environment as it is, for another process of this program."""
    return dict(os.environ)


def home() -> Path:
    """The absolute TOCSIN_HOME, made where it is missing. Raises StoreTrouble where it can't be written."""
    folder = Path(value("TOCSIN_HOME")).expanduser().absolute()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StoreTrouble(
            f"the folder {folder} cannot be made ({error.strerror})",
            "set TOCSIN_HOME to a folder that you may write to",
        ) from error
    return folder


def secret_key() -> str:
    """SECRET_KEY, or the one kept in TOCSIN_HOME, made on first use; two first uses at once keep one key."""
    given = os.environ.get("SECRET_KEY")
    if given:
        return given
    path = home() / "secret-key"
    try:
        if not path.exists():
            fresh = path.with_name(f".secret-key.{os.getpid()}.{secrets.token_hex(4)}")
            descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w", encoding="ascii") as file:
                file.write(secrets.token_urlsafe(50))
                file.flush()
                os.fsync(file.fileno())
            try:
                os.link(fresh, path)  # refuses to replace: the first key made stays
            except FileExistsError:
                pass
            finally:
                fresh.unlink()
        return path.read_text(encoding="ascii").strip()
    except OSError as error:
        raise StoreTrouble(
            f"the secret key {path} cannot be made or read ({error.strerror})",
            "set TOCSIN_HOME to a folder that you may write to, or set SECRET_KEY",
        ) from error
