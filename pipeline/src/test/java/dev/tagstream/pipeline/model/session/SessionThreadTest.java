package dev.tagstream.pipeline.model.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class SessionThreadTest {

  @Test
  void runsOnTheCallersThread() throws Exception {
    try (SessionThread thread = SessionThread.ofCaller()) {
      assertThat(thread.call(Thread::currentThread)).isSameAs(Thread.currentThread());
    }
  }

  @Test
  void runsTheWorkOfAllCallersOnOneThread() throws Exception {
    Set<Thread> used = ConcurrentHashMap.newKeySet();
    try (SessionThread owner = SessionThread.owner("tagstream-cuda:0")) {
      Thread[] callers = new Thread[4];
      for (int i = 0; i < callers.length; i++) {
        callers[i] = started(() -> owner.call(() -> used.add(Thread.currentThread())));
      }
      for (Thread caller : callers) {
        caller.join();
      }
    }

    assertThat(used).singleElement().extracting(Thread::getName).isEqualTo("tagstream-cuda:0");
  }

  @Test
  void throwsTheWorksOwnException() {
    try (SessionThread owner = SessionThread.owner("owner")) {
      assertThatThrownBy(
              () ->
                  owner.call(
                      () -> {
                        throw new OrtException("out of memory");
                      }))
          .isInstanceOf(OrtException.class)
          .hasMessage("out of memory");
      assertThatThrownBy(
              () ->
                  owner.call(
                      () -> {
                        throw new IllegalArgumentException("a bug");
                      }))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("a bug");
    }
  }

  @Test
  void waitsForTheWorkEvenWhenInterruptedSinceItReadsTheCallersMemory() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    AtomicBoolean ended = new AtomicBoolean();
    AtomicBoolean endedBeforeReturn = new AtomicBoolean();
    AtomicBoolean stillInterrupted = new AtomicBoolean();
    try (SessionThread owner = SessionThread.owner("owner")) {
      Thread caller =
          started(
              () -> {
                owner.call(
                    () -> {
                      begun.countDown();
                      mayEnd.await();
                      ended.set(true);
                      return true;
                    });
                endedBeforeReturn.set(ended.get());
                stillInterrupted.set(Thread.currentThread().isInterrupted());
                return true;
              });
      begun.await();
      caller.interrupt();
      mayEnd.countDown();
      caller.join();
    }

    assertThat(endedBeforeReturn).isTrue();
    assertThat(stillInterrupted).isTrue();
  }

  private interface Work {
    boolean run() throws Exception;
  }

  private static Thread started(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                var unused = work.run();
              } catch (Exception e) {
                throw new AssertionError(e);
              }
            });
    thread.start();
    return thread;
  }
}
