"""The addresses of the door for programs."""

from django.urls import include, path

from antiphon.api.door import DOOR

urlpatterns = [path("v1/", include((DOOR.patterns, "api")))]
