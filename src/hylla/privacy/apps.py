"""Registers the checks that refuse to start without whole declarations."""

from django.apps import AppConfig


class Privacy(AppConfig):
    """The privacy engine."""

    name = "hylla.privacy"

    def ready(self) -> None:
        """Register the checks once every model is known."""
        # Only now are the models known that the checks import.
        from hylla.privacy.checks import register_checks  # noqa: PLC0415 - see above

        register_checks()
