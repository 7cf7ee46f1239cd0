package dev.tagstream.pipeline.gpu;

import dev.tagstream.pipeline.bytes.ByteRange;
import dev.tagstream.pipeline.image.JpegPlan;
import java.util.ArrayList;
import java.util.List;

/**
 * JPEGs that a GPU decodes together.
 *
 * @param indexes of each in the caller's batch
 * @param encoded the bytes of each
 * @param plans how to decode each
 */
record JpegBatch(List<Integer> indexes, List<ByteRange> encoded, List<JpegPlan> plans) {

  static JpegBatch empty() {
    return new JpegBatch(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
  }

  void add(int index, ByteRange bytes, JpegPlan plan) {
    indexes.add(index);
    encoded.add(bytes);
    plans.add(plan);
  }

  int size() {
    return plans.size();
  }

  JpegBatch part(int from, int to) {
    return new JpegBatch(
        indexes.subList(from, to), encoded.subList(from, to), plans.subList(from, to));
  }
}
