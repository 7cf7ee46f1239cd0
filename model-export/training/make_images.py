"""Writes the demo's images: Fashion-MNIST test images in a folder per label, half PNG and half JPEG, and broken files.

    python make_images.py --data /usr/share/datasets/fashion-mnist --out ../../deploy/cli/demo/images
"""

import argparse
import io
import pathlib
import random
import struct
import zlib

import numpy as np
from PIL import Image

from train import read_idx

LABELS = ("T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot")
JPEG_QUALITY = 95


def folder_of(label):
    return label.replace("/", "-").replace(" ", "-")


def write_labelled(out, images, labels, per_label):
    """The first images of each label, named by their place in the test set, PNG and JPEG in turn."""
    for label, name in enumerate(LABELS):
        folder = out / folder_of(name)
        folder.mkdir(parents=True, exist_ok=True)
        for turn, index in enumerate(np.flatnonzero(labels == label)[:per_label]):
            image = Image.fromarray(images[index])
            if turn % 2 == 0:
                image.save(folder / f"{index:05}.png", optimize=True)
            else:
                image.save(folder / f"{index:05}.jpg", quality=JPEG_QUALITY)


def encoded(image, kind):
    buffer = io.BytesIO()
    image.save(buffer, kind)
    return buffer.getvalue()


def png_chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def write_broken(out, image):
    """One file for each way in which images go wrong in the field."""
    folder = out / "broken"
    folder.mkdir(parents=True, exist_ok=True)
    jpeg, png = encoded(image, "JPEG"), encoded(image, "PNG")
    bomb_header = struct.pack(">IIBBBBB", 60000, 60000, 8, 2, 0, 0, 0)
    files = {
        "empty.jpg": b"",
        "half-an-image.jpg": jpeg[:len(jpeg) // 2],
        "half-an-image.png": png[:len(png) // 2],
        "shopping-list.png": b"bread\nmilk\nrubber boots\n",
        "not-found.jpg": b"<!DOCTYPE html><title>404 Not Found</title><h1>Not Found</h1>\n",
        "noise.webp": random.Random(7).randbytes(500),
        "decompression-bomb.png": b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", bomb_header) + png_chunk(b"IEND", b""),
    }
    for name, content in files.items():
        (folder / name).write_bytes(content)


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--data", type=pathlib.Path, default="/usr/share/datasets/fashion-mnist")
    arguments.add_argument("--out", type=pathlib.Path, required=True)
    arguments.add_argument("--per-label", type=int, default=60)
    options = arguments.parse_args()
    images = read_idx(options.data / "t10k-images-idx3-ubyte.gz")
    labels = read_idx(options.data / "t10k-labels-idx1-ubyte.gz")
    write_labelled(options.out, images, labels, options.per_label)
    write_broken(options.out, Image.fromarray(images[0]))


if __name__ == "__main__":
    main()
