import pytest

from kiosk.services.content import load_content
from kiosk.services.school_names import names_school

FERRY, TILLEULS = "École Jules-Ferry, Tours", "École des Tilleuls, Amboise"
CONTENT = load_content()


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("École Jules-Ferry, Tours", True),
        ("ecole jules ferry", True),
        ("FERRY", True),
        ("Je suis à l’école Ferry.", True),
        ("", False),
        ("École", False),
        ("Tours", False),
        ("École des Tilleuls, Amboise", False),
        ("Ferrystan", False),
        ("[/b]", False),
    ],
)
def test_a_school_is_named_by_the_words_of_its_own(text: str, *, named: bool) -> None:
    assert names_school(text, FERRY, instead_of=TILLEULS) is named


@pytest.mark.parametrize(
    ("school", "other", "text", "named"),
    [
        ("Pôle de remplacement, Orléans", "Pôle de remplacement, Blois", "orleans", True),
        ("Pôle de remplacement, Orléans", "Pôle de remplacement, Blois", "Pôle de Blois", False),
        ("École du Vieux-Pont, Loches", "École du Pont, Loches", "École du Pont", False),
        ("École du Vieux-Pont, Loches", "École du Pont, Loches", "Vieux Pont", True),
        ("Collège du Lac, Albi", "Lycée du Lac, Albi", "le collège", True),
        ("Collège du Lac, Albi", "Lycée du Lac, Albi", "le lycée du Lac", False),
    ],
)
def test_what_both_names_have_tells_nothing(
    school: str, other: str, text: str, *, named: bool
) -> None:
    assert names_school(text, school, instead_of=other) is named


def test_each_of_our_schools_is_told_from_every_other_of_its_corps() -> None:
    for academy in CONTENT.academies.values():
        for corps, listed in academy.schools.items():
            alike = [p.school for p in CONTENT.personas if p.corps is corps]
            for school in {*listed, *alike}:
                for other in {*listed, *alike} - {school}:
                    assert names_school(school, school, instead_of=other)
                    assert not names_school(other, school, instead_of=other)
