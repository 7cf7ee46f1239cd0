package dev.tagstream.bench.frame;

/**
 * One of several implementations of the same work. In each round {@link #prepare}, {@link #work}
 * and {@link #answers} are called once, in this order; only {@link #work} is measured.
 *
 * @param <A> the answers, which are compared with those of other sides
 */
public interface Side<A> extends AutoCloseable {

  /** The name in the report, such as {@code the job}. */
  String name();

  /** Prepares a round; not measured. */
  default void prepare() throws Exception {}

  /** Does the work of one round. */
  void work() throws Exception;

  /** The answers of the round. */
  A answers() throws Exception;

  @Override
  default void close() {}
}
