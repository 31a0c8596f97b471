"""A process of its own that groups texts, so that a large run slows nobody's page down.

Reads pages of ``[[title, text], …]`` as lines of JSON until its input ends, and answers with the groups as one JSON
value. It knows no database, keeps nothing, and ends with its parent: without input it has nothing to do.
"""

import os
import sys
from dataclasses import asdict
from typing import Any, Final

import orjson

from deskplane.clustering.grouping import Corpus, Group

NICE: Final = 10


def answered(group: Group) -> dict[str, Any]:
    """A group as it is told."""
    return {**asdict(group), "cohesion": round(group.cohesion, 4)}


def main() -> None:
    """Group what comes in."""
    os.nice(NICE)
    corpus = Corpus()
    for line in sys.stdin.buffer:
        corpus.add(orjson.loads(line))
    sys.stdout.buffer.write(orjson.dumps([answered(one) for one in corpus.groups()]))


if __name__ == "__main__":
    main()
