"""A small encoder with two heads, feeling and act, and how it is trained. Needs torch."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import torch
from tokenizers import Tokenizer
from torch import nn
from transformers import BertConfig, BertModel

FEELINGS = ("negative", "neutral", "positive")
ACTS = ("complaint", "request", "praise", "question", "statement")
LONGEST, LONGEST_QUESTION = 96, 24
"""Tokens of a text, and of the question it answers, that are looked at."""

BATCH, WARM, DECAY, SMOOTHING, ACT_WEIGHT = 32, 0.1, 0.01, 0.05, 0.7
BUCKET = 50  # batches whose texts are sorted by length together, so that little is padding
UNKNOWN = -100
"""In place of the act of a text for which nobody told it: costs nothing."""


class Line(NamedTuple):
    """A text with the index of its feeling in ``FEELINGS`` and of its act in ``ACTS``."""

    text: str
    question: str
    feeling: int
    act: int = UNKNOWN


class Encoder(nn.Module):
    """Token ids, mask and segments, each ``(batch, tokens)``, to logits and vectors of every token.

    The logits of a stretch of text are the mean over its tokens, as the heads are linear: one pass
    reads a text and each of its sentences.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__()
        config = BertConfig.from_pretrained(folder, local_files_only=True)
        config._attn_implementation = "eager"
        self.bert = BertModel.from_pretrained(
            folder, config=config, add_pooling_layer=False, local_files_only=True
        )
        self.drop = nn.Dropout(0.1)
        self.feeling = nn.Linear(config.hidden_size, len(FEELINGS))
        self.act = nn.Linear(config.hidden_size, len(ACTS))
        for weights in self.bert.embeddings.parameters():
            weights.requires_grad = False  # rare words keep the sense they came with

    def vectors(self, ids: torch.Tensor, mask: torch.Tensor, of: torch.Tensor) -> torch.Tensor:
        states: torch.Tensor = self.bert(ids, mask, of).last_hidden_state
        return states

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, token_type_ids: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        states = self.vectors(input_ids, attention_mask, token_type_ids)
        return self.feeling(states), self.act(states), states

    def of_parts(self, batch: Batch) -> tuple[torch.Tensor, torch.Tensor]:
        """The logits of each part of each text: ``(batch, parts, classes)``."""
        vectors = self.drop(batch.pool @ self.vectors(*batch.inputs).to(batch.pool.dtype))
        return self.feeling(vectors), self.act(vectors)


def tokenizer(folder: Path) -> Tokenizer:
    made = Tokenizer.from_file(str(folder / "tokenizer.json"))
    made.no_padding()
    made.no_truncation()
    return made


def encode(tokens: Tokenizer, lines: Sequence[Line]) -> tuple[list[int], list[int], list[int]]:
    """``lines`` as one text: ids, segments, and to which line each token counts (-1: to none).

    The marks around a text are counted where it is a single line.
    """
    start, end = tokens.encode("").ids
    edge = 0 if len(lines) == 1 else -1
    ids, part = [start], [edge]
    for at, line in enumerate(lines):
        own = tokens.encode(line.text, add_special_tokens=False).ids[: LONGEST // len(lines)]
        ids += own
        part += [at] * len(own)
    ids, part = [*ids, end], [*part, edge]
    asked = tokens.encode(lines[0].question, add_special_tokens=False).ids[:LONGEST_QUESTION]
    second = [*asked, end] if asked else []
    return ids + second, [0] * len(ids) + [1] * len(second), part + [-1] * len(second)


class Batch(NamedTuple):
    """``inputs``: ids, mask and segments. ``pool``: ``(batch, parts, tokens)``, weights that make
    the mean over each part. ``feelings`` and ``acts``: ``(batch, parts)``, maybe ``UNKNOWN``."""

    inputs: tuple[torch.Tensor, torch.Tensor, torch.Tensor]
    pool: torch.Tensor
    feelings: torch.Tensor
    acts: torch.Tensor


def batches(
    tokens: Tokenizer, texts: Sequence[Sequence[Line]], dice: random.Random
) -> Iterator[Batch]:
    """All of ``texts`` once, shuffled, in batches of like length."""
    ready = [(encode(tokens, lines), lines) for lines in texts]
    dice.shuffle(ready)
    cut = []
    for start in range(0, len(ready), BATCH * BUCKET):
        some = sorted(ready[start : start + BATCH * BUCKET], key=lambda one: len(one[0][0]))
        cut += [some[at : at + BATCH] for at in range(0, len(some), BATCH)]
    dice.shuffle(cut)
    for batch in cut:
        yield batched([one for one, _ in batch], [lines for _, lines in batch])


def batched(
    encoded: Sequence[tuple[list[int], list[int], list[int]]], texts: Sequence[Sequence[Line]]
) -> Batch:
    size, width = len(encoded), max(len(ids) for ids, _, _ in encoded)
    parts = max(len(lines) for lines in texts)
    inputs = torch.zeros((3, size, width), dtype=torch.int64)
    pool = torch.zeros((size, parts, width))
    labels = torch.full((2, size, parts), UNKNOWN)
    for at, ((ids, segments, part), lines) in enumerate(zip(encoded, texts, strict=True)):
        inputs[0, at, : len(ids)] = torch.tensor(ids)
        inputs[1, at, : len(ids)] = 1
        inputs[2, at, : len(ids)] = torch.tensor(segments)
        for of, line in enumerate(lines):
            own = torch.tensor([one == of for one in part], dtype=torch.float32)
            pool[at, of, : len(ids)] = own / own.sum().clamp(min=1)
            labels[0, at, of], labels[1, at, of] = line.feeling, line.act
    return Batch((inputs[0], inputs[1], inputs[2]), pool, labels[0], labels[1])


def learn(
    model: Encoder,
    tokens: Tokenizer,
    texts: Sequence[Sequence[Line]],
    *,
    rate: float,
    heads_rate: float,
    rounds: int = 1,
) -> None:
    """Train ``model`` in place, ``rounds`` times over ``texts``, each of one line or more."""
    dice = random.Random(1)  # noqa: S311 -- shuffling is no secret
    torch.manual_seed(1)
    steps = rounds * -(-len(texts) // BATCH)
    body = [weights for weights in model.bert.parameters() if weights.requires_grad]
    heads = [*model.feeling.parameters(), *model.act.parameters()]
    rule = torch.optim.AdamW([{"params": body}, {"params": heads}], lr=rate, weight_decay=DECAY)
    pace = torch.optim.lr_scheduler.OneCycleLR(
        rule, [rate, heads_rate], total_steps=steps + BUCKET * rounds, pct_start=WARM,
        anneal_strategy="linear",
    )  # fmt: skip
    model.train()
    done, seen = 0, 0.0
    for _ in range(rounds):
        for batch in batches(tokens, texts, dice):
            with torch.autocast("cpu", dtype=torch.bfloat16):
                feeling, act = model.of_parts(batch)
            loss = cost(feeling, batch.feelings) + ACT_WEIGHT * cost(act, batch.acts)
            loss.backward()
            nn.utils.clip_grad_norm_([*body, *heads], 1.0)
            rule.step()
            pace.step()
            rule.zero_grad()
            done, seen = done + 1, seen + float(loss.detach())
            if done % 100 == 0:
                print(f"  step {done} of {steps}, loss {seen / 100:.3f}", flush=True)
                seen = 0.0
    model.eval()


def cost(logits: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    """Cross-entropy over all that is labelled, by the number of texts in the batch."""
    told = nn.functional.cross_entropy(
        logits.float().flatten(0, 1), labels.flatten(),
        label_smoothing=SMOOTHING, ignore_index=UNKNOWN, reduction="sum",
    )  # fmt: skip
    return told / len(labels)
