"""The map of addresses; the doors bring their own."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from antiphon.people import views as people
from antiphon.work.outside import views as work

handler400, handler403, handler404 = work.unreadable, work.not_allowed, work.missing
handler429, handler500 = work.too_often, work.broken

urlpatterns: list[URLPattern | URLResolver] = [
    path("health/live", work.live, name="live"),
    path("health/ready", work.ready, name="ready"),
    path("health/work", people.work, name="work"),
    path("invitations/<str:token>/", people.come_in, name="come_in"),
    path("accounts/", include("allauth.urls")),
]

for _door, _below in (("api", ""), ("web", "")):
    if find_spec(f"antiphon.{_door}") and find_spec(f"antiphon.{_door}.urls"):
        urlpatterns.append(path(_below, include(f"antiphon.{_door}.urls")))
