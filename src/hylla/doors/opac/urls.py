"""The addresses that everyone may read, without a cookie."""

from django.urls import path

from hylla.doors.opac import accessibility, privacy, program, records, visiting

app_name = "opac"
urlpatterns = [
    path("", records.home, name="home"),
    path("search/", records.results, name="search"),
    path("record/<int:record_id>/", records.shown, name="record"),
    path("help/", visiting.help_page, name="help"),
    path("privacy/", privacy.notice, name="privacy"),
    path("privacy/notice.pdf", privacy.notice_pdf, name="privacy_pdf"),
    path("accessibility/", accessibility.statement, name="accessibility"),
    path("program/", program.program, name="program"),
    path("program/licence.txt", program.licence, name="licence"),
]
