"""``make bench``: every measurement as one table. The last three take about half an hour."""

from __future__ import annotations

from bench import (
    feed,
    figures,
    first_load,
    importing,
    killing,
    meetings,
    new_concerns,
    reading,
    sessions,
    surveys,
    workers,
)

for part in (
    reading,
    feed,
    meetings,
    surveys,
    new_concerns,
    workers,
    importing,
    killing,
    figures,
    sessions,
    first_load,
):
    for measure in part.measures():
        print(measure.line(), flush=True)
