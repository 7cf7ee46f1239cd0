/**
 * Commands on a model file: {@code tagstream export}, {@code fetch}, {@code inspect} and {@code
 * warm}. Knows nothing of Kafka.
 */
@NullMarked
package dev.tagstream.cli.model;

import org.jspecify.annotations.NullMarked;
