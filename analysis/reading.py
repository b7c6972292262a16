"""All that analysis makes of one text: language, feelings, act, concerns, danger, names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from analysis import complaints, concerns, danger, multilingual, officer_names
from analysis.concerns import ConcernTag
from analysis.danger import DangerSign
from analysis.language import LANGUAGES, detect
from analysis.sentiment import Chances, Reader, SentenceReading, SentimentReading
from analysis.spans import Span
from analysis.themes import ThemeList
from analysis.trained import shipped
from core.vocabulary import Sentiment
from core.voice import Act

_LETTER = re.compile(r"[^\W\d_]")

_NAMES: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("english", "inglés", "ingles", "eng"), "en"),
        **dict.fromkeys(("spanish", "español", "espanol", "castellano", "spa"), "es"),
        **dict.fromkeys(("french", "français", "francais", "fra", "fre"), "fr"),
        **dict.fromkeys(("portuguese", "português", "portugues", "por"), "pt"),
        **dict.fromkeys(("german", "deutsch", "deu", "ger"), "de"),
        **dict.fromkeys(("italian", "italiano", "ita"), "it"),
        **dict.fromkeys(("dutch", "nederlands", "nld"), "nl"),
        **dict.fromkeys(("polish", "polski", "pol"), "pl"),
        **dict.fromkeys(("russian", "русский", "rus"), "ru"),
        **dict.fromkeys(("ukrainian", "українська", "ukr"), "uk"),
        **dict.fromkeys(("arabic", "العربية", "ara"), "ar"),
        **dict.fromkeys(("farsi", "persian", "dari", "فارسی", "fas"), "fa"),
        **dict.fromkeys(("chinese", "mandarin", "cantonese", "中文", "zho"), "zh"),
        **dict.fromkeys(("vietnamese", "tiếng việt", "vie"), "vi"),
        **dict.fromkeys(("korean", "한국어", "kor"), "ko"),
        **dict.fromkeys(("japanese", "日本語", "jpn"), "ja"),
        **dict.fromkeys(("tagalog", "filipino", "fil", "tgl"), "tl"),
        **dict.fromkeys(("hindi", "हिन्दी", "hin"), "hi"),
        **dict.fromkeys(("urdu", "اردو", "urd"), "ur"),
        **dict.fromkeys(("somali", "soomaali", "som"), "so"),
        **dict.fromkeys(("haitian creole", "haitian", "kreyòl ayisyen", "hat"), "ht"),
        **dict.fromkeys(("amharic", "አማርኛ", "amh"), "am"),
        **dict.fromkeys(("bengali", "bangla", "বাংলা", "ben"), "bn"),
    }
)
"""What people and forms call a language, in small letters, and its ISO 639-1 code."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What analysis made of one text, and what made it. Never shown for one person alone."""

    language: str | None
    sentiment: Sentiment
    sentences: tuple[SentenceReading, ...]
    concerns: tuple[ConcernTag, ...]
    dangers: tuple[DangerSign, ...]
    complaint: tuple[Span, ...]  # what tells of misconduct by police staff; empty for none
    names_officer: bool
    method: str
    version: str
    theme_version: int
    chances: Chances | None = None  # of each feeling; missing where it was not read
    act: Act | None = None  # the same


def read(
    text: str,
    *,
    themes: ThemeList,
    language: str | None = None,
    question: str | None = None,
    reader: Reader | None = None,
    is_fresh: bool = True,
) -> Reading:
    """Read ``text``. A ``language`` that was stated wins over the one that would be detected.

    ``reader`` is what reads feelings in English; left out, the one that is shipped.
    Danger is looked for only in what ``is_fresh``: nobody can come to help in last year's letters.
    """
    code = known_language(language) or detect(text)
    reader = _knowing(code, reader or shipped())
    felt = _felt(text, code, question, reader)
    return Reading(
        language=code,
        sentiment=felt.sentiment,
        sentences=felt.sentences,
        concerns=_raised(text, themes.spoken_in(code), felt, reader),
        dangers=danger.find(text) if is_fresh else (),
        complaint=complaints.find(text),
        names_officer=bool(officer_names.find(text)),
        method=reader.method,
        version=reader.version,
        theme_version=themes.version,
        chances=felt.chances,
        act=felt.act,
    )


def concerns_in(
    text: str, themes: ThemeList, language: str | None, felt: SentimentReading,
    reader: Reader | None = None,
) -> tuple[ConcernTag, ...]:  # fmt: skip
    """The themes that ``read`` finds in ``text``, with what ``felt_in`` made of it before."""
    return _raised(text, themes.spoken_in(language), felt, reader or shipped())


def felt_in(text: str, language: str | None, question: str | None = None) -> SentimentReading:
    """What ``concerns_in`` needs of the reader that is shipped; the language (ISO 639-1) is known.

    Other languages are not read for it: their concerns are found by terms alone.
    """
    return _felt(text, language, question, shipped())


def known_language(stated: str | None) -> str | None:
    """The code of a language as it was stated, "en-US", "English" or "ES"; ``None`` if unknown."""
    words = (stated or "").strip().casefold()
    code = re.split(r"[-_@.]", words, maxsplit=1)[0]
    return code if code in LANGUAGES else _NAMES.get(words, _NAMES.get(code))


def _knowing(code: str | None, reader: Reader) -> Reader:
    """What reads the language: ``reader`` if it can, or if nothing does."""
    if code in reader.languages or code not in multilingual.LANGUAGES:
        return reader
    return multilingual.shipped() or reader


def _raised(
    text: str, themes: ThemeList, felt: SentimentReading, reader: Reader
) -> tuple[ConcernTag, ...]:
    """The concerns; in other languages than English, by the terms alone."""
    if reader.tagger is None or felt.scored is None:
        return concerns.tag(text, themes)
    return reader.tagger(text, themes, felt.scored, [one.span for one in felt.sentences])


def _felt(text: str, code: str | None, question: str | None, reader: Reader) -> SentimentReading:
    """Not read: no words, or none the reader knows. Uncertain: words, in a language unknown."""
    if not _LETTER.search(text) or (code is not None and code not in reader.languages):
        return SentimentReading(Sentiment.NOT_READ, ())
    if code is None:
        return SentimentReading(Sentiment.UNCERTAIN, ())
    return reader(text, question=question)
