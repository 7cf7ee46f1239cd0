"""Makes small checkpoints as training scripts save them, for CheckpointVariantsTest: the weights of two layers and
beside them whatever scripts keep there.

    python make_checkpoints.py ../resources/checkpoints
"""

import argparse
import collections
import dataclasses
import datetime
import enum
import pathlib
import random
import sys

import numpy as np
import torch

WEIGHTS = collections.OrderedDict(
    {"conv1.weight": torch.arange(6.0).reshape(2, 3), "fc.bias": torch.tensor([0.5, -1.0], dtype=torch.float16)}
)


@dataclasses.dataclass
class Settings:
    rate: float = 0.1
    sizes: tuple = (1, 2)


class Color(enum.Enum):
    RED = 1


def values():
    """What is no weight."""
    model = torch.nn.Linear(2, 2)
    optimizer = torch.optim.Adam(model.parameters())
    model(torch.ones(1, 2)).sum().backward()
    optimizer.step()
    return {
        "args": argparse.Namespace(lr=0.1, data=pathlib.PurePosixPath("/data")),
        "counter": collections.Counter("aab"),
        "scalar": np.float64(3.5),
        "whole": np.int64(4),
        "array": np.arange(5),
        "date": datetime.date(2026, 11, 26),
        "time": datetime.timedelta(seconds=5),
        "set": {1, 2, 3},
        "frozen": frozenset("ab"),
        "ordered": collections.OrderedDict(a=1),
        "default": collections.defaultdict(list, a=[1]),
        "queue": collections.deque([1, 2]),
        "settings": Settings(),
        "color": Color.RED,
        "size": torch.Size([1, 2]),
        "device": torch.device("cuda:0"),
        "type": torch.float16,
        "bytes": b"abc",
        "array of bytes": bytearray(b"abc"),
        "complex": 1 + 2j,
        "pairs": {(1, 2): 3},
        "large": 2**100,
        "class": torch.nn.ReLU,
        "function": random.random,
        "best": torch.tensor(71.5),
        "optimizer": optimizer.state_dict(),
        "schedule": torch.optim.lr_scheduler.MultiStepLR(optimizer, [3, 6]).state_dict(),
    }


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    for protocol in (2, 3, 4, 5):
        torch.save(
            {**values(), "state_dict": WEIGHTS}, folder / f"script-protocol-{protocol}.pth", pickle_protocol=protocol
        )
    # this format carries the source of a module's class; one of our own stands for it
    torch.serialization.get_source_lines_and_file = lambda *_: (["# the source of a module\n"], 0, "activation.py")
    torch.save({"model": WEIGHTS, **values()}, folder / "legacy.pth", _use_new_zipfile_serialization=False)


main(pathlib.Path(sys.argv[1]))
