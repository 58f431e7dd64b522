"""The application of the fidelity check: a command, no models."""

from django.apps import AppConfig


class FidelityConfig(AppConfig):
    name = "portal.fidelity"
    label = "fidelity"
    verbose_name = "Fidelity check"
