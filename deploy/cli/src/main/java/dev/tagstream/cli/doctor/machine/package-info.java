/** Checks Java, memory, native libraries, devices and the model. Does not depend on Kafka. */
@NullMarked
package dev.tagstream.cli.doctor.machine;

import org.jspecify.annotations.NullMarked;
