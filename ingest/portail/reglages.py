"""Django's settings, made from the environment."""

from __future__ import annotations

import warnings
from pathlib import Path
from urllib.parse import parse_qsl

from ingest.portail import environnement

ICI = Path(__file__).resolve().parent
PORTAIL = environnement.lire()
LOCAL = not PORTAIL.production

SECRET_KEY = PORTAIL.cle
DEBUG = PORTAIL.debogage
ALLOWED_HOSTS = ["127.0.0.1", "localhost"] if LOCAL else [PORTAIL.hote]
ROOT_URLCONF = "ingest.portail.urls"
ASGI_APPLICATION = "ingest.portail.asgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SILENCED_SYSTEM_CHECKS = ["security.W008"]  # the reverse proxy, not Django, sends http to https

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "widget_tweaks",
    "dsfr",
    "django.forms",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "ingest.portail.apps.Portail",
]
MIDDLEWARE = [
    "ingest.portail.securite.entetes",
    "django.middleware.security.SecurityMiddleware",
    "ingest.portail.securite.francais",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "ingest.portail.pages.patience",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
TEMPLATES = [{
    "BACKEND": "django.template.backends.django.DjangoTemplates",
    "DIRS": [ICI / "gabarits"],
    "APP_DIRS": True,
    "OPTIONS": {
        "context_processors": [
            "django.template.context_processors.request",
            "django.contrib.auth.context_processors.auth",
            "django.contrib.messages.context_processors.messages",
            "ingest.portail.gabarit.commun",
        ],
        "builtins": ["django.templatetags.static", "dsfr.templatetags.dsfr_tags", "ingest.portail.gabarit"],
    },
}]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
DSFR_MARK_OPTIONAL_FIELDS = True
warnings.filterwarnings("ignore", "Transitional Django setting DSFR_MARK_OPTIONAL_FIELDS")

# Language and time
LANGUAGE_CODE = "fr"
TIME_ZONE = "Europe/Paris"
USE_TZ = True
STATIC_URL = "/statiques/"

# State. One writer at a time in SQLite: a transaction that will write says so from its start, and waits its turn.
if PORTAIL.base is None:
    DATABASES = {"default": {
        "ENGINE": "django.db.backends.sqlite3", "NAME": PORTAIL.dossier / "portail.sqlite3",
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 30, "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"}}}
else:
    DATABASES = {"default": {
        "ENGINE": "django.db.backends.postgresql", "NAME": environnement.secret(PORTAIL.base.path).lstrip("/"),
        "USER": environnement.secret(PORTAIL.base.username), "PASSWORD": environnement.secret(PORTAIL.base.password),
        "HOST": PORTAIL.base.hostname or "", "PORT": PORTAIL.base.port or "", "OPTIONS": dict(parse_qsl(PORTAIL.base.query))}}
AUTH_USER_MODEL = "portail.Compte"
LOGIN_URL = "connexion"

# Mail
DEFAULT_FROM_EMAIL = SERVER_EMAIL = PORTAIL.expediteur
if PORTAIL.smtp is None:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = PORTAIL.dossier / "courriels"
else:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = PORTAIL.smtp.hostname, PORTAIL.smtp.port or 25
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = environnement.secret(PORTAIL.smtp.username), environnement.secret(PORTAIL.smtp.password)
    EMAIL_USE_SSL, EMAIL_USE_TLS = PORTAIL.smtp.scheme == "smtps", PORTAIL.smtp.scheme == "smtp+tls"
    EMAIL_TIMEOUT = 10

# Cookies and headers
SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"  # « Strict » would lose the session of whoever comes from the link of an e-mail
CSRF_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PORTAIL.production
SESSION_COOKIE_NAME = "__Host-session" if PORTAIL.production else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if PORTAIL.production else "csrf"
CSRF_FAILURE_VIEW = "ingest.portail.pages.formulaire_perime"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PORTAIL.mandataires else None
SECURE_HSTS_SECONDS = 31_536_000 if PORTAIL.production else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PORTAIL.production
X_FRAME_OPTIONS = "DENY"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# What a request may weigh. A file is spooled to disk, never kept in memory; `reception` counts the whole body while it comes.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 256 << 10
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1_000
DATA_UPLOAD_MAX_NUMBER_FILES = 1

OTP_TOTP_ISSUER = "Observatoire, dépôt des retours"
OTP_TOTP_THROTTLE_FACTOR = 1

# Logs go to the console of the server; never what a request carries.
LOGGING = {
    "version": 1, "disable_existing_loggers": False,
    "formatters": {"une_ligne": {"()": "ingest.portail.securite.UneLigne", "format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "une_ligne"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
                "django.request": {"handlers": ["console"], "level": "ERROR", "propagate": False}},
}
