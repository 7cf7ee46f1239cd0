/**
 * A Kafka broker and a Flink inside this process, for the lifetime of a demo, a benchmark or a
 * test. Does not depend on images.
 */
@NullMarked
package dev.tagstream.embedded;

import org.jspecify.annotations.NullMarked;
