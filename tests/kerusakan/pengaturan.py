"""The settings of a deployment, with the static files that the tests have collected."""

from config.settings_produksi import *  # noqa: F403
from config.settings_produksi import BASE_DIR

STATIC_ROOT = BASE_DIR / ".staticfiles-uji"
