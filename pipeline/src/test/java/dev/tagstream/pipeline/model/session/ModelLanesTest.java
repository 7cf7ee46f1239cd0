package dev.tagstream.pipeline.model.session;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ai.onnxruntime.OrtException;
import dev.tagstream.pipeline.batch.BatchLadder;
import dev.tagstream.pipeline.gpu.HostMemory;
import dev.tagstream.pipeline.model.BorrowedModel;
import dev.tagstream.pipeline.model.Images;
import dev.tagstream.pipeline.model.ModelContract;
import dev.tagstream.pipeline.model.ModelFailedException;
import dev.tagstream.pipeline.model.ModelInput;
import dev.tagstream.pipeline.model.ModelOutput;
import dev.tagstream.pipeline.model.ModelOutput.Parts;
import dev.tagstream.pipeline.model.TagModel;
import dev.tagstream.pipeline.model.TestModels;
import java.lang.Thread.State;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelLanesTest {

  private static final int RED = 0xff0000;
  private static final int GREEN = 0x00ff00;
  private static final int BLUE = 0x0000ff;

  @TempDir private Path folder;

  /** No step of these tests takes one. */
  private static final long MOST_SECONDS = 60;

  private static final int CLASSES = 3;
  private static final int ROW_BYTES = 4 * 4 * 3;

  private final List<Integer> runs = Collections.synchronizedList(new ArrayList<>());
  private final List<String> closed = new ArrayList<>();
  private final List<String> recycled = new ArrayList<>();

  private ModelContract colors;

  private final AtomicInteger running = new AtomicInteger();
  private final CountDownLatch twoRun = new CountDownLatch(2);
  private final CountDownLatch mayEnd = new CountDownLatch(1);

  @BeforeEach
  void readContract() {
    colors = ModelFile.read(TestModels.dominantColor().writeTo(folder, "colors.onnx"));
  }

  @Test
  void runsTwoBatchesAtATimeAndLetsTheThirdWait() throws Exception {
    ModelLanes lanes =
        ModelLanes.open(
            2, new MergedRun(1, HostMemory.pageable()), lane -> new Lane("lane " + lane));
    List<FutureTask<float[]>> answers = new ArrayList<>();
    List<Thread> callers = new ArrayList<>();
    for (int caller = 0; caller < 3; caller++) {
      answers.add(new FutureTask<>(() -> lanes.run(images(1, 0), Parts.SCORES).scores()));
      callers.add(started(answers.get(caller)));
    }

    assertThat(twoRun.await(MOST_SECONDS, SECONDS)).isTrue();
    // two wait in their lanes and the third for one
    callers.forEach(ModelLanesTest::awaitWaiting);
    assertThat(running).hasValue(2);
    mayEnd.countDown();
    for (FutureTask<float[]> answer : answers) {
      assertThat(answer.get(MOST_SECONDS, SECONDS)).containsExactly(0, 0, 0);
    }
    assertThat(running).hasValue(3);
  }

  @Test
  void tellsEachCallerHowLongItHasWaited() throws Exception {
    ModelLanes lanes =
        ModelLanes.open(
            1, new MergedRun(1, HostMemory.pageable()), lane -> new Lane("lane " + lane));
    awaitWaiting(started(new FutureTask<>(() -> lanes.run(images(1, 0), Parts.SCORES))));
    FutureTask<Long> waited =
        new FutureTask<>(
            () -> {
              lanes.run(images(1, 0), Parts.SCORES);
              return lanes.waitedNanos();
            });
    awaitWaiting(started(waited));
    long begin = System.nanoTime();
    long end = System.nanoTime();
    mayEnd.countDown();

    assertThat(waited.get(MOST_SECONDS, SECONDS)).isGreaterThanOrEqualTo(end - begin);
    assertThat(lanes.waitedNanos()).as("of who never ran").isZero();
  }

  @Test
  void givesFailuresBackToTheirCallerAndTheLaneToTheNext() throws Exception {
    TestModels.failsOnPureRed().writeTo(folder);
    try (TagModel lanes = sessions(1)) {
      assertThatThrownBy(() -> lanes.score(Images.uint8(4, 4, RED), 1))
          .isInstanceOf(ModelFailedException.class)
          .hasMessageStartingWith("Non-zero status code returned while running Gather node.");

      assertThat(lanes.score(Images.uint8(4, 4, GREEN), 1)[1]).isEqualTo(TestModels.PURE_SCORE);
    }
  }

  @Test
  void givesEachCallerItsOwnScoresInItsOrder() throws Exception {
    TestModels.dominantColor().writeTo(folder);
    int[] colors = {RED, GREEN, BLUE};
    ExecutorService callers = Executors.newFixedThreadPool(6);
    try (TagModel lanes = sessions(2)) {
      List<Future<Boolean>> answers = new ArrayList<>();
      for (int caller = 0; caller < 6; caller++) {
        int color = caller % 3;
        answers.add(callers.submit(() -> scoresAlways(lanes, colors[color], color)));
      }
      for (Future<Boolean> answer : answers) {
        assertThat(answer.get(MOST_SECONDS, SECONDS)).isTrue();
      }
    } finally {
      callers.shutdown();
    }
  }

  /** Batches of three, of which only the second image has the color. */
  private static boolean scoresAlways(TagModel lanes, int color, int index) throws Exception {
    for (int run = 0; run < 50; run++) {
      float[] scores = lanes.score(Images.uint8(4, 4, 0x808080, color, 0x808080), 3);
      assertThat(scores[3 + index]).isEqualTo(TestModels.PURE_SCORE);
      assertThat(scores[index]).isLessThan(0.34f);
    }
    return true;
  }

  @Test
  void fillsEachRunWithWhatSeveralCallersWaitWith() throws Exception {
    ModelLanes lanes =
        ModelLanes.open(
            1, new MergedRun(4, HostMemory.pageable()), lane -> new Lane("lane " + lane));
    int[] images = {1, 3, 3, 2};
    List<FutureTask<float[]>> answers = new ArrayList<>();
    for (int caller = 0; caller < images.length; caller++) {
      ModelInput input = images(images[caller], caller);
      answers.add(new FutureTask<>(() -> lanes.run(input, Parts.SCORES).scores()));
      // the first one has the lane, the others line up behind it
      awaitWaiting(started(answers.get(caller)));
    }

    mayEnd.countDown();

    for (int caller = 0; caller < images.length; caller++) {
      float[] expected = new float[images[caller] * CLASSES];
      Arrays.fill(expected, caller);
      assertThat(answers.get(caller).get(MOST_SECONDS, SECONDS)).containsExactly(expected);
    }
    assertThat(runs).containsExactly(1, 4, 4);
  }

  @Test
  void endsAFailureWithTheCallerWhoseImageItWas() throws Exception {
    TestModels.failsOnPureRed().writeTo(folder);
    try (TagModel session = sessions(1)) {
      ModelLanes lanes =
          ModelLanes.open(1, new MergedRun(12, HostMemory.pageable()), lane -> new Gated(session));
      FutureTask<float[]> first = new FutureTask<>(() -> lanes.score(Images.uint8(4, 4, BLUE), 1));
      FutureTask<float[]> red = new FutureTask<>(() -> lanes.score(Images.uint8(4, 4, RED), 1));
      FutureTask<float[]> green =
          new FutureTask<>(() -> lanes.score(Images.uint8(4, 4, GREEN, BLUE), 2));
      for (FutureTask<float[]> caller : List.of(first, red, green)) {
        awaitWaiting(started(caller));
      }

      mayEnd.countDown();

      assertThat(first.get(MOST_SECONDS, SECONDS)[2]).isEqualTo(TestModels.PURE_SCORE);
      assertThat(green.get(MOST_SECONDS, SECONDS)[1]).isEqualTo(TestModels.PURE_SCORE);
      assertThat(green.get(MOST_SECONDS, SECONDS)[5]).isEqualTo(TestModels.PURE_SCORE);
      assertThatThrownBy(() -> red.get(MOST_SECONDS, SECONDS))
          .hasCauseInstanceOf(ModelFailedException.class);
      assertThat(runs).containsExactly(1, 3, 1, 2);
    }
  }

  @Test
  void remembersHowManyImagesTheDeviceHasMemoryFor() throws Exception {
    MergedRun merged = new MergedRun(8, HostMemory.pageable());
    NoMemoryForMoreThanFour model = new NoMemoryForMoreThanFour("small");

    merged.run(model, merged.takeFrom(twoBatchesOfFour()));
    // all at once first, then each batch alone
    assertThat(runs).containsExactly(8, 4, 4);

    Deque<WaitingBatch> next = twoBatchesOfFour();
    List<WaitingBatch> both = List.copyOf(next);
    merged.run(model, merged.takeFrom(next));
    merged.run(model, merged.takeFrom(next));
    assertThat(runs).containsExactly(8, 4, 4, 4, 4);
    for (WaitingBatch batch : both) {
      assertThat(batch.answer().scores()).hasSize(4 * CLASSES);
    }
  }

  private static Deque<WaitingBatch> twoBatchesOfFour() {
    return new ArrayDeque<>(
        List.of(
            new WaitingBatch(images(4, 1), Parts.SCORES, CLASSES),
            new WaitingBatch(images(4, 2), Parts.SCORES, CLASSES)));
  }

  @Test
  void leavesNoLaneOpenWhenOneCannotBe() {
    assertThatThrownBy(
            () ->
                ModelLanes.open(
                    2,
                    new MergedRun(1, HostMemory.pageable()),
                    lane -> {
                      if (lane == 1) {
                        throw new OrtException("out of memory");
                      }
                      return new Lane("lane " + lane);
                    }))
        .isInstanceOf(OrtException.class)
        .hasMessage("out of memory");
    assertThat(closed).containsExactly("lane 0");
  }

  @Test
  void makesAllLanesAnewAndClosesAll() throws Exception {
    ModelLanes lanes =
        ModelLanes.open(
            2, new MergedRun(1, HostMemory.pageable()), lane -> new Lane("lane " + lane));
    lanes.recycle();
    lanes.close();

    assertThat(recycled).containsExactly("lane 0", "lane 1");
    assertThat(closed).containsExactly("lane 0", "lane 1");
  }

  /** Sessions on the CPU, each with an owner and a ladder as on CUDA. */
  private ModelLanes sessions(int count) throws OrtException {
    Path file = folder.resolve("model.onnx");
    ModelContract contract = ModelFile.read(file);
    SessionPlan plan = new SessionPlan(Device.CPU, BatchLadder.inFoursUpTo(12), GpuSettings.USUAL);
    return ModelLanes.open(
        count,
        new MergedRun(12, HostMemory.pageable()),
        lane ->
            SizedSessions.open(
                plan.ladder(),
                SessionThread.owner("lane-" + lane),
                (size, thread) ->
                    OrtTagModel.open(
                        file,
                        contract,
                        new SessionPlan(Device.CPU, size, GpuSettings.USUAL),
                        thread)));
  }

  /** Images of 4 by 4 whose bytes all are one number. */
  private static ModelInput images(int count, int number) {
    ByteBuffer rows = ModelInput.direct(count * ROW_BYTES);
    while (rows.hasRemaining()) {
      rows.put((byte) number);
    }
    return new ModelInput(rows.flip(), count, 4, 4);
  }

  private void awaitEnd() {
    try {
      assertThat(mayEnd.await(MOST_SECONDS, SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static Thread started(FutureTask<?> caller) {
    Thread thread = new Thread(caller);
    thread.start();
    return thread;
  }

  private static void awaitWaiting(Thread caller) {
    await()
        .atMost(Duration.ofSeconds(MOST_SECONDS))
        .until(caller::getState, EnumSet.of(State.WAITING, State.TIMED_WAITING)::contains);
  }

  /** A model that runs only when it may. */
  private final class Gated extends BorrowedModel {

    Gated(TagModel model) {
      super(model);
    }

    @Override
    protected void beforeRun(ModelInput input) {
      runs.add(input.images());
      awaitEnd();
    }
  }

  /** A device with little memory. */
  private final class NoMemoryForMoreThanFour extends Lane {

    NoMemoryForMoreThanFour(String name) {
      super(name);
      mayEnd.countDown();
    }

    @Override
    public ModelOutput run(ModelInput input, Parts parts) throws ModelFailedException {
      if (input.images() > 4) {
        runs.add(input.images());
        throw RunFailures.of(new OrtException("Failed to allocate memory"));
      }
      return super.run(input, parts);
    }
  }

  /** Runs a batch until it may end. */
  private class Lane implements TagModel {

    private final String name;

    Lane(String name) {
      this.name = name;
    }

    @Override
    public ModelContract contract() {
      return colors;
    }

    @Override
    public String provider() {
      return "none";
    }

    @Override
    public ModelOutput run(ModelInput input, Parts parts) throws ModelFailedException {
      running.incrementAndGet();
      twoRun.countDown();
      awaitEnd();
      runs.add(input.images());
      float[] scores = new float[input.images() * CLASSES];
      for (int i = 0; i < scores.length; i++) {
        scores[i] = input.rows().get(i / CLASSES * ROW_BYTES);
      }
      return new ModelOutput(scores, new float[0][]);
    }

    @Override
    public void recycle() {
      recycled.add(name);
    }

    @Override
    public void close() {
      closed.add(name);
    }
  }
}
