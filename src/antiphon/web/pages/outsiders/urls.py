"""Where people without a seat are."""

from django.urls import path

from antiphon.web.pages.outsiders import views

places = [
    path("outsiders/", views.outsiders, name="outsiders"),
    path("outsiders/invite", views.invite, name="outsiders_invite"),
    path("outsiders/guests/<uuid:guest>/end", views.end, name="outsiders_end"),
    path("outsiders/links/<uuid:link>/revoke", views.revoke, name="outsiders_revoke"),
]
