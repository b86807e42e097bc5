"""Serve a rule set with Osprey's own engine over HTTP: the plain way to put the engine behind an API.

POST /v1/events takes {"action_id", "action_name", "timestamp", "data", "secret_data"} and answers with
the extracted features and the verdicts, evaluated with the same tuning that measure.py calls tuned.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import uvicorn
from measure import action_of, load_engine, tune


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkout", type=Path, help="a checkout of Osprey")
    parser.add_argument("rules", type=Path, help="a directory of rules")
    parser.add_argument("--port", type=int, required=True)
    options = parser.parse_args()
    engine = load_engine(options.checkout)
    texts = {str(p.relative_to(options.rules)): p.read_text() for p in sorted(options.rules.rglob("*.sml"))}
    config = options.rules / "config.yaml"
    texts["config.yaml"] = config.read_text() if config.exists() else ""
    checked = engine.validate_sources(engine.Sources.from_dict(texts), engine.functions, engine.validators)
    graph = engine.compile_execution_graph(checked)
    tune()
    helpers = engine.UDFHelpers()

    async def app(scope: dict, receive: object, send: object) -> None:
        if scope["type"] != "http":
            return
        body = b""
        more = True
        while more:
            message = await receive()
            body += message.get("body", b"")
            more = message.get("more_body", False)
        answer = b"ok"
        if scope["method"] == "POST":
            event = json.loads(body)
            result = engine.execute(graph, helpers, action_of(engine, {"action_id": 1, **event}, event["data"]), None)
            verdicts = [effect.verdict for effects in result.effects.values() for effect in effects if hasattr(effect, "verdict")]
            answer = json.dumps({"verdicts": verdicts, "features": json.loads(result.extracted_features_json)}).encode()
        headers = [(b"content-type", b"application/json"), (b"content-length", str(len(answer)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": answer})

    uvicorn.run(app, host="127.0.0.1", port=options.port, log_level="warning", lifespan="off")


if __name__ == "__main__":
    main()
