package dev.tagstream.bench.model;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * An untrained torchvision ResNet-50 as a safetensors file, with the initial weights of He et al.
 * Its batch norms change little, so that no activation grows without bound.
 */
final class RandomWeights {

  private static final int[] BLOCKS = {3, 4, 6, 3};
  private static final int STEM = 64;
  private static final int EXPANSION = 4;
  private static final int CLASSES = 1000;

  /**
   * The gamma of a block's last batch norm: the sum of sixteen blocks is only a little larger than
   * their input.
   */
  private static final float LAST_GAMMA = 0.3f;

  private enum Fill {
    GAUSS,
    ZERO,
    ONE,
    LAST_GAMMA
  }

  private enum Shortcut {
    PLAIN,
    PROJECTED
  }

  private record Entry(String name, int[] shape, Fill fill) {

    int elements() {
      int elements = 1;
      for (int size : shape) {
        elements *= size;
      }
      return elements;
    }

    /** The number of inputs of one output. */
    int fanIn() {
      return elements() / shape[0];
    }
  }

  private final List<Entry> entries = new ArrayList<>();

  private RandomWeights() {
    convolution("conv1", STEM, 3, 7);
    batchNorm("bn1", STEM, Fill.ONE);
    int channels = STEM;
    for (int stage = 0; stage < BLOCKS.length; stage++) {
      for (int block = 0; block < BLOCKS[stage]; block++) {
        block(
            "layer%d.%d.".formatted(stage + 1, block),
            channels,
            STEM << stage,
            block == 0 ? Shortcut.PROJECTED : Shortcut.PLAIN);
        channels = EXPANSION * (STEM << stage);
      }
    }
    entries.add(new Entry("fc.weight", new int[] {CLASSES, channels}, Fill.GAUSS));
    entries.add(new Entry("fc.bias", new int[] {CLASSES}, Fill.ZERO));
  }

  /** Writes the weights to a file. */
  static void write(Path file, long seed) throws IOException {
    new RandomWeights().writeTo(file, new Random(seed));
  }

  private void block(String prefix, int in, int width, Shortcut shortcut) {
    convolution(prefix + "conv1", width, in, 1);
    batchNorm(prefix + "bn1", width, Fill.ONE);
    convolution(prefix + "conv2", width, width, 3);
    batchNorm(prefix + "bn2", width, Fill.ONE);
    convolution(prefix + "conv3", EXPANSION * width, width, 1);
    batchNorm(prefix + "bn3", EXPANSION * width, Fill.LAST_GAMMA);
    if (shortcut == Shortcut.PROJECTED) {
      convolution(prefix + "downsample.0", EXPANSION * width, in, 1);
      batchNorm(prefix + "downsample.1", EXPANSION * width, Fill.ONE);
    }
  }

  private void convolution(String name, int out, int in, int side) {
    entries.add(new Entry(name + ".weight", new int[] {out, in, side, side}, Fill.GAUSS));
  }

  private void batchNorm(String name, int channels, Fill gamma) {
    int[] shape = {channels};
    entries.add(new Entry(name + ".weight", shape, gamma));
    entries.add(new Entry(name + ".bias", shape, Fill.ZERO));
    entries.add(new Entry(name + ".running_mean", shape, Fill.ZERO));
    entries.add(new Entry(name + ".running_var", shape, Fill.ONE));
  }

  /** The format: length of the header (uint64, little-endian), the header in JSON, the tensors. */
  private void writeTo(Path file, Random random) throws IOException {
    byte[] header = header();
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      byte[] length = new byte[Long.BYTES];
      littleEndian(length).putLong(header.length);
      out.write(length);
      out.write(header);
      for (Entry entry : entries) {
        out.write(values(entry, random));
      }
    }
  }

  private byte[] header() {
    ObjectNode header = new JsonMapper().createObjectNode();
    long offset = 0;
    for (Entry entry : entries) {
      ObjectNode tensor = header.putObject(entry.name()).put("dtype", "F32");
      var shape = tensor.putArray("shape");
      for (int size : entry.shape()) {
        shape.add(size);
      }
      long end = offset + (long) entry.elements() * Float.BYTES;
      tensor.putArray("data_offsets").add(offset).add(end);
      offset = end;
    }
    return header.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] values(Entry entry, Random random) {
    double deviation = Math.sqrt(2.0 / entry.fanIn());
    byte[] bytes = new byte[entry.elements() * Float.BYTES];
    ByteBuffer values = littleEndian(bytes);
    for (int i = 0; i < entry.elements(); i++) {
      values.putFloat(
          switch (entry.fill()) {
            case GAUSS -> (float) (deviation * random.nextGaussian());
            case ZERO -> 0;
            case ONE -> 1;
            case LAST_GAMMA -> LAST_GAMMA;
          });
    }
    return bytes;
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
