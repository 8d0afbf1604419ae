"""The addresses of the cataloguers' pages."""

from django.urls import path

from hylla.doors.cataloguing import (
    authorities,
    authority_editing,
    copies,
    covers,
    duplicates,
    editing,
    files,
    heading_changes,
    home,
    merging_authorities,
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
    path("authorities/", authorities.listed, name="authorities"),
    path("authorities/new/", authority_editing.new, name="new_authority"),
    path("authorities/<int:number>/", authorities.one, name="authority"),
    path("authorities/<int:number>/edit/", authority_editing.edit, name="edit_authority"),
    path("authorities/<int:number>/delete/", authority_editing.delete, name="delete_authority"),
    path("authorities/<int:number>/merge/", merging_authorities.merge, name="merge_authority"),
    path("authorities/<int:number>/changes/", authorities.history, name="authority_history"),
    path("authorities/changes/<int:number>/", authorities.version, name="authority_version"),
    path(
        "authorities/changes/<int:number>/restore/", authorities.restore, name="restore_authority"
    ),
    path("headings/<int:number>/", heading_changes.one, name="heading_change"),
    path("headings/<int:number>/run/", heading_changes.run, name="run_heading_change"),
    path("headings/<int:number>/undo/", heading_changes.undo, name="undo_heading_change"),
    path("headings/<int:number>/drop/", heading_changes.drop, name="drop_heading_change"),
    path("headings/<int:number>/<int:place>/", heading_changes.row, name="heading_change_row"),
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
