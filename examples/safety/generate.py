"""Makes events of an invented chat service, for trying and measuring the rules beside this file.

    python3 generate.py --seed 1 --events 100000 --out events.jsonl.gz

One JSON object a line. About 97 of 100 events are ordinary: many languages, emoji, code, links, long
texts. The rest are what the rules look for, in waves and one by one, each kind several times in
100,000 events. The lines depend on the seed and the number alone, whatever Python makes them (the
bytes of the .gz also depend on its zlib). Python 3.9 or later, nothing to install.
"""

import argparse
import gzip
import json
import sys

from generator.attacks import Attacks
from generator.everyday import benign
from generator.world import SECOND, World

MOST_STEP = SECOND // 5
# One attack begins after this many events at the average; a wave has up to 80 events.
EVENTS_PER_ATTACK = 120


def events(seed, count):
    """Yields the lines."""
    world = World(seed)
    attacks = Attacks(world)
    chance = world.chance
    encode = json.JSONEncoder(
        ensure_ascii=False, separators=(",", ":"), check_circular=False
    ).encode
    for action_id in range(1, count + 1):
        world.micros += 1 + chance.below(MOST_STEP)
        if chance.below(EVENTS_PER_ATTACK) == 0:
            attacks.begin()
        event = attacks.next_event() if chance.happens(0.3) else None
        name, data, secret = event or benign(world)
        line = {
            "action_id": action_id,
            "action_name": name,
            "timestamp": world.when(world.micros),
            "data": data,
        }
        if secret:
            line["secret_data"] = secret
        yield encode(line) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument(
        "--out", help="a file, compressed when it ends in .gz; standard output when not given"
    )
    args = parser.parse_args()
    lines = events(args.seed, args.events)
    if args.out is None:
        out = sys.stdout.buffer
        out.writelines(line.encode() for line in lines)
    elif args.out.endswith(".gz"):
        with open(args.out, "wb") as file, gzip.GzipFile("", "wb", 1, file, mtime=0) as out:
            out.writelines(line.encode() for line in lines)
    else:
        with open(args.out, "wb") as out:
            out.writelines(line.encode() for line in lines)


if __name__ == "__main__":
    main()
