package dev.tagstream.bench.frame;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import dev.tagstream.bench.frame.Measurement.ThreadCost;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Measures the whole process between two moments. */
final class Stopwatch {

  private static final double NANOS_PER_SECOND = 1e9;

  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private static final ThreadMXBean THREADS =
      ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

  private record Used(long cpuNanos, long allocatedBytes) {}

  private final ThreadKinds kinds;
  private final Map<Long, Used> before;
  private final long beginCpuNanos;
  private final long beginNanos;

  private Stopwatch(ThreadKinds kinds) {
    this.kinds = kinds;
    this.before = usedByThread();
    this.beginCpuNanos = PROCESS.getProcessCpuTime();
    this.beginNanos = System.nanoTime();
  }

  static Stopwatch start(ThreadKinds kinds) {
    return new Stopwatch(kinds);
  }

  Measurement stop(long images) {
    long nanos = System.nanoTime() - beginNanos;
    long cpuNanos = PROCESS.getProcessCpuTime() - beginCpuNanos;
    return new Measurement(
        images, nanos / NANOS_PER_SECOND, cpuNanos / NANOS_PER_SECOND, byKind(usedByThread()));
  }

  private static Map<Long, Used> usedByThread() {
    long[] ids = THREADS.getAllThreadIds();
    long[] cpu = THREADS.getThreadCpuTime(ids);
    long[] allocated = THREADS.getThreadAllocatedBytes(ids);
    Map<Long, Used> used = new HashMap<>();
    for (int i = 0; i < ids.length; i++) {
      // the value is -1 for a thread that has just ended
      used.put(ids[i], new Used(Math.max(0, cpu[i]), Math.max(0, allocated[i])));
    }
    return used;
  }

  private Map<String, ThreadCost> byKind(Map<Long, Used> after) {
    Map<String, ThreadCost> costs = new TreeMap<>();
    for (Map.Entry<Long, Used> thread : after.entrySet()) {
      ThreadInfo info = THREADS.getThreadInfo(thread.getKey());
      if (info == null) {
        continue;
      }
      Used earlier = before.getOrDefault(thread.getKey(), new Used(0, 0));
      Used now = thread.getValue();
      ThreadCost cost =
          new ThreadCost(
              Math.max(0, now.cpuNanos() - earlier.cpuNanos()) / NANOS_PER_SECOND,
              Math.max(0, now.allocatedBytes() - earlier.allocatedBytes()));
      costs.merge(kinds.of(info.getThreadName()), cost, Stopwatch::sum);
    }
    return costs;
  }

  private static ThreadCost sum(ThreadCost one, ThreadCost other) {
    return new ThreadCost(
        one.cpuSeconds() + other.cpuSeconds(), one.allocatedBytes() + other.allocatedBytes());
  }
}
