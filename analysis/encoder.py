"""A small network that turns a text, and the question it answers, into scores.

MiniLM, fine-tuned by ``training`` and rounded to one byte a weight; ``docs/model-card.md`` says on
what, and how well it does. Texts are scored one at a time: in a batch, rounding would let one text
shift the scores of another.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import onnxruntime
from tokenizers import Tokenizer

from analysis.spans import Span

LONGEST, LONGEST_QUESTION = 96, 24
"""Tokens of a text that are looked at together, and of its question. As it was trained."""

ENOUGH, MOST = 8_000, 20
"""Characters of a text that are looked at, some three pages, and stretches of ``LONGEST``."""

FEELINGS = ("negative", "neutral", "positive")
ACTS = ("complaint", "request", "praise", "question", "statement")
"""The classes, in the order in which they were trained."""

_SLOWER = ["SkipLayerNormFusion", "BiasGeluFusion"]
"""What the runtime would do to the network to speed it up, and which costs a fifth of the time."""

Logits = npt.NDArray[np.float32]


class ModelFileError(Exception):
    """A file of the network is missing or is not the one that was shipped. Says which."""


class Scores(NamedTuple):
    """Logits, one for each of ``FEELINGS`` and of ``ACTS``, and the vector they were made from."""

    feeling: Logits
    act: Logits
    vector: Logits


class Scored(NamedTuple):
    """The scores of a text and of each of its parts; ``None`` for one that was not looked at."""

    whole: Scores
    parts: tuple[Scores | None, ...]


class Encoder:
    """Reads with the files in one folder. Any number of threads may call it."""

    def __init__(self, folder: Path) -> None:
        """Load and check the files; ``ModelFileError`` where one is missing or altered."""
        model, tokens = (shipped_file(folder, name) for name in ("model.onnx", "tokenizer.json"))
        self.version = sha256(model).hexdigest()[:8]
        self._tokenizer = Tokenizer.from_str(tokens.decode("utf-8"))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._start, self._end = self._tokenizer.encode("").ids
        onnxruntime.disable_telemetry_events()  # builds for Windows would call home
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3  # a machine without a graphics card is no news
        self._session = onnxruntime.InferenceSession(
            model, options, providers=["CPUExecutionProvider"], disabled_optimizers=_SLOWER
        )

    def __call__(self, text: str, parts: Sequence[Span], question: str = "") -> Scored:
        """Score ``text`` and its ``parts``, which are in order, in one pass.

        The scores of a stretch are the mean over its tokens.
        """
        ids, where = self._tokens(text[:ENOUGH], parts)
        asked = self._tokens(question[:ENOUGH], ())[0][:LONGEST_QUESTION]
        own, edges = [], []
        for first, last in _stretches(where):
            scores = self._run(ids[first:last], asked)
            own.append(scores[1:-1])
            edges.append(scores[[0, -1]])
        tokens = np.concatenate(own)
        read = np.array(where[: len(tokens)])
        return Scored(
            _mean(np.concatenate([tokens, *edges])),
            tuple(
                _mean(tokens[read == at]) if (read == at).any() else None
                for at in range(len(parts))
            ),
        )

    def _tokens(self, text: str, parts: Sequence[Span]) -> tuple[list[int], list[int]]:
        """Token ids, and for each the index of its part; -1 before the first."""
        found = self._tokenizer.encode(encodable(text), add_special_tokens=False)
        starts = np.array([part.start for part in parts], dtype=np.int64)
        begins = np.array([first for first, _ in found.offsets], dtype=np.int64)
        return found.ids, (np.searchsorted(starts, begins, side="right") - 1).tolist()

    def _run(self, own: list[int], asked: list[int]) -> Logits:
        """For the text's own tokens and the two marks around them: feelings, acts, vectors."""
        first = [self._start, *own, self._end]
        second = [*asked, self._end] if asked else []
        ids = np.array([first + second], dtype=np.int64)
        feeling, act, vectors = self._session.run(
            ["feeling", "act", "vectors"],
            {
                "input_ids": ids,
                "attention_mask": np.ones_like(ids),
                "token_type_ids": np.array([[0] * len(first) + [1] * len(second)], dtype=np.int64),
            },
        )
        return np.concatenate([feeling[0], act[0], vectors[0]], axis=1)[: len(first)]


def _stretches(where: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The first token and the one after the last of what is looked at together.

    A stretch ends where a part begins, if one begins in it.
    """
    first = 0
    for _ in range(MOST):
        last = first + LONGEST
        if last < len(where):
            begins = [at for at in range(first + 1, last + 1) if where[at] != where[at - 1]]
            last = begins[-1] if begins else last
        yield first, min(last, len(where))
        if last >= len(where):
            return
        first = last


def _mean(tokens: Logits) -> Scores:
    first, second = len(FEELINGS), len(FEELINGS) + len(ACTS)
    mean = tokens.mean(axis=0)
    return Scores(mean[:first], mean[first:second], mean[second:])


def _sums(folder: Path) -> dict[str, str]:
    """The SHA-256 of each file, as it was shipped."""
    try:
        manifest = json.loads(_file(folder, "manifest.json"))
    except ValueError as error:
        raise ModelFileError("manifest.json cannot be understood") from error
    sums = manifest.get("sha256") if isinstance(manifest, dict) else None
    if not isinstance(sums, dict):
        raise ModelFileError("manifest.json names no files")
    return {str(name): str(wanted) for name, wanted in sums.items()}


def encodable(text: str) -> str:
    """``text`` without halves of letters, which no encoder takes; one letter stays one letter."""
    return text.encode("utf-8", "replace").decode("utf-8")


def shipped_file(folder: Path, name: str) -> bytes:
    """The file ``name``; ``ModelFileError`` where it is missing or altered."""
    sums = _sums(folder)
    content = _file(folder, name)
    if sha256(content).hexdigest() != sums.get(name):
        raise ModelFileError(f"{name} is not the file that was shipped")
    return content


def _file(folder: Path, name: str) -> bytes:
    try:
        return (folder / name).read_bytes()
    except OSError as error:
        raise ModelFileError(f"{name} could not be read ({error.strerror})") from error
