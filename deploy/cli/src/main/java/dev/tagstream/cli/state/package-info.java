/** The state of a command between two runs. Depends on neither Kafka nor images. */
@NullMarked
package dev.tagstream.cli.state;

import org.jspecify.annotations.NullMarked;
