"""The weighted mean of the weights of checkpoints that began with the same ones → a checkpoint.

usage: python mean.py FILE.pt:WEIGHT FILE.pt:WEIGHT … --out FILE.pt
"""

import argparse
from pathlib import Path

import torch


def main() -> None:
    """Write the mean; see the module's docstring."""
    parser = argparse.ArgumentParser()
    parser.add_argument("parts", nargs="+")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    pairs = [part.rsplit(":", 1) for part in args.parts]
    total = sum(float(weight) for _, weight in pairs)
    states = [(torch.load(path, weights_only=True), float(weight) / total) for path, weight in pairs]
    mean = {name: sum(share * state["network"][name] for state, share in states) for name in states[0][0]["network"]}
    torch.save({"network": mean, "table": states[0][0]["table"]}, args.out)


if __name__ == "__main__":
    main()
