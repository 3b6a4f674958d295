"""Where the feeds of a workspace are made and closed."""

from django.urls import path

from antiphon.web.pages.feeds import views

places = [
    path("feeds/", views.feeds, name="feeds"),
    path("feeds/new", views.make, name="feeds_new"),
    path("feeds/<uuid:pk>/token", views.renew, name="feeds_token"),
    path("feeds/<uuid:pk>/close", views.close, name="feeds_close"),
]
