"""The folder of the files that read, and the manifest that signs them."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

SHIPPED = Path(__file__).parents[1] / "analysis" / "reader"
SIGNED = ("model.onnx", "tokenizer.json", "topics.npz", "concerns.npz", "multilingual.npz")


def sign(folder: Path) -> None:
    """Write down the SHA-256 of each file that is there: what is altered later is not used."""
    sums = {
        name: sha256((folder / name).read_bytes()).hexdigest()
        for name in SIGNED
        if (folder / name).exists()
    }
    (folder / "manifest.json").write_text(json.dumps({"sha256": sums}, indent=1) + "\n")
