"""Django's settings, one file for every environment; what differs comes from `environment`."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import psycopg.conninfo

from antiphon import environment
from antiphon.work import start
from antiphon.work.outside import bounds

HERE = Path(__file__).resolve().parent

PRODUCTION = environment.PRODUCTION.value()
DEBUG = environment.DEBUG.value()
SECRET_KEY = start.secret_key()
PUBLIC_URL = environment.PUBLIC_URL.value().rstrip("/")
OUTSIDE_URL = environment.OUTSIDE_URL.value().rstrip("/") or PUBLIC_URL
OUTSIDE_HOST = urlsplit(OUTSIDE_URL).hostname if OUTSIDE_URL != PUBLIC_URL else ""
"""The host that serves secret links and nothing else; empty: where the pages are served."""
ALLOWED_HOSTS = [*environment.HOSTS.value(), *filter(None, [OUTSIDE_HOST])]
BEHIND_TLS = PUBLIC_URL.startswith("https://")

# --- the stages, in the order of the loop; one that is not there is left out ------------------

STAGES = (
    *("people", "channels", "media", "listen", "plan", "tailor", "publish"),
    *("engage", "share", "measure", "learn", "notices", "api", "web"),
)


def _is_there(stage: str) -> bool:
    return (HERE / stage / "__init__.py").exists()


INSTALLED_APPS = [
    "antiphon.work",
    *(f"antiphon.{stage}" for stage in STAGES if _is_there(stage)),
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "antiphon.work.outside.middleware.request_id",
    "antiphon.web.pages.outside.quiet.keep_apart",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "antiphon.work.outside.headers.strict_headers",
    "antiphon.work.outside.arrivals.one_of_each",
    "antiphon.work.outside.arrivals.bounded",
    "antiphon.work.outside.arrivals.from_here_only",
    "antiphon.work.outside.middleware.Patience",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "antiphon.web.shell.refusals.Refusals",
]

ROOT_URLCONF = "antiphon.urls"
WSGI_APPLICATION = "antiphon.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SILENCED_SYSTEM_CHECKS: list[str] = []

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # A template's name is its path below the package: web/pages/compose/page.html.
        "DIRS": [HERE],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "antiphon.web.shell.context.shell",
            ],
        },
    }
]

# --- the database ------------------------------------------------------------------------------


def _database() -> dict[str, Any]:
    pool = {"min_size": 0, "max_size": environment.CONNECTIONS.value(), "timeout": 10}
    ours = {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"pool": pool, "application_name": "antiphon"},
    }
    if not environment.DATABASE_URL.is_given:
        return ours | start.embedded()
    given = dict(psycopg.conninfo.conninfo_to_dict(environment.DATABASE_URL.value().reveal()))
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST"}
    named = {names[key]: given.pop(key) for key in list(given) if key in names}
    return ours | named | {"PORT": given.pop("port", ""), "OPTIONS": ours["OPTIONS"] | given}  # type: ignore[operator]


DATABASES = {"default": _database()}

# Attempts to sign in are counted here, so it is one for all processes and machines.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "work_cache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    }
}

# --- time and words ------------------------------------------------------------------------------

USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
USE_I18N = True
LANGUAGES = [
    ("en", "English"),
    ("de", "Deutsch"),
    ("es", "Español"),
    ("pt-br", "Português (Brasil)"),
]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_SAMESITE = "Lax"

# --- people -----------------------------------------------------------------------------------

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
_RULES = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": f"{_RULES}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "antiphon.people.forms.DressedUpPassword"},
    {"NAME": f"{_RULES}.NumericPasswordValidator"},
    {"NAME": f"{_RULES}.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"

ACCOUNT_ADAPTER = "antiphon.people.adapter.ByInvitation"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_FORMS = {"signup": "antiphon.people.forms.ComeIn"}
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
# The server before us has read who forwarded what; nothing that a browser says about it counts.
ALLAUTH_TRUSTED_PROXY_COUNT = 0
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if BEHIND_TLS else "http"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
MFA_ADAPTER = "antiphon.people.adapter.SealedFactors"

# --- what leaves through the web -----------------------------------------------------------------

SESSION_ENGINE = "antiphon.people.sessions"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION or BEHIND_TLS
SESSION_COOKIE_NAME = "__Host-antiphon" if SESSION_COOKIE_SECURE else "antiphon"
CSRF_COOKIE_NAME = "__Host-csrf" if SESSION_COOKIE_SECURE else "csrf"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL] if BEHIND_TLS else []
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_SSL_REDIRECT = False  # the proxy's matter: health is asked without TLS from inside
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if environment.BEHIND_TLS_PROXY.value() else None
)
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
CSRF_FAILURE_VIEW = "antiphon.work.outside.views.old_form"
DATA_UPLOAD_MAX_MEMORY_SIZE = bounds.TEXT
DATA_UPLOAD_MAX_NUMBER_FIELDS = bounds.FIELDS
DATA_UPLOAD_MAX_NUMBER_FILES = bounds.FILES
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"

STATIC_URL = "/static/"
# Only what browsers are meant to have; the pages' own Python lies beside it.
STATICFILES_FINDERS = [
    "antiphon.web.files.ForBrowsers",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",  # of the library that signs in
]
STATIC_ROOT = environment.HOME.value() / "static"
MEDIA_ROOT = environment.HOME.value() / "media"
FILES_PER_WORKSPACE = environment.FILES_PER_WORKSPACE.value() * 1_000_000
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "antiphon.web.packing.Packed"},
}
WHITENOISE_USE_FINDERS = True  # until `migrate` or `up` has collected them
WHITENOISE_AUTOREFRESH = False

_mail = urlsplit(environment.MAIL_URL.value().reveal())
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if _mail.hostname
    else "django.core.mail.backends.console.EmailBackend"
)
EMAIL_HOST = _mail.hostname or ""
EMAIL_PORT = _mail.port or (465 if _mail.scheme == "smtps" else 587)
EMAIL_HOST_USER = unquote(_mail.username or "")
EMAIL_HOST_PASSWORD = unquote(_mail.password or "")
EMAIL_USE_SSL = _mail.scheme == "smtps"
EMAIL_USE_TLS = bool(_mail.hostname) and not EMAIL_USE_SSL
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = SERVER_EMAIL = environment.MAIL_FROM.value()

# --- what we write down about ourselves --------------------------------------------------------

LOGGING_CONFIG = "antiphon.work.outside.logs.configure"
LOGGING = {"level": environment.LOG_LEVEL.value()}

# --- work ----------------------------------------------------------------------------------------

KEYS_FILE = environment.keys_file()
ALLOW_PRIVATE_NETWORKS = environment.ALLOW_PRIVATE_NETWORKS.value()
PRIVATE_HOSTS = environment.PRIVATE_HOSTS.value()
SANDBOX_PORT = environment.SANDBOX_PORT.value()
OPEN_TO_FOUNDERS = environment.OPEN_TO_FOUNDERS.value()
WEATHER_URL = environment.WEATHER_URL.value().rstrip("/")
API_CALLS = environment.API_CALLS.value()
GRACE = environment.GRACE.value()
REQUEST_TIMEOUT = environment.REQUEST_TIMEOUT.value()
STOP_WITHIN = environment.STOP_WITHIN.value()
HEARTBEAT_LIMIT = environment.HEARTBEAT_LIMIT.value()
OLDEST_DUE_LIMIT = environment.OLDEST_DUE_LIMIT.value()
CLOCK_SKEW = environment.CLOCK_SKEW.value()
PROCRASTINATE_ON_APP_READY = None
