"""The option that names another store, wherever on the command line it is given."""

import click

from kiosk.settings import Settings, with_value

STORE = click.option("--store")


def with_store(settings: Settings, store: str | None) -> Settings:
    """Return settings whose store is the one named after the command, if one is."""
    return settings if store is None else with_value(settings, "store", store)
