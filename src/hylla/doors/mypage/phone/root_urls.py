"""Addresses without a language: a service worker rules the folder it stands in, and all below."""

from django.urls import path

from hylla.doors.mypage.phone import app, shell

app_name = "app"
urlpatterns = [
    path("sw.js", shell.worker, name="worker"),
    path("app/icon-<int:size>.png", app.icon, name="icon"),
]
