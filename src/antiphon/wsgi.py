"""The web application, for any WSGI server."""

import os

from django.core.wsgi import get_wsgi_application

from antiphon.work import start

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "antiphon.settings")
start.prepare()
application = get_wsgi_application()

from antiphon.work import health  # noqa: E402 -- needs Django to stand
from antiphon.work.outside import bounds  # noqa: E402 -- needs Django to stand

health.insist()
bounds.be_patient()
