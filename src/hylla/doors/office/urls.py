"""The addresses of the office; a request stands in one by a random number, nobody by a name."""

from django.urls import path

from hylla.doors.office import (
    case,
    handing,
    home,
    incidents,
    looks,
    policy,
    preview,
    processors,
    requests,
    sentences,
)

app_name = "office"
urlpatterns = [
    path("", home.home, name="home"),
    path("requests/", requests.inbox, name="requests"),
    path("requests/new/", requests.taken, name="take_in"),
    path("requests/<uuid:request_id>/", case.shown, name="request"),
    path("requests/<uuid:request_id>/answer/", case.answer, name="answer"),
    path("requests/<uuid:request_id>/refuse/", case.refuse, name="refuse"),
    path("requests/<uuid:request_id>/extend/", case.extend, name="extend"),
    path("requests/<uuid:request_id>/unidentified/", case.unidentified, name="unidentified"),
    path("requests/<uuid:request_id>/lift/", case.lift, name="lift"),
    path("requests/<uuid:request_id>/extract/", case.extract, name="extract"),
    path("promises/", sentences.listed, name="sentences"),
    path("promises/check/", sentences.check, name="check"),
    path("promises/<slug:sentence_id>/", sentences.confirm, name="confirm"),
    path("policy/", policy.shown, name="policy"),
    path("policy/text/", policy.text, name="policy_text"),
    path("policy/file/", policy.file, name="policy_file"),
    path("policy/part/<slug:part>/", policy.part, name="policy_part"),
    path("policy/preview/", preview.shown, name="preview"),
    path("policy/agree/", preview.agree, name="agree"),
    path("policy/drop/", preview.drop, name="drop_draft"),
    path("processors/", processors.listed, name="processors"),
    path("processors/<int:number>/", processors.one, name="processor"),
    path("incidents/", incidents.listed, name="incidents"),
    path("incidents/<int:number>/", incidents.one, name="incident"),
    path("incidents/<int:number>/change/", incidents.change, name="change_incident"),
    path("incidents/<int:number>/agree/", incidents.agree, name="agree_on_affected"),
    path("incidents/<int:number>/affected/", incidents.affected, name="affected"),
    path("incidents/<int:number>/report.<str:form>", incidents.report, name="incident_report"),
    path("hand-over/", handing.shown, name="hand_over"),
    path("looks/", looks.shown, name="looks"),
    path("looks/glass/", looks.review, name="review_glass"),
    path("looks/whose/", looks.whose, name="whose"),
    path("looks/removal/", looks.confirm, name="confirm_removal"),
]
