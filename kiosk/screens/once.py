"""Work that is done one at a time, however often it is asked for."""

from collections.abc import Awaitable, Callable

from textual.dom import DOMNode


class Once:
    """Runs a coroutine as a worker of a node; asked again while it runs, it does nothing."""

    def __init__(self, node: DOMNode, work: Callable[[], Awaitable[None]]) -> None:
        self._node = node
        self._work = work
        self._is_running = False

    def start(self, group: str) -> None:
        """Start it, unless it is running."""
        if not self._is_running:
            self._is_running = True
            self._node.run_worker(self._run(), group=group)

    async def _run(self) -> None:
        try:
            await self._work()
        finally:
            self._is_running = False


class OnceMore(Once):
    """Asked again while it runs, the work is done once more when it ends, not once for each."""

    def __init__(self, node: DOMNode, work: Callable[[], Awaitable[None]]) -> None:
        super().__init__(node, self._while_wanted)
        self._each = work
        self._is_wanted = False

    def start(self, group: str) -> None:
        """Start it, or have it done once more."""
        self._is_wanted = True
        super().start(group)

    async def _while_wanted(self) -> None:
        while self._is_wanted:
            self._is_wanted = False
            await self._each()
