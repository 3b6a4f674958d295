"""Where the settings of a workspace are."""

from django.urls import path

from antiphon.web.pages.settings import views

places = [path("settings/", views.settings, name="settings")]
