/**
 * Commands for a model file: {@code tagstream export}, {@code fetch}, {@code inspect} and {@code
 * warm}. Does not depend on Kafka.
 */
@NullMarked
package dev.tagstream.cli.model;

import org.jspecify.annotations.NullMarked;
