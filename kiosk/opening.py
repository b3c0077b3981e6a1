"""The services, opened in a thread once the first screen is painted."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from kiosk.garbage import let_go
from kiosk.settings import Settings

if TYPE_CHECKING:
    from kiosk.services.container import Services

OpenServices = Callable[[Settings], "Services"]


class Opening:
    """Opens the store once, lets everybody wait for it, keeps what went wrong."""

    def __init__(
        self, settings: Settings, services: "Services | None", opener: OpenServices | None
    ) -> None:
        self.services = services
        self.failure: Exception | None = None
        self._settings = settings
        self._opener = opener
        self._done = asyncio.Event()

    async def open(self) -> None:
        """Open what is not open yet; a failure is kept, not raised."""
        if self.services is None:
            try:
                self.services = await asyncio.to_thread(self._in_thread)
            except Exception as error:  # told by whoever waits, not by a thread
                self.failure = error
        let_go()
        self._done.set()

    async def wait(self) -> "Services":
        """Return the services once they are there; cancels who waits for ones never to come."""
        await self._done.wait()
        if self.services is None:
            raise asyncio.CancelledError
        return self.services

    def give_up(self) -> None:
        """Let nobody wait any longer: the application is going down."""
        self._done.set()

    def _in_thread(self) -> "Services":
        opener = self._opener
        if opener is None:
            from kiosk.bootstrap import open_services  # noqa: PLC0415 - after the first paint

            opener = open_services
        services = opener(self._settings)
        services.workshops.wipe_left_behind()
        return services
