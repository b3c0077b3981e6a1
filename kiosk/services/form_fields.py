"""What every form asks of its fields."""

from kiosk.services.refusals import Refusal, RefusalCode


def require_filled(text: str, field: str) -> None:
    """Refuse FIELD_EMPTY for a field left blank."""
    if not text.strip():
        raise Refusal(RefusalCode.FIELD_EMPTY, field)
