package dev.tagstream.bench.frame;

/**
 * One of several ways to do the same work. In each round {@link #prepare}, {@link #work} and {@link
 * #answers} are called once, in this order; only {@link #work} is measured.
 *
 * @param <A> its answers, to be compared with those of the others
 */
public interface Side<A> extends AutoCloseable {

  /** Its name in the report, such as {@code the job}. */
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
