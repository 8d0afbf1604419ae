"""The addresses for other programs: agreed on with them, and so without a language."""

from django.urls import path

from hylla.doors.harvest import daia, files, maps, oai, sru

app_name = "harvest"
urlpatterns = [
    path("record/<int:record_id>.<str:written>", files.one, name="file"),
    path("oai", oai.oai, name="oai"),
    path("sru", sru.sru, name="sru"),
    path("daia", daia.daia, name="daia"),
    path("robots.txt", maps.robots_txt, name="robots"),
    path("sitemap.xml", maps.sitemap_index, name="sitemap"),
    path("sitemap-<int:part_number>.xml", maps.sitemap_part, name="sitemap_part"),
]
