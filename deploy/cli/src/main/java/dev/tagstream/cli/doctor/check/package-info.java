/** What a check is and what it finds. Knows nothing of what is checked. */
@NullMarked
package dev.tagstream.cli.doctor.check;

import org.jspecify.annotations.NullMarked;
