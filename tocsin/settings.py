"""Django's settings, all from the environment (`tocsin/environment.py` has the table), safe by default."""

from importlib.resources import files
from urllib.parse import urlsplit

from tocsin import environment
from tocsin.database import from_url

TOCSIN_HOME = environment.home()
TOCSIN_PORT = environment.number("TOCSIN_PORT", 1, 65535)
TOCSIN_SITE = environment.value("TOCSIN_SITE").rstrip("/")
TOCSIN_SENDER = environment.value("TOCSIN_SENDER")
TOCSIN_ORGANISATION = environment.value("TOCSIN_ORGANISATION")
TOCSIN_WEBSUB_HUB = environment.value("TOCSIN_WEBSUB_HUB")
#: those that name the hub; narrowed ones do not, for a hub cannot be told of each
TOCSIN_WEBSUB_FEEDS = ("/alerts/feed.atom", "/alerts/feed.cap.atom", "/alerts/feed.rss")
TOCSIN_SMTP = environment.value("TOCSIN_SMTP")
TOCSIN_MAIL_FROM = environment.value("TOCSIN_MAIL_FROM")
TOCSIN_WEBHOOK_INSIDE = frozenset(environment.value("TOCSIN_WEBHOOK_INSIDE").replace(" ", "").split(",")) - {
    ""
}
TOCSIN_SIGNING_KEY = environment.value("TOCSIN_SIGNING_KEY")
TOCSIN_TIMESTAMP_AUTHORITIES = environment.value("TOCSIN_TIMESTAMP_AUTHORITIES")
TOCSIN_OPENTIMESTAMPS_CALENDARS = environment.value("TOCSIN_OPENTIMESTAMPS_CALENDARS")
TOCSIN_SIGNING_PASSPHRASE = environment.value("TOCSIN_SIGNING_PASSPHRASE")
TOCSIN_REPORT_BYTES_MAX = environment.number("TOCSIN_REPORT_BYTES_MAX", 1024, 2**31 - 1)
TOCSIN_RECAPTURE_DAYS = environment.number("TOCSIN_RECAPTURE_DAYS", 0, 3650)
TOCSIN_CHROMIUM = environment.value("TOCSIN_CHROMIUM")
TOCSIN_CHROMIUM_FETCH = environment.switch("TOCSIN_CHROMIUM_FETCH")
TOCSIN_DONOR_NAME_YEARS = environment.number("TOCSIN_DONOR_NAME_YEARS", 0, 99)
TOCSIN_IATI_IDENTIFIER = environment.value("TOCSIN_IATI_IDENTIFIER")
TOCSIN_IATI_TYPE = environment.value("TOCSIN_IATI_TYPE")
TOCSIN_IATI_COUNTRY = environment.value("TOCSIN_IATI_COUNTRY")
TOCSIN_LEVEL_SCHEMES = environment.value("TOCSIN_LEVEL_SCHEMES")
TOCSIN_EMERGENCY_PATH = environment.switch("TOCSIN_EMERGENCY_PATH")
TOCSIN_SECOND_SIGNATURE_HOURS = environment.number("TOCSIN_SECOND_SIGNATURE_HOURS", 1, 168)

SECRET_KEY = environment.secret_key()
DEBUG = False
_site = urlsplit(TOCSIN_SITE)
_secure = _site.scheme == "https"
ALLOWED_HOSTS = [_site.hostname or "127.0.0.1", "127.0.0.1", "localhost", "[::1]"]
CSRF_TRUSTED_ORIGINS = [TOCSIN_SITE]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "tocsin.web",  # before allauth, so that its pages are in our look
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "tocsin.custody",
    "tocsin.delivery",
    "tocsin.reports",
    "tocsin.record",
    "tocsin.situations",
    "tocsin.assessment",
    "tocsin.alerts",
    "tocsin.relief",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "tocsin.web.headers.safe_headers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "tocsin.web.urls"
WSGI_APPLICATION = "tocsin.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "tocsin.web.context.site",
            ]
        },
    }
]

DATABASES = {"default": from_url(environment.value("DATABASE_URL"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER = "tocsin.web.logins.Adapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ALLAUTH_TRUSTED_PROXY_COUNT = environment.number("TOCSIN_PROXIES", 0, 9)
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/desk/"
LOGOUT_REDIRECT_URL = "/"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]  # those with a catalogue in LOCALE_PATHS: a page is never half in another one
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True
LOCALE_PATHS = [str(files("tocsin.web") / "locale")]

STATIC_URL = "/static/"
STATICFILES_DIRS: list[str] = []
WHITENOISE_USE_FINDERS = True  # the files ship in the package: there is nothing to collect
WHITENOISE_AUTOREFRESH = False

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _secure
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 3600
SECURE_SSL_REDIRECT = False  # the proxy in front does it; a loop would lock everybody out
SECURE_HSTS_SECONDS = 31_536_000 if _secure else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _secure else None
# other hosts learn nothing; "no-referrer" would make browsers send `Origin: null` with forms
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20

# Logs carry no personal data: addresses of visitors, names and passages stay out of them.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    # anybody can send any Host: the answer is 400, and no page of log for each
    "loggers": {"django.security.DisallowedHost": {"level": "CRITICAL"}},
}
