"""A checkpoint of train.py → a model's folder: ONNX graph, CRFs, characters, calibration, digests.

usage: python export.py FILE.pt --out models/gru --shared DIR
"""
# ruff: noqa: PLR2004 -- the few sizes stand where they count

import argparse
from pathlib import Path

import msgspec
import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

import data
import train
from gaoxin_extract.tagging.card import Calibration, Card, read_card, write_card
from gaoxin_extract.tagging.network import Recogniser
from network import HEADS, Tagger

LABELS = [label for labels in HEADS for label in labels]
FILES = ("characters.txt", "crf.npz", "network.onnx", "sieve.npz", "verifier.npz", "abroad.onnx", "abroad.npz")


def graph(network: Tagger) -> onnx.ModelProto:
    """The network for onnxruntime: ids [length, batch] and lengths [batch] in, scores [length, batch, tags] out.

    The embedding is kept in half precision; onnxruntime widens it once, as it loads.
    """
    width = network.gru.hidden_size
    inits, nodes = [], []

    def keep(name: str, values: np.ndarray) -> str:
        inits.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def half(name: str, values: torch.Tensor | np.ndarray) -> str:
        nodes.append(
            helper.make_node(
                "Cast", [keep(f"{name}.half", np.asarray(values).astype(np.float16))], [name], to=TensorProto.FLOAT
            )
        )
        return name

    nodes.append(
        helper.make_node("Gather", [half("embedding", network.embedding.weight.detach().numpy()), "ids"], ["x0"])
    )
    shape = keep("shape", np.array([0, 0, 2 * width], np.int64))
    for layer in range(network.gru.num_layers):
        values = {}
        for kind in ("weight_ih", "weight_hh", "bias_ih", "bias_hh"):
            both = []
            for suffix in ("", "_reverse"):
                r, z, n = getattr(network.gru, f"{kind}_l{layer}{suffix}").detach().numpy().reshape(3, width, -1)
                both.append(np.concatenate([z, r, n]))
            values[kind] = np.stack(both)
        bias = np.concatenate([values["bias_ih"], values["bias_hh"]], 1)[..., 0]
        inputs = [
            f"x{layer}",
            half(f"w{layer}", values["weight_ih"]),
            half(f"r{layer}", values["weight_hh"]),
            keep(f"b{layer}", bias),
            "lengths",
        ]
        nodes.append(
            helper.make_node(
                "GRU", inputs, [f"y{layer}"], hidden_size=width, direction="bidirectional", linear_before_reset=1
            )
        )
        nodes.append(helper.make_node("Transpose", [f"y{layer}"], [f"t{layer}"], perm=[0, 2, 1, 3]))
        nodes.append(helper.make_node("Reshape", [f"t{layer}", shape], [f"x{layer + 1}"]))
    nodes.append(
        helper.make_node(
            "MatMul", [f"x{network.gru.num_layers}", keep("out", network.head.weight.detach().numpy().T)], ["m"]
        )
    )
    nodes.append(helper.make_node("Add", ["m", keep("shift", network.head.bias.detach().numpy())], ["scores"]))
    nodes.append(helper.make_node("Identity", [f"x{network.gru.num_layers}"], ["states"]))
    ins = [
        helper.make_tensor_value_info("ids", TensorProto.INT64, ["length", "batch"]),
        helper.make_tensor_value_info("lengths", TensorProto.INT32, ["batch"]),
    ]
    outs = [
        helper.make_tensor_value_info("scores", TensorProto.FLOAT, ["length", "batch", sum(network.sizes)]),
        helper.make_tensor_value_info("states", TensorProto.FLOAT, ["length", "batch", 2 * width]),
    ]
    whole = helper.make_graph(nodes, "recogniser", ins, outs, inits)
    return helper.make_model(
        whole, opset_imports=[helper.make_opsetid("", 14)], ir_version=8, producer_name="gaoxin-extract"
    )


def write(network: Tagger, table: dict[str, int], folder: Path, calibration: dict[str, dict[str, float]]) -> None:
    """All files of the model but its card for readers."""
    folder.mkdir(parents=True, exist_ok=True)
    rows: dict[int, list[str]] = {}
    for char, row in table.items():
        if row and char not in "\n\r" and ord(char) < 0xFFFF:
            rows.setdefault(row, []).append(char)
    lines = ["".join(sorted(rows.get(row, []))) for row in range(max(rows) + 1)]
    (folder / "characters.txt").write_text("\n".join(lines), "utf-8")
    (folder / "network.onnx").write_bytes(graph(network).SerializeToString())
    arrays = {}
    for n, head in enumerate(train.heads(network)):
        arrays |= {f"moves{n}": head.moves, f"starts{n}": head.starts, f"ends{n}": head.ends}
    np.savez(folder / "crf.npz", **arrays)
    names = [name for name in FILES if (folder / name).exists()]
    lines = {label: Calibration(**line) for label, line in calibration.items()}
    write_card(folder, Card(1, folder.name, HEADS, lines, dict.fromkeys(names, "")))


def seal(folder: Path) -> None:
    """Take the digests of the model's files anew, of those also that have come since."""
    card = read_card(folder)
    names = [name for name in FILES if (folder / name).exists()]
    write_card(folder, msgspec.structs.replace(card, files=dict.fromkeys(names, "")))


def judged(recogniser: Recogniser, pieces: list[data.Piece]) -> dict[str, list[tuple[float, float, bool]]]:
    """Score, probability and truth of every name found, by label; those that optional mentions excuse are left out."""
    out: dict[str, list[tuple[float, float, bool]]] = {label: [] for label in LABELS}
    for piece in pieces:
        for c in recogniser.tag(piece.text):
            s, e = c.span.start, c.span.end
            must = (s, e) in {(m.start, m.end) for m in piece.marks if m.label == c.label and not m.optional}
            may = any(
                2 * (min(e, m.end) - max(s, m.start)) >= e - s for m in piece.marks if m.label == c.label and m.optional
            )
            if must or not may:
                out[c.label].append((c.score, c.expression.probability, must))
    return out


def fit(rows: list[tuple[float, float, bool]]) -> dict[str, float]:
    """Slope and shift of the logits by Newton's steps, held towards slope 1 and shift 0 by a weak prior."""
    p = np.clip(np.array([row[1] for row in rows]), 1e-6, 1 - 1e-6)
    x = np.stack([np.log(p / (1 - p)), np.ones(len(p))], 1)
    y = np.array([row[2] for row in rows], float)
    line = np.array([1.0, 0.0])
    for _ in range(50):
        q = 1 / (1 + np.exp(-x @ line))
        gradient = x.T @ (y - q) - (line - [1, 0])
        line = line + np.linalg.solve((x * (q * (1 - q))[:, None]).T @ x + np.eye(2), gradient)
    return {"slope": round(float(line[0]), 4), "shift": round(float(line[1]), 4)}


def calibration_error(rows: list[tuple[float, float, bool]]) -> float:
    """Expected calibration error over ten bins of equal count."""
    rows = sorted(rows, key=lambda r: r[0])
    parts = [p for p in np.array_split(np.array([(r[0], r[2]) for r in rows]), 10) if len(p)]
    return float(sum(len(p) * abs(p[:, 0].mean() - p[:, 1].mean()) for p in parts) / len(rows))


def main() -> None:
    """Export, calibrate, export again with the calibration."""
    parser = argparse.ArgumentParser()
    parser.add_argument("model", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--shared", type=Path, required=True)
    args = parser.parse_args()
    network, table = train.load(args.model)
    network.eval()
    write(network, table, args.out, {label: {"slope": 1.0, "shift": 0.0} for label in LABELS})
    sets = args.shared / "data"
    held = [
        p
        for name in ("reports_names_train", "composed_articles")
        for p in data.read(sets / f"{name}.jsonl")
        if data.held_out(p)
    ]
    rows = judged(Recogniser.load(args.out), held)
    write(network, table, args.out, {label: fit(rows[label]) for label in LABELS})
    recogniser = Recogniser.load(args.out)
    for name, pieces in (("held out", held), ("reports_names_dev", list(data.read(sets / "reports_names_dev.jsonl")))):
        rows = judged(recogniser, pieces)
        print(
            name,
            {label: round(calibration_error(rows[label]), 3) for label in LABELS},
            "all",
            round(calibration_error([r for x in rows.values() for r in x]), 3),
        )


if __name__ == "__main__":
    main()
