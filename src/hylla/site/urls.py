"""The addresses of the house: each door under its own, in the reader's language."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from hylla.site.health import healthz

urlpatterns = [
    path("healthz", healthz),
    path("look/", include("hylla.doors.parts.look.urls")),
    *i18n_patterns(
        path("my/", include("hylla.doors.mypage.urls")),
        path("desk/", include("hylla.doors.desk.urls")),
        path("kiosk/", include("hylla.doors.kiosk.urls")),
        path("", include("hylla.doors.opac.urls")),
    ),
]
