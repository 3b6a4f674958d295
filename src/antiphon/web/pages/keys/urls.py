"""Where API keys are."""

from django.urls import path

from antiphon.web.pages.keys import views

places = [
    path("keys/", views.keys, name="keys"),
    path("keys/new", views.make, name="keys_new"),
    path("keys/<uuid:pk>/revoke", views.revoke, name="keys_revoke"),
]
