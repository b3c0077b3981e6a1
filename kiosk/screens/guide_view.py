"""The guide as its widgets show it."""

from typing import TYPE_CHECKING

from kiosk.widgets.guide import GuideStepState, GuideStepView, GuideView

if TYPE_CHECKING:
    from kiosk.services.guide import GuideProgress, StepProgress
    from kiosk.services.situations import SituationProgress

LIMIT_PASSED = "L’heure limite est passée."
TOO_LATE = f"{LIMIT_PASSED} Au bureau, « Recommencer »."
_ALL_DONE = "Parcours terminé. F10 finit la séance et efface tout."
_MISSED = "Trop tard pour voter à tout. F10 efface et permet de recommencer."
_SOLVED = "Situation résolue."


def guide_view(
    progress: "GuideProgress", situation: "SituationProgress | None" = None
) -> GuideView:
    """Return the guide as its widgets show it; a situation speaks before the steps do."""
    steps = tuple(
        GuideStepView(
            step.title,
            _state(step, is_current=place == progress.current),
        )
        for place, step in enumerate(progress.steps)
    )
    if situation is not None:
        told = situation.situation
        if situation.solved:
            return GuideView(
                steps, progress.done, f"{_SOLVED} {told.lesson}", _SOLVED, is_news=True
            )
        if situation.missed:
            return GuideView(steps, progress.done, TOO_LATE, TOO_LATE)
        return GuideView(steps, progress.done, told.finds, f"{told.title}\u202f: F2 pour l’aide.")
    if progress.current is not None:
        return GuideView(steps, progress.done, progress.hint, progress.short_hint)
    over = _MISSED if any(step.missed for step in progress.steps) else _ALL_DONE
    return GuideView(steps, progress.done, over, over)


def _state(step: "StepProgress", *, is_current: bool) -> GuideStepState:
    if step.done:
        return GuideStepState.DONE
    if step.missed:
        return GuideStepState.MISSED
    return GuideStepState.CURRENT if is_current else GuideStepState.PENDING
