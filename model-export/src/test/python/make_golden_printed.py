"""Makes the golden vector of the ResNet that many pages print for PyTorch, with few channels.

Its average pool has a window of 7, so that it takes images of 224 pixels only; the test makes the same two images.

    python make_golden_printed.py ../resources/golden
"""

import gzip
import io
import json
import pathlib
import sys

import torch
from torch import nn

WIDTH, CLASSES = 2, 5
random = torch.Generator().manual_seed(20261126)


class Block(nn.Module):
    """Has the convolutions of both kinds of blocks, and applies its last batch norm twice."""

    def __init__(self, channels, inner, downsample):
        super().__init__()
        self.downsample = downsample
        self.cov1, self.bn1 = nn.Conv2d(channels, inner, 1, bias=False), nn.BatchNorm2d(inner)
        self.cov2 = nn.Conv2d(inner, inner, 3, padding=1, bias=False)
        self.cov2_downsample = nn.Conv2d(inner, inner, 3, 2, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(inner)
        self.cov3, self.bn3 = nn.Conv2d(inner, 4 * inner, 1, bias=False), nn.BatchNorm2d(4 * inner)
        self.side = nn.Conv2d(channels, 4 * inner, 1, bias=False)
        self.side_downside = nn.Conv2d(channels, 4 * inner, 1, 2, bias=False)

    def forward(self, x):
        middle, side = (self.cov2_downsample, self.side_downside) if self.downsample else (self.cov2, self.side)
        y = self.bn1(self.cov1(x)).relu()
        y = self.bn2(middle(y)).relu()
        y = self.bn3(self.cov3(y)).relu()
        return self.bn3(y) + side(x)


class Printed(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1, self.bn1 = nn.Conv2d(3, WIDTH, 7, 2, 3, bias=False), nn.BatchNorm2d(WIDTH)
        self.blocks, channels = [], WIDTH
        for stage in range(2, 6):
            inner = WIDTH + stage - 2
            for number in (1, 2, 3):
                name = f"conv{stage}_x_{'pre' if stage > 2 and number == 1 else number}"
                setattr(self, name, Block(channels, inner, stage > 2 and number == 1))
                self.blocks.append(name)
                channels = 4 * inner
        self.classifier = nn.Sequential(nn.Linear(channels, CLASSES), nn.Softmax(dim=1))

    def forward(self, x):
        x = nn.functional.max_pool2d(self.bn1(self.conv1(x)).relu(), 3, 2, 1)
        for name in self.blocks:
            x = getattr(self, name)(x)
        return self.classifier[0](nn.functional.avg_pool2d(x, 7, 1).flatten(1))


def images():
    p, c, h, w = torch.meshgrid(torch.arange(2), torch.arange(3), torch.arange(224), torch.arange(224), indexing="ij")
    return ((h * (3 + p) + w * (5 + c)) % 61) / 30 - 1


torch.manual_seed(3)
net = Printed().eval()
for module in net.modules():
    if isinstance(module, nn.BatchNorm2d):
        n = module.num_features
        module.running_mean = torch.randn(n, generator=random) * 0.2
        module.running_var = torch.rand(n, generator=random) + 0.5
        module.weight.data = torch.rand(n, generator=random) * 0.5 + 0.6
        module.bias.data = torch.randn(n, generator=random) * 0.3
with torch.inference_mode():
    logits = net(images()).tolist()
folder = pathlib.Path(sys.argv[1])
file = io.BytesIO()
torch.save(net.state_dict(), file)
(folder / "printed50.pth.gz").write_bytes(gzip.compress(file.getvalue(), 9, mtime=0))
(folder / "printed50.json").write_text(json.dumps(logits) + "\n")
