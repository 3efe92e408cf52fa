"""Settings of the tests: the project's own, with a fixed key, quick passwords, own files.

DEBUG stays off and static files are the hashed ones, as in a deployment. Each process of a
run has a database and a media folder of its own, so that two runs do not meet.
"""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("SECRET_KEY", "kunci-tetap-hanya-untuk-pengujian-0123456789-0123456789")
# What a developer has in `.env` for the demo must not decide a test.
os.environ["ALLOWED_HOSTS"] = "testserver,localhost,127.0.0.1"
os.environ["DEBUG"] = "off"
os.environ["SECURE_SSL_REDIRECT"] = "off"
os.environ["EMAIL_URL"] = ""
os.environ["DATABASE_REPLICA_URL"] = ""
folder_sementara = tempfile.TemporaryDirectory(prefix="realisasi-uji-", ignore_cleanup_errors=True)
FOLDER_SEMENTARA = Path(folder_sementara.name)
os.environ.setdefault("DATABASE_URL", f"sqlite:///{FOLDER_SEMENTARA / 'pengembangan.sqlite3'}")

from config.settings import *  # noqa: E402, F403  (the lines above decide what it reads)
from config.settings import BASE_DIR, DATABASES, INSTALLED_APPS, LOGGING  # noqa: E402

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file rather than memory: the server of a browser test then has connections of its
    # own, as in a deployment, and WAL is what is tested.
    DATABASES["default"]["TEST"] = {"NAME": FOLDER_SEMENTARA / "uji.sqlite3"}
    DATABASES["default"]["OPTIONS"]["init_command"] += " PRAGMA synchronous=OFF;"

INSTALLED_APPS = [*INSTALLED_APPS, "tests.pengosongan"]
STATIC_ROOT = BASE_DIR / ".staticfiles-uji"
MEDIA_ROOT = FOLDER_SEMENTARA / "media"

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

# Tests move the clock by days while somebody is signed in; the limits have tests of their own.
SESI_DIAM = SESI_PALING_LAMA = SESSION_COOKIE_AGE = 10 * 365 * 24 * 3600

# A server thread may log after pytest has put its stream away; what is logged, pytest gathers.
LOGGING = {**LOGGING, "handlers": {"konsol": {"class": "logging.NullHandler"}}}
