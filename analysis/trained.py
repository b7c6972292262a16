"""The trained reader: from a network's scores to an answer, "mixed" and "uncertain" among them.

How it was trained, chosen and measured: ``docs/decisions/0017-reader.md``, ``docs/model-card.md``.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from threading import Lock

import numpy as np
import structlog

from analysis import sentences
from analysis.encoder import ACTS, Encoder, Logits, ModelFileError
from analysis.language import detect
from analysis.local_head import Head
from analysis.local_tags import Tags
from analysis.sentiment import (
    LEXICON,
    BlobReader,
    Chances,
    FeelingAnalyzer,
    Reader,
    SentenceReading,
    SentimentReading,
)
from analysis.tagger import Tagger
from core.vocabulary import Sentiment
from core.voice import Act

FOLDER = Path(__file__).with_name("reader")

TEMPERATURE = 0.88
"""What the logits are divided by, so that of the texts read with a chance of .8 four in five are
right. Chosen on comments that the network had not seen, like the next two."""

LEANING = np.array([0.0, 0.0, -0.5], dtype=np.float32)
"""Added to the logits: residents praise less often than the writers of most texts it learnt from.
No larger, so that other texts are still read well."""

SURE = 0.7
"""The chance from which a feeling is answered: there nine in ten answers are right. Below, it is
uncertain."""

LANGUAGES = frozenset({"en"})
ANSWERS = (Sentiment.NEGATIVE, Sentiment.NEUTRAL, Sentiment.POSITIVE)

log = structlog.get_logger()
_loading = Lock()
_loaded: dict[Path, Reader] = {}


def shipped(folder: Path = FOLDER) -> Reader:
    """The reader in ``folder``, loaded once; the lexicon where its files are missing or altered."""
    with _loading:
        if folder not in _loaded:
            try:
                _loaded[folder] = load(folder)
            except ModelFileError as error:
                log.warning(
                    "The trained reader cannot be used, so feelings are read with a word list.",
                    reason=str(error),
                )
                _loaded[folder] = LEXICON
        return _loaded[folder]


def load(folder: Path, head: Head | None = None, tags: Tags | None = None) -> Reader:
    """The reader in ``folder``; ``ModelFileError`` where its files are missing or altered.

    ``head`` and ``tags`` are what a department's own corrections taught of feelings and concerns.
    """
    encoder = Encoder(folder)
    tagger = _tagger(folder, tags)
    return BlobReader(
        ", ".join(
            [
                "minilm",
                *(["local corrections"] if head or (tags and tagger) else []),
                *([] if tagger else ["concerns by word list"]),
            ]
        ),
        # The network's hash, the version of the rules below, and the hash of the tagger.
        f"{encoder.version}-1-{tagger.version if tagger else 'none'}"
        + (f"-{head.version}" if head else ""),
        LANGUAGES,
        lambda question: FeelingAnalyzer(partial(read, encoder, question=question, head=head)),
        tagger,
    )


def _tagger(folder: Path, tags: Tags | None) -> Tagger | None:
    try:
        return Tagger(folder, tags)
    except ModelFileError as error:
        log.warning("Concerns are found with word lists alone.", reason=str(error))
        return None


def read(
    encoder: Encoder, text: str, *, question: str | None = None, head: Head | None = None
) -> SentimentReading:
    spans = sentences.split(text)
    scored = encoder(text, spans, question or "")
    whole = chances(scored.whole.feeling)
    if head is not None:
        whole = head(whole, scored.whole, question)
    if len(spans) == 1:  # one sentence is the text, and the marks around it count in the whole
        said = [answer(whole)]
    else:
        said = [
            answer(chances(part.feeling))
            if part and detect(text[slice(*span)]) in (None, *LANGUAGES)
            else Sentiment.UNCERTAIN
            for span, part in zip(spans, scored.parts, strict=True)
        ]
    return SentimentReading(
        together(whole, said),
        tuple(map(SentenceReading, spans, said)),
        whole,
        Act(ACTS[int(scored.whole.act.argmax())]),
        scored,
    )


def chances(logits: Logits) -> Chances:
    return Chances.of((logits + LEANING) / TEMPERATURE)


def answer(likely: Chances, sure: float = SURE) -> Sentiment:
    best = max(likely)
    return ANSWERS[likely.index(best)] if best >= sure else Sentiment.UNCERTAIN


def together(whole: Chances, said: Sequence[Sentiment], sure: float = SURE) -> Sentiment:
    """The answer for a text with such sentences: mixed where one praises and another blames."""
    disagree = {Sentiment.POSITIVE, Sentiment.NEGATIVE} <= set(said)
    return Sentiment.MIXED if disagree else answer(whole, sure)
