"""Where audiences are."""

from django.urls import path

from antiphon.web.pages.audiences import sights, views

places = [
    path("audiences/", views.audiences, name="audiences"),
    path("audiences/new", views.make, name="audiences_new"),
    path("audiences/who", sights.general, name="audiences_who"),
    path("audiences/places", views.places, name="audiences_places_part"),
    path("audiences/<uuid:pk>/", views.one, name="audiences_one"),
    path("audiences/posts/<uuid:post>/", sights.of_post, name="audiences_post"),
]
