package dev.tagstream.pipeline.objects.result;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedMultiInput;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * Completes a run: the last thing that a job over objects does. Its inputs are the counts of tagged
 * images and of rejects, from the tasks that also commit the files. It runs in one slot.
 *
 * <p>Flink closes an operator of a task that neither fails nor is canceled only when all tasks
 * before it have finished, and a task finishes after its last commit. So when this operator is
 * closed every result is in its file. A failure before that point repeats what follows a
 * checkpoint.
 */
public final class CompleteRun extends AbstractStreamOperator<Void>
    implements TwoInputStreamOperator<Long, Long, Void>, BoundedMultiInput {

  private static final long serialVersionUID = 1L;

  private static final int INPUTS = 2;

  private final SuccessFile success;
  private final PendingRun pending;

  private transient @Nullable ListState<Long> savedCounts;
  private transient @Nullable ListState<String> savedRun;
  private transient long tagged;
  private transient long rejected;
  private transient int inputsEnded;

  /**
   * The name of the run that this job belongs to. A job that was saved without results and is
   * submitted again has several: if it was saved before its run began, the run gets the name of the
   * later submission.
   */
  private transient List<String> runs = List.of();

  /**
   * Creates the operator.
   *
   * @param success is written when the run is complete
   * @param pending the run in the folder of results
   */
  public CompleteRun(SuccessFile success, PendingRun pending) {
    this.success = success;
    this.pending = pending;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    savedCounts = state(context, "counts", Types.LONG);
    savedRun = state(context, "run", Types.STRING);
    List<Long> counts = all(savedCounts);
    if (!counts.isEmpty()) {
      tagged = counts.get(0);
      rejected = counts.get(1);
    }
    runs = runs(context);
    if (context.isRestored()) {
      refuseAnotherRun();
    }
  }

  private List<String> runs(StateInitializationContext context) throws Exception {
    List<String> saved = all(requireNonNull(savedRun));
    String own = pending.own();
    if (saved.isEmpty()) {
      // jobs did not save the name before their first result
      String begun = context.isRestored() ? pending.name() : null;
      return List.of(begun == null ? own : begun);
    }
    if (tagged + rejected == 0 && !saved.contains(own)) {
      saved.add(own);
    }
    return saved;
  }

  private static <T> ListState<T> state(
      StateInitializationContext context, String name, TypeInformation<T> type) throws Exception {
    return context.getOperatorStateStore().getListState(new ListStateDescriptor<>(name, type));
  }

  private static <T> List<T> all(ListState<T> state) throws Exception {
    List<T> all = new ArrayList<>();
    state.get().forEach(all::add);
    return all;
  }

  /**
   * The objects that a later run has listed would be taken for those that this job tags. A job
   * without results may have been saved before its run began.
   */
  private void refuseAnotherRun() throws IOException {
    if (tagged + rejected == 0) {
      return;
    }
    String begun = pending.name();
    if (begun == null ? !isKept() : !runs.contains(begun)) {
      throw refused(
          "another run%s has begun in %s since this job (%s) was saved; start the job without its saved state"
              .formatted(begun == null ? "" : " (" + begun + ")", success.results(), names()));
    }
  }

  private boolean isKept() throws IOException {
    for (String run : runs) {
      if (pending.isKept(run)) {
        return true;
      }
    }
    return false;
  }

  /** For messages. */
  private String names() {
    return String.join(" or ", runs);
  }

  private static SuppressRestartsException refused(String message) {
    return new SuppressRestartsException(new IllegalStateException(message));
  }

  @Override
  public void processElement1(StreamRecord<Long> count) {
    tagged += count.getValue();
  }

  @Override
  public void processElement2(StreamRecord<Long> count) {
    rejected += count.getValue();
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    requireNonNull(savedCounts).update(List.of(tagged, rejected));
    requireNonNull(savedRun).update(runs);
  }

  @Override
  public void endInput(int input) {
    inputsEnded++;
  }

  /**
   * Completes the run if all input has ended: a job that is stopped with a savepoint ends without
   * that.
   */
  @Override
  public void close() throws Exception {
    super.close();
    boolean isDone = !getContainingTask().isFailing() && !getContainingTask().isCanceled();
    if (isDone && inputsEnded == INPUTS) {
      complete();
    }
  }

  private void complete() throws IOException {
    String begun = pending.name();
    if (begun == null) {
      // an attempt before this one has completed it, and failed thereafter
      return;
    }
    if (!runs.contains(begun)) {
      throw refused(
          "all results of this job (%s) are in %s, but another run (%s) has begun there meanwhile, so the next run tags these objects again; run one job at a time in a folder"
              .formatted(names(), success.results(), begun));
    }
    success.write(tagged, rejected);
    pending.complete();
  }
}
