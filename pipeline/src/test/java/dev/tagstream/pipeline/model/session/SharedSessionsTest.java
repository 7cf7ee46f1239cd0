package dev.tagstream.pipeline.model.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tagstream.pipeline.model.ModelContract;
import dev.tagstream.pipeline.model.ModelInput;
import dev.tagstream.pipeline.model.ModelOutput;
import dev.tagstream.pipeline.model.TagModel;
import dev.tagstream.pipeline.model.session.DeviceRequest.Choice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who asks at the same time, with models that load when the test lets them. */
class SharedSessionsTest {

  private static final long MOST_SECONDS = 60;

  @TempDir private Path folder;

  private final Queue<String> events = new ConcurrentLinkedQueue<>();
  private final CountDownLatch loading = new CountDownLatch(1);
  private final CountDownLatch mayGoOn = new CountDownLatch(1);
  private final GpuLeases gpus = new GpuLeases();

  @AfterEach
  void nobodyWaitsAnyLonger() {
    mayGoOn.countDown();
  }

  @Test
  void opensOneSessionForTwoWhoAskAtOnce() throws Exception {
    SessionRegistry registry = new SessionRegistry(this::openSlowly, gpus);
    Path file = model("slow");
    FutureTask<TagModel> first = lease(registry, file);
    assertThat(loading.await(MOST_SECONDS, SECONDS)).isTrue();
    FutureTask<TagModel> second = new FutureTask<>(() -> request(registry, file));
    awaitBlocked(started(second));

    mayGoOn.countDown();

    TagModel one = first.get(MOST_SECONDS, SECONDS);
    TagModel two = second.get(MOST_SECONDS, SECONDS);
    one.close();
    assertThat(events).containsExactly("load slow");
    two.close();
    assertThat(events).containsExactly("load slow", "close slow");
  }

  @Test
  void leasesAnotherModelWhileOneIsLoaded() throws Exception {
    SessionRegistry registry = new SessionRegistry(this::openSlowly, gpus);
    FutureTask<TagModel> slow = lease(registry, model("slow"));
    assertThat(loading.await(MOST_SECONDS, SECONDS)).isTrue();

    registry.lease(model("other"), DeviceRequest.cpu(), 8).close();

    assertThat(events).containsExactly("load slow", "load other", "close other");
    assertThat(slow.isDone()).isFalse();
    mayGoOn.countDown();
    slow.get(MOST_SECONDS, SECONDS).close();
  }

  @Test
  void leavesAFailedLoadToTheNextWhoAsks() throws Exception {
    SessionRegistry registry = new SessionRegistry(this::failAtFirst, gpus);
    Path file = model("flaky");
    FutureTask<TagModel> first = lease(registry, file);
    assertThat(loading.await(MOST_SECONDS, SECONDS)).isTrue();
    FutureTask<TagModel> second = new FutureTask<>(() -> request(registry, file));
    awaitBlocked(started(second));

    mayGoOn.countDown();

    assertThatThrownBy(() -> first.get(MOST_SECONDS, SECONDS))
        .hasRootCauseMessage("no memory for flaky");
    second.get(MOST_SECONDS, SECONDS).close();
    assertThat(events).containsExactly("load flaky", "load flaky", "close flaky");
  }

  @Test
  void givesTheGpuBackOnWhichALoadFailed() throws Exception {
    mayGoOn.countDown();
    SessionRegistry registry = new SessionRegistry(this::failAtFirst, gpus);
    Path file = model("flaky");
    DeviceRequest cuda = new DeviceRequest(Choice.CUDA, List.of(0, 1), GpuSettings.USUAL);

    assertThatThrownBy(() -> registry.lease(file, cuda, 8))
        .isInstanceOf(UnusableModelException.class);

    TagModel onFirst = registry.lease(file, cuda, 8);
    assertThat(onFirst.facts().device()).isEqualTo("cuda:0");
    TagModel onSecond = registry.lease(file, cuda, 8);
    assertThat(onSecond.facts().device()).isEqualTo("cuda:1");
    onFirst.close();
    onSecond.close();
    assertThat(gpus.take(List.of(0, 1))).isZero();
  }

  private Path model(String name) throws IOException {
    return Files.write(folder.resolve(name), name.getBytes(UTF_8));
  }

  private static FutureTask<TagModel> lease(SessionRegistry registry, Path file) {
    FutureTask<TagModel> asked = new FutureTask<>(() -> request(registry, file));
    var unused = started(asked);
    return asked;
  }

  private static TagModel request(SessionRegistry registry, Path file) {
    return registry.lease(file, DeviceRequest.cpu(), 8);
  }

  private static Thread started(FutureTask<?> work) {
    Thread thread = new Thread(work);
    thread.start();
    return thread;
  }

  private static void awaitBlocked(Thread asking) {
    await()
        .atMost(Duration.ofSeconds(MOST_SECONDS))
        .until(() -> asking.getState() == Thread.State.BLOCKED);
  }

  private TagModel openSlowly(Path file, SessionKey key) {
    String name = file.getFileName().toString();
    events.add("load " + name);
    if (name.equals("slow")) {
      waitUntilItMayGoOn();
    }
    return new Loaded(name);
  }

  private TagModel failAtFirst(Path file, SessionKey key) {
    String name = file.getFileName().toString();
    boolean isFirst = events.isEmpty();
    events.add("load " + name);
    waitUntilItMayGoOn();
    if (isFirst) {
      throw new UnusableModelException("no memory for " + name);
    }
    return new Loaded(name);
  }

  private void waitUntilItMayGoOn() {
    loading.countDown();
    try {
      assertThat(mayGoOn.await(MOST_SECONDS, SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** A model that is never run. */
  private final class Loaded implements TagModel {

    private final String name;

    Loaded(String name) {
      this.name = name;
    }

    @Override
    public ModelContract contract() {
      throw new AssertionError("nobody asks " + name);
    }

    @Override
    public String provider() {
      return "none";
    }

    @Override
    public ModelOutput run(ModelInput input, ModelOutput.Parts parts) {
      throw new AssertionError("nobody runs " + name);
    }

    @Override
    public void recycle() {}

    @Override
    public void close() {
      events.add("close " + name);
    }
  }
}
