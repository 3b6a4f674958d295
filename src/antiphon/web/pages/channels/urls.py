"""Where channels are."""

from django.urls import path

from antiphon.web.pages.channels import deeds, reach, views

places = [
    path("channels/", views.every, name="channels"),
    path("channels/check", deeds.check_all, name="channels_check_all"),
    path("channels/<uuid:pk>/", views.one, name="channels_one"),
    path("channels/<uuid:pk>/check", deeds.check, name="channels_check"),
    path("channels/<uuid:pk>/hold", deeds.hold, name="channels_hold"),
    path("channels/<uuid:pk>/release", deeds.release, name="channels_release"),
    path("channels/<uuid:pk>/away", deeds.put_away, name="channels_put_away"),
    path("channels/<uuid:pk>/reach", reach.reach, name="channels_reach"),
    path("channels/<uuid:pk>/delivery", deeds.delivery, name="channels_delivery"),
    path("channels/<uuid:pk>/goal", deeds.goal, name="channels_goal"),
]
