"""The product's settings, with what makes tests quick and leaves nothing behind."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

if "HYLLA_DATA" not in os.environ:
    os.environ["HYLLA_DATA"] = tempfile.mkdtemp(prefix="hylla-tests-")
    atexit.register(shutil.rmtree, os.environ["HYLLA_DATA"], ignore_errors=True)

from hylla.site.catalogues import compile_catalogues  # noqa: E402 - the folder must be known before
from hylla.site.settings import *  # noqa: E402, F403 - as above
from hylla.site.settings import DATABASES, HYLLA_DATA  # noqa: E402 - as above

if DATABASES["default"]["ENGINE"] == "hylla.site.sqlite":
    # A file and not memory: several connections, the log and the bytes on disk are under test.
    DATABASES["default"]["TEST"] = {"NAME": str(Path(HYLLA_DATA) / "test.sqlite3")}
# Before Django reads them: it keeps what it has read.
compile_catalogues()

PASSWORD_HASHERS = ["tests.hashers.QuickArgon2"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

# The tests of the second factor ask for it; all others log staff in with a password.
HYLLA_SECOND_FACTOR = False

# Django's test client and the browser speak plain HTTP.
HYLLA_BALLAST_MB = 1
SECURE_SSL_REDIRECT = False
SESSION_COOKIE_SECURE = False
