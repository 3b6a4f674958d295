"""Where composing is found; its parts are asked for by the page itself."""

from django.urls import path

from antiphon.web.pages.compose import beside, helping, sending, writing

places = [
    path("compose/", writing.start, name="compose"),
    path("compose/keep", writing.begin, name="compose_begin"),
    path("compose/emoji", helping.emoji, name="compose_emoji"),
    path("compose/known", helping.known, name="compose_known"),
    path("compose/templates", beside.templates, name="compose_templates"),
    path("compose/templates/<uuid:pk>", beside.from_template, name="compose_from_template"),
    path("compose/<uuid:pk>", writing.page, name="compose_post"),
    path("compose/<uuid:pk>/keep", writing.keep, name="compose_keep"),
    path("compose/<uuid:pk>/own", writing.own, name="compose_own"),
    path("compose/<uuid:pk>/follow", writing.follow, name="compose_follow"),
    path("compose/<uuid:pk>/no-poll", writing.no_poll, name="compose_no_poll"),
    path("compose/<uuid:pk>/no-files", writing.no_files, name="compose_no_files"),
    path("compose/<uuid:pk>/files", writing.add_files, name="compose_files"),
    path("compose/<uuid:pk>/send", sending.send, name="compose_send"),
    path("compose/<uuid:pk>/reopen", writing.reopen, name="compose_reopen"),
    path("compose/<uuid:pk>/drop", writing.drop, name="compose_drop"),
    path("compose/<uuid:pk>/who", helping.who, name="compose_who"),
    path("compose/<uuid:pk>/hours", helping.hours, name="compose_hours"),
    path("compose/<uuid:pk>/card", helping.card, name="compose_card"),
    path("compose/<uuid:pk>/about", beside.about, name="compose_about"),
    path("compose/<uuid:pk>/labels", beside.labels, name="compose_labels"),
    path("compose/<uuid:pk>/template", beside.template, name="compose_template"),
    path("compose/<uuid:pk>/series", beside.series, name="compose_series"),
]
