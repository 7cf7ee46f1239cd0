/** From a folder of pictures to image events on a topic. */
@NullMarked
package dev.tagstream.local.events;

import org.jspecify.annotations.NullMarked;
