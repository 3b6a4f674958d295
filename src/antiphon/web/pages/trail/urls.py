"""Where the audit trail is."""

from django.urls import path

from antiphon.web.pages.trail import views

places = [
    path("trail/", views.trail, name="trail"),
    path("trail/check", views.check, name="trail_check"),
    path("trail/export", views.export, name="trail_file"),
]
