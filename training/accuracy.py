"""``make accuracy``: how right the reader is, beside TextBlob's own analyzer on the same texts.

Figures on the general texts, the challenges, speed and memory are worked out anew with the weights
that are shipped. Those on civic comments are the ones that ``training.calibrate`` kept: the shipped
weights have seen these comments, so only networks that had not could be measured on them. Where the
labelled comments are at hand, what the software shows of itself is written anew too.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np
from textblob.en.sentiments import PatternAnalyzer

from analysis import multilingual, trained
from analysis.sentiment import LEXICON, Reader, SentimentReading
from analysis.shares import wilson
from training import concern_figures, local_tags, published
from training.calibrate import KEPT
from training.multilingual import LINES, counts
from training.reader_files import SHIPPED
from training.scoring import calibration_error, scored, share
from training.sources import HERE, LABELS, folder, rows

Row = dict[str, str]
TIMED = 1_000
ALONE = PatternAnalyzer()
MEMORY = """
import pathlib, sys
from {module} import {name}
{call}
most = pathlib.Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0]
print(int(most) // 1024)
"""


def by_textblob(row: Row) -> str:
    """Its polarity as a feeling: 0.0, which also stands for words it does not know, is neutral."""
    polarity = ALONE.analyze(row["text"]).polarity
    return "positive" if polarity > 0 else "negative" if polarity < 0 else "neutral"


def likeliest(found: SentimentReading) -> str:
    """The likeliest of the three feelings, however unsure."""
    return trained.ANSWERS[int(np.argmax(found.chances))].value if found.chances else "not read"


def general(reader: Reader, told: list[Row]) -> Iterator[str]:
    """The validation set, whole and by source."""
    wanted = np.array([LABELS[row["label"]] for row in told])
    found = [reader(row["text"], question=row["question"]) for row in told]
    sources = np.array([row["source"] for row in told])
    kinds = {
        "trained": np.array([likeliest(one) for one in found]),
        "TextBlob": np.array([by_textblob(row) for row in told]),
    }
    for source in ["all", *sorted(set(sources))]:
        some = np.full(len(told), True) if source == "all" else sources == source
        for name, said in kinds.items():
            yield f"{source:14} {name:9} {scored(wanted[some], said[some])}"
    best = np.array([max(one.chances or (0.0,)) for one in found])
    answered = np.array([one.sentiment.value for one in found])
    sure = np.isin(answered, ("negative", "neutral", "positive"))
    error = calibration_error(best, kinds["trained"] == wanted)
    yield f"calibration error {100 * error:.1f} points"
    yield f"answered          {share(sure)}"
    yield f"of these right    {share((answered == wanted)[sure])}"


def civic(told: list[Row]) -> Iterator[str]:
    """Residents' comments, each read by a network that had not seen its source: as kept."""
    kept = json.loads(KEPT.read_text(encoding="utf-8"))
    wanted = np.array([LABELS[row["sentiment"]] for row in told])
    plain = np.array([by_textblob(row) for row in told])
    sources = np.array([row["source"] for row in told])
    for source, figures in {"all": kept["all"], **kept["by_source"]}.items():
        low, high = figures["macro_f1_interval"]
        n = figures["n"]
        yield (
            f"{source:14} trained   macro-F1 {100 * figures['macro_f1']:5.1f}"
            f" [{100 * low:.1f}, {100 * high:.1f}]   right {of(figures['right'], n)}"
            f"   act right {of(figures['act_right'], n)}"
        )
        some = np.full(len(told), True) if source == "all" else sources == source
        if some.any():
            yield f"{source:14} TextBlob  {scored(wanted[some], plain[some])}"
    yield f"calibration error {100 * kept['calibration_error']:.1f} points"
    for cut in kept["cuts"]:
        answered, right = (f"{100 * cut[name]:.1f} %" for name in ("answered", "right"))
        yield f"cut {cut['cut']:.2f}: answers {answered}, of these right {right}"


def of(right: int, n: int) -> str:
    told = wilson(right, n)
    return (
        f"{100 * told.estimate:.1f} [{100 * told.low:.1f}, {100 * told.high:.1f}] n={n}"
        if told
        else "-"
    )


def challenges(reader: Reader) -> Iterator[str]:
    """The known failures; what is tuned was learnt from, what is held back was not."""
    told = rows(HERE / "challenge_lines.csv")
    found = [reader(row["text"]) for row in told]
    for name in dict.fromkeys(row["set"] for row in told):
        for part in ("tuned", "held back"):
            some = [
                (row, one)
                for row, one in zip(told, found, strict=True)
                if (row["set"], row["part"]) == (name, part)
            ]
            if not some:
                continue
            feelings = share([likeliest(one) == row["sentiment"] for row, one in some])
            acts = share([one.act == row["act"] for row, one in some])
            plain = share([by_textblob(row) == row["sentiment"] for row, _ in some])
            yield f"{name:15} {part:10} feeling {feelings}   act {acts}   TextBlob {plain}"


def others(found: Mapping[str, Sequence[int]]) -> Iterator[str]:
    """What the reader of other languages answers, and how much of that is right.

    In each language as kept, by heads that learnt from English alone; then by those that are
    shipped, on the lines held back, which others of another language may resemble.
    """
    held_back = [row for row in rows(LINES) if row["part"] != "tuned"]
    shipped = counts(multilingual.load(SHIPPED), held_back)
    for name, (right, given, n) in {**found, "shipped, held back": shipped}.items():
        yield f"{name}   answered {of(given, n)}   of these right {of(right, given)}"


def speed(reader: Reader, told: list[Row]) -> Iterator[str]:
    """Texts a second of processor time, and the most memory of a process that does nothing else."""
    texts = [row["text"] for row in told][:TIMED]
    ways: dict[str, Callable[[str], object]] = {
        "trained": reader,
        "word list": LEXICON,
        "TextBlob": ALONE.analyze,
    }
    for name, read in ways.items():
        started = time.process_time()
        for text in texts:
            read(text)
        yield f"{name:9} {len(texts) / (time.process_time() - started):7.0f} texts/s"
    yield f"trained   {memory('analysis.trained', 'shipped', 'shipped()(sys.argv[0])')} MB"
    yield f"TextBlob  {memory('textblob', 'TextBlob', 'TextBlob(sys.argv[0]).sentiment')} MB"


def memory(module: str, name: str, call: str) -> str:
    script = MEMORY.format(module=module, name=name, call=call)
    command = [sys.executable, "-c", script]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()  # noqa: S603 -- our own script


def main() -> None:
    reader, data = trained.shipped(), folder()
    print(f"{reader.method} {reader.version}")
    tables: list[tuple[str, Iterator[str]]] = [("Challenges, anew", challenges(reader))]
    validation, labelled = data / "sentiment" / "validation.csv", data / "civic" / "labelled.csv"
    told = rows(labelled) if labelled.exists() else []
    languages = published.languages()
    tables.append(("The reader of other languages", others(languages)))
    tables.append(
        ("Civic comments, by networks that had not seen the source, as kept", civic(told))
    )
    if told:
        found = concern_figures.figures()
        tables.append(
            ("Concerns, each source and its kin held out, anew", concern_figures.lines(found))
        )
        tables.append(("Concerns, had staff corrected four fifths", local_tags.figures()))
        published.write(reader, found, languages)
    if validation.exists():
        texts = rows(validation)
        tables.append(("General texts, anew", general(reader, texts)))
        tables.append(("Speed and memory, anew", speed(reader, texts)))
    for title, lines in tables:
        print(f"\n{title}")
        for line in lines:
            print(f"  {line}", flush=True)


if __name__ == "__main__":
    main()
