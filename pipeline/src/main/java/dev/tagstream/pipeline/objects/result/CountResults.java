package dev.tagstream.pipeline.objects.result;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * Counts results on their way to files. The count of a slot is in the checkpoint, and in a file
 * when the slot has counted its last result.
 */
public final class CountResults<T> extends AbstractStreamOperator<T>
    implements OneInputStreamOperator<T, T>, BoundedOneInput {

  private static final long serialVersionUID = 1L;

  private final ResultCounts counts;

  private transient @Nullable ListState<Long> saved;
  private transient long count;

  /** Creates a counter that writes to the files of {@code counts}. */
  public CountResults(ResultCounts counts) {
    this.counts = counts;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    saved =
        context
            .getOperatorStateStore()
            .getListState(new ListStateDescriptor<>("count", Types.LONG));
    for (long before : requireNonNull(saved).get()) {
      count += before;
    }
    counts.forget(slot(), slots());
  }

  @Override
  public void processElement(StreamRecord<T> result) {
    count++;
    output.collect(result);
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    ListState<Long> state = requireNonNull(saved);
    state.clear();
    state.add(count);
  }

  /** At the end of all input, but not when the job is stopped with a savepoint. */
  @Override
  public void endInput() throws IOException {
    counts.write(slot(), slots(), count);
  }

  private int slot() {
    return getRuntimeContext().getTaskInfo().getIndexOfThisSubtask();
  }

  private int slots() {
    return getRuntimeContext().getTaskInfo().getNumberOfParallelSubtasks();
  }
}
