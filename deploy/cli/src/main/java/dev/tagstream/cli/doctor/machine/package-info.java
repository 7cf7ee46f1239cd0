/** Looks at Java, memory, native libraries, devices and the model. Knows nothing of Kafka. */
@NullMarked
package dev.tagstream.cli.doctor.machine;

import org.jspecify.annotations.NullMarked;
