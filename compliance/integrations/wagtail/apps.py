"""The app, and what is wrong with its settings."""

from __future__ import annotations

from typing import Any

import msgspec
from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register


class ComplianceConfig(AppConfig):
    """The app as Django knows it."""

    name = "compliance.integrations.wagtail"
    label = "compliance"
    verbose_name = "Compliance"

    def ready(self) -> None:
        """Close the gate."""
        from compliance.integrations.wagtail import gate

        gate.install()
        register(checked)


def checked(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """What is wrong with the settings, for `manage.py check`."""
    from compliance.integrations.wagtail import gate

    found: list[CheckMessage] = []
    try:
        gate.settings()
    except msgspec.ValidationError as error:
        found.append(Error(f"COMPLIANCE is not right: {error}", id="compliance.E001"))
    if "compliance.integrations.wagtail.middleware.Explained" not in settings.MIDDLEWARE:
        hint = "put `compliance.integrations.wagtail.middleware.Explained` at the end of MIDDLEWARE"
        found.append(Warning("an approver whose page is blocked is not told why", hint=hint, id="compliance.W001"))
    return found
