"""The help of the command line: one text of our own, whatever command it is asked of."""

import click

HELP = """\
Kiosque électeur : répéter le vote électronique de 2014, hors ligne.

  kiosk                     ouvre l’accueil
  kiosk --as PERSONNAGE     ouvre le bureau d’un personnage
        --open ADRESSE      ouvre une page, par son adresse
        --join CODE         entre dans l’atelier commencé à un autre poste
        --at INSTANT        règle l’horloge : 2014-11-27T10:00 ou « 27/11 10h »
        --situation NOM     part d’une situation prête
        --seed N            rend tout tirage au sort répétable
        --store URL         emploie une autre base (adresse SQLAlchemy)
        --theme NOM         light, dark ou contrast
        --kiosk             poste partagé : rien ne ferme l’application
  kiosk demo                joue tout le parcours, commenté
        --headless          sans terminal, une ligne par étape
        --script NOM        joue un autre scénario
  kiosk scripts             nomme les scénarios
  kiosk situations          nomme les situations, chacune avec sa leçon
  kiosk pages --academy NOM nomme les pages de tous les sites, par adresse
  kiosk mail export ADRESSE FICHIER   écrit une messagerie (.mbox, ou un dossier de .eml)
  kiosk mail import ADRESSE FICHIER   y ajoute les messages d’un fichier ou d’un dossier
  kiosk seats FICHIER --seats N       partage N sièges entre les listes d’un tableau CSV
        --valid V           total des voix valables, s’il manque de petites listes
        --json              en JSON : sièges, et voix qui manquaient pour un de plus
  kiosk results export FICHIER        écrit les résultats d’un atelier (.csv ou .json)
  kiosk minutes FICHIER     écrit le procès-verbal du dépouillement (.pdf ou .txt)
  kiosk journal FICHIER     écrit le journal du bureau, empreintes et signatures (.json)
        --workshop CODE     d’un autre atelier que le dernier (results, minutes, journal, box)
        --check             vérifie un journal écrit : 0 rien de faux, 1 modifié ou coupé
  kiosk box export FICHIER            écrit l’urne dépouillée, pour la vérifier ailleurs
        --belenios DOSSIER  à la place du fichier : des archives pour belenios-tool
  kiosk box verify FICHIER  vérifie une urne, sans la base de l’application
        --share PART        part d’un membre du bureau, une option par part
  kiosk shots DOSSIER       dessine chaque écran (SVG, 80×24 et 112×34)
  kiosk doctor              dit ce que le kiosque trouve sur cette machine
  kiosk --version           dit la version
"""


class HelpedCommand(click.Command):
    """A command whose help is our own text."""

    def get_help(self, ctx: click.Context) -> str:  # noqa: ARG002 - Click's signature
        """Return the help."""
        return HELP


class HelpedGroup(click.Group):
    """A group of commands whose help, and theirs, is our own text."""

    command_class = HelpedCommand

    def get_help(self, ctx: click.Context) -> str:  # noqa: ARG002 - Click's signature
        """Return the help."""
        return HELP
