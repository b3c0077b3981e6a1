"""Whoever comes into a workshop, in whatever order: no two share a user name, address or NUMEN."""

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from kiosk.models import Participant, Workshop
from kiosk.services.content import load_content
from kiosk.services.participants import participant_of
from kiosk.services.refusals import RefusalCode
from kiosk.services.user_names import MOST_HOMONYMS, user_name
from tests.worlds import refusal_of

CONTENT = load_content()
ACADEMY = CONTENT.academies["orleans-tours"]
NAMES = st.tuples(
    st.sampled_from(["Fabienne", "Fanny", "FABIENNE", "Élise", "Marc"]),
    st.sampled_from(["Martin", "Mar-tin", "Màrtin", "d’Aubrac", "Le Fèvre"]),
    st.sampled_from(range(MOST_HOMONYMS)),
)


@given(st.lists(NAMES, max_size=60), st.integers(0, 2**31))
def test_no_two_share_what_tells_them_apart(names: list[tuple[str, str, int]], seed: int) -> None:
    now = datetime(2014, 9, 22, tzinfo=UTC)
    workshop = Workshop(academy=ACADEMY.id, seed=seed, simulated_at=now, real_at=now, seen_at=now)
    people: list[Participant] = []
    for first, last, rank in names:
        persona = replace(CONTENT.personas[0], first_name=first, last_name=last, homonym=rank)
        alike = {user_name(first, last, rank) for rank in range(MOST_HOMONYMS)}
        taken = [one for one in people if one.user_name in alike]
        if len(taken) == MOST_HOMONYMS:
            refusal = refusal_of(participant_of, workshop, persona, ACADEMY, people)
            assert refusal.code is RefusalCode.HOMONYMS_TOO_MANY
        else:
            people.append(participant_of(workshop, persona, ACADEMY, people))
    for told in ("user_name", "address", "numen"):
        assert len({getattr(one, told) for one in people}) == len(people)
