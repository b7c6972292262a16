"""``make bench``: every measurement as one table."""

from __future__ import annotations

from bench import importing, killing, reading

for part in (reading, importing, killing):
    for measure in part.measures():
        print(measure.line(), flush=True)
