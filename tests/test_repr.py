"""What a row says of itself in a log or on a crash page: never a secret, nor what one wrote."""

from typing import Any

import pytest
from sqlmodel import SQLModel

import kiosk.models
from kiosk.models import Participant

from .worlds import ON_SQLITE, World

SHOWN = {
    "id",
    "workshop_id",
    "participant_id",
    "contest_id",
    "elector_id",
    "list_id",
    "request_id",
    "academy",
    "seed",
    "rate",
    "paused",
    "first_name",
    "last_name",
    "corps",
    "grade",
    "school",
    "roll_school",
    "homonym",
    "user_name",
    "address",
    "state",
    "purpose",
    "rank",
    "subject",
    "door",
    "wrong",
    "channel",
    "kind",
    "sender",
    "sent_by",
    "read",
    "size",
    "folder",
    "origin",
    "event",
    "code",
    "position",
    "title",
    "seats",
    "envelope_key",
    "ballot_key",
    "verify_key",
    "needed",
    "days_voted",
    "made_by_hand",
    "role",
    "number",
    "act",
    "detail",
    "digest",
    "signature",
    "reason",
    "copies",
    "day",
    "name",
    "motto",
    "weight",
    "candidates",
    "blank",
    "votes",
    "first",
    "held",
}
"""Columns that may be seen; instants may be too. A new column is kept back, or is added here."""

KEPT_BACK = {
    ("DeskItem", "title"),
    ("LinkToken", "digest"),
    ("VoterIdentifier", "digest"),
    ("Delivery", "title"),
    ("MailFolder", "name"),
    ("Message", "subject"),
}
"""Where a column of that name tells more than elsewhere: a receipt, or what one wrote."""

MODELS: list[type[SQLModel]] = [getattr(kiosk.models, name) for name in kiosk.models.__all__]


def is_shown(model: type[SQLModel], column: str) -> bool:
    named = column in SHOWN or column == "at" or column.endswith("_at")
    return named and (model.__name__, column) not in KEPT_BACK


def test_every_table_is_walked_over() -> None:
    assert {str(model.__tablename__) for model in MODELS} == set(SQLModel.metadata.tables)


@pytest.mark.parametrize("model", MODELS)
def test_row_keeps_its_secrets_back(model: type[SQLModel]) -> None:
    values: dict[str, Any] = {name: f"<{name}>" for name in model.model_fields}
    row = model(**values)
    for said in (repr(row), str(row), f"{[row]}"):
        told = {name for name in values if f"<{name}>" in said}
        assert told == {name for name in values if is_shown(model, name)}


@ON_SQLITE
def test_row_read_from_the_store_keeps_them_back_too(world: World) -> None:
    with world.services.store.look() as unit:
        person = unit.get_one(Participant, world.participant_id)
        said = repr(person)
    assert person.user_name in said
    assert person.numen not in said
    assert "numen" not in said
