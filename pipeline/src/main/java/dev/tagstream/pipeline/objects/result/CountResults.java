package dev.tagstream.pipeline.objects.result;

import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;

/**
 * Counts results on their way to files. Before each barrier it emits how many there were since the
 * barrier before, so it needs no state, and the sum is exact at any parallelism.
 *
 * @param <T> the type of the results
 */
public final class CountResults<T> extends AbstractStreamOperator<T>
    implements OneInputStreamOperator<T, T>, BoundedOneInput {

  /** The side output with the counts. */
  public static final OutputTag<Long> COUNTS = new OutputTag<>("counts", Types.LONG);

  private static final long serialVersionUID = 1L;

  private transient long count;

  @Override
  public void processElement(StreamRecord<T> result) {
    count++;
    output.collect(result);
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpoint) {
    emitCount();
  }

  @Override
  public void endInput() {
    emitCount();
  }

  private void emitCount() {
    if (count > 0) {
      output.collect(COUNTS, new StreamRecord<>(count));
      count = 0;
    }
  }
}
