"""A head learnt from annotations of a user's own, on the states of a network that stays as it is.

It starts as the network's own head: what it learns is added to the network's scores, a line on the states and a small
network of one hidden layer. With nothing learnt it reads as the network does.
"""
# ruff: noqa: PLC0415 -- numpy is imported with the first model

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from gaoxin_extract.records import Label
from gaoxin_extract.tagging.crf import Head, tags_of
from gaoxin_extract.tagging.verifier import product

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

FILE = "learnt.npz"


class Layers(Struct, frozen=True):
    """What is added to the network's scores of each tag."""

    direct: "Floats"
    shift: "Floats"
    inner: "Floats"
    inner_shift: "Floats"
    outer: "Floats"

    def added(self, states: "Floats") -> "Floats":
        """For states [places, width] what is added to the scores, [places, tags]."""
        import numpy as np

        hidden = product(states, self.inner)
        hidden += self.inner_shift
        np.maximum(hidden, 0, out=hidden)
        sums: Floats = product(states, self.direct) + product(hidden, self.outer) + self.shift
        return sums


class Learnt(Struct, frozen=True):
    """A learnt head, which takes the place of the network's for its labels."""

    labels: tuple[Label, ...]
    head: Head
    layers: Layers

    def scores(self, base: "Floats", states: "Floats") -> "Floats":
        """Scores of the head's tags, [length, batch, tags], from `base`, the network's own of them, and its states."""
        steps, batch, width = states.shape
        added = self.layers.added(states.reshape(steps * batch, width))
        scores: Floats = base + added.reshape(steps, batch, -1)
        return scores


def base_scores(scores: "Floats", heads: tuple[Head, ...], labels: tuple[Label, ...]) -> "Floats":
    """The network's scores of the tags of `labels`, which one of its heads has; its other tags count as O there."""
    import numpy as np

    first, head = _home(heads, labels)
    own = [first + head.tags.index(tag) for tag in tags_of(labels)[1:]]
    outside = [n for n in range(first, first + len(head.tags)) if n not in own]
    plain = np.logaddexp.reduce(scores[..., outside], axis=-1, keepdims=True)
    table: Floats = np.concatenate([plain, scores[..., own]], -1)
    return table


def base_head(heads: tuple[Head, ...], labels: tuple[Label, ...]) -> Head:
    """The network's own CRF over the tags of `labels`."""
    import numpy as np

    _, head = _home(heads, labels)
    tags = tags_of(labels)
    places = [head.tags.index(tag) for tag in tags]
    return Head(tags, head.moves[np.ix_(places, places)].copy(), head.starts[places], head.ends[places])


def read_learnt(arrays: Mapping[str, Any], labels: tuple[tuple[Label, ...], ...]) -> tuple[Learnt, ...]:
    """The learnt heads that a file holds; KeyError where something is wanting."""
    return tuple(
        Learnt(
            each,
            Head(tags_of(each), *(arrays[f"{part}{n}"] for part in ("moves", "starts", "ends"))),
            Layers(*(arrays[f"{part}{n}"] for part in Layers.__struct_fields__)),
        )
        for n, each in enumerate(labels)
    )


def arrays_of(learnt: tuple[Learnt, ...]) -> dict[str, Any]:
    """What `read_learnt` reads."""
    arrays: dict[str, Any] = {}
    for n, each in enumerate(learnt):
        arrays |= {f"{part}{n}": getattr(each.head, part) for part in ("moves", "starts", "ends")}
        arrays |= {f"{part}{n}": getattr(each.layers, part) for part in Layers.__struct_fields__}
    return arrays


def _home(heads: tuple[Head, ...], labels: tuple[Label, ...]) -> tuple[int, Head]:
    """The head that has all of `labels`, and the place of its first tag among all."""
    first = 0
    for head in heads:
        if set(tags_of(labels)) <= set(head.tags):
            return first, head
        first += len(head.tags)
    message = f"no head of the network has {labels}"
    raise ValueError(message)
