package dev.tagstream.pipeline.kafka.guard;

import dev.tagstream.pipeline.config.OnLoss;
import dev.tagstream.pipeline.kafka.lease.JobLease;
import dev.tagstream.pipeline.kafka.lease.LeaseTerms;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommitterInitContext;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.connector.kafka.sink.KafkaCommittable;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.KafkaWriterState;
import org.apache.flink.connector.kafka.sink.TwoPhaseCommittingStatefulSink;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.api.connector.sink2.SupportsPostCommitTopology;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.lineage.LineageVertex;
import org.apache.flink.streaming.api.lineage.LineageVertexProvider;

/**
 * Flink's Kafka sink with a guard: a transaction that can no longer be committed does not go
 * unnoticed. Flink's own committer logs it and continues.
 */
public final class GuardedSink<T>
    implements TwoPhaseCommittingStatefulSink<T, KafkaWriterState, KafkaCommittable>,
        SupportsPostCommitTopology<KafkaCommittable>,
        LineageVertexProvider {

  private static final long serialVersionUID = 1L;

  private final KafkaSink<T> sink;
  private final String topic;
  private final HashMap<String, Object> adminProperties;
  private final OnLoss onLostResults;
  private final LeaseTerms lease;

  /**
   * Guards a sink.
   *
   * @param adminProperties for looking up the outcome of a transaction
   */
  public GuardedSink(
      KafkaSink<T> sink,
      String topic,
      Map<String, Object> adminProperties,
      OnLoss onLostResults,
      LeaseTerms lease) {
    this.sink = sink;
    this.topic = topic;
    this.adminProperties = new HashMap<>(adminProperties);
    this.onLostResults = onLostResults;
    this.lease = lease;
  }

  @Override
  public Committer<KafkaCommittable> createCommitter(CommitterInitContext context) {
    return new GuardedCommitter(
        sink.createCommitter(context),
        topic,
        adminProperties,
        onLostResults,
        context.metricGroup());
  }

  @Override
  public PrecommittingStatefulSinkWriter<T, KafkaWriterState, KafkaCommittable> createWriter(
      WriterInitContext context) throws IOException {
    awaitLease(context);
    OpenTransaction transaction = new OpenTransaction(adminProperties);
    return new GuardedWriter<>(
        sink.createWriter(new WatchedWriterContext(context, transaction)), transaction, topic);
  }

  @Override
  public PrecommittingStatefulSinkWriter<T, KafkaWriterState, KafkaCommittable> restoreWriter(
      WriterInitContext context, Collection<KafkaWriterState> state) throws IOException {
    awaitLease(context);
    OpenTransaction transaction = new OpenTransaction(adminProperties);
    return new GuardedWriter<>(
        sink.restoreWriter(new WatchedWriterContext(context, transaction), state),
        transaction,
        topic);
  }

  /** A writer starts by aborting the open transactions of its ids, whoever owns them. */
  private void awaitLease(WriterInitContext context) throws IOException {
    try {
      JobLease.awaitHeldBy(lease, context.getJobInfo().getJobId().toHexString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for the lease of the job");
    }
  }

  @Override
  public SimpleVersionedSerializer<KafkaWriterState> getWriterStateSerializer() {
    return sink.getWriterStateSerializer();
  }

  @Override
  public SimpleVersionedSerializer<KafkaCommittable> getCommittableSerializer() {
    return sink.getCommittableSerializer();
  }

  @Override
  public void addPostCommitTopology(DataStream<CommittableMessage<KafkaCommittable>> committed) {
    sink.addPostCommitTopology(committed);
  }

  /** The topic, for lineage tools. */
  @Override
  public LineageVertex getLineageVertex() {
    return sink.getLineageVertex();
  }
}
