"""The code of a workshop: six characters, said aloud from one terminal to another."""

from random import Random

from sqlmodel import Session, select

from kiosk.models import Workshop
from kiosk.services.form_fields import require_filled
from kiosk.services.identifiers import ALPHABET, unseparated
from kiosk.services.refusals import Refusal, RefusalCode

LENGTH = 6
"""Characters of a code, hyphen apart."""

_HALF = LENGTH // 2


def free_code(unit: Session, seed: int) -> str:
    """Return a code that no workshop of the store has: the first one free that the seed draws."""
    chance = Random(f"{seed}:code")  # noqa: S311 - said aloud, no secret
    while True:
        code = "".join(chance.choices(ALPHABET, k=LENGTH))
        if unit.exec(select(Workshop.id).where(Workshop.code == code)).first() is None:
            return code


def shown(code: str) -> str:
    """Return a code as it is read: “xxx-xxx”."""
    return f"{code[:_HALF]}-{code[_HALF:]}"


def read(typed: str) -> str:
    """Return the code that was typed; spaces, hyphens and case do not matter.

    Refuses, of the field “code”, FIELD_EMPTY and WORKSHOP_CODE_SHAPE.
    """
    require_filled(typed, "code")
    code = unseparated(typed)
    if len(code) != LENGTH or not set(code) <= set(ALPHABET):
        raise Refusal(RefusalCode.WORKSHOP_CODE_SHAPE, "code")
    return code
