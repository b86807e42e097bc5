"""Measure how fast Hugging Face tokenizers encodes a file, one document per line, on one thread."""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import statistics
import sys
import time
from array import array
from collections.abc import Callable
from pathlib import Path

# Both are read when the library starts its thread pool, so they come before the import.
os.environ["TOKENIZERS_PARALLELISM"] = "false"
os.environ["RAYON_NUM_THREADS"] = "1"

from tokenizers import Encoding, Tokenizer

CHUNK_DOCUMENTS = 256
MIN_ROUNDS = 5

Encode = Callable[[list[str]], list[Encoding]]


def chunks(documents: list[str]) -> list[list[str]]:
    starts = range(0, len(documents), CHUNK_DOCUMENTS)
    return [documents[start : start + CHUNK_DOCUMENTS] for start in starts]


def one_round(encode: Encode, batches: list[list[str]]) -> float:
    """Return the seconds it takes to encode all and read the ids, as a caller must."""
    started = time.perf_counter()
    for batch in batches:
        for encoding in encode(batch):
            _ = encoding.ids
    return time.perf_counter() - started


def ids_of(encode: Encode, batches: list[list[str]]) -> array[int]:
    ids = array("i")
    for batch in batches:
        for encoding in encode(batch):
            ids.extend(encoding.ids)
    if sys.byteorder == "big":
        ids.byteswap()
    return ids


def median_seconds(encode: Encode, batches: list[list[str]], seconds: float) -> float:
    one_round(encode, batches)
    rounds: list[float] = []
    while sum(rounds) < seconds or len(rounds) < MIN_ROUNDS:
        rounds.append(one_round(encode, batches))
    return statistics.median(rounds)


def measure(tokenizer: Tokenizer, lines: list[bytes], seconds: float) -> dict[str, object]:
    batches = chunks([line.decode() for line in lines])
    megabytes = sum(map(len, lines)) / 1e6
    ways: dict[str, Encode] = {
        "encode": lambda batch: [tokenizer.encode(d, add_special_tokens=False) for d in batch],
        "batch": lambda batch: tokenizer.encode_batch(batch, add_special_tokens=False),
    }
    if hasattr(tokenizer, "encode_batch_fast"):
        ways["batch_fast"] = lambda b: tokenizer.encode_batch_fast(b, add_special_tokens=False)
    ids = {name: ids_of(encode, batches) for name, encode in ways.items()}
    for name, found in ids.items():
        if found != ids["encode"]:
            sys.exit(f"expected the same ids from every way, found a difference in {name}")
    speeds = {
        f"mb_per_s_{name}": round(megabytes / median_seconds(encode, batches, seconds), 3)
        for name, encode in ways.items()
    }
    return {
        "system": "hf-tokenizers",
        "mb_per_s_batch_fast": None,
        **speeds,
        "tokens": len(ids["encode"]),
        "ids_sha256": hashlib.sha256(ids["encode"].tobytes()).hexdigest(),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tokenizer_json", type=Path)
    parser.add_argument("file", type=Path)
    parser.add_argument("--seconds", type=float, default=5.0, help="at least, for each way")
    options = parser.parse_args()
    tokenizer = Tokenizer.from_file(str(options.tokenizer_json))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    # Only a line feed ends a document: splitlines() would also cut at U+2028 and the like.
    lines = options.file.read_bytes().removesuffix(b"\n").split(b"\n")
    print(json.dumps(measure(tokenizer, lines, options.seconds)))


if __name__ == "__main__":
    main()
