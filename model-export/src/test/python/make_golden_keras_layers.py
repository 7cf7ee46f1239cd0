"""Makes tiny Keras models whose layers the exporter reads, and what Keras 3 computes with them.

Each model is random, batch-norm statistics and biases included. Its file is compressed with gzip; keras-layers.json has its
outputs on the frozen input of 32 pixels that make_golden.py made, or on that input as levels (x * 50 + 128).

    KERAS_BACKEND=tensorflow python make_golden_keras_layers.py ../resources/golden
"""

import gzip
import json
import pathlib
import sys
import tempfile

import h5py
import keras
import numpy as np
import tensorflow as tf
from keras import layers

random = np.random.default_rng(20261126)
folder = pathlib.Path(sys.argv[1])
images = np.fromfile(folder / "input-32.f32", "<f4").reshape(2, 3, 32, 32).transpose(0, 2, 3, 1)
golden = {}


def randomize(model):
    """Statistics, factors and biases as after training."""
    for layer in model._flatten_layers(include_self=False, recursive=True):
        if isinstance(layer, layers.BatchNormalization):
            n = layer.moving_mean.shape[0]
            values = [random.uniform(0.6, 1.2, n)] if layer.scale else []
            values += [random.normal(0, 0.1, n)] if layer.center else []
            layer.set_weights(values + [random.normal(0, 0.2, n), random.uniform(0.5, 1.5, n)])
        elif getattr(layer, "bias", None) is not None:
            layer.bias.assign(random.normal(0, 0.05, layer.bias.shape))


def write(name, model, levels=False, save=None):
    """Saves a model, or its weights where the name says so, and what it computes."""
    x = images * np.float32(50) + np.float32(128) if levels else images
    with tempfile.TemporaryDirectory() as temporary:
        path = pathlib.Path(temporary) / name
        if save is not None:
            save(path)
        elif name.endswith(".weights.h5"):
            model.save_weights(path)
        else:
            model.save(path)
        (folder / (name + ".gz")).write_bytes(gzip.compress(path.read_bytes(), 9, mtime=0))
    golden[name] = {"levels": levels, "outputs": np.asarray(model(x, training=False)).tolist()}


def functional(head, **image):
    i = keras.Input((32, 32, 3))
    model = keras.Model(i, head(i))
    randomize(model)
    return model


def classified(x, classes=5, activation="softmax"):
    return layers.Dense(classes, activation=activation)(layers.GlobalAveragePooling2D()(x))


def conv(filters=4, size=3, strides=1, padding="valid", **more):
    return layers.Conv2D(filters, size, strides, padding, **more)


def windows(x):
    """Windows that do not fit, so that the odd row of zeros shows."""
    x = conv(6, (5, 2), (2, 3), "same")(x)
    x = layers.DepthwiseConv2D(3, 2, "same", depth_multiplier=2, activation="relu6")(x)
    x = layers.SeparableConv2D(8, 2, padding="same", depth_multiplier=2, activation="swish")(x)
    x = conv(8, 3, groups=4, padding="same", dilation_rate=2)(x)
    x = layers.AveragePooling2D(3, 2, "same")(layers.ZeroPadding2D(((1, 0), (2, 1)))(x))
    return classified(layers.MaxPooling2D(2, 2, "same")(x))


def activations(x):
    x = conv(2, 5, 3)(x)
    names = "relu relu6 sigmoid tanh elu selu softplus softsign leaky_relu silu hard_silu hard_sigmoid gelu mish softmax"
    ys = [layers.Activation(name)(x) for name in names.split()]
    ys += [layers.ReLU(3.0), layers.ReLU(negative_slope=0.1), layers.LeakyReLU(0.05), layers.ELU(0.5)]
    ys = [y(x) if callable(y) else y for y in ys]
    return classified(layers.Concatenate()([*ys, layers.PReLU(shared_axes=[1, 2])(x)]))


def gated(x):
    x = layers.BatchNormalization(scale=False, epsilon=0.1)(conv()(x))
    gate = layers.Reshape((1, 1, 4))(layers.Dense(4, "sigmoid")(layers.GlobalMaxPooling2D()(x)))
    x = layers.Multiply()([x, gate])
    x = layers.Average()([layers.Maximum()([x, conv()(layers.ZeroPadding2D(1)(x))]), layers.Subtract()([x, x * 0.5])])
    return classified(layers.Concatenate(axis=1)([x, layers.Cropping2D(((1, 2), (0, 0)))(x)]))


def nested(x):
    i = keras.Input((32, 32, 3))
    inner = keras.Model(i, conv(3, padding="same", name="same")(i), name="inner")
    i = keras.Input((32, 32, 3))
    middle = keras.Model(i, inner(inner(i)), name="middle")
    tail = keras.Sequential([conv(3, padding="same", name="tail"), layers.BatchNormalization(name="norm")], name="tails")
    return classified(tail(middle(tail(middle(x)))))


def as_keras_2(path, model):
    """The same file with the configuration that Keras 2 writes."""
    model.save(path)
    with h5py.File(path, "r+") as file:
        config = json.loads(file.attrs["model_config"])
        rewrite(config["config"])
        file.attrs["model_config"] = json.dumps(config)
        file.attrs["keras_version"] = "2.11.0"


def rewrite(config):
    models = {layer["config"]["name"] for layer in config["layers"] if layer["class_name"] in ("Functional", "Sequential")}
    for layer in config["layers"]:
        if "layers" in layer["config"]:
            rewrite(layer["config"])
        if "batch_shape" in layer["config"]:
            layer["config"]["batch_input_shape"] = layer["config"].pop("batch_shape")
        nodes = []
        for node in layer.get("inbound_nodes", []):
            histories = [tensor["config"]["keras_history"] for tensor in node["args"]]
            nodes.append([[name, call + (name in models), output, {}] for name, call, output in histories])
        layer["inbound_nodes"] = nodes


def original_resnet50(pad=None):
    """The first ResNet50 of Keras with a 64th of its channels; later ones pad before the pool."""

    def block(x, filters, stage, letter, strides=None):
        name, norm = f"res{stage}{letter}_branch", f"bn{stage}{letter}_branch"
        y = conv(filters, 1, strides or 1, name=name + "2a")(x)
        y = layers.Activation("relu")(layers.BatchNormalization(name=norm + "2a")(y))
        y = conv(filters, 3, padding="same", name=name + "2b")(y)
        y = layers.Activation("relu")(layers.BatchNormalization(name=norm + "2b")(y))
        y = layers.BatchNormalization(name=norm + "2c")(conv(4 * filters, 1, name=name + "2c")(y))
        if strides:
            x = conv(4 * filters, 1, strides, name=name + "1")(x)
            x = layers.BatchNormalization(name=norm + "1")(x)
        return layers.Activation("relu")(layers.add([y, x]))

    i = keras.Input((32, 32, 3))
    x = layers.ZeroPadding2D(3, name="conv1_pad" if pad else None)(i)
    x = layers.BatchNormalization(name="bn_conv1")(conv(2, 7, 2, name="conv1")(x))
    x = layers.Activation("relu")(x)
    if pad:
        x = layers.ZeroPadding2D(1, name=pad)(x)
    x = layers.MaxPooling2D(3, 2)(x)
    for stage, blocks in enumerate((3, 4, 6, 3), start=2):
        for number in range(blocks):
            strides = (1 if stage == 2 else 2) if number == 0 else None
            x = block(x, 2 ** (stage - 2), stage, "abcdef"[number], strides)
    x = layers.Flatten()(layers.AveragePooling2D(1, name="avg_pool")(x))
    return keras.Model(i, layers.Dense(5, activation="softmax", name="fc1000")(x))


@keras.saving.register_keras_serializable()
class BasicBlock(layers.Layer):
    def __init__(self, filters, stride=1, **more):
        super().__init__(**more)
        self.filters, self.stride = filters, stride
        self.conv1, self.bn1 = conv(filters, 3, stride, "same"), layers.BatchNormalization()
        self.relu = layers.Activation("relu")
        self.conv2, self.bn2 = conv(filters, 3, 1, "same"), layers.BatchNormalization()
        self.downsample = keras.Sequential([conv(filters, 1, stride)]) if stride != 1 else None

    def call(self, x):
        y = self.bn2(self.conv2(self.relu(self.bn1(self.conv1(x)))))
        return tf.nn.relu(y + (self.downsample(x) if self.downsample else x))

    def get_config(self):
        return {**super().get_config(), "filters": self.filters, "stride": self.stride}


@keras.saving.register_keras_serializable()
class ResNet(keras.Model):
    def __init__(self, classes, **more):
        super().__init__(**more)
        self.classes = classes
        self.stem = keras.Sequential(
            [conv(2), layers.BatchNormalization(), layers.Activation("relu"), layers.MaxPool2D(2, 2, "same")]
        )
        stages = [keras.Sequential([BasicBlock(filters, 2), BasicBlock(filters)]) for filters in (2, 3, 4, 5)]
        self.layer1, self.layer2, self.layer3, self.layer4 = stages
        self.avgpool, self.fc = layers.GlobalAveragePooling2D(), layers.Dense(classes)

    def call(self, x):
        for layer in (self.stem, self.layer1, self.layer2, self.layer3, self.layer4, self.avgpool, self.fc):
            x = layer(x)
        return x

    def get_config(self):
        return {"classes": self.classes}


def functional_resnet18():
    """The same network as ResNet above, of Keras' own layers."""
    i = keras.Input((32, 32, 3))
    x = layers.Activation("relu")(layers.BatchNormalization()(conv(2)(i)))
    x = layers.MaxPool2D(2, 2, "same")(x)
    for filters in (2, 3, 4, 5):
        for stride in (2, 1):
            shortcut = conv(filters, 1, stride)(x) if stride != 1 else x
            y = layers.Activation("relu")(layers.BatchNormalization()(conv(filters, 3, stride, "same")(x)))
            y = layers.BatchNormalization()(conv(filters, 3, 1, "same")(y))
            x = layers.Activation("relu")(layers.add([y, shortcut]))
    return keras.Model(i, layers.Dense(9)(layers.GlobalAveragePooling2D()(x)))


keras.utils.set_random_seed(1)
sigmoid = functional(lambda i: classified(conv()(i), activation="sigmoid"))
write("sigmoid-head.keras", sigmoid)
write("sigmoid-head.h5", sigmoid)
write("max-pooled.keras", functional(lambda i: layers.Dense(5, "softmax")(layers.GlobalMaxPooling2D()(conv()(i)))))
two = functional(lambda i: layers.Dense(5, "softmax")(layers.Dropout(0.3)(layers.Dense(6, "relu")(layers.Flatten()(conv(2, 7, 5)(i))))))
write("flattened-two-dense.keras", two)
write("flattened-two-dense.h5", two)
flipped = lambda i: layers.Rescaling(1 / 127.5, offset=-1)(layers.RandomFlip("horizontal")(i))
write("rescaling-inside.keras", functional(lambda i: classified(conv()(flipped(i)))), levels=True)
write("preprocess-input-inside.keras", functional(lambda i: classified(conv()(keras.applications.resnet.preprocess_input(i)))), levels=True)
normalization = layers.Normalization()
normalization.adapt(random.uniform(0, 255, (9, 32, 32, 3)))
write("normalization-inside.keras", functional(lambda i: classified(conv()(normalization(i)))), levels=True)
write("windows.keras", functional(windows))
write("activations.keras", functional(activations))
write("gated.keras", functional(gated))
model = functional(nested)
write("nested.keras", model)
write("nested.h5", model)
write("nested-keras-2.h5", model, save=lambda path: as_keras_2(path, model))
plain, padded = original_resnet50(), original_resnet50("pool1_pad")
randomize(plain)
padded.set_weights(plain.get_weights())
write("original50.weights.h5", plain)
write("original50.keras", plain)
write("original50-padded.weights.h5", padded)
write("original50-padded.h5", padded)
subclass = ResNet(9)
subclass(images)
randomize(subclass)
write("printed18.weights.h5", subclass)
write("printed18.keras", subclass)
plain18 = functional_resnet18()
randomize(plain18)
write("functional18.weights.h5", plain18)
write("functional18.keras", plain18)
write("functional18.h5", plain18)
(folder / "keras-layers.json").write_text(json.dumps(golden, indent=1) + "\n")
