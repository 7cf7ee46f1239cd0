/**
 * Looks whether the job can run as it is set up: {@code doctor.machine} at what is here, {@code
 * doctor.kafka} at the broker. Changes nothing but what it says it does. Knows nothing of the
 * command line.
 */
@NullMarked
package dev.tagstream.cli.doctor;

import org.jspecify.annotations.NullMarked;
