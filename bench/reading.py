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
    some = list(pieces(2 * TEXTS, seed=1))
    texts, spanish = (
        [piece.text for piece in some if piece.language == one][:TEXTS] for one in ("en", "es")
    )
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
    read(spanish[0], themes=themes, language="es")
    other = _rate(spanish, lambda text: read(text, themes=themes, language="es"))
    yield Measure("read a text in Spanish whole", other, "texts/s", "one in English", whole)
    yield Measure("memory with both readers", peak_memory(), "MB", "with the English one", after)


def _rate(texts: list[str], act: Callable[[str], object]) -> float:
    return len(texts) / seconds(lambda: [act(text) for text in texts])
