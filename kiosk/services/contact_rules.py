"""What a French postal address, a French mobile number and a personal mail address look like."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from kiosk.services.content_people import DOMAIN
from kiosk.services.form_fields import is_address
from kiosk.services.refusals import Refusal, RefusalCode

_POSTCODE = re.compile(r"(?:0[1-9]|[1-8][0-9]|9[0-5])[0-9]{3}|97[1-8][0-9]{2}|98[4678][0-9]{2}")
_FIVE_DIGITS = re.compile(r"(?<!\d)\d{5}(?!\d)")
_TOWN = re.compile(r"[^\W\d_][^\W\d_’' .\-]*(?:[’' .\-]+[^\W\d_]+)*", re.I)
_DISTRICT = re.compile(r" (?:cedex(?: \d{1,2})?|\d{1,2}(?:er|e|ème)?(?: arrondissement)?)$", re.I)
_NUMBER_SIGNS = "°№"
"""Signs that Unicode files with the pictures: “n° 14”."""
_BETWEEN_DIGITS = re.compile(r"[\s.\-\u2010-\u2015]")
_ABROAD = re.compile(r"^(?:\+|00)33(?:\(0\))?")
_NUMBER = re.compile(r"0[1-9][0-9]{8}")


def postal_address(typed: str, field: str = "postal_address") -> str:
    """Bring to “street, postcode town” what was typed; nothing typed stays nothing.

    Refuses POSTAL_ADDRESS_SHAPE without a postcode of five digits, POSTCODE_WRONG for one that no
    French town has, STREET_MISSING and TOWN_MISSING; POSTAL_ADDRESS_SIGN with the first ``sign``
    that no address holds: a picture anywhere, anything but a name's own signs in the town.
    """
    text = unicodedata.normalize("NFC", " ".join(typed.split()))
    if not text:
        return ""
    if not text.isprintable():
        raise Refusal(RefusalCode.POSTAL_ADDRESS_SHAPE, field)
    _refuse_sign((one for one in text if _is_picture(one)), field)
    found = list(_FIVE_DIGITS.finditer(text))
    if not found:
        raise Refusal(RefusalCode.POSTAL_ADDRESS_SHAPE, field)
    postcode = found[-1]
    street, town = text[: postcode.start()].strip(" ,"), text[postcode.end() :].strip(" ,")
    if not _POSTCODE.fullmatch(postcode.group()):
        raise Refusal(RefusalCode.POSTCODE_WRONG, field)
    if not any(character.isalpha() for character in street):
        raise Refusal(RefusalCode.STREET_MISSING, field)
    if not _TOWN.fullmatch(_DISTRICT.sub("", town)):
        if any(character.isalpha() for character in town):
            _refuse_sign((one for one in town if not _is_of_town(one)), field)
        raise Refusal(RefusalCode.TOWN_MISSING, field)
    return f"{street}, {postcode.group()} {town}"


def _refuse_sign(signs: Iterator[str], field: str) -> None:
    if sign := next(signs, ""):
        raise Refusal(RefusalCode.POSTAL_ADDRESS_SIGN, field, sign=sign)


def _is_picture(character: str) -> bool:
    return unicodedata.category(character) == "So" and character not in _NUMBER_SIGNS


def _is_of_town(character: str) -> bool:
    return character.isalnum() or unicodedata.category(character)[0] == "M" or character in "’' .-"


def mobile(typed: str, field: str = "mobile") -> str:
    """Bring a mobile number to “06 39 98 12 04”; nothing typed stays nothing.

    Spaces, dots, hyphens and +33 do not matter. Refuses MOBILE_SHAPE for what is no French number
    and MOBILE_NOT_MOBILE for one that begins neither with 06 nor with 07.
    """
    digits = _ABROAD.sub("0", _BETWEEN_DIGITS.sub("", typed), count=1)
    if not digits:
        return ""
    if not digits.isascii() or not _NUMBER.fullmatch(digits):
        raise Refusal(RefusalCode.MOBILE_SHAPE, field)
    if digits[1] not in "67":
        raise Refusal(RefusalCode.MOBILE_NOT_MOBILE, field)
    return " ".join(digits[start : start + 2] for start in range(0, len(digits), 2))


def personal_mail(
    typed: str, professional_domains: Iterable[str], field: str = "personal_mail"
) -> str:
    """Return a mail address that no academy gave; nothing typed stays nothing.

    Refuses PERSONAL_MAIL_SHAPE and PERSONAL_MAIL_PROFESSIONAL.
    """
    address = typed.strip().lower()
    if not address:
        return ""
    if not address.isprintable() or not is_address(address):
        raise Refusal(RefusalCode.PERSONAL_MAIL_SHAPE, field)
    domain = address.rpartition("@")[2]
    if domain in set(professional_domains) or DOMAIN.fullmatch(domain):
        raise Refusal(RefusalCode.PERSONAL_MAIL_PROFESSIONAL, field)
    return address
