"""Makes a file with the reference library of safetensors, with every floating type and some others.

The test reads it, and writes it anew: our writer's bytes are the library's, so what we write is read by it, too.

    python make_golden_safetensors.py ../resources/golden
"""

import pathlib
import sys

import torch
from safetensors.torch import load_file, save_file

NUMBERS = [0.0, -0.0, 1.0, -2.5, 1 / 3, 65504.0, 6e-8, float("inf"), float("-inf"), float("nan")]


def main(folder):
    tensors = {
        "layer.float64": torch.tensor(NUMBERS, dtype=torch.float64).reshape(5, 2),
        "layer.float32": torch.tensor(NUMBERS, dtype=torch.float32).reshape(2, 5),
        "layer.bfloat16": torch.tensor(NUMBERS, dtype=torch.bfloat16).reshape(1, 10, 1),
        "layer.float16": torch.tensor(NUMBERS, dtype=torch.float16),
        "scalar": torch.tensor(1.5),
        "empty": torch.zeros(0, 3),
        "num_batches_tracked": torch.tensor(12345),
    }
    file = folder / "reference.safetensors"
    save_file(tensors, file, metadata={"format": "pt"})
    read = load_file(file)
    assert read.keys() == tensors.keys()
    for name, tensor in tensors.items():
        assert torch.equal(tensor.nan_to_num(7.0), read[name].nan_to_num(7.0)), name


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
