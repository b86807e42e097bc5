"""Starts app.py under uvicorn; kept apart so that the parent of several workers loads no model."""

import argparse
import os

import uvicorn


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8090)
    parser.add_argument("--workers", type=int, default=1)
    options = parser.parse_args()
    cores = max(1, (os.cpu_count() or 1) // options.workers)  # for each worker
    os.environ.setdefault("RAG_CORES", str(cores))
    uvicorn.run(
        "app:app", host="127.0.0.1", port=options.port, workers=options.workers, log_level="warning"
    )


if __name__ == "__main__":
    main()
