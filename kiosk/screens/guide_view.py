"""The guide as its widgets show it."""

from typing import TYPE_CHECKING

from kiosk.widgets.guide import GuideStepState, GuideStepView, GuideView

if TYPE_CHECKING:
    from kiosk.services.guide import GuideProgress

_ALL_DONE = "Parcours terminé. F10 finit la séance et efface tout."


def guide_view(progress: "GuideProgress") -> GuideView:
    """Return the guide as its widgets show it."""
    steps = tuple(
        GuideStepView(
            step.title,
            GuideStepState.DONE
            if step.done
            else GuideStepState.CURRENT
            if place == progress.current
            else GuideStepState.PENDING,
        )
        for place, step in enumerate(progress.steps)
    )
    over = progress.current is None
    return GuideView(
        steps,
        progress.done,
        _ALL_DONE if over else progress.hint,
        _ALL_DONE if over else progress.short_hint,
    )
