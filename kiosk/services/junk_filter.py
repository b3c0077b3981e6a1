"""The junk filter: what the reader taught it goes before the rules of the content."""

from collections.abc import Mapping

from sqlmodel import Session, select

from kiosk.models import LearntSender
from kiosk.services.content import Academy, JunkRules
from kiosk.services.look_alikes import LookAlikes
from kiosk.services.mail_words import words_in


class JunkFilter:
    """Judges mail that has no folder of its own, as it reaches an academy."""

    def __init__(self, rules: JunkRules, academies: Mapping[str, Academy]) -> None:
        self._rules = rules
        self._words = [set(words_in(line)) for line in rules.words]
        self._look_alikes = {key: LookAlikes(academy) for key, academy in academies.items()}

    def suspects(self, academy: str, sender: str, subject: str) -> bool:
        """Say whether a mail is junk, by the address it comes from and by its subject."""
        host = sender.rpartition("@")[2]
        found = set(words_in(subject))
        return (
            self._look_alikes[academy].imitated(host) is not None
            or any(words <= found for words in self._words)
            or self._shouts(subject)
        )

    def _shouts(self, subject: str) -> bool:
        letters = [character for character in subject if character.isalpha()]
        capitals = sum(letter.isupper() for letter in letters)
        is_long = len(letters) >= self._rules.capitals_from
        return is_long and capitals >= self._rules.capitals_share * len(letters)


def learnt_folders(unit: Session, participant_id: str) -> dict[str, str]:
    """Return where a reader taught each sender's mail to go, within the caller's unit."""
    learnt = unit.exec(select(LearntSender).where(LearntSender.participant_id == participant_id))
    return {sender.address: sender.folder for sender in learnt}


def learnt_folder(unit: Session, participant_id: str, address: str) -> str | None:
    """Return where a sender's mail goes as its reader taught it, within the caller's unit."""
    learnt = unit.get(LearntSender, (participant_id, address))
    return learnt.folder if learnt is not None else None
