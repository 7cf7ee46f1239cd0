package dev.tagstream.pipeline.gpu;

import dev.tagstream.pipeline.image.JpegPlan;
import dev.tagstream.pipeline.image.jpeg.JpegSampling;
import dev.tagstream.pipeline.image.resample.ResamplingTable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * The input of the kernels for a batch: a {@code struct Image} of {@code scale_jpegs.cu} for each
 * image, then the resampling tables that the images refer to, each once. The layout is computed
 * first, so that one copy transfers everything to the GPU.
 */
final class ImageTable {

  /** Eight pointers and sixteen ints. */
  private static final int IMAGE_BYTES = 8 * Long.BYTES + 16 * Integer.BYTES;

  private final List<JpegPlan> plans;

  /** The offset of each table behind the images, in bytes. */
  private final IdentityHashMap<ResamplingTable, Integer> offsets = new IdentityHashMap<>();

  private final int bytes;

  ImageTable(List<JpegPlan> plans) {
    this.plans = plans;
    int end = plans.size() * IMAGE_BYTES;
    for (JpegPlan plan : plans) {
      end = place(plan.columns(), end);
      end = place(plan.rows(), end);
    }
    this.bytes = end;
  }

  private int place(ResamplingTable table, int end) {
    if (offsets.putIfAbsent(table, end) != null) {
      return end;
    }
    return end + Integer.BYTES * (table.starts().length + table.weights().length);
  }

  /** The total length in bytes. */
  int bytes() {
    return bytes;
  }

  /**
   * Writes it.
   *
   * @param into at least {@link #bytes} from position 0 on
   * @param address where it will lie on the card
   * @param planes where the planes of the images will lie
   * @param narrow address of the memory between the two passes, {@link #narrowBytes} long
   */
  void write(ByteBuffer into, long address, List<Planes> planes, long narrow) {
    into.order(ByteOrder.nativeOrder());
    long narrowAddress = narrow;
    for (int i = 0; i < plans.size(); i++) {
      JpegPlan plan = plans.get(i);
      writeImage(into.position(i * IMAGE_BYTES), plan, planes.get(i), address, narrowAddress);
      narrowAddress += narrowBytes(plan);
    }
    offsets.forEach(
        (table, offset) -> {
          into.position(offset).asIntBuffer().put(table.starts()).put(table.weights());
        });
  }

  private void writeImage(
      ByteBuffer into, JpegPlan plan, Planes planes, long address, long narrow) {
    long columns = address + offsets.getOrDefault(plan.columns(), 0);
    long rows = address + offsets.getOrDefault(plan.rows(), 0);
    into.putLong(planes.luma()).putLong(planes.blue()).putLong(planes.red());
    into.putLong(columns).putLong(columns + (long) Integer.BYTES * plan.columns().starts().length);
    into.putLong(rows).putLong(rows + (long) Integer.BYTES * plan.rows().starts().length);
    into.putLong(narrow);
    into.putInt(plan.width()).putInt(plan.height());
    into.putInt(planes.lumaPitch()).putInt(planes.chromaPitch());
    into.putInt(plan.sampling().chromaWidth(plan.width()));
    into.putInt(plan.sampling().chromaHeight(plan.height()));
    into.putInt(number(plan.sampling()));
    into.putInt(plan.columns().starts().length).putInt(plan.columns().taps());
    into.putInt(plan.rows().starts().length).putInt(plan.rows().taps());
    into.putInt(plan.rows().firstSource()).putInt(plan.rows().sourceCount());
    into.putInt(plan.left()).putInt(plan.top()).putInt(0);
  }

  /** The number of a sampling in the kernels' {@code enum Sampling}. */
  private static int number(JpegSampling sampling) {
    return switch (sampling) {
      case GREY -> 0;
      case FULL -> 1;
      case HALF_WIDTH -> 2;
      case QUARTER -> 3;
    };
  }

  /** The memory that all images need between the two passes. */
  long narrowBytes() {
    return plans.stream().mapToLong(ImageTable::narrowBytes).sum();
  }

  private static long narrowBytes(JpegPlan plan) {
    return 3L * plan.columns().starts().length * plan.rows().sourceCount();
  }

  /** The most columns that an image shows. */
  int columns() {
    return plans.stream().mapToInt(plan -> plan.columns().starts().length).max().orElse(0);
  }

  /** The most source rows that an image needs. */
  int sourceRows() {
    return plans.stream().mapToInt(plan -> plan.rows().sourceCount()).max().orElse(0);
  }
}
