"""Makes the golden vectors of the exporter's tests with Keras 3, the reference implementation.

Each net is tiny and random, batch-norm statistics and biases included, so that folding them wrongly shows. For each there
is a weight file as one version or another of Keras writes it, compressed with gzip, and in keras.json its logits, before
the softmax, on the frozen input of its size that make_golden.py made.

    KERAS_BACKEND=tensorflow python make_golden_keras.py ../resources/golden
"""

import gzip
import json
import pathlib
import sys
import tempfile

import h5py
import keras
import numpy as np
from keras import layers
from keras.src.applications import resnet
from keras.src.legacy.saving import legacy_h5_format

CLASSES = 7
random = np.random.default_rng(20261122)


def applications_resnet50(preact, top=True):
    """keras.applications' own ResNet-50 with fewer filters, 64 in the stem."""
    stack = resnet.stack_residual_blocks_v2 if preact else resnet.stack_residual_blocks_v1

    def stages(x):
        if preact:
            x = stack(x, 2, 3, name="conv2")
            x = stack(x, 3, 4, name="conv3")
            x = stack(x, 4, 6, name="conv4")
            return stack(x, 5, 3, stride1=1, name="conv5")
        x = stack(x, 2, 3, stride1=1, name="conv2")
        x = stack(x, 3, 4, name="conv3")
        x = stack(x, 4, 6, name="conv4")
        return stack(x, 5, 3, name="conv5")

    return resnet.ResNet(
        stages,
        preact,
        True,
        name="resnet50",
        weights_name="resnet50",
        include_top=top,
        weights=None,
        input_shape=(64, 64, 3),
        classes=CLASSES,
    )


def conv_bn(x, filters, kernel, stride, conv, norm, epsilon):
    x = layers.ZeroPadding2D(kernel // 2)(x)
    x = layers.Conv2D(filters, kernel, strides=stride, name=conv)(x)
    return layers.BatchNormalization(epsilon=epsilon, name=norm)(x)


def original_resnet50(width=4):
    """The ResNet50 of Keras 1 and 2.0, whose batch norms have Keras' default epsilon."""
    image = keras.Input((64, 64, 3))
    x = layers.ReLU()(conv_bn(image, width, 7, 2, "conv1", "bn_conv1", 1e-3))
    x = layers.MaxPooling2D(3, 2)(layers.ZeroPadding2D(1)(x))
    for stage, blocks in enumerate((3, 4, 6, 3), start=2):
        filters = width + stage
        for block in range(blocks):
            place = f"{stage}{'abcdef'[block]}_branch"
            stride = 2 if stage > 2 and block == 0 else 1
            y = layers.ReLU()(conv_bn(x, filters, 1, stride, f"res{place}2a", f"bn{place}2a", 1e-3))
            y = layers.ReLU()(conv_bn(y, filters, 3, 1, f"res{place}2b", f"bn{place}2b", 1e-3))
            y = conv_bn(y, 4 * filters, 1, 1, f"res{place}2c", f"bn{place}2c", 1e-3)
            if block == 0:
                x = conv_bn(x, 4 * filters, 1, stride, f"res{place}1", f"bn{place}1", 1e-3)
            x = layers.ReLU()(layers.Add()([x, y]))
    x = layers.GlobalAveragePooling2D(name="avg_pool")(x)
    return keras.Model(image, layers.Dense(CLASSES, activation="softmax", name="fc1000")(x))


def small_image_resnet(blocks, width=4):
    """Basic blocks with keras.applications' names, for images of 32x32."""
    epsilon = 1.001e-5
    image = keras.Input((32, 32, 3))
    x = layers.ReLU()(conv_bn(image, width, 3, 1, "conv1_conv", "conv1_bn", epsilon))
    for stage, count in enumerate(blocks, start=2):
        filters = width + stage
        for block in range(1, count + 1):
            place = f"conv{stage}_block{block}"
            stride = 2 if stage > 2 and block == 1 else 1
            y = layers.ReLU()(conv_bn(x, filters, 3, stride, f"{place}_1_conv", f"{place}_1_bn", epsilon))
            y = conv_bn(y, filters, 3, 1, f"{place}_2_conv", f"{place}_2_bn", epsilon)
            if block == 1:
                x = conv_bn(x, filters, 1, stride, f"{place}_0_conv", f"{place}_0_bn", epsilon)
            x = layers.ReLU()(layers.Add()([x, y]))
    x = layers.GlobalAveragePooling2D(name="avg_pool")(x)
    return keras.Model(image, layers.Dense(CLASSES, activation="softmax", name="predictions")(x))


def transferred():
    """A network that was trained anew for other classes: one model within another, and a top of its own."""
    base = applications_resnet50(False, top=False)
    return keras.Sequential(
        [base, layers.GlobalAveragePooling2D(), layers.Dense(CLASSES, activation="softmax", name="species")]
    )


def randomized(net):
    for layer in net.layers:
        if isinstance(layer, keras.Model):
            randomized(layer)
        elif isinstance(layer, layers.BatchNormalization):
            n = layer.gamma.shape[0]
            layer.set_weights(
                [random.uniform(0.3, 1.2, n), random.normal(0, 0.3, n), random.normal(0, 0.5, n), random.uniform(0.05, 3, n)]
            )
        elif layer.weights:
            kernel, *bias = layer.weights
            scale = np.sqrt(2 / np.prod(kernel.shape[:-1]))
            layer.set_weights(
                [random.normal(0, scale, kernel.shape)] + [random.normal(0, 0.3, b.shape) for b in bias]
            )
    return net


def save_legacy(net, file):
    with h5py.File(file, "w") as h5:
        legacy_h5_format.save_weights_to_hdf5_group(h5, net)


def save_as_keras_1(net, file):
    """Names and strings as in the files of 2016, and the list of layers in parts, as for very deep networks."""
    kinds = {"kernel": "W", "bias": "b", "gamma": "gamma", "beta": "beta"}
    kinds |= {"moving_mean": "running_mean", "moving_variance": "running_std"}
    with h5py.File(file, "w") as h5:
        names = np.array([layer.name.encode() for layer in net.layers])
        h5.attrs["layer_names0"], h5.attrs["layer_names1"] = names[:90], names[90:]
        for layer in net.layers:
            group = h5.create_group(layer.name)
            weights = [f"{layer.name}_{kinds[w.name]}:0" for w in layer.weights]
            group.attrs["weight_names"] = np.array([w.encode() for w in weights])
            for name, value in zip(weights, layer.get_weights(), strict=True):
                group.create_dataset(name, data=value)


def save_compressed(net, file):
    """Half precision, in compressed chunks: what h5repack makes of a file."""
    with h5py.File(file, "w") as h5:
        h5.attrs["layer_names"] = [layer.name for layer in net.layers]
        for layer in net.layers:
            group = h5.create_group(layer.name)
            group.attrs["weight_names"] = [f"{layer.name}/{w.name}" for w in layer.weights]
            for weight in layer.weights:
                value = np.array(weight).astype("f2")
                group.create_dataset(f"{layer.name}/{weight.name}", data=value, compression="gzip", shuffle=True)
                weight.assign(value.astype("f4"))


NETS = {
    "keras50-legacy.h5": (lambda: applications_resnet50(False), save_legacy),
    "keras50.weights.h5": (lambda: applications_resnet50(False), lambda net, file: net.save_weights(file)),
    "keras50v2.keras": (lambda: applications_resnet50(True), lambda net, file: net.save(file)),
    "keras50-original.h5": (original_resnet50, save_as_keras_1),
    "keras50-transferred.h5": (transferred, lambda net, file: net.save(file)),
    "keras50-transferred.keras": (transferred, lambda net, file: net.save(file)),
    "keras18-small-image.h5": (lambda: small_image_resnet((2, 2, 2, 2)), save_compressed),
    "keras34-small-image.keras": (lambda: small_image_resnet((3, 4, 6, 3)), lambda net, file: net.save(file)),
}


def logits(net, images):
    net.layers[-1].activation = None
    return np.array(net(images, training=False))


def main(folder):
    golden = {}
    for name, (make, save) in NETS.items():
        keras.backend.clear_session()
        net = randomized(make())
        with tempfile.TemporaryDirectory() as scratch:
            file = pathlib.Path(scratch) / name
            save(net, file)
            (folder / f"{name}.gz").write_bytes(gzip.compress(file.read_bytes(), mtime=0))
        side = net.input_shape[1]
        images = np.fromfile(folder / f"input-{side}.f32", "<f4").reshape(2, 3, side, side)
        parameters = sum(int(np.prod(w.shape)) for w in net.trainable_weights)
        golden[name] = {
            "side": side,
            "parameters": parameters,
            "logits": logits(net, images.transpose(0, 2, 3, 1)).tolist(),
        }
    (folder / "keras.json").write_text(json.dumps(golden, indent=1) + "\n")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
