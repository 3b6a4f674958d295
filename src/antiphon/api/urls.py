"""The addresses of the door for programs."""

from django.urls import include, path

from antiphon.api.door import DOOR
from antiphon.api.mcp.views import mcp

urlpatterns = [
    path("api/v1/", include((DOOR.patterns, "api"))),
    path("mcp", mcp, name="mcp"),
]
