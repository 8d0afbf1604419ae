"""The addresses of the cataloguers' pages."""

from django.urls import path

from hylla.doors.cataloguing import (
    copies,
    covers,
    duplicates,
    editing,
    files,
    home,
    profiles,
    titles,
)

app_name = "cataloguing"
urlpatterns = [
    path("", home.home, name="home"),
    path("cover/<int:record_id>/", covers.cover, name="cover"),
    path("titles/", titles.listed, name="titles"),
    path("titles/new/", editing.new, name="new"),
    path("titles/deleted/", titles.deleted, name="deleted"),
    path("titles/<int:record_id>/", editing.edit, name="edit"),
    path("titles/<int:record_id>/delete/", editing.delete, name="delete_title"),
    path("titles/<int:record_id>/changes/", titles.history, name="history"),
    path("titles/<int:record_id>/copies/", copies.listed, name="copies"),
    path("titles/<int:record_id>/copies/labels/", copies.labels, name="labels"),
    path("titles/<int:record_id>/copies/withdraw/", copies.taken_out, name="withdraw"),
    path("changes/<int:number>/", titles.one_version, name="version"),
    path("changes/<int:number>/restore/", titles.restore, name="restore"),
    path("duplicates/", duplicates.listed, name="duplicates"),
    path("duplicates/merge/", duplicates.compare, name="merge"),
    path("profiles/", profiles.listed, name="profiles"),
    path("profiles/<int:number>/", profiles.one, name="profile"),
    path("profiles/<int:number>/drop/", profiles.drop, name="drop_profile"),
    path("imports/", files.listed, name="imports"),
    path("imports/<int:number>/", files.one, name="import"),
    path("imports/<int:number>/run/", files.run, name="run_import"),
    path("imports/<int:number>/undo/", files.undo, name="undo_import"),
    path("imports/<int:number>/drop/", files.drop, name="drop_import"),
    path("imports/<int:number>/refused/", files.refused_file, name="refused_records"),
    path("imports/<int:number>/<int:place>/", files.row, name="import_row"),
]
