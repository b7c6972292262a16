"""The feeling a text expresses, sentence by sentence. The only import of TextBlob.

Why each cut stands where it does, and what this reader gets wrong, is written down in
``docs/decisions/0004-first-reader.md``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt
from textblob import TextBlob
from textblob.base import DISCRETE, BaseSentimentAnalyzer
from textblob.en import sentiment as lexicon

from analysis import sentences
from analysis.encoder import Scored
from analysis.spans import Span
from analysis.tagger import Tagger
from core.vocabulary import Sentiment
from core.voice import Act

PRAISE_FROM = 0.3
BLAME_FROM = -0.1
"""Polarity (-1 to 1) at which a sentence is answered. A displeasure that is overlooked costs a
resident more than a praise that is, so blame needs less. Chosen on training texts."""

CLEAR = 0.4
"""Praise and blame must both be this strong for a text to be mixed; below, it is uncertain."""

_WEAK = frozenset(
    """
    able absolute accurate action anxious apparently available average aware barely behind black
    busy certain cheap clever common complete completely complex crazy creative dark down early
    expected expensive extreme extremely fair familiar far few first foreign fresh full game
    general generally green half hard high honestly latest least legal less little live long
    loud main major many mean military modern more mostly natural near nearly negative new old
    older original other own particular past popular previous raw real remote round serious
    seriously sexual silly single small social special spent subject surely surprised trouble
    usual wants whole young
    """.split()
)
"""Words of TextBlob's lexicon whose sign agreed with fewer than half of the training texts they
stood in (15 or more). "More" is .5 to TextBlob, which made praise of every "we need more"."""

_OTHERWISE_MEANT = frozenset(
    """
    economic elementary fly ideal light most quickly rarely right safely straight
    """.split()
)
"""Praise to TextBlob, but mostly a traffic light, a right turn or a school to a resident."""

_SILENT = _WEAK | _OTHERWISE_MEANT

_REQUEST = re.compile(
    r"^\W*(?:please|more|less|fewer|better|let's|add|build|bring|put|install|provide|create|make"
    r"|allow|require|increase|improve|expand|support|consider|offer|continue|develop|hire|train"
    r"|enforce|encourage)\b"
    r"|\b(?:should|needs?|ought to|must|shall|would (?:be|like|love)|could be"
    r"|(?:i|we)'d (?:like|love)|wish|hope)\b"
)
_THANKS = re.compile(r"\b(?:thank\w*|appreciat\w*|grateful|proud|(?:good|great) (?:job|work))\b")
_DISPLEASED = re.compile(
    r"\b(?:unsafe|danger\w*|hazard\w*|ignor\w*|never|nothing|nobody|no one|fail\w*|refus\w*"
    r"|harass\w*|rude\w*|disrespect\w*|unprofessional|brutal\w*|abus\w*|racis[mt]\w*|violen\w*"
    r"|assault\w*|attack\w*|kill\w*|died|dying|dead|deaths?|hurt\w*|injur\w*|suffer\w*|crime"
    r"|unacceptable|ridiculous|stupid|useless|broken|terrible|horrible|awful|bad|worse|worst"
    r"|poor\w*|hate|afraid|fear|scared|fed up|(?:sick|tired) of|enough is|out of control|lack\w*"
    r"|too (?:many|much|fast|slow|often|long|late)|problems?|issues?|complain\w*|corrupt\w*"
    r"|wast\w+|sham\w+|disgrac\w*|unfair\w*|illegal\w*|impossible|constant\w*|why|stop|cannot"
    r"|(?:ca|do|does|is|wo)n't)\b|!!|\?"
)
"""Signs of displeasure that TextBlob does not know. They hold an answer back; they give none."""

_TOKEN = re.compile(r"[^\W_]+(?:['-][^\W_]+)*|[:;=]['-]?[()dp]|!")


class SentenceReading(NamedTuple):
    span: Span
    sentiment: Sentiment


class Chances(NamedTuple):
    """How likely each feeling is, from 0 to 1; together 1."""

    negative: float
    neutral: float
    positive: float

    @classmethod
    def of(cls, scores: npt.NDArray[np.floating]) -> Chances:
        """From three log-odds, each up to the same constant."""
        odds = np.exp(scores - scores.max())
        return cls(*(odds / odds.sum()).tolist())


@dataclass(frozen=True, slots=True)
class SentimentReading:
    """A text's feeling, that of each of its sentences in order, and what the text does.

    ``chances`` and ``act`` are missing where the reader has none, and so is ``scored``, what a
    network made of the text and of each sentence.
    """

    sentiment: Sentiment
    sentences: tuple[SentenceReading, ...]
    chances: Chances | None = None
    act: Act | None = None
    scored: Scored | None = field(default=None, compare=False, repr=False)


class Reader(Protocol):
    """What reads feelings. ``method`` and ``version`` are stored beside every reading."""

    @property
    def method(self) -> str: ...
    @property
    def version(self) -> str: ...
    @property
    def languages(self) -> frozenset[str]:
        """ISO 639-1 codes it can read."""

    @property
    def tagger(self) -> Tagger | None:
        """What weighs the terms of themes with what a text is about, if anything does."""

    def __call__(self, text: str, *, question: str | None = None) -> SentimentReading:
        """Read ``text``, written in answer to ``question``."""


class FeelingAnalyzer(BaseSentimentAnalyzer):  # type: ignore[misc]  # TextBlob has no types
    """Our readers behind TextBlob's interface.

    Use ``blob.sentiment``: TextBlob's ``polarity`` and ``subjectivity`` ignore any analyzer.
    """

    kind = DISCRETE

    def __init__(self, read: Callable[[str], SentimentReading]) -> None:
        super().__init__()
        self._read = read

    def analyze(self, text: str) -> SentimentReading:
        return self._read(text)


class CivicAnalyzer(FeelingAnalyzer):
    """TextBlob's lexicon, read for residents' comments: requests are not praise."""

    def __init__(self) -> None:
        super().__init__(_by_lexicon)
        len(lexicon)  # loads it now: it fills itself lazily, and threads would see it half full


@dataclass(frozen=True, slots=True)
class BlobReader:
    """A reader behind TextBlob's interface. ``analyzer`` is asked for one for each question."""

    method: str
    version: str
    languages: frozenset[str]
    analyzer: Callable[[str | None], FeelingAnalyzer]
    tagger: Tagger | None = None

    def __call__(self, text: str, *, question: str | None = None) -> SentimentReading:
        reading: SentimentReading = TextBlob(text, analyzer=self.analyzer(question)).sentiment
        return reading


def _by_lexicon(text: str) -> SentimentReading:
    found = [(span, *_feeling(text[slice(*span)])) for span in sentences.split(text)]
    return SentimentReading(
        _combined([(answer, polarity) for _, answer, polarity in found]),
        tuple(SentenceReading(span, answer) for span, answer, _ in found),
    )


def _feeling(sentence: str) -> tuple[Sentiment, float]:
    """The sentence's answer, and the polarity (-1 to 1) behind it."""
    folded = sentence.lower().replace("’", "'")
    polarities = _polarities(folded)
    mean = sum(polarities) / len(polarities) if polarities else 0.0
    if mean <= BLAME_FROM:
        return Sentiment.NEGATIVE, mean
    if _DISPLEASED.search(folded) or (polarities and min(polarities) < 0 and mean < PRAISE_FROM):
        return Sentiment.UNCERTAIN, mean
    if _REQUEST.search(folded) and not _THANKS.search(folded):
        return Sentiment.NEUTRAL, 0.0
    return (Sentiment.POSITIVE if mean >= PRAISE_FROM else Sentiment.UNCERTAIN), mean


def _polarities(folded: str) -> list[float]:
    """The polarity of each phrase that says a feeling; empty where TextBlob knows none.

    TextBlob's own figure is 0.0 both for "average" and for words it has never seen.
    """
    assessed = lexicon(list(_words(folded))).assessments
    return [
        polarity
        for phrase, polarity, *_ in assessed
        if polarity and next((w for w in reversed(phrase) if w != "!"), "") not in _SILENT
    ]


def _words(folded: str) -> Iterator[str]:
    """Words for the lexicon, with "n't" apart: TextBlob's own splitting loses that negation."""
    for word in _TOKEN.findall(folded):
        if word.endswith("n't"):
            yield word[:-3]
            yield "n't"
        else:
            yield word


def _combined(found: list[tuple[Sentiment, float]]) -> Sentiment:
    """One answer for a text. Feeling outweighs the requests and the unknown around it."""
    answers = {answer for answer, _ in found}
    if {Sentiment.POSITIVE, Sentiment.NEGATIVE} <= answers:
        strengths = [polarity for _, polarity in found]
        disagrees = max(strengths) >= CLEAR and min(strengths) <= -CLEAR
        return Sentiment.MIXED if disagrees else Sentiment.UNCERTAIN
    for answer in (Sentiment.NEGATIVE, Sentiment.POSITIVE, Sentiment.NEUTRAL):
        if answer in answers:
            return answer
    return Sentiment.UNCERTAIN


_CIVIC = CivicAnalyzer()

LEXICON = BlobReader(
    "textblob-lexicon",
    f"{version('textblob')}-1",  # TextBlob's version, then ours
    frozenset({"en"}),
    lambda _question: _CIVIC,
)
