package dev.tagstream.export.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tagstream.export.tensor.Shape;
import dev.tagstream.export.tensor.Tensor;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class QuantizedLayerTest {

  /** A step of 1. */
  private static final ActivationRange INPUT = new ActivationRange(0, 255);

  @Test
  void eachChannelHasAScaleOfItsOwn() {
    QuantizedLayer layer = layer(weights(254, -126, 127, -63), 0, 0);

    assertThat(layer.weights().steps()).containsExactly(127, -63, 127, -63);
    assertThat(layer.weights().scales()).containsExactly(2, 1);
  }

  @Test
  void aChannelOfZerosKeepsItsBias() {
    QuantizedLayer layer = layer(weights(0, 0, 1e-38f, 0), 12.5f, -1e6f);

    assertThat(layer.weights().steps()).containsExactly(0, 0, 0, 0);
    assertThat(bias(layer, 0)).isCloseTo(12.5, within(1e-5));
    assertThat(bias(layer, 1)).isCloseTo(-1e6, within(1e-1));
  }

  @Test
  void theBiasMakesUpForRoundedWeightsOfAnImageOfMeans() {
    Tensor weights = weights(127, -0.4f, 127, -0.75f);

    QuantizedLayer layer =
        QuantizedLayer.of(weights, new float[] {10, 10}, INPUT, channels(0, 100), Optional.empty());

    // -0.4 became 0, so 40 are too many of -0.4 * 100; -0.75 became -1, so 25 are lost
    assertThat(layer.weights().steps()).containsExactly(127, 0, 127, -1);
    assertThat(bias(layer, 0)).isCloseTo(-30, within(1e-3));
    assertThat(bias(layer, 1)).isCloseTo(35, within(1e-3));
  }

  @Test
  void groupsSeeTheMeansOfTheirOwnChannels() {
    Tensor weights = new Tensor(Shape.of(2, 1, 1, 2), new float[] {127, -0.4f, 127, -0.4f});

    QuantizedLayer layer =
        QuantizedLayer.of(weights, new float[] {0, 0}, INPUT, channels(10, 100), Optional.empty());

    assertThat(bias(layer, 0)).isCloseTo(-4, within(1e-3));
    assertThat(bias(layer, 1)).isCloseTo(-40, within(1e-3));
  }

  /** Two output channels of two input channels. */
  private static Tensor weights(float... values) {
    return new Tensor(Shape.of(2, 2, 1, 1), values);
  }

  private static QuantizedLayer layer(Tensor weights, float... bias) {
    return QuantizedLayer.of(weights, bias, INPUT, channels(0, 0), Optional.empty());
  }

  /** Channels that vary so much that a step of the largest weight is worth most. */
  private static ChannelStatistics channels(double... means) {
    return new ChannelStatistics(means, new double[] {1, 1e-6}, new double[] {0, 0});
  }

  private static double bias(QuantizedLayer layer, int channel) {
    return (double) layer.biasSteps()[channel] * layer.biasScales()[channel];
  }
}
