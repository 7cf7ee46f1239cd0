package dev.tagstream.pipeline.rollout;

import static java.util.Objects.requireNonNull;

import dev.tagstream.pipeline.metric.TaggingMetric;
import dev.tagstream.pipeline.record.ModelEpoch;
import dev.tagstream.pipeline.record.ModelRole;
import dev.tagstream.pipeline.record.SourceRecord;
import dev.tagstream.pipeline.rollout.RolloutEvent.Breached;
import dev.tagstream.pipeline.rollout.RolloutEvent.Prepare;
import dev.tagstream.pipeline.rollout.RolloutEvent.Ready;
import dev.tagstream.pipeline.rollout.RolloutEvent.Refused;
import dev.tagstream.pipeline.rollout.RolloutEvent.Switch;
import dev.tagstream.pipeline.rollout.RolloutEvent.Withdraw;
import dev.tagstream.pipeline.swap.SwapMeetings;
import dev.tagstream.pipeline.swap.SwapMode;
import dev.tagstream.pipeline.trial.TrialReports;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.operators.coordination.OperatorEvent;
import org.apache.flink.runtime.operators.coordination.OperatorEventGateway;
import org.apache.flink.runtime.operators.coordination.OperatorEventHandler;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * Stamps each record with the epoch that its place in the partition is in. It stands right behind
 * the source, so that a barrier divides each partition at one offset. It also has the model of the
 * next epoch prepared in its process, for the tagging steps there.
 */
final class StampEpochs extends AbstractStreamOperator<SourceRecord>
    implements OneInputStreamOperator<SourceRecord, SourceRecord>, OperatorEventHandler {

  private static final long serialVersionUID = 1L;

  private final transient OperatorEventGateway coordinator;
  private final transient MailboxExecutor mailbox;
  private final transient ModelPreparation preparation;

  private transient ModelEpoch current;

  /** The switch that the next barrier may be; null if there is none. */
  private transient @Nullable Switch armed;

  private transient @Nullable PreparedModels prepared;

  /** Ends this slot's part in swaps in place; null if there are none. */
  private transient @Nullable Runnable leaving;

  /** Ends the wait for verdicts of the tagging steps in this process. */
  private transient @Nullable Runnable verdicts;

  private transient @Nullable ListState<byte[]> state;
  private transient @Nullable Counter refusals;

  /** The epoch that the manifest names, if it is later than the current one. */
  private transient @Nullable ModelEpoch asked;

  private transient volatile boolean refused;

  private transient @Nullable Thread taskThread;

  StampEpochs(
      StreamOperatorParameters<SourceRecord> parameters,
      ModelEpoch first,
      ModelPreparation preparation) {
    super(parameters);
    this.current = first;
    this.preparation = preparation;
    this.mailbox = parameters.getMailboxExecutor();
    this.coordinator =
        parameters
            .getOperatorEventDispatcher()
            .getOperatorEventGateway(parameters.getStreamConfig().getOperatorID());
  }

  /** After a change of parallelism an instance may get several entries: the newest counts. */
  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    state =
        context
            .getOperatorStateStore()
            .getUnionListState(
                new ListStateDescriptor<>(
                    "epoch", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
    for (byte[] entry : requireNonNull(state).get()) {
      ModelEpoch restored = EpochStates.read(entry);
      if (restored.number() > current.number()) {
        current = restored;
      }
    }
  }

  @Override
  public void open() throws Exception {
    super.open();
    taskThread = Thread.currentThread();
    prepared =
        new PreparedModels(
            preparation,
            current,
            getRuntimeContext(),
            new PreparedModels.Listener() {
              @Override
              public void ready(ModelEpoch epoch) {
                answer(new Ready(epoch));
              }

              @Override
              public void refused(ModelEpoch epoch, String reason) {
                answer(new Refused(epoch, reason));
              }
            });
    verdicts =
        TrialReports.ofProcess()
            .listen(job(), (epoch, role, reason) -> tell(new Breached(epoch, role, reason)));
    if (swapsInPlace()) {
      leaving = SwapMeetings.ofProcess().enter(job(), slot(), current.number());
    }
    refusals = TaggingMetric.MODELS_REFUSED.counter(getMetricGroup());
    TaggingMetric.MODEL_EPOCH.gauge(getMetricGroup(), () -> current.number());
    TaggingMetric.MODEL_REFUSED.gauge(getMetricGroup(), () -> refused ? 1 : 0);
  }

  private boolean swapsInPlace() {
    return preparation.loader().swap() == SwapMode.IN_PLACE;
  }

  private String job() {
    return getRuntimeContext().getJobInfo().getJobId().toHexString();
  }

  private int slot() {
    return getRuntimeContext().getTaskInfo().getIndexOfThisSubtask();
  }

  /** A task that cannot go on without its model says so at once: it reads no more mail. */
  private void tell(Breached breach) {
    if (breach.role() == ModelRole.MAIN && Thread.currentThread() == taskThread) {
      coordinator.sendEventToCoordinator(breach);
    } else {
      answer(breach);
    }
  }

  /** Flink wants the task's own thread to send it. */
  private void answer(RolloutEvent event) {
    try {
      mailbox.execute(
          () -> {
            if (event instanceof Refused no) {
              requireNonNull(refusals).inc();
              refused = no.epoch().equals(asked);
            } else if (event instanceof Ready) {
              refused = false;
            }
            coordinator.sendEventToCoordinator(event);
          },
          "answer %s",
          event);
    } catch (RejectedExecutionException ended) {
      LOG.debug("The task ended before its answer {}", event);
    }
  }

  @Override
  public void handleOperatorEvent(OperatorEvent event) {
    if (event instanceof Prepare prepare) {
      asked = prepare.epoch();
      requireNonNull(prepared).prepare(prepare.epoch(), ahead());
    } else if (event instanceof Withdraw) {
      asked = null;
      refused = false;
      requireNonNull(prepared).withdraw(ahead());
    } else if (event instanceof Switch next && next.epoch().number() > current.number()) {
      armed = next;
      // it is ready, unless this instance missed that
      requireNonNull(prepared).prepare(next.epoch(), next.epoch());
    }
  }

  /** The epoch that the next barrier may begin, or else the current one. */
  private ModelEpoch ahead() {
    Switch next = armed;
    return next == null ? current : next.epoch();
  }

  @Override
  public void processElement(StreamRecord<SourceRecord> element) {
    output.collect(element.replace(element.getValue().in(current)));
  }

  /** Everything before the barrier has been stamped and emitted. */
  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) {
    Switch next = armed;
    if (next != null && checkpointId >= next.fromCheckpoint()) {
      current = next.epoch();
      armed = null;
      if (swapsInPlace()) {
        // the images before the barrier still need the model that is held here
        SwapMeetings.ofProcess()
            .announce(
                job(), slot(), current, () -> requireNonNull(prepared).releaseBefore(next.epoch()));
      }
    }
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    requireNonNull(state).update(List.of(EpochStates.write(current)));
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) throws Exception {
    super.notifyCheckpointComplete(checkpointId);
    requireNonNull(prepared).releaseBefore(current);
  }

  @Override
  public void close() throws Exception {
    if (leaving != null) {
      leaving.run();
    }
    if (verdicts != null) {
      verdicts.run();
    }
    if (prepared != null) {
      prepared.close();
    }
    super.close();
  }
}
