"""The addresses of the kiosk; who stands before it is in none of them."""

from django.urls import path

from hylla.doors.kiosk import (
    entering,
    home,
    lending,
    loans,
    machines,
    program,
    receipt,
    returning,
)

app_name = "kiosk"
urlpatterns = [
    path("", home.home, name="home"),
    path("over/", home.over, name="over"),
    path("here/", home.here, name="here"),
    path("more-time/", home.more_time, name="more_time"),
    path("larger/", home.larger, name="larger"),
    path("lend/", lending.lend, name="lend"),
    path("return/", returning.give_back, name="return"),
    path("loans/", loans.loans, name="loans"),
    path("loans/renew/", loans.renew, name="renew"),
    path("receipt/", receipt.receipt, name="receipt"),
    path("receipt/returned/", receipt.returned, name="returned_receipt"),
    path("program/", program.program, name="program"),
    path("start/", entering.start, name="start"),
    path("machines/", machines.machines, name="machines"),
    path("machines/code/", machines.fresh_code, name="fresh_code"),
    path("machines/retire/", machines.retire, name="retire"),
]
