"""The addresses of the desk; who is open at it stands in none of them."""

from django.urls import path

from hylla.doors.desk import (
    account,
    acts,
    details,
    entering,
    entry,
    family,
    finding,
    lists,
    registering,
)

app_name = "desk"
urlpatterns = [
    path("", entry.home, name="home"),
    path("log-in/", entering.log_in, name="log_in"),
    path("log-out/", entering.log_out, name="log_out"),
    path("close/", entry.close, name="close"),
    path("find/", finding.find, name="find"),
    path("find/open/", finding.open_found, name="open"),
    path("register/", registering.register, name="register"),
    path("details/", details.change, name="details"),
    path("guardians/add/", family.add, name="add_guardian"),
    path("guardians/end/", family.end, name="end_guardian"),
    path("contact/", acts.contact, name="contact"),
    path("renew/", acts.renew, name="renew"),
    path("renew-all/", acts.renew_all, name="renew_all"),
    path("lost/", acts.lost, name="lost"),
    path("holds/place/", acts.place_hold, name="place_hold"),
    path("holds/cancel/", acts.cancel_hold, name="cancel_hold"),
    path("settle/", acts.settle, name="settle"),
    path("pin/", account.pin, name="pin"),
    path("card/lost/", account.card_lost, name="card_lost"),
    path("card/replace/", account.replace_card, name="replace_card"),
    path("block/", account.block, name="block"),
    path("unblock/", account.unblock, name="unblock"),
    path("shelf/", lists.shelf, name="shelf"),
    path("overdue/", lists.overdue, name="overdue"),
    path("item/", lists.item, name="item"),
    path("closed-days/", lists.closings, name="closed_days"),
    path("closed-days/open/", lists.open_day, name="open_day"),
]
