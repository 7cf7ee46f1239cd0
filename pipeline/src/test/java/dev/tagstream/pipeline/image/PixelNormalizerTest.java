package dev.tagstream.pipeline.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.pipeline.record.PixelImage;
import dev.tagstream.schemas.model.PixelLayout;
import dev.tagstream.schemas.model.PixelType;
import dev.tagstream.schemas.model.Preprocessing;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

class PixelNormalizerTest {

  /** Two columns, one row: red, green, blue of each. */
  private static final PixelImage PIXELS =
      new PixelImage(2, 1, new byte[] {0, 1, 127, (byte) 254, (byte) 255, 0});

  /** From torchvision 0.28: ToTensor, then Normalize with the means and deviations of ImageNet. */
  private static final float RED_0 = -2.117904f;

  private static final float RED_254 = 2.2317834f;
  private static final float GREEN_1 = -2.0182073f;
  private static final float GREEN_255 = 2.4285715f;
  private static final float BLUE_127 = 0.40906325f;
  private static final float BLUE_0 = -1.8044444f;

  @Test
  void passesUint8PixelsThrough() {
    assertThat(normalizer("RGB", PixelType.UINT8, PixelLayout.NHWC).normalize(PIXELS))
        .containsExactly(0, 1, 127, 254, 255, 0);
  }

  @Test
  void swapsChannelsForBgr() {
    assertThat(normalizer("BGR", PixelType.UINT8, PixelLayout.NHWC).normalize(PIXELS))
        .containsExactly(127, 1, 0, 0, 255, 254);
  }

  @Test
  void laysUint8PixelsOutInPlanes() {
    assertThat(normalizer("RGB", PixelType.UINT8, PixelLayout.NCHW).normalize(PIXELS))
        .containsExactly(0, 254, 1, 255, 127, 0);
  }

  @Test
  void normalisesToTheBitAsTorchvisionDoes() {
    float[] row = floats(normalizer("RGB", PixelType.FLOAT32, PixelLayout.NCHW));

    assertThat(row).containsExactly(RED_0, RED_254, GREEN_1, GREEN_255, BLUE_127, BLUE_0);
  }

  @Test
  void keepsChannelsTogetherInNhwc() {
    float[] row = floats(normalizer("RGB", PixelType.FLOAT32, PixelLayout.NHWC));

    assertThat(row).containsExactly(RED_0, GREEN_1, BLUE_127, RED_254, GREEN_255, BLUE_0);
  }

  @Test
  void subtractsKerasMeansFromUnscaledBgr() {
    Preprocessing keras =
        new Preprocessing(
            TestImages.unscaled().resize(),
            null,
            Preprocessing.ChannelOrder.BGR,
            1,
            List.of(103.939, 116.779, 123.68),
            List.of(1.0, 1.0, 1.0));

    float[] row = floats(new PixelNormalizer(keras, PixelType.FLOAT32, PixelLayout.NHWC));

    assertThat(row)
        .containsExactly(
            127 - 103.939f, 1 - 116.779f, -123.68f, -103.939f, 255 - 116.779f, 254 - 123.68f);
  }

  @Test
  void reusesItsRow() {
    PixelNormalizer normalizer = normalizer("RGB", PixelType.FLOAT32, PixelLayout.NCHW);

    assertThat(normalizer.normalize(PIXELS)).isSameAs(normalizer.normalize(PIXELS));
  }

  private static float[] floats(PixelNormalizer normalizer) {
    float[] floats = new float[6];
    ByteBuffer.wrap(normalizer.normalize(PIXELS))
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer()
        .get(floats);
    return floats;
  }

  private static PixelNormalizer normalizer(String order, PixelType type, PixelLayout layout) {
    Preprocessing imageNet = TestImages.imageNet();
    Preprocessing ordered =
        new Preprocessing(
            imageNet.resize(),
            imageNet.crop(),
            Preprocessing.ChannelOrder.valueOf(order),
            imageNet.scale(),
            imageNet.mean(),
            imageNet.std());
    return new PixelNormalizer(ordered, type, layout);
  }
}
