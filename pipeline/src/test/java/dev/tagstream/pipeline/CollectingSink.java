package dev.tagstream.pipeline;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/** Keeps what a job in this process writes. */
final class CollectingSink<T> implements Sink<T> {

  private static final long serialVersionUID = 1L;

  /** By sink, since every task has its own copy of one. */
  private static final Map<String, Queue<Object>> WRITTEN = new ConcurrentHashMap<>();

  private final String id = UUID.randomUUID().toString();

  @SuppressWarnings("unchecked") // only writers of T write under this id
  List<T> written() {
    return List.copyOf((Queue<T>) WRITTEN.getOrDefault(id, new ConcurrentLinkedQueue<>()));
  }

  @Override
  public SinkWriter<T> createWriter(WriterInitContext context) {
    Queue<Object> written = WRITTEN.computeIfAbsent(id, unused -> new ConcurrentLinkedQueue<>());
    return new SinkWriter<>() {
      @Override
      public void write(T element, Context context) {
        written.add(element);
      }

      @Override
      public void flush(boolean endOfInput) {}

      @Override
      public void close() {}
    };
  }
}
