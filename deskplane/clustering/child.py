"""A process of its own that groups texts, so that a large run slows nobody's page down.

Reads pages of ``[[title, text], …]`` as lines of JSON until its input ends, and answers with the groups as one JSON
value. It knows no database, keeps nothing, and ends with its parent: without input it has nothing to do.
"""

import os
import sys
from dataclasses import asdict
from typing import Final

import orjson

from deskplane.clustering.grouping import Corpus

NICE: Final = 10


def main() -> None:
    """Group what comes in."""
    os.nice(NICE)
    corpus = Corpus()
    for line in sys.stdin.buffer:
        corpus.add(orjson.loads(line))
    groups = [{**asdict(one), "cohesion": round(one.cohesion, 4)} for one in corpus.groups()]
    sys.stdout.buffer.write(orjson.dumps(groups))


if __name__ == "__main__":
    main()
