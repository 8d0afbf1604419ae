"""The addresses of getting a card; nothing of whom it is for stands in them."""

from django.urls import path

from hylla.doors.joining import identifying, registering, waiting, welcoming

app_name = "joining"
urlpatterns = [
    path("", registering.start, name="start"),
    path("new/", registering.new, name="new"),
    path("code/", waiting.code, name="code"),
    path("kept/", waiting.kept, name="kept"),
    path("withdraw/", waiting.withdraw, name="withdraw"),
    path("welcome/", welcoming.welcome, name="welcome"),
    path("e-id/", identifying.begin, name="eid"),
    path("e-id/not-me/", identifying.not_me, name="not_me"),
]
