"""The addresses of the queue."""

from django.urls import path

from antiphon.web.pages.queue import moving, times, views

places = [
    path("queue/", views.queue, name="queue"),
    path("queue/<uuid:pk>", views.queue, name="queue_one"),
    path("queue/<uuid:pk>/order", moving.order, name="queue_order"),
    path("queue/<uuid:pk>/pin", moving.pin, name="queue_pin"),
    path("queue/<uuid:pk>/slots", times.add, name="queue_add"),
    path("queue/<uuid:pk>/spread", times.spread, name="queue_spread"),
    path("queue/<uuid:pk>/slots/<uuid:slot>", times.change, name="queue_change"),
]
