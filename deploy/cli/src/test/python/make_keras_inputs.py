"""Makes two small images and what Keras makes of them before it runs a ResNet.

Beside each image NAME.png lie NAME.keras.f32 and NAME.keras-v2.f32: float32, little-endian, [3, 16, 24], as load_img
with its usual filter and the preprocess_input of keras.applications.resnet and resnet_v2 give them.

    KERAS_BACKEND=tensorflow python make_keras_inputs.py ../resources/keras
"""

import pathlib
import sys

import keras
import numpy as np
from keras.applications import resnet, resnet_v2
from PIL import Image

HEIGHT, WIDTH = 16, 24
# width, height: one that shrinks, one that grows
SIZES = {"large": (37, 29), "small": (11, 13)}


def main(folder):
    random = np.random.default_rng(20261122)
    for name, (width, height) in SIZES.items():
        image = folder / f"{name}.png"
        Image.fromarray(random.integers(0, 256, (height, width, 3), dtype=np.uint8)).save(image)
        for preset, model in {"keras": resnet, "keras-v2": resnet_v2}.items():
            loaded = keras.utils.load_img(image, target_size=(HEIGHT, WIDTH))
            pixels = keras.utils.img_to_array(loaded)
            values = model.preprocess_input(pixels).transpose(2, 0, 1)
            values.astype("<f4").tofile(folder / f"{name}.{preset}.f32")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
