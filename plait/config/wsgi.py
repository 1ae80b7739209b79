"""The application for a production server; refuses to load when it is not safe to."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plait.config.settings")
application = get_wsgi_application()

from plait.config import safety  # noqa: E402 - needs settings that are set up

safety.refuse_unsafe_start()
