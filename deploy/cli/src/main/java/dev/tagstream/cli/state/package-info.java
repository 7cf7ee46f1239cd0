/**
 * Where a job that runs inside the command's own process keeps its state between two runs. Knows
 * neither Kafka nor images.
 */
@NullMarked
package dev.tagstream.cli.state;

import org.jspecify.annotations.NullMarked;
