"""The addresses of the guide, one a step."""

from django.urls import path

from hylla.doors.guide import (
    about,
    administrator,
    branches,
    ending,
    entering,
    lending,
    promises,
    titles,
)

app_name = "guide"
urlpatterns = [
    path("", entering.start, name="start"),
    path("library/", about.about, name="library"),
    path("policy/", promises.policy, name="policy"),
    path("branches/", branches.places, name="branches"),
    path("administrator/", administrator.administrator, name="administrator"),
    path("rules/", lending.rules, name="rules"),
    path("titles/", titles.titles, name="titles"),
    path("ready/", ending.ready, name="ready"),
]
