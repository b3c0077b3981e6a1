"""What every form asks of its fields."""

import re

from kiosk.services.refusals import Refusal, RefusalCode

_WORD = r"[\w!#$%&'*+/=?^`{|}~-]+"
_NAME = r"[^\W_](?:[\w-]*[^\W_])?"
_ADDRESS = re.compile(rf"{_WORD}(?:\.{_WORD})*@(?:{_NAME}\.)+[^\W_][\w-]*[^\W_]")


def require_filled(text: str, field: str) -> None:
    """Refuse FIELD_EMPTY for a field left blank."""
    if not text.strip():
        raise Refusal(RefusalCode.FIELD_EMPTY, field)


def is_address(text: str) -> bool:
    """Tell whether a text has the shape of a mail address."""
    return _ADDRESS.fullmatch(text) is not None


def require_professional(typed: str, domain: str) -> None:
    """Refuse, of the field “address”, what is not an address of the academy.

    FIELD_EMPTY, ADDRESS_SHAPE, ADDRESS_NOT_PROFESSIONAL (another domain).
    """
    require_filled(typed, "address")
    if not is_address(typed.strip()):
        raise Refusal(RefusalCode.ADDRESS_SHAPE, "address")
    if not typed.strip().lower().endswith("@" + domain):
        raise Refusal(RefusalCode.ADDRESS_NOT_PROFESSIONAL, "address", domain=domain)


def require_own_address(typed: str, own: str, domain: str) -> None:
    """Refuse, of the field “address”, what is not one's own professional address.

    As ``require_professional``, then ADDRESS_NOT_YOURS.
    """
    require_professional(typed, domain)
    if typed.strip().lower() != own:
        raise Refusal(RefusalCode.ADDRESS_NOT_YOURS, "address")
