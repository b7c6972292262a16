"""The hand all charts share: ink, paper, and an axis that colour-blind people can tell apart."""

from __future__ import annotations

from dataclasses import dataclass

import altair as alt

from core.i18n import _


@dataclass(frozen=True)
class Palette:
    """Colours for one kind of paper."""

    ink: str
    quiet: str
    line: str
    chosen: str
    faint: str
    negative: str
    positive: str
    neutral: str
    mixed: str
    uncertain: str


LIGHT = Palette(
    ink="#1b2733", quiet="#5b6670", line="#d5dbde", chosen="#0f5c63", faint="#e3eeee",
    negative="#a8480f", positive="#235f8c", neutral="#6b747c", mixed="#6a5368", uncertain="#8a9199",
)  # fmt: skip
DARK = Palette(
    ink="#e8edf0", quiet="#a9b4bc", line="#35414b", chosen="#7cc4c9", faint="#1d3336",
    negative="#f0a070", positive="#86bbe6", neutral="#b4bcc3", mixed="#c9a9c5", uncertain="#8f99a1",
)  # fmt: skip


def palette(*, dark: bool) -> Palette:
    return DARK if dark else LIGHT


def share_tooltip(*first: alt.Tooltip) -> list[alt.Tooltip]:
    """``first``, then a share with its interval and what it is a share of."""
    return [
        *first,
        alt.Tooltip("share:Q", title=_("Share"), format=".1%"),
        alt.Tooltip("low:Q", title=_("At least"), format=".1%"),
        alt.Tooltip("high:Q", title=_("At most"), format=".1%"),
        alt.Tooltip("n:Q", title=_("Pieces")),
        alt.Tooltip("total:Q", title=_("Of")),
    ]
