/** Prepares the pictures that an int8 model is calibrated with. Knows nothing of Kafka or Flink. */
@NullMarked
package dev.tagstream.cli.calibrate;

import org.jspecify.annotations.NullMarked;
