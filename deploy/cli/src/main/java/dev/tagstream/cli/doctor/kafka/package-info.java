/**
 * Checks the broker as the job's clients will use it: the same address, the same properties. Writes
 * no record and joins no group. Does not depend on images and models.
 */
@NullMarked
package dev.tagstream.cli.doctor.kafka;

import org.jspecify.annotations.NullMarked;
