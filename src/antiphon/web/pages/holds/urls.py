"""The addresses of holds."""

from django.urls import path

from antiphon.web.pages.holds import deeds, views

places = [
    path("holds/", views.holds, name="holds"),
    path("holds/set", deeds.stop, name="holds_set"),
    path("holds/<uuid:pk>", views.letting_go, name="holds_one"),
    path("holds/<uuid:pk>/release", deeds.let_go, name="holds_release"),
]
