"""Makes tiny ONNX files of a ViT, a ConvNeXt and CLIP's image encoder, as PyTorch's two exporters write them.

The networks are Hugging Face's, with random weights. The test makes the same two images.

    python make_golden_transformers.py ../resources/golden
"""

import gzip
import json
import pathlib
import sys

import onnx
import torch
from transformers import (
    CLIPVisionConfig,
    CLIPVisionModelWithProjection,
    ConvNextConfig,
    ConvNextForImageClassification,
    ViTConfig,
    ViTForImageClassification,
)

SIDE, CLASSES = 32, 5


class OneOutput(torch.nn.Module):
    """Takes the tensor of a network's structured output that is wanted."""

    def __init__(self, network, field):
        super().__init__()
        self.network, self.field = network, field

    def forward(self, pixels):
        return getattr(self.network(pixel_values=pixels), self.field)


def networks():
    labels = {str(i): f"thing {i}" for i in range(CLASSES)}
    small = dict(hidden_size=12, num_hidden_layers=1, num_attention_heads=3, intermediate_size=16)
    vit = ViTConfig(image_size=SIDE, patch_size=8, id2label=labels, **small)
    convnext = ConvNextConfig(image_size=SIDE, hidden_sizes=[4, 8, 12, 16], depths=[1, 1, 1, 1], id2label=labels)
    clip = CLIPVisionConfig(image_size=SIDE, patch_size=8, projection_dim=6, **small)
    yield "vit", OneOutput(ViTForImageClassification(vit), "logits"), "logits"
    yield "convnext", OneOutput(ConvNextForImageClassification(convnext), "logits"), "logits"
    yield "clip", OneOutput(CLIPVisionModelWithProjection(clip), "image_embeds"), "image_embeds"


def images():
    axes = [torch.arange(n) for n in (2, 3, SIDE, SIDE)]
    p, c, h, w = torch.meshgrid(*axes, indexing="ij")
    return ((h * (3 + p) + w * (5 + c)) % 61) / 30 - 1


def spread(network, random):
    """Random weights that are large enough for outputs to differ."""
    for name, weight in network.named_parameters():
        scale = 1 if "norm" in name and name.endswith("weight") else 0
        weight.data = scale + 0.3 * torch.randn(weight.shape, generator=random)


def pack(file):
    """Compresses a file; leaves out where in Python each node of a graph comes from."""
    if file.suffix == ".onnx":
        model = onnx.load(file, load_external_data=False)
        del model.metadata_props[:], model.graph.metadata_props[:]
        graph = model.graph
        for part in (*graph.node, *graph.value_info, *graph.input, *graph.output, *graph.initializer):
            del part.metadata_props[:]
            part.doc_string = ""
        onnx.save(model, file)
    file.with_name(file.name + ".gz").write_bytes(gzip.compress(file.read_bytes(), 9, mtime=0))
    file.unlink()


folder = pathlib.Path(sys.argv[1])
expected = {}
for name, network, output in networks():
    spread(network, torch.Generator().manual_seed(20261127))
    network.eval()
    with torch.inference_mode():
        expected[name] = network(images()).tolist()
    batch = torch.export.Dim("batch")
    torch.onnx.export(
        network,
        (images(),),
        folder / f"{name}.onnx",
        input_names=["pixel_values"],
        output_names=[output],
        dynamic_shapes=({0: batch},),
        dynamo=True,
    )
    torch.onnx.export(
        network,
        (images(),),
        folder / f"{name}-legacy.onnx",
        input_names=["pixel_values"],
        output_names=[output],
        dynamic_axes={"pixel_values": {0: "batch"}, output: {0: "batch"}},
        dynamo=False,
    )
for file in sorted(folder.glob("*.onnx*")):
    if file.suffix != ".gz":
        pack(file)
(folder / "transformers.json").write_text(json.dumps(expected, indent=1) + "\n")
