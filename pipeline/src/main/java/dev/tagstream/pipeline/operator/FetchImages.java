package dev.tagstream.pipeline.operator;

import static java.util.Objects.requireNonNull;

import dev.tagstream.pipeline.fetch.FetchAnswer;
import dev.tagstream.pipeline.fetch.FetchWindow;
import dev.tagstream.pipeline.metric.TaggingMetric;
import dev.tagstream.pipeline.record.EncodedImage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * Fetches the images whose events name a URI, and rejects those that cannot be fetched. It fetches
 * many at a time and emits them in the order of their events.
 *
 * <p>A checkpoint waits a limited time for images that are being fetched. Images that have not
 * arrived by then, and those after them, enter the state as events with a URI. Images that came
 * with their bytes do not: they are emitted before the checkpoint, the only case in which the order
 * changes. If nothing arrives in this time and the window is full, one more URI enters the window,
 * so that a server that does not respond cannot block the next checkpoint.
 */
final class FetchImages extends AbstractStreamOperator<EncodedImage>
    implements OneInputStreamOperator<EncodedImage, EncodedImage> {

  private static final long serialVersionUID = 1L;

  private static final String STATE = "uris";

  /** The interval of checks for cancellation during waits without a limit. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final FetchSettings settings;
  private final transient MailboxExecutor mailbox;
  private final transient AtomicBoolean isTold = new AtomicBoolean();

  private transient @Nullable FetchWindow window;
  private transient RejectsOutput rejects;
  private transient @Nullable ListState<byte[]> state;
  private transient @Nullable List<EncodedImage> restored;

  FetchImages(StreamOperatorParameters<EncodedImage> parameters, FetchSettings settings) {
    super(parameters);
    this.settings = settings;
    this.mailbox = parameters.getMailboxExecutor();
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    ListState<byte[]> uris =
        context
            .getOperatorStateStore()
            .getListState(new ListStateDescriptor<>(STATE, BytePrimitiveArraySerializer.INSTANCE));
    List<EncodedImage> images = new ArrayList<>();
    for (byte[] image : uris.get()) {
      images.add(UriStates.read(image));
    }
    state = uris;
    restored = images;
  }

  @Override
  public void open() throws Exception {
    super.open();
    rejects = new RejectsOutput(metrics, settings.storm());
    FetchWindow opened = settings.fetching().open(new FetchMetrics(metrics), this::tell);
    window = opened;
    TaggingMetric.FETCHES_IN_FLIGHT.gauge(metrics, opened::running);
    TaggingMetric.FETCH_LIMIT.gauge(metrics, opened::currentLimit);
    requireNonNull(restored).forEach(opened::add);
    restored = null;
  }

  /** Called by any thread: makes the task emit the images that have arrived. */
  private void tell() {
    if (isTold.compareAndSet(false, true)) {
      try {
        mailbox.execute(
            () -> {
              isTold.set(false);
              handOnWhatHasCome();
            },
            "fetched images");
      } catch (RejectedExecutionException ended) {
        // the task has ended and needs no more images
      }
    }
  }

  @Override
  public void processElement(StreamRecord<EncodedImage> element) throws Exception {
    EncodedImage image = element.getValue();
    if (image.uri() == null && window().isEmpty()) {
      handOn(image);
      return;
    }
    window().add(image.uri() == null ? image : UriStates.withoutNeighbours(image));
    long deadline = System.nanoTime() + settings.drainTimeout().toNanos();
    handOnWhatHasCome();
    while (window().isFull() && awaitFirst(deadline)) {
      handOnWhatHasCome();
    }
  }

  private boolean awaitFirst(long deadline) throws InterruptedException {
    return window().awaitFirst(Duration.ofNanos(deadline - System.nanoTime()));
  }

  private void handOnWhatHasCome() {
    for (FetchAnswer answer = window().poll(); answer != null; answer = window().poll()) {
      if (answer instanceof FetchAnswer.Here here) {
        handOn(here.image());
      } else if (answer instanceof FetchAnswer.Rejected rejected) {
        rejects.reject(
            reject -> output.collect(RejectsOutput.TAG, new StreamRecord<>(reject)),
            rejected.rejected());
      }
    }
  }

  private void handOn(EncodedImage image) {
    rejects.accept();
    output.collect(new StreamRecord<>(image));
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
    long deadline = System.nanoTime() + settings.drainTimeout().toNanos();
    handOnWhatHasCome();
    while (!window().isEmpty() && awaitFirst(deadline)) {
      handOnWhatHasCome();
    }
    window().takeCarried().forEach(this::handOn);
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    List<byte[]> images = new ArrayList<>();
    for (EncodedImage image : window().images()) {
      images.add(UriStates.write(image));
    }
    requireNonNull(state).update(images);
  }

  @Override
  public void processWatermark(Watermark watermark) throws Exception {
    drain();
    super.processWatermark(watermark);
  }

  @Override
  public void finish() throws Exception {
    drain();
    super.finish();
  }

  /** Waits for all images, without a limit. */
  private void drain() throws InterruptedException {
    while (!window().isEmpty()) {
      window().awaitFirst(PATIENCE);
      handOnWhatHasCome();
    }
  }

  private FetchWindow window() {
    return requireNonNull(window, "fetch-images is not open");
  }

  @Override
  public void close() throws Exception {
    if (window != null) {
      window.close();
    }
    super.close();
  }
}
