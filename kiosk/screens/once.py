"""Work that is done one at a time, however often it is asked for."""

from collections.abc import Awaitable, Callable

from textual.dom import DOMNode

Work = Callable[[], Awaitable[None]]


class Once:
    """Runs work as a worker of a node; whatever is asked for meanwhile is left out."""

    def __init__(self, node: DOMNode, group: str) -> None:
        self._node = node
        self._group = group
        self._is_running = False

    def start(self, work: Work) -> None:
        """Start it, unless something is running."""
        if not self._is_running:
            self._is_running = True
            self._node.run_worker(self._run(work), group=self._group)

    async def _run(self, work: Work) -> None:
        try:
            await work()
        finally:
            self._is_running = False


class OnceMore:
    """Asked for again while it runs, the work is done once more when it ends, not once for each."""

    def __init__(self, node: DOMNode, group: str, work: Work) -> None:
        self._once = Once(node, group)
        self._work = work
        self._is_wanted = False

    def start(self) -> None:
        """Start it, or have it done once more."""
        self._is_wanted = True
        self._once.start(self._while_wanted)

    async def _while_wanted(self) -> None:
        while self._is_wanted:
            self._is_wanted = False
            await self._work()
