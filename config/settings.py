"""Settings of Realisasi IKMA, read from the environment and, behind it, from `.env`.

The environment always wins over the file. `config.settings_produksi` builds on this
module and refuses to start where a deployment would be unsafe.
"""

import os
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
# `.env` belongs to `make setup` and switches HTTPS off: a deployment takes nothing from it.
if os.environ.get("DJANGO_SETTINGS_MODULE") != "config.settings_produksi":
    env.read_env(BASE_DIR / ".env", overwrite=False)

SECRET_KEY: str = env.str("SECRET_KEY", default="")
# Earlier keys: what they signed or encrypted stays readable after a change of the key.
SECRET_KEY_FALLBACKS: list[str] = env.list("SECRET_KEY_FALLBACKS", default=[])
DEBUG: bool = env.bool("DEBUG", default=False)
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=[])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "config.apps.KonfigurasiAdmin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "auditlog",
    "csp",
    "django_htmx",
    "django_tables2",
    "satker",
    "realisasi",
    "dashboard",
]

MIDDLEWARE = [
    "satker.permintaan.RequestIdMiddleware",
    "satker.perantara.TajukMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "satker.perantara.NoStoreMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "satker.perantara.LoginRequiredMiddleware",
    "satker.perantara.ActorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "satker.perantara.BatasPermintaanMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "satker.akses.konteks",
                "satker.masuk.konteks",
                "realisasi.konteks.konteks",
            ],
        },
    },
]

# --- Database ------------------------------------------------------------------------
# An empty variable means the default too, as for the others.
DATABASES = {
    "default": env.db_url_config(env.str("DATABASE_URL", default="") or f"sqlite:///{BASE_DIR / 'db.sqlite3'}")
}
DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # WAL lets readers go on while one writes; an immediate transaction takes the write
    # lock at its start, so that it waits (timeout, seconds) instead of failing half-way.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
elif DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    # A server that does not answer is an error soon, not a page that hangs: neither while connecting
    # nor where its host vanishes without a word under a connection that is open. Seconds, and
    # milliseconds; what the address says itself counts before these.
    DATABASES["default"]["OPTIONS"] = {
        "connect_timeout": 5,
        "tcp_user_timeout": 15_000,
        "keepalives_idle": 10,
        "keepalives_interval": 5,
        "keepalives_count": 2,
        **DATABASES["default"].get("OPTIONS", {}),
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# A streaming replica from which pages of the dashboard may be read (satker.replika). Without one
# there is no router, and no page asks anything more.
if REPLIKA_URL := env.str("DATABASE_REPLICA_URL", default=""):
    DATABASES["replika"] = env.db_url_config(REPLIKA_URL)
    if {d["ENGINE"] for d in DATABASES.values()} != {"django.db.backends.postgresql"}:
        raise ImproperlyConfigured(
            "DATABASE_REPLICA_URL hanya untuk PostgreSQL, dan DATABASE_URL juga harus PostgreSQL."
        )
    DATABASES["replika"]["CONN_MAX_AGE"] = DATABASES["default"]["CONN_MAX_AGE"]
    # Its host may vanish without a word, also under a connection that is open: seconds, and milliseconds.
    DATABASES["replika"]["OPTIONS"] = {
        "connect_timeout": 2,
        "tcp_user_timeout": 4000,
        "keepalives_idle": 4,
        "keepalives_interval": 2,
        "keepalives_count": 2,
        **DATABASES["replika"].get("OPTIONS", {}),
    }
    DATABASE_ROUTERS = ["satker.replika.Rute"]
    MIDDLEWARE.append("satker.replika.PosisiTulisMiddleware")
# Seconds: how far a replica may be behind and still be read; how long one that failed is left alone.
REPLIKA_TERTINGGAL: int = env.int("REPLIKA_TERTINGGAL", default=10)
REPLIKA_COBA_LAGI: int = env.int("REPLIKA_COBA_LAGI", default=10)

# Counters of failed logins live here, so that every worker and host sees the same ones.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "tembolok",
        # Django would throw a third of the counters away from the 300th on.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    # Parts of pages, found by a key that says what they rest on (`dashboard.simpanan`): each process
    # may have its own, and none is ever out of date. Some 15 MB at most.
    "halaman": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "halaman",
        "TIMEOUT": 3600,
        "OPTIONS": {"MAX_ENTRIES": 100},
    },
}

# --- Language and time ---------------------------------------------------------------
LANGUAGE_CODE = "id"
TIME_ZONE = "Asia/Jakarta"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

# --- Static files and uploads --------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "satker.penyimpanan.PenyimpananUtuh"},
    "staticfiles": {"BACKEND": "config.berkas_statis.PenyimpananStatis"},
}
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "config.berkas_statis.PlotlyFinder",
]
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(BASE_DIR / "media")))
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o750
# A larger body is refused by the length that it announces, before any of it is read; fields
# other than files are held in memory and have a bound of their own.
BATAS_PERMINTAAN = 12 * 1024 * 1024
BATAS_BERKAS = 10
# Under these addresses who is signed in may send more, in bytes and in files: an import takes
# the treasury's exports of every satker at once.
BATAS_KHUSUS = {"/impor/": (64 * 1024 * 1024, 60)}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
# Django knows one bound for all pages; the first handler below holds each to its own.
DATA_UPLOAD_MAX_NUMBER_FILES = 200
FILE_UPLOAD_HANDLERS = [
    "satker.perantara.BatasBerkas",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# --- Users and login -----------------------------------------------------------------
AUTH_USER_MODEL = "satker.Pengguna"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "nama", "email", "nip")},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "satker.sandi.SandiUmum"},
    {"NAME": "satker.sandi.KataLingkungan"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "dashboard:nasional"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "satker.masuk.AdapterAkun"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
# Five failures of one account from one place, or twenty from one address, lock for fifteen
# minutes; what strangers may do to one account from many addresses stands in satker.masuk.
ACCOUNT_RATE_LIMITS = {"login_failed": "20/15m/ip,5/15m/key"}
# A second factor: codes of an app on the phone, and recovery codes for the day it is lost.
MFA_ADAPTER = "satker.faktor.AdapterFaktor"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Realisasi IKMA"
MFA_TOTP_TOLERANCE = 1  # half a minute that a phone's clock may be off; no code counts twice (satker.faktor)
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # addresses are kept by administrators
MFA_FORMS = {
    "authenticate": "satker.forms.FormKode",
    "reauthenticate": "satker.forms.FormKodeUlang",
    "activate_totp": "satker.forms.FormPasangDuaLangkah",
}
# Behind a reverse proxy every request would seem to come from one address; this many
# entries at the end of X-Forwarded-For are the proxies' own and therefore believed.
ALLAUTH_TRUSTED_PROXY_COUNT: int = env.int("JUMLAH_PROXY", default=0)
ACCOUNT_FORMS = {
    "login": "satker.forms.FormMasuk",
    "change_password": "satker.forms.FormGantiSandi",
    "reset_password": "satker.forms.FormAturUlang",
    "reset_password_from_key": "satker.forms.FormSandiBaru",
    "reauthenticate": "satker.forms.FormPastikan",
}
# The library's own generator would keep every address that an account ever had. Django's
# makes a link die with a change of the password or of the address.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105  (a class)
ACCOUNT_EMAIL_SUBJECT_PREFIX = "[Realisasi IKMA] "
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # no mail to addresses that have no account
PASSWORD_RESET_TIMEOUT = 24 * 3600  # the mail and the pages say 24 hours
# Seconds after which a session ends: without activity, and in all. What is typed in the entry
# page meanwhile is kept by the browser.
SESI_DIAM: int = env.int("SESI_DIAM", default=2 * 3600)
SESI_PALING_LAMA: int = env.int("SESI_PALING_LAMA", default=12 * 3600)
SESSION_COOKIE_AGE = SESI_PALING_LAMA  # after which `clearsessions` may delete the row
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True

# Whether mail reaches anybody; without a server the demo prints it to the console.
SUREL_TERSEDIA = True
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
DEFAULT_FROM_EMAIL: str = env.str("DEFAULT_FROM_EMAIL", default="realisasi-ikma@localhost")
if EMAIL_URL := env.str("EMAIL_URL", default=""):
    vars().update(env.email_url_config(EMAIL_URL))
EMAIL_TIMEOUT = 30  # seconds; a mail server that does not answer holds up nobody
# What links in mails and messages begin with: a command has no request to read it from.
ALAMAT_SITUS: str = env.str("ALAMAT_SITUS", default="") or f"http://localhost:{env.str('PORT', default='') or '8000'}"

# --- Journal -------------------------------------------------------------------------
AUDITLOG_LOGENTRY_MODEL = "satker.CatatanJurnal"
AUDITLOG_CID_GETTER = "satker.permintaan.request_id"
# The library would believe any X-Forwarded-For; who and which request are kept instead.
AUDITLOG_DISABLE_REMOTE_ADDR = True

# --- Security ------------------------------------------------------------------------
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
KEBIJAKAN_IZIN = ", ".join(
    f"{kemampuan}=()"
    for kemampuan in (
        "accelerometer", "autoplay", "browsing-topics", "camera", "display-capture",
        "encrypted-media", "geolocation", "gyroscope", "hid", "idle-detection", "local-fonts", "magnetometer",
        "microphone", "midi", "payment", "publickey-credentials-get", "screen-wake-lock", "serial", "usb",
        "xr-spatial-tracking",
    )
)  # fmt: skip
SECURE_SSL_REDIRECT: bool = env.bool("SECURE_SSL_REDIRECT", default=False)
# Deny by default: a page gets what it is served from here, and nothing inline. Pages
# with charts add what Plotly needs for styles (dashboard.views.dengan_grafik).
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
        "manifest-src": [SELF],
    }
}

# Whether `muat_demo` may load invented figures and logins with well-known passwords.
DEMO_DIIZINKAN = True

DJANGO_TABLES2_TEMPLATE = "tabel/tabel.html"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"baris": {"()": "satker.catatan.BarisJson"}},
    "handlers": {"konsol": {"class": "logging.StreamHandler", "formatter": "baris"}},
    "root": {"handlers": ["konsol"], "level": env.str("LOG_LEVEL", default="INFO")},
}
