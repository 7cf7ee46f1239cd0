package dev.tagstream.pipeline;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/** Counts what a job in this process writes, and keeps none of it. */
final class CountingSink<T> implements Sink<T> {

  private static final long serialVersionUID = 1L;

  /** By sink, since every task has its own copy of one. */
  private static final Map<String, AtomicInteger> COUNTS = new ConcurrentHashMap<>();

  private final String id = UUID.randomUUID().toString();

  int count() {
    return COUNTS.computeIfAbsent(id, unused -> new AtomicInteger()).get();
  }

  @Override
  public SinkWriter<T> createWriter(WriterInitContext context) {
    AtomicInteger count = COUNTS.computeIfAbsent(id, unused -> new AtomicInteger());
    return new SinkWriter<>() {
      @Override
      public void write(T element, Context context) {
        count.incrementAndGet();
      }

      @Override
      public void flush(boolean endOfInput) {}

      @Override
      public void close() {}
    };
  }
}
