"""The order of names, as a French reader expects it."""

from kiosk.services.mail_words import in_order


def test_numbers_are_in_the_order_of_numbers() -> None:
    names = ["Dossier 10", "Dossier 2", "dossier 1", "Dossier", "2014"]
    assert sorted(names, key=in_order) == [
        "2014",
        "Dossier",
        "dossier 1",
        "Dossier 2",
        "Dossier 10",
    ]


def test_accents_and_capitals_count_last() -> None:
    names = ["Zèbre", "étude", "Été", "Eté", "Œuvre", "ocre"]
    assert sorted(names, key=in_order) == ["Eté", "Été", "étude", "ocre", "Œuvre", "Zèbre"]
