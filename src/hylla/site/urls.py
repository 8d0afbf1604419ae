"""The addresses of the house: each door under its own, in the reader's language."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from hylla.doors.joining.identifying import back
from hylla.doors.mypage.paying import answer
from hylla.doors.mypage.texting import receipt as sms_receipt
from hylla.doors.parts.look.catalogue import catalogue
from hylla.site.health import healthz

urlpatterns = [
    path("healthz", healthz),
    # Agreed on to the letter with those who call them: without a language.
    path("e-id/back/", back, name="eid_back"),
    path("sms/receipt/", sms_receipt, name="sms_receipt"),
    path("pay/answer/", answer, name="payment_answer"),
    path("look/", include("hylla.doors.parts.look.urls")),
    path("design/", catalogue),
    path("", include("hylla.doors.harvest.urls")),
    path("", include("hylla.doors.mypage.phone.root_urls")),
    path("", include("hylla.doors.desk.root_urls")),
    path("", include("hylla.doors.opac.root_urls")),
    *i18n_patterns(
        path("register/", include("hylla.doors.joining.urls")),
        path("my/", include("hylla.doors.mypage.urls")),
        path("desk/", include("hylla.doors.desk.urls")),
        path("office/", include("hylla.doors.office.urls")),
        path("cataloguing/", include("hylla.doors.cataloguing.urls")),
        path("kiosk/", include("hylla.doors.kiosk.urls")),
        path("guide/", include("hylla.doors.guide.urls")),
        path("", include("hylla.doors.opac.urls")),
    ),
]
