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
        return any(wanted) and not self.after_crash
