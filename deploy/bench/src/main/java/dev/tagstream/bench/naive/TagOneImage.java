package dev.tagstream.bench.naive;

import static java.util.Objects.requireNonNull;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.tagstream.schemas.ImageEvent;
import dev.tagstream.schemas.ImageTags;
import dev.tagstream.schemas.Tag;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.jspecify.annotations.Nullable;

/**
 * Reads an event, decodes it with ImageIO, resizes and crops with Graphics2D, normalizes in a loop,
 * and runs its own session with default options, one image at a time. For models with float32 [1,
 * 3, 224, 224] and torchvision's preprocessing.
 */
final class TagOneImage extends RichMapFunction<byte[], byte[]> {

  private static final long serialVersionUID = 1L;

  private static final int RESIZE = 256;
  private static final int CROP = 224;
  private static final int TAGS = 5;
  private static final float[] MEAN = {0.485f, 0.456f, 0.406f};
  private static final float[] STD = {0.229f, 0.224f, 0.225f};

  private final String model;

  private transient @Nullable OrtSession session;

  TagOneImage(String model) {
    this.model = model;
  }

  @Override
  public void open(OpenContext context) throws OrtException {
    session = OrtEnvironment.getEnvironment().createSession(model);
  }

  @Override
  public byte[] map(byte[] message) throws IOException, OrtException {
    ImageEvent event = ImageEvent.fromByteBuffer(ByteBuffer.wrap(message));
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(event.getImage().array()));
    float[] scores = scores(pixels(resized(image)));
    return tags(event.getId(), image, scores).toByteBuffer().array();
  }

  private static BufferedImage resized(BufferedImage image) {
    double scale = (double) RESIZE / Math.min(image.getWidth(), image.getHeight());
    int width = (int) Math.round(image.getWidth() * scale);
    int height = (int) Math.round(image.getHeight() * scale);
    BufferedImage small = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = small.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(image, 0, 0, width, height, null);
    graphics.dispose();
    return small.getSubimage((width - CROP) / 2, (height - CROP) / 2, CROP, CROP);
  }

  private static float[] pixels(BufferedImage image) {
    float[] pixels = new float[3 * CROP * CROP];
    for (int y = 0; y < CROP; y++) {
      for (int x = 0; x < CROP; x++) {
        int rgb = image.getRGB(x, y);
        for (int channel = 0; channel < 3; channel++) {
          int value = (rgb >> (16 - 8 * channel)) & 0xFF;
          pixels[(channel * CROP + y) * CROP + x] = (value / 255f - MEAN[channel]) / STD[channel];
        }
      }
    }
    return pixels;
  }

  private float[] scores(float[] pixels) throws OrtException {
    OrtSession running = requireNonNull(session);
    String input = running.getInputNames().iterator().next();
    try (OnnxTensor tensor =
            OnnxTensor.createTensor(
                OrtEnvironment.getEnvironment(),
                FloatBuffer.wrap(pixels),
                new long[] {1, 3, CROP, CROP});
        OrtSession.Result result = running.run(Map.of(input, tensor))) {
      return softmax(((float[][]) result.get(0).getValue())[0]);
    }
  }

  private static float[] softmax(float[] logits) {
    double max = IntStream.range(0, logits.length).mapToDouble(i -> logits[i]).max().orElse(0);
    double sum =
        IntStream.range(0, logits.length).mapToDouble(i -> Math.exp(logits[i] - max)).sum();
    float[] scores = new float[logits.length];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = (float) (Math.exp(logits[i] - max) / sum);
    }
    return scores;
  }

  private static ImageTags tags(String id, BufferedImage image, float[] scores) {
    List<Tag> best =
        IntStream.range(0, scores.length)
            .boxed()
            .sorted((left, right) -> Float.compare(scores[right], scores[left]))
            .limit(TAGS)
            .map(index -> new Tag(index, String.valueOf(index), null, scores[index]))
            .toList();
    return ImageTags.newBuilder()
        .setId(id)
        .setTags(best)
        .setModelName("naive")
        .setModelSha256("")
        .setProvider("cpu")
        .setSourceTopic("")
        .setSourcePartition(0)
        .setSourceOffset(0)
        .setSourceTimestamp(Instant.EPOCH)
        .setTaggedAt(Instant.now())
        .setDecodeMicros(0)
        .setQueueMicros(0)
        .setInferenceMicros(0)
        .setWidth(image.getWidth())
        .setHeight(image.getHeight())
        .build();
  }

  @Override
  public void close() throws OrtException {
    if (session != null) {
      session.close();
    }
  }
}
