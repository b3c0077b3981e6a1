"""Invented names for candidates and colleagues."""

from random import Random

_FIRST = """
Adèle Agnès Aïcha Alain Amandine Anne-Lise Antoine Arnaud Aurélie Benoît Bérénice Bruno Camille
Céline Cédric Chloé Claire Damien Denis Djamila Élodie Émile Estelle Fanny Florian Françoise
Gaël Géraldine Gilles Hélène Hugo Inès Irène Jean-Marc Jérôme Joëlle Karim Laure Léa Loïc Lucie
Maëlle Malik Marie-Noëlle Mathieu Maud Mélanie Naïma Nathalie Noémie Odile Pascal Paul-Henri
Pénélope Quentin Rachid Régis Roxane Samira Sébastien Solène Stéphane Sylvain Thérèse Tiphaine
Valérie Xavier Yann Yasmine Zoé
"""
_LAST = """
Abadie Aubertin Baudoin Belkacem Bertheau Blondeau Bréchet Carlier Chauvin Cottereau Da-Costa
Delaunay Desnoyers Diallo Dutilleul Étienne Fabre-Lorin Fauconnier Ferrand Gaillac Garrigue
Gouin Guérineau Haddad Hamelin Hérisson Jaulin Joubert Kerbrat Lachaise Lambertye Lavergne
Lecointre Maillochon Marchandeau Mercadier Morisset Nguyen Nivelle Ollivier Pasquereau Pelletan
Péricard Quéméneur Rabouin Rocheteau Roussillon Sabatier Saint-Aubin Ségalen Tardivel Texereau
Traoré Vaillant Verdalle Vignaud Wallaert Ximenès Yvernault Zidi
"""

_FIRST_NAMES = _FIRST.split()
_LAST_NAMES = _LAST.split()


def draw_names(chance: Random, number: int) -> tuple[str, ...]:
    """Return so many invented names, no first name and no last name twice.

    From the same chance, more of them begin with the same ones.
    """
    first, last = (chance.sample(names, len(names)) for names in (_FIRST_NAMES, _LAST_NAMES))
    return tuple(map(" ".join, zip(first[:number], last[:number], strict=True)))


def draw_name(chance: Random) -> str:
    """Return an invented first and last name."""
    return f"{chance.choice(_FIRST_NAMES)} {chance.choice(_LAST_NAMES)}"
