"""Where Home is, and the parts of it that come later or again."""

from django.urls import path

from antiphon.web.pages.home import views

places = [
    path("", views.home, name="home"),
    path("home/day", views.day, name="home_day"),
    path("home/next", views.following, name="home_next"),
    path("home/week", views.week, name="home_week"),
    path("home/news", views.news, name="home_news"),
]
