/** Where a command keeps its state between two runs. Knows neither Kafka nor images. */
@NullMarked
package dev.tagstream.cli.state;

import org.jspecify.annotations.NullMarked;
