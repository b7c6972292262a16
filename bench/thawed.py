"""The application as it would be without ``gc.freeze()``: the baseline for what freezing gives."""

from __future__ import annotations

import gc
import runpy

from core.settings import ROOT

gc.freeze = lambda: None

if __name__ == "__main__":
    runpy.run_path(str(ROOT / "app.py"), run_name="__main__")
