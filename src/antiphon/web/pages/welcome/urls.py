"""Where the first run is."""

from django.urls import path

from antiphon.web.pages.welcome import seeing, views

places = [
    path("welcome/", views.welcome, name="welcome"),
    path("welcome/say", views.say, name="welcome_say"),
    path("welcome/live/<uuid:pk>", seeing.live, name="welcome_live"),
    path("welcome/live/<uuid:pk>/now", seeing.now, name="welcome_now"),
]
