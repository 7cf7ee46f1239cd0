"""Makes the seeds of the fuzzer, small sound inputs: python make_seeds.py (needs torch, safetensors, h5py)."""

import io
import json
import pathlib
import pickletools
import zipfile

import h5py
import numpy as np
import torch
from safetensors.torch import save

SEEDS = pathlib.Path(__file__).parents[1] / "resources" / "seeds"
WEIGHTS = {"conv1.weight": torch.ones(2, 3), "fc.bias": torch.ones(4, dtype=torch.float16)}


def seed(target: str, name: str, content: bytes) -> None:
    folder = SEEDS / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content)


def text(value: str) -> bytes:
    return bytes([2 * len(value)]) + value.encode()


checkpoint = io.BytesIO()
torch.save({"state_dict": WEIGHTS}, checkpoint)
seed("FuzzWeightFiles", "net.pth", checkpoint.getvalue())
with zipfile.ZipFile(checkpoint) as archive:
    pickle = next(name for name in archive.namelist() if name.endswith("data.pkl"))
    seed("FuzzPickles", "net.pkl", archive.read(pickle))

legacy = io.BytesIO()
torch.save({"state_dict": WEIGHTS}, legacy, _use_new_zipfile_serialization=False)
rest = io.BytesIO(legacy.getvalue())
for _ in range(3):
    list(pickletools.genops(rest))
seed("FuzzLegacyCheckpoints", "net", rest.read())

seed("FuzzLabelFiles", "table", b'id,name\n0,"tench, Tinca"\n1,goldfish\n')
seed("FuzzLabelFiles", "numbered", b"0: tench\n1: goldfish\n")
seed("FuzzLabelFiles", "yaml", b"nc: 2\nnames:\n  0: tench\n  1: 'goldfish'\n")
seed("FuzzLabelFiles", "list", b"names: [tench, 'goldfish']\n")
seed("FuzzLabelFiles", "objects", b'[{"id": 1, "label": "goldfish"}, {"id": 0, "label": "tench"}]')
seed("FuzzLabelFiles", "index", b'{"id2label": {"0": "tench", "1": "goldfish"}}')
processor = {"image_processor_type": "ConvNextImageProcessor", "size": {"shortest_edge": 224}, "crop_pct": 0.875}
processor |= {"resample": 3, "image_mean": [0.5, 0.5, 0.5], "image_std": [0.5, 0.5, 0.5]}
seed("FuzzLabelFiles", "processor", json.dumps(processor).encode())
timm = {"input_size": [3, 224, 224], "crop_pct": 0.95, "interpolation": "bicubic"}
timm |= {"mean": [0.5, 0.5, 0.5], "std": [0.5, 0.5, 0.5]}
seed("FuzzLabelFiles", "timm", json.dumps({"pretrained_cfg": timm}).encode())

safetensors = save(WEIGHTS)
seed("FuzzWeightFiles", "net.safetensors", safetensors)
seed("FuzzSafetensorsHeaders", "net.json", safetensors[8 : safetensors.index(b"}}") + 2])



def hdf5(fill, **settings) -> bytes:
    file = io.BytesIO()
    with h5py.File(file, "w", **settings) as root:
        fill(root)
    return file.getvalue()


def by_layers(root) -> None:
    """As save_weights of Keras 1 to 2 writes it."""
    root.attrs["layer_names"] = [b"conv1", b"fc"]
    for layer, tensors in {"conv1": ["kernel", "bias"], "fc": ["kernel"]}.items():
        group = root.create_group(layer)
        group.attrs["weight_names"] = [f"{layer}/{tensor}:0".encode() for tensor in tensors]
        for tensor in tensors:
            group.create_dataset(f"{layer}/{tensor}:0", data=np.ones((2, 3), "float32"))


def by_objects(root) -> None:
    """As Keras 3 writes it; in chunks, as whoever repacks a file does."""
    weights = root.create_group("layers/conv2d/vars")
    weights.attrs["name"] = "conv1"
    weights.create_dataset(
        "0", data=np.ones((4, 4), "float16"), chunks=(2, 2), compression="gzip", shuffle=True, fletcher32=True
    )
    weights.create_dataset("1", data=np.ones(3, "float64"))


seed("FuzzKerasFiles", "layers.h5", hdf5(by_layers))
# the latest format notes when it was written: other bytes each time
seed("FuzzKerasFiles", "layers-latest.h5", hdf5(by_layers, libver="latest"))
seed("FuzzKerasFiles", "objects.h5", hdf5(by_objects))
seed("FuzzKerasFiles", "objects-latest.h5", hdf5(by_objects, libver="latest"))

layer = {"class_name": "Conv2D", "config": {"name": "conv1_conv"}}
network = {"class_name": "Functional", "config": {"name": "resnet50", "layers": [layer, layer]}}
seed("FuzzKerasModels", "config.json", json.dumps({"config": {"layers": [network, layer]}}).encode())

# id, image, no uri, no content type, event time, one attribute
seed(
    "FuzzImageEvents",
    "image",
    text("cat") + b"\2" + text("image") + b"\0\0\2\x80\2" + b"\2" + text("k") + text("v") + b"\0",
)
seed("FuzzImageEvents", "uri", text("cat") + b"\0\2" + text("s3://a/b") + b"\2" + text("image/png") + b"\0\0")

seed("FuzzReplayHeaders", "headers", b"image-events\n3\n1042\n2")

place = text("image-events") + b"\2\x54" + b"\x80\2"  # topic, partition, offset, timestamp
first = b"\4" + b"\2" + text("image-events") + b"\2\0" + b"\2\x10"  # attempt, topic, partition, offset
tags = b"\2" + b"\6" + text("cat") + b"\2" + text("n02123045") + b"\0\0\x40\x3f" + b"\0"
model = text("pets") + text("ab" * 16) + text("cpu")
times = b"\x80\2" + b"\2\4\6" + b"\x80\5\x80\4"  # tagged at; micros of three steps; width, height
more = b"\0" + b"\0" + b"\2\2\0\0\x80\x3f\0" + b"\0"  # event time, attributes, embedding, left out
uri = b"\2" + text("s3://a/b.tar") + b"\2" + text("cat.jpg") + b"\2\6"  # of an object, a member, a row
epoch = b"\2\4" + b"\2" + text("canary")
rows = b"\2" + text("9 of 480 rows")
seed("FuzzAnswers", "result", b"r" + text("cat.jpg") + tags + model + place + first + times + more + uri + epoch + rows)
reject = b"\2" + text("cat.jpg") + b"\0\0" + text("detail") + place + first
nowhere = text("") + b"\1\1\1"  # topic, partition, offset, timestamp of an object
seed("FuzzAnswers", "reject", b"j" + reject + b"\x80\2" + text("value") + b"\x14" + b"\0\0\0" + epoch)
object = b"\2" + text("cat.jpg") + b"\0\0" + text("detail") + nowhere + b"\2\0\0\0"
seed("FuzzAnswers", "object", b"j" + object + b"\x80\2" + text("value") + b"\x14" + uri + epoch)
seed("FuzzAnswers", "note", b"n0-120,150-300")

contract = {
    "version": 1,
    "name": "net",
    "architecture": "resnet50",
    "parameters": 25557032,
    "source": {"file": "net.pth", "sha256": "ab" * 32},
    "precision": "float32",
    "input": {"name": "input", "type": "float32", "layout": "NCHW", "height": 224, "width": 224},
    "preprocessing": {
        "resize": {"rule": "shortest-side", "size": 256, "filter": "bilinear", "antialias": True},
        "crop": {"height": 224, "width": 224},
        "channelOrder": "RGB",
        "scale": 0.00392156862745098,
        "mean": [0.485, 0.456, 0.406],
        "std": [0.229, 0.224, 0.225],
    },
    "output": {"name": "logits", "kind": "logits", "classes": 2, "topK": 2},
    "embedding": {"name": "embedding", "size": 2048},
}
labels = [{"name": "tench", "wnid": "n01440764"}, {"name": "goldfish"}]
seed("FuzzModelContracts", "contract", json.dumps(contract).encode())
seed("FuzzModelContracts", "labels", b"\0".join([json.dumps(contract).encode(), json.dumps(labels).encode()]))
