/** {@code tagstream publish}: from files to image events on a topic. */
@NullMarked
package dev.tagstream.cli.publish;

import org.jspecify.annotations.NullMarked;
