"""Settings of the Django project: no database, no sessions, loopback only.

Accounts and live decisions would be further applications beside this one. `serve` puts further
hosts into `ALLOWED_HOSTS` if it is told to listen elsewhere.
"""

import secrets
from pathlib import Path

DEBUG = False
# Nothing is signed: without accounts there is nothing to sign. A new one for each process.
SECRET_KEY = secrets.token_urlsafe(32)
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
INSTALLED_APPS = ["minutebook.pages"]
MIDDLEWARE = ["minutebook.pages.guard.Guard"]
ROOT_URLCONF = "minutebook.pages.urls"
DATABASES: dict[str, object] = {}
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent / "templates"],
        "OPTIONS": {"string_if_invalid": ""},
    }
]
USE_TZ = True
USE_I18N = False
DEFAULT_CHARSET = "utf-8"
DATA_UPLOAD_MAX_MEMORY_SIZE = 0
"""Nothing is ever uploaded."""
LOGGING_CONFIG = None
