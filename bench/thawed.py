"""The application as Streamlit would run it by itself: the baseline for what freezing gives.

Nothing is frozen, and after every run all garbage is collected with everybody waiting
(``runner.postScriptGC``, which ``.streamlit/config.toml`` turns off).
"""

from __future__ import annotations

import gc
import os
import runpy

from streamlit import config

from core.settings import ROOT

gc.freeze = lambda: None

if __name__ == "__main__":
    os.chdir(ROOT)  # config.toml is read from here; what is set afterwards goes above it
    config.get_config_options()
    config.set_option("runner.postScriptGC", True)
    runpy.run_path(str(ROOT / "app.py"), run_name="__main__")
