"""Whom to call, by what a text tells of: said at once, before anything is stored."""

from __future__ import annotations

from collections.abc import Collection

from core.i18n import _
from core.voice import Danger

EXIT = "https://www.weather.gov/"
"""Where the quick way out leads: a page that tells nobody what was looked at before."""


def of(
    dangers: Collection[Danger], *, emergency: str, crisis: str, home: str, child: str
) -> list[tuple[str, str]]:
    """Sentences with the number to call for each, the most pressing first."""
    found = [(_("If anyone is in danger now, call {number}."), emergency)]
    for kind, sentence, number in (
        (Danger.SELF, _("Thinking of hurting yourself? Call or text {number}."), crisis),
        (Danger.HOME, _("Hurt or afraid at home? Call {number}."), home),
        (Danger.CHILD, _("Worried about a child? Call {number}."), child),
    ):
        if kind in dangers:
            found.append((sentence, number))
    return found
