"""Where one says something about oneself."""

from django.urls import path

from antiphon.web.pages.me import views

places = [
    path("me/", views.me, name="me"),
    path("me/sessions/end", views.end, name="me_end"),
]
