"""Loading before the first visitor what every visitor would otherwise wait for."""

from __future__ import annotations

from importlib import import_module


def imports() -> None:
    """Import what the screens draw with; some of it Streamlit would load at first use."""
    for name in (
        "altair", "babel.dates", "pandas", "pyarrow", "streamlit.elements.arrow",
        "streamlit.elements.vega_charts", "streamlit.runtime.scriptrunner",
        "ui.cached", "ui.cards", "ui.drawn", "ui.figures", "ui.filters", "ui.frame",
        "ui.navigation", "ui.over_time", "ui.places", "ui.series", "ui.tables", "charts.sentiment",
        "charts.concerns", "charts.comparison", "services.words", "services.readings",
    ):  # fmt: skip
        import_module(name)
