"""What a text is about, in numbers: vectors that lie close where two texts mean the same.

The network was fine-tuned to tell feelings, so its vectors lie close where people feel alike. A
linear map, learnt by ``training.topics`` from the network it was started from, turns them back.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import cast

import numpy as np
import numpy.typing as npt

from analysis.encoder import ModelFileError, shipped_file
from analysis.linear import Reals

FILE = "topics.npz"


class Topics:
    """The map in one folder. ``size`` is the length of a vector."""

    def __init__(self, folder: Path) -> None:
        """Load the file; ``ModelFileError`` where it is missing or altered."""
        kept = arrays(folder, FILE, ("centre", "map"))
        self._centre, self._map = kept["centre"], kept["map"]
        self.size = self._map.shape[1]

    def __call__(self, vectors: npt.NDArray[np.floating]) -> Reals:
        """Vectors of length 1, in rows, for ``vectors`` of the network in rows."""
        turned = (vectors - self._centre) @ self._map
        return cast("Reals", turned / np.linalg.norm(turned, axis=1, keepdims=True))


def arrays(folder: Path, name: str, wanted: tuple[str, ...]) -> dict[str, Reals]:
    """Arrays of numbers of the file ``name``; ``ModelFileError`` where it is not usable."""
    content = shipped_file(folder, name)
    with np.load(BytesIO(content), allow_pickle=False) as kept:
        if not set(wanted) <= set(kept.files):
            raise ModelFileError(f"{name} lacks what is needed")
        return {each: kept[each].astype(np.float64) for each in wanted}
