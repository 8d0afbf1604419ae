"""Pictures look the same in every language: their addresses have none."""

from django.urls import re_path

from hylla.doors.opac import covers

app_name = "covers"
urlpatterns = [
    re_path(
        r"^cover/(?P<record_id>[0-9]{1,15})/(?P<size>small|large)/(?P<mark>[0-9a-f]{16})\.webp$",
        covers.cover,
        name="cover",
    ),
]
