"""Settings of an application server under test: a deployment's, without HTTPS, with the static files of the tests.

Databases, folders and limits come from the environment that the test gives.
"""

from config.settings import *  # noqa: F403  (settings modules extend each other this way)
from config.settings import BASE_DIR

STATIC_ROOT = BASE_DIR / ".staticfiles-uji"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
