"""Which sentences surely hold no name, told by hashed pairs and triples of characters."""
# ruff: noqa: PLC0415 -- numpy is imported with the first model

from itertools import compress
from typing import TYPE_CHECKING, Final

from msgspec import Struct

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Whole = NDArray[np.int64]

SIEVE_BITS: Final = 17


class Sieve(Struct, frozen=True):
    """Tells sentences that surely hold no name, which the network need not read.

    A place's score is a sum of weights over the hashed pairs and triples of characters around it; a sentence passes
    if one of its places reaches `bar`.
    """

    weights: "Floats"
    bar: float

    def passing(self, content: str, bounds: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """Those of the sentences, which cover the text, that may hold a name."""
        import numpy as np

        if not bounds:
            return []
        scores = np.zeros(len(content), np.float32)
        for slot, keys in enumerate(keys_of(content)):
            scores += self.weights[slot][keys]
        passed = np.maximum.reduceat(scores, [start for start, _ in bounds]) >= self.bar
        return list(compress(bounds, passed))


def keys_of(content: str) -> list["Whole"]:
    """For each place the hashed keys of the four pairs and three triples of characters around it."""
    import numpy as np

    points = np.pad(points_of(content), 2).astype(np.uint64)
    pairs = points[:-1] * np.uint64(0x9E3779B97F4A7C15) + points[1:] * np.uint64(0xC2B2AE3D27D4EB4F)
    triples = pairs[:-1] * np.uint64(0x165667B19E3779F9) + points[2:] * np.uint64(0xD6E8FEB86659FD93)
    short, long = (
        ((sums ^ (sums >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9) >> np.uint64(64 - SIEVE_BITS)).astype(
            np.int64
        )
        for sums in (pairs, triples)
    )
    return [short[n : n + len(content)] for n in range(4)] + [long[n : n + len(content)] for n in range(3)]


def points_of(content: str) -> "NDArray[np.uint32]":
    """The code points of `content`."""
    import numpy as np

    return np.frombuffer(content.encode("utf-32-le", "surrogatepass"), np.uint32)
