"""Makes the golden vectors of the exporter's tests with torchvision, the reference implementation.

Each net is tiny and random, batch-norm statistics included, so that folding them wrongly shows. For each there is a
weight file, and in golden.json its logits on the frozen input of its size (float32, little-endian, [2, 3, side, side]).
The files called cifar and transformers hold torchvision's arithmetic, which is also theirs, under their names.

    python make_golden.py ../resources/golden
"""

import json
import pathlib
import re
import sys

import torch
from safetensors.torch import save_file
from torch import nn
from torchvision.models.resnet import BasicBlock, Bottleneck

IMAGES = 2


class NarrowResNet(nn.Module):
    """torchvision's ResNet with its blocks and names, and a width and a stem of our own."""

    def __init__(self, block, blocks, classes, width=4, groups=1, base_width=64, small_image=False):
        super().__init__()
        self.channels, self.groups, self.base_width = width, groups, base_width
        kernel, stride = (3, 1) if small_image else (7, 2)
        self.conv1 = nn.Conv2d(3, width, kernel, stride, kernel // 2, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.relu = nn.ReLU()
        self.maxpool = nn.Identity() if small_image else nn.MaxPool2d(3, 2, 1)
        for stage, count in enumerate(blocks, start=1):
            setattr(self, f"layer{stage}", self.stage(block, width << (stage - 1), count, 1 if stage == 1 else 2))
        self.avgpool = nn.AdaptiveAvgPool2d(1)
        self.fc = nn.Linear(self.channels, classes)

    def stage(self, block, planes, count, stride):
        layers = []
        for i in range(count):
            shortcut = None
            out = planes * block.expansion
            if i == 0 and (stride != 1 or self.channels != out):
                shortcut = nn.Sequential(nn.Conv2d(self.channels, out, 1, stride, bias=False), nn.BatchNorm2d(out))
            layers.append(
                block(self.channels, planes, stride if i == 0 else 1, shortcut, self.groups, self.base_width)
            )
            self.channels = out
        return nn.Sequential(*layers)

    def forward(self, x):
        x = self.maxpool(self.relu(self.bn1(self.conv1(x))))
        x = self.layer4(self.layer3(self.layer2(self.layer1(x))))
        return self.fc(self.avgpool(x).flatten(1))


def randomized(net):
    """Kaiming's convolutions, and batch norms as training leaves them: nothing at its initial value."""
    for module in net.modules():
        if isinstance(module, nn.Conv2d):
            nn.init.kaiming_normal_(module.weight, mode="fan_out", nonlinearity="relu")
        elif isinstance(module, nn.BatchNorm2d):
            nn.init.uniform_(module.weight, 0.3, 1.2)
            nn.init.normal_(module.bias, 0, 0.3)
            nn.init.normal_(module.running_mean, 0, 0.5)
            nn.init.uniform_(module.running_var, 0.2, 3)
            module.num_batches_tracked.fill_(12345)
    return net.eval()


# from torchvision's names to those of pytorch-cifar
CIFAR_NAMES = {r"downsample": "shortcut", r"^fc": "linear"}

# from torchvision's names to those of transformers' ResNetForImageClassification; conv1 is layer.0 and so on
TRANSFORMERS_NAMES = {
    r"^conv1": "resnet.embedder.embedder.convolution",
    r"^bn1": "resnet.embedder.embedder.normalization",
    r"^layer1": "resnet.encoder.stages.0",
    r"^layer2": "resnet.encoder.stages.1",
    r"^layer3": "resnet.encoder.stages.2",
    r"^layer4": "resnet.encoder.stages.3",
    r"(stages\.\d)\.(\d)": r"\1.layers.\2",
    r"\.conv1": ".layer.0.convolution",
    r"\.conv2": ".layer.1.convolution",
    r"\.conv3": ".layer.2.convolution",
    r"\.bn1": ".layer.0.normalization",
    r"\.bn2": ".layer.1.normalization",
    r"\.bn3": ".layer.2.normalization",
    r"downsample\.0": "shortcut.convolution",
    r"downsample\.1": "shortcut.normalization",
    r"^fc": "classifier.1",
}

NAMES = {
    "cifar18.pth": CIFAR_NAMES,
    "transformers18.safetensors": TRANSFORMERS_NAMES,
    "transformers50.safetensors": TRANSFORMERS_NAMES,
}

NETS = {
    "basic18.pth": (64, lambda: NarrowResNet(BasicBlock, (2, 2, 2, 2), 10)),
    "basic18.safetensors": (64, lambda: NarrowResNet(BasicBlock, (2, 2, 2, 2), 10)),
    "bottleneck50.pth": (64, lambda: NarrowResNet(Bottleneck, (3, 4, 6, 3), 7)),
    "small-image18.safetensors": (32, lambda: NarrowResNet(BasicBlock, (2, 2, 2, 2), 10, small_image=True)),
    "grouped50.safetensors": (64, lambda: NarrowResNet(Bottleneck, (3, 4, 6, 3), 7, groups=4, base_width=32)),
    "cifar18.pth": (32, lambda: NarrowResNet(BasicBlock, (2, 2, 2, 2), 10, width=2, small_image=True)),
    "transformers18.safetensors": (64, lambda: NarrowResNet(BasicBlock, (2, 2, 2, 2), 7, width=2)),
    "transformers50.safetensors": (64, lambda: NarrowResNet(Bottleneck, (3, 4, 6, 3), 7, width=2)),
}


def renamed(name, patterns):
    for pattern, replacement in patterns.items():
        name = re.sub(pattern, replacement, name)
    return name


def main(folder):
    torch.manual_seed(20261122)
    inputs = {side: torch.randn(IMAGES, 3, side, side) for side in (32, 64)}
    for side, images in inputs.items():
        images.numpy().astype("<f4").tofile(folder / f"input-{side}.f32")
    golden = {}
    for name, (side, make) in NETS.items():
        net = randomized(make())
        weights = net.state_dict()
        if name in NAMES:
            weights = {renamed(key, NAMES[name]): value for key, value in weights.items()}
        with torch.no_grad():
            logits = net(inputs[side])
        parameters = sum(p.numel() for p in net.parameters())
        golden[name] = {"side": side, "parameters": parameters, "logits": logits.tolist()}
        if name.endswith(".pth"):
            torch.save(weights, folder / name)
        else:
            save_file(weights, folder / name)
    (folder / "golden.json").write_text(json.dumps(golden, indent=1) + "\n")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
