"""Settings, all from the environment.

PLAIT_MODE says what this process is for:

demo        the made-up area that `./run` starts; signs in with one tap
test        the tests
production  everything else, and what holds when nothing is said

`plait serve` refuses to start in production until `config.safety` is content. What
there is to set stands in docs/how-to/install.md; a test holds the two together.
"""

import contextlib
import os
import secrets
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from plait.config.accounts import *  # noqa: F403 - settings are names
from plait.config.area import *  # noqa: F403
from plait.config.pages import *  # noqa: F403

ROOT = Path(__file__).resolve().parent.parent.parent
VAR = Path(os.environ.get("PLAIT_DATA", ROOT / "var"))

MODE = os.environ.get("PLAIT_MODE", "production")
DEMO = MODE == "demo"
TESTING = MODE == "test"
PRODUCTION = not DEMO and not TESTING  # also when it is misspelt
DEBUG = os.environ.get("PLAIT_DEBUG", "") == "yes"


def number(name: str, otherwise: int) -> int:
    """A setting that counts something."""
    given = os.environ.get(name) or str(otherwise)
    if not given.isdecimal():
        raise ImproperlyConfigured(f"{name} must be a whole number.")
    return int(given)


def secret_key() -> str:
    """What was given; the demonstration keeps one of its own between starts."""
    if given := os.environ.get("PLAIT_SECRET_KEY"):
        return given
    if not DEMO:
        return secrets.token_urlsafe(50)
    VAR.mkdir(parents=True, exist_ok=True)
    kept, fresh = VAR / "demo-secret", VAR / f"demo-secret-{os.getpid()}"
    if not kept.exists():
        fresh.write_text(secrets.token_urlsafe(50), "ascii")
        with contextlib.suppress(FileExistsError):
            os.link(fresh, kept)  # whole or not at all, and only the first one
        fresh.unlink()
    return kept.read_text("ascii")


def journal_roots() -> list[Path]:
    """The folders of the journal, the first one first; elsewhere only if given."""
    given = os.environ.get("PLAIT_JOURNAL", "")
    if given or not PRODUCTION:
        return [Path(place) for place in given.split(":") if place]
    return [VAR / "journal"]


JOURNAL_ROOTS = journal_roots()
KEYS_ROOT = Path(os.environ.get("PLAIT_KEYS", VAR / "keys"))
SECRET_KEY = secret_key()
# Keys from before: what they sealed and signed still opens.
SECRET_KEY_FALLBACKS = os.environ.get("PLAIT_OLD_SECRET_KEYS", "").split()
SECRET_KEY_GIVEN = bool(os.environ.get("PLAIT_SECRET_KEY"))
PUBLIC_ADDRESS = os.environ.get("PLAIT_ADDRESS", "http://localhost:8000").rstrip("/")
ALLOWED_HOSTS = [
    host.strip()
    for host in os.environ.get(
        "PLAIT_HOSTS", "" if PRODUCTION else "localhost,127.0.0.1,[::1],testserver"
    ).split(",")
    if host.strip()
]

APPS = [
    "clocks",
    "design_system",
    "notices",
    "access",
    "ledger",
    "agencies",
    "children",
    "sharing",
    "team",
    "safeguarding",
    "evidence",
    "plans",
    "book",
    "family",
    "exchange",
    "privacy",
    "today",
    *(["demo"] if not PRODUCTION else []),
    "config",
]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    *(f"plait.{app}" for app in APPS),
]

DATABASE_URL = os.environ.get("DATABASE_URL") or f"sqlite:///{VAR / 'plait.sqlite3'}"
if not DATABASE_URL.startswith(("sqlite:///", "postgres://", "postgresql://")):
    raise ImproperlyConfigured(
        "DATABASE_URL must begin with sqlite:/// or with postgres://."
    )
DATABASES = {"default": dj_database_url.parse(DATABASE_URL)}
POSTGRES = DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql"
if POSTGRES:
    DATABASES["default"] |= {
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "connect_timeout": 5,
            # Pages ask many small questions; compiling them costs more than it saves.
            "options": "-c jit=off",
            **DATABASES["default"].get("OPTIONS", {}),
        },
    }
else:
    with contextlib.suppress(OSError):  # opening the file says it better
        Path(DATABASES["default"]["NAME"]).parent.mkdir(parents=True, exist_ok=True)
    DATABASES["default"]["OPTIONS"] = {
        # Readers never wait for the writer, and the writer takes its turn at once
        # instead of failing half-way through.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
        "PRAGMA foreign_keys=ON; PRAGMA cache_size=-64000; PRAGMA temp_store=MEMORY;",
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    # Limits on guessing must count across processes, so they live in the database.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        # Far more than an attacker can fill while a count lasts: what is dropped to
        # make room would be forgiven.
        "OPTIONS": {"MAX_ENTRIES": 200_000},
    }
}

AUTH_USER_MODEL = "access.Person"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher"
    if not TESTING
    else "plait.access.passwords.QuickHasherForTests"
]
# In the demonstration nobody has a password: everybody comes in through the cast.
LOGIN_URL = "demo:cast" if DEMO else "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"

MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_NAME = "plait_session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = PRODUCTION
SESSION_LONGEST_SECONDS = 12 * 60 * 60
# A session that has ended is known for an hour more, for what was written in it.
SESSION_COOKIE_AGE = SESSION_LONGEST_SECONDS + 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_IDLE_SECONDS = number("PLAIT_IDLE_MINUTES", 30) * 60
# Children shown in an hour to somebody about whom nothing is known yet (SUP-2).
LOOKS_IN_AN_HOUR = number("PLAIT_LOOKS_IN_AN_HOUR", 60)
WATCHES_PACE = PRODUCTION
# Made-up children whom nobody has a reason to open, and who is told at once (SUP-4).
CANARIES = frozenset(os.environ.get("PLAIT_CANARIES", "").split())
DUTY_OFFICER = os.environ.get("PLAIT_DUTY_OFFICER", "")
UNUSED_DAYS_BEFORE_SUSPENSION = number("PLAIT_UNUSED_DAYS", 120)
CSRF_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "plait.config.web.errors.forged"
CSRF_TRUSTED_ORIGINS = [PUBLIC_ADDRESS] if PUBLIC_ADDRESS.startswith("https") else []
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https")
    if os.environ.get("PLAIT_BEHIND_PROXY") == "yes"
    else None
)
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if SECURE_PROXY_SSL_HEADER else 0
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^health$"]
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRODUCTION
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = False

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
# What everybody signs before the first child: an area can put its own words here.
CONFIDENTIALITY = Path(
    os.environ.get("PLAIT_CONFIDENTIALITY")
    or Path(__file__).parent.parent / "agencies" / "confidentiality.toml"
)
FILES_ROOT = Path(os.environ.get("PLAIT_FILES", VAR / "files"))
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": FILES_ROOT},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
LARGEST_PHOTO_BYTES = 10_000_000
LARGEST_IMPORT_BYTES = 50_000_000


DEFAULT_FROM_EMAIL = os.environ.get("PLAIT_MAIL_FROM", "Plait <plait@localhost>")
EMAIL_HOST = os.environ.get("PLAIT_MAIL_HOST", "")
EMAIL_PORT = number("PLAIT_MAIL_PORT", 25)
EMAIL_HOST_USER = os.environ.get("PLAIT_MAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("PLAIT_MAIL_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("PLAIT_MAIL_TLS") == "yes"
EMAIL_TIMEOUT = 10
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if EMAIL_HOST
    else "django.core.mail.backends.filebased.EmailBackend"
)
EMAIL_FILE_PATH = VAR / "mail"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "plait.config.logs.Formatter"}},
    "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["out"], "level": "INFO"},
    "loggers": {
        "django.request": {"level": "CRITICAL"},  # the journal says it, without paths
        "django.security": {"level": "ERROR"},
        "allauth": {"level": "WARNING"},
    },
}
if TESTING:
    LOGGING["root"] = {"handlers": ["out"], "level": "ERROR"}
    EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

# Whom to ring about a child's safety in this area: "words=number; words=number".
DUTY_NUMBERS = os.environ.get(
    "PLAIT_DUTY_NUMBERS",
    ""
    if PRODUCTION
    else "Harrowmere Children’s Social Care, in the day=01632 960 140;"
    "Social care, at night and at weekends=01632 960 141",
)

# The e-mail address is unique whatever its capitals, by a constraint Django cannot see.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
if TESTING and not POSTGRES:
    # Tests use a file, as the product does: threads and processes then share it.
    VAR.mkdir(parents=True, exist_ok=True)
    DATABASES["default"]["TEST"] = {"NAME": str(VAR / "test.sqlite3")}
