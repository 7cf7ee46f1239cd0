package dev.tagstream.pipeline.kafka.guard;

import static java.util.Objects.requireNonNull;

import dev.tagstream.pipeline.config.KafkaConfig.ReadingGuards;
import dev.tagstream.pipeline.kafka.lease.JobLease;
import dev.tagstream.pipeline.kafka.lease.LeaseTerms;
import java.util.function.IntConsumer;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.KafkaSourceEnumState;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.runtime.metrics.scope.ScopeFormat;
import org.apache.flink.streaming.api.lineage.LineageVertexProvider;
import org.apache.flink.streaming.api.lineage.SourceLineageVertex;

/**
 * Flink's Kafka source with guards: it notices records that retention deleted before they were
 * read, a recreated topic, a state that is older than the committed offsets, and another job with
 * the same transactional prefix.
 */
public final class GuardedSource<T>
    implements Source<T, KafkaPartitionSplit, KafkaSourceEnumState>,
        ResultTypeQueryable<T>,
        LineageVertexProvider {

  private static final long serialVersionUID = 1L;

  private final KafkaSource<T> source;
  private final ImagesTopic topic;
  private final ReadingGuards guards;
  private final LeaseTerms lease;
  private final LeaseAge leaseAge = new LeaseAge();

  public GuardedSource(
      KafkaSource<T> source, ImagesTopic topic, ReadingGuards guards, LeaseTerms lease) {
    this.source = source;
    this.topic = topic;
    this.guards = guards;
    this.lease = lease;
  }

  @Override
  public SourceReader<T, KafkaPartitionSplit> createReader(SourceReaderContext context)
      throws Exception {
    return new GuardedReader<>(
        () -> source.createReader(context), topic, guards, context.metricGroup());
  }

  @Override
  public Boundedness getBoundedness() {
    return source.getBoundedness();
  }

  @Override
  public SplitEnumerator<KafkaPartitionSplit, KafkaSourceEnumState> createEnumerator(
      SplitEnumeratorContext<KafkaPartitionSplit> context) {
    return new GuardedEnumerator(
        source.createEnumerator(context), context, topic, lease(context), leaseAge, subtask -> {});
  }

  @Override
  public SplitEnumerator<KafkaPartitionSplit, KafkaSourceEnumState> restoreEnumerator(
      SplitEnumeratorContext<KafkaPartitionSplit> context, KafkaSourceEnumState state)
      throws Exception {
    // a restored enumerator that finds no new partition never tells its readers that there are no
    // more splits, so a batch that was resumed would not end
    IntConsumer afterReader =
        getBoundedness() == Boundedness.BOUNDED ? context::signalNoMoreSplits : subtask -> {};
    return new GuardedEnumerator(
        source.restoreEnumerator(context, state),
        context,
        topic,
        lease(context),
        leaseAge,
        afterReader);
  }

  /** Flink reveals the job's id to an enumerator only in the variables of its metrics. */
  private JobLease lease(SplitEnumeratorContext<KafkaPartitionSplit> context) {
    String jobId = context.metricGroup().getAllVariables().get(ScopeFormat.SCOPE_JOB_ID);
    return JobLease.of(lease, requireNonNull(jobId, "Flink does not provide the job's id"));
  }

  @Override
  public SimpleVersionedSerializer<KafkaPartitionSplit> getSplitSerializer() {
    return new TopicSplitSerializer(source.getSplitSerializer());
  }

  @Override
  public SimpleVersionedSerializer<KafkaSourceEnumState> getEnumeratorCheckpointSerializer() {
    return source.getEnumeratorCheckpointSerializer();
  }

  @Override
  public TypeInformation<T> getProducedType() {
    return source.getProducedType();
  }

  /** The topic, for lineage tools. */
  @Override
  public SourceLineageVertex getLineageVertex() {
    return source.getLineageVertex();
  }
}
