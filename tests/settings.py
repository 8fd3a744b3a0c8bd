"""The program's own settings, over a store and a folder of the test run's own."""

import os
import tempfile

os.environ["TOCSIN_HOME"] = os.environ.get("TOCSIN_TEST_HOME") or tempfile.mkdtemp(prefix="tocsin-tests-")
os.environ["TOCSIN_TEST_HOME"] = os.environ["TOCSIN_HOME"]  # the workers of one run share it
os.environ["SECRET_KEY"] = "only for tests, never for a site: 0123456789abcdefghijklmnop"
for name in (
    "TOCSIN_SITE",
    "TOCSIN_PORT",
    "TOCSIN_LOGIN",
    "TOCSIN_PASSWORD",
    "TOCSIN_SENDER",
    "TOCSIN_ORGANISATION",
    "TOCSIN_SMTP",
    "TOCSIN_MAIL_FROM",
    "TOCSIN_WEBHOOK_INSIDE",
    "TOCSIN_TIMESTAMP_AUTHORITIES",
    "TOCSIN_OPENTIMESTAMPS_CALENDARS",
    "TOCSIN_SIGNING_KEY",
    "TOCSIN_SIGNING_PASSPHRASE",
    "TOCSIN_STRIPE_KEY",
    "TOCSIN_ARCA_USER",
    "TOCSIN_CARD_SIMULATOR",
):
    os.environ.pop(name, None)

ON_POSTGRESQL = os.environ.get("TOCSIN_TEST_STORE") == "postgresql"
POSTGRESQL_URL = os.environ.get("TOCSIN_TEST_POSTGRESQL", "")
if ON_POSTGRESQL and POSTGRESQL_URL:
    os.environ["DATABASE_URL"] = POSTGRESQL_URL
else:
    os.environ.pop("DATABASE_URL", None)

from tocsin.settings import *  # noqa: E402, F403
from tocsin.settings import DATABASES, TOCSIN_HOME  # noqa: E402

if "sqlite" in DATABASES["default"]["ENGINE"]:
    # a real file, as in use: an in-memory database has no WAL, no second process and no kill -9
    DATABASES["default"]["TEST"] = {"NAME": str(TOCSIN_HOME / "test.sqlite3")}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
