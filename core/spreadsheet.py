"""Cells that a spreadsheet would run as formulas, made harmless."""

from __future__ import annotations

import re

_FORMULA_STARTS = tuple("=+-@＝＋－＠")
_CONTROL_STARTS = ("\t", "\r", "\n")
_UNSEEN = "\u200b\u200c\u200d\u2060\ufeff"  # str.strip() leaves these where they are
_NUMBER = re.compile(r"[+-][0-9.,]*[0-9]%?")


def inert(cell: str) -> str:
    """``cell`` as it is, or behind an apostrophe if a spreadsheet would run it.

    Full-width signs and signs after spaces run too. Plain numbers such as ``-3.5`` stay numbers.
    """
    bare = cell.strip().strip(_UNSEEN).strip()
    if _NUMBER.fullmatch(bare) and not cell.startswith(_CONTROL_STARTS):
        return cell
    runs = bare.startswith(_FORMULA_STARTS) or cell.startswith(_CONTROL_STARTS)
    return f"'{cell}" if runs else cell
