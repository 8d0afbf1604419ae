"""The addresses of the cataloguers' pages."""

from django.urls import path

from hylla.doors.cataloguing import home

app_name = "cataloguing"
urlpatterns = [
    path("", home.home, name="home"),
]
