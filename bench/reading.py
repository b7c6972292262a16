"""How fast texts are read, beside TextBlob's own analyzer alone on the same texts."""

from __future__ import annotations

from collections.abc import Iterator

from textblob.en.sentiments import PatternAnalyzer

from analysis.reading import read
from analysis.themes import shipped
from bench.timing import Measure, seconds
from db.sample_texts import pieces

TEXTS = 1_000


def measures() -> Iterator[Measure]:
    texts = [piece.text for piece in pieces(TEXTS, seed=1)]
    themes, alone = shipped(), PatternAnalyzer()
    read(texts[0], themes=themes)  # what is loaded once is not counted
    ours = seconds(lambda: [read(text, themes=themes) for text in texts])
    theirs = seconds(lambda: [alone.analyze(text) for text in texts])
    yield Measure(
        "read a text whole", TEXTS / ours, "texts/s", "TextBlob's analyzer alone", TEXTS / theirs
    )
