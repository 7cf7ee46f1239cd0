"""Trains the bundled demo model: a narrow ResNet-50 that knows Fashion-MNIST.

The network is torchvision's ResNet-50 (bottlenecks 3-4-6-3, ImageNet stem, the stride in the 3x3 convolution) with a
base width of 16 instead of 64, so 1.49 million parameters. The 28x28 images are enlarged to 64x64 with Pillow's
bilinear filter and repeated over three channels, exactly what the exported preprocessing contract makes the pipeline do.

Writes the weights as a PyTorch checkpoint with torchvision's names and, beside it, a JSON file with what was measured.

    python train.py --data /usr/share/datasets/fashion-mnist --out fashion-resnet50.pth
"""

import argparse
import gzip
import json
import pathlib
import time

import numpy as np
import torch
from PIL import Image
from torch import nn
from torchvision.models.resnet import Bottleneck

SIDE = 64
BASE_WIDTH = 16
BLOCKS = (3, 4, 6, 3)
MEAN, STD = 0.2860, 0.3530  # of the training images, on a scale of 0 to 1
MAX_SHIFT = 6  # pixels of the enlarged image


class NarrowResNet50(nn.Module):
    """torchvision's ResNet-50, its names included, with a base width of our own."""

    def __init__(self, classes):
        super().__init__()
        self.channels = BASE_WIDTH
        self.conv1 = nn.Conv2d(3, BASE_WIDTH, 7, stride=2, padding=3, bias=False)
        self.bn1 = nn.BatchNorm2d(BASE_WIDTH)
        self.relu = nn.ReLU(inplace=True)
        self.maxpool = nn.MaxPool2d(3, stride=2, padding=1)
        for stage, blocks in enumerate(BLOCKS, start=1):
            setattr(self, f"layer{stage}", self._stage(BASE_WIDTH << (stage - 1), blocks, 1 if stage == 1 else 2))
        self.avgpool = nn.AdaptiveAvgPool2d(1)
        self.fc = nn.Linear(self.channels, classes)
        for module in self.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.kaiming_normal_(module.weight, mode="fan_out", nonlinearity="relu")
            elif isinstance(module, Bottleneck):
                nn.init.zeros_(module.bn3.weight)

    def _stage(self, width, blocks, stride):
        out = width * Bottleneck.expansion
        shortcut = nn.Sequential(nn.Conv2d(self.channels, out, 1, stride, bias=False), nn.BatchNorm2d(out))
        layers = [Bottleneck(self.channels, width, stride, shortcut)]
        self.channels = out
        layers += [Bottleneck(out, width) for _ in range(blocks - 1)]
        return nn.Sequential(*layers)

    def forward(self, x):
        x = self.maxpool(self.relu(self.bn1(self.conv1(x))))
        x = self.layer4(self.layer3(self.layer2(self.layer1(x))))
        return self.fc(self.avgpool(x).flatten(1))


def read_idx(path):
    """The array of an IDX file; its header is a type, the number of dimensions and each size, big-endian."""
    raw = gzip.decompress(path.read_bytes())
    dimensions = raw[3]
    shape = np.frombuffer(raw, ">u4", dimensions, 4)
    return np.frombuffer(raw, np.uint8, offset=4 + 4 * dimensions).reshape(shape)


def enlarged(images):
    return np.stack([np.asarray(Image.fromarray(p).resize((SIDE, SIDE), Image.BILINEAR)) for p in images])


def load(data, part):
    images = enlarged(read_idx(data / f"{part}-images-idx3-ubyte.gz"))
    labels = read_idx(data / f"{part}-labels-idx1-ubyte.gz").astype(np.int64)
    return torch.from_numpy(images), torch.from_numpy(labels)


def network_input(images):
    return ((images.float() / 255 - MEAN) / STD).unsqueeze(1).expand(-1, 3, -1, -1).contiguous(
        memory_format=torch.channels_last)


def augmented(images):
    """Mirrors half of the images and shifts the batch, black at the edges, as the images are."""
    mirrored = torch.rand(len(images), 1, 1) < 0.5
    images = torch.where(mirrored, images.flip(2), images)
    padded = nn.functional.pad(images, (MAX_SHIFT,) * 4)
    x, y = torch.randint(0, 2 * MAX_SHIFT + 1, (2,)).tolist()
    return padded[:, y:y + SIDE, x:x + SIDE]


@torch.no_grad()
def accuracy(net, images, labels):
    """In float32, as the exported network runs."""
    net.eval()
    right = sum(
        (net(network_input(images[i:i + 500])).argmax(1) == labels[i:i + 500]).sum().item()
        for i in range(0, len(images), 500))
    net.train()
    return right / len(images)


def train(net, images, labels, epochs, batch, rate):
    steps = len(images) // batch
    optimizer = torch.optim.SGD(net.parameters(), lr=rate, momentum=0.9, weight_decay=5e-4, nesterov=True)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, rate, total_steps=epochs * steps, pct_start=0.25)
    loss_of = nn.CrossEntropyLoss(label_smoothing=0.05)
    for epoch in range(epochs):
        began, seen = time.time(), 0.0
        order = torch.randperm(len(images))
        for step in range(steps):
            chosen = order[step * batch:(step + 1) * batch]
            # bfloat16 only makes training faster where the processor has it; the weights stay float32
            with torch.autocast("cpu", dtype=torch.bfloat16):
                loss = loss_of(net(network_input(augmented(images[chosen]))), labels[chosen])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
            seen += loss.item()
            if step % 100 == 0:
                print(f"epoch {epoch + 1} step {step}/{steps} loss {seen / (step + 1):.4f}", flush=True)
        print(f"epoch {epoch + 1}/{epochs}: {time.time() - began:.0f} s, loss {seen / steps:.4f}", flush=True)
        yield epoch + 1


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--data", type=pathlib.Path, default="/usr/share/datasets/fashion-mnist")
    arguments.add_argument("--out", type=pathlib.Path, default="fashion-resnet50.pth")
    arguments.add_argument("--epochs", type=int, default=16)
    arguments.add_argument("--batch", type=int, default=128)
    arguments.add_argument("--rate", type=float, default=0.1)
    arguments.add_argument("--seed", type=int, default=7)
    options = arguments.parse_args()

    torch.manual_seed(options.seed)
    images, labels = load(options.data, "train")
    test_images, test_labels = load(options.data, "t10k")
    net = NarrowResNet50(classes=10).to(memory_format=torch.channels_last)
    for epoch in train(net, images, labels, options.epochs, options.batch, options.rate):
        measured = accuracy(net, test_images, test_labels)
        print(f"epoch {epoch}: test accuracy {measured:.4f}", flush=True)
        torch.save({name: t.contiguous() for name, t in net.state_dict().items()}, options.out)
    options.out.with_suffix(".json").write_text(json.dumps({
        "testAccuracy": measured,
        "testImages": len(test_labels),
        "parameters": sum(p.numel() for p in net.parameters()),
        "epochs": options.epochs,
        "batch": options.batch,
        "rate": options.rate,
        "seed": options.seed,
    }, indent=2) + "\n")


if __name__ == "__main__":
    main()
