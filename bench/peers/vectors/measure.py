"""Finds the true neighbours of queries, and measures hnswlib, faiss and usearch on them. Prints one JSON line.

    measure.py DIRECTORY --count N --recall R

DIRECTORY has vectors.f32 and queries.f32 (float32, unit vectors of 384) and buckets.i32 (a number from 0 to 999 for each
vector). It gets truth-P.i32, the ten nearest of each query among the vectors whose bucket is below P.
"""

import argparse
import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import faiss
import hnswlib
import numpy as np
from usearch.index import Index

DIMS, K, M, BUILD = 384, 10, 16, 100
BEAMS = (20, 30, 40, 60, 80, 100, 120, 150, 200, 250, 300, 400, 600, 800)
PERMILLES = (1000, 500, 100, 10, 1)


def exact(vectors: np.ndarray, queries: np.ndarray) -> np.ndarray:
    best = []
    for start in range(0, len(queries), 50):
        cosines = queries[start : start + 50] @ vectors.T
        top = np.argpartition(-cosines, K - 1, axis=1)[:, :K]
        order = np.argsort(-np.take_along_axis(cosines, top, axis=1), axis=1)
        best.append(np.take_along_axis(top, order, axis=1))
    return np.concatenate(best).astype(np.int32)


def recall(truth: np.ndarray, found: np.ndarray) -> float:
    return float(np.mean([len(set(a) & set(b)) / K for a, b in zip(truth.tolist(), found.tolist(), strict=True)]))


def rate(search: Callable[[int], np.ndarray], truth: np.ndarray, wanted: float) -> dict[str, Any]:
    """The most queries a second, best of three, with the narrowest beam that finds enough."""
    for beam in BEAMS:
        reached = recall(truth, search(beam))
        if reached >= wanted or beam == BEAMS[-1]:
            seconds = []
            for _ in range(3):
                started = time.perf_counter()
                search(beam)
                seconds.append(time.perf_counter() - started)
            return {"beam": beam, "recall": round(reached, 4), "queries/s": round(len(truth) / min(seconds), 1)}
    raise AssertionError


def resident() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("directory", type=Path)
    parser.add_argument("--count", type=int, required=True)
    parser.add_argument("--recall", type=float, required=True)
    options = parser.parse_args()
    directory = options.directory
    vectors = np.fromfile(directory / "vectors.f32", np.float32).reshape(-1, DIMS)[: options.count]
    queries = np.fromfile(directory / "queries.f32", np.float32).reshape(-1, DIMS)
    buckets = np.fromfile(directory / "buckets.i32", np.int32)[: options.count]
    truths = {}
    for permille in PERMILLES:
        passing = np.flatnonzero(buckets < permille)
        truths[permille] = passing[exact(vectors[passing], queries)].astype(np.int32)
        truths[permille].tofile(directory / f"truth-{permille}.i32")
    rows: list[dict[str, Any]] = []

    def measure(system: str, build: Callable[[], Callable[[int], np.ndarray]]) -> None:
        print(f"  {system}", file=sys.stderr)
        before, started = resident(), time.perf_counter()
        search = build()
        built = round(time.perf_counter() - started, 1)
        row = rate(search, truths[1000], options.recall)
        rows.append({"system": system, "passing": "100 %", **row, "build s": built, "MiB": round(resident() - before)})

    def of_hnswlib() -> Callable[[int], np.ndarray]:
        index = hnswlib.Index(space="ip", dim=DIMS)
        index.init_index(max_elements=len(vectors), ef_construction=BUILD, M=M, random_seed=1)
        index.add_items(vectors)
        index.set_num_threads(1)

        def search(beam: int) -> np.ndarray:
            index.set_ef(beam)
            return index.knn_query(queries, k=K)[0]

        return search

    graph = faiss.IndexHNSWFlat(DIMS, M, faiss.METRIC_INNER_PRODUCT)

    def of_faiss() -> Callable[[int], np.ndarray]:
        graph.hnsw.efConstruction = BUILD
        graph.add(vectors)
        faiss.omp_set_num_threads(1)
        return lambda beam: graph.search(queries, K, params=faiss.SearchParametersHNSW(efSearch=beam))[1]

    def of_usearch() -> Callable[[int], np.ndarray]:
        index = Index(ndim=DIMS, metric="ip", dtype="f32", connectivity=M, expansion_add=BUILD)
        index.add(np.arange(len(vectors)), vectors)

        def search(beam: int) -> np.ndarray:
            index.expansion_search = beam
            return index.search(queries, K, threads=1).keys.astype(np.int64)

        return search

    measure("hnswlib", of_hnswlib)
    measure("usearch", of_usearch)
    measure("faiss HNSW", of_faiss)
    for permille in PERMILLES[1:]:
        passing = np.flatnonzero(buckets < permille)
        selector = faiss.IDSelectorBatch(passing)

        def filtered(beam: int, selector: Any = selector) -> np.ndarray:
            return graph.search(queries, K, params=faiss.SearchParametersHNSW(efSearch=beam, sel=selector))[1]

        row = rate(filtered, truths[permille], 0.95)
        rows.append({"system": "faiss HNSW", "passing": f"{permille / 10:g} %", **row})
    print(json.dumps(rows))


if __name__ == "__main__":
    main()
