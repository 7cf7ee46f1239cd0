/** Checks and their findings. Does not depend on what is checked. */
@NullMarked
package dev.tagstream.cli.doctor.check;

import org.jspecify.annotations.NullMarked;
