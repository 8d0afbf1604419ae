"""An address without a language: a service worker rules the folder it stands in, and all below."""

from django.urls import path

from hylla.doors.desk import offline

app_name = "desk_app"
urlpatterns = [path("desk-worker.js", offline.worker, name="worker")]
