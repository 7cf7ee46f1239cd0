package dev.tagstream.pipeline.kafka.lease;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The lease that a job needs and how to reach it; sent to the parts of the job. */
public final class LeaseTerms implements Serializable {

  private static final long serialVersionUID = 1L;

  private final String prefix;
  private final String imagesTopic;
  private final HashMap<String, Object> clientProperties;
  private final @Nullable LeaseRecord abandoned;

  private LeaseTerms(
      String prefix,
      String imagesTopic,
      Map<String, Object> clientProperties,
      @Nullable LeaseRecord abandoned) {
    this.prefix = prefix;
    this.imagesTopic = imagesTopic;
    this.clientProperties = new HashMap<>(clientProperties);
    this.abandoned = abandoned;
  }

  /**
   * The lease of a prefix.
   *
   * @param prefix of the job's transactional ids
   * @param imagesTopic the topic whose offsets hold the lease
   * @param clientProperties for connecting to the cluster
   */
  public static LeaseTerms of(
      String prefix, String imagesTopic, Map<String, Object> clientProperties) {
    return new LeaseTerms(prefix, imagesTopic, clientProperties, null);
  }

  /**
   * The same lease, knowing that the holder of this record has died, so that nobody needs to watch
   * it again.
   */
  public LeaseTerms knowing(Optional<LeaseRecord> dead) {
    return new LeaseTerms(prefix, imagesTopic, clientProperties, dead.orElse(null));
  }

  /** A record whose holder has died. */
  Optional<LeaseRecord> abandoned() {
    return Optional.ofNullable(abandoned);
  }

  String prefix() {
    return prefix;
  }

  /** The reserved group, which is also the transactional id. */
  String name() {
    return prefix + "-lease";
  }

  String imagesTopic() {
    return imagesTopic;
  }

  /** The properties of one client: these and the connection's. */
  Map<String, Object> with(Map<String, Object> properties) {
    Map<String, Object> all = new HashMap<>(properties);
    all.putAll(clientProperties);
    return all;
  }
}
