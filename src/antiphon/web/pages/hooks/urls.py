"""Where webhooks are."""

from django.urls import path

from antiphon.web.pages.hooks import deeds, views

places = [
    path("hooks/", views.hooks, name="hooks"),
    path("hooks/new", deeds.add, name="hooks_new"),
    path("hooks/<uuid:hook>/", views.one, name="hooks_one"),
    path("hooks/<uuid:hook>/change", deeds.change, name="hooks_change"),
    path("hooks/<uuid:hook>/deed", deeds.deed, name="hooks_deed"),
    path("hooks/<uuid:hook>/rotate", deeds.rotate, name="hooks_rotate"),
    path("hooks/<uuid:hook>/remove", deeds.remove, name="hooks_remove"),
    path("hooks/deliveries/<uuid:delivery>", deeds.delivery, name="hooks_delivery"),
]
