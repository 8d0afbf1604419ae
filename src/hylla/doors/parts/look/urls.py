"""The addresses of style sheets and marks, each with its content in its name, and the catalogue."""

from django.urls import path

from hylla.doors.parts.look import views

app_name = "look"
urlpatterns = [
    path("<slug:name>.css", views.sheet, name="sheet"),
    path("<slug:name>.svg", views.mark, name="mark"),
]
