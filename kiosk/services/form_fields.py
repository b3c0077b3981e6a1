"""What every form asks of its fields."""

import re

from kiosk.services.refusals import Refusal, RefusalCode

_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def require_filled(text: str, field: str) -> None:
    """Refuse FIELD_EMPTY for a field left blank."""
    if not text.strip():
        raise Refusal(RefusalCode.FIELD_EMPTY, field)


def require_own_address(typed: str, own: str, domain: str) -> None:
    """Refuse, of the field “address”, what is not one's own professional address.

    FIELD_EMPTY, ADDRESS_SHAPE, ADDRESS_NOT_PROFESSIONAL (another domain), ADDRESS_NOT_YOURS.
    """
    require_filled(typed, "address")
    address = typed.strip().lower()
    if not _ADDRESS.fullmatch(address):
        raise Refusal(RefusalCode.ADDRESS_SHAPE, "address")
    if not address.endswith("@" + domain):
        raise Refusal(RefusalCode.ADDRESS_NOT_PROFESSIONAL, "address", domain=domain)
    if address != own:
        raise Refusal(RefusalCode.ADDRESS_NOT_YOURS, "address")
