"""Addresses that last: of a title, without a language, so that they can be cited and harvested."""

from django.http import HttpRequest

from hylla.catalogue.queries.harvest import Address


def site_of(request: HttpRequest) -> str:
    """Return where this library's pages are, without a slash at the end."""
    return request.build_absolute_uri("/")[:-1]


def lasting(request: HttpRequest) -> Address:
    """Return how a title's page is addressed: it leads on to the reader's language."""
    site = site_of(request)
    return lambda number: f"{site}/record/{number}/"
