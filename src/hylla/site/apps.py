"""The site as a Django app: commands, start-up checks of the databases."""

from django.apps import AppConfig


class Site(AppConfig):
    """The house as a whole."""

    name = "hylla.site"
    label = "site"
