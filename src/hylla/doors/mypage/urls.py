"""The addresses of the patron's own page; none of them says whose it is."""

from django.urls import path

from hylla.doors.mypage import details, entering, erasing, family, home, kept, placing

app_name = "mypage"
urlpatterns = [
    path("", home.home, name="home"),
    path("log-in/", entering.log_in, name="log_in"),
    path("log-out/", entering.log_out, name="log_out"),
    path("renew/", home.renew, name="renew"),
    path("renew-all/", home.renew_all, name="renew_all"),
    path("holds/<int:record_id>/", placing.place_hold, name="place_hold"),
    path("holds/cancel/", home.cancel_hold, name="cancel_hold"),
    path("details/", details.shown, name="details"),
    path("details/pin/", details.pin, name="pin"),
    path("family/", family.family, name="family"),
    path("kept/", kept.kept, name="kept"),
    path("kept/extract/", kept.extract, name="extract"),
    path("erase/", erasing.erase, name="erase"),
    path("erase/take-back/", erasing.take_back, name="take_back"),
]
