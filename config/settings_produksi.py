"""Settings of a deployment: starts only with a secret key and explicit hosts."""

from django.core.exceptions import ImproperlyConfigured

from config.settings import *  # noqa: F403  (settings modules extend each other this way)
from config.settings import ALLOWED_HOSTS, EMAIL_URL, SECRET_KEY, env

DEBUG = False

if len(SECRET_KEY) < 50:  # noqa: PLR2004  (Django's own check asks for 50 characters)
    raise ImproperlyConfigured(
        "SECRET_KEY belum diisi atau terlalu pendek (paling sedikit 50 karakter acak). "
        "Isi variabel lingkungan SECRET_KEY sebelum menjalankan produksi."
    )
if not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured(
        "ALLOWED_HOSTS belum diisi, atau memuat '*'. Sebutkan nama host yang dilayani, "
        "dipisah koma, misalnya ALLOWED_HOSTS=realisasi.example.go.id."
    )

DEMO_DIIZINKAN = False
# A reminder with a link to a test address would help nobody.
ALAMAT_SITUS = env.str("ALAMAT_SITUS", default="") or f"https://{ALLOWED_HOSTS[0].lstrip('.')}"
if not EMAIL_URL:
    # Printed mail would put links that open accounts into the log.
    SUREL_TERSEDIA = False
    EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
# The health check of a load balancer arrives without TLS.
SECURE_REDIRECT_EXEMPT = [r"^sehat/$"]
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
# A browser takes a cookie of this name from this very host alone, over HTTPS alone: a neighbour
# under the same domain cannot plant one.
SESSION_COOKIE_NAME = "__Host-sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken"
if env.bool("DI_BELAKANG_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    # Failed logins are counted per address: the proxy's own must not stand for everybody's.
    ALLAUTH_TRUSTED_PROXY_COUNT = env.int("JUMLAH_PROXY", default=1)
