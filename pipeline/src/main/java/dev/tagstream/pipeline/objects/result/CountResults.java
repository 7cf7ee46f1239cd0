package dev.tagstream.pipeline.objects.result;

import static java.util.Objects.requireNonNull;

import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.jspecify.annotations.Nullable;

/**
 * Counts results on their way to files. An accumulator restarts at zero after a failure, so the
 * count is also in the checkpoint.
 */
public final class CountResults<T> extends RichMapFunction<T, T> implements CheckpointedFunction {

  private static final long serialVersionUID = 1L;

  private final String name;

  private transient @Nullable ListState<Long> saved;
  private transient long count;
  private transient @Nullable LongCounter total;

  /**
   * Creates a counter.
   *
   * @param name of the accumulator in the job's result
   */
  public CountResults(String name) {
    this.name = name;
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    saved =
        context
            .getOperatorStateStore()
            .getListState(new ListStateDescriptor<>("count", Types.LONG));
    for (long before : requireNonNull(saved).get()) {
      count += before;
    }
  }

  @Override
  public void open(OpenContext context) {
    total = getRuntimeContext().getLongCounter(name);
    requireNonNull(total).add(count);
  }

  @Override
  public T map(T result) {
    count++;
    requireNonNull(total).add(1);
    return result;
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    ListState<Long> state = requireNonNull(saved);
    state.clear();
    state.add(count);
  }
}
