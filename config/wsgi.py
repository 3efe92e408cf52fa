"""WSGI entry point; a deployment runs on the production settings unless told otherwise."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings_produksi")
application = get_wsgi_application()
