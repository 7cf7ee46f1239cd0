/** Looks at Java, memory, native libraries, devices and the model. Knows nothing of Kafka. */
@NullMarked
package dev.tagstream.local.doctor.machine;

import org.jspecify.annotations.NullMarked;
