"""``python -m training.topics [DATA]``: makes ``analysis/reader/topics.npz`` anew. Needs torch.

Fine-tuned to tell feelings, the network forgot part of what it knew of topics. A ridge regression
from its vectors to those of the network it was started from, over general texts, brings some of it
back at the price of one small matrix. No civic text is looked at.
"""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch

from analysis.encoder import Encoder as Shipped
from training.encoder import Encoder, Line, encode, tokenizer
from training.reader_files import SHIPPED, sign
from training.sentiment import minilm
from training.sources import folder, rows

TEXTS, SHORTEST, LONGEST, RIDGE, SEED = 5_000, 30, 400, 3.0, 3
Reals = npt.NDArray[np.float32]


def texts(data: Path) -> list[str]:
    every = [row["text"] for row in rows(data / "sentiment" / "train.csv")]
    random.Random(SEED).shuffle(every)  # noqa: S311 -- no secret
    return [text for text in every if SHORTEST < len(text) < LONGEST][:TEXTS]


def before(some: list[str]) -> Reals:
    """The mean vectors, of length 1, of the network as it was before all fine-tuning."""
    model, tokens = Encoder(minilm()), tokenizer(minilm())
    model.eval()
    found = []
    for text in some:
        ids = torch.tensor([encode(tokens, [Line(text, "", 0)])[0]])
        with torch.no_grad():
            states = model.vectors(ids, torch.ones_like(ids), torch.zeros_like(ids))
        found.append(states[0].mean(dim=0).numpy())
    return np.array([vector / np.linalg.norm(vector) for vector in found])


def main() -> None:
    torch.set_num_threads(1)
    some = texts(folder())
    shipped = Shipped(SHIPPED)
    now = np.array([shipped(text, ()).whole.vector for text in some])
    wanted = before(some)
    centre = now.mean(axis=0)
    rows_ = now - centre
    learnt = np.linalg.solve(
        rows_.T @ rows_ + RIDGE * np.eye(rows_.shape[1]), rows_.T @ (wanted - wanted.mean(axis=0))
    )
    np.savez_compressed(
        SHIPPED / "topics.npz", centre=centre.astype(np.float16), map=learnt.astype(np.float16)
    )
    sign(SHIPPED)
    wanted -= wanted.mean(axis=0)
    had_back = 1 - float(((wanted - rows_ @ learnt) ** 2).sum() / (wanted**2).sum())
    print(f"{len(some)} texts, {100 * had_back:.0f} % of what differs between them is had back")


if __name__ == "__main__":
    main()
