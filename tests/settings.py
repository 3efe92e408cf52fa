"""Settings of the tests: the project's own, with a fixed key and a quick password hash."""

import os

os.environ.setdefault("SECRET_KEY", "kunci-tetap-hanya-untuk-pengujian-0123456789-0123456789")
os.environ.setdefault("ALLOWED_HOSTS", "testserver,localhost,127.0.0.1")

from config.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
