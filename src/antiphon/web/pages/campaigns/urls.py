"""Where campaigns are."""

from django.urls import path

from antiphon.web.pages.campaigns import views

places = [
    path("campaigns/", views.campaigns, name="campaigns"),
    path("campaigns/<uuid:pk>/", views.one, name="campaigns_one"),
]
