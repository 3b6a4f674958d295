"""Where the bell is."""

from django.urls import path

from antiphon.web.pages.notices import views

places = [
    path("notices/", views.bell, name="notices"),
    path("notices/seen", views.seen, name="notices_seen"),
    path("notices/ways", views.ways, name="notices_ways"),
]
