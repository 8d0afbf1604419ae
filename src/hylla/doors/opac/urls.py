"""The addresses that everyone may read, without a cookie."""

from django.urls import path, re_path

from hylla.doors.opac import (
    accessibility,
    feeds,
    opinions,
    papers,
    privacy,
    program,
    promises,
    recommended,
    records,
    searching,
    shared,
    versions,
    visiting,
    works,
)

app_name = "opac"
urlpatterns = [
    path("", searching.home, name="home"),
    path("search/", searching.results, name="search"),
    path("search/suggestions/", searching.suggestions, name="suggestions"),
    path("record/<int:record_id>/", records.shown, name="record"),
    path("work/<slug:work_key>/", works.work, name="work"),
    path("author/<str:address>/", works.author, name="author"),
    path("reviews/<int:record_id>/", opinions.reviews, name="reviews"),
    path("reviews/<uuid:review_id>/report/", opinions.report, name="report_review"),
    path("new/", works.new, name="new"),
    re_path(r"^new\.(?P<feed>rss|atom)$", feeds.new_arrivals, name="new_arrivals"),
    path("lists/", recommended.every, name="public_lists"),
    path("lists/<int:number>/", recommended.one, name="public_list"),
    path("shared/<str:word>/", shared.shared_list, name="shared_list"),
    path("help/", visiting.help_page, name="help"),
    path("privacy/", privacy.notice, name="privacy"),
    path("privacy/promises/<slug:sentence_id>/", promises.promise, name="promise"),
    path("privacy/versions/", versions.every_version, name="versions"),
    path("privacy/versions/<str:version>/", versions.one_version, name="version"),
    re_path(r"^privacy/(?P<kind>periods|record)/$", papers.shown, name="paper"),
    re_path(
        r"^privacy/(?P<kind>notice|periods|record)\.(?P<form>[a-z]+)$",
        papers.file,
        name="privacy_file",
    ),
    path("accessibility/", accessibility.statement, name="accessibility"),
    path("program/", program.program, name="program"),
    path("program/licence.txt", program.licence, name="licence"),
]
