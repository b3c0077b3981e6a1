"""Where a sitting begins."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kiosk.screens.visit import Sitting
    from kiosk.services.content import Stage


@dataclass(frozen=True)
class Start:
    """Nothing said is the welcome screen; anything said opens a sitting directly."""

    persona: str = ""
    join: str = ""
    """The code of a workshop to enter; without a persona, the welcome screen asks who enters."""
    refused: str = ""
    """Why that workshop could not be entered, for the welcome screen to say."""
    situation: str = ""
    stage: "Stage | None" = None
    address: str = ""
    at: datetime | None = None
    resume: "Sitting | None" = None
    after_crash: bool = False

    @property
    def is_direct(self) -> bool:
        """Whether the welcome screen is left out."""
        wanted = (self.persona, self.situation, self.stage, self.address, self.at, self.resume)
        is_asked = bool(self.join) and not self.persona
        return any(wanted) and not is_asked and not self.after_crash
