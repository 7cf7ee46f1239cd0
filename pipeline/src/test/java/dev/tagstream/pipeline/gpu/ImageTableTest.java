package dev.tagstream.pipeline.gpu;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.pipeline.bytes.ByteRange;
import dev.tagstream.pipeline.image.ImageLimits;
import dev.tagstream.pipeline.image.JpegPlan;
import dev.tagstream.pipeline.image.JpegPlanner;
import dev.tagstream.schemas.model.Preprocessing;
import dev.tagstream.schemas.model.Preprocessing.ChannelOrder;
import dev.tagstream.schemas.model.Resize;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the kernels read, byte by byte. The image is that of the self-test: 160x120, 4:2:0. */
final class ImageTableTest {

  private static final long ADDRESS = 0x7000;
  private static final long NARROW = 0x9000;
  private static final int IMAGE_BYTES = 128;

  private JpegPlan plan;

  @BeforeEach
  void planImage() throws Exception {
    Preprocessing toHalf =
        new Preprocessing(
            new Resize(Resize.Rule.EXACT, 60, 80, Resize.Filter.BILINEAR, true),
            null,
            ChannelOrder.RGB,
            1.0,
            List.of(0.0, 0.0, 0.0),
            List.of(1.0, 1.0, 1.0));
    try (InputStream image =
        requireNonNull(ImageTable.class.getResourceAsStream("self-test.jpg"))) {
      ByteRange encoded = ByteRange.of(image.readAllBytes());
      JpegPlanner planner = new JpegPlanner(toHalf, new ImageLimits(1 << 16, 1 << 16, 1 << 10));
      plan = requireNonNull(planner.plan(encoded));
    }
  }

  @Test
  void laysPlanesOutInRowsOfWholeBlocks() {
    Planes planes = Planes.at(0x1000, plan);

    assertThat(planes.lumaPitch()).isEqualTo(192);
    assertThat(planes.chromaPitch()).isEqualTo(128);
    assertThat(planes.blue()).isEqualTo(0x1000 + 192 * 128);
    assertThat(planes.red()).isEqualTo(planes.blue() + 128 * 64);
    assertThat(planes.end()).isEqualTo(planes.red() + 128 * 64);
  }

  @Test
  void writesEachImageAndEachTableOnce() {
    ImageTable table = new ImageTable(List.of(plan, plan));
    ByteBuffer bytes = ByteBuffer.allocate(table.bytes()).order(ByteOrder.nativeOrder());
    Planes planes = Planes.at(0x1000, plan);
    table.write(bytes, ADDRESS, List.of(planes, planes), NARROW);

    int columnInts = plan.columns().starts().length * (1 + plan.columns().taps());
    int rowInts = plan.rows().starts().length * (1 + plan.rows().taps());
    assertThat(table.bytes()).isEqualTo(2 * IMAGE_BYTES + Integer.BYTES * (columnInts + rowInts));
    long columns = ADDRESS + 2 * IMAGE_BYTES;
    assertThat(longs(bytes, 0))
        .containsExactly(
            planes.luma(),
            planes.blue(),
            planes.red(),
            columns,
            columns + 80 * Integer.BYTES,
            columns + (long) Integer.BYTES * columnInts,
            columns + (long) Integer.BYTES * (columnInts + 60),
            NARROW);
    assertThat(ints(bytes, 0))
        .containsExactly(
            160,
            120,
            192,
            128,
            80,
            60,
            3,
            80,
            plan.columns().taps(),
            60,
            plan.rows().taps(),
            0,
            120,
            0,
            0,
            0);
    // the second shares the tables, and has memory of its own between the passes
    assertThat(longs(bytes, 1)[3]).isEqualTo(columns);
    assertThat(longs(bytes, 1)[7]).isEqualTo(NARROW + 3 * 80 * 120);
    assertThat(table.narrowBytes()).isEqualTo(2 * 3 * 80 * 120);
    assertThat(bytes.getInt(2 * IMAGE_BYTES)).isEqualTo(plan.columns().starts()[0]);
  }

  private static long[] longs(ByteBuffer bytes, int image) {
    long[] values = new long[8];
    for (int i = 0; i < values.length; i++) {
      values[i] = bytes.getLong(image * IMAGE_BYTES + i * Long.BYTES);
    }
    return values;
  }

  private static int[] ints(ByteBuffer bytes, int image) {
    int[] values = new int[16];
    for (int i = 0; i < values.length; i++) {
      values[i] = bytes.getInt(image * IMAGE_BYTES + 8 * Long.BYTES + i * Integer.BYTES);
    }
    return values;
  }
}
