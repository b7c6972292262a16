"""The one family of refusals that may be shown; anything else is a bug and stays in the log."""

from __future__ import annotations

from core.i18n import translate


class CommonGroundError(Exception):
    """An expected refusal. ``message`` is written for the person at the screen.

    ``message`` is a whole sentence with ``{names}`` for details; it says what happened, what is
    safe, and what to do.
    """

    message = "That could not be done."

    def __init__(self, **details: object) -> None:
        self.details = details
        super().__init__(translate(self.message).format(**details))


class NotAllowedError(CommonGroundError):
    message = "You do not have the right to do this. Ask an administrator if you think you should."


class RecordsAwayError(CommonGroundError):
    message = (
        "We cannot reach our records just now. What you wrote is still here: "
        "wait a minute, then try again."
    )


class StorageFullError(CommonGroundError):
    message = (
        "Our storage is full, so nothing was saved. What you wrote is still here: "
        "tell the department, and try again later."
    )


class TextRefusedError(CommonGroundError):
    message = (
        "The text holds characters that cannot be stored. "
        "Type it again instead of pasting it, then send it."
    )
