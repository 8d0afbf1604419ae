"""Django's settings, from `HYLLA_*` in the environment; docs/operations.md lists them."""

import os
import secrets
from pathlib import Path

from hylla.formats.language.tongues import available, locale_folders
from hylla.privacy.secrets import secret
from hylla.site.databases import database

PACKAGE = Path(__file__).resolve().parent.parent
REPOSITORY = PACKAGE.parent.parent

HYLLA_DATA = Path(os.environ.get("HYLLA_DATA", "hylla-data")).resolve()
HYLLA_POLICY = Path(os.environ.get("HYLLA_POLICY", REPOSITORY / "policies" / "fjordvik.toml"))
# What a new library may start from in its first-run guide.
HYLLA_SAMPLES = REPOSITORY / "policies"
HYLLA_KEYS = Path(os.environ.get("HYLLA_KEYS", HYLLA_DATA / "keys"))
# The second place of the erasure ledger: on another disk than the data.
HYLLA_LEDGER = Path(os.environ.get("HYLLA_LEDGER", HYLLA_KEYS))
# Where backups, and those of the keys, lie: the night deletes those that are too old.
HYLLA_BACKUPS = os.environ.get("HYLLA_BACKUPS", "")
HYLLA_KEY_BACKUPS = os.environ.get("HYLLA_KEY_BACKUPS", "")
# The ballast: a file of so many megabytes, on the database's disk; by default in the data folder.
HYLLA_BALLAST = os.environ.get("HYLLA_BALLAST", "")
HYLLA_BALLAST_MB = int(os.environ.get("HYLLA_BALLAST_MB", "64"))
# The folder of pg_dump, pg_restore and psql, where they are not in the usual places.
HYLLA_POSTGRESQL = os.environ.get("HYLLA_POSTGRESQL", "")
# Drawn for one run of the program, and known to every process that it starts.
HYLLA_RUN = os.environ.setdefault("HYLLA_RUN", secrets.token_hex(32))
# The agreements with e-ID providers; without it there is no log-in by e-ID.
HYLLA_EID = os.environ.get("HYLLA_EID", "")
# The agreement with who takes payments on the web; without it patrons pay at the desk.
HYLLA_PAYMENTS = os.environ.get("HYLLA_PAYMENTS", "")
# The card terminals on the library's desks; without it "paid by card" is what staff say.
HYLLA_TERMINALS = os.environ.get("HYLLA_TERMINALS", "")
# The agreement with who carries text messages; without it whoever wants those gets e-mail.
HYLLA_SMS = os.environ.get("HYLLA_SMS", "")
# The other catalogues that cataloguers take records from; without it none is asked.
HYLLA_SOURCES = os.environ.get("HYLLA_SOURCES", "")
# Where the source of what runs here is, for everyone who uses it (AGPL 13); and its licence.
HYLLA_SOURCE = os.environ.get("HYLLA_SOURCE", "")
HYLLA_LICENCE = REPOSITORY / "LICENSE"
# The index of the catalogue: made from the database, and made anew where it is missing.
HYLLA_SEARCH = Path(os.environ.get("HYLLA_SEARCH", HYLLA_DATA / "search"))
# A folder in which a demo was made stays one: what is printed in demo.json is no secret.
HYLLA_DEMO = os.environ.get("HYLLA_DEMO", "") == "1" or (HYLLA_DATA / "demo.json").exists()
# Only a demo may run at another time than the machine's.
HYLLA_NOW = os.environ.get("HYLLA_NOW", "") if HYLLA_DEMO else ""

DEBUG = False
SECRET_KEY = secret(HYLLA_KEYS, "cookies")
ALLOWED_HOSTS = os.environ.get("HYLLA_HOSTS", "127.0.0.1,localhost,[::1]").split(",")

DATABASES = {
    "default": database(
        os.environ.get("HYLLA_DATABASE_URL", f"sqlite:///{HYLLA_DATA / 'hylla.sqlite3'}")
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "hylla.site",
    "hylla.interlibrary",
    "hylla.outreach",
    "hylla.circulation",
    "hylla.fees",
    "hylla.messages",
    "hylla.statistics",
    "hylla.reviews",
    "hylla.lists",
    "hylla.patrons",
    "hylla.catalogue",
    "hylla.library",
    "hylla.privacy",
    "csp",
    "django_cotton.apps.SimpleAppConfig",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "hylla.site.middleware.requests",
    "hylla.site.transport.Transport",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "hylla.site.middleware.quarantined",
    "csp.middleware.CSPMiddleware",
    "hylla.site.middleware.same_origin",
    "hylla.site.sessions.Sessions",
    "hylla.site.middleware.packed",
    "hylla.site.middleware.locks",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "hylla.site.middleware.private",
    "hylla.site.middleware.unwritten",
]

ROOT_URLCONF = "hylla.site.urls"
WSGI_APPLICATION = "hylla.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "doors" / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "hylla.site.context.library",
            ],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                    ],
                )
            ],
            "builtins": [
                "django_cotton.templatetags.cotton",
                "hylla.doors.parts.components",
                "hylla.doors.parts.tags",
            ],
        },
    }
]
# A component sees what it is given, the policy and the request; not the page around it.
COTTON_ISOLATE_BY_DEFAULT = True

STATIC_URL = "/static/"
# Files are served from where they stand; nothing is collected.
STATIC_ROOT = None
STATICFILES_DIRS = [PACKAGE / "doors" / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

# A record of four hundred fields with their parts, in a cataloguer's form.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
USE_TZ = True
TIME_ZONE = os.environ.get("HYLLA_TIME_ZONE", "Europe/Oslo")
LANGUAGE_CODE = "nb"
# Those that have a catalogue: docs/operations.md tells how one is added.
LANGUAGES = list(available().items())
LOCALE_PATHS = list(locale_folders())

# Only in a demo, whose passwords are printed, may staff log in with a password alone.
HYLLA_SECOND_FACTOR = not HYLLA_DEMO
# The name that passkeys belong to, for good: browsers take no number. And, where a proxy hides it,
# the addresses at which people open the pages.
HYLLA_PASSKEY_DOMAIN = os.environ.get("HYLLA_PASSKEY_DOMAIN", "") or next(
    (
        host.lstrip(".")
        for host in ALLOWED_HOSTS
        if host[:1] not in "[*" and not host.replace(".", "").isdigit()
    ),
    "localhost",
)
HYLLA_PASSKEY_ORIGINS = [
    each for each in os.environ.get("HYLLA_PASSKEY_ORIGINS", "").split(",") if each
]

PASSWORD_HASHERS = ["hylla.site.hashers.Argon2"]

SESSION_ENGINE = "hylla.patrons.sessions"
SESSION_COOKIE_NAME = "hylla"
SESSION_COOKIE_AGE = 30 * 60
SESSION_SAVE_EVERY_REQUEST = False
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

# Behind TLS unless it is a demo on the machine itself; the notice promises it (UME-21, SAN-12).
SESSION_COOKIE_SECURE = not HYLLA_DEMO
SECURE_SSL_REDIRECT = not HYLLA_DEMO
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 0 if HYLLA_DEMO else 63_072_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = not HYLLA_DEMO
SECURE_HSTS_PRELOAD = not HYLLA_DEMO
SECURE_REFERRER_POLICY = "no-referrer"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "worker-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}

EMAIL_HOST = os.environ.get("HYLLA_SMTP_HOST", "127.0.0.1")
EMAIL_PORT = int(os.environ.get("HYLLA_SMTP_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("HYLLA_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("HYLLA_SMTP_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("HYLLA_SMTP_TLS", "") == "1"
EMAIL_TIMEOUT = 20
# Certificates to trust at push services in place of the usual ones: for a proxy, and for tests.
HYLLA_PUSH_CA = os.environ.get("HYLLA_PUSH_CA", "")
# Where mail that does not arrive comes back to; each mail has a mark of its own behind a +.
HYLLA_BOUNCES = os.environ.get("HYLLA_BOUNCES", "")
DEFAULT_FROM_EMAIL = os.environ.get("HYLLA_MAIL_FROM", "library@localhost")

LOGGING_CONFIG = "hylla.site.logs.configure"
LOGGING = {"folder": HYLLA_DATA / "logs", "name": os.environ.get("HYLLA_PROCESS", "command")}

SILENCED_SYSTEM_CHECKS = [
    # Requests that change something are checked by where they come from, not by a token in a
    # cookie, so that no cookie is set before anyone logs in: docs/adr/0009.
    "security.W003",
    # No page may be framed: the content security policy says so already.
    "security.W002",
]
