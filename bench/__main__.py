"""``make bench``: every measurement as one table. The last two take about ten minutes."""

from __future__ import annotations

from bench import first_load, importing, killing, reading, sessions

for part in (reading, importing, killing, sessions, first_load):
    for measure in part.measures():
        print(measure.line(), flush=True)
