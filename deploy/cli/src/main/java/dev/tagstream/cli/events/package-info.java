/** From files to image events on a topic. */
@NullMarked
package dev.tagstream.cli.events;

import org.jspecify.annotations.NullMarked;
