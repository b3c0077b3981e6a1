"""How the commands name the workshop that they wrote something of."""

from kiosk.services.closed_workshops import WorkshopLabel
from kiosk.services.french import counted
from kiosk.terminal import writable


def told(label: WorkshopLabel) -> str:
    """Name a workshop by its code, as on its desk, and by whoever comes first in it."""
    from kiosk.widgets.foreign_text import cleaned  # noqa: PLC0415 - not for a refusal

    code = f"atelier {label.code}"
    if not label.people:
        return code
    (name, school), *others = label.people
    more = f" et {counted(len(others), 'autre')}" if others else ""
    return writable(cleaned(f"{code}, {name} ({school}){more}"))
