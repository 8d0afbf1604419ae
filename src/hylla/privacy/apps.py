"""Registers the checks that refuse to start without whole declarations."""

from django.apps import AppConfig


class Privacy(AppConfig):
    """The privacy engine."""

    name = "hylla.privacy"

    def ready(self) -> None:
        """Register the checks once every model is known."""
        from hylla.privacy.checks import register_checks

        register_checks()
