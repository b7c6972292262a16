"""How fast texts are read, beside TextBlob's own analyzer and VADER alone on the same texts."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from textblob.en.sentiments import PatternAnalyzer
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from analysis import trained
from analysis.reading import read
from analysis.themes import shipped
from bench.timing import Measure, peak_memory, seconds
from db.sample_texts import pieces

TEXTS = 1_000


def measures() -> Iterator[Measure]:
    texts = [piece.text for piece in pieces(TEXTS, seed=1)]
    themes, before = shipped(), peak_memory()
    read(texts[0], themes=themes)  # what is loaded once is not counted
    whole = _rate(texts, lambda text: read(text, themes=themes))
    after = peak_memory()
    for name, analyze in (
        ("TextBlob's analyzer alone", PatternAnalyzer().analyze),
        ("VADER alone", SentimentIntensityAnalyzer().polarity_scores),
    ):
        yield Measure("read a text whole", whole, "texts/s", name, _rate(texts, analyze))
    feeling = _rate(texts, trained.shipped())
    yield Measure("read its feeling and act", feeling, "texts/s", "a text whole", whole)
    yield Measure(
        "memory while a text is read whole", after, "MB", "before the reader is loaded", before
    )


def _rate(texts: list[str], act: Callable[[str], object]) -> float:
    return len(texts) / seconds(lambda: [act(text) for text in texts])
