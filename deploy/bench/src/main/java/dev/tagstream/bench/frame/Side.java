package dev.tagstream.bench.frame;

/**
 * One of several ways to do the same work. In each round {@link #prepare}, {@link #work} and {@link
 * #answers} are called once, in this order; only {@link #work} is measured.
 *
 * @param <A> what comes out, to be compared with what the others made of the same input
 */
public interface Side<A> extends AutoCloseable {

  /** What the report calls it, such as {@code the job}. */
  String name();

  /** Makes ready what must not be measured. */
  default void prepare() throws Exception {}

  /** Does the work of one round. */
  void work() throws Exception;

  /** What came out of the round's work. */
  A answers() throws Exception;

  @Override
  default void close() {}
}
