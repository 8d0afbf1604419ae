"""The site as a Django app: commands, start-up checks of the databases."""

from django.apps import AppConfig
from django.core.checks import Tags, register

from hylla.site.databases_in_force import database_is_fit


class Site(AppConfig):
    """The house as a whole."""

    name = "hylla.site"
    label = "site"

    def ready(self) -> None:
        """Register the check of the databases."""
        register(database_is_fit, Tags.database)
