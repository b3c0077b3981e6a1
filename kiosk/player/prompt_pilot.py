"""A pilot that knows when the application is at rest, instead of watching the processor."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from typing import Any, TypeVar

from textual.app import App
from textual.events import Key
from textual.keys import REPLACED_KEYS, _character_to_key
from textual.message_pump import MessagePump
from textual.pilot import Pilot
from textual.screen import Screen
from textual.worker import Worker, WorkerCancelled, WorkerFailed

PATIENCE = 20.0
"""Real seconds after which an application that never rests is no longer waited for."""

_A_MOMENT = 0.002
Ending = TypeVar("Ending")


class PromptPilot(Pilot[Ending]):
    """Presses keys, and goes on as soon as all that follows from them has been done.

    Textual's own pilot sleeps until the process uses little processor time: slow on a machine at
    rest, and mistaken on one that is busy elsewhere.
    """

    async def pause(self, delay: float | None = None) -> None:
        """Wait for ``delay`` seconds, or until nothing is left to do."""
        if delay is not None:
            await asyncio.sleep(delay)
        await rest(self.app)

    async def press(self, *keys: str) -> None:
        """Press keys one by one, each after what the one before has done."""
        for key in keys:
            self.app.post_message(key_event(key))
            await rest(self.app)

    async def _wait_for_screen(self, timeout: float = PATIENCE) -> bool:  # noqa: ARG002 - Textual's
        await rest(self.app)
        return True


@asynccontextmanager
async def running(
    app: App[Ending], size: tuple[int, int] = (80, 24)
) -> AsyncIterator[PromptPilot[Ending]]:
    """Run an application without a terminal, and hand over its pilot once it is at rest."""
    async with app.run_test(size=size):
        pilot = PromptPilot(app)
        await pilot.pause()
        yield pilot


def key_event(key: str) -> Key:
    """Return what a terminal sends for a key: a character, or a key by its name."""
    if key in {"\r", "\n"}:
        return Key("enter", "\r")
    if key == "space":
        return Key("space", " ")
    if len(key) > 1:
        return Key(key, None)
    name = key if key.isalnum() else _character_to_key(key)
    return Key(REPLACED_KEYS.get(name, name), key)


async def rest(app: App[Any]) -> None:
    """Wait until an application has nothing left to do, or for ``PATIENCE`` seconds."""
    loop = asyncio.get_running_loop()
    with suppress(TimeoutError):
        async with asyncio.timeout(PATIENCE):
            while app._running and app._exception is None:
                await asyncio.sleep(0)
                if loop._ready:  # type: ignore[attr-defined]
                    continue
                # What waits for the next drawing may be what a worker waits for.
                if app.screen._callbacks and _has_to_draw(app.screen):
                    app.screen._on_timer_update()
                elif workers := [worker for worker in app.workers if not worker.is_finished]:
                    await asyncio.gather(*map(_finished, workers))
                elif any(map(_is_busy, _pumps(app))):
                    await asyncio.sleep(_A_MOMENT)
                elif app._resize_timer is not None:
                    app._check_resize()
                elif _has_to_draw(app.screen):
                    app.screen._on_timer_update()
                else:
                    return


def _pumps(app: App[Any]) -> list[MessagePump]:
    screens = app.screen_stack
    return [app, *screens, *(node for one in screens for node in one.walk_children())]


def _is_busy(pump: MessagePump) -> bool:
    """Say whether a pump is at work: one at rest waits for its next message."""
    waiting: Iterable[asyncio.Future[bool]] = pump._message_queue.ready_event._waiters
    return pump._running and all(waiter.done() for waiter in waiting)


def _has_to_draw(screen: Screen[Any]) -> bool:
    wanted = (
        screen._layout_required
        or screen._scroll_required
        or screen._repaint_required
        or screen._recompose_required
        or screen._dirty_widgets
        or screen._callbacks
    )
    return bool(wanted) and screen.is_current and not screen.app._batch_count


async def _finished(worker: Worker[object]) -> None:
    with suppress(WorkerFailed, WorkerCancelled, asyncio.CancelledError):
        await worker.wait()
