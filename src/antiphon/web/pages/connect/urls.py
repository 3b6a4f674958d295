"""Where channels are connected; networks send people back to fixed addresses."""

from django.urls import path

from antiphon.web.pages.connect import picking, returning

places = [
    path("channels/connect", picking.pick, name="channels_connect"),
    path("channels/connect/<slug:key>", picking.to, name="channels_connect_to"),
    path("channels/connect/<slug:key>/enter", picking.enter, name="channels_enter"),
    path("channels/connect/<slug:key>/leave", picking.leave, name="channels_leave"),
    path("channels/connect/<slug:key>/pretend", picking.pretend, name="channels_pretend"),
]

fixed = [
    path("channels/back", returning.back, name="back"),
    path("channels/confirm", returning.confirm, name="confirm"),
    path("channels/<slug:key>/client-metadata.json", returning.document, name="client_document"),
]
