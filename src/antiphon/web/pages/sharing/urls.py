"""The addresses of secret links, for members."""

from django.urls import path

from antiphon.web.pages.sharing import views

places = [
    path("sharing/", views.sharing, name="sharing"),
    path("sharing/new", views.share, name="sharing_new"),
    path("sharing/<uuid:pk>/revoke", views.revoke, name="sharing_revoke"),
]
